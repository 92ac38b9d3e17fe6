"""How alike two articles are, and which pairs are worth asking: rare words bring them together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from untold.group.numbers import NUMBERS, Numbers
from untold.group.terms import Floats, Ints
from untold.group.words import Bools

#: Articles more than this many days apart count as of other days, on which an article's kind is
#: measured: the reports of one event come within them, mostly.
KIND_DAYS = 3
#: An article without a day borrows one from an article that is at least this alike: less is no story.
LENDING = 0.1
#: Pairs below this count as 0: well under the mean that merges, it keeps the graph sparse.
LEAST_PAIR = 0.04
#: Days of a window in which words are counted as rare or not.
WINDOW = 30
#: A word in more articles than this (of those within two windows, and of all) brings no pair
#: together, though it counts in pairs that meet: bounds what one article costs. An input of up to
#: ten times as many is compared in full, since a tenth of it already makes a word common.
HOLDERS = 300
#: Rows multiplied at a time, and at most so many pieces: bounds memory.
ROWS = 512
PIECES = 24

Pairs = tuple[Ints, Ints, Floats]


def likeness(rows: Any, moments: Floats, active: Ints, numbers: Numbers = NUMBERS) -> Pairs:
    """Pairs (i < j) that are alike enough to matter and have at least one active article: cosine of
    words, less what the kind of event explains, faded by the days between.

    An article without a day is given that of the article it is likest to, if that has one: otherwise
    it would be near to every time, and join what years keep apart.

    Args:
        rows: articles x words, sparse, of length 1.
        moments: the day of each; NaN where unknown. Where all are, nothing fades.
        active: the articles whose pairs are wanted, sorted.
        numbers: how fast likeness fades, and what counts as kind.
    """
    i, j, alike = _candidates(rows, moments, active)
    lent = _with_lent_days(moments, i, j, alike)
    days = np.abs(lent[i] - lent[j])
    near = np.where(np.isnan(days), 1.0, np.exp(-days / numbers.time_scale))
    kind = _kind(rows.shape[0], i, j, alike, days, numbers.kind_rank)
    own = alike - (1 - near) * np.minimum(kind[i], kind[j])
    value = own * (numbers.time_floor + (1 - numbers.time_floor) * near)
    kept = value >= LEAST_PAIR
    return i[kept], j[kept], value[kept]


def _with_lent_days(moments: Floats, i: Ints, j: Ints, alike: Floats) -> Floats:
    """The days, an unknown one being that of the likest article (the first of equals). If that has no
    day either, it stays unknown: reports of one event that all lack a day are not torn apart."""
    one, other = np.concatenate((i, j)), np.concatenate((j, i))
    value = np.concatenate((alike, alike))
    asked = np.isnan(moments[one]) & (value >= LENDING)
    one, other, value = one[asked], other[asked], value[asked].round(9)
    order = np.lexsort((other, -value, one))
    one, other = one[order], other[order]
    first = np.r_[True, one[1:] != one[:-1]][: len(one)]
    lent = moments.copy()
    lent[one[first]] = moments[other[first]]
    return lent


def _candidates(rows: Any, moments: Floats, active: Ints) -> Pairs:
    """Pairs (i < j, sorted) that are alike by words rare among all, or among those of their time;
    and their cosines by all words."""
    everyone = np.arange(rows.shape[0])
    found = list(_products(rows, moments, active, everyone, everyone, near=False))
    month = np.where(np.isnan(moments), -1, moments // WINDOW)
    busy = _mask(rows.shape[0], active)
    for this in np.unique(month[month >= 0]):
        now, later = (np.flatnonzero(month == m) for m in (this, this + 1))
        both = np.concatenate((now, later))
        found += _products(rows, moments, now[busy[now]], both, both, near=True)
        found += _products(rows, moments, later[busy[later]], now[~busy[now]], both, near=True)
    i, j, alike = (np.concatenate(part) for part in zip(*found, strict=True))
    _, first = np.unique(np.minimum(i, j) * rows.shape[0] + np.maximum(i, j), return_index=True)
    i, j = i[first], j[first]
    return np.minimum(i, j), np.maximum(i, j), alike[first]


def _products(
    rows: Any, moments: Floats, left: Ints, right: Ints, among: Ints, near: bool
) -> Iterator[Pairs]:
    """Pairs of left and right that reach LEAST_PAIR by words rare ``among`` these, with their whole
    cosines: those near in time, or those that are not or whose days are unknown. Pairs of articles
    that stand on both sides may come twice."""
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
        kept = product.data >= LEAST_PAIR
        i, j, alike = block[product.row[kept]], right[product.col[kept]], product.data[kept]
        asked = (i != j) & ((np.abs(moments[i] - moments[j]) <= WINDOW) == near)
        i, j, alike = i[asked], j[asked], alike[asked]
        yield i, j, (alike if rest is None else alike + _cosines(rest, i, j))
        right = right[~_mask(rows.shape[0], block)[right]]  # these have met all others


def _mask(size: int, chosen: Ints) -> Bools:
    mask = np.zeros(size, bool)
    mask[chosen] = True
    return mask


def _cosines(rows: Any, i: Ints, j: Ints) -> Floats:
    """What these rows make of the cosine of each pair."""
    found: Floats = np.asarray(rows[i].multiply(rows[j]).sum(1)).ravel()
    return found


def _kind(size: int, i: Ints, j: Ints, alike: Floats, days: Floats, rank: int) -> Floats:
    """How alike each article is to those that are not on its event: its likest but ``rank - 1`` among
    the articles of other days; 0 where it has fewer."""
    apart = days > KIND_DAYS
    item = np.concatenate((i[apart], j[apart]))
    value = np.concatenate((alike[apart], alike[apart]))
    order = np.lexsort((-value, item))
    item, value = item[order], value[order]
    first = np.searchsorted(item, np.arange(size))
    many = np.searchsorted(item, np.arange(size), "right") - first >= rank
    kind = np.zeros(size)
    kind[many] = value[first[many] + rank - 1]
    return kind
