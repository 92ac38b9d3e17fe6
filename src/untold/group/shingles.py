"""Shingles: runs of a few words, and which of them several articles have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from untold.group.words import (
    TOGETHER,
    Bools,
    Keys,
    Places,
    firsts_of,
    stretches,
    together,
    words_of_all,
)
from untold.model import Article

Ints = NDArray[np.int64]

#: Words in a row that two articles must share to be compared there. Four words in a row are often
#: chance; with five, an edit in every second line still leaves many.
SHINGLE = 5
#: Up to this many holders every pair of them is looked at; of more, each with the next CHAIN by
#: id, so that a report printed by a hundred outlets costs a hundred pairs and stays one family.
ALL_PAIRS = 8
CHAIN = 2
#: A shingle in this many articles of one outlet, and in no other outlet, is its boilerplate.
BOILERPLATE = 3
#: An odd number of 64 bits without pattern (the fraction of pi), and no power of the one that the
#: words' own keys are made with.
MULTIPLIER = np.uint64(0x243F6A8885A308D3)
#: Shingles looked at together: all at once would need their memory twice.
MANY = 1 << 16


class Shingles:
    """The shingles of the texts of some articles, one of a few words after the other's; then those
    that more than one article has.

    There are as many as words: each is kept in 8 bytes, and nothing else of that size is made, since
    memory that is touched for the first time costs more than what is done there. A key's lowest bits
    make room for its place among all, so two unlike ones are taken for one more often than words are:
    with 38 bits left, as of 12,000 articles, in about one of 300,000 pairs of articles.

    Args:
        articles: those whose words will be added.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        # no text has more words than this; what stays empty takes no memory
        most = sum(len(article.text) // 2 + 1 for article in articles)
        self._low = np.uint64((1 << most.bit_length()) - 1)
        self._keys = np.empty(most, np.uint64)
        self._ends = [0]

    def add(self, words: Keys, firsts: Places, ends: Places) -> None:
        """The next articles' texts: of each the words from ``firsts`` to before ``ends``."""
        size = max(0, len(words) - SHINGLE + 1)
        key = words[:size]
        for offset in range(1, SHINGLE):
            key = key * MULTIPLIER + words[offset : offset + size]
        sizes = np.maximum(ends - firsts - SHINGLE + 1, 0)
        key = key[stretches(firsts, sizes)]
        start = self._ends[-1]
        key &= ~self._low
        key |= np.arange(start, start + len(key), dtype=np.uint64)
        self._keys[start : start + len(key)] = key
        self._ends += (start + np.cumsum(sizes)).tolist()

    def shared(self) -> tuple[Keys, Ints, Ints]:
        """Every shingle that more than one article has: its key, who has it, and the word where it
        first starts there; by key, article and place. To be asked once."""
        found = self._repeated()
        order = (found & self._low).view(np.int64)
        key = found & ~self._low
        holder = self._holders(order)
        place = order - np.array(self._ends)[holder]
        first = np.ones(len(key), bool)
        first[1:] = (key[1:] != key[:-1]) | (holder[1:] != holder[:-1])
        key, holder, place = key[first], holder[first], place[first]
        kept = _with_its_like(key)
        return key[kept], holder[kept], place[kept]

    def _repeated(self) -> Keys:
        """The keys that occur twice or more, with their places; sorted."""
        keys, self._keys = self._keys[: self._ends[-1]], np.zeros(0, np.uint64)
        keys.sort()
        found = [keys[:0]]
        for start in range(0, len(keys), MANY):
            before = min(start, 1)
            part = keys[start - before : start + MANY + 1]
            kept = _with_its_like(part | self._low)
            found.append(part[before : before + MANY][kept[before : before + MANY]])
        return np.concatenate(found)

    def _holders(self, order: Ints) -> Ints:
        """Which article each of these shingles is of: that of the first of its 64, mostly, which is
        found faster than its own."""
        ends = np.array(self._ends)
        firsts = np.searchsorted(ends, np.arange(0, ends[-1], 64), "right") - 1
        holder: Ints = firsts[order >> 6]
        others = np.flatnonzero(order >= ends[holder + 1])
        holder[others] = np.searchsorted(ends, order[others], "right") - 1
        return holder


def shingles_of(articles: Sequence[Article]) -> Shingles:
    """The shingles of the texts of these articles."""
    found = Shingles(articles)
    texts = [article.text for article in articles]
    for some in together([len(text) for text in texts], TOGETHER):
        words, _, borders = words_of_all(texts[some])
        found.add(words.keys, borders[:-1], borders[1:])
    return found


def meetings(keys: Keys, holders: Ints, outlets: Ints) -> tuple[Ints, Ints]:
    """Rows (left, right) whose texts hold the same shingle and are to be compared."""
    starts = firsts_of(keys)
    size = np.diff(starts, append=len(keys))
    group = np.repeat(np.arange(len(starts)), size)
    outlet = outlets[holders]
    others = np.bincount(group, outlet != outlet[starts][group], len(starts))
    asked = (size < BOILERPLATE) | (others > 0)
    left, right = [holders[:0]], [holders[:0]]
    for step in range(1, min(ALL_PAIRS, int(size.max(initial=0)))):
        many = asked & (size > step)
        if step > CHAIN:
            many &= size <= ALL_PAIRS
        row = np.flatnonzero(many[group[:-step]] & (group[:-step] == group[step:]))
        left.append(row)
        right.append(row + step)
    return np.concatenate(left), np.concatenate(right)


def _with_its_like(ranked: Keys) -> Bools:
    """Which of the ranked keys stand beside an equal one."""
    same = ranked[1:] == ranked[:-1]
    beside = np.zeros(len(ranked), bool)
    beside[:-1] |= same
    beside[1:] |= same
    return beside
