"""Statements: the checkable clauses of an article, each with its span."""

from __future__ import annotations

from dataclasses import dataclass

from untold.model import Span


@dataclass(frozen=True, slots=True)
class Statement:
    """One checkable clause. ``sentence`` is the index of the sentence it stands in."""

    span: Span
    sentence: int
