"""Facts and gaps: is a fact told, where, and how often is a gap wrong? Leaving stories out.

Each story's cells are judged by weights that never saw the story; thresholds come from the other
stories. The floor is the best sentence's cosine put through the same regression.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from evals import gold
from evals.table import Figure
from training.matcher import Array, Cells, Judged, collect, fit, left_out_predictions, measured_gaps
from untold.compare.matching import FEATURES

#: What the report promises unless the user says otherwise.
RATE = 0.05
ALL = "DEFSM"
Mask = NDArray[np.bool_]


def score() -> list[Figure]:
    """The figures on the coded cells, by set and over all."""
    cells = collect(gold.coded_cells())
    use = np.array([cell.counts for cell in cells.coded])
    ours = Judged.of(cells, left_out_predictions(cells, use))
    cosine = Judged.of(cells, _cosine_only(cells, use))
    figures = []
    for name in (ALL, *gold.SETS):
        rows = np.ones(len(use[use]), bool) if name == ALL else ours.kind == name
        size = f"{int(rows.sum()):,} cells"
        for measure, of in (("AUC", _auc), ("F1 of told", _f1)):
            figures.append(_figure(name, size, measure, of(cosine, rows), of(ours, rows)))
    figures += _gaps(cosine, ours)
    size = f"{len(ours.p):,} cells"
    figures.append(_figure(ALL, size, "stated minus true p", _error(cosine), _error(ours), lower=True))
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


def _auc(cells: Judged, rows: Mask) -> float:
    return float(roc_auc_score(cells.told[rows], cells.p[rows]))


def _f1(cells: Judged, rows: Mask) -> float:
    return float(f1_score(cells.told[rows], cells.p[rows] >= 0.5))


def _error(cells: Judged) -> float:
    """Mean gap between stated and true probability over ten bins, weighted by their cells."""
    bins = np.minimum((cells.p * 10).astype(int), 9)
    return float(
        sum(
            abs(cells.p[bins == b].mean() - cells.told[bins == b].mean()) * (bins == b).mean()
            for b in set(bins)
        )
    )


def _gaps(cosine: Judged, ours: Judged) -> list[Figure]:
    floor, found = (measured_gaps(cells, RATE) for cells in (cosine, ours))
    interval = f"{found['low']:.1%}-{found['high']:.1%} wrong"
    size = f"{found['called']} called of {int((~ours.told).sum())} gaps, {interval}"
    wrong = "share of called gaps wrong"
    figures = [
        _figure(ALL, size, "share of true gaps called", floor["found"], found["found"]),
        _figure(ALL, size, wrong, floor["wrong"], found["wrong"], lower=True),
    ]
    for name in gold.SETS:
        size = f"{int((~ours.told)[ours.kind == name].sum())} gaps"
        by = [(row["found_by_set"][name], row["wrong_by_set"][name]) for row in (floor, found)]
        figures.append(_figure(name, size, "share of true gaps called", by[0][0], by[1][0]))
        figures.append(_figure(name, size, wrong, by[0][1], by[1][1], lower=True))
    return figures


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
    return _figure(ALL, size, "evidence overlaps a reader's", floor / len(told), hits / len(told))


def _hit(shown: Mask, scores: Array | Sequence[float]) -> bool:
    return bool(shown[int(np.argmax(scores))])
