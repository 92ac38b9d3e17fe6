"""Names: what each outlet calls the actors of a story."""

from __future__ import annotations

from dataclasses import dataclass

from untold.model import Evidence


@dataclass(frozen=True, slots=True)
class Name:
    """One name that one outlet uses. ``own`` counts uses in its own voice, ``quoted`` in quotation."""

    outlet: str
    name: str
    count: int
    own: int
    quoted: int
    evidence: Evidence  # the first use


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor of the story and the names every outlet uses. ``outlets`` counts those that do.

    ``aligned`` holds pairs of mentions that two outlets put into the same role of the same fact
    where that is what joined different names; empty where alias matching alone did.
    """

    actor: str
    kind: str
    outlets: int
    names: tuple[Name, ...]
    aligned: tuple[tuple[Evidence, Evidence], ...]
