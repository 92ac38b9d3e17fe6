"""Trains and calibrates the fact matcher on the coded cells; writes ``matcher.json``.

Weights come from all coded cells. Everything that is *claimed* of them comes from leaving out one
story at a time: its cells are judged by weights that never saw the story, and its thresholds by
predictions for the others.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from evals.gold import LABELS, MATRIX, Coded, coded_cells, gold_stories
from training.corpus import MODELS
from untold.compare import matching
from untold.model import Field, Story

Array = NDArray[np.float64]

#: Chosen leaving stories out; from 0.03 to 0.3 the AUC moves by 0.001.
STRENGTH = 0.1
#: Shares of wrong gaps that a user may ask for.
RATES = tuple(round(rate / 100, 2) for rate in range(1, 16))


@dataclass(frozen=True)
class Cells:
    """Features of every coded cell, and of the sentences of the told ones."""

    coded: list[Coded]
    features: Array
    sentences: list[Array]  # per cell: the article's sentences
    shown: list[NDArray[np.bool_]]  # per cell: which of them overlap a coder's evidence


def collect(coded: Sequence[Coded]) -> Cells:
    """Searches every coded fact in the articles of its story."""
    stories = gold_stories()
    hays = {name: matching.Haystack(story, story.articles) for name, story in stories.items()}
    searches: dict[str, matching.Search] = {}
    kept, features, sentences, shown = [], [], [], []
    for cell in coded:
        hay = hays[cell.story]
        if cell.fact not in searches:
            searches[cell.fact] = matching.search(_sought(cell, stories[cell.story]), hay)
        number = next((i for i, a in enumerate(hay.articles) if a.id == cell.article), None)
        if number is None:
            continue  # an article without any sentence: nothing to learn from
        found = searches[cell.fact]
        rows = np.nonzero(hay.owners == number)[0]
        kept.append(cell)
        features.append(found.articles[number])
        sentences.append(found.sentences[rows])
        shown.append(np.array([_shows(cell, hay, int(row)) for row in rows]))
    return Cells(kept, np.array(features), sentences, shown)


def _sought(cell: Coded, story: Story) -> matching.Sought:
    """The fact as the matcher meets it: in a reader's words, or as a statement of another article."""
    if cell.said is None:
        return matching.sought_text(cell.text)
    name, field, start, end = cell.said
    article = next(article for article in story.articles if article.id == name)
    row = matching.row_at(story, article, article.span(cast("Field", field), start, end))
    if row is None:
        raise ValueError(f"{MATRIX}: {cell.fact} lies in no sentence any more")
    return row.sought


def _shows(cell: Coded, hay: matching.Haystack, row: int) -> bool:
    span = hay.rows[row].span
    return any(
        s is not None and s[0] == span.field and s[1] < span.end and span.start < s[2]
        for s in cell.spans
    )


def fit(features: Array, told: NDArray[np.bool_]) -> matching.Weights:
    """A logistic regression on standardised features."""
    mean, scale = features.mean(0), features.std(0)
    scale = np.where(scale > 1e-9, scale, 1.0)
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit((features - mean) / scale, told)
    return matching.Weights(mean, scale, model.coef_[0], float(model.intercept_[0]))


def left_out_predictions(cells: Cells, use: NDArray[np.bool_]) -> Array:
    """For every cell the probability by weights that never saw its story."""
    told = np.array([cell.told for cell in cells.coded])
    story = np.array([cell.story for cell in cells.coded])
    p = np.zeros(len(told))
    for name in sorted(set(story)):
        rest = (story != name) & use
        p[story == name] = fit(cells.features[rest], told[rest])(cells.features[story == name])
    return p


def threshold(p: Array, told: NDArray[np.bool_], weight: Array, rate: float) -> float:
    """The highest p below which at most ``rate`` of the cells are told after all; -1 if none."""
    order = np.argsort(p, kind="stable")
    wrong = np.cumsum((told * weight)[order]) / np.cumsum(weight[order])
    allowed = np.nonzero(wrong <= rate)[0]
    return float(p[order][allowed[-1]]) if len(allowed) else -1.0


@dataclass(frozen=True)
class Judged:
    """Clear cells with their left-out probability: what thresholds are set and measured on."""

    p: Array
    told: NDArray[np.bool_]
    story: NDArray[Any]
    kind: NDArray[Any]  # the set
    weight: Array

    @classmethod
    def of(cls, cells: Cells, p: Array) -> Judged:
        """The clear ones of the cells."""
        use = np.array([cell.counts for cell in cells.coded])
        columns = (
            p,
            np.array([cell.told for cell in cells.coded]),
            np.array([cell.story for cell in cells.coded]),
            np.array([cell.set for cell in cells.coded]),
            np.array([cell.weight for cell in cells.coded]),
        )
        return cls(*(column[use] for column in columns))


def measured_gaps(cells: Judged, rate: float) -> dict[str, Any]:
    """The threshold for a rate, and what it does on stories that did not set it.

    A threshold that fits the rate on the cells that set it errs more on others, and more on some
    kinds of cells than on others. So the rate aimed at inside is the highest that, leaving stories
    out, stays within the rate asked for in every set. The 95 % interval is a bootstrap over stories:
    cells of one story err together.
    """
    aim, called = 0.0, np.zeros(len(cells.p), bool)
    for step in range(round(rate * 1000), 0, -1):
        calls = _called(cells, step / 1000)
        if max(_wrong_by_set(cells, calls).values()) <= rate:
            aim, called = step / 1000, calls
            break
    names = sorted(set(cells.story))
    masses = [cells.weight * called * (cells.story == name) for name in names]
    calls_by_story = np.array([mass.sum() for mass in masses])
    wrong = np.array([(mass * cells.told).sum() for mass in masses])
    draws = np.random.default_rng(0).integers(0, len(names), (2000, len(names)))
    shares = wrong[draws].sum(1) / np.maximum(calls_by_story[draws].sum(1), 1e-9)
    gaps = cells.weight * ~cells.told
    return {
        "allowed": rate,
        "threshold": round(threshold(cells.p, cells.told, cells.weight, aim), 6),
        "wrong": round(float(wrong.sum() / max(calls_by_story.sum(), 1e-9)), 4),
        "wrong_by_set": _wrong_by_set(cells, called),
        "low": round(float(np.quantile(shares, 0.025)), 4),
        "high": round(float(np.quantile(shares, 0.975)), 4),
        "called": int(called.sum()),
        "found": round(float(gaps[called].sum() / gaps.sum()), 4),
        "found_by_set": {
            str(kind): round(float(gaps[called & (cells.kind == kind)].sum() / of), 4)
            for kind in sorted(set(cells.kind))
            if (of := gaps[cells.kind == kind].sum())
        },
        "cells": len(cells.p),
        "stories": len(names),
    }


def _wrong_by_set(cells: Judged, called: NDArray[np.bool_]) -> dict[str, float]:
    """For each set the share of its called gaps that were told after all; 0 where none is called."""
    shares = {}
    for name in sorted(set(cells.kind)):
        mass = cells.weight * called * (cells.kind == name)
        shares[str(name)] = round(float((mass * cells.told).sum() / max(mass.sum(), 1e-9)), 4)
    return shares


def _called(cells: Judged, aim: float) -> NDArray[np.bool_]:
    """Which cells are called gaps, each by the threshold that the other stories set."""
    called = np.zeros(len(cells.p), bool)
    for name in sorted(set(cells.story)):
        own = cells.story == name
        limit = threshold(cells.p[~own], cells.told[~own], cells.weight[~own], aim)
        called[own] = cells.p[own] <= limit
    return called


def _rounded(weights: matching.Weights) -> dict[str, Any]:
    return {
        "mean": [round(float(x), 6) for x in weights.mean],
        "scale": [round(float(x), 6) for x in weights.scale],
        "weights": [round(float(x), 6) for x in weights.weights],
        "bias": round(weights.bias, 6),
    }


def train_matcher() -> Path:
    """Trains on every clear cell, measures leaving stories out, writes ``matcher.json``."""
    cells = collect(coded_cells())
    use = np.array([cell.counts for cell in cells.coded])
    told = np.array([cell.told for cell in cells.coded])
    judged = Judged.of(cells, left_out_predictions(cells, use))
    # of a told cell whose evidence lies in no sentence nothing can be learnt; of an absent one that
    # none of its sentences shows the fact
    evidence = [
        i for i, cell in enumerate(cells.coded) if use[i] and (cells.shown[i].any() or not cell.told)
    ]
    shows = fit(
        np.concatenate([cells.sentences[i] for i in evidence]),
        np.concatenate([cells.shown[i] for i in evidence]),
    )
    rows = [measured_gaps(judged, rate) for rate in RATES]
    written = {
        "features": list(matching.FEATURES),
        "sentence_features": list(matching.SENTENCE_FEATURES),
        "tells": _rounded(fit(cells.features[use], told[use])),
        "shows": _rounded(shows),
        "gaps": [row for row in rows if row["called"]],  # a rate that no threshold keeps is no offer
        "data": "gold/set{D,E,F}-coder{1,2}.jsonl, sample/truth.json, evals/labels/matrix.json",
        "labels": LABELS,
    }
    path = MODELS / "matcher.json"
    path.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    return path
