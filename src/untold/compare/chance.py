"""What chance alone yields: false discoveries controlled over many tests."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


def q_values(ps: Sequence[float]) -> list[float]:
    """For each p-value the smallest share of false discoveries at which it would be one.

    Benjamini and Hochberg (1995): those with a q of at most 0.1 hold, on average over many such
    lists, at most one false discovery in ten, if the tests are independent or positively dependent.
    """
    order = sorted(range(len(ps)), key=lambda i: (-ps[i], i))
    found = [1.0] * len(ps)
    least = 1.0
    for above, i in enumerate(order):
        least = min(least, ps[i] * len(ps) / (len(ps) - above))
        found[i] = least
    return found


def attainable(least: Sequence[float], max_q: float) -> list[int]:
    """The tests worth making: those whose smallest possible p-value is small enough to count.

    Gilbert (2005), after Tarone (1990): with k tests kept, only those that can reach ``max_q / k``
    matter; the smallest k for which no more than k can is taken. What is kept is chosen without a look
    at the data, so the control of false discoveries stays.

    Args:
        least: for each test the smallest p-value that it could yield.
        max_q: the share of false discoveries allowed.
    """
    ordered = sorted(least)
    for k in range(1, len(least) + 1):
        if bisect_right(ordered, max_q / k) <= k:
            return [i for i, p in enumerate(least) if p <= max_q / k]
    return []
