"""Stories: articles grouped by event, against people's grouping and against the usual method."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations, islice
from pathlib import Path

from evals import look_alikes, near_neighbours
from evals.articles import article_of
from evals.data import data_folder, read_lines
from evals.halves import half_not_tuned_on
from evals.peers import TFIDF, tfidf_groups
from evals.scores import ari, bcubed
from evals.table import Figure
from untold.group.stories import Stories, find_stories
from untold.model import Article

#: Name, file, who made the labels. The method's numbers were chosen on the first two ...
SETS = (
    ("giveme5w1h", "stories/giveme5w1h.jsonl", "Giveme5W1H"),
    ("ecbplus", "stories/ecbplus.jsonl", "ECB+"),
)
#: ... what of them is kept whole when they are halved, to measure on what wasn't chosen on ...
HALVED = {"giveme5w1h": "stories", "ecbplus": "topics"}
#: ... and none on these.
UNSEEN = (
    ("basil", "wording/basil.jsonl", "BASIL"),
    ("newswcl50", "naming/newswcl50.jsonl", "NewsWCL50"),
)
#: Articles of other news that the labelled ones are mixed with: grouping must not depend on company.
OTHER_NEWS = 2000
#: A stream comes in so many portions, with a restart between any two.
PORTIONS = 20


def score() -> list[Figure]:
    """B-cubed P, R and F1 and ARI on each set, alone and among other news; look-alikes told apart;
    and how far stories from a stream are from those of one batch."""
    figures = []
    other = [article_of(record) for record in islice(read_lines("scale/articles.jsonl.gz"), OTHER_NEWS)]
    for name, path, labels in (*SETS, *UNSEEN):
        articles = _named_apart([article_of(record) for record in read_lines(path)])
        gold = [article.story or "" for article in articles]
        found, theirs = _found(articles, ()), tfidf_groups(articles)
        figures += _figures(name, gold, found, theirs, labels)
        among = _found(articles, other)
        size = f"{len(articles)} articles among {len(other)} others"
        figures.append(_one(f"{name} in company", size, gold, among, labels))
        figures += _streamed(name, articles, gold, found, labels)
        if name in HALVED:
            (elsewhere,) = (path for other, path, _ in SETS if other != name)
            beside = [article_of(record) for record in read_lines(elsewhere)]
            figures.append(half_not_tuned_on(name, articles, beside, labels, HALVED[name]))
        if name == "ecbplus":
            figures += _look_alikes(gold, found, theirs, labels)
    return [*figures, _war(), *look_alikes.score(), *near_neighbours.score()]


def _named_apart(articles: list[Article]) -> list[Article]:
    """The articles, those that share an id with an earlier one (two of BASIL) under another."""
    seen = Counter[str]()
    named = []
    for article in articles:
        seen[article.id] += 1
        again = f"{article.id}/{seen[article.id]}" if seen[article.id] > 1 else article.id
        named.append(replace(article, id=again))
    return named


def _figures(
    name: str, gold: list[str], found: list[str], peers: list[int], labels: str
) -> list[Figure]:
    size = f"{len(gold)} articles, {len(set(gold))} stories"
    alone = range(len(gold))
    rows = zip(
        ("B-cubed P", "B-cubed R", "B-cubed F1"), bcubed(alone, gold), bcubed(found, gold), strict=True
    )
    figures = [
        Figure("stories", name, size, measure, "each alone", floor, ours, labels)
        for measure, floor, ours in rows
    ]
    figures.append(
        Figure("stories", name, size, "ARI", "each alone", ari(alone, gold), ari(found, gold), labels)
    )
    for measure, theirs, ours in (
        ("B-cubed F1 to peer", bcubed(peers, gold)[2], bcubed(found, gold)[2]),
        ("ARI to peer", ari(peers, gold), ari(found, gold)),
    ):
        figures.append(Figure("stories", name, size, measure, TFIDF, theirs, ours, labels))
    return figures


def _one(data: str, size: str, gold: Sequence[str], found: Sequence[str], labels: str) -> Figure:
    alone = bcubed(range(len(gold)), gold)[2]
    ours = bcubed(found, gold)[2]
    return Figure("stories", data, size, "B-cubed F1", "each alone", alone, ours, labels)


def _streamed(
    name: str, articles: list[Article], gold: list[str], batch: list[str], labels: str
) -> list[Figure]:
    """The same articles shuffled, in portions, everything forgotten but placements between two."""
    placed = streamed(articles, PORTIONS)
    found = [placed[article.id] for article in articles]
    size = f"{len(articles)} articles in {PORTIONS} portions, any order"
    alone = bcubed(range(len(batch)), batch)[2]
    ours = bcubed(found, batch)[2]
    data = f"{name} as a stream"
    return [
        _one(data, size, gold, found, labels),
        Figure(
            "stories", data, size, "B-cubed F1 to the batch", "each alone", alone, ours, "our batch"
        ),
    ]


def streamed(articles: Sequence[Article], portions: int) -> dict[str, str]:
    """Where articles are placed that come in shuffled portions, with a restart after each."""
    shuffled = list(articles)
    random.Random(4).shuffle(shuffled)  # noqa: S311 (any fixed seed: the order must be the same)
    placed: dict[str, str] = {}
    for start in range(portions):
        here = [article for article in articles if article.id in placed]
        stories = Stories(here, placed)
        stories.add(shuffled[start::portions])
        placed = stories.placed
    return placed


def _look_alikes(
    gold: list[str], found: list[str], peers: Sequence[object], labels: str
) -> list[Figure]:
    """Of the pairs of one ECB+ topic, two events of one kind each: those on two events told apart,
    those on one event kept together."""
    topic = [story.removesuffix("plus") for story in gold]
    pairs = [(i, j) for i, j in combinations(range(len(gold)), 2) if topic[i] == topic[j]]
    figures = []
    for measure, same in (("look-alike pairs apart", False), ("pairs of one event together", True)):
        asked = [(i, j) for i, j in pairs if (gold[i] == gold[j]) == same]
        theirs, ours = (
            sum((one[i] == one[j]) == same for i, j in asked) / len(asked) for one in (peers, found)
        )
        size = f"{len(asked)} pairs of {len(set(topic))} topics"
        figures.append(Figure("stories", "ecbplus", size, measure, TFIDF, theirs, ours, labels))
    return figures


def _war() -> Figure:
    """Five events of one war, coded by us, among the other reports of 15 outlets on it."""
    articles = [article_of(record) for record in read_lines("outlets/fakes.jsonl")]
    folder = data_folder()
    coded = json.loads(((folder or Path()) / "gold/articles.json").read_text("utf-8"))["setF"]
    stories = find_stories(articles)
    names = sorted(coded)
    size = f"{len(names)} articles of {len(set(coded.values()))} events among {len(articles)}"
    gold, found = [coded[name] for name in names], [stories[name] for name in names]
    return _one("Syrian war, set F", size, gold, found, "own")


def _found(articles: list[Article], other: Iterable[Article]) -> list[str]:
    stories = find_stories([*articles, *other])
    return [stories[article.id] for article in articles]
