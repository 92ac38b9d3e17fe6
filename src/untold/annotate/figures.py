"""Figures: numbers with what they count, their bounds and hedge, and who gave them."""

from __future__ import annotations

from dataclasses import dataclass

from untold.model import Span


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. ``low`` and ``high`` are None where that side is open.

    Exact: low = value = high. "At least N", "more than N": low N, high None. Vague words ("dozens"):
    value None. ``what`` is what is counted, normalised ("killed", "wounded", "missiles"); ``hedge``
    the hedging words as written; ``attributed_to`` the speaker as the article names it.
    """

    span: Span
    value: float | None
    low: float | None
    high: float | None
    hedge: str | None
    what: str
    attributed_to: str | None
