"""How alike two articles are, and which pairs are worth asking: rare words bring them together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from untold.group.terms import Floats, Ints
from untold.group.words import Bools

# Numbers not explained by cost were chosen like those of `untold.group.terms`.

#: Days after which most of the weight of nearness in time is gone, and what is left of similarity
#: between articles far apart: dates are wrong too often, and stories too long, to forbid anything.
TIME_SCALE = 7.0
TIME_FLOOR = 0.35
#: What an article has in common with others of its kind is measured on articles this many days
#: away, at this rank: fewer than that may be the same long story.
KIND_DAYS = 30
KIND_RANK = 20
#: The share of it that is taken off between articles of one day; between distant ones, all of it.
KIND_NEAR = 0.3
#: Pairs below this count as 0: well under the mean that merges, it keeps the graph sparse.
LEAST_PAIR = 0.04
#: A word in more articles than this (of those within two months, and of all) brings no pair
#: together, though it counts in pairs that meet: bounds what one article costs. An input of up to
#: ten times as many is compared in full, since a tenth of it already makes a word common.
HOLDERS = 300
#: Rows multiplied at a time, and at most so many pieces: bounds memory.
ROWS = 512
PIECES = 24

Pairs = tuple[Ints, Ints, Floats]


def likeness(rows: Any, moments: Floats, active: Ints) -> Pairs:
    """Pairs (i < j) that are alike enough to matter and have at least one active article: cosine of
    words, less what the kind of event explains, faded by the days between.

    Args:
        rows: articles x words, sparse, of length 1.
        moments: the day of each; NaN where unknown, which fades nothing.
        active: the articles whose pairs are wanted, sorted.
    """
    i, j, alike = _candidates(rows, moments, active)
    days = np.abs(moments[i] - moments[j])
    near = nearness(days)
    kind = _kind(rows.shape[0], i, j, alike, days)
    own = alike - (1 - near * (1 - KIND_NEAR)) * np.minimum(kind[i], kind[j])
    value = own * (TIME_FLOOR + (1 - TIME_FLOOR) * near)
    kept = value >= LEAST_PAIR
    return i[kept], j[kept], value[kept]


def nearness(days: Floats) -> Floats:
    """1 for one day or an unknown one, falling towards 0."""
    near: Floats = np.where(np.isnan(days), 1.0, np.exp(-days / TIME_SCALE))
    return near


def _candidates(rows: Any, moments: Floats, active: Ints) -> Pairs:
    """Pairs (i < j, sorted) that are alike by words rare among all, or among those of their time;
    and their cosines by all words."""
    everyone = np.arange(rows.shape[0])
    found = [
        _apart(pairs, moments, near=False) for pairs in _products(rows, active, everyone, everyone)
    ]
    month = np.where(np.isnan(moments), -1, moments // KIND_DAYS)
    busy = _mask(rows.shape[0], active)
    for this in np.unique(month[month >= 0]):
        now, later = (np.flatnonzero(month == m) for m in (this, this + 1))
        both = np.concatenate((now, later))
        for left, right in ((now[busy[now]], both), (later[busy[later]], now[~busy[now]])):
            found += [_apart(pairs, moments, near=True) for pairs in _products(rows, left, right, both)]
    i, j, alike = (np.concatenate(part) for part in zip(*found, strict=True))
    _, first = np.unique(np.minimum(i, j) * rows.shape[0] + np.maximum(i, j), return_index=True)
    i, j = i[first], j[first]
    return np.minimum(i, j), np.maximum(i, j), alike[first]


def _apart(pairs: Pairs, moments: Floats, near: bool) -> Pairs:
    """Those of the pairs that are near in time; or those that are not, or whose days are unknown."""
    i, j, alike = pairs
    kept = (np.abs(moments[i] - moments[j]) <= KIND_DAYS) == near
    return i[kept], j[kept], alike[kept]


def _products(rows: Any, left: Ints, right: Ints, among: Ints) -> Iterator[Pairs]:
    """Pairs of left and right that reach LEAST_PAIR by words rare ``among`` these, with their whole
    cosines. Pairs of articles that stand on both sides may come twice."""
    if not len(left) or not len(right):
        return
    held = rows if len(among) == rows.shape[0] else rows[among]
    rare = np.bincount(held.indices, minlength=rows.shape[1]) <= HOLDERS
    part = rows if rare.all() else rows[:, np.flatnonzero(rare)]
    rest = None if rare.all() else rows[:, np.flatnonzero(~rare)]
    step = max(ROWS, -(-len(left) // PIECES))
    for start in range(0, len(left), step):
        block = left[start : start + step]
        product = (part[block] @ part[right].T.tocsr()).tocoo()
        kept = (product.data >= LEAST_PAIR) & (block[product.row] != right[product.col])
        i, j, alike = block[product.row[kept]], right[product.col[kept]], product.data[kept]
        yield i, j, (alike if rest is None else alike + _cosines(rest, i, j))
        right = right[~_mask(rows.shape[0], block)[right]]  # these have met all others


def _mask(size: int, chosen: Ints) -> Bools:
    mask = np.zeros(size, bool)
    mask[chosen] = True
    return mask


def _cosines(rows: Any, i: Ints, j: Ints) -> Floats:
    """What these rows make of the cosine of each pair, equal i side by side."""
    found = np.zeros(len(i))
    sizes = np.diff(rows.indptr)
    wide = np.zeros(rows.shape[1])
    starts = np.flatnonzero(np.r_[True, i[1:] != i[:-1]])[: len(i)]
    for start, end in pairwise([*starts.tolist(), len(i)]):
        one = slice(rows.indptr[i[start]], rows.indptr[i[start] + 1])
        wide[rows.indices[one]] = rows.data[one]
        others = j[start:end]
        many = sizes[others]
        ends = np.cumsum(many)
        places = np.arange(ends[-1]) + np.repeat(rows.indptr[others] - ends + many, many)
        sums = np.r_[0.0, np.cumsum(wide[rows.indices[places]] * rows.data[places])]
        found[start:end] = sums[ends] - sums[ends - many]
        wide[rows.indices[one]] = 0.0
    return found


def _kind(size: int, i: Ints, j: Ints, alike: Floats, days: Floats) -> Floats:
    """How alike each article is to those that are not on its event: its KIND_RANK-th likest among
    the articles of other months; 0 where it has fewer."""
    apart = days > KIND_DAYS
    item = np.concatenate((i[apart], j[apart]))
    value = np.concatenate((alike[apart], alike[apart]))
    order = np.lexsort((-value, item))
    item, value = item[order], value[order]
    first = np.searchsorted(item, np.arange(size))
    many = np.searchsorted(item, np.arange(size), "right") - first >= KIND_RANK
    kind = np.zeros(size)
    kind[many] = value[first[many] + KIND_RANK - 1]
    return kind
