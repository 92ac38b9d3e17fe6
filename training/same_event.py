"""Trains what counts how much for two articles being on one event; prints the numbers that stand in
``untold/group/numbers.py``. A logistic regression on labelled pairs of four collections, each of
which counts as much as another, and in each of which both kinds of pairs count alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from evals import look_alikes, near_neighbours
from evals.articles import article_of
from evals.data import read_lines
from untold.group.likeness import evidence
from untold.group.moments import moment_of
from untold.group.numbers import NUMBERS, Weights
from untold.group.terms import matrix_of, terms_of
from untold.model import Article

Array = NDArray[np.float64]
#: The strength of the regression's prior (sklearn's C): of six weights little depends on it.
C = 0.3


@dataclass(frozen=True)
class Pairs:
    """Evidence (pairs x 6), and which pairs are on one event."""

    evidence: Array
    same: NDArray[np.bool_]


def train(collections: Sequence[Pairs]) -> Weights:
    """The weights that these pairs ask for."""
    rows = np.concatenate([pairs.evidence for pairs in collections])
    same = np.concatenate([pairs.same for pairs in collections])
    counts = np.concatenate([
        np.where(pairs.same, 1 / pairs.same.sum(), 1 / (~pairs.same).sum()) for pairs in collections
    ])  # fmt: skip
    mean, spread = rows.mean(0), rows.std(0)
    model = LogisticRegression(C=C, max_iter=3000)
    model.fit((rows - mean) / spread, same, sample_weight=500 * counts)
    weights = model.coef_[0] / spread
    return Weights(*(round(float(w), 2) for w in (*weights, model.intercept_[0] - weights @ mean)))


def of_stories(articles: Sequence[Article]) -> Pairs:
    """All pairs of articles whose stories are known."""
    story = {article.id: article.story for article in articles}
    return _pairs(articles, {
        _pair(a, b): story[a] == story[b] for a, b in combinations(story, 2)
    })  # fmt: skip


@cache
def look_alike_pairs() -> tuple[Pairs, Pairs]:
    """The labelled pairs of the war and of US news, without those that are kept aside."""
    found = []
    for name, path in look_alikes.SETS.items():
        known = dict(_labelled_pairs(name))
        found.append(_pairs([article_of(record) for record in read_lines(path)], known))
    return found[0], found[1]


def _labelled_pairs(name: str) -> Iterable[tuple[tuple[str, str], bool]]:
    """Of pairs labelled twice, the neighbourhood's label is the last and holds; those that stand in a
    neighbourhood kept aside are left out."""
    aside = look_alikes.labelled(name, look_alikes.ASIDE)
    kept = {_pair(a, b) for events in aside for a, b in combinations(events, 2)}
    if name == "us":
        for path, file in ((near_neighbours.LABELS, "events"), (look_alikes.LABELS, "look-alikes")):
            for pair in json.loads(path.read_text("utf-8"))["pairs"]:
                asked = _pair(pair["a"], pair["b"])
                if asked not in kept and (file == "look-alikes" or pair["set"] != "war"):
                    yield asked, pair["same"]
    for events in look_alikes.labelled(name, look_alikes.TUNED):
        for a, b in combinations(events, 2):
            yield _pair(a, b), events[a] == events[b]


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _pairs(articles: Sequence[Article], known: dict[tuple[str, str], bool]) -> Pairs:
    """The evidence of those pairs that the grouping compares at all."""
    listed = sorted(articles, key=lambda article: article.id)
    names = [article.id for article in listed]
    matrix = matrix_of(terms_of(listed), [article.outlet for article in listed])
    days = np.array([moment_of(article) or np.nan for article in listed], np.float64)
    i, j, found = evidence(matrix, days, np.arange(len(listed)), NUMBERS)
    labels = [known.get((names[a], names[b])) for a, b in zip(i.tolist(), j.tolist(), strict=True)]
    asked = np.flatnonzero([label is not None for label in labels])
    return Pairs(found[asked], np.array([labels[place] for place in asked.tolist()], bool))


def main() -> str:
    """What to write into ``numbers.py``."""
    stories = [
        of_stories([article_of(record) for record in read_lines(path)])
        for path in ("stories/giveme5w1h.jsonl", "stories/ecbplus.jsonl")
    ]
    return f"SAME_EVENT = {train([*stories, *look_alike_pairs()])}"
