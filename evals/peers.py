"""The usual methods that grouping is measured against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from untold.model import Article

#: TF-IDF with logarithmic counts and English stop words, average linkage, one threshold.
TFIDF = "TF-IDF + average linkage at 0.84"
TFIDF_DISTANCE = 0.84


def tfidf_groups(articles: Sequence[Article], distance: float = TFIDF_DISTANCE) -> list[int]:
    """Where the usual method puts each article, as the number of a cluster."""
    return groups_at(tfidf_distances(articles), distance)


def tfidf_distances(articles: Sequence[Article]) -> Any:
    """Cosine distances of all articles, computed from sparse rows: articles x articles."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [f"{article.title}\n{article.text}" for article in articles]
    rows = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    return np.clip(1 - (rows @ rows.T).toarray(), 0, None)


def groups_at(distances: Any, distance: float) -> list[int]:
    """Average linkage of given distances up to one distance."""
    from sklearn.cluster import AgglomerativeClustering

    clusters = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=distance
    )
    return [int(label) for label in clusters.fit_predict(distances)]
