"""Facts and gaps: is a fact told, where, and how often is a gap wrong? Leaving stories out.

Each story's cells are judged by weights that never saw it or a story it shares an article with;
thresholds come from the other stories; so does what a reader read of them. Sets B, C and L are judged
as they would be for a user: nothing was trained, chosen or calibrated on them. The floor is the best
sentence's cosine put through the same regression. Intervals are 95 %, by drawing stories anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from evals import gold, states
from evals.table import Figure
from training.matcher import (
    FRESH,
    Array,
    Cells,
    Predictions,
    collect,
    fit,
    fresh_predictions,
    left_out_predictions,
    stated,
)
from training.thresholds import (
    Judged,
    aimed_without,
    by_wording,
    called_gaps,
    measured_gaps,
    wrong_by_set,
)
from untold.compare import finding
from untold.compare.calibration import limits
from untold.compare.finding import IN_FULL, TOLD, Wording
from untold.compare.matching import FEATURES
from untold.compare.verdict import WHOLE, judge

#: What the report promises unless the user says otherwise.
RATE = 0.05
ALL = "all"
#: Drawings of stories for an interval: its ends move by less than 0.002 from one seed to another.
DRAWS = 500
#: Lengths of articles, characters: the first is 1,500 at most, the last is longer than 4,000.
LENGTHS = (1_500, 4_000)
#: Labels of a cell that tells all of the fact.
FULL = {"told", "attributed", "disputed"}
Mask = NDArray[np.bool_]


def score() -> list[Figure]:
    """The figures on the coded cells: over all, by set, by kind of fact, by length of text."""
    cells = collect(gold.coded_cells())
    predictions = left_out_predictions(cells)
    ours, words = (Judged.of(cells, p) for p in (predictions.p, predictions.words))
    cosine = Judged.of(cells, _cosine_only(cells))
    figures = [*_telling(cells, cosine, ours), _words_alone(cosine, words)]
    figures += _gaps(cells, cosine, ours, *_fresh(cells))
    figures += _partly(cells, predictions)
    matrix = np.nonzero(stated(cells))[0].tolist()
    figures.append(_told_in_part("M", [cells.coded[i] for i in matrix], predictions.p[matrix],
                                 predictions.whole[matrix]))  # fmt: skip
    figures.append(
        _figure(ALL, f"{len(ours.p):,} cells", "stated minus true p", _error(cosine), _error(ours),
                lower=True)
    )  # fmt: skip
    figures += _evidence(cells, predictions)
    verdicts = [states.left_out(cells, predictions, i) for i in range(len(cells))]
    figures += states.figures("gold all", cells.coded, verdicts)
    figures.append(states.part(cells.coded, verdicts))
    figures += _aside(cells, cosine)
    figures += _matrix_aside(cells, cosine)
    return figures


def _figure(
    data: str,
    size: str,
    measure: str,
    trivial: float,
    ours: float,
    *,
    lower: bool = False,
    interval: tuple[float, float] | None = None,
) -> Figure:
    return Figure(
        task="facts", data=f"gold {data}", size=size, measure=measure,
        trivial_name="cosine of the best sentence", trivial=trivial, ours=ours, labels=gold.LABELS,
        lower_is_better=lower, interval=interval,
    )  # fmt: skip


def _cosine_only(cells: Cells) -> Array:
    column = cells.features[:, [FEATURES.index("cosine")]]
    p = np.zeros(len(cells))
    for name in sorted(set(cells.company)):
        own = cells.company == name
        rest = cells.use & ~own
        p[own] = fit(column[rest], cells.told[rest])(column[own])
    return p


def _parts(cells: Cells) -> Iterator[tuple[str, Mask]]:
    """What is measured apart, as rows of the clear cells: all, the sets, kinds of fact, lengths."""
    clear = [cell for cell in cells.coded if cell.counts]
    yield ALL, np.ones(len(clear), bool)
    for name in gold.SETS:
        yield name, np.array([cell.set == name for cell in clear])
    for kind in ("event", "number", "statement", "dispute"):
        yield f"kind {kind}", np.array([cell.kind == kind for cell in clear])
    texts = {a.id: len(a.text) for story in gold.gold_stories().values() for a in story.articles}
    length = np.array([texts[cell.article] for cell in clear])
    short, long = LENGTHS
    yield f"articles up to {short:,} characters", length <= short
    yield f"articles of {short:,} to {long:,}", (length > short) & (length <= long)
    yield f"articles over {long:,}", length > long


def _auc(cells: Judged) -> float:
    return float(roc_auc_score(cells.told, cells.p))


def _f1(cells: Judged) -> float:
    return float(f1_score(cells.told, cells.p >= 0.5))


def interval(cells: Judged, measure: Callable[[Judged], float]) -> tuple[float, float]:
    """The measure's 95 % interval, drawing the stories anew: cells of one story err together."""
    names = sorted(set(cells.company))
    rows = [np.nonzero(cells.company == name)[0] for name in names]
    rng = np.random.default_rng(0)
    values = []
    for _ in range(DRAWS):
        drawn = np.concatenate([rows[i] for i in rng.integers(0, len(rows), len(rows))])
        sample = cells.only(drawn)
        if sample.told.any() and not sample.told.all():
            values.append(measure(sample))
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def _telling(cells: Cells, cosine: Judged, ours: Judged) -> Iterator[Figure]:
    for name, rows in _parts(cells):
        floor, judged = cosine.only(rows), ours.only(rows)
        size = f"{int(rows.sum()):,} cells"
        for measure, of in (("AUC", _auc), ("F1 of told", _f1)):
            yield _figure(name, size, measure, of(floor), of(judged), interval=interval(judged, of))


def _words_alone(cosine: Judged, words: Judged) -> Figure:
    size = f"{len(words.p):,} cells"
    return _figure(ALL, size, "AUC, words alone, nothing read", _auc(cosine), _auc(words))


def _error(cells: Judged) -> float:
    """Mean gap between stated and true probability over ten bins, weighted by their cells."""
    bins = np.minimum((cells.p * 10).astype(int), 9)
    return float(
        sum(
            abs(cells.p[bins == b].mean() - cells.told[bins == b].mean()) * (bins == b).mean()
            for b in set(bins)
        )
    )


def _fresh(cells: Cells) -> tuple[Judged, Judged]:
    """Set K by the cosine and by ours: cells of the matrix that have a say in its thresholds alone."""
    fresh = collect(gold.coded_cells((FRESH,)))
    column = [FEATURES.index("cosine")]
    floor = fit(cells.features[cells.use][:, column], cells.told[cells.use])(fresh.features[:, column])
    ours, _ = fresh_predictions(fresh, finding.matcher())
    return Judged.of(fresh, floor), Judged.of(fresh, ours)


def _gaps(
    cells: Cells, cosine: Judged, ours: Judged, fresh_cosine: Judged, fresh: Judged
) -> Iterator[Figure]:
    """For facts asked and facts stated: true gaps called, and calls that were wrong."""
    floors, judged = by_wording(cosine + fresh_cosine), by_wording(ours + fresh)
    called, trivial = np.zeros(len(ours.p), bool), np.zeros(len(ours.p), bool)
    matrix = ours.kind == "M"
    wordings: tuple[tuple[Wording, Mask], ...] = (("asked", ~matrix), ("stated", matrix))
    for wording, rows in wordings:
        found, floor = measured_gaps(judged[wording], RATE), measured_gaps(floors[wording], RATE)
        called[rows] = called_gaps(judged[wording], RATE)[: rows.sum()]
        trivial[rows] = called_gaps(floors[wording], RATE)[: rows.sum()]
        gaps = int((~judged[wording].told).sum())
        size = f"{found['called']} called of {gaps} gaps"
        yield _figure(wording, size, "share of true gaps called", floor["found"], found["found"])
        yield _figure(
            wording, size, "called gaps wrong, 5 % allowed", floor["wrong"], found["wrong"], lower=True,
            interval=(found["low"], found["high"]),
        )  # fmt: skip
        yield _told_wrongly(wording, floors[wording], judged[wording], TOLD[wording])
        if wording == "stated":
            size = f"{len(fresh.p)} cells"
            share, wrong = (
                [row[of][FRESH] for row in (floor, found)] for of in ("found_by_set", "wrong_by_set")
            )
            yield _figure(FRESH, size, "share of true gaps called", *share)
            yield _figure(FRESH, size, "called gaps wrong, 5 % allowed", *wrong, lower=True)
    for name, rows in list(_parts(cells))[1:]:
        mass = ours.weight * ~ours.told * rows
        if not mass.sum():
            continue
        size = f"{int((called & rows).sum())} called of {int((~ours.told & rows).sum())} gaps"
        share = [float((mass * calls).sum() / mass.sum()) for calls in (trivial, called)]
        wrong = [_wrong(ours, calls & rows) for calls in (trivial, called)]
        yield _figure(name, size, "share of true gaps called", *share)
        yield _figure(name, size, "called gaps wrong, 5 % allowed", *wrong, lower=True)
    yield from _aimed_elsewhere(judged["asked"], floors["asked"])


def _told_wrongly(data: str, cosine: Judged, ours: Judged, limit: float) -> Figure:
    """Of the clear cells that count as told the share that aren't; the floor calls as many of them."""
    count = int((ours.p >= limit).sum())
    least = np.sort(cosine.p)[::-1][max(count - 1, 0)]
    shares = [
        _share(cells, cells.p >= from_, ~cells.told)
        for cells, from_ in ((cosine, least), (ours, limit))
    ]
    return _figure(data, f"{count:,} called told", "called told, not told", *shares, lower=True)


def _told_in_part(name: str, coded: Sequence[gold.Coded], p: Array, whole: Array) -> Figure:
    """Of the matrix's cells that count as told in full, the share that both passes call less.

    The floor counts every cell as told in full that counts as told.
    """
    told = np.array([p[i] >= TOLD["stated"] and whole[i] >= WHOLE for i in range(len(coded))])
    held = told & (whole < IN_FULL["stated"])
    less = np.array([not set(cell.labels) & FULL for cell in coded])
    weight = np.array([cell.weight for cell in coded])
    shares = [float(np.average(less[rows], weights=weight[rows])) for rows in (told, told & ~held)]
    size = f"{int((told & ~held).sum())} cells called told in full"
    return Figure(
        task="facts", data=f"gold {name}", size=size,
        measure="called told in full, told in part or not", trivial_name="every told one in full",
        trivial=shares[0], ours=shares[1], labels=gold.LABELS, lower_is_better=True,
    )  # fmt: skip


def _share(cells: Judged, inside: Mask, of: Mask) -> float:
    mass = cells.weight * inside
    return float((mass * of).sum() / max(mass.sum(), 1e-9))


def _wrong(cells: Judged, called: Mask) -> float:
    return _share(cells, called, cells.told)


def _aimed_elsewhere(ours: Judged, cosine: Judged) -> Iterator[Figure]:
    """The worst set's wrong gaps where no cell of the set had a say in where the threshold aims."""
    worst = [
        max(wrong_by_set(cells, aimed_without(cells, RATE, name))[name] for name in set(cells.kind))
        for cells in (cosine, ours)
    ]
    size = f"{len(set(ours.kind))} sets"
    yield _figure(
        "asked", size, "called gaps wrong in the worst set, aimed by the others", *worst, lower=True
    )


def _partly(cells: Cells, predictions: Predictions) -> Iterator[Figure]:
    """What is called a gap though both passes say that the article tells some of it."""
    wordings: tuple[tuple[Wording, Mask], ...] = (("asked", ~stated(cells)), ("stated", stated(cells)))
    for wording, rows in wordings:
        limit = limits(RATE, wording).untold
        of = cells.partly & rows
        size = f"{int(of.sum())} partly told cells"
        yield Figure(
            task="facts", data=f"gold {wording}", size=size, measure="partly told, called a gap",
            trivial_name="calling every one a gap", trivial=1.0,
            ours=float((predictions.p[of] <= limit).mean()), labels=gold.LABELS, lower_is_better=True,
        )  # fmt: skip


def _evidence(cells: Cells, predictions: Predictions) -> Iterator[Figure]:
    """How often the best sentence, and any that is shown, overlaps a coder's evidence.

    The floor takes the sentences of the highest cosines, as many as are shown.
    """
    told = [i for i, c in enumerate(cells.coded) if c.counts and c.told and cells.shown[i].any()]
    shown = [predictions.shown[i] for i in told]
    kinds = np.array([cells.coded[i].set for i in told])
    for name in (ALL, *gold.SETS):
        rows = np.ones(len(told), bool) if name == ALL else kinds == name
        chosen = np.nonzero(rows)[0]
        yield from _overlaps(name, cells, [told[n] for n in chosen], [shown[n] for n in chosen])


def _overlaps(
    name: str, cells: Cells, told: Sequence[int], ranked: Sequence[Sequence[int]]
) -> Iterator[Figure]:
    """The shares of the cells ``told`` whose sentences shown, best first, overlap a coder's."""
    size = f"{len(told):,} told cells"
    nearest = [np.argsort(-cells.sentences[i][:, 0], kind="stable") for i in told]
    count = float(np.mean([len(rows) for rows in ranked]))
    for measure, most in (
        ("evidence overlaps a reader's", 1),
        ("any evidence shown does", finding.SHOWN),
    ):
        ours, floor = (
            float(np.mean([cells.shown[i][list(rows[:n])].any() for i, rows, n in chosen]))
            for chosen in (
                [(i, rows, most) for i, rows in zip(told, ranked, strict=True)],
                [
                    (i, near, min(len(rows), most))
                    for i, near, rows in zip(told, nearest, ranked, strict=True)
                ],
            )
        )
        yield _figure(name, size, measure, floor, ours)
    yield _figure(name, size, "sentences shown", finding.SHOWN, count, lower=True)


def _aside(cells: Cells, cosine: Judged) -> Iterator[Figure]:
    """The sets kept aside, by the matcher and the thresholds that ship."""
    aside = collect(gold.coded_cells(gold.ASIDE))
    searched: dict[str, list[finding.Match]] = {}
    for i, cell in enumerate(aside.coded):
        if cell.fact not in searched:
            searched[cell.fact] = finding.find_matches(aside.sought[i], aside.rows[i][0], "asked")
    matches = [
        next(match for match in searched[cell.fact] if match.article.id == cell.article)
        for cell in aside.coded
    ]
    ours = Judged.of(aside, np.array([match.p for match in matches]))
    column = [FEATURES.index("cosine")]
    weights = fit(cells.features[cells.use][:, column], cells.told[cells.use])
    floor = Judged.of(aside, weights(aside.features[:, column]))
    trivial = float(measured_gaps(by_wording(cosine)["asked"], RATE)["threshold"])
    limit = limits(RATE, "asked").untold
    for name in ("aside", *gold.ASIDE):
        rows = np.ones(len(ours.p), bool) if name == "aside" else ours.kind == name
        judged, low = ours.only(rows), floor.only(rows)
        size = f"{int(rows.sum()):,} cells"
        for measure, of in (("AUC", _auc), ("F1 of told", _f1)):
            yield _figure(name, size, measure, of(low), of(judged), interval=interval(judged, of))
        called = [low.p <= trivial, judged.p <= limit]
        size = f"{int(called[1].sum())} called of {int((~judged.told).sum())} gaps"
        share = [float((calls & ~judged.told).sum() / (~judged.told).sum()) for calls in called]
        wrong = [_wrong(each, calls) for each, calls in zip((low, judged), called, strict=True)]
        yield _figure(name, size, "share of true gaps called", *share)
        ends = interval(judged, lambda drawn: _wrong(drawn, drawn.p <= limit))
        yield _figure(name, size, "called gaps wrong, 5 % allowed", *wrong, lower=True, interval=ends)
    size = f"{len(ours.p):,} cells"
    yield _figure("aside", size, "stated minus true p", _error(floor), _error(ours), lower=True)
    told = [i for i, c in enumerate(aside.coded) if c.counts and c.told and aside.shown[i].any()]
    ranked = []
    for i in told:
        number = {int(row): n for n, row in enumerate(aside.rows[i][1])}
        ranked.append([number[row] for row in (matches[i].row, *matches[i].also)])
    yield from _overlaps("aside", aside, told, ranked)
    verdicts = [
        judge(match.sought, match, hay, gold.gold_stories()[cell.story], limits(RATE, "asked"))
        for cell, match, (hay, _) in zip(aside.coded, matches, aside.rows, strict=True)
    ]
    yield from states.figures("gold aside", aside.coded, verdicts)


def _matrix_aside(cells: Cells, cosine: Judged) -> Iterator[Figure]:
    """Set L, the matrix kept aside, by the matcher and the thresholds that ship."""
    aside = collect(gold.coded_cells((gold.ASIDE_MATRIX,)))
    p, whole = fresh_predictions(aside, finding.matcher())
    ours = Judged.of(aside, p)
    column = [FEATURES.index("cosine")]
    weights = fit(cells.features[cells.use][:, column], cells.told[cells.use])
    floor = Judged.of(aside, weights(aside.features[:, column]))
    trivial = float(measured_gaps(by_wording(cosine)["stated"], RATE)["threshold"])
    limit = limits(RATE, "stated").untold
    called = (floor.p <= trivial, ours.p <= limit)
    name, gaps = gold.ASIDE_MATRIX, ~ours.told
    size = f"{int(called[1].sum())} called of {int(gaps.sum())} gaps"
    share = [_share(ours, gaps, calls) for calls in called]
    wrong = [_wrong(each, calls) for each, calls in zip((floor, ours), called, strict=True)]
    yield _figure(name, size, "share of true gaps called", *share)
    ends = interval(ours, lambda drawn: _wrong(drawn, drawn.p <= limit))
    yield _figure(name, size, "called gaps wrong, 5 % allowed", *wrong, lower=True, interval=ends)
    yield _told_wrongly(name, floor, ours, TOLD["stated"])
    yield _told_in_part(name, aside.coded, p, whole)
    partly = np.nonzero(aside.partly)[0]
    weight = np.array([aside.coded[i].weight for i in partly])
    yield Figure(
        task="facts", data=f"gold {name}", size=f"{len(partly)} partly told cells",
        measure="partly told, called a gap", trivial_name="calling every one a gap", trivial=1.0,
        ours=float(np.average(p[partly] <= limit, weights=weight)), labels=gold.LABELS,
        lower_is_better=True,
    )  # fmt: skip
