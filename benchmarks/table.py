"""A measured row, what was aimed at, and the table of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at: at most ``limit``, or at least, in the row's unit."""

    limit: float
    at_most: bool = True

    def met(self, value: float) -> bool:
        """Whether a value is where it should be."""
        return value <= self.limit if self.at_most else value >= self.limit


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: of what, on what, how much, from how many runs; a peer's figure beside it."""

    what: str
    data: str
    ours: float
    unit: str
    runs: int = 1
    peer: float | None = None
    peer_name: str = ""
    target: Target | None = None


HEAD = ("what", "on", "runs", "ours", "peer", "target", "met", "peer is")
NUMBERS = (2, 3, 4, 5)


def table(rows: Sequence[Row]) -> str:
    """The rows as text, numbers to the right."""
    lines = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if i in NUMBERS else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    target = row.target
    return (
        row.what,
        row.data,
        str(row.runs),
        f"{_number(row.ours)} {row.unit}",
        f"{_number(row.peer)} {row.unit}" if row.peer is not None else "",
        f"{'<=' if target.at_most else '>='} {_number(target.limit)} {row.unit}" if target else "",
        ("yes" if target.met(row.ours) else "NO") if target else "",
        row.peer_name,
    )


def _number(value: float) -> str:
    """Three digits that count, and no more."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
