"""Blindspots: planted removals on real coverage, and what random groups discover by chance.

Groups here are dealt at random, so that whatever they tell less or more than expected is chance;
then one group's tellings are taken out of a story, or of a fact, and are looked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from random import Random

from evals.data import read_lines
from evals.gold import LABELS, SOURCES, coded_cells
from evals.table import Figure
from untold.compare.blindspots import MAX_Q, Row, Test, discoveries, made_tests
from untold.group.stories import find_stories
from untold.model import Article

PLANTS = "none needed: planted; stories as Untold groups them"
#: Deals of the outlets into groups; each is a run of its own.
DEALS = 10
#: Half the outlets against the other half is the most that a group can be told apart by.
GROUPS = 2
#: A story is tampered with where so many outlets tell it; so is a fact (its stories have 2 to 9).
TOLD_BY, FACT_TOLD_BY = (9, 12), 6
#: Stories, and facts, tampered with in one deal: few, so that the rest stays as it was.
PLANTED = 5
#: Told by fewer outlets, a story is no event that many could have told.
FEWEST = 3


def score() -> list[Figure]:
    """Removals found and false discoveries, for stories and for facts.

    The trivial method calls a group blind to whatever none of its outlets tells and two others do.
    """
    stories = coverage()
    facts = cells()
    return [
        *(
            figure
            for told_by in TOLD_BY
            for figure in _figures("stories of 12,000 US articles", [stories], told_by, PLANTS)
        ),
        *_figures("facts of sets D, E, F, N, W", facts, FACT_TOLD_BY, LABELS),
    ]


def _figures(what: str, tables: Sequence[Sequence[Row]], told_by: int, labels: str) -> list[Figure]:
    found = planted = false = naive_false = discovered = naive_discovered = naive_found = 0
    chance = naive_chance = 0
    for deal in range(DEALS):
        random = Random(deal)  # noqa: S311 - a deal, no secret
        groups = dealt(tables, random)
        chance += bool(_discovered(tables, groups))
        naive_chance += bool(_naive(tables, groups))
        tampered, removed = _tampered(tables, groups, told_by, random)
        ours, naive = _discovered(tampered, groups), _naive(tampered, groups)
        planted += len(removed)
        found += len(removed & ours)
        naive_found += len(removed & naive)
        false += len({(t, r, g) for t, r, g in ours if (t, r) not in {x[:2] for x in removed}})
        naive_false += len({(t, r, g) for t, r, g in naive if (t, r) not in {x[:2] for x in removed}})
        discovered += len(ours)
        naive_discovered += len(naive)
    size = f"{planted} removals of half the outlets; {DEALS} random deals"
    data = f"{what}, told by {told_by} or more"
    name = "told by two others, by none of the group"
    rows = (
        ("removals found", naive_found / planted, found / planted, False),
        (
            "false among those found",
            naive_false / max(1, naive_discovered),
            false / max(1, discovered),
            True,
        ),
        ("deals with any discovery by chance", naive_chance / DEALS, chance / DEALS, True),
    )
    return [
        Figure(
            "blindspots",
            data,
            size,
            measure,
            name,
            round(trivial, 4),
            round(ours_, 4),
            labels,
            less,
        )
        for measure, trivial, ours_, less in rows
    ]


def dealt(tables: Sequence[Sequence[Row]], random: Random) -> dict[str, str]:
    """Every outlet in one of the groups, at random."""
    outlets = sorted({outlet for table in tables for row in table for outlet in row.told})
    random.shuffle(outlets)
    return {outlet: f"group {place % GROUPS}" for place, outlet in enumerate(outlets)}


def _discovered(tables: Sequence[Sequence[Row]], groups: dict[str, str]) -> set[tuple[int, int, str]]:
    """Table, row and group of every discovery; propensities are those of one table, as in a run."""
    tests: list[Test] = []
    where: list[tuple[int, int]] = []
    for number, table in enumerate(tables):
        start = len(where)
        where += [(number, row) for row in range(len(table))]
        tests += made_tests(table, groups, start)
    return {(*where[test.row], test.group) for test, _ in discoveries(tests, MAX_Q)}


def _naive(tables: Sequence[Sequence[Row]], groups: dict[str, str]) -> set[tuple[int, int, str]]:
    found = set()
    for number, table in enumerate(tables):
        for place, row in enumerate(table):
            telling = [groups[outlet] for outlet, told in row.told.items() if told]
            for group in sorted({groups[outlet] for outlet in row.told}):
                if len(telling) > 1 and group not in telling:
                    found.add((number, place, group))
    return found


def _tampered(
    tables: Sequence[Sequence[Row]], groups: dict[str, str], told_by: int, random: Random
) -> tuple[list[list[Row]], set[tuple[int, int, str]]]:
    """The tables with one group's tellings taken out of some rows that many tell."""
    changed = [list(table) for table in tables]
    able = [
        (number, place)
        for number, table in enumerate(tables)
        for place, row in enumerate(table)
        if sum(row.told.values()) >= told_by
    ]
    removed = set()
    for number, place in random.sample(able, min(PLANTED, len(able))):
        row = changed[number][place]
        group = random.choice(sorted({groups[o] for o, told in row.told.items() if told}))
        told = {o: value and groups[o] != group for o, value in row.told.items()}
        changed[number][place] = Row(told, row.same)
        removed.add((number, place, group))
    return changed, removed


@cache
def coverage() -> tuple[Row, ...]:
    """Stories that at least `FEWEST` outlets tell: who does, of those whose articles were collected."""
    articles = [
        Article(r["id"], r["outlet"], r["title"] or "", r["text"] or "", published=r["published"])
        for r in read_lines("scale/articles.jsonl.gz")
    ]
    story_of = find_stories(articles)
    days: dict[str, list[str]] = defaultdict(list)
    members: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        members[story_of[article.id]].append(article)
        if article.published:
            days[article.outlet].append(article.published[:10])
    rows = []
    for story in sorted(members):
        told = {article.outlet for article in members[story]}
        when = sorted(a.published[:10] for a in members[story] if a.published)
        if len(told) >= FEWEST and when:
            open_ = {o for o, seen in days.items() if min(seen) <= when[-1] and max(seen) >= when[0]}
            rows.append(Row({outlet: outlet in told for outlet in sorted(told | open_)}, {}))
    return tuple(rows)


@cache
def cells() -> tuple[tuple[Row, ...], ...]:
    """For each coded story its facts: which outlets tell them at all, where both passes agree."""
    outlet = {row["id"]: row["outlet"] for path in SOURCES for row in read_lines(path)}
    stories: dict[str, dict[str, dict[str, bool]]] = defaultdict(lambda: defaultdict(dict))
    for cell in coded_cells(("D", "E", "F", "N", "W")):
        if cell.article in outlet:
            told = stories[cell.story][cell.fact]
            said = cell.labels[0] != "absent"
            told[outlet[cell.article]] = told.get(outlet[cell.article], False) or said
    return tuple(
        tuple(Row(dict(sorted(told.items())), {}) for _, told in sorted(facts.items()))
        for _, facts in sorted(stories.items())
    )
