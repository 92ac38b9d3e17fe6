"""What probability is low enough to call a gap, and what was measured of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from untold.compare.finding import IN_FULL, TOLD, Wording, matcher_file
from untold.errors import UsageError


@dataclass(frozen=True, slots=True)
class Limits:
    """At most ``untold`` a cell is a gap, at least ``told`` it is told, between them it is unsure.

    So is one that is told, in full less likely than ``in_full``, and shows no part that differs.
    """

    untold: float
    told: float
    in_full: float = 0.0


def rates() -> tuple[float, ...]:
    """The shares of wrong gaps that were measured for either wording, lowest first."""
    asked, stated = (
        {row["allowed"] for row in matcher_file()["gaps"][wording]} for wording in ("asked", "stated")
    )
    return tuple(sorted(asked & stated))


def _row(max_false_gaps: float, wording: Wording) -> dict[str, Any]:
    for row in matcher_file()["gaps"][wording]:
        if row["allowed"] in rates() and abs(row["allowed"] - max_false_gaps) < 1e-9:
            found: dict[str, Any] = row
            return found
    listed = ", ".join(f"{rate:g}" for rate in rates())
    raise UsageError(f"--max-false-gaps {max_false_gaps:g} was not measured; choose one of {listed}")


def limits(max_false_gaps: float, wording: Wording) -> Limits:
    """The thresholds for a share of wrong gaps, both probabilities.

    Args:
        max_false_gaps: the share allowed.
        wording: of the fact: a user's ("asked") or a statement of another article ("stated"). The one
            holds less detail and is told more often: each has its own threshold.

    Raises:
        UsageError: that share was not measured.
    """
    row = _row(max_false_gaps, wording)
    return Limits(row["threshold"], max(TOLD[wording], row["threshold"]), IN_FULL[wording])


def measured(max_false_gaps: float, wording: Wording) -> dict[str, Any]:
    """What is known of the gaps called at this setting, for the report's manifest.

    ``stated`` is the share of wrong gaps asked for, ``measured`` the share found on stories that set
    neither weights nor threshold, ``worst`` that share in the worst of the sets, ``low`` and ``high``
    its 95 % interval (bootstrap over stories),
    ``cells`` the gaps called there, ``found`` the share of true gaps that were called, ``partly`` that
    of the facts told in part.

    Raises:
        UsageError: that share was not measured.
    """
    row = _row(max_false_gaps, wording)
    return {
        "stated": row["allowed"],
        "measured": row["wrong"],
        "worst": max(row["wrong_by_set"].values()),
        "low": row["low"],
        "high": row["high"],
        "cells": row["called"],
        "of_cells": row["cells"],
        "stories": row["stories"],
        "found": row["found"],
        "partly": row["partly"],
        "labels": f"{matcher_file()['labels']}; not a person's reading",
    }


def adjustable(max_false_gaps: float, wording: Wording) -> list[dict[str, Any]]:
    """What was measured at every share that a finished run can be shown at, lowest share first.

    As `measured`, with its ``threshold``. What is told does not depend on the share while the
    threshold stays at or under `TOLD`: there a gap or an unsure cell follows from its probability
    alone. Beyond it articles must be judged anew, and only the run's own share is listed.

    Raises:
        UsageError: that share was not measured.
    """
    own = _row(max_false_gaps, wording)
    shares = rates() if own["threshold"] <= TOLD[wording] else (own["allowed"],)
    rows = [_row(share, wording) for share in shares]
    return [
        {"threshold": row["threshold"]} | measured(row["allowed"], wording)
        for row in rows
        if row["threshold"] <= TOLD[wording] or row is own
    ]
