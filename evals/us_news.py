"""Set U: what is told and where, on US news that nothing was trained, chosen or calibrated on.

Its coders listed every sentence that tells a fact, not the best alone, so a sentence counts as evidence
wherever the fact stands. The floors rank by the cosine of the best sentence; where they need a
threshold they have the one that is best on these very cells.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

from evals.articles import article_of
from evals.data import ROOT, read_lines
from evals.gold import known_layers
from evals.table import Figure
from untold.annotate.reading import Reading
from untold.compare import finding, matching
from untold.compare.calibration import limits
from untold.model import Story

LABELS = "a language model (one pass)"
CODED = ROOT / "evals" / "labels" / "us_news.json"
RATE = 0.05
DRAWS = 500
LAYERS = ("sentences", "terms", "embeddings")
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Asked:
    """One fact in one article: the coder's label, the matcher's probability, and what is shown."""

    story: str
    label: str
    p: float
    cosine: float
    first: bool  # whether the sentence shown first tells all of the fact
    any: bool  # whether any sentence shown does
    shown: int
    nearest: tuple[bool, bool]  # the same two of the sentences of the highest cosines, as many
    placed: bool  # whether a single sentence tells all of it

    @property
    def told(self) -> bool:
        """Told in full."""
        return self.label not in ("absent", "partial")


def score() -> list[Figure]:
    """AUC, F1, gaps called and wrong, calibration and evidence."""
    cells = list(_cells())
    clear = [cell for cell in cells if cell.label != "partial"]
    told = np.array([cell.told for cell in clear])
    p, cosine = (np.array([getattr(cell, of) for cell in clear]) for of in ("p", "cosine"))
    company = np.array([cell.story for cell in clear])
    size = f"{len(clear):,} cells of {len(set(company))} stories"

    def figure(measure: str, floor: float, ours: float, of: str = size, **more: Any) -> Figure:
        return Figure(
            "us_news", "set U", of, measure, "cosine of the best sentence", floor, ours, LABELS, **more
        )

    limit, floor_limit = limits(RATE, "asked").untold, _limit(cosine, told)
    called, floor_called = p <= limit, cosine <= floor_limit
    calls = f"{int(called.sum())} called of {int((~told).sum())} gaps"
    partly = [cell for cell in cells if cell.label == "partial"]
    placed = [cell for cell in clear if cell.placed]
    of = f"{len(placed):,} told cells"
    drawn = {
        name: _interval(company, told, p, measure)
        for name, measure in (
            ("auc", _auc), ("wrong", lambda t, q: float(t[q <= limit].mean())),
        )
    }  # fmt: skip
    return [
        figure("AUC", _auc(told, cosine), _auc(told, p), interval=drawn["auc"]),
        figure("F1 of told", _best_f1(told, cosine), float(f1_score(told, p >= 0.5))),
        figure(
            "share of true gaps called", float(floor_called[~told].mean()), float(called[~told].mean()),
            calls,
        ),
        figure(
            "called gaps wrong, 5 % allowed", float(told[floor_called].mean()),
            float(told[called].mean()), calls, lower_is_better=True, interval=drawn["wrong"],
        ),
        figure(
            "partly told, called a gap", float(np.mean([c.cosine <= floor_limit for c in partly])),
            float(np.mean([c.p <= limit for c in partly])), f"{len(partly)} partly told cells",
            lower_is_better=True,
        ),
        figure("stated minus true p", _error(cosine, told), _error(p, told), lower_is_better=True),
        figure(
            "first sentence tells the fact", float(np.mean([c.nearest[0] for c in placed])),
            float(np.mean([c.first for c in placed])), of,
        ),
        figure(
            "any sentence shown does", float(np.mean([c.nearest[1] for c in placed])),
            float(np.mean([c.any for c in placed])), of,
        ),
        figure(
            "sentences shown", finding.SHOWN, float(np.mean([c.shown for c in placed])), of,
            lower_is_better=True,
        ),
    ]  # fmt: skip


def _cells() -> Iterator[Asked]:
    for hay, facts in haystacks(CODED):
        for fact in facts:
            yield from _of_fact(fact, hay)


def haystacks(path: Path) -> Iterator[tuple[matching.Haystack, list[dict[str, Any]]]]:
    """Each story of a file of coded US news, annotated, with its facts as the file has them."""
    raw = json.loads(path.read_text("utf-8"))
    members = {name for together in raw["stories"].values() for name in together}
    records = {r["id"]: r for r in read_lines(raw["source"]) if r["id"] in members}
    for name, together in raw["stories"].items():
        articles = [replace(article_of(records[member]), language="en") for member in together]
        readings = [Reading(article) for article in articles]
        layers = {
            layer: {r.article.id: r.records(layer) for r in readings} for layer in known_layers(LAYERS)
        }
        story = Story(name, tuple(articles), layers)
        hay = matching.Haystack(story, story.articles)
        yield hay, [fact for fact in raw["facts"] if fact["story"] == name]


def _of_fact(fact: dict[str, Any], hay: matching.Haystack) -> Iterator[Asked]:
    sought = matching.sought_text(fact["fact"])
    cosines = matching.search(sought, hay).sentences[:, matching.SENTENCE_FEATURES.index("cosine")]
    matches = {match.article.id: match for match in finding.find_matches(sought, hay, "asked")}
    for cell in fact["cells"]:
        match = matches[cell["article"]]
        own = np.array(hay.rows_of_article(match.article))
        shown = [match.row, *match.also]
        nearest = own[np.argsort(-cosines[own], kind="stable")][: len(shown)].tolist()
        ours, floor = (
            [_tells(hay.rows[row], cell.get("all", ())) for row in rows] for rows in (shown, nearest)
        )
        yield Asked(
            fact["story"], cell["label"], match.p, float(cosines[own].max()), ours[0], any(ours),
            len(shown), (floor[0], any(floor)), bool(cell.get("all")),
        )  # fmt: skip


def _tells(row: matching.Row, places: Sequence[Sequence[Any]]) -> bool:
    """Whether a sentence overlaps one of the places, each a field, a start and an end."""
    span = row.span
    return any(f == span.field and s < span.end and span.start < e for f, s, e in places)


def _auc(told: Bools, p: NDArray[np.float64]) -> float:
    return float(roc_auc_score(told, p))


def _best_f1(told: Bools, cosine: NDArray[np.float64]) -> float:
    """The highest F1 that a threshold reaches."""
    return max(float(f1_score(told, cosine >= limit)) for limit in np.unique(cosine.round(2)))


def _limit(cosine: NDArray[np.float64], told: Bools) -> float:
    """The highest cosine up to which at most `RATE` of the cells are told after all."""
    order = np.argsort(cosine, kind="stable")
    wrong = np.cumsum(told[order]) / np.arange(1, len(order) + 1)
    allowed = np.nonzero(wrong <= RATE)[0]
    return float(cosine[order][allowed[-1]]) if len(allowed) else float(cosine.min())


def _error(p: NDArray[np.float64], told: Bools) -> float:
    """Mean gap between stated and true probability over ten bins, weighted by their cells."""
    bins = np.clip((p * 10).astype(int), 0, 9)
    inside = [bins == b for b in sorted(set(bins.tolist()))]
    return float(sum(abs(p[i].mean() - told[i].mean()) * i.mean() for i in inside))


def _interval(
    company: NDArray[Any],
    told: Bools,
    p: NDArray[np.float64],
    measure: Callable[[Bools, NDArray[np.float64]], float],
) -> tuple[float, float]:
    """The measure's 95 % interval, drawing the stories anew."""
    rows = [np.nonzero(company == name)[0] for name in sorted(set(company.tolist()))]
    rng = np.random.default_rng(0)
    values = []
    for _ in range(DRAWS):
        drawn = np.concatenate([rows[i] for i in rng.integers(0, len(rows), len(rows))])
        values.append(measure(told[drawn], p[drawn]))
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)
