"""Actors: the people, groups, organisations and countries of an article, mention by mention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from untold.model import Span

Kind = Literal["person", "organisation", "place", "group", "other"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention. ``actor`` is the same for all mentions of one actor in the article.

    ``actor`` is a lower-cased canonical name ("bashar al-assad", "rebels"); ``quoted`` tells whether
    the mention stands inside quotation marks.
    """

    span: Span
    actor: str
    kind: Kind
    quoted: bool
