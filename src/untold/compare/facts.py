"""Facts by outlets: which outlet told what, with the proving sentence, and what it left untold."""

from __future__ import annotations

from dataclasses import dataclass

from untold.model import Evidence, State


@dataclass(frozen=True, slots=True)
class Cell:
    """One fact in one outlet.

    ``p`` is the probability that the outlet's articles tell the fact at all. ``evidence`` proves
    told, attributed, disputed and partial; ``nearest`` is the nearest sentence of a gap or an unsure
    cell; ``missing`` the fact's words that the nearest sentence lacks. ``source`` names who the fact
    is attributed to, as the article does. ``differs`` says which part of a partial cell differs
    (number, actor, place, time, polarity). ``searched`` counts sentences searched in ``articles``.
    ``reason`` says in plain words why the state is what it is where that isn't plain.
    """

    outlet: str
    state: State
    p: float
    evidence: Evidence | None
    source: str | None
    differs: str | None
    nearest: Evidence | None
    missing: tuple[str, ...]
    searched: int
    articles: tuple[str, ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """Statements of several articles that say the same thing, and every outlet's cell.

    ``id`` is stable for the same story content. ``text`` is verbatim ``evidence.text``, the most
    central statement; ``sentence`` the sentence it stands in. ``kind`` is event, number, statement
    or dispute. ``outlets`` counts the outlets that told it; ``first`` is the earliest known
    publication that tells it.
    """

    id: str
    story: str
    text: str
    kind: str
    evidence: Evidence
    sentence: Evidence
    outlets: int
    first: str | None
    cells: tuple[Cell, ...]
