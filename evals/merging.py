"""Merging: are statements that report one fact joined, and two facts kept apart?"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from evals import gold
from evals.table import Figure
from untold.compare import matching
from untold.compare.facts import SAME, likeness

#: A statement stands for a coder's evidence if they share this much of their joint length.
SAME_SPAN = 0.5
SAID = ("told", "attributed")


def score() -> list[Figure]:
    """Share of pairs of one fact that are merged, and of pairs of two facts that are."""
    one: list[tuple[float, bool]] = []
    two: list[tuple[float, bool]] = []
    clear = [cell for cell in gold.coded_cells() if cell.counts]
    for name, story in gold.gold_stories().items():
        cells = [cell for cell in clear if cell.story == name]
        if not cells:
            continue
        statements = matching.Haystack(story, story.articles, layer="statements")
        alike, same_text = likeness(statements), _same_text(statements)
        at, absent = _places(cells, statements), defaultdict(set)
        for cell in cells:
            if not cell.told:
                absent[cell.fact].add(cell.article)
        for fact, places in at.items():
            rows = sorted(places.items())
            one += [
                (alike[i, j], same_text[i, j])
                for n, (_, i) in enumerate(rows)
                for _, j in rows[:n]
            ]  # fmt: skip
            for other in (o for o in at if o > fact):
                two += [
                    (alike[i, j], same_text[i, j])
                    for a, i in rows
                    for b, j in sorted(at[other].items())
                    if a != b and (a in absent[other] or b in absent[fact])
                ]
    merged = [np.mean([a >= SAME for a, _ in pairs]) for pairs in (one, two)]
    trivial = [np.mean([same for _, same in pairs]) for pairs in (one, two)]
    return [
        Figure(
            "merging", "gold", f"{len(one)} pairs that report one fact", "merged",
            "same text", float(trivial[0]), float(merged[0]), gold.LABELS,
        ),
        Figure(
            "merging", "gold", f"{len(two):,} pairs of two facts", "wrongly merged",
            "same text", float(trivial[1]), float(merged[1]), gold.LABELS, lower_is_better=True,
        ),
    ]  # fmt: skip


def _same_text(statements: matching.Haystack) -> NDArray[np.bool_]:
    texts = np.array([row.span.text.lower() for row in statements.rows])
    return np.asarray(texts[:, None] == texts[None, :])


def _places(cells: list[gold.Coded], statements: matching.Haystack) -> dict[str, dict[str, int]]:
    """For each fact and article that says it the row of the statement that is its evidence."""
    at: dict[str, dict[str, int]] = defaultdict(dict)
    for cell in cells:
        if cell.labels[0] in SAID and cell.spans[0] is not None:
            row = _nearest(cell, statements)
            if row is not None:
                at[cell.fact][cell.article] = row
    return dict(sorted(at.items()))


def _nearest(cell: gold.Coded, statements: matching.Haystack) -> int | None:
    assert cell.spans[0] is not None
    field, start, end = cell.spans[0]
    best: tuple[float, int] | None = None
    for number, row in enumerate(statements.rows):
        if row.article.id == cell.article and row.span.field == field:
            shared = min(end, row.span.end) - max(start, row.span.start)
            joint = max(end, row.span.end) - min(start, row.span.start)
            if shared >= SAME_SPAN * joint and (best is None or shared / joint > best[0]):
                best = (shared / joint, number)
    return best[1] if best else None
