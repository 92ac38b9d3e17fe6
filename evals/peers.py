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


#: Runs of five words in common, as a share of all of both (Jaccard): the n-gram method of
#: Silcock et al. 2022, at the threshold that serves it best on the data at hand.
NGRAMS = "runs of five words, Jaccard, best threshold"
NGRAM_SHARES = (0.03, 0.05, 0.1, 0.15, 0.2, 0.33, 0.5)


def ngram_families(articles: Sequence[Article]) -> list[dict[str, int]]:
    """For each threshold the number of every article's family, by id: what is joined by pairs."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components
    from sklearn.feature_extraction.text import HashingVectorizer

    runs = HashingVectorizer(ngram_range=(5, 5), binary=True, norm=None, alternate_sign=False)
    rows = runs.transform(article.text for article in articles)
    common = (rows @ rows.T).tocoo()
    size = np.asarray(rows.sum(1)).ravel()
    share = common.data / (size[common.row] + size[common.col] - common.data)
    families = []
    for least in NGRAM_SHARES:
        near = share >= least
        graph = coo_matrix((share[near], (common.row[near], common.col[near])), shape=common.shape)
        groups = connected_components(graph, directed=False)[1].tolist()
        families.append({article.id: group for article, group in zip(articles, groups, strict=True)})
    return families
