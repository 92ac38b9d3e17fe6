"""``python -m benchmarks [NAME...]``: runs benchmarks one after another and prints a table.

Whole processes wherever a user would start one, medians of a few runs. Nothing is asserted: the
targets stand beside the figures. Run it on an otherwise idle machine.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
from collections.abc import Sequence
from time import perf_counter

from benchmarks import corpora
from benchmarks.measure import COUNTED
from benchmarks.table import Row, table
from untold.execution import cores

#: In this order; together under 10 minutes on two idle cores.
BENCHMARKS = (
    "startup", "sample", "report", "compare", "runners", "shares", "matcher", "exports", "grouping",
)  # fmt: skip
#: Run only when named.
ON_DEMAND = ("setup",)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; 1 if a benchmark broke down or had no data."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "names", nargs="*", metavar="NAME",
        help=f"one of {', '.join(BENCHMARKS)}; all of them if none; or {', '.join(ON_DEMAND)}",
    )  # fmt: skip
    parser.add_argument("--runs", type=int, help="runs of each; else each has its own number")
    chosen = parser.parse_args(arguments)
    if unknown := [n for n in chosen.names if n not in (*BENCHMARKS, *ON_DEMAND)]:
        parser.error(f"no benchmark {', '.join(unknown)}")
    if chosen.runs is not None and chosen.runs < 1:
        parser.error("--runs must be 1 or more")
    rows: list[Row] = []
    broken = 0
    for name in chosen.names or BENCHMARKS:
        module = importlib.import_module(f"benchmarks.{name}")
        if module.NEEDS_DATA and not corpora.present():
            _say(f"{name}: left out, no development data; set UNTOLD_DATA to the folder that holds it")
            broken += 1
            continue
        began = perf_counter()
        try:
            rows += module.measure(chosen.runs or module.RUNS)
        except RuntimeError as error:
            _say(f"{name}: {error}")
            broken += 1
        else:
            _say(f"{name}: measured in {perf_counter() - began:.0f} s")
    print(f"{_machine()}\nMemory counts {COUNTED}.\n\n{table(rows)}")
    return 1 if broken else 0


def _machine() -> str:
    """What the figures depend on; the load tells of other work beside."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return (
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{cores()} cores, load {load} now (our own work included)."
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
