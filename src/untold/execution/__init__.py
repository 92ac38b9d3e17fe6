"""Where and when work is done, never what: a runner maps a pure function over items, in their order.

A runner yields one `Outcome` per item, in item order, whatever happens: an item that raises, or that
kills its process, is an outcome with a reason and stops no other.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from untold.errors import ModelError, UsageError

Item = TypeVar("Item")
Value = TypeVar("Value")

RUNNERS = ("serial", "processes")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Value]):
    """What became of one item: its value, or the reason why there is none."""

    value: Value | None = None
    failure: str | None = None


class Runner(Protocol):
    """Maps a function over items; the function and the items must be picklable for `processes`."""

    def map(
        self, function: Callable[[Item], Value], items: Iterable[Item]
    ) -> Iterator[Outcome[Value]]:
        """One outcome per item, in item order; items are taken as they are needed."""
        ...


def attempt(function: Callable[[Item], Value], item: Item) -> Outcome[Value]:
    """The outcome of one call: an exception becomes its reason in one line.

    Raises:
        ModelError: a model is missing or differs. Every item would fail alike, so the run stops.
    """
    try:
        return Outcome(function(item))
    except ModelError:
        raise
    except Exception as error:
        words = " ".join(str(error).split())[:500]  # one line: it stands in tables and reports
        return Outcome(failure=f"{type(error).__name__}: {words}" if words else type(error).__name__)


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def make_runner(name: str, jobs: int | None = None) -> Runner:
    """The runner of that name; ``jobs`` is the number of processes (all cores if None).

    Raises:
        UsageError: there is no such runner, or jobs is less than 1.
    """
    if jobs is not None and jobs < 1:
        raise UsageError(f"jobs must be 1 or more, not {jobs}")
    if name == "serial":
        from untold.execution.serial import Serial

        return Serial()
    if name == "processes":
        from untold.execution.processes import Processes

        return Processes(jobs or cores())
    raise UsageError(f"no runner {name!r}; there are: {', '.join(RUNNERS)}")
