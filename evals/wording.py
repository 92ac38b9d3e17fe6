"""Loaded words against BASIL's lexical spans, and words that set outlets apart against chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from evals.data import read_lines
from evals.table import Figure
from untold.annotate.reading import Reading
from untold.annotate.speech.own_voice import OwnVoice
from untold.annotate.wording import find_wording
from untold.compare.wording import MIN_USES, OwnWord, Unit, find_contrasts, own_words, units_of
from untold.model import Article, Span, Story

LABELS = "people (BASIL)"


#: Deals of each story's sentences to two made-up outlets.
DEALS = 3
#: A word with so many uses is swapped on one side: what can be found depends on how often it is said.
SWAPPED_USES = 20


def score() -> list[Figure]:
    """Precision and recall of the list, on stories it was tuned on and on those kept apart; contrasts
    that chance yields between two halves of one story, and swaps of a word on one side that are found.
    """
    figures = []
    for apart, data in ((True, "BASIL, 20 stories kept apart"), (False, "BASIL, 20 stories tuned on")):
        articles = marked(apart)
        gold = sum(len(a.gold) for a in articles)
        ours = [(span, a.gold) for a in articles for _, _, span in a.ours]
        floor = [(span, a.gold) for a in articles for span in a.trivial]
        size = f"{len(ours)} words, {gold} lexical spans in the outlets' own voice"
        rows = (
            ("precision of loaded words", _share(floor), _share(ours)),
            ("lexical spans found", _found(articles, True) / gold, _found(articles, False) / gold),
        )
        figures += [
            Figure(
                "wording",
                data,
                size,
                name,
                "every adjective and adverb",
                round(t, 4),
                round(o, 4),
                LABELS,
            )
            for name, t, o in rows
        ]
    return figures + list(_contrasts())


def _share(found: list[tuple[Span, tuple[tuple[int, int], ...]]]) -> float:
    hits, total = precision(found)
    return hits / max(1, total)


def _found(articles: Iterable[Marked], trivial: bool) -> int:
    """How many of the spans that people marked hold one of the words."""
    return sum(
        any(s.start < end and start < s.end for s in (a.trivial if trivial else [w[2] for w in a.ours]))
        for a in articles
        for start, end in a.gold
    )


def _contrasts() -> Iterator[Figure]:
    """Sentences of one story dealt at random to two sides: whatever sets these apart is chance."""
    chance = naive_chance = found = naive_found = runs = swaps = 0
    stories: dict[str, list[Unit]] = {}
    for article in (*marked(True), *marked(False)):
        stories.setdefault(article.story, []).extend(article.units)
    for number, (_, units) in enumerate(sorted(stories.items())):
        for deal in range(DEALS):
            random = Random(number * DEALS + deal)  # noqa: S311 - a deal, no secret
            sides = _dealt(units, random)
            runs += 1
            chance += bool(find_contrasts(sides))
            naive_chance += bool(_naive(sides))
            often = Counter(key for unit in units for key in unit)
            word = min(
                (w for w in often if often[w] >= SWAPPED_USES), key=lambda w: (often[w], w), default=""
            )
            if word:
                swaps += 1
                swapped = [tuple("(swapped)" if k == word else k for k in u) for u in sides["B"][0]]
                changed = {"A": sides["A"], "B": [swapped]}
                found += "(swapped)" in {c.word for c in find_contrasts(changed)}
                naive_found += "(swapped)" in _naive(changed)
    rows = (
        (
            "stories with a contrast by chance",
            f"{runs} deals of 40 stories",
            naive_chance / runs,
            chance / runs,
            True,
        ),
        (
            f"swaps of a word of {SWAPPED_USES} uses or more found",
            f"{swaps} swaps",
            naive_found / swaps,
            found / swaps,
            False,
        ),
    )
    for measure, size, trivial, ours, less in rows:
        name = f"{MIN_USES} uses on one side, none on the other"
        yield Figure(
            "wording", "BASIL, sentences dealt to two sides", size, measure, name, round(trivial, 4),
            round(ours, 4), "none needed: dealt at random, planted", less,
        )  # fmt: skip


def _dealt(units: list[Unit], random: Random) -> dict[str, list[list[Unit]]]:
    sides: dict[str, list[list[Unit]]] = {"A": [[]], "B": [[]]}
    for unit in units:
        sides[random.choice("AB")][0].append(unit)
    return sides


def _naive(sides: dict[str, list[list[Unit]]]) -> set[str]:
    """Words that one side uses `MIN_USES` times and the other never."""
    a, b = (Counter(k for unit in sides[side][0] for k in unit) for side in "AB")
    return {w for one, other in ((a, b), (b, a)) for w in one if one[w] >= MIN_USES and w not in other}


@dataclass(frozen=True)
class Marked:
    """An article with people's lexical spans, our words, and every adjective and adverb."""

    story: str
    gold: tuple[tuple[int, int], ...]
    ours: tuple[tuple[str, str, Span], ...]  # kind, entry, place
    trivial: tuple[Span, ...]
    units: tuple[Unit, ...]  # own-voice sentences, as the keys of their content words


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
        row["story"],
        tuple(spans),
        tuple((w.kind, w.word, w.span) for w in words),
        tuple(span for span in every if own.holds(span)),
        tuple(
            unit for article in units_of(words_of(reading), {row["outlet"]: ""})[""] for unit in article
        ),
    )


def words_of(reading: Reading) -> list[OwnWord]:
    """The content words in the outlet's own voice."""
    layers = {
        name: {reading.article.id: reading.records(name)} for name in ("sentences", "terms", "voices")
    }
    return list(own_words(Story("", (reading.article,), layers), reading.article))


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
