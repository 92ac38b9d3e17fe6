"""The frozen types that every stage speaks. Imports the standard library only.

Text never changes once extracted; everything else stands off from it by Python
string offsets, half-open, with ``field[start:end] == text`` always.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from typing import Any, Literal

Field = Literal["title", "text"]
FIELDS: tuple[Field, ...] = ("title", "text")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one field of one article, known from the context it is used in."""

    field: Field
    start: int
    end: int
    text: str

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character of the same field."""
        return self.field == other.field and self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether the other lies wholly inside this one."""
        return self.field == other.field and self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A stretch of a named article: what every finding rests on."""

    article: str
    field: Field
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, article: Article | str, span: Span) -> Evidence:
        """Evidence for a span of an article (or of the article with that id)."""
        name = article if isinstance(article, str) else article.id
        return cls(name, span.field, span.start, span.end, span.text)


class Readability(StrEnum):
    """Whether a gap in this article can mean anything."""

    READABLE = "readable"
    STUB = "stub"  # a paywall notice, a caption, a search page
    TRUNCATED = "truncated"  # the text breaks off
    LANGUAGE = "language"  # a language that is not supported
    EMPTY = "empty"  # no text could be extracted


@dataclass(frozen=True, slots=True)
class Article:
    """One piece by one outlet, at one moment.

    ``published`` is ISO 8601, a day (``2016-07-27``) or a moment with its offset
    (``2016-07-27T09:30:00+00:00``), or None where unknown. ``story`` is what the input said, if it
    said. ``extra`` holds the input's other columns, sorted by name. ``place`` says where it was
    read from (file and line), for messages.
    """

    id: str
    outlet: str
    title: str
    text: str
    url: str | None = None
    published: str | None = None
    language: str | None = None
    story: str | None = None
    readability: Readability = Readability.READABLE
    reason: str | None = None
    place: str | None = None
    extra: tuple[tuple[str, str], ...] = ()

    def value(self, name: Field) -> str:
        """The field's text."""
        return self.title if name == "title" else self.text

    def span(self, name: Field, start: int, end: int) -> Span:
        """The span of a field between two offsets.

        Raises:
            ValueError: the offsets lie outside the field or are reversed.
        """
        value = self.value(name)
        if not 0 <= start <= end <= len(value):
            raise ValueError(f"article {self.id}: [{start}, {end}) is outside its {name}")
        return Span(name, start, end, value[start:end])

    def sha256(self) -> str:
        """SHA-256 (hex) over everything that a comparison can depend on; ``place`` is left out."""
        digest = hashlib.sha256()
        for part in (
            self.id, self.outlet, self.title, self.text, self.url, self.published, self.language,
            self.story, self.readability.value,
        ):  # fmt: skip
            digest.update(b"\x00" if part is None else part.encode("utf-8", "surrogatepass"))
            digest.update(b"\x1f")
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An input that goes no further, and why: nothing is dropped silently.

    ``place`` names file and line, ``reason`` what is wrong, ``advice`` the next step. ``fatal`` is
    False for a note about an input that still went through (a date that could not be read).
    """

    place: str
    reason: str
    advice: str
    stage: str = "acquire"
    fatal: bool = True


class State(StrEnum):
    """What a cell, one fact in one outlet, can be."""

    TOLD = "told"
    ATTRIBUTED = "attributed"
    DISPUTED = "disputed"
    PARTIAL = "partial"
    UNTOLD = "untold"
    UNSURE = "unsure"
    TOO_EARLY = "too early"
    NO_ARTICLE = "no article"
    NOT_COLLECTED = "not collected"
    UNREADABLE = "unreadable"

    @property
    def said(self) -> bool:
        """Whether the outlet reported at least part of the fact."""
        return self in (State.TOLD, State.ATTRIBUTED, State.DISPUTED, State.PARTIAL)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the grouping put an article: its story and its family of copies, if any."""

    article: str
    story: str
    copy_family: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that stands in two articles, perhaps with edits; ``a`` is the earlier known one.

    ``similarity`` is the share of words in common order, 0 to 1.
    """

    a: Evidence
    b: Evidence
    similarity: float


@dataclass(frozen=True)
class Story:
    """The articles about one event, with what is known of them, sorted by article id.

    ``layers`` maps layer name, then article id, to that layer's records. ``findings`` maps the
    names of comparisons that ran before to their records. ``outlets`` names every outlet of the
    whole input with the days of its first and last article there that could be read, so that "no
    article" can be told from "not collected"; ``closed`` the days of those that could not.
    """

    id: str
    articles: tuple[Article, ...]
    layers: Mapping[str, Mapping[str, Any]]
    copies: Mapping[str, str] = field(default_factory=dict)  # article id -> copy family
    passages: tuple[Passage, ...] = ()
    findings: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    outlets: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    closed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def records(self, layer: str, article: Article | str) -> Any:
        """The records of one layer for one article; empty where the layer has none."""
        key = article if isinstance(article, str) else article.id
        return self.layers.get(layer, {}).get(key, ())

    def by_outlet(self) -> dict[str, list[Article]]:
        """The story's articles by outlet, outlets sorted, articles by time and then id."""
        grouped: dict[str, list[Article]] = {}
        for article in sorted(self.articles, key=lambda a: (a.published or "9999", a.id)):
            grouped.setdefault(article.outlet, []).append(article)
        return dict(sorted(grouped.items()))


def evidence_in(record: Any) -> Iterator[Evidence]:
    """Every piece of evidence inside a record, in the order of its fields."""
    if isinstance(record, Evidence):
        yield record
    elif is_dataclass(record) and not isinstance(record, type):
        for part in fields(record):
            yield from evidence_in(getattr(record, part.name))
    elif isinstance(record, (tuple, list)):
        for item in record:
            yield from evidence_in(item)
    elif isinstance(record, Mapping):
        for item in record.values():
            yield from evidence_in(item)
