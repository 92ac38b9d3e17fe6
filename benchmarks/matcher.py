"""The matcher after annotation: cells, one fact in one article, a second on one core.

The peer is the plain cosine of whole-sentence vectors, all facts in one matrix product: the
cheapest way to use an encoder. How much less it finds is measured by ``untold eval facts``.
"""

from __future__ import annotations

import json
import statistics
import sys
from time import perf_counter

import numpy as np

from benchmarks import corpora
from benchmarks.measure import inside
from benchmarks.table import Row

RUNS = 3
NEEDS_DATA = True
#: Whole stories until so many articles: some hundred statements each, enough to time.
ARTICLES = 25


def measure(runs: int) -> list[Row]:
    """Cells a second, ours and the peer's, from one process that annotated before the clock."""
    found, taken = inside("benchmarks.matcher", str(runs))
    on = f"{found['statements']:,} statements in {found['articles']} articles"
    return [
        Row(
            "matcher, one core", on, found["ours"], "cells/s", runs, found["peer"],
            "cosine of sentence vectors",
        ),
        Row("matcher, peak memory", on, taken.peak / 1e9, "GB", runs),
    ]  # fmt: skip


def _main(runs: int) -> None:
    from untold.annotate.reading import Reading
    from untold.compare import finding, matching
    from untold.model import Article, Story
    from untold.models import encoder

    layers = (*matching.LAYERS, "statements")
    stories: dict[str, list[Article]] = {}
    for r in corpora.whole_stories(ARTICLES):
        article = Article(r["id"], r["outlet"] or "", r["title"] or "", r["text"], language="en")
        stories.setdefault(r["story"], []).append(article)
    cells, statements_found, articles_found = 0, 0, 0
    seconds: dict[str, list[float]] = {"ours": [0.0] * runs, "peer": [0.0] * runs}
    finding.matcher()
    for name, articles in stories.items():
        readings = [Reading(article) for article in articles]
        found = {layer: {r.article.id: r.records(layer) for r in readings} for layer in layers}
        story = Story(name, tuple(articles), found)
        sentences = matching.Haystack(story, articles)
        statements = matching.Haystack(story, articles, layer="statements")
        cells += statements.count * len(sentences.articles)
        statements_found += statements.count
        articles_found += len(sentences.articles)
        texts = [[row.span.text for row in hay.rows] for hay in (sentences, statements)]
        where, what = (encoder()(listed) for listed in texts)
        for run in range(runs):
            began = perf_counter()
            for row in statements.rows:
                finding.find_matches(row.sought, sentences, "stated", own=row)
            seconds["ours"][run] += perf_counter() - began
            began = perf_counter()
            np.maximum.reduceat(what @ where.T, sentences.first, axis=1)
            seconds["peer"][run] += perf_counter() - began
    speeds = {name: cells / statistics.median(values) for name, values in seconds.items()}
    print(json.dumps({**speeds, "statements": statements_found, "articles": articles_found}))


if __name__ == "__main__":
    _main(int(sys.argv[1]))
