"""How a fact that is told is told: attributed, disputed, in part; and which part differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from evals import gold
from evals.gold import Coded
from evals.table import Figure
from training.matcher import Cells, Predictions
from untold.compare.calibration import Limits
from untold.compare.finding import IN_FULL, TOLD, Match
from untold.compare.verdict import Verdict, judge

STATES = ("told", "attributed", "disputed", "partial")


def figures(data: str, coded: Sequence[Coded], verdicts: Sequence[Verdict]) -> Iterator[Figure]:
    """Precision and recall of each state, over the cells whose label both passes share.

    A cell below the probability of a told one has no state and counts against recall. The floor gives
    every cell that is told the commonest of the states.
    """
    both = [i for i, cell in enumerate(coded) if cell.labels[0] == cell.labels[1]]
    gold_labels = np.array([coded[i].labels[0] for i in both])
    ours = np.array([verdicts[i].state.value for i in both])
    said = np.isin(ours, STATES)
    commonest = max(STATES, key=lambda state: int((gold_labels == state).sum()))
    for state in STATES:
        truth, called = gold_labels == state, ours == state
        always = said & np.full(len(both), state == commonest)
        for measure, of in (("precision", 0), ("recall", 1)):
            yield Figure(
                task="facts", data=data, size=f"{int(truth.sum())} {state} cells",
                measure=f"{state}, {measure}", trivial_name=f"every told cell is {commonest}",
                trivial=_precision_recall(truth, always)[of],
                ours=_precision_recall(truth, called)[of], labels=gold.LABELS,
            )  # fmt: skip


def left_out(cells: Cells, predictions: Predictions, number: int) -> Verdict:
    """The verdict on a cell, by regressions that never saw its story."""
    hay, rows = cells.rows[number]
    ranked = tuple(int(rows[row]) for row in predictions.ranked[number])
    whole, seen = float(predictions.whole[number]), predictions.ranked[number]
    read = [] if np.isnan(whole) else cells.reading(number, seen).tolist()
    match = Match(
        hay.rows[ranked[0]].article, cells.sought[number], float(predictions.p[number]),
        int(rows[predictions.shown[number][0]]), ranked,
        whole=None if np.isnan(whole) else whole, read=tuple((some, of_all) for some, of_all in read),
    )  # fmt: skip
    story = gold.gold_stories()[cells.coded[number].story]
    told = TOLD[cells.coded[number].wording]
    bounds = Limits(0.0, told, IN_FULL[cells.coded[number].wording])
    return judge(cells.sought[number], match, hay, story, bounds, predictions.by[number])


def _precision_recall(
    truth: np.ndarray[tuple[int], np.dtype[np.bool_]],
    called: np.ndarray[tuple[int], np.dtype[np.bool_]],
) -> tuple[float, float]:
    right = float((truth & called).sum())
    return right / max(float(called.sum()), 1.0), right / max(float(truth.sum()), 1.0)


def part(coded: Sequence[Coded], verdicts: Sequence[Verdict]) -> Figure:
    """Of the cells that both passes and we call partial: the part we name is one that they name."""
    rows = [
        (verdicts[i].differs, cell.differs)
        for i, cell in enumerate(coded)
        if cell.labels == ("partial", "partial") and cell.differs and verdicts[i].differs
    ]
    right = sum(ours in theirs for ours, theirs in rows)
    number = sum("number" in theirs for _, theirs in rows)
    return Figure(
        task="facts", data="gold NW", size=f"{len(rows)} partial cells found",
        measure="the part that differs is one the passes name", trivial_name="always the number",
        trivial=number / max(len(rows), 1), ours=right / max(len(rows), 1), labels=gold.LABELS,
    )  # fmt: skip
