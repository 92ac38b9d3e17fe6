"""Where and when work is done, never what: a runner maps a pure function over items, in their order.

A runner yields one `Outcome` per item, in item order, whatever happens: an item that raises, or that
kills its process, is an outcome with a reason and stops no other.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Generic, Protocol, TypeVar

from untold.errors import ModelError, UsageError

Item = TypeVar("Item")
Value = TypeVar("Value")

RUNNERS = ("serial", "processes")

#: Up to so many items are done here: starting processes and loading the models in each takes about as
#: long (4 s) as annotating twenty articles.
FEW = 20


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Value]):
    """What became of one item: its value, or the reason why there is none."""

    value: Value | None = None
    failure: str | None = None


class Runner(Protocol):
    """Maps a function over items; the function and the items must be picklable."""

    def map(
        self, function: Callable[[Item], Value], items: Iterable[Item], chunk: int = 1
    ) -> Iterator[Outcome[Value]]:
        """One outcome per item, in item order; items are taken as they are needed.

        ``chunk`` items travel together: more for items that take a millisecond, 1 for long ones.
        """
        ...

    def close(self) -> None:
        """Let go of whatever the runner holds; it may be used again."""
        ...


def attempt(function: Callable[[Item], Value], item: Item) -> Outcome[Value]:
    """The outcome of one call: an exception becomes its reason in one line.

    Raises:
        ModelError, UsageError: the installation or the call is off. Every item would fail alike, so
            the run stops.
    """
    try:
        return Outcome(function(item))
    except (ModelError, UsageError):
        raise
    except Exception as error:
        words = " ".join(str(error).split())[:500]  # one line: it stands in tables and reports
        return Outcome(failure=f"{type(error).__name__}: {words}" if words else type(error).__name__)


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class BySize:
    """Processes for more than a few items or where they run already; else this process."""

    def __init__(self, processes: Runner, serial: Runner) -> None:
        self._processes = processes
        self._serial = serial
        self._started = False

    def map(
        self, function: Callable[[Item], Value], items: Iterable[Item], chunk: int = 1
    ) -> Iterator[Outcome[Value]]:
        """One outcome per item, in item order."""
        remaining = iter(items)
        first = list(islice(remaining, FEW + 1))
        self._started = self._started or len(first) > FEW
        runner = self._processes if self._started else self._serial
        return runner.map(function, chain(first, remaining), chunk)

    def close(self) -> None:
        """End the processes."""
        self._processes.close()
        self._started = False


def make_runner(name: str | None = None, jobs: int | None = None) -> Runner:
    """The runner of that name, or one that goes by the number of items if None.

    Args:
        name: ``serial``, ``processes`` or None.
        jobs: the number of processes, all cores if None.

    Raises:
        UsageError: there is no such runner, or jobs is less than 1.
    """
    from untold.execution.processes import Processes
    from untold.execution.serial import Serial

    if jobs is not None and jobs < 1:
        raise UsageError(f"jobs must be 1 or more, not {jobs}")
    jobs = jobs or cores()
    if name == "serial" or (name is None and jobs == 1):
        return Serial()
    if name == "processes":
        return Processes(jobs)
    if name is None:
        return BySize(Processes(jobs), Serial())
    raise UsageError(f"no runner {name!r}; there are: {', '.join(RUNNERS)}")
