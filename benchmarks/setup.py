"""``make demo`` from nothing: a new environment, every package by its hash, the sample's report.

Run only when named: it needs the package index, or pip's cache filled by an earlier run.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.measure import take_often
from benchmarks.table import Row, Target

RUNS = 1
NEEDS_DATA = False


def measure(runs: int) -> list[Row]:
    """Seconds from an empty folder to the report, and the environment's size."""
    with tempfile.TemporaryDirectory(prefix="untold-benchmark-") as folder:
        environment, report = Path(folder) / "venv", Path(folder) / "report.html"
        make = ["make", "demo", f"VENV={environment}", f"DEMO={report}", f"PYTHON={sys.executable}"]
        taken = take_often(make, runs)
        size = sum(p.lstat().st_size for p in environment.rglob("*") if p.is_file())
    return [
        Row("make demo, from nothing", "sample", taken.seconds, "s", runs, target=Target(180)),
        Row("environment", "development tools included", size / 1e9, "GB", runs),
    ]
