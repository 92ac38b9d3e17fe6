"""Search in a project's articles: by words, and by meaning with the encoder that the matcher uses."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from untold.model import Article, Evidence, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from untold.store.database import Store

#: Places shown of one search.
MOST = 40
#: A word in a title counts as so many in the text.
_TITLE = 3.0
# what brackets a found word in the database's answer; such signs never reach the index
_OPEN, _CLOSE = "\x02", "\x03"
_MARKS = str.maketrans({_OPEN: " ", _CLOSE: " ", "\x00": " "})
_ASKED = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a place, and whether they are among those searched for."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place that was found: ``evidence`` is its paragraph or sentence, ``pieces`` the same in parts.

    ``likeness`` is the cosine of sentence and query, -1 to 1, in a search by meaning; else None.
    """

    evidence: Evidence
    pieces: tuple[Piece, ...]
    likeness: float | None = None


class Words:
    """A full-text index over articles, in memory: SQLite's FTS5, English stems, accents folded.

    All words of a query must stand in an article; words in quotation marks must stand together.
    Articles come by BM25 (Robertson & Zaragoza 2009), each with the paragraph that holds most.
    """

    def __init__(self, articles: Iterable[Article]) -> None:
        self._lock = Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        how = "tokenize = 'porter unicode61 remove_diacritics 2'"
        self._database.execute(
            f"CREATE VIRTUAL TABLE whole USING fts5(id UNINDEXED, title, text, {how})"
        )
        self._database.execute(
            "CREATE VIRTUAL TABLE part USING fts5(id UNINDEXED, field UNINDEXED, start UNINDEXED, "
            f"text, {how})"
        )
        self.count = 0
        for article in articles:
            self.count += 1
            row = (article.id, article.title.translate(_MARKS), article.text.translate(_MARKS))
            self._database.execute("INSERT INTO whole VALUES (?, ?, ?)", row)
            self._database.executemany(
                "INSERT INTO part VALUES (?, ?, ?, ?)",
                [
                    (article.id, s.field, s.start, s.text.translate(_MARKS))
                    for s in _paragraphs(article)
                ],
            )

    def find(self, query: str) -> list[Place]:
        """The best places, one for each article; none for a query without a word."""
        asked = [a or b.replace('"', " ") for a, b in _ASKED.findall(query.replace("\x00", " "))]
        terms = [f'"{words}"' for words in asked]
        terms = [term for term in terms if any(c.isalnum() for c in term)]
        if not terms:
            return []
        with self._lock:
            ids = self._database.execute(
                "SELECT id FROM whole WHERE whole MATCH ? ORDER BY bm25(whole, 0, ?, 1), id LIMIT ?",
                (" AND ".join(terms), _TITLE, MOST),
            ).fetchall()
            return [self._best(name, " OR ".join(terms)) for (name,) in ids]

    def _best(self, name: str, terms: str) -> Place:
        field, start, text, marked = self._database.execute(
            "SELECT field, start, text, highlight(part, 3, ?, ?) FROM part "
            "WHERE part MATCH ? AND id = ? ORDER BY rank, start LIMIT 1",
            (_OPEN, _CLOSE, terms, name),
        ).fetchone()
        return Place(Evidence(name, field, start, start + len(text), text), _pieces(marked))


def _paragraphs(article: Article) -> Iterable[Span]:
    if article.title:
        yield article.span("title", 0, len(article.title))
    for match in re.finditer(r"[^\n]+", article.text):
        yield article.span("text", match.start(), match.end())


def _pieces(marked: str) -> tuple[Piece, ...]:
    found = []
    for part in re.split(f"({_OPEN}[^{_CLOSE}]*{_CLOSE})", marked):
        if part:
            found.append(Piece(part.strip(_OPEN + _CLOSE), part.startswith(_OPEN)))
    return tuple(found)


class Meaning:
    """The sentences that were read closely, as vectors: the mean of their word pieces' vectors.

    Known limits: the nearest sentence is always found, however far it is; a sentence's vector says
    what it is about better than what it claims. Articles of stories that one outlet alone tells are
    not read closely, and not searched.
    """

    def __init__(self, places: Sequence[Evidence], vectors: NDArray[np.float32], articles: int) -> None:
        self._places = places
        self._vectors = vectors
        self.count = articles

    @classmethod
    def read(cls, store: Store) -> Meaning:
        """Of all articles whose vectors the project holds."""
        from untold.analysis import layers
        from untold.steps import batches

        places: list[Evidence] = []
        vectors: list[NDArray[np.float32]] = []
        articles = 0
        for names in batches(sorted(store.hashes()), 100, seconds=3600.0):
            pieces = store.annotations(layers()["embeddings"], names)
            sentences = store.annotations(layers()["sentences"], pieces)
            for name, own in pieces.items():
                articles += 1
                for sentence, vector in _sentence_vectors(own):
                    places.append(Evidence.of(name, sentences[name][sentence].span))
                    vectors.append(vector)
        held = np.stack(vectors) if vectors else np.zeros((0, 128), np.float32)
        return cls(places, held, articles)

    def find(self, query: str) -> list[Place]:
        """The nearest sentences, nearest first; none for a query without a word.

        Raises:
            ModelError: the encoder is missing or not the pinned one.
        """
        from untold.models import encoder, projection

        # as `annotate.embeddings` does it, of the query as one sentence: no parser has to be loaded
        pieces = encoder().pieces([query])[0].hidden @ projection()
        if not len(pieces) or not len(self._vectors):
            return []
        cosine = self._vectors @ _mean(pieces)
        nearest = np.argsort(-cosine, kind="stable")[:MOST].tolist()
        return [
            Place(e, (Piece(e.text, False),), round(float(cosine[i]), 4))
            for i, e in ((i, self._places[i]) for i in nearest)
        ]


def _sentence_vectors(pieces: NDArray[Any]) -> Iterable[tuple[int, NDArray[np.float32]]]:
    """Index and mean vector, of length 1, of each sentence."""
    for index in np.unique(pieces["sentence"]).tolist():
        yield index, _mean(pieces["vector"][pieces["sentence"] == index].astype(np.float32))


def _mean(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of the rows' directions, of length 1."""
    rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    mean = rows.sum(0)
    return (mean / max(float(np.linalg.norm(mean)), 1e-12)).astype(np.float32)  # type: ignore[no-any-return]
