"""Figures: one count as the outlets gave it, over time and by who counted."""

from __future__ import annotations

from dataclasses import dataclass

from untold.model import Evidence


@dataclass(frozen=True, slots=True)
class FigurePoint:
    """One article's figure for a count; ``published`` is when the article says so."""

    outlet: str
    article: str
    published: str | None
    value: float | None
    low: float | None
    high: float | None
    hedge: str | None
    attributed_to: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One count over a story, points by time.

    ``verdict`` is ``agree`` (one value), ``growth`` (later is higher), ``differ`` (different values
    for one moment, or lower later); ``note`` says so in plain words.
    """

    what: str
    outlets: int
    verdict: str
    note: str
    points: tuple[FigurePoint, ...]
