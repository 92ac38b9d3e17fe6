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

#: Items a worker takes at once. An article takes about 0.2 s, so handing over costs nothing, and few
#: enough that the last chunk keeps no worker waiting long.
CHUNK = 4
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

    Models load once per process. A script that uses it must keep its own work under
    ``if __name__ == "__main__":``, as Python's ``multiprocessing`` asks.
    """

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def map(
        self, function: Callable[[Item], Value], items: Iterable[Item]
    ) -> Iterator[Outcome[Value]]:
        """One outcome per item, in item order.

        Where a process dies (killed for memory, a crash in a library), the chunks it left are done
        again one item at a time, so that only the item that kills it fails.

        Raises:
            UntoldError: processes can't start at all.
        """
        remaining = iter(items)
        chunks = iter(lambda: tuple(islice(remaining, CHUNK)), ())
        unfinished = deque(islice(chunks, self.jobs * AHEAD))
        while unfinished:
            yield from self._until_broken(function, unfinished, chunks)
            for chunk in unfinished:
                yield from _one_by_one(function, chunk)
            unfinished = deque(islice(chunks, self.jobs * AHEAD))

    def _until_broken(
        self,
        function: Callable[[Item], Value],
        unfinished: deque[tuple[Item, ...]],
        chunks: Iterator[tuple[Item, ...]],
    ) -> Iterator[Outcome[Value]]:
        """Outcomes chunk by chunk; ``unfinished`` is empty at the end unless a process died."""
        futures: deque[Future[list[Outcome[Value]]]] = deque()
        pool = _pool(self.jobs)
        try:
            for chunk in unfinished:
                futures.append(pool.submit(_attempt_all, function, chunk))
            while unfinished:
                yield from futures.popleft().result()
                unfinished.popleft()
                for chunk in islice(chunks, 1):
                    unfinished.append(chunk)
                    futures.append(pool.submit(_attempt_all, function, chunk))
        except BrokenProcessPool:
            return
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _one_by_one(
    function: Callable[[Item], Value], items: tuple[Item, ...]
) -> Iterator[Outcome[Value]]:
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
