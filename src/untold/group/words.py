"""Words of a text as numbers: read with a few array operations, since every article pays for it."""

from __future__ import annotations

from collections.abc import Callable
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
#: An odd number of 64 bits without pattern (the fraction of the golden ratio): keys are sums of its
#: powers, and it has an inverse.
BASE = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text in order: the number of each, where it stands, whether it may be a name.

    Two words have one key if they are the same in lower case (two others by chance: about once in
    10**19 pairs). ``capital`` says that the first letter isn't a small one, ``number`` that it is a
    digit.
    """

    keys: Keys
    starts: Places
    ends: Places
    capital: Bools
    number: Bools


def words_of(text: str) -> Words:
    """Every run of letters and digits of a text, as Python's ``[^\\W_]+`` finds them.

    Each letter's number times a power of `BASE` is added up over the word: powers count from the
    text's start, and one product with an inverse moves a word's sum to where it would stand at the
    start.
    """
    # a space at either end, so that every word has two edges
    found = np.frombuffer(f" {text} ".encode("utf-32-le", "surrogatepass"), "<u4")
    letters = _lower(found)
    inside = letters != 0
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return Words(np.zeros(0, np.uint64), starts, ends, np.zeros(0, bool), np.zeros(0, bool))
    powers, inverse = _powers(1 << len(text).bit_length())
    sums = np.add.reduceat(letters[1:-1] * powers[: len(text)], starts)
    first = found[starts + 1]
    return Words(mixed(sums * inverse[starts]), starts, ends, ~_small(first), _digit(first))


def mixed(keys: Keys) -> Keys:
    """The finaliser of SplitMix64 (Steele et al. 2014): spreads every bit over all 64."""
    keys = keys + np.uint64(BASE)
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


def _lower(found: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """For each character its number in lower case; 0 for what belongs to no word."""
    return _looked_up(_planes()[0], found, lambda c: ord(c.lower()[0]) if c.isalnum() else 0)


def _small(found: NDArray[np.uint32]) -> Bools:
    return _looked_up(_planes()[1], found, str.islower)


def _digit(found: NDArray[np.uint32]) -> Bools:
    return _looked_up(_planes()[2], found, str.isdigit)


def _looked_up(
    table: NDArray[Any], found: NDArray[np.uint32], of: Callable[[str], Any]
) -> NDArray[Any]:
    if found.max(initial=0) < len(table):
        return table[found]
    far = found >= len(table)
    values = table[np.where(far, 0, found)]
    values[far] = [of(chr(c)) for c in found[far].tolist()]
    return values


@lru_cache(maxsize=1)
def _planes() -> tuple[NDArray[np.uint32], Bools, Bools]:
    characters = [chr(c) for c in range(PLANE)]
    lower = [ord(c.lower()[0]) if c.isalnum() else 0 for c in characters]
    small, digit = (np.array([of(c) for c in characters]) for of in (str.islower, str.isdigit))
    return np.array(lower, np.uint32), small, digit


@lru_cache(maxsize=4)
def _powers(size: int) -> tuple[Keys, Keys]:
    """The powers of `BASE` from 0 on, modulo 2**64, and their inverses."""
    base = np.full(size, BASE, np.uint64)
    inverse = np.full(size, pow(BASE, -1, 2**64), np.uint64)
    base[0] = inverse[0] = 1
    return np.multiply.accumulate(base), np.multiply.accumulate(inverse)
