"""Grouping into stories, and how it grows with the articles.

The peer is the usual method on the same texts: TF-IDF and average linkage, from scikit-learn, on a
distance matrix computed from sparse rows. How well either groups: ``untold eval stories``.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Sequence
from time import perf_counter

import numpy as np

from benchmarks import corpora
from benchmarks.measure import inside
from benchmarks.table import Row
from evals.stories import PEER_DISTANCE
from untold.model import Article

RUNS = 1
NEEDS_DATA = True
SIZES = (500, 1000, 2000)


def measure(runs: int) -> list[Row]:
    """Medians of seconds and memory at each size; each figure from a process of its own."""
    rows = []
    for size in SIZES:
        (ours, memory), (peer, peers_memory) = (_medians(who, size, runs) for who in ("ours", "peer"))
        on, name = f"{size:,} news articles", "TF-IDF + average linkage"
        rows.append(Row("stories", on, ours, "s", runs, peer, name))
        rows.append(Row("stories, peak memory", on, memory, "GB", runs, peers_memory, name))
    return rows


def _medians(who: str, size: int, runs: int) -> tuple[float, float]:
    """Seconds of the grouping alone, gigabytes of its whole process."""
    found = [inside("benchmarks.grouping", who, str(size)) for _ in range(runs)]
    seconds = statistics.median(seconds for seconds, _ in found)
    return seconds, statistics.median(taken.peak for _, taken in found) / 1e9


def _main(who: str, size: int) -> None:
    articles = [
        Article(r["id"], r["outlet"] or "", r["title"] or "", r["text"], published=r["published"])
        for r in corpora.news(size)
    ]
    began = perf_counter()
    (_ours if who == "ours" else _peer)(articles)
    print(json.dumps(perf_counter() - began))


def _ours(articles: Sequence[Article]) -> None:
    from untold.group.stories import find_stories

    find_stories(articles)


def _peer(articles: Sequence[Article]) -> None:
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [f"{article.title}\n{article.text}" for article in articles]
    rows = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    distances = np.clip(1 - (rows @ rows.T).toarray(), 0, None)
    AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=PEER_DISTANCE
    ).fit(distances)


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
