"""The steps of the pipeline: each does what its project lacks and keeps it there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from untold.analysis import Settings
from untold.execution import Item, Runner
from untold.execution.progress import Progress

if TYPE_CHECKING:
    from untold.store.database import Store

#: Results written at once, unless `SECONDS` are over first: the disk must not be the brake.
BATCH = 16

#: Seconds after which results are written: a kill loses no more work than that.
SECONDS = 2.0


@dataclass(frozen=True)
class Run:
    """What a run works on and with."""

    store: Store
    settings: Settings
    runner: Runner
    progress: Progress


def batches(items: Iterable[Item], size: int = BATCH, seconds: float = SECONDS) -> Iterator[list[Item]]:
    """The items in lists of that size, or of as many as came within the seconds."""
    batch: list[Item] = []
    began = monotonic()
    for item in items:
        batch.append(item)
        if len(batch) == size or monotonic() - began >= seconds:
            yield batch
            batch, began = [], monotonic()
    if batch:
        yield batch
