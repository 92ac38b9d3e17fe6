"""Two ways to cut a similarity graph: average linkage from below, a normalised cut from above."""

from __future__ import annotations

import heapq
from math import comb

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Pairs = tuple[Ints, Ints, Floats]

#: Similarities are added up as whole billionths: so the order in which that is done can't decide a tie.
UNIT = 10**9


def average_linkage(
    size: int, pairs: Pairs, least: float, share: float, doubt: float
) -> list[list[int]]:
    """Clusters of the items 0..size-1, each sorted, in the order of their first items.

    Merges the two clusters of highest mean similarity between them, until none is left that
    reaches both ``least`` and ``share`` of the mean inside the tighter of the two: tight clusters
    lie in a crowd, and need more to merge than loose ones. A pair that isn't given counts as 0, so
    the graph can be sparse and a mean is a lower bound. A mean over few pairs counts for less than
    one over many. Ties go to the smaller numbers.

    Args:
        size: how many items there are.
        pairs: i, j > i and their similarities > 0, each pair once, in any order.
        least: the lowest mean similarity that still merges.
        share: the lowest share of the mean inside, 0 to 1.
        doubt: so many pairs of similarity 0 are added to those between two clusters.
    """
    least *= UNIT
    sums: list[dict[int, int]] = [{} for _ in range(size)]
    one, other, wholes = _that_may_merge(size, pairs, least, doubt)
    for i, j, whole in zip(one.tolist(), other.tolist(), wholes.tolist(), strict=True):
        sums[i][j] = sums[j][i] = whole
    means = wholes / (1 + doubt)
    first = means >= least
    heap = list(zip((-means[first]).tolist(), one[first].tolist(), other[first].tolist(), strict=True))
    members: list[list[int]] = [[i] for i in range(size)]
    inside = [0] * size  # the sum over the pairs inside each cluster

    def tight(i: int) -> float:
        return inside[i] / max(1, comb(len(members[i]), 2))

    heapq.heapify(heap)
    while heap:
        negative, i, j = heapq.heappop(heap)
        if j not in sums[i] or -negative != sums[i][j] / (len(members[i]) * len(members[j]) + doubt):
            continue  # one of the two has changed since
        if -negative < share * max(tight(i), tight(j)):
            continue  # comes back into the heap if one of the two changes
        inside[i] += sums[i][j] + inside[j]
        _merge(sums, members, i, j)
        many = len(members[i])
        for k, whole in sums[i].items():
            if (mean := whole / (many * len(members[k]) + doubt)) >= least:
                heapq.heappush(heap, (-mean, i, k) if i < k else (-mean, k, i))
    return [sorted(cluster) for cluster in members if cluster]


def _that_may_merge(size: int, pairs: Pairs, least: float, doubt: float) -> tuple[Ints, Ints, Ints]:
    """The pairs in whole units, without those of items that never merge: what their similarities have
    above ``least``, added up, is below the share of the doubt, whatever they would merge with."""
    i, j, value = pairs
    wholes = np.rint(value * UNIT).astype(np.int64)
    above = np.maximum(wholes - least, 0.0)
    may = np.bincount(i, above, size) + np.bincount(j, above, size) >= least * doubt * (1 - 1e-9)
    kept = may[i] & may[j]
    return i[kept], j[kept], wholes[kept]


def _merge(sums: list[dict[int, int]], members: list[list[int]], i: int, j: int) -> None:
    """Cluster j goes into cluster i."""
    members[i] += members[j]
    members[j] = []
    for k, value in sums[j].items():
        del sums[k][j]
        if k != i:
            sums[i][k] = sums[k][i] = sums[i].get(k, 0) + value
    sums[j] = {}


def best_cut(similarity: Floats) -> tuple[float, Ints, Ints] | None:
    """The normalised cut into two sides of 2 or more, its value, and the sides' items, sorted.

    Near 0 the sides have nothing in common; near 1 they are as like across as within. Shi and
    Malik 2000: order the items by the second eigenvector, take the best place to cut. None for
    fewer than 4 items.

    Args:
        similarity: symmetric, not negative, 0 on the diagonal.
    """
    size = len(similarity)
    if size < 4:
        return None
    degree = similarity.sum(1) + 1e-9  # an item like no other divides by nothing
    root = np.sqrt(degree)
    second = np.linalg.eigh(similarity / root[:, None] / root[None, :])[1][:, -2] / root
    leading = second[np.argmax(np.abs(second).round(9))]
    order = np.argsort((second * np.sign(leading)).round(9), kind="stable")
    ranked = similarity[np.ix_(order, order)]
    inside = np.cumsum(np.cumsum(ranked, 0), 1).diagonal()  # within the first k
    volume = np.cumsum(ranked.sum(1))
    cut = volume - inside
    values = cut / (volume + 1e-9) + cut / (volume[-1] - volume + 1e-9)
    k = int(np.argmin(values[1 : size - 2].round(9))) + 2
    return float(values[k - 1]), np.sort(order[:k]), np.sort(order[k:])
