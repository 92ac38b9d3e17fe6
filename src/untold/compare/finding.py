"""Does the article tell the fact, and where? The one matcher that fills the matrix and answers `ask`.

What fact and article share (compare/matching.py) goes through a logistic regression. Unless that is
sure that the fact is nowhere, the reader reads the likeliest sentences together with the fact, and a
second regression weighs both. For a fact in a user's words it also weighs how like it the others are:
what looks like half a fact is a hit where no article has more of it, and a miss
beside one that has it all. What was read of all articles settles it: where one tells the fact plainly,
another that may tell it less likely does. All are trained and calibrated across stories
(training/matcher.py). So the question is never "what is missing?" but "where is it said?", and a gap is
the answer "nowhere".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from untold.compare.attribution import ATTRIBUTION_FEATURES
from untold.compare.matching import (
    FEATURES,
    SENTENCE_FEATURES,
    Haystack,
    Row,
    Search,
    Sought,
    missing,
    search,
)
from untold.model import Article

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

#: Whose words a fact is in: the user's, or those of one of the articles searched.
Wording = Literal["asked", "stated"]
#: Sentences of an article that are read: the best, and what else may tell the fact in another way.
READ = 3
#: Sentences of an article that tells the fact that are read for the place.
LOOKED = 5
#: At or above this probability a fact counts as told: above it about 5 % of the clear coded cells are
#: not told after all. From a half on it would be 8 and 14 %: such cells are unsure. In the matrix those
#: from .8 to .9 are told in full in half of the cases only.
TOLD: dict[Wording, float] = {"asked": 0.6, "stated": 0.9}
#: A fact that is told less likely in full than this is unsure where nothing says that it is told in
#: part. A statement holds more detail than a question, which other articles tell in part: in the matrix
#: of those from .4 to .9 half were told in full, of those above five in six (docs/13).
IN_FULL: dict[Wording, float] = {"asked": 0.0, "stated": 0.9}
#: A sentence is shown beside the best one if it is at least this share as likely to show the fact: then
#: one of those shown, `SHOWN` at most, is a reader's choice in nine cells of ten (evals/facts.py).
NEARLY = 0.2
SHOWN = 3
#: An article less likely than this to tell the fact, by the words alone, isn't read. Such are most of a
#: matrix, where that costs nothing in what is measured; a question has few cells: most are read.
UNREAD: dict[Wording, float] = {"asked": 0.02, "stated": 0.12}
#: Probabilities nearer to 0 or 1 count as this near when their odds are taken.
LEAST = 1e-4
#: What the reader would say of a statement in its own sentence, which isn't read.
ITSELF = 6.0
#: What the reader adds to FEATURES: the best of the sentences read, the next best, the likeliest one.
READ_FEATURES = ("some", "all", "second_some", "second_all", "first_some", "first_all")
#: By which features an article is held against the others.
HELD_AGAINST = ("local_soft", "local_cover", "cosine")
#: What the other articles add, for each of these: the highest value of the others, how far that lies
#: above this article's, and the share of the others that lie above it.
AMONG_FEATURES = tuple(
    f"{name}_{of}" for of in ("highest", "above", "share_above") for name in HELD_AGAINST
)
#: From what a fact in a user's words is settled, once every article was read: the log odds that this
#: one tells it, the highest of the others', and the log odds that its best sentence shows it, since
#: words of a fact that stand all over an article don't tell it.
SETTLED_FEATURES = ("odds", "highest_other_odds", "best_sentence_odds")
_HELD_AGAINST = [FEATURES.index(name) for name in HELD_AGAINST]
#: What the reader adds to SENTENCE_FEATURES.
READ_SENTENCE_FEATURES = ("some", "all")
#: From what it is told whether all of a fact is told: what the reader says of the best sentence and of
#: the best `READ`; the log odds that the fact is told; which share of its words the sentences lack
#: and whether a number is among them.
WHOLE_FEATURES = ("best_some", "best_all", "some", "all", "odds", "lacking", "number_lacking")


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression on standardised features."""

    mean: Array
    scale: Array
    weights: Array
    bias: float

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Weights:
        """From the JSON of ``matcher.json``."""
        return cls(
            np.array(raw["mean"]), np.array(raw["scale"]), np.array(raw["weights"]), float(raw["bias"])
        )

    def __call__(self, features: Array) -> Array:
        """Probabilities, shape (rows,)."""
        score = ((features - self.mean) / self.scale) @ self.weights + self.bias
        return 1.0 / (1.0 + np.exp(-np.clip(score, -30, 30)))


@dataclass(frozen=True, slots=True)
class Matcher:
    """The trained matcher.

    ``tells``: probability that an article tells a fact; ``shows``: that one sentence shows it, both by
    shared words. ``alone``, ``among`` and ``read_shows``: the same after reading, ``among`` beside
    other articles. ``whole``: that a fact which is told is told in full; ``attributed``: that it is
    given to somebody.
    """

    tells: Weights
    shows: Weights
    alone: Weights
    among: Weights
    read_shows: Weights
    whole: Weights
    attributed: Weights


@lru_cache(maxsize=1)
def matcher_file() -> dict[str, Any]:
    """What training wrote: weights, thresholds, and what was measured.

    Raises:
        ModelError: the file is not the pinned one.
    """
    from untold.models import checked_folder

    raw: dict[str, Any] = json.loads((checked_folder("matcher") / "matcher.json").read_text("utf-8"))
    return raw


def feature_names() -> list[list[str]]:
    """What the regressions take, as ``matcher.json`` lists it."""
    return [
        list(names)
        for names in (
            FEATURES, SENTENCE_FEATURES, READ_FEATURES, AMONG_FEATURES, READ_SENTENCE_FEATURES,
            WHOLE_FEATURES, ATTRIBUTION_FEATURES, SETTLED_FEATURES,
        )
    ]  # fmt: skip


@lru_cache(maxsize=1)
def matcher() -> Matcher:
    """The shipped matcher.

    Raises:
        ModelError: the file is not the pinned one.
        ValueError: it was trained on other features than this version computes.
    """
    raw = matcher_file()
    if raw["features"] != feature_names():
        raise ValueError("matcher.json was trained on other features: run python -m training")
    return Matcher(**{field.name: Weights.read(raw[field.name]) for field in fields(Matcher)})


@lru_cache(maxsize=1)
def settling() -> Weights:
    """The shipped regression on `SETTLED_FEATURES`.

    Raises:
        ModelError: the file is not the pinned one.
    """
    return Weights.read(matcher_file()["settled"])


@dataclass(frozen=True, slots=True)
class Match:
    """One fact in one article: the probability that it is told, and the sentence that says so best.

    ``row`` is the haystack's row that shows it best, ``also`` those that do nearly as likely.
    ``ranked`` are the rows that the words find likeliest, best first; ``read`` what the reader says of
    them, as far as they were read: logits that some and that all of the fact is told. ``whole`` is the
    probability that the fact, if it is told, is told in full; None where nothing was read.
    """

    article: Article
    sought: Sought  # of the fact's wordings the one that this article covers best
    p: float
    row: int
    ranked: tuple[int, ...]
    also: tuple[int, ...] = ()
    whole: float | None = None
    read: tuple[tuple[float, float], ...] = ()


def find_matches(
    sought: Sought, hay: Haystack, wording: Wording, own: Row | None = None
) -> list[Match]:
    """One match for each article of the haystack, in its order.

    Args:
        sought: the fact; without a single word piece it is found nowhere (p = 0).
        hay: what is searched.
        wording: whose words the fact is in. A statement of one of the articles isn't weighed by how the
            others tell it: beside the article that it is taken from all would pale.
        own: the statement that the fact is, if it is one: its article tells it in its own sentence,
            with p = 1, and nothing is read there.
    """
    if not hay.articles:
        return []
    if not len(sought.pieces):
        return [
            Match(a, sought, 0.0, int(row), (int(row),))
            for a, row in zip(hay.articles, hay.first, strict=True)
        ]
    seen = search(sought, hay)
    tells = matcher().tells(seen.articles)
    shows = matcher().shows(seen.sentences)
    found, best = [], np.zeros(len(hay.articles))
    for number, rows in enumerate(likeliest(shows, hay)):
        article, p, best[number] = hay.articles[number], float(tells[number]), shows[rows[0]]
        if own is not None and article.id == own.article.id:
            found.append(_own_match(sought, own, hay, rows))
        elif p < UNREAD[wording]:
            found.append(Match(article, seen.sought[number], p, rows[0], tuple(rows[:READ])))
        else:
            beside = among_features(seen.articles, number) if wording == "asked" else None
            match, best[number] = _after_reading(hay, seen, number, rows, beside, TOLD[wording])
            found.append(match)
    if wording == "asked" and len(found) > 1:
        settled = settling()(settled_features(np.array([match.p for match in found]), best))
        found = [replace(match, p=float(p)) for match, p in zip(found, settled, strict=True)]
    return found


def settled_features(p: Array, shows: Array) -> Array:
    """`SETTLED_FEATURES` of each article, shape (articles, 3).

    Args:
        p: for each of two articles or more the probability that it tells the fact.
        shows: for each the probability that its best sentence shows the fact.
    """
    odds = log_odds(p)
    second, first = np.sort(odds)[-2:]
    others = np.where(np.arange(len(odds)) == odds.argmax(), second, first)
    return np.stack([odds, others, log_odds(shows)], axis=1)


def log_odds(p: Array) -> Array:
    """The natural logarithm of the odds, of probabilities `LEAST` away from 0 and 1 at least."""
    odds: Array = np.log(np.maximum(p, LEAST) / np.maximum(1 - p, LEAST))
    return odds


def _own_match(sought: Sought, own: Row, hay: Haystack, rows: Sequence[int]) -> Match:
    """A statement in its own article."""
    stands = next(
        (i for i in hay.rows_of_article(own.article) if hay.rows[i].span.contains(own.span)), rows[0]
    )
    others = (row for row in rows if row != stands)
    ranked = (stands, *others)[:READ]
    return Match(own.article, sought, 1.0, stands, ranked, read=((ITSELF, ITSELF),))


def among_features(features: Array, number: int) -> Array | None:
    """`AMONG_FEATURES` of one article; None if there is no other.

    Args:
        features: ``FEATURES`` of all the articles searched, a row each.
        number: the article.
    """
    own = features[number, _HELD_AGAINST]
    others = np.delete(features[:, _HELD_AGAINST], number, axis=0)
    if not len(others):
        return None
    highest = others.max(0)
    return np.concatenate([highest, highest - own, (others > own).mean(0)])


def likeliest(shows: Array, hay: Haystack) -> Iterator[list[int]]:
    """For each article the rows to read, likeliest first: those that most probably show the fact."""
    for start, end in zip(hay.first, [*hay.first[1:], hay.count], strict=True):
        yield (np.argsort(-shows[start:end], kind="stable")[:LOOKED] + start).tolist()


def _after_reading(
    hay: Haystack,
    seen: Search,
    number: int,
    rows: Sequence[int],
    beside: Array | None,
    told: float,
) -> tuple[Match, float]:
    """What is found, and the probability that its best sentence shows the fact."""
    sought = seen.sought[number]
    read = readings(sought, hay, rows[:READ])
    p = read_tells(matcher(), seen.articles[number], read, beside)
    sentences = seen.sentences[rows]
    order = np.argsort(-matcher().read_shows(np.hstack([sentences[:READ], read])), kind="stable")
    ranked = tuple(rows[i] for i in order)
    whole = matcher().whole(whole_features(sought, hay, ranked, read[order], p)[None])
    ordered = tuple((float(some), float(of_all)) for some, of_all in read[order])
    if p >= told:
        read = np.concatenate([read, *(readings(sought, hay, [row]) for row in rows[READ:])])
    shows = matcher().read_shows(np.hstack([sentences[: len(read)], read]))
    best, *also = (rows[i] for i in shown_places(shows))
    article = hay.articles[number]
    match = Match(article, sought, p, best, ranked, tuple(also), float(whole[0]), ordered)
    return match, float(shows.max())


def shown_places(shows: Array) -> list[int]:
    """The sentence that shows the fact best, and up to two that do nearly as likely, by number.

    Args:
        shows: for each sentence the probability that it shows the fact.
    """
    best, *others = np.argsort(-shows, kind="stable")[:SHOWN].tolist()
    return [best, *(i for i in others if shows[i] >= NEARLY * shows[best])]


def read_tells(known: Matcher, features: Array, read: Array, beside: Array | None) -> float:
    """The probability that an article tells a fact, from all that is known of the two.

    Args:
        known: the regressions.
        features: ``FEATURES``.
        read: the readings of its likeliest sentences.
        beside: ``AMONG_FEATURES``, if there are other articles.
    """
    own = np.concatenate([features, read_features(read)])
    if beside is None:
        return float(known.alone(own[None])[0])
    return float(known.among(np.concatenate([own, beside])[None])[0])


def whole_features(
    sought: Sought, hay: Haystack, ranked: Sequence[int], read: Array, p: float
) -> Array:
    """`WHOLE_FEATURES` from the best rows and what was read of them, best first."""
    lacking = missing(sought, [hay.rows[row] for row in ranked])
    odds = float(log_odds(np.array(p)))
    share = len(lacking) / max(len(sought.terms), 1)
    number = float(any(term.kind == "number" for term in lacking))
    return np.array([*read[0], *read.max(0), odds, share, number])


def readings(sought: Sought, hay: Haystack, rows: Sequence[int]) -> Array:
    """The reader's two logits for each row: that it tells some of the fact, and all of it."""
    from untold.models.reading import read_once

    fact = tuple(sought.pieces["id"].tolist())
    return np.array([read_once(fact, tuple(hay.rows[row].pieces["id"].tolist())) for row in rows])


def read_features(read: Array) -> Array:
    """Readings of an article's likeliest sentences, likeliest first, as `READ_FEATURES`."""
    ordered = -np.sort(-read, axis=0)
    second = ordered[min(1, len(ordered) - 1)]
    return np.concatenate([ordered[0], second, read[0]])
