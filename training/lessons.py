"""Set V: US news that only teaches. It is coded as set U is (evals/us_news.py), on other stories.

Annotating its articles takes minutes, and every measurement trains the matcher's regressions anew. So
what they take of its cells is computed when the matcher is trained, and kept beside the labels.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.data import ROOT
from evals.us_news import haystacks
from untold.compare import finding, matching

CODED = ROOT / "evals" / "labels" / "us_lessons.json"
#: `Lessons`, as arrays.
KEPT = ROOT / "evals" / "labels" / "us_lessons.npz"


@dataclass(frozen=True)
class Lessons:
    """Facts in a coder's words, sought in articles: a row for each cell."""

    features: NDArray[np.float64]  # FEATURES
    read: NDArray[np.float64]  # READ_FEATURES; the reader that ships never saw these stories
    beside: NDArray[np.float64]  # AMONG_FEATURES
    told: NDArray[np.bool_]  # in full or in part
    partly: NDArray[np.bool_]

    @property
    def after_reading(self) -> NDArray[np.float64]:
        """What is known of an article by itself."""
        return np.hstack([self.features, self.read])

    def only(self, rows: NDArray[np.bool_]) -> Lessons:
        """Some of them."""
        return Lessons(*(getattr(self, field.name)[rows] for field in fields(Lessons)))


@cache
def kept_lessons() -> Lessons:
    """The lessons as `write_lessons` left them."""
    with np.load(KEPT) as kept:
        return Lessons(**{field.name: kept[field.name] for field in fields(Lessons)})


def write_lessons(shows: finding.Weights) -> None:
    """Computes the lessons and keeps them; about three minutes.

    Args:
        shows: the regression that says which sentences are read.
    """
    rows = [
        row for hay, facts in haystacks(CODED) for fact in facts for row in of_fact(fact, hay, shows)
    ]
    arrays = [np.array(column) for column in zip(*rows, strict=True)]
    lessons = Lessons(*arrays)
    np.savez_compressed(
        KEPT, features=lessons.features, read=lessons.read, beside=lessons.beside, told=lessons.told,
        partly=lessons.partly,
    )  # fmt: skip
    kept_lessons.cache_clear()


def of_fact(
    fact: dict[str, Any], hay: matching.Haystack, shows: finding.Weights
) -> list[tuple[Any, ...]]:
    """For each cell the values of `Lessons`, in their order."""
    seen = matching.search(matching.sought_text(fact["fact"]), hay)
    places = list(finding.likeliest(shows(seen.sentences), hay))
    numbers = {article.id: number for number, article in enumerate(hay.articles)}
    rows = []
    for cell in fact["cells"]:
        number = numbers[cell["article"]]
        read = finding.readings(seen.sought[number], hay, places[number][: finding.READ])
        rows.append((
            seen.articles[number], finding.read_features(read),
            finding.among_features(seen.articles, number),
            cell["label"] != "absent", cell["label"] == "partial",
        ))  # fmt: skip
    return rows
