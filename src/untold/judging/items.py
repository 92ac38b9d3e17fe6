"""What a person can judge: a cell of the matrix, a name, a figure; each with its question."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from untold.compare.facts import Cell, Fact
from untold.compare.figures import FigureLine, FigurePoint
from untold.compare.naming import Name, NamedActor
from untold.model import Evidence, State
from untold.store.judgements import ItemKind

#: What a coder can say that a cell should be: what depends on the outlet's words alone.
ANSWERS = tuple(
    str(s) for s in (State.TOLD, State.ATTRIBUTED, State.DISPUTED, State.PARTIAL, State.UNTOLD)
)
#: States that rest on a search of the outlet's words. The others say what could not be searched.
SEARCHED = frozenset({*ANSWERS, str(State.UNSURE)})


@dataclass(frozen=True, slots=True)
class Item:
    """One finding to judge.

    ``what`` is the fact, the actor or the count; ``found`` what Untold says of it in this outlet.
    ``evidence`` proves it, or is the ``nearest`` sentence of a gap. ``articles`` are those searched.
    ``answers`` lists what it can be instead; empty where only right and wrong make sense. ``id``
    stays the same as long as the fact, actor or count does.
    """

    id: str
    kind: ItemKind
    story: str
    outlet: str
    what: str
    found: str
    p: float | None
    question: str
    detail: str
    evidence: Evidence | None
    nearest: bool
    articles: tuple[str, ...]
    answers: tuple[str, ...] = ()
    fact: str | None = None

    @property
    def unsure(self) -> bool:
        """Whether Untold itself leaves it open."""
        return self.found == State.UNSURE


def items_of(story: str, findings: Mapping[str, Sequence[Any]]) -> Iterator[Item]:
    """Every cell that rests on a search, every name and every figure of one story's findings."""
    for fact in findings.get("facts", ()):
        yield from (_cell(story, fact, cell) for cell in fact.cells if cell.state in SEARCHED)
    for actor in findings.get("naming", ()):
        yield from (_name(story, actor, name) for name in actor.names)
    for line in findings.get("figures", ()):
        yield from (_figure(story, line, point) for point in line.points)


def cell_id(fact: str, outlet: str) -> str:
    """The id of the item for a fact in an outlet."""
    return _id("c", fact, outlet)


def item_at(story: str, findings: Mapping[str, Sequence[Any]], place: Sequence[str]) -> str | None:
    """The id of the item that an address of the report leads to; None where it leads to none.

    Args:
        story: the story's id.
        findings: of that story, by comparison.
        place: what follows the story in the address: ``FACT OUTLET``, ``~naming ACTOR NAME OUTLET``
            or ``~figures COUNT INDEX``.
    """
    match place:
        case ["~naming", actor, name, outlet]:
            return _name_id(story, actor, outlet, name)
        case ["~figures", what, index]:
            lines = [line for line in findings.get("figures", ()) if line.what == what]
            points = lines[0].points if lines else ()
            if index.isdecimal() and int(index) < len(points):
                return _figure_id(story, what, points[int(index)])
        case [fact, outlet, *_] if not fact.startswith("~"):
            return cell_id(fact, outlet)
    return None


def draw(items: Sequence[Item]) -> list[Item]:
    """The items in an order that has nothing to do with what they are, the same for every coder.

    Whoever judges the first so many has judged a random sample, and two coders meet the same ones.
    """
    return sorted(items, key=lambda item: _id("draw", item.id))


def _id(prefix: str, *parts: str) -> str:
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return f"{prefix}-{hashlib.sha256(joined).hexdigest()[:12]}"


def _name_id(story: str, actor: str, outlet: str, name: str) -> str:
    return _id("n", story, actor, outlet, name)


def _figure_id(story: str, what: str, point: FigurePoint) -> str:
    return _id("g", story, what, point.article, point.evidence.field, str(point.evidence.start))


def _cell(story: str, fact: Fact, cell: Cell) -> Item:
    said = cell.state.said
    if said:
        detail = f"attributed to {cell.source}" if cell.source else ""
        detail = f"differs in: {cell.differs}" if cell.differs else detail
    else:
        count = len(cell.articles)
        articles = "1 article" if count == 1 else f"{count} articles"
        detail = f"searched: {cell.searched} sentences in {articles}"
        if cell.missing:
            detail += f"; the nearest lacks: {', '.join(cell.missing)}"
    return Item(
        id=cell_id(fact.id, cell.outlet), kind="cell", story=story, outlet=cell.outlet, what=fact.text,
        found=str(cell.state), p=cell.p,
        question=f"Is this fact {cell.state} in {cell.outlet}?" if cell.state != State.UNSURE
        else f"Does {cell.outlet} tell this fact? Untold is unsure.",
        detail=detail, evidence=cell.evidence or cell.nearest, nearest=not said,
        articles=cell.articles, answers=ANSWERS, fact=fact.id,
    )  # fmt: skip


def _name(story: str, actor: NamedActor, name: Name) -> Item:
    times = "once" if name.count == 1 else f"{name.count} times"
    return Item(
        id=_name_id(story, actor.actor, name.outlet, name.name), kind="name", story=story,
        outlet=name.outlet, what=actor.actor, found=name.name, p=None,
        question=f"Does “{name.name}” in {name.outlet} mean {actor.actor}?",
        detail=f"used {times}: {name.own} in its own voice, {name.quoted} in quotation",
        evidence=name.evidence, nearest=False, articles=(name.evidence.article,),
    )  # fmt: skip


def _figure(story: str, line: FigureLine, point: FigurePoint) -> Item:
    found = number(point)
    return Item(
        id=_figure_id(story, line.what, point), kind="figure", story=story, outlet=point.outlet,
        what=line.what, found=found, p=None,
        question=f"Does {point.outlet} give {found} for: {line.what}?",
        detail=f"counted by {point.attributed_to}" if point.attributed_to else "no one is named",
        evidence=point.evidence, nearest=False, articles=(point.article,),
    )  # fmt: skip


def number(point: FigurePoint) -> str:
    """A figure in words: its value or its bounds, with the hedge it was given with."""
    if point.value is not None:
        shown = f"{point.value:,.15g}"
    elif point.low is not None and point.high is not None:
        shown = f"{point.low:,.15g} to {point.high:,.15g}"
    elif point.low is not None:
        shown = f"{point.low:,.15g} or more"
    elif point.high is not None:
        shown = f"{point.high:,.15g} or fewer"
    else:
        shown = point.evidence.text
    return f"“{point.hedge}” {shown}" if point.hedge else shown
