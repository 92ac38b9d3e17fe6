"""Blindspots: stories and facts that a group of outlets tells far more or less than expected.

The only analysis that looks over several stories at once: what is expected of a group depends on
what its outlets tell otherwise. So it is made from the findings of all stories, not inside one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from untold.compare.chance import attainable, q_values
from untold.compare.coverage import Absence
from untold.compare.facts import Fact
from untold.model import Article, Evidence, State, Story

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Blindspot:
    """A story (``fact`` None) or a fact that a group tells ``less`` or ``more`` than expected.

    ``told`` of the group's ``judged`` outlets tell it, ``expected`` of them would if only how much
    each outlet tells otherwise and how many outlets tell this one mattered; ``others_told`` of
    ``others_judged`` do outside the group. Outlets that print one text count as one. ``p`` is the
    chance of a number as far from the expected, ``q`` the share of false discoveries at which it would
    be one. ``evidence`` proves who tells it; ``nearest`` holds the nearest sentences of the group's
    outlets that don't.
    """

    story: str
    fact: str | None
    text: str
    group: str
    direction: str
    told: int
    judged: int
    expected: float
    others_told: int
    others_judged: int
    p: float
    q: float
    evidence: tuple[Evidence, ...]
    nearest: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A story or a fact: for every outlet that can be judged whether it tells it.

    ``same`` maps outlets to a name they share where they print one text.
    """

    told: Mapping[str, bool]
    same: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Test:
    """What a group does with one row. ``least`` is the smallest p-value that its margins allow."""

    row: int
    group: str
    told: int
    judged: int
    expected: float
    others_told: int
    others_judged: int
    p: float
    least: float

    @property
    def direction(self) -> str:
        """Whether the group tells less or more than expected."""
        return "less" if self.told < self.expected else "more"


#: One blindspot in ten may be chance.
MAX_Q = 0.1
#: How far outlets differ in what they tell, and stories in how many tell them, as the standard
#: deviation of log-odds before any data: odds of 1:20 to 20:1 are ordinary. It keeps an outlet with
#: two stories from being one that tells everything or nothing.
SPREAD = 1.5
#: Newton steps; coverage of hundreds of outlets settles to 1e-6 in fewer.
STEPS = 30


def find_blindspots(
    stories: Iterable[tuple[Story, Mapping[str, tuple[object, ...]]]],
    groups: Sequence[tuple[str, str]],
) -> dict[str, tuple[Blindspot, ...]]:
    """Story id to its blindspots, the story's own first, then facts, surest first.

    Null model: outlet and row (story, or fact of one story) each have a propensity, and given these
    outlets are independent (Rasch 1960). Given how many outlets tell a row, how many of them are the
    group's follows from the outlets' propensities alone, exactly. Propensities come from all stories
    for stories, from the story's other facts for facts. False discoveries are controlled over all
    stories, and over all facts, each at `MAX_Q`.

    Args:
        stories: every story that was compared, with the findings ``coverage`` and ``facts``.
        groups: pairs of outlet and group; without any nothing is found.

    Known failures: a group whose outlets share a beat ("regional papers") tells what concerns it
    more, which is no blindspot of the others; a fact's cells err as the view of facts says; with few
    outlets nothing can be told from chance.
    """
    if not groups:
        return {}
    given = sorted(stories, key=lambda item: item[0].id)
    found: dict[str, list[Blindspot]] = {}
    of = dict(groups)
    rows = [_coverage_row(story, _of_type(findings, "coverage", Absence)) for story, findings in given]
    for test, q in discoveries(made_tests(rows, of)):
        story = given[test.row][0]
        evidence = tuple(_opening(story, articles[0]) for articles in story.by_outlet().values())
        found.setdefault(story.id, []).append(_blindspot(story.id, None, "", test, q, evidence, ()))
    facts: list[tuple[str, Fact]] = []
    tests: list[Test] = []
    for story, findings in given:
        told = _of_type(findings, "facts", Fact)
        first = len(facts)
        facts += [(story.id, fact) for fact in told]
        tests += made_tests([_fact_row(story, fact) for fact in told], of, first)
    for test, q in discoveries(tests):
        name, fact = facts[test.row]
        inside = [cell for cell in fact.cells if of.get(cell.outlet) == test.group]
        evidence = tuple(cell.evidence for cell in fact.cells if cell.evidence is not None)
        nearest = tuple(c.nearest for c in inside if c.state == State.UNTOLD and c.nearest is not None)
        found.setdefault(name, []).append(
            _blindspot(name, fact.id, fact.text, test, q, evidence, nearest)
        )
    return {name: tuple(those) for name, those in sorted(found.items())}


def _of_type(findings: Mapping[str, tuple[object, ...]], name: str, kind: type[T]) -> list[T]:
    return [record for record in findings.get(name, ()) if isinstance(record, kind)]


def _blindspot(
    story: str,
    fact: str | None,
    text: str,
    test: Test,
    q: float,
    evidence: tuple[Evidence, ...],
    nearest: tuple[Evidence, ...],
) -> Blindspot:
    return Blindspot(
        story, fact, text, test.group, test.direction, test.told, test.judged, round(test.expected, 3),
        test.others_told, test.others_judged, round(test.p, 6), round(q, 6), evidence, nearest,
    )  # fmt: skip


def _opening(story: Story, article: Article) -> Evidence:
    """The article's title, else its first sentence."""
    if article.title:
        return Evidence.of(article, article.span("title", 0, len(article.title)))
    for sentence in story.records("sentences", article):
        return Evidence.of(article, sentence.span)
    return Evidence.of(article, article.span("text", 0, min(len(article.text), 100)))


def _coverage_row(story: Story, absences: Sequence[Absence]) -> Row:
    """Who published on the story, of those that were being collected."""
    told = {article.outlet: True for article in story.articles}
    told |= {a.outlet: False for a in absences if a.state == State.NO_ARTICLE}
    return Row(told, _printing_one_text(story))


def _fact_row(story: Story, fact: Fact) -> Row:
    """Who tells the fact, of those whose cell is settled."""
    settled = [c for c in fact.cells if c.state.said or c.state == State.UNTOLD]
    return Row({cell.outlet: cell.state.said for cell in settled}, _printing_one_text(story))


def _printing_one_text(story: Story) -> dict[str, str]:
    """Outlets whose articles all belong to copied text, to the first family among them."""
    found = {}
    for outlet, articles in story.by_outlet().items():
        families = [story.copies.get(article.id) for article in articles]
        known = sorted(family for family in families if family is not None)
        if known and len(known) == len(families):
            found[outlet] = known[0]
    return found


def made_tests(rows: Sequence[Row], groups: Mapping[str, str], start: int = 0) -> list[Test]:
    """A test for each row and each group that has outlets in it; rows are counted from ``start``."""
    units = [_units(row, groups) for row in rows]
    weight = _propensities(units)
    tests = []
    for number, row in enumerate(units):
        total = sum(row.values())
        if not 0 < total < len(row):
            continue
        members: dict[str, list[Unit]] = {}
        for unit in row:
            members.setdefault(unit[0], []).append(unit)
        ways = {g: _symmetric([weight[u] for u in those], total) for g, those in members.items()}
        for group, those in members.items():
            if group and len(those) < len(row):
                rest = np.ones(1)
                for other in members:
                    if other != group:
                        rest = np.convolve(rest, ways[other])[: total + 1]
                told = sum(row[unit] for unit in those)
                numbers = (told, len(those), total - told, len(row) - len(those))
                tests.append(_test(start + number, group, numbers, _given(ways[group], rest, total)))
    return tests


#: An outlet, or the outlets of one group that print one text: group, name, whether it is a text.
Unit = tuple[str, str, bool]


def _units(row: Row, groups: Mapping[str, str]) -> dict[Unit, bool]:
    """Told or not by unit; outlets of no group have the empty string for a group."""
    found: dict[Unit, bool] = {}
    for outlet, told in sorted(row.told.items()):
        shared = row.same.get(outlet)
        unit = (groups.get(outlet, ""), shared or outlet, shared is not None)
        found[unit] = found.get(unit, False) or told
    return found


def _propensities(rows: Sequence[Mapping[Unit, bool]]) -> dict[Unit, float]:
    """The odds with which each unit tells a row, apart from what the row is.

    The mode of a Rasch model with normal priors of `SPREAD`, by Newton steps for units and rows in
    turn.
    """
    names = sorted({unit for row in rows for unit in row})
    place = {name: i for i, name in enumerate(names)}
    told = np.zeros((len(rows), len(names)))
    known = np.zeros((len(rows), len(names)))
    for number, row in enumerate(rows):
        for unit, value in row.items():
            told[number, place[unit]] = value
            known[number, place[unit]] = 1
    unit_odds, row_odds = np.zeros(len(names)), np.zeros(len(rows))
    level = _level(told, known)
    for _ in range(STEPS):
        unit_odds = _step(unit_odds, level + row_odds[:, None] + unit_odds, told, known, 0)
        row_odds = _step(row_odds, level + row_odds[:, None] + unit_odds, told, known, 1)
    return {name: float(np.exp(unit_odds[i])) for name, i in place.items()}


def _level(told: NDArray[np.float64], known: NDArray[np.float64]) -> float:
    """The log-odds that any unit tells any row; half a cell is added to each side."""
    return float(np.log((told.sum() + 0.5) / (known.sum() - told.sum() + 0.5)))


def _step(
    odds: NDArray[np.float64],
    logits: NDArray[np.float64],
    told: NDArray[np.float64],
    known: NDArray[np.float64],
    axis: int,
) -> NDArray[np.float64]:
    """One Newton step for the units (axis 0) or the rows (axis 1), of length 1 at most."""
    chance = known / (1 + np.exp(-logits))
    slope = (told - chance).sum(axis) - odds / SPREAD**2
    curve = (chance * (1 - chance)).sum(axis) + 1 / SPREAD**2
    stepped: NDArray[np.float64] = odds + np.clip(slope / curve, -1, 1)
    return stepped


def _symmetric(odds: Sequence[float], most: int) -> NDArray[np.float64]:
    """The chances that 0, 1, ... (at most ``most``) of independent units with these odds tell it."""
    found = np.ones(1)
    for value in odds:
        p = value / (1 + value)
        found = (np.append(found, 0.0) * (1 - p) + np.append(0.0, found) * p)[: most + 1]
    return found


def _given(inside: NDArray[np.float64], others: NDArray[np.float64], total: int) -> NDArray[np.float64]:
    """The chance that 0, 1, ... of those inside are among the ``total`` that tell it."""
    weights = np.zeros(len(inside))
    for told in range(len(inside)):
        if 0 <= total - told < len(others):
            weights[told] = inside[told] * others[total - told]
    chances: NDArray[np.float64] = weights / weights.sum()
    return chances


def _test(
    row: int, group: str, numbers: tuple[int, int, int, int], chances: NDArray[np.float64]
) -> Test:
    told, judged, others_told, others_judged = numbers
    possible = np.flatnonzero(chances)
    low, high = int(possible[0]), int(possible[-1])
    p = min(1.0, 2 * min(float(chances[: told + 1].sum()), float(chances[told:].sum())))
    expected = float((chances * np.arange(len(chances))).sum())
    least = min(1.0, 2 * min(float(chances[low]), float(chances[high])))
    return Test(row, group, told, judged, expected, others_told, others_judged, p, least)


def discoveries(tests: Sequence[Test], max_q: float = MAX_Q) -> list[tuple[Test, float]]:
    """The tests that hold at ``max_q`` false discoveries, each with its q-value, surest first.

    Tests that could reach no small p-value whatever the group did are left out before (Gilbert
    2005): with two outlets on each side nothing can be said.
    """
    able = attainable([test.least for test in tests], max_q)
    kept = [tests[i] for i in able]
    found = zip(kept, q_values([test.p for test in kept]), strict=True)
    return sorted(
        ((test, q) for test, q in found if q <= max_q),
        key=lambda item: (item[1], item[0].p, item[0].row, item[0].group),
    )
