"""Voices: whom each outlet hears, how often and in how many words."""

from __future__ import annotations

from dataclasses import dataclass

from untold.model import Evidence


@dataclass(frozen=True, slots=True)
class Heard:
    """One speaker in one outlet.

    ``share`` is the speaker's share of the words this outlet attributes to anybody in this story,
    0 to 1. ``cues`` lists the cues with their counts, commonest first. ``named`` is False for
    unnamed speakers ("a resident", "sources"). ``evidence`` holds each attribution.
    """

    outlet: str
    speaker: str
    named: bool
    attributions: int
    words: int
    share: float
    cues: tuple[tuple[str, int], ...]
    evidence: tuple[Evidence, ...]
