"""Names against NewsWCL50: are a gold chain's mentions found, and put together across outlets?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from typing import Any

from evals.data import read_lines
from evals.table import Figure
from untold.annotate.reading import Reading
from untold.compare.naming import story_actors
from untold.model import Article, Span, Story

#: The chain types that name people, groups, organisations and countries (no actions, no objects).
TYPES = frozenset({"ACTOR", "ACTOR-G", "GROUP", "COUNTRY", "ORGANIZATION"})
DATA = "NewsWCL50"
#: Weight of being one sentence off against one token off when a gold mention is looked up.
SENTENCE = 30

Clusters = dict[Hashable, set[str]]


def score() -> list[Figure]:
    """B-cubed, CEAF-e and MUC F1 (their mean is CoNLL's) of actors across outlets; mention recall.

    The gold gives sentence and token numbers of another tokeniser; each mention is looked up at the
    nearest place with its words. A gold mention takes the actor of our mention that shares most
    characters with it; one that none overlaps stands alone.
    """
    gold, ours, floor = _clusters()
    names = [name for members in gold.values() for name in members]
    single = {name for key, members in ours.items() if key[0] == "missed" for name in members}  # type: ignore[index]
    size = f"{len(names)} mentions, {len(gold)} chains, 5 stories"
    rows = [
        ("mention recall", 0.0, 1 - len(single) / len(names), "no mention"),
        ("B-cubed F1", b_cubed(gold, floor), b_cubed(gold, ours), "same last word"),
        ("CoNLL F1", _conll(gold, floor), _conll(gold, ours), "same last word"),
    ]
    return [
        Figure("naming", DATA, size, measure, floor_name, round(trivial, 3), round(value, 3), "people")
        for measure, trivial, value, floor_name in rows
    ]


def _clusters() -> tuple[Clusters, Clusters, Clusters]:
    articles: dict[str, list[Article]] = defaultdict(list)
    for record in read_lines("naming/newswcl50.jsonl"):
        article = Article(record["id"], record["outlet"], record["title"], record["text"])
        articles[record["story"]].append(article)
    marked: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for mention in read_lines("naming/newswcl50-mentions.jsonl"):
        if mention["type"] in TYPES:
            marked[mention["article"]].append(mention)
    gold: Clusters = defaultdict(set)
    ours: Clusters = defaultdict(set)
    floor: Clusters = defaultdict(set)
    for story_id, members in sorted(articles.items()):
        readings = {article.id: Reading(article) for article in members}
        layers = {"actors": {id_: reading.records("actors") for id_, reading in readings.items()}}
        actors = story_actors(Story(story_id, tuple(members), layers))
        for article in members:
            for mention, span in _located(readings[article.id], marked[article.id]):
                name = f"{story_id} {mention['id']}"
                best = _covering(span, layers["actors"][article.id])
                gold[story_id, mention["chain"]].add(name)
                floor[story_id, mention["text"].split()[-1].lower()].add(name)
                known = best is not None and (article.id, best) in actors
                ours[(story_id, actors[article.id, best]) if known else ("missed", name)].add(name)  # type: ignore[index]
    return dict(gold), dict(ours), dict(floor)


def _covering(span: Span, mentions: Any) -> str | None:
    """The actor of our mention that shares most characters with a gold span."""
    best, most = None, 0
    for mention in mentions:
        if mention.span.overlaps(span):
            shared = min(mention.span.end, span.end) - max(mention.span.start, span.start)
            if shared > most:
                best, most = mention.actor, shared
    return best


def _located(reading: Reading, mentions: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Span]]:
    """Each gold mention whose words the text holds, with the span nearest to its stated place."""
    doc = reading.doc("text")
    place = {}
    for number, sentence in enumerate(doc.sents):
        for token in sentence:
            place[token.idx] = (number, token.i - sentence.start)
    found, drift = [], 0
    for mention in sorted(mentions, key=lambda m: (m["sentence"], m["tokens"][0], m["id"])):
        hits = [m for m in re.finditer(_pattern(mention["text"]), doc.text) if m.start() in place]
        if hits:
            number, token = mention["sentence"] + drift, mention["tokens"][0]
            nearest = min(
                hits,
                key=lambda m: (
                    abs(place[m.start()][0] - number) * SENTENCE + abs(place[m.start()][1] - token)
                ),
            )
            drift = place[nearest.start()][0] - mention["sentence"]
            found.append((mention, reading.article.span("text", nearest.start(), nearest.end())))
    return found


def _pattern(text: str) -> str:
    """A treebank-tokenised text as a pattern over plain text."""
    written = {"``": "[\"“‘']+", "''": "[\"”’']+", "-LRB-": r"\(", "-RRB-": r"\)", "`": "['‘]"}
    words = [written.get(word, re.escape(word).replace("'", "['’]")) for word in text.split()]
    return r"\s*".join(words)


def _conll(gold: Clusters, ours: Clusters) -> float:
    """The mean of MUC, B-cubed and CEAF-e F1."""
    return (_muc(gold, ours) + b_cubed(gold, ours) + _ceaf(gold, ours)) / 3


def _of(clusters: Clusters) -> dict[str, Hashable]:
    return {name: key for key, members in clusters.items() for name in members}


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def b_cubed(gold: Clusters, ours: Clusters) -> float:
    """B-cubed F1 (Bagga and Baldwin 1998) over mentions that both sides hold."""
    left, right = _of(gold), _of(ours)
    precision = recall = 0.0
    for name in left:
        shared = len(gold[left[name]] & ours[right[name]])
        precision += shared / len(ours[right[name]])
        recall += shared / len(gold[left[name]])
    return _f1(precision / len(left), recall / len(left))


def _muc(gold: Clusters, ours: Clusters) -> float:
    """MUC F1 (Vilain et al. 1995): links kept."""

    def kept(one: Clusters, other: Mapping[str, Hashable]) -> float:
        links = sum(len(members) - 1 for members in one.values())
        right = sum(len(members) - len({other[m] for m in members}) for members in one.values())
        return right / links if links else 0.0

    return _f1(kept(ours, _of(gold)), kept(gold, _of(ours)))


def _ceaf(gold: Clusters, ours: Clusters) -> float:
    """CEAF-e F1 (Luo 2005): clusters aligned one to one for the greatest likeness."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    rows = {key: i for i, key in enumerate(gold)}
    columns = {key: i for i, key in enumerate(ours)}
    alike = np.zeros((len(rows), len(columns)))
    back = _of(ours)
    for key, members in gold.items():
        for other, shared in Counter(back[m] for m in members).items():
            alike[rows[key], columns[other]] = 2 * shared / (len(members) + len(ours[other]))
    total = float(alike[linear_sum_assignment(-alike)].sum())
    return _f1(total / len(columns), total / len(rows))
