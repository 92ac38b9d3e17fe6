"""How far two groupings of the same things agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def bcubed(found: Sequence[object], gold: Sequence[object]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of one grouping against another (Bagga and Baldwin 1998)."""
    both = Counter(zip(found, gold, strict=True))
    ours, theirs = Counter(found), Counter(gold)
    precision = sum(n * n / ours[a] for (a, _), n in both.items()) / len(gold)
    recall = sum(n * n / theirs[b] for (_, b), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def ari(found: Sequence[object], gold: Sequence[object]) -> float:
    """The adjusted Rand index of two groupings (Hubert and Arabie 1985)."""
    from sklearn.metrics import adjusted_rand_score

    first = {label: i for i, label in enumerate(dict.fromkeys(found))}
    second = {label: i for i, label in enumerate(dict.fromkeys(gold))}
    return float(adjusted_rand_score([second[x] for x in gold], [first[x] for x in found]))
