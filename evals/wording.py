"""Loaded words against BASIL's lexical spans, and words that set outlets apart against chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from evals.data import read_lines
from untold.annotate.reading import Reading
from untold.annotate.speech.own_voice import OwnVoice
from untold.annotate.wording import find_wording
from untold.model import Article, Span

DATA = "BASIL, own voice"
LABELS = "people (BASIL)"


@dataclass(frozen=True)
class Marked:
    """An article with people's lexical spans, our words, and every adjective and adverb."""

    outlet: str
    gold: tuple[tuple[int, int], ...]
    ours: tuple[tuple[str, str, Span], ...]  # kind, entry, place
    trivial: tuple[Span, ...]


def kept_apart(story: str) -> bool:
    """Whether the list was never held against this story: every second one by name."""
    names = sorted({row["story"] for row in read_lines("wording/basil.jsonl")})
    return names.index(story) % 2 == 1


@cache
def marked(apart: bool) -> tuple[Marked, ...]:
    """The articles of one half of the stories."""
    rows = [row for row in read_lines("wording/basil.jsonl") if kept_apart(row["story"]) == apart]
    return tuple(_marked(row) for row in rows)


def _marked(row: dict[str, Any]) -> Marked:
    reading = Reading(Article(row["id"], row["outlet"], row["title"] or "", row["text"]))
    own = OwnVoice(reading.article, "text", reading.records("voices"))
    spans = [place for s in row["spans"] if s["kind"] == "lex" and not s["quoted"]
             for place in [_located(row, s)] if place is not None]  # fmt: skip
    words = [w for w in find_wording(reading) if w.span.field == "text"]
    every = [reading.span("text", reading.doc("text")[t.i : t.i + 1]) for t in reading.doc("text")
             if t.pos_ in ("ADJ", "ADV")]  # fmt: skip
    return Marked(
        row["outlet"].lower(),
        tuple(spans),
        tuple((w.kind, w.word, w.span) for w in words),
        tuple(span for span in every if own.holds(span)),
    )


def _located(row: dict[str, Any], span: dict[str, Any]) -> tuple[int, int] | None:
    """Where a gold span stands in the text: its offsets count from the start of its sentence."""
    at = 0
    for sentence in row["sentences"][: span["sentence"] + 1]:
        here = row["text"].find(sentence.strip(), at)
        at = here if here >= 0 else at
    lead = len(row["sentences"][span["sentence"]]) - len(row["sentences"][span["sentence"]].lstrip())
    start = at + span["start"] - lead
    end = start + len(span["text"])
    return (start, end) if row["text"][start:end] == span["text"] else None


def precision(found: Iterable[tuple[Span, tuple[tuple[int, int], ...]]]) -> tuple[int, int]:
    """How many of the spans overlap one that people marked, and how many there are."""
    hits = [any(a < s.end and s.start < b for a, b in gold) for s, gold in found]
    return sum(hits), len(hits)


def by_kind(apart: bool) -> Iterator[tuple[str, int, int]]:
    """Kind, hits and marks of one half."""
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for article in marked(apart):
        for kind, _, span in article.ours:
            total[kind] += 1
            hits[kind] += precision([(span, article.gold)])[0]
    for kind in sorted(total):
        yield kind, hits[kind], total[kind]
