"""Harms: who did what to whom, and how the clause puts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from untold.model import Span

Form = Literal["active", "passive-with-agent", "passive-no-agent", "noun", "intransitive"]
HarmKind = Literal["kill", "wound", "destroy", "detain", "displace"]


@dataclass(frozen=True, slots=True)
class Harm:
    """One clause of harm. ``span`` is the clause, ``trigger`` the word that names the harm.

    ``agent`` is who or what the clause says did it, ``victim`` to whom; None where it doesn't say.
    """

    span: Span
    harm: HarmKind
    form: Form
    trigger: Span
    agent: Span | None
    victim: Span | None
