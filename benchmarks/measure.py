"""What one command takes: time, processor time, memory of all its processes together."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROC = Path("/proc")
#: Seconds between two looks at memory: a model stays loaded for longer than that.
LOOK = 0.25
#: What `Taken.peak` counts.
COUNTED = (
    f"all processes together, pages of files once, looked at every {LOOK:g} s"
    if (PROC / "self" / "statm").exists()
    else "the largest process alone (this system has no /proc)"
)
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Taken:
    """Of a command: ``seconds`` on the clock, ``cpu`` seconds of all its processes, ``peak`` bytes."""

    seconds: float
    cpu: float
    peak: int
    output: str


def take(
    command: Sequence[str], well: Collection[int] = (0,), env: Mapping[str, str] | None = None
) -> Taken:
    """Runs a command in the checkout's root, in a session of its own.

    Args:
        command: program and arguments.
        well: the exit statuses that count as having done the work.
        env: what to add to the environment.

    Raises:
        RuntimeError: it ended with another status; the last lines of its standard error are told.
    """
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        began = perf_counter()
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **(env or {})}, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=out, stderr=err,
        )  # fmt: skip
        with _Watch(process.pid) as watch:
            _, status, usage = os.wait4(process.pid, 0)
            seconds = perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in well:
            err.seek(0)
            told = "".join(err.readlines()[-10:])
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{told}")
        out.seek(0)
        largest = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        peak = watch.peak or largest  # 0: over before the first look, so one small process
        return Taken(seconds, usage.ru_utime + usage.ru_stime, peak, out.read())


class _Watch:
    """Looks at the memory of a session's processes until left."""

    def __init__(self, session: int) -> None:
        self.peak = 0
        self._session = session
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Watch:
        if PROC.is_dir():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(LOOK):
            sizes = [_pages(pid) for pid in _members(self._session)]
            own = sum(resident - of_files for resident, of_files in sizes)
            shared = max((of_files for _, of_files in sizes), default=0)
            self.peak = max(self.peak, (own + shared) * PAGE)


def _members(session: int) -> list[int]:
    """The processes of a session now."""
    found = []
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            try:
                # the name, in brackets, may hold spaces; after it: state, parent, group, session
                after = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it has ended meanwhile
                continue
            if int(after[3]) == session:
                found.append(int(folder.name))
    return found


def _pages(pid: int) -> tuple[int, int]:
    """Pages in memory, and how many of them are of files or shared; 0 if it has ended.

    The kernel keeps both counts. Sharing it out page by page (PSS) would be exact and cost ten
    milliseconds a look, which the measured processes would pay.
    """
    try:
        _, resident, of_files, *_ = (PROC / str(pid) / "statm").read_text().split()
    except (OSError, ValueError):
        return 0, 0
    return int(resident), int(of_files)


def take_often(
    command: Sequence[str],
    runs: int,
    well: Collection[int] = (0,),
    env: Mapping[str, str] | None = None,
) -> Taken:
    """The medians of several runs, each measure by itself; the output of the last."""
    taken = [take(command, well, env) for _ in range(runs)]
    return Taken(
        statistics.median(t.seconds for t in taken),
        statistics.median(t.cpu for t in taken),
        int(statistics.median(t.peak for t in taken)),
        taken[-1].output,
    )


def untold(*arguments: str) -> list[str]:
    """The command line ``untold`` under this Python."""
    return [sys.executable, "-m", "untold", *arguments]


def inside(module: str, *arguments: str) -> tuple[Any, Taken]:
    """What ``python -m module`` prints as JSON, and what that process took.

    It has one core's worth of threads: figures are for a core.
    """
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    taken = take([sys.executable, "-m", module, *arguments], env=threads)
    return json.loads(taken.output.splitlines()[-1]), taken
