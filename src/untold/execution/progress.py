"""What a run says of itself while it works; who listens decides what to show."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

#: What each stage of a run does, in a reader's words.
STAGES = {
    "read": "Reading articles",
    "group": "Grouping into stories",
    "annotate": "Reading closely",
    "compare": "Comparing stories",
}
#: Called with how many more items are done.
Advance = Callable[[int], None]


class Progress(Protocol):
    """Told of each stage and of every finished item."""

    def stage(self, name: str, total: int | None) -> AbstractContextManager[Advance]:
        """A stage, from its beginning to its end; ``total`` items, or None where that isn't known."""
        ...


class Silent:
    """Says nothing."""

    def stage(self, name: str, total: int | None) -> AbstractContextManager[Advance]:
        """Nothing."""
        return nullcontext(_nothing)


def _nothing(items: int) -> None:
    """Not told."""
