"""Facts and gaps: is a fact told, where, and how often is a gap wrong? Leaving stories out.

Each story's cells are judged by weights that never saw the story; thresholds come from the other
stories. The floor is the best sentence's cosine put through the same regression.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from evals import gold
from evals.table import Figure
from training.matcher import Array, Cells, collect, fit, left_out_predictions, measured_gaps
from untold.compare.matching import FEATURES

#: What the report promises unless the user says otherwise.
RATE = 0.05
Mask = NDArray[np.bool_]


def score() -> list[Figure]:
    """The figures of issue 3's table on the development cells."""
    cells = collect(gold.coded_cells())
    use = np.array([cell.counts for cell in cells.coded])
    told = np.array([cell.told for cell in cells.coded])[use]
    story = np.array([cell.story for cell in cells.coded])[use]
    sets = np.array([cell.set for cell in cells.coded])[use]
    ours = left_out_predictions(cells, use)[use]
    cosine = _cosine_only(cells, use)[use]
    figures = []
    for name, rows in [("DEFS", np.ones(len(told), bool)), *((s, sets == s) for s in gold.SETS)]:
        size = f"{int(rows.sum()):,} cells"
        figures.append(_figure(name, size, "AUC", _auc(told, cosine, rows), _auc(told, ours, rows)))
        figures.append(
            _figure(name, size, "F1 of told", _f1(told, cosine, rows), _f1(told, ours, rows))
        )
    figures += _gaps(told, story, sets, cosine, ours)
    size = f"{len(told):,} cells"
    figures.append(
        _figure(
            "DEFS", size, "stated minus true p", _error(told, cosine), _error(told, ours), lower=True
        )
    )
    figures.append(_evidence(cells, use))
    return figures


def _figure(
    data: str, size: str, measure: str, trivial: float, ours: float, lower: bool = False
) -> Figure:
    return Figure(
        task="facts", data=f"gold {data}", size=size, measure=measure,
        trivial_name="cosine of the best sentence", trivial=trivial, ours=ours, labels=gold.LABELS,
        lower_is_better=lower,
    )  # fmt: skip


def _cosine_only(cells: Cells, use: Mask) -> Array:
    column = [FEATURES.index("cosine")]
    return left_out_predictions(
        Cells(cells.coded, cells.features[:, column], cells.sentences, cells.shown), use
    )


def _auc(told: Mask, p: Array, rows: Mask) -> float:
    return float(roc_auc_score(told[rows], p[rows]))


def _f1(told: Mask, p: Array, rows: Mask) -> float:
    return float(f1_score(told[rows], p[rows] >= 0.5))


def _error(told: Mask, p: Array) -> float:
    """Mean gap between stated and true probability over ten bins, weighted by their cells."""
    bins = np.minimum((p * 10).astype(int), 9)
    return float(
        sum(abs(p[bins == b].mean() - told[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    )


def _gaps(
    told: Mask, story: NDArray[Any], sets: NDArray[Any], cosine: Array, ours: Array
) -> list[Figure]:
    floor, found = (measured_gaps(p, told, story, sets, RATE) for p in (cosine, ours))
    interval = f"{found['low']:.1%}-{found['high']:.1%} wrong"
    size = f"{found['called']} called of {int((~told).sum())} gaps, {interval}"
    return [
        _figure("DEFS", size, "share of true gaps called", floor["found"], found["found"]),
        _figure("DEFS", size, "share of called gaps wrong", floor["wrong"], found["wrong"], lower=True),
        _figure(
            "DEFS", size, "the same in the worst set",
            max(floor["wrong_by_set"].values()), max(found["wrong_by_set"].values()), lower=True,
        ),
    ]  # fmt: skip


def _evidence(cells: Cells, use: Mask) -> Figure:
    """How often the best sentence overlaps a coder's evidence; the floor takes the best cosine."""
    told = [i for i, c in enumerate(cells.coded) if use[i] and c.told and cells.shown[i].any()]
    story = [cell.story for cell in cells.coded]
    hits, floor = 0, 0
    for name in sorted({story[i] for i in told}):
        rest = [
            i for i, c in enumerate(cells.coded)
            if use[i] and story[i] != name and (cells.shown[i].any() or not c.told)
        ]  # fmt: skip
        shows = fit(
            np.concatenate([cells.sentences[i] for i in rest]),
            np.concatenate([cells.shown[i] for i in rest]),
        )
        for i in (i for i in told if story[i] == name):
            hits += _hit(cells.shown[i], shows(cells.sentences[i]))
            floor += _hit(cells.shown[i], cells.sentences[i][:, 0])
    size = f"{len(told)} told cells"
    return _figure("DEFS", size, "evidence overlaps a reader's", floor / len(told), hits / len(told))


def _hit(shown: Mask, scores: Array | Sequence[float]) -> bool:
    return bool(shown[int(np.argmax(scores))])
