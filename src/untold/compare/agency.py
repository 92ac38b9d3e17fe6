"""Agency: how each outlet puts harm, and how often it names who did it."""

from __future__ import annotations

from dataclasses import dataclass

from untold.model import Evidence


@dataclass(frozen=True, slots=True)
class HarmClause:
    """One clause of harm with its parts as the outlet words them."""

    form: str
    agent: str | None
    victim: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Agency:
    """One outlet's clauses of one kind of harm (kill, wound ...) in one story.

    ``clauses`` in article and text order; ``named`` counts those with an agent; ``forms`` the
    counts by form, commonest first.
    """

    outlet: str
    harm: str
    total: int
    named: int
    forms: tuple[tuple[str, int], ...]
    clauses: tuple[HarmClause, ...]
