"""Words of a text as numbers: read with a few array operations, since every article pays for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Places = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Characters of the Basic Multilingual Plane have a table; the few beyond it are looked at singly.
PLANE = 0x10000
#: Characters read at once: more would leave the processor's cache.
CHARACTERS = 200_000
#: Bytes: more than a few texts take, less than from where on glibc always hands memory back.
KEPT_AT_HAND = 24 << 20
#: Texts read at once, at most.
TOGETHER = 64
#: An odd number of 64 bits without pattern (the fraction of the golden ratio): keys are sums of its
#: powers, and it has an inverse.
BASE = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: the number of each, where it stands, its first character.

    Two words have one key if they are the same in lower case (two others by chance: about once in
    10**19 pairs).
    """

    keys: Keys
    starts: Places
    ends: Places
    firsts: NDArray[np.uint16] | NDArray[np.uint32]

    def __getitem__(self, places: Places | slice) -> Words:
        """The words at these places."""
        return Words(self.keys[places], self.starts[places], self.ends[places], self.firsts[places])

    @property
    def capital(self) -> Bools:
        """Which words may be names."""
        return capital(self.firsts)

    @property
    def number(self) -> Bools:
        """Which words begin with a digit."""
        return _looked_up(_planes()[2], self.firsts, str.isdigit)


def words_of(text: str) -> Words:
    """Every run of letters and digits of a text, as Python's ``[^\\W_]+`` finds them.

    Each letter's number times a power of `BASE` is added up over the word: powers count from the
    text's start, and one product with an inverse moves a word's sum to where it would stand at the
    start.
    """
    found = _characters(text)
    letters = _looked_up(_planes()[0], found, lambda c: ord(c.lower()[0]) if c.isalnum() else 0)
    edges = _edges(letters != 0)
    starts, ends = edges[::2], edges[1::2]
    powers, inverse = _powers(1 << len(found).bit_length())
    # what is added up to the end of each word, less what was at the end of the one before
    sums = letters[1:-1] * powers[: len(letters) - 2]
    sums = np.cumsum(sums, out=sums)[ends - 1]
    keys = sums.copy()
    keys[1:] -= sums[:-1]
    keys *= inverse[starts]
    return Words(keys, starts, ends, found[starts + 1])


def capital(firsts: NDArray[np.uint16] | NDArray[np.uint32]) -> Bools:
    """Which of these words' first letters may begin a name: those that aren't small."""
    return _looked_up(_planes()[1], firsts, lambda c: not c.islower())


def together(lengths: Sequence[int], most: int) -> Iterator[slice]:
    """Texts to be read at once: so many that their characters fit into the processor's cache, or one
    that doesn't, and at most ``most``."""
    start, characters = 0, 0
    for place, length in enumerate(lengths):
        characters += length
        if place > start and (characters > CHARACTERS or place - start == most):
            yield slice(start, place)
            start, characters = place, length
    if len(lengths) > start:
        yield slice(start, len(lengths))


def places_of_all(texts: Sequence[str]) -> tuple[Places, Places, Places]:
    """Where the words of several texts begin and end, in turn: what `words_of_all` finds but for the
    words themselves, in half the time.

    Returns:
        The places in all texts, as in one; the rest as `words_of_all`.
    """
    begins = _begins(texts)
    found = _characters("\n".join(texts))
    edges = _edges(_looked_up(_planes()[3], found, str.isalnum))
    return edges, begins[:-1], np.searchsorted(edges[::2], begins)


def words_of_all(texts: Sequence[str]) -> tuple[Words, Places, Places]:
    """The words of several texts, read at once: those that `together` puts together take half the
    time of each alone.

    Returns:
        The words of all, as of one text; the character with which each text begins there; the word
        with which each begins, and how many there are.
    """
    begins = _begins(texts)
    words = words_of("\n".join(texts))
    return words, begins[:-1], np.searchsorted(words.starts, begins)


def ranked(keys: Keys) -> tuple[Keys, Places]:
    """The keys by size and their places, equal keys by place, in less than half of ``argsort``'s time:
    numbers are sorted faster than their places.

    Args:
        keys: numbers that differ in their upper bits, as `words_of` makes them.
    """
    order = keys.copy()
    low = put_places(order)
    order.sort()
    order &= low
    places = order.view(np.int64)
    found = keys[places]
    if (found[1:] < found[:-1]).any():  # two that differ in the bits alone that gave way to places
        rank = np.argsort(found, kind="stable")  # of what is all but in order: one pass
        found, places = found[rank], places[rank]
    return found, places


def put_places(keys: Keys) -> np.uint64:
    """Overwrites the lowest bits of each key with its place; which bits these are, as a mask."""
    low = np.uint64((1 << len(keys).bit_length()) - 1)
    keys &= ~low
    keys |= np.arange(len(keys), dtype=np.uint64)
    return low


def stretches(firsts: Places, sizes: Places) -> Places:
    """The places of several stretches, one after the other: so many from each first one on."""
    ends = np.cumsum(sizes)
    places = np.arange(ends[-1] if len(ends) else 0)
    places += np.repeat(firsts - (ends - sizes), sizes)
    return places


def firsts_of(ranked: Keys | Places) -> Places:
    """Where each of the ranked values first stands."""
    first = np.ones(len(ranked), bool)
    first[1:] = ranked[1:] != ranked[:-1]
    return np.flatnonzero(first)


def _begins(texts: Sequence[str]) -> Places:
    """The character with which each text begins where they stand one after the other, and the end."""
    return np.cumsum([0, *(len(text) + 1 for text in texts)])


def _characters(text: str) -> NDArray[np.uint16] | NDArray[np.uint32]:
    """The characters of a text by number, between two spaces: so every word has two edges."""
    text = f" {text} "
    found = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    if len(found) > len(text):  # some characters take two of these
        found = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    return found


def _edges(inside: Bools) -> Places:
    return np.flatnonzero(inside[1:] != inside[:-1])


def _looked_up(
    table: NDArray[Any], found: NDArray[np.uint16] | NDArray[np.uint32], of: Callable[[str], Any]
) -> NDArray[Any]:
    if found.itemsize == 2 or found.max(initial=0) < len(table):
        return table.take(found)
    far = found >= len(table)
    values = table[np.where(far, 0, found)]
    values[far] = [of(chr(c)) for c in found[far].tolist()]
    return values


@lru_cache(maxsize=1)
def _planes() -> tuple[NDArray[np.uint32], Bools, Bools, Bools]:
    # nothing is written there, but glibc keeps as much memory at hand from now on as was given back at
    # once: else it hands back that of each few texts, and the next few pay a tenth of their time for it
    np.empty(KEPT_AT_HAND, np.uint8)
    characters = [chr(c) for c in range(PLANE)]
    lower = [ord(c.lower()[0]) if c.isalnum() else 0 for c in characters]
    capital = np.array([not c.islower() for c in characters])
    letters = np.array(lower, np.uint32)
    return letters, capital, np.array([c.isdigit() for c in characters]), letters != 0


@lru_cache(maxsize=32)
def _powers(size: int) -> tuple[Keys, Keys]:
    """The powers of `BASE` from 0 on, modulo 2**64, and their inverses."""
    base = np.full(size, BASE, np.uint64)
    inverse = np.full(size, pow(BASE, -1, 2**64), np.uint64)
    inverse[0] = 1  # a word's first letter counts BASE, so that no key is small
    return np.multiply.accumulate(base), np.multiply.accumulate(inverse)
