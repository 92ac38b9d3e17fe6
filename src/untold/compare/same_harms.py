"""Same harms: who names the doer of a harm that others report too, by victims and alleged doer."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from untold.analysis import Comparison, Settings
from untold.annotate.actors import Mention
from untold.annotate.counts.numbers import find_numbers
from untold.annotate.harms import Harm
from untold.annotate.people.lexicon import class_of, fold
from untold.compare.voice_shares import FEWEST, wilson
from untold.model import Evidence, Story

Naming = Literal["named", "thing", "missing"]


@dataclass(frozen=True, slots=True)
class AlignedClause:
    """One clause of a harm that several outlets report.

    ``naming``: the clause names somebody (``named``), only a weapon or an event (``thing``: "a blast
    killed nine"), or nothing (``missing``).
    """

    outlet: str
    harm: str
    form: str
    naming: Naming
    agent: str | None
    victim: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class SameHarms:
    """How a group tells of harms that others report too, by alleged doer and kind of victim.

    ``group`` is an outlet, or a group that the user put outlets into. ``victims`` is a kind of people
    ("civilians", "soldiers and police", "people" where nobody says which); ``agent`` whom any outlet's
    clause of these harms names, None where none names anybody. ``harms`` counts the harms that at
    least two outlets tell, the same for every group; ``clauses`` are this group's, each in one of
    ``named``, ``thing``, ``missing``. ``share`` is named of all, with a 95 % interval. ``enough`` is
    False under 10 clauses: too few to say.
    """

    victims: str
    agent: str | None
    group: str
    harms: int
    total: int
    named: int
    thing: int
    missing: int
    share: float
    low: float
    high: float
    enough: bool
    clauses: tuple[AlignedClause, ...]


#: Kinds of people in data/people.json, as the victims of a harm.
_VICTIMS = {
    "armed": "fighters", "forces": "soldiers and police", "public": "civilians",
    "migrants": "refugees and migrants", "helpers": "medics, rescuers and reporters",
    "crowd": "protesters", "officials": "officials", "politics": "people of a political side",
    "state": "officials",
}  # fmt: skip
ANYBODY = "people"
#: An actor behind one of these is where the attack was or whom it hit, not who did it.
_TARGET = re.compile(
    r"\b(?:on|in|at|near|against|targeting|outside|inside|around)\s+(?:the\s+)?$", re.I
)
#: Kinds of people whose common noun alone says who did it: "army shelling".
_DOERS = frozenset({"armed", "forces", "state", "crowd", "politics"})

Key = tuple[str, str, int]


def compare_same_harms(story: Story, settings: Settings) -> Iterator[SameHarms]:
    """For harms that two outlets or more tell: how often each group names who did it.

    Clauses tell one harm if they stand in the proving sentences of one fact, are of one kind, and give
    no different numbers. Facts that share a clause are about one harm. The alleged doer is whom most
    of its clauses name (names of one actor counted together, as in the comparison ``naming``); the
    victims are of the kind that most of its clauses give. By alleged doer, victims and group; a story
    of one group yields nothing. The interval is Wilson's.

    Args:
        story: with the layers harms and actors, and the findings facts and naming.
        settings: ``groups``.

    Known failures: "they" and "the attack" name nobody here though the sentence before may; a fact
    whose proving sentence is wrong brings a wrong clause; a doer named by one outlet alone is that
    outlet's claim, and is called alleged for that reason.
    """
    grouped = dict(settings.groups)
    told = _clauses(story)
    harms = [[told[key] for key in sorted(keys)] for keys in _harms(story, told)]
    sides: dict[tuple[str, str], list[list[AlignedClause]]] = defaultdict(list)
    names = _names(story)
    for clauses in harms:
        if len({clause.outlet for clause, _, _ in clauses}) < 2:
            continue
        agent = _commonest(names.get((c.outlet, fold(who)), who) for c, who, _ in clauses if who)
        victims = _commonest(kind for _, _, kind in clauses if kind)
        sides[agent, _VICTIMS.get(victims, ANYBODY)].append([clause for clause, _, _ in clauses])
    for (agent, victims), found in sorted(sides.items()):
        yield from _rows(agent or None, victims, found, grouped)


def _rows(
    agent: str | None, victims: str, harms: list[list[AlignedClause]], grouped: Mapping[str, str]
) -> Iterator[SameHarms]:
    mine: dict[str, list[AlignedClause]] = defaultdict(list)
    for clauses in harms:
        for clause in clauses:
            mine[grouped.get(clause.outlet, clause.outlet)].append(clause)
    if len(mine) < 2:
        return
    for group in sorted(mine):
        count = Counter(clause.naming for clause in mine[group])
        total = len(mine[group])
        low, high = wilson(count["named"], total)
        yield SameHarms(
            victims, agent, group, len(harms), total, count["named"], count["thing"], count["missing"],
            round(count["named"] / total, 4), low, high, total >= FEWEST, tuple(mine[group]),
        )  # fmt: skip


def _commonest(words: Iterable[str]) -> str:
    found = Counter(words)
    return min(found, key=lambda word: (-found[word], word), default="")


def _clauses(story: Story) -> dict[Key, tuple[AlignedClause, str, str]]:
    """Every reported clause by its place: the clause, whom it names, the kind of its victims."""
    found: dict[Key, tuple[AlignedClause, str, str]] = {}
    for article in story.articles:
        mentions: list[Mention] = list(story.records("actors", article))
        harm: Harm
        for harm in story.records("harms", article):
            if harm.standing != "reported":
                continue
            who = _who(article.value(harm.span.field), harm, mentions)
            naming: Naming = "named" if who else "thing" if harm.agent else "missing"
            clause = AlignedClause(
                article.outlet, harm.harm, harm.form, naming,
                harm.agent.text if harm.agent else None, harm.victim.text if harm.victim else None,
                Evidence.of(article, harm.span),
            )  # fmt: skip
            kind = class_of(fold(harm.victim.text)) if harm.victim else ""
            found[article.id, harm.trigger.field, harm.trigger.start] = clause, who, kind
    return found


def _who(text: str, harm: Harm, mentions: Iterable[Mention]) -> str:
    """Whom the agent's phrase names, "" where it names a thing or is not there."""
    if harm.agent is None:
        return ""
    inside = [m for m in mentions if harm.agent.contains(m.span)]
    doers = [m for m in inside if not _TARGET.search(text[harm.agent.start : m.span.start])]
    if doers:
        people = [m for m in doers if m.kind != "place"]
        return (people or doers)[0].span.text
    words = fold(harm.agent.text).split()
    return next((word for word in words if class_of(word) in _DOERS), "")


def _names(story: Story) -> dict[tuple[str, str], str]:
    """Outlet and name to the story's actor."""
    return {
        (name.outlet, fold(name.name)): actor.actor
        for actor in story.findings.get("naming", ())
        for name in actor.names
    }


def _harms(story: Story, told: Mapping[Key, tuple[AlignedClause, str, str]]) -> list[set[Key]]:
    """The clauses of each harm: those that facts bring together."""
    places: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for article, field, start in told:
        places[article, field].append((article, field, start))
    groups: list[set[Key]] = []
    for fact in story.findings.get("facts", ()):
        group = _of_fact(fact, places, told)
        if len(group) < 2:
            continue
        joined = [g for g in groups if g & group]
        groups = [g for g in groups if not g & group] + [group.union(*joined)]
    return groups


def _of_fact(
    fact: Any,
    places: Mapping[tuple[str, str], list[Key]],
    told: Mapping[Key, tuple[AlignedClause, str, str]],
) -> set[Key]:
    own = _within(fact.evidence, places)
    if not own:
        return set()
    lead = told[own[0]][0]
    found = {own[0]}
    for cell in fact.cells:
        for key in _within(cell.evidence, places) if cell.evidence is not None else ():
            clause = told[key][0]
            if clause.harm == lead.harm and _fit(clause.victim, lead.victim):
                found.add(key)
                break
    return found


def _within(evidence: Evidence, places: Mapping[tuple[str, str], list[Key]]) -> list[Key]:
    keys = places.get((evidence.article, evidence.field), [])
    return sorted(key for key in keys if evidence.start <= key[2] < evidence.end)


def _fit(one: str | None, other: str | None) -> bool:
    """Whether two victims may be the same: no different numbers."""
    values = [
        {n.value for n in find_numbers(text or "") if n.value is not None} for text in (one, other)
    ]
    return not all(values) or bool(values[0] & values[1])


SPEC = Comparison(
    name="same_harms",
    version=1,
    record=SameHarms,
    compare=compare_same_harms,
    summary="who names the doer of a harm that several outlets tell, by victims and alleged doer",
    needs=("harms", "actors"),
    after=("facts", "naming"),
    reads=("max_false_gaps", "stories", "groups", "actors"),
)
