"""Below which probability a cell is called a gap, and how often that was wrong on other stories."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evals.gold import STATED

if TYPE_CHECKING:
    from training.matcher import Cells

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: The set of invented articles, worded to be hard to find. It has no say in thresholds, since the
#: promise is about news; what is wrong in it is measured and told.
INVENTED = "S"
#: Shares of wrong gaps that a user may ask for.
RATES = tuple(round(rate / 100, 2) for rate in range(1, 16))


def threshold(p: Array, told: Mask, weight: Array, rate: float) -> float:
    """The highest p below which at most ``rate`` of the cells are told after all; -1 if none."""
    order = np.argsort(p, kind="stable")
    wrong = np.cumsum((told * weight)[order]) / np.cumsum(weight[order])
    allowed = np.nonzero(wrong <= rate)[0]
    return float(p[order][allowed[-1]]) if len(allowed) else -1.0


def _limit(cells: Judged, inside: Mask, aim: float) -> float:
    """`threshold` by some of the cells."""
    return threshold(cells.p[inside], cells.told[inside], cells.weight[inside], aim)


@dataclass(frozen=True)
class Judged:
    """Clear cells with their left-out probability: what thresholds are set and measured on."""

    p: Array
    told: Mask
    company: NDArray[Any]
    kind: NDArray[Any]  # the set
    weight: Array

    @classmethod
    def of(cls, cells: Cells, p: Array) -> Judged:
        """The clear ones of the cells, with a probability for each of all."""
        use = cells.use
        kind = np.array([cell.set for cell in cells.coded])
        weight = np.array([cell.weight for cell in cells.coded])
        return cls(p[use], cells.told[use], cells.company[use], kind[use], weight[use])

    def __add__(self, other: Judged) -> Judged:
        """Both, one after the other."""
        return Judged(*(
            np.concatenate([getattr(self, field.name), getattr(other, field.name)])
            for field in fields(self)
        ))  # fmt: skip

    def only(self, rows: Mask) -> Judged:
        """Some of them."""
        return replace(
            self, p=self.p[rows], told=self.told[rows], company=self.company[rows],
            kind=self.kind[rows], weight=self.weight[rows],
        )  # fmt: skip


def by_wording(cells: Judged) -> dict[str, Judged]:
    """Facts in a reader's words ("asked"), and statements of other articles ("stated").

    They are calibrated apart: a statement of another article holds more detail, and most cells of a
    matrix are gaps.
    """
    stated = np.isin(cells.kind, STATED)
    return {"asked": cells.only(~stated), "stated": cells.only(stated)}


def measured_gaps(cells: Judged, rate: float) -> dict[str, Any]:
    """The threshold for a rate, and what it does on stories that did not set it.

    A threshold that fits the rate on the cells that set it errs more on others, and more on some
    kinds of cells than on others. So the rate aimed at inside is the highest that, leaving stories
    out, stays within the rate asked for in every set. The 95 % interval is a bootstrap over stories:
    cells of one story err together.
    """
    aim = _aim(cells, rate)
    called = _called(cells, aim)
    names = sorted(set(cells.company))
    masses = [cells.weight * called * (cells.company == name) for name in names]
    calls_by_story = np.array([mass.sum() for mass in masses])
    wrong = np.array([(mass * cells.told).sum() for mass in masses])
    draws = np.random.default_rng(0).integers(0, len(names), (2000, len(names)))
    shares = wrong[draws].sum(1) / np.maximum(calls_by_story[draws].sum(1), 1e-9)
    gaps = cells.weight * ~cells.told
    return {
        "allowed": rate,
        "threshold": round(_limit(cells, cells.kind != INVENTED, aim), 6),
        "wrong": round(float(wrong.sum() / max(calls_by_story.sum(), 1e-9)), 4),
        "wrong_by_set": wrong_by_set(cells, called),
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


def _aim(cells: Judged, rate: float) -> float:
    """The highest rate to aim at that, leaving stories out, keeps ``rate`` in every set of news.

    0 if none does.
    """
    news = cells.kind != INVENTED
    for step in range(round(rate * 1000), 0, -1):
        if max(wrong_by_set(cells, _called(cells, step / 1000) & news).values()) <= rate:
            return step / 1000
    return 0.0


def called_gaps(cells: Judged, rate: float) -> Mask:
    """Which cells are called gaps at a rate, each by the threshold that the other stories set."""
    return _called(cells, _aim(cells, rate))


def aimed_without(cells: Judged, rate: float, name: str) -> Mask:
    """The same with the aim chosen, and the thresholds set, without the cells of one set.

    Only the calls in that set are given; no cell of it had a say in them.
    """
    others = cells.only(cells.kind != name)
    limit = _limit(others, others.kind != INVENTED, _aim(others, rate))
    called: Mask = (cells.p <= limit) & (cells.kind == name)
    return called


def wrong_by_set(cells: Judged, called: Mask) -> dict[str, float]:
    """For each set the share of its called gaps that were told after all; 0 where none is called."""
    shares = {}
    for name in sorted(set(cells.kind)):
        mass = cells.weight * called * (cells.kind == name)
        shares[str(name)] = round(float((mass * cells.told).sum() / max(mass.sum(), 1e-9)), 4)
    return shares


def _called(cells: Judged, aim: float) -> Mask:
    """Which cells are called gaps, each by the threshold that the other stories set."""
    called = np.zeros(len(cells.p), bool)
    if aim <= 0:
        return called
    for name in sorted(set(cells.company)):
        own = cells.company == name
        limit = _limit(cells, ~own & (cells.kind != INVENTED), aim)
        called[own] = cells.p[own] <= limit
    return called
