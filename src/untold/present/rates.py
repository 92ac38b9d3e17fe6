"""A story at another allowed share of wrong gaps, without judging its articles anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from untold.present.summary import facts_in_short

SAID = frozenset({"told", "attributed", "disputed", "partial"})
_BY_CHANCE = frozenset({"untold", "unsure"})


def differs(fact: Mapping[str, Any]) -> bool:
    """Whether at least one outlet tells the fact and at least one leaves it untold."""
    states = {cell["state"] for cell in fact["cells"]}
    return "untold" in states and bool(states & SAID)


def state_at(cell: Mapping[str, Any], threshold: float, closed: Collection[str]) -> str:
    """The state of a cell when a gap is called at or below a probability.

    Args:
        cell: a cell of the document.
        threshold: at most what a fact counts as told from; above it what is told changes too.
        closed: articles that can't be read in full, by id: beside one of them nothing is a gap.
    """
    if cell["state"] not in _BY_CHANCE:
        return str(cell["state"])
    if cell["p"] > threshold or any(article in closed for article in cell["articles"]):
        return "unsure"
    return "untold"


def at_rates(
    facts: Sequence[Mapping[str, Any]], rates: Sequence[Mapping[str, Any]], closed: Collection[str]
) -> list[dict[str, Any]]:
    """For each share in ``rates``: how many facts differ, and what the summary says of them."""
    found = []
    for rate in rates:
        shown = [_fact_at(fact, rate["threshold"], closed) for fact in facts]
        differ = sum(map(differs, shown))
        lines = facts_in_short(shown, differ)
        found.append({"stated": rate["stated"], "differ": differ, "summary": lines})
    return found


def _fact_at(fact: Mapping[str, Any], threshold: float, closed: Collection[str]) -> dict[str, Any]:
    cells = [{**cell, "state": state_at(cell, threshold, closed)} for cell in fact["cells"]]
    return {**fact, "cells": cells}
