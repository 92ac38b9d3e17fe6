"""Items spread over processes of this machine, outcomes in item order all the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any

from untold.errors import UntoldError
from untold.execution import Item, Outcome, Value, attempt

#: Chunks handed out ahead per worker: none waits for work, and few items are in memory at once.
AHEAD = 3


def _attempt_all(function: Callable[[Any], Any], items: tuple[Any, ...]) -> list[Outcome[Any]]:
    return [attempt(function, item) for item in items]


def _start_worker() -> None:
    """The parent alone answers Ctrl-C, and a worker ends when its parent is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def end_with_parent() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()


def _pool(jobs: int) -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=spawn, initializer=_start_worker)


class Processes:
    """Runs items in ``jobs`` fresh processes (spawned, so that nothing leaks in from this one).

    The processes start with the first item and stay until `close`, so models load once in each. A
    script that uses it must keep its own work under ``if __name__ == "__main__":``, as Python's
    ``multiprocessing`` asks.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._running: ProcessPoolExecutor | None = None

    def map(
        self, function: Callable[[Item], Value], items: Iterable[Item], chunk: int = 1
    ) -> Iterator[Outcome[Value]]:
        """One outcome per item, in item order.

        Where a process dies (killed for memory, a crash in a library), the chunks it left are done
        again one item at a time, so that only the item that kills it fails.

        Raises:
            UntoldError: processes can't start at all.
        """
        remaining = iter(items)
        chunks = iter(lambda: tuple(islice(remaining, chunk)), ())
        unfinished = deque(islice(chunks, self.jobs * AHEAD))
        while unfinished:
            yield from self._until_broken(function, unfinished, chunks)
            for left in unfinished:
                yield from _one_by_one(function, left)
            unfinished = deque(islice(chunks, self.jobs * AHEAD))

    def _until_broken(
        self,
        function: Callable[[Item], Value],
        unfinished: deque[tuple[Item, ...]],
        chunks: Iterator[tuple[Item, ...]],
    ) -> Iterator[Outcome[Value]]:
        """Outcomes chunk by chunk; ``unfinished`` is empty at the end unless a process died."""
        if self._running is None:
            self._running = _pool(self.jobs)
        pool = self._running
        futures: deque[Future[list[Outcome[Value]]]] = deque()
        try:
            for items in unfinished:
                futures.append(pool.submit(_attempt_all, function, items))
            while unfinished:
                yield from futures.popleft().result()
                unfinished.popleft()
                for items in islice(chunks, 1):
                    unfinished.append(items)
                    futures.append(pool.submit(_attempt_all, function, items))
        except BrokenProcessPool:
            self.close()
        except BaseException:  # also where the caller takes no more
            self.close()
            raise

    def close(self) -> None:
        """End the processes; chunks that have begun are finished first."""
        if self._running is not None:
            self._running.shutdown(wait=True, cancel_futures=True)
            self._running = None


def _one_by_one(function: Callable[[Item], Value], items: tuple[Item, ...]) -> Iterator[Outcome[Value]]:
    for item in items:
        with _pool(1) as pool:
            try:
                pool.submit(os.getpid).result()
            except BrokenProcessPool as error:
                raise UntoldError(
                    "worker processes can't start; in a script, keep the work under "
                    'if __name__ == "__main__": or choose the runner serial'
                ) from error
            try:
                yield pool.submit(_attempt_all, function, (item,)).result()[0]
            except BrokenProcessPool:
                yield Outcome(failure="the process that worked on it died (out of memory?)")
