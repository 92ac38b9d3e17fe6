"""Work that takes longer than a request: one run at a time, in a thread with a store of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Literal

from untold.errors import UntoldError
from untold.execution.progress import STAGES, Advance
from untold.model import LeftOut
from untold.project import Project
from untold.web.errors import BusyError

log = logging.getLogger("untold.web")

State = Literal["working", "done", "failed"]
#: Jobs that stay listed.
KEPT = 20


@dataclass
class Stage:
    """One stage of a run: ``done`` of ``total`` items, which is None where nobody knows."""

    name: str
    words: str
    done: int
    total: int | None
    ended: bool


@dataclass
class Job:
    """One piece of work and what became of it. ``left_out`` is what it could not take in, and why."""

    id: int
    what: str
    state: State = "working"
    stages: list[Stage] = field(default_factory=list)
    result: str = ""
    left_out: list[LeftOut] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Advance]:
        """As progress: a stage, from its beginning to its end."""
        stage = Stage(name, STAGES[name], 0, total, False)
        self.stages.append(stage)

        def advance(items: int) -> None:
            stage.done += items

        yield advance
        stage.ended = True


#: What a job does to the project; returns what came of it in words, and what was left out.
Work = Callable[[Project], tuple[str, list[LeftOut]]]


class Jobs:
    """The jobs of one server, latest first; a second has to wait for the first."""

    def __init__(self, open_project: Callable[[Job], Project]) -> None:
        self._open = open_project
        self._lock = Lock()
        self._threads: list[Thread] = []
        self.listed: list[Job] = []
        self._closing = False

    @property
    def working(self) -> bool:
        """Whether one is at work."""
        return any(job.state == "working" for job in self.listed)

    def start(self, what: str, work: Work) -> Job:
        """Start one.

        Raises:
            BusyError: another is at work.
        """
        with self._lock:
            self.check_idle()
            job = Job(self.listed[0].id + 1 if self.listed else 1, what)
            self.listed.insert(0, job)
            del self.listed[KEPT:]
        thread = Thread(target=self._do, args=(job, work), name=f"untold-{job.id}", daemon=True)
        self._threads = [thread]
        thread.start()
        return job

    def check_idle(self) -> None:
        """Go on only where nothing is at work.

        Raises:
            BusyError: something is.
        """
        if self.working:
            raise BusyError("a run is at work; wait until it is done")

    def close(self) -> None:
        """The server ends: what is at work breaks off, and the next run goes on from there."""
        self._closing = True

    def wait(self) -> None:
        """Until the work is done."""
        for thread in self._threads:
            thread.join()

    def _do(self, job: Job, work: Work) -> None:
        try:
            with self._open(job) as project:
                job.result, job.left_out = work(project)
            job.state = "done"
        except UntoldError as error:
            job.result, job.state = " ".join(str(error).split()), "failed"
        except Exception as error:
            if not self._closing:
                log.error("job %s (%s)", job.id, job.what, exc_info=error)
            what = f"{type(error).__name__}; what was done before is kept: the terminal has the details"
            job.result, job.state = what, "failed"
