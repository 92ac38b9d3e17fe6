"""Halves: what decides is trained and chosen on half of the stories, and the other half is measured."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from statistics import fmean

import numpy as np

from evals.peers import groups_at, tfidf_distances
from evals.scores import bcubed
from evals.table import Figure
from training.same_event import Pairs, look_alike_pairs, of_stories, train
from untold.group.numbers import NUMBERS, Numbers
from untold.group.stories import find_stories
from untold.model import Article

#: Splits, each measured both ways.
SPLITS = 3
#: What our three decisive numbers may be. What else was chosen on the whole sets stays as it is.
CHOICES = list(product((0.26, 0.32, 0.38, 0.44), (0.4, 0.5, 0.6, 0.7), (0.25, 0.35, 0.45, 0.55)))
#: What the usual method's one number may be.
DISTANCES = (0.76, 0.78, 0.8, 0.82, 0.84, 0.86, 0.88, 0.9, 0.92)
PEER = "TF-IDF + average linkage, its distance chosen alike"


def half_not_tuned_on(
    name: str, articles: Sequence[Article], other: Sequence[Article], labels: str, of: str
) -> Figure:
    """B-cubed F1 on the half that the numbers weren't chosen on, both ways, averaged over splits.

    Args:
        name: of the data.
        articles: with their stories.
        other: articles of another collection with theirs.
        labels: who made them.
        of: what is kept whole when halving: "stories", or "topics" of two look-alike stories each.
    """
    ours, theirs, elsewhere = [], [], of_stories(other)
    for split in range(SPLITS):
        halves = _halves(articles, of, split)
        peers = [_peer_scores(half) for half in halves]
        for chosen, measured in ((0, 1), (1, 0)):
            choices = _choices(halves[chosen], elsewhere)
            best = int(np.argmax([_score(halves[chosen], numbers) for numbers in choices]))
            ours.append(_score(halves[measured], choices[best]))
            theirs.append(peers[measured][int(np.argmax(peers[chosen]))])
    size = f"{len(articles)} articles, {2 * SPLITS} halves of the {of}"
    return Figure("stories", f"{name}, half not tuned on", size, "B-cubed F1", PEER,
                  fmean(theirs), fmean(ours), labels)  # fmt: skip


def _halves(articles: Sequence[Article], of: str, split: int) -> list[list[Article]]:
    def unit(article: Article) -> str:
        story = article.story or ""
        return story.removesuffix("plus") if of == "topics" else story

    units = sorted({unit(article) for article in articles})
    random.Random(split).shuffle(units)  # noqa: S311 (any fixed seed: splits must be the same)
    first = set(units[: len(units) // 2])
    return [[a for a in articles if (unit(a) in first) == inside] for inside in (True, False)]


def _choices(half: list[Article], other: Pairs) -> list[Numbers]:
    """Numbers to choose from; their weights are trained on this half, on labelled pairs of other
    collections, and on nothing else."""
    weights = train([of_stories(half), other, *look_alike_pairs()])
    return [
        replace(NUMBERS, weights=weights, least_mean=mean, split_below=cut, least_share=share)
        for mean, cut, share in CHOICES
    ]


def _score(half: list[Article], numbers: Numbers) -> float:
    """B-cubed F1 of ours."""
    stories = find_stories(half, numbers=numbers)
    return bcubed([stories[article.id] for article in half], [article.story for article in half])[2]


def _peer_scores(half: list[Article]) -> list[float]:
    gold, distances = [article.story for article in half], tfidf_distances(half)
    return [bcubed(groups_at(distances, distance), gold)[2] for distance in DISTANCES]
