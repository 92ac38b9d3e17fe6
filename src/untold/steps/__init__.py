"""The steps of the pipeline: each does what its project lacks and keeps it there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from untold.analysis import Settings
from untold.execution import Item, Runner
from untold.execution.progress import Progress

if TYPE_CHECKING:
    from untold.store.database import Store

#: Results written at once: a kill loses at most so many articles' work, and the disk is not the brake.
BATCH = 16


@dataclass(frozen=True)
class Run:
    """What a run works on and with."""

    store: Store
    settings: Settings
    runner: Runner
    progress: Progress


def batches(items: Iterable[Item], size: int = BATCH) -> Iterator[list[Item]]:
    """The items in lists of that size, the last one shorter."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch
