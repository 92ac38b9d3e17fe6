"""How common told cells are in a story, and from which probability on one counts as told there.

The matcher learnt from cells of which nearly half are told. In the matrix of a long affair, where
articles share a theme and few facts, it is one in fifty: there most cells that look told at first sight
are not, and the same probability means less.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from untold.compare.finding import LEAST, matcher_file

#: Rounds of `share_told`; it stands still long before.
ROUNDS = 100


def share_told(p: ArrayLike, taught: float) -> float:
    """The share of the cells that is told, which fits their probabilities best.

    Expectation and maximisation as in Saerens, Latinne and Decaestecker 2002, "Adjusting the outputs of
    a classifier to new a priori probabilities". One cell as common as the taught ones is added, so that
    few cells don't move it far.

    Args:
        p: the probabilities of a story's cells, 0 to 1.
        taught: the share that was told where the probabilities were learnt.
    """
    probability = np.clip(np.asarray(p, float), LEAST, 1 - LEAST)
    share = taught
    for _ in range(ROUNDS):
        told = probability * share / taught
        untold = (1 - probability) * (1 - share) / (1 - taught)
        share = float(((told / (told + untold)).sum() + taught) / (len(probability) + 1))
    return share


def told_from(p: ArrayLike, limit: float) -> float:
    """The probability from which a cell of this story is as surely told as ``limit`` says; never lower.

    Args:
        p: the probabilities of the story's cells that are statements of one article sought in another.
        limit: the probability from which a cell counts as told where as many are told as in training.
    """
    taught = float(matcher_file()["taught"])
    share = share_told(p, taught)
    odds = limit / (1 - limit) * taught / (1 - taught) * (1 - share) / share
    return max(limit, odds / (1 + odds))
