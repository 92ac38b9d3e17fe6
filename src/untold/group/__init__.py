"""Grouping: which articles tell one event, and which text stands in more than one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from untold.model import Article, Passage, Placement

#: Rises when the same articles would be grouped otherwise: part of the ledger's fingerprint.
VERSION = 4
#: Entries of models/ that the grouping reads.
MODELS = ("rarity",)


@dataclass(frozen=True, slots=True)
class Grouping:
    """A placement for every article, by id, and every passage that stands in two of them."""

    placements: tuple[Placement, ...]
    passages: tuple[Passage, ...]


def group(articles: Sequence[Article], before: Mapping[str, str] | None = None) -> Grouping:
    """A story for every article, and the copied passages among all of them.

    The order of the articles makes no difference. An article like no other, or without text, is a
    story of its own. A story's id comes from the id of its earliest article when the story is first
    found, a copy family's from the ids of all its articles. Copies are looked for across stories
    too. Method and known failures: `find_stories`, `find_passages` and `copy_families`.

    Args:
        articles: any number, each id once.
        before: story ids by article id, as an earlier call gave them: then only the articles that
            are not in it are placed, with the stories that they are like, and stories keep their ids.

    Raises:
        ModelError: the table of word rarity is missing or isn't the pinned one.
        ValueError: an id occurs twice.
    """
    from untold.group.copies import copy_families, find_passages
    from untold.group.moments import moment_of
    from untold.group.reading import read
    from untold.group.stories import find_stories

    ordered = sorted(articles, key=lambda article: article.id)
    ids = [article.id for article in ordered]
    for one, other in pairwise(ids):
        if one == other:
            raise ValueError(f"two articles have the id {one!r}")
    days = {article.id: moment_of(article) for article in ordered}
    terms, shingles = read(ordered)
    passages = find_passages(ordered, shingles, days)
    del shingles  # the largest of all
    families = copy_families(ordered, passages, days)
    stories = find_stories(ordered, before, terms=dict(zip(ids, terms, strict=True)), days=days)
    placements = tuple(Placement(name, stories[name], families.get(name)) for name in ids)
    return Grouping(placements, passages)
