"""The main job at full length: ``untold compare`` on the 479 articles of 15 outlets."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks import corpora
from benchmarks.measure import take_often, untold
from benchmarks.table import Row, Target
from evals.data import read_lines

RUNS = 1
NEEDS_DATA = True


def measure(runs: int) -> list[Row]:
    """Articles a second, processor time, memory and the report's size."""
    source = corpora.path_of(corpora.FAKES)
    articles = len(list(read_lines(corpora.FAKES)))
    with tempfile.TemporaryDirectory(prefix="untold-benchmark-") as folder:
        report = Path(folder) / "report.html"
        # 3: finished, with a few inputs left out for reasons it gives
        taken = take_often(untold("compare", str(source), "-o", str(report)), runs, well=(0, 3))
        size = report.stat().st_size
    on = f"{articles} articles, fakes.jsonl"
    return [
        Row("compare", on, articles / taken.seconds, "articles/s", runs, target=Target(2, False)),
        Row("compare, time", on, taken.seconds, "s", runs),
        Row("compare, processor time", on, taken.cpu, "s", runs),
        Row("compare, peak memory", on, taken.peak / 1e9, "GB", runs, target=Target(3)),
        Row("compare, report", on, size / 1e6, "MB", runs),
    ]
