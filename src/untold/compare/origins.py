"""Origins: from whom each outlet has a fact; copies and one shared source count once."""

from __future__ import annotations

from dataclasses import dataclass

from untold.model import Evidence


@dataclass(frozen=True, slots=True)
class Edge:
    """An outlet has the fact from ``source`` (None: no origin given), by way of ``via`` if copied.

    ``via`` names the copy family whose text the outlet shares, if any.
    """

    outlet: str
    source: str | None
    via: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Origins:
    """Who has one fact from whom. ``independent`` counts distinct origins, ``unstated`` the outlets
    that give none (each is one unknown origin unless its text is a copy)."""

    fact: str
    text: str
    outlets: int
    independent: int
    unstated: int
    edges: tuple[Edge, ...]
