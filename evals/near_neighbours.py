"""Near neighbours: are two like articles on one event? Labelled pairs of look-alikes in general news
and in one war, with what the usual method makes of the same articles."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.look_alikes import BY, in_company
from evals.peers import TFIDF, tfidf_groups
from evals.table import Figure
from untold.group.stories import find_stories

LABELS = Path(__file__).resolve().parent / "labels" / "events.json"
#: The sets of pairs and the file of their articles. The method's numbers were chosen with these pairs
#: among others in view.
SETS = {"incidents": "scale/articles.jsonl.gz", "news": "scale/articles.jsonl.gz",
        "war": "outlets/fakes.jsonl"}  # fmt: skip

Labelled = Mapping[str, Any]


def score() -> list[Figure]:
    """Pairwise precision, recall and F1 of ours, beside those of the usual method, for each set."""
    pairs = json.loads(LABELS.read_text("utf-8"))["pairs"]
    figures = []
    for path in dict.fromkeys(SETS.values()):
        here = [pair for pair in pairs if SETS[pair["set"]] == path]
        articles = in_company(path, {name for pair in here for name in (pair["a"], pair["b"])})
        ours = find_stories(articles)
        groups = tfidf_groups(articles)
        theirs = {article.id: str(group) for article, group in zip(articles, groups, strict=True)}
        for name in dict.fromkeys(pair["set"] for pair in here):
            asked = [pair for pair in here if pair["set"] == name]
            size = f"{len(asked)} pairs, {sum(p['same'] for p in asked)} of one event, "
            size += f"among {len(articles):,} articles"
            rows = zip(("precision", "recall", "F1"), together(asked, theirs), together(asked, ours),
                       strict=True)  # fmt: skip
            figures += [
                Figure("stories", f"near neighbours, {name}", size, f"pairs: {measure}", TFIDF,
                       peer, mine, BY)
                for measure, peer, mine in rows
            ]  # fmt: skip
    return figures


def together(pairs: Sequence[Labelled], placed: Mapping[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of a grouping: of the pairs that it joins, those that are on one event;
    of those, the ones that it joins."""
    joined = [pair for pair in pairs if placed[pair["a"]] == placed[pair["b"]]]
    right = sum(pair["same"] for pair in joined)
    precision = right / max(len(joined), 1)
    recall = right / sum(pair["same"] for pair in pairs)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def agreement() -> float:
    """Krippendorff's alpha (nominal) of the two readings of the pairs read twice."""
    import krippendorff

    pairs = json.loads(LABELS.read_text("utf-8"))["pairs"]
    twice = [(pair["same"], pair["second"]) for pair in pairs if "second" in pair]
    readings = [[int(pair[reader]) for pair in twice] for reader in (0, 1)]
    return float(krippendorff.alpha(readings, level_of_measurement="nominal"))
