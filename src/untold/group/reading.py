"""Articles read once, for stories and copies alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from untold.group.shingles import Shingles
from untold.group.terms import Terms, terms_in
from untold.group.words import TOGETHER, together, words_of_all
from untold.model import Article


def read(articles: Sequence[Article]) -> tuple[list[Terms], Shingles]:
    """The terms of each article, and the shingles of all their texts: what `terms_of` and
    `shingles_of` give, for the time of one of them."""
    terms: list[Terms] = []
    shingles = Shingles(articles)
    for batch in together([len(one.title) + len(one.text) for one in articles], TOGETHER):
        some = articles[batch]
        words, begins, borders = words_of_all([f"{one.title}\n{one.text}" for one in some])
        terms += terms_in(words, begins, borders[:-1], some)
        titles = np.array([len(one.title) for one in some])
        shingles.add(words.keys, np.searchsorted(words.starts, begins + titles), borders[1:])
    return terms, shingles
