"""What a run says of itself while it works; who listens decides what to show."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told of each stage, each finished item and each note worth a line."""

    def stage(self, name: str, total: int | None) -> None:
        """A stage begins; ``total`` items, or None where that can't be known."""
        ...

    def advance(self, items: int = 1) -> None:
        """So many more items are done."""
        ...

    def note(self, line: str) -> None:
        """Something worth a line."""
        ...


class Silent:
    """Says nothing."""

    def stage(self, name: str, total: int | None) -> None:
        """Nothing."""

    def advance(self, items: int = 1) -> None:
        """Nothing."""

    def note(self, line: str) -> None:
        """Nothing."""
