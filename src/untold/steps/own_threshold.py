"""A threshold for gaps that a user's judgements chose: kept with a project, told in its manifest."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from untold.analysis import Settings
from untold.store.database import Store

#: The key of the project's note of it.
OWN = "own_threshold"


@dataclass(frozen=True, slots=True)
class OwnThreshold:
    """A setting that the user's own judgements chose, and on what ground.

    ``max_false_gaps`` is the shipped threshold now in force, ``allowed`` the share the user asked for;
    of ``cells`` judged under it ``wrong`` were wrong, so that the share stays under ``bound``.
    """

    max_false_gaps: float
    allowed: float
    cells: int
    wrong: int
    bound: float


def own_threshold(store: Store, settings: Settings) -> OwnThreshold | None:
    """The setting by the user's own judgements, where one is in force."""
    kept = store.meta(OWN)
    found = OwnThreshold(**json.loads(kept)) if kept else None
    in_force = found is not None and settings.max_false_gaps == found.max_false_gaps
    return found if in_force else None


def set_own_threshold(store: Store, threshold: OwnThreshold | None) -> None:
    """Keep it, or go back to the shipped calibration; the setting itself is the caller's to change."""
    kept = "" if threshold is None else json.dumps(asdict(threshold), sort_keys=True)
    store.set_meta(OWN, kept)
