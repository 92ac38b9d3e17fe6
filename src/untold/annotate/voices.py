"""Voices: who speaks, with which cue, and what they are reported to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from untold.model import Span

Form = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True)
class Voice:
    """One attribution. ``span`` runs from the first to the last character of its parts.

    ``speaker`` and ``cue`` are None where the text has none. ``content`` is what is said, without
    the quotation marks' outside; ``form`` is direct (all of it in quotation marks), indirect (none)
    or mixed.
    """

    span: Span
    speaker: Span | None
    cue: Span | None
    content: Span | None
    form: Form
