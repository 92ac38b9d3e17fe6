"""What the reader learns before the coded cells: sentence pairs of others, and facts written for it.

Each lesson is a list of pairs of a fact and a sentence, and what is known of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from evals.articles import article_of
from evals.data import read_lines
from training.minilm import Example
from untold.annotate.reading import Reading
from untold.compare import matching
from untold.model import Article, Field, Story
from untold.models import encoder
from untold.models.reading import pair

LABELS = Path(__file__).resolve().parent / "labels"
FACTS = LABELS / "near_misses.json"
#: Facts sought in every article of their story, with every sentence that tells all or some of them.
PLACES = LABELS / "places.json"
LAYERS = ("sentences", "statements", "terms", "embeddings")
#: Scores of STS: from SAME on two sentences tell the same, from ALIKE on one tells some of the other,
#: up to APART nothing that counts.
SAME, ALIKE, APART = 4.6, 4.0, 2.0


def example(fact: str, text: str, some: int | None, whole: int | None, weight: float = 1.0) -> Example:
    """A fact and what may tell it, as the reader sees them."""
    first, second = encoder().ids([fact, text])
    ids, types = pair(first, second)
    return Example(tuple(ids), tuple(types), some, whole, weight)


def general_pairs() -> list[Example]:
    """Sentence pairs of MRPC, RTE and STS: same meaning, entailed, alike."""
    found = []
    for name in ("mrpc-train", "mrpc-val"):
        for row in read_lines(f"pairs/{name}.jsonl"):
            same = int(row["same"])
            found.append(example(row["a"], row["b"], 1 if same else None, same))
    for row in read_lines("pairs/rte.jsonl"):
        entailed = int(row["entailed"])
        found.append(example(row["hypothesis"], row["premise"], entailed, entailed))
    for row in read_lines("pairs/sts-news.jsonl"):
        if row["score"] >= ALIKE:
            found.append(example(row["a"], row["b"], 1, 1 if row["score"] >= SAME else None))
        elif row["score"] <= APART:
            found.append(example(row["a"], row["b"], 0, 0))
    return found


def near_misses() -> list[Example]:
    """Facts written for training against sentences of their article.

    A told fact against its evidence, and, with half the weight, against the sentence that looks next
    most like it; a partly told one against its evidence; an absent one against the sentences that look
    most like it.
    """
    raw = json.loads(FACTS.read_text("utf-8"))
    by_article: dict[str, list[dict[str, Any]]] = {}
    for row in raw["facts"]:
        by_article.setdefault(row["article"], []).append(row)
    found: list[Example] = []
    for source in raw["sources"]:
        for record in read_lines(source):
            rows = by_article.pop(record["id"], None)
            if rows is not None:
                found += _of_article(record, rows)
    if by_article:
        raise ValueError(f"{FACTS}: no article {', '.join(sorted(by_article))}")
    return found


def _of_article(record: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[Example]:
    story = _story(record["id"], [record])
    article = story.articles[0]
    hay = matching.Haystack(story, story.articles)
    for row in rows:
        seen = matching.search(matching.sought_text(row["fact"]), hay)
        shown = _shown(row, article, hay)
        if row["label"] == "absent":
            for number in _likest(seen, np.ones(hay.count, bool), 2):
                yield example(row["fact"], hay.rows[number].span.text, 0, 0)
            continue
        whole = int(row["label"] == "told")
        for number in np.nonzero(shown)[0].tolist():
            yield example(row["fact"], hay.rows[number].span.text, 1, whole)
        if whole:
            for number in _likest(seen, ~shown, 1):
                yield example(row["fact"], hay.rows[number].span.text, 0, 0, weight=0.5)


def _shown(row: dict[str, Any], article: Article, hay: matching.Haystack) -> NDArray[Any]:
    if row["label"] == "absent":
        return np.zeros(hay.count, bool)
    span = article.span(cast("Field", row["field"]), row["start"], row["end"])
    return np.array([other.span.overlaps(span) for other in hay.rows], bool)


def places() -> list[Example]:
    """Facts coded in every article of their story, against all sentences that tell of them.

    A sentence that tells all of the fact, one that tells some of it, and those which look most like it
    but tell nothing: two of an article that tells it, one of another. Here alone is known of every
    sentence whether it tells the fact, which shows the reader what sets one place from the next.
    """
    raw = json.loads(PLACES.read_text("utf-8"))
    members = {name for together in raw["stories"].values() for name in together}
    records = {r["id"]: r for r in read_lines(raw["source"]) if r["id"] in members}
    by_story: dict[str, list[dict[str, Any]]] = {}
    for fact in raw["facts"]:
        by_story.setdefault(fact["story"], []).append(fact)
    found: list[Example] = []
    for name, together in raw["stories"].items():
        story = _story(name, [records[member] for member in together])
        hay = matching.Haystack(story, story.articles)
        for fact in by_story[name]:
            found += _of_fact(fact, story, hay)
    return found


def _of_fact(fact: dict[str, Any], story: Story, hay: matching.Haystack) -> Iterator[Example]:
    articles = {article.id: article for article in hay.articles}
    sought = _sought(fact, story, articles)
    seen, pieces = matching.search(sought, hay), tuple(sought.pieces["id"].tolist())
    for cell in fact["cells"]:
        if cell["article"] not in articles:
            continue  # without a sentence
        own = np.zeros(hay.count, bool)
        own[hay.rows_of_article(articles[cell["article"]])] = True
        whole = own & _overlapping(hay, cell.get("all", ()))
        some = own & _overlapping(hay, cell.get("some", ())) & ~whole
        near = _likest(seen, own & ~whole & ~some, 1 if cell["label"] == "absent" else 2)
        known = [(row, 1, 1) for row in np.nonzero(whole)[0].tolist()]
        known += [(row, 1, 0) for row in np.nonzero(some)[0].tolist()]
        known += [(row, 0, 0) for row in near]
        for row, tells_some, tells_all in known:
            ids, types = pair(pieces, tuple(hay.rows[row].pieces["id"].tolist()))
            yield Example(tuple(ids), tuple(types), tells_some, tells_all)


def _sought(fact: dict[str, Any], story: Story, articles: Mapping[str, Article]) -> matching.Sought:
    """The fact in its coder's words, or the statement of an article that it is."""
    if "fact" in fact:
        return matching.sought_text(fact["fact"])
    name, field, start, end = fact["said"]
    row = matching.row_at(story, articles[name], articles[name].span(field, start, end))
    if row is None:
        raise ValueError(f"{PLACES}: {fact['said']} lies in no sentence any more")
    return row.sought


def _overlapping(hay: matching.Haystack, places: Iterable[Sequence[Any]]) -> NDArray[np.bool_]:
    """Which rows overlap one of the places, each a field, a start and an end."""
    return np.array(
        [
            any(f == row.span.field and s < row.span.end and row.span.start < e for f, s, e in places)
            for row in hay.rows
        ]
    )


def _story(name: str, records: Sequence[dict[str, Any]]) -> Story:
    """Records of the development data as a story, annotated with what a search needs."""
    articles = [replace(article_of(record), language="en") for record in records]
    readings = [Reading(article) for article in articles]
    layers = {layer: {r.article.id: r.records(layer) for r in readings} for layer in LAYERS}
    return Story(name, tuple(articles), layers)


def _likest(seen: matching.Search, allowed: NDArray[Any], count: int) -> list[int]:
    """The rows most like the fact, by the mean of likeness and shared words."""
    chosen = [matching.SENTENCE_FEATURES.index(name) for name in ("cosine", "cover", "soft")]
    like = np.where(allowed, seen.sentences[:, chosen].mean(1), -1.0)
    order = np.argsort(-like, kind="stable")[:count]
    return [int(number) for number in order if allowed[number]]
