"""How long until there is an answer at all: importing, and the first help page."""

from __future__ import annotations

import statistics
import sys

from benchmarks.measure import take, untold
from benchmarks.table import Row, Target

RUNS = 11
NEEDS_DATA = False


def measure(runs: int) -> list[Row]:
    """Import time, over a bare interpreter measured in turns with it, and ``untold --help``."""
    bare, imported, helped = (
        [sys.executable, "-c", "pass"], [sys.executable, "-c", "import untold"], untold("--help"),
    )  # fmt: skip
    seconds: dict[str, list[float]] = {"bare": [], "import": [], "help": []}
    take(helped)  # compiles what was never compiled
    for _ in range(runs):
        for name, command in zip(seconds, (bare, imported, helped), strict=True):
            seconds[name].append(take(command).seconds)
    median = {name: statistics.median(values) for name, values in seconds.items()}
    return [
        Row(
            "import untold", "over a bare interpreter", max(median["import"] - median["bare"], 0.0),
            "s", runs, target=Target(0.3),
        ),
        Row(
            "untold --help", "whole process", median["help"], "s", runs, median["bare"],
            "a bare interpreter", Target(0.5),
        ),
    ]  # fmt: skip
