"""Look-alikes: are the articles of one event, and only those, in one story? B-cubed on the reports of
one war and on neighbourhoods of like articles in US news; half of the labels were kept aside."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

from evals.articles import article_of
from evals.data import read_lines
from evals.peers import TFIDF, tfidf_groups
from evals.scores import bcubed
from evals.table import Figure
from untold.group.stories import find_stories
from untold.model import Article

LABELS = Path(__file__).resolve().parent / "labels" / "look_alikes.json"
#: The collections and the files of their articles.
SETS = {"war": "outlets/fakes.jsonl", "us": "scale/articles.jsonl.gz"}
#: Of the labels: what was trained and tuned on, and what never was.
TUNED, ASIDE = "tuned", "aside"
#: Articles that the labelled ones are grouped with: thousands, few enough for the peer.
COMPANY = 3000
BY = "a language model"

#: Event by article, of articles that were labelled together.
Events = Mapping[str, str]


def score() -> list[Figure]:
    """B-cubed precision, recall and F1 of ours beside the usual method's, for each set and part."""
    figures = []
    for name, path in SETS.items():
        parts = {part: labelled(name, part) for part in (TUNED, ASIDE)}
        articles = in_company(path, set(chain.from_iterable(chain(*parts.values()))))
        ours, groups = find_stories(articles), tfidf_groups(articles)
        theirs = {article.id: str(group) for article, group in zip(articles, groups, strict=True)}
        for part, together in parts.items():
            size = f"{sum(map(len, together))} articles labelled, among {len(articles):,}"
            rows = zip("PRF", measured(together, theirs), measured(together, ours), strict=True)
            figures += [
                Figure("stories", f"look-alikes, {name}, {part}", size,
                       f"B-cubed {measure.replace('F', 'F1')}", TFIDF, peer, mine, BY)
                for measure, peer, mine in rows
            ]  # fmt: skip
    return figures


def labelled(name: str, part: str) -> list[Events]:
    """The labels of one part of a set: of articles that were labelled together, their events."""
    kept: dict[str, Any] = json.loads(LABELS.read_text("utf-8"))[name]
    found: list[Events] = [kept[part]] if isinstance(kept[part], dict) else kept[part]
    return found


def measured(together: Sequence[Events], placed: Mapping[str, str]) -> tuple[float, float, float]:
    """B-cubed of a grouping over articles that are compared only with those labelled with them."""
    found = [f"{n}/{placed[name]}" for n, events in enumerate(together) for name in events]
    gold = [f"{n}/{event}" for n, events in enumerate(together) for event in events.values()]
    return bcubed(found, gold)


def in_company(path: str, wanted: set[str]) -> list[Article]:
    """The wanted articles of a file, and as many others, from its start, as make up `COMPANY`."""
    articles = [article_of(record) for record in read_lines(path)]
    chosen = [article for article in articles if article.id in wanted]
    others = (article for article in articles if article.id not in wanted)
    return list(islice(chain(chosen, others), COMPANY))
