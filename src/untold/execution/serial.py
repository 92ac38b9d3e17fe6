"""One item after the other, in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from untold.execution import Item, Outcome, Value, attempt


class Serial:
    """Runs everything in this process: the simplest, and the easiest to debug."""

    def map(
        self, function: Callable[[Item], Value], items: Iterable[Item], chunk: int = 1
    ) -> Iterator[Outcome[Value]]:
        """One outcome per item, in item order."""
        for item in items:
            yield attempt(function, item)

    def close(self) -> None:
        """Nothing to let go of."""
