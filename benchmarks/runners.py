"""One process against one per core: the same work, the same bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks import corpora
from benchmarks.measure import take_often, untold
from benchmarks.table import Row
from untold.execution import cores

RUNS = 1
NEEDS_DATA = True
ARTICLES = 60


def measure(runs: int) -> list[Row]:
    """Seconds and memory with either runner, and how many times faster processes are.

    Raises:
        RuntimeError: the two don't say the same: nothing is worth timing then.
    """
    records = corpora.whole_stories(ARTICLES)
    with tempfile.TemporaryDirectory(prefix="untold-benchmark-") as folder:
        source = corpora.write(records, Path(folder) / "articles.jsonl")
        command = untold("compare", str(source), "--stories", "given", "--json", "--runner")
        serial = take_often([*command, "serial"], runs, well=(0, 3))
        processes = take_often([*command, "processes"], runs, well=(0, 3))
    if serial.output != processes.output:
        raise RuntimeError("serial and processes gave different bytes")
    on, name = f"{len(records)} articles, stories given", "serial"
    return [
        Row(f"processes, {cores()}", on, processes.seconds, "s", runs, serial.seconds, name),
        Row("times faster", on, serial.seconds / processes.seconds, "x", runs),
        Row("processor time", on, processes.cpu, "s", runs, serial.cpu, name),
        Row("peak memory", on, processes.peak / 1e9, "GB", runs, serial.peak / 1e9, name),
    ]
