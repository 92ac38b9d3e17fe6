"""The sample: what ``make demo`` runs once everything is set up."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measure import take_often, untold
from benchmarks.table import Row, Target

RUNS = 3
NEEDS_DATA = False
PATHS = ("sample/articles.jsonl", "sample/pages")


def measure(runs: int) -> list[Row]:
    """Seconds and memory of the main job on the sample. The target is for set-up and run together."""
    with tempfile.TemporaryDirectory(prefix="untold-benchmark-") as folder:
        report = Path(folder) / "report.html"
        taken = take_often(untold("compare", *PATHS, "-o", str(report)), runs, well=(0, 3))
    return [
        Row("make demo, without set-up", "sample", taken.seconds, "s", runs, target=Target(180)),
        Row("make demo, peak memory", "sample", taken.peak / 1e9, "GB", runs),
    ]
