"""One sentence in two articles with another number in it: copied text whose figure was changed."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

#: Words in common order from which two sentences are one text with a few words changed.
_SAME = 0.8
#: A shorter sentence is alike by chance: "nine people were killed in the fire".
_WORDS = 10
#: Words that must be the same on each side of the number, where its sentence has as many.
_BESIDE = 2
_NUMBER = "#"


def altered(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """Whether two sentences are one text with different words for one number.

    Args:
        one: the words before the number, the number with its hedge, and the words after it.
        other: the same of the other sentence.

    Method: the order of words (SequenceMatcher's ratio, numbers and case apart) and the words beside
    the number. Known failure: a formula that an agency prints day by day with a new toll.
    """
    if _words(one[1]) == _words(other[1]):
        return False
    a, b = (_masked(*parts) for parts in (one, other))
    if min(len(a), len(b)) < _WORDS:
        return False
    at_a, at_b = len(_words(one[0])), len(_words(other[0]))
    left = min(at_a, at_b, _BESIDE)
    right = min(len(a) - at_a - 1, len(b) - at_b - 1, _BESIDE)
    beside = a[at_a - left : at_a + 1 + right] == b[at_b - left : at_b + 1 + right]
    return beside and SequenceMatcher(None, a, b, autojunk=False).ratio() >= _SAME


def _masked(before: str, _: str, after: str) -> list[str]:
    return [*_words(before), _NUMBER, *_words(after)]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())
