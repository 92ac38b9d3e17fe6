"""How probably two articles are on one event; and which pairs are asked: those that rare words join."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from untold.group.numbers import NUMBERS, Numbers
from untold.group.terms import Floats, Ints, Matrix
from untold.group.words import Bools, firsts_of, ranked

#: Articles more than this many days apart count as of other days, on which an article's kind is
#: measured: the reports of one event come within them, mostly.
KIND_DAYS = 3
#: An article without a day borrows one from an article that is at least this alike: less is no story.
LENDING = 0.1
#: Pairs whose cosine is below this aren't compared: one story's reports are more alike, most by far.
LEAST_PAIR = 0.04
#: Days of a window in which words are counted as rare or not.
WINDOW = 30
#: A word in more articles than this (of those within two windows, and of all) brings no pair
#: together, though it counts in pairs that meet: bounds what one article costs. An input of up to
#: ten times as many is compared in full, since a tenth of it already makes a word common.
HOLDERS = 300
#: The same for articles further apart in time, or without day: what they share weighs little, and they
#: are most pairs.
HOLDERS_FAR = 100
#: Rows multiplied at a time, and at most so many pieces: bounds memory.
ROWS = 1024
PIECES = 24

#: Pairs that are less probably on one event count as 0: it keeps the graph sparse.
LEAST_PROBABILITY = 0.25
#: Pairs of which the cosine is looked up at a time: more would leave the processor's cache.
LOOKED_UP = 4000
#: What counts for a pair of which one has no title, or a title without words that others have.
NO_TITLE = 0.3

Pairs = tuple[Ints, Ints, Floats]


def likeness(matrix: Matrix, moments: Floats, active: Ints, numbers: Numbers = NUMBERS) -> Pairs:
    """Pairs (i < j) that may be on one event and have at least one active article, and how probably.

    Args:
        matrix: the words of all articles.
        moments: the day of each; NaN where unknown.
        active: the articles whose pairs are wanted, sorted.
        numbers: what counts how much, and what counts as kind.
    """
    weights = numbers.weights
    least = numbers.evenness * np.log(LEAST_PROBABILITY / (1 - LEAST_PROBABILITY))
    i, j, found = evidence(matrix, moments, active, numbers, float(least))
    odds = found @ np.array(
        [weights.alike, weights.near, weights.kind, weights.best, weights.figures, weights.title]
    )
    probability = 1 / (1 + np.exp(-(odds + weights.start) / numbers.evenness))
    kept = probability >= LEAST_PROBABILITY
    return i[kept], j[kept], probability[kept]


def evidence(
    matrix: Matrix, moments: Floats, active: Ints, numbers: Numbers, least: float = -np.inf
) -> Pairs:
    """Pairs as `likeness` gives them, with what speaks for or against one event in the order of
    `Weights`: pairs x 6. Those that can't reach ``least`` in log-odds are left out.

    An article without a day is given that of the article it is likest to, if that has one: otherwise
    it would be near to every time, and join what years keep apart. A lent day speaks for nothing.
    """
    i, j, alike = _candidates(matrix.rows, moments, active)
    lent = _with_lent_days(moments, i, j, alike)
    days = np.abs(lent[i] - lent[j])
    near = np.where(np.isnan(days), 1.0, np.exp(-days / numbers.time_scale))
    own = ~np.isnan(moments)
    near = np.where(own[i] & own[j], near, np.minimum(near, numbers.undated))
    kind = _kind(len(moments), i, j, alike, days, numbers.kind_rank)
    best = np.zeros(len(moments))
    for side in (i, j):
        np.maximum.at(best, side, alike)
    first = np.stack(
        (
            np.log(alike),
            near,
            (1 - near) * np.minimum(kind[i], kind[j]) * 10,
            np.log(alike / np.minimum(best[i], best[j])),
        ),
        axis=1,
    )
    told = numbers.weights
    so_far = first @ np.array([told.alike, told.near, told.kind, told.best]) + told.start
    # neither of the two that remain can be above 1: what can't reach `least` isn't looked up
    asked = so_far + told.figures + told.title >= least
    i, j, first, so_far = i[asked], j[asked], first[asked], so_far[asked]
    figures = _figures(matrix, i, j)
    asked = so_far + told.figures * figures + told.title >= least
    i, j, first, figures = i[asked], j[asked], first[asked], figures[asked]
    return i, j, np.column_stack((first, figures, _titles(matrix, i, j)))


def _figures(matrix: Matrix, i: Ints, j: Ints) -> Floats:
    """The root of the cosine of the numbers of two articles; 0 where one tells none."""
    numbers = matrix.rows[:, np.flatnonzero(matrix.numbers)]
    length = np.sqrt(np.asarray(numbers.multiply(numbers).sum(1)).ravel())
    common = _cosines(numbers, numbers, i, j)
    both = length[i] * length[j]
    cosines: Floats = np.divide(common, both, out=np.zeros(len(i)), where=both > 0)
    return np.sqrt(cosines)


def _titles(matrix: Matrix, i: Ints, j: Ints) -> Floats:
    """How much of the weight of one's title is words that the other has too: the lower of the two."""
    from scipy.sparse import csr_matrix

    rows = matrix.rows
    squares = csr_matrix(
        (np.where(matrix.titles, rows.data**2, 0.0), rows.indices.copy(), rows.indptr.copy()),
        shape=rows.shape,
    )
    squares.eliminate_zeros()
    total = np.asarray(squares.sum(1)).ravel()

    def told(one: Ints, other: Ints) -> Floats:
        if not len(one):
            return np.zeros(0)
        title = squares[one]
        words = np.diff(title.indptr)
        held = np.asarray(rows[np.repeat(other, words), title.indices]).ravel() > 0
        pair = np.repeat(np.arange(len(one)), words)
        share: Floats = np.bincount(pair, title.data * held, len(one)) / total[one]
        return share

    share = np.full(len(i), NO_TITLE)
    both = np.flatnonzero((total[i] > 0) & (total[j] > 0))
    share[both] = told(i[both], j[both])
    some = both[share[both] > 0]  # nothing is lower than 0
    share[some] = np.minimum(share[some], told(j[some], i[some]))
    return share


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
    unused = np.uint64(64 - (rows.shape[0] ** 2).bit_length())  # bits above a pair's number
    pairs = (np.minimum(i, j) * rows.shape[0] + np.maximum(i, j)).astype(np.uint64) << unused
    pairs, order = ranked(pairs)
    first = order[firsts_of(pairs)]
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
    holders = np.bincount(held.indices, minlength=rows.shape[1])
    rare = holders <= (HOLDERS if near else HOLDERS_FAR)
    part = rows if rare.all() else rows[:, np.flatnonzero(rare)]
    rest = None if rare.all() else rows[:, np.flatnonzero(~rare)]
    step = max(ROWS, -(-len(left) // PIECES))
    for start in range(0, len(left), step):
        block = left[start : start + step]
        product = part[block] @ part[right].T.tocsr()
        kept = np.flatnonzero(product.data >= LEAST_PAIR)
        i = block[np.searchsorted(product.indptr, kept, "right") - 1]
        j, alike = right[product.indices[kept]], product.data[kept]
        asked = (i != j) & ((np.abs(moments[i] - moments[j]) <= WINDOW) == near)
        i, j, alike = i[asked], j[asked], alike[asked]
        yield i, j, (alike if rest is None else alike + _cosines(rest, rest, i, j))
        right = right[~_mask(rows.shape[0], block)[right]]  # these have met all others


def _mask(size: int, chosen: Ints) -> Bools:
    mask = np.zeros(size, bool)
    mask[chosen] = True
    return mask


def _cosines(one: Any, other: Any, i: Ints, j: Ints) -> Floats:
    """The product of row i of one matrix and row j of the other, for each pair; sorted by i, since the
    rows of ``one`` are laid out in full, and those of many pairs looked up there at once."""
    from scipy.sparse import csr_matrix

    found = np.zeros(len(i))
    for start in range(0, len(i), LOOKED_UP):
        part = slice(start, start + LOOKED_UP)
        firsts = firsts_of(i[part])
        place = np.repeat(np.arange(len(firsts)), np.diff(firsts, append=len(i[part])))
        full = one[i[part][firsts]].toarray().ravel()
        sought = other[j[part]]
        begins = place * one.shape[1]
        if full.size < 1 << 31:
            begins = begins.astype(np.int32)  # half the time of int64
        words = sought.indices + np.repeat(begins, np.diff(sought.indptr))
        found[part] = csr_matrix((sought.data, words, sought.indptr), (len(place), len(full))) @ full
    return found


def _kind(size: int, i: Ints, j: Ints, alike: Floats, days: Floats, rank: int) -> Floats:
    """How alike each article is to those that are not on its event: its likest but ``rank - 1`` among
    the articles of other days; 0 where it has fewer."""
    apart = np.flatnonzero(days > KIND_DAYS)
    apart = apart[np.argsort(-alike[apart])]
    # each pair for both of its articles, the likest first; sorted by article in that order
    pair, item = np.repeat(apart, 2), np.stack((i[apart], j[apart]), 1).ravel()
    _, order = ranked(item.astype(np.uint64) << np.uint64(32))
    has = np.bincount(item, minlength=size)
    enough = np.flatnonzero(has >= rank)
    kind = np.zeros(size)
    kind[enough] = alike[pair[order[(np.cumsum(has) - has)[enough] + rank - 1]]]
    return kind
