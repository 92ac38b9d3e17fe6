"""Where is this fact said? What a fact and an article share, put into numbers.

A fact is sought in every sentence, and every two neighbouring sentences, of every article. What is
found is put into numbers (`FEATURES`, `SENTENCE_FEATURES`); compare/finding.py turns them into a
probability and a place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from untold.annotate.reading import Reading
from untold.model import Article, Span, Story

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from untold.annotate.terms import Term

    Array = NDArray[np.float64]

#: Layers that a search needs.
LAYERS = ("sentences", "terms", "embeddings")

#: Words of this many letters or more also meet by their first STEM letters ("bombed", "bombing"),
#: which joins what lemmas keep apart and still keeps "state" from "station" rare enough.
STEM = 5
#: Names with fewer consonants meet too many others ("Homs", "Hamas").
SKELETON = 4
_VALUE = re.compile(r"\d+(?:\.\d+)?")
#: Another name in brackets, and what it stands for: the name before it, or else the word.
_BRACKETS = re.compile(r"((?:[A-Z][\w'’-]*\s+)*[A-Z][\w'’-]*|[\w'’-]+)\s+\(([^()\d]+)\)")
#: What is longer is a remark, not a name.
NAME_WORDS = 3

FEATURES = (
    # how like the whole sentence is
    "cosine", "second_cosine", "cosine_and_cover",
    # share of the fact's words in one sentence, in two neighbours, in the article; the rarest word
    # missing there: weighted by rarity in news, then by rarity in these articles
    "cover", "cover_pair", "cover_article", "missing", "missing_article",
    "local_cover", "local_cover_pair", "local_cover_article", "local_missing", "local_missing_article",
    # the same with word pieces in context, where "killed" and "dead" are near each other
    "soft", "soft_pair", "soft_article", "soft_worst", "soft_worst_article", "soft_gap",
    "soft_gap_article",
    "local_soft", "local_soft_pair", "local_soft_article", "local_soft_worst",
    "local_soft_worst_article", "local_soft_gap", "local_soft_gap_article",
    # numbers and names of the fact, near the best sentence and in the article; sizes
    "numbers_near", "numbers_article", "no_number", "names_near", "names_article", "fact_length",
    "article_length",
)  # fmt: skip

#: By which feature a wording is chosen: the share of its words in the best sentence.
_COVERED = FEATURES.index("local_cover")
SENTENCE_FEATURES = ("cosine", "cover", "local_cover", "soft", "local_soft", "title")


@dataclass(frozen=True, slots=True)
class Sought:
    """A fact as the search sees it: its words, its content terms, its word pieces.

    ``others`` are the same fact with other names in it; an article need only hold one of them.
    """

    text: str
    terms: tuple[Term, ...]
    pieces: NDArray[Any]  # of embeddings.PIECE
    others: tuple[Sought, ...] = ()


def sought_text(text: str) -> Sought:
    """A fact in the user's own words, made ready for the search.

    What stands in brackets behind a name or word, "Kestrel Bay (Kestril)", is another name for it: the
    fact is sought with either. Known failure: a short remark in brackets is taken for a name.
    """
    plain, *others = (_in_words(one) for one in wordings(text))
    return replace(plain, others=tuple(others))


def wordings(text: str) -> list[str]:
    """A fact without the other names that it has in brackets; then with each of these instead."""
    found = _BRACKETS.search(text)
    names = re.split(r"\s*(?:/|,|;|\bor\b)\s*", found[2].strip()) if found else []
    if not found or not all(0 < len(name.split()) <= NAME_WORDS for name in names):
        return [text]
    before, after = text[: found.start()], text[found.end() :]
    return [one for name in (found[1], *names) for one in wordings(before + name + after)]


def _in_words(text: str) -> Sought:
    reading = Reading(Article(id="", outlet="", title="", text=text))
    return Sought(text, reading.records("terms"), reading.records("embeddings"))


def stems(term: Term) -> tuple[str, ...]:
    """What a term can meet others by: its key; a long word's beginning; a long name's consonants.

    Consonants join the spellings of names from other scripts ("Qamishli", "Qameshli").
    """
    return _stems(term.key, term.kind)


@lru_cache(maxsize=65_536)
def _stems(key: str, kind: str) -> tuple[str, ...]:
    found = [key]
    if len(key) >= STEM and kind != "number":
        found.append("^" + key[:STEM])
        if kind == "name" and len(key) > STEM:
            skeleton = re.sub(r"[^a-z]|[aeiouyh]", "", key.removeprefix("al-"))
            skeleton = re.sub(r"(.)\1+", r"\1", skeleton)
            if len(skeleton) >= SKELETON:
                found.append("~" + skeleton)
    return tuple(found)


@lru_cache(maxsize=1)
def _rarities() -> tuple[int, dict[str, int]]:
    from untold.models import rarity

    return rarity()


def rarity_in_news(word: str) -> float:
    """How rare a word is in news at large: the log of articles per article that holds it."""
    articles, counts = _rarities()
    return math.log((articles + 1) / (counts.get(word, 0) + 1))


@dataclass(frozen=True, slots=True)
class Row:
    """What can show a fact: a sentence or a statement, with the index of its sentence."""

    article: Article
    span: Span
    sentence: int
    terms: tuple[Term, ...]
    pieces: NDArray[Any]  # of embeddings.PIECE

    @property
    def sought(self) -> Sought:
        """The row as a fact to search for."""
        return Sought(self.span.text, self.terms, self.pieces)


def rows_of(story: Story, article: Article, layer: str) -> list[Row]:
    """The article's sentences or statements (``layer``) that hold a word piece, in text order."""
    spans = [
        (record.span, record.index if layer == "sentences" else record.sentence)
        for record in story.records(layer, article)
    ]
    return _rows(story, article, spans)


def row_at(story: Story, article: Article, span: Span) -> Row | None:
    """Any stretch inside one sentence of an article as a row; None where it holds no word piece."""
    for sentence in story.records("sentences", article):
        if sentence.span.contains(span):
            rows = _rows(story, article, [(span, sentence.index)])
            return rows[0] if rows else None
    return None


def _rows(story: Story, article: Article, spans: Sequence[tuple[Span, int]]) -> list[Row]:
    """Rows of the spans, each given with the index of its sentence, that hold a word piece."""
    pieces = story.records("embeddings", article)
    if not len(pieces):
        return []  # nothing was read of it
    count = len(story.records("sentences", article))
    borders = np.searchsorted(pieces["sentence"], np.arange(count + 1))
    terms: dict[int, list[Term]] = {}
    for term in story.records("terms", article):
        terms.setdefault(term.sentence, []).append(term)
    rows = []
    for span, index in spans:
        own = pieces[borders[index] : borders[index + 1]]
        own = own[(own["start"] >= span.start) & (own["end"] <= span.end)]
        inside = tuple(t for t in terms.get(index, ()) if span.contains(t.span))
        if len(own):
            rows.append(Row(article, span, index, inside, own))
    return rows


def row_stems(row: Row) -> set[str]:
    """All that a fact's words can meet in a row: its terms' stems, and sums of its numbers.

    "Ten passengers and two pilots" are twelve people: two or three numbers that follow each other in a
    sentence are also held added up. Known failure: numbers that count different things.
    """
    found = {stem for term in row.terms for stem in stems(term)}
    numbers = [float(t.key) for t in row.terms if t.kind == "number" and _VALUE.fullmatch(t.key)]
    for count in (2, 3):
        for first in range(len(numbers) - count + 1):
            found.add(f"{sum(numbers[first : first + count]):.12g}")
    return found


def missing(sought: Sought, rows: Sequence[Row]) -> list[Term]:
    """The fact's content words that none of the rows has, in the fact's order."""
    held = {stem for row in rows for stem in row_stems(row)}
    return [term for term in sought.terms if not held.intersection(stems(term))]


class Haystack:
    """What is searched: the sentences (or statements) of the articles that hold any, in order."""

    def __init__(self, story: Story, articles: Sequence[Article], layer: str = "sentences") -> None:
        self.articles: list[Article] = []
        self.rows: list[Row] = []
        first, owners = [], []
        for article in articles:
            rows = rows_of(story, article, layer)
            if rows:
                first.append(len(self.rows))
                owners += [len(self.articles)] * len(rows)
                self.articles.append(article)
                self.rows += rows
        self.first = np.array(first, np.int64)
        self.owners = np.array(owners, np.int64)
        self.count = len(self.rows)
        self.holding: dict[str, set[int]] = {}
        for number, row in enumerate(self.rows):
            for stem in row_stems(row):
                self.holding.setdefault(stem, set()).add(number)
        if self.rows:
            self._prepare_vectors()

    def _prepare_vectors(self) -> None:
        lengths = np.array([len(row.pieces) for row in self.rows])
        joined = np.concatenate([row.pieces for row in self.rows])
        #: where each row's pieces begin
        self.borders = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self.vectors = _unit(joined["vector"].astype(np.float32))
        self.means = _unit(np.add.reduceat(self.vectors, self.borders, axis=0))
        row_of_piece = np.repeat(np.arange(self.count), lengths)
        held = np.unique(np.stack([joined["id"].astype(np.int64), row_of_piece]), axis=1)
        ids, counts = np.unique(held[0], return_counts=True)
        #: in how many rows a piece of the vocabulary stands
        self.piece_rows = dict(zip(ids.tolist(), counts.tolist(), strict=True))
        same = np.concatenate([self.owners[:-1] == self.owners[1:], [False]])
        #: the row after each row, where that is in the same article; else the row itself
        self.following = np.arange(self.count) + same
        self.in_title = np.array([row.span.field == "title" for row in self.rows], np.float64)
        self.article_lengths = np.log(np.bincount(self.owners, minlength=len(self.articles)) + 1)

    def rows_of_article(self, article: Article) -> range:
        """The numbers of an article's rows; none if it isn't searched."""
        for number, known in enumerate(self.articles):
            if known.id == article.id:
                ends = [*self.first[1:].tolist(), self.count]
                return range(int(self.first[number]), ends[number])
        return range(0)

    def local_rarity(self, term: Term) -> float:
        """How rare a word is in the rows searched."""
        held = max(len(self.holding.get(stem, ())) for stem in stems(term))
        return math.log((self.count + 1) / (held + 1))

    def holds(self, term: Term) -> Array:
        """1 for each row that holds the word, by key or by stem, else 0: shape (rows,)."""
        found = np.zeros(self.count)
        for stem in stems(term):
            found[sorted(self.holding.get(stem, ()))] = 1
        return found


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-12)
    return (rows / length).astype(np.float32)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Search:
    """What one search saw: ``articles`` has a row per article, ``sentences`` one per sentence.

    Columns are `FEATURES` and `SENTENCE_FEATURES`. ``sought`` is what was sought in each article.
    """

    articles: Array
    sentences: Array
    sought: tuple[Sought, ...]


def search(sought: Sought, hay: Haystack) -> Search:
    """Features of one fact against every article and sentence of the haystack.

    Of a fact's several wordings each article is searched for the one whose words it covers best.
    """
    found = [_search(one, hay) for one in (sought, *sought.others)]
    if len(found) == 1:
        return found[0]
    best = np.argmax([one.articles[:, _COVERED] for one in found], axis=0)
    return Search(
        np.stack([one.articles for one in found])[best, np.arange(len(best))],
        np.stack([one.sentences for one in found])[best[hay.owners], np.arange(hay.count)],
        tuple(found[which].sought[number] for number, which in enumerate(best)),
    )


def _search(sought: Sought, hay: Haystack) -> Search:
    columns: dict[str, Array] = {}
    rows: dict[str, Array] = {"title": hay.in_title}
    mean = _unit(_unit(sought.pieces["vector"].astype(np.float32)).sum(0))
    rows["cosine"] = cosine = (hay.means @ mean).astype(np.float64)
    columns["cosine"] = _peaks(hay, cosine)
    best = _best_rows(cosine, hay)
    others = cosine.copy()
    others[best] = 0
    columns["second_cosine"] = _peaks(hay, others)

    terms = list({term.key: term for term in sought.terms}.values())
    held = np.array([hay.holds(term) for term in terms]).reshape(len(terms), hay.count)
    news = np.array([rarity_in_news(term.key) for term in terms])
    local = _or_else(np.array([hay.local_rarity(term) for term in terms]), news)
    for prefix, weights in (("", news), ("local_", local)):
        rows[f"{prefix}cover"] = _cover(columns, prefix, held, weights, hay)
    columns["cosine_and_cover"] = _peaks(hay, rows["cover"] * cosine)

    _soft(columns, rows, sought, hay)
    _details(columns, terms, held, best, hay)
    columns["fact_length"] = np.full(len(hay.articles), math.log(max(len(terms), 1)))
    columns["article_length"] = hay.article_lengths
    return Search(
        np.stack([columns[name] for name in FEATURES], axis=1),
        np.stack([rows[name] for name in SENTENCE_FEATURES], axis=1),
        (sought,) * len(hay.articles),
    )


def _or_else(local: Array, news: Array) -> Array:
    """Rarities in these articles; those in news where every word stands in every sentence."""
    return local if local.any() else news


def _peaks(hay: Haystack, values: Array) -> Array:
    """The highest value of each article, over the last axis."""
    peaks: Array = np.maximum.reduceat(values, hay.first, axis=-1)
    return peaks


def _best_rows(values: Array, hay: Haystack) -> NDArray[np.int64]:
    """For each article the row of its highest value; the first of equals."""
    ends = [*hay.first[1:], hay.count]
    return np.array(
        [s + int(np.argmax(values[s:e])) for s, e in zip(hay.first, ends, strict=True)], np.int64
    )


def _cover(columns: dict[str, Array], prefix: str, held: Array, weights: Array, hay: Haystack) -> Array:
    """Adds the columns on shares of words; returns the share for each sentence."""
    total = float(weights.sum()) or 1.0
    heaviest = float(weights.max(initial=0)) or 1.0
    cover: Array = weights @ held / total
    pair = weights @ np.maximum(held, held[:, hay.following]) / total
    in_article = np.maximum.reduceat(held, hay.first, axis=1)
    best = _best_rows(cover, hay)
    columns[f"{prefix}cover"] = cover[best]
    columns[f"{prefix}cover_pair"] = np.maximum.reduceat(pair, hay.first)
    columns[f"{prefix}cover_article"] = weights @ in_article / total
    columns[f"{prefix}missing"] = (weights[:, None] * (1 - held[:, best])).max(0, initial=0) / heaviest
    columns[f"{prefix}missing_article"] = (weights[:, None] * (1 - in_article)).max(
        0, initial=0
    ) / heaviest
    return cover


def _soft(columns: dict[str, Array], rows: dict[str, Array], sought: Sought, hay: Haystack) -> None:
    """Adds the columns on word pieces in context, after BERTScore's recall (Zhang et al. 2020)."""
    from untold.models import encoder

    texts = [encoder().vocabulary[piece] for piece in sought.pieces["id"]]
    wordlike = np.array([any(c.isalnum() for c in text) for text in texts], bool)
    news = np.array([rarity_in_news(text.removeprefix("##")) for text in texts]) * wordlike
    local = wordlike * np.array(
        [math.log((hay.count + 1) / (hay.piece_rows.get(int(p), 0) + 1)) for p in sought.pieces["id"]]
    )
    local = _or_else(local, news)
    likeness = _unit(sought.pieces["vector"].astype(np.float32)) @ hay.vectors.T
    near = np.maximum.reduceat(likeness, hay.borders, axis=1).astype(np.float64)
    pair = np.maximum(near, near[:, hay.following])
    article = np.maximum.reduceat(near, hay.first, axis=1)
    used = wordlike if wordlike.any() else np.ones(len(texts), bool)
    for prefix, weights in (("", news), ("local_", local)):
        share = weights / (float(weights.sum()) or 1.0)
        rows[f"{prefix}soft"] = soft = share @ near
        best = _best_rows(soft, hay)
        counted = used & (weights > 0)
        counted = counted if counted.any() else used
        columns[f"{prefix}soft"] = soft[best]
        columns[f"{prefix}soft_pair"] = np.maximum.reduceat(share @ pair, hay.first)
        columns[f"{prefix}soft_article"] = share @ article
        columns[f"{prefix}soft_worst"] = near[counted][:, best].min(0)
        columns[f"{prefix}soft_worst_article"] = article[counted].min(0)
        columns[f"{prefix}soft_gap"] = (share[:, None] * (1 - near[:, best])).max(0)
        columns[f"{prefix}soft_gap_article"] = (share[:, None] * (1 - article)).max(0)


def _details(
    columns: dict[str, Array],
    terms: Sequence[Term],
    held: Array,
    best: NDArray[np.int64],
    hay: Haystack,
) -> None:
    """Adds the columns on numbers and names: near the best sentence, and in the article."""
    before = np.maximum(best - 1, hay.first)
    near = np.maximum(np.maximum(held[:, best], held[:, hay.following[best]]), held[:, before])
    article = np.maximum.reduceat(held, hay.first, axis=1)
    for name, kind in (("numbers", "number"), ("names", "name")):
        chosen = np.array([term.kind == kind for term in terms], bool)
        for place, values in (("near", near), ("article", article)):
            columns[f"{name}_{place}"] = (
                values[chosen].mean(0) if chosen.any() else np.ones(len(hay.articles))
            )
    columns["no_number"] = np.full(
        len(hay.articles), float(all(term.kind != "number" for term in terms))
    )
