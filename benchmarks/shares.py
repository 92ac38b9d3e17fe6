"""Where the time goes: stages of a run, layers of an article, comparisons of a story."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks import corpora
from benchmarks.measure import inside
from benchmarks.table import Row

if TYPE_CHECKING:
    from untold.execution.progress import Advance
    from untold.model import Article
    from untold.project import Project

RUNS = 1
NEEDS_DATA = True
ARTICLES = 40
#: Layers are timed on every third article: shares hardly move.
EVERY = 3


class Clock:
    """Adds up seconds by name; as a `Progress` it times the stages of a run."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Adds what happens inside to a name."""
        began = perf_counter()
        yield
        self.seconds[name] += perf_counter() - began  # type: ignore[assignment]

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Advance]:
        """One stage of a run."""
        with self.timed(name):
            yield lambda items: None


def measure(runs: int) -> list[Row]:
    """Shares in percent, of one process after the models are loaded, each set adding up to 100."""
    with tempfile.TemporaryDirectory(prefix="untold-benchmark-") as folder:
        records = corpora.whole_stories(ARTICLES)
        source = corpora.write(records, Path(folder) / "articles.jsonl")
        found = [inside("benchmarks.shares", str(source), folder)[0] for _ in range(runs)][-1]
    rows = []
    for kind, seconds in found.items():
        total = sum(seconds.values())
        count = len(records) // EVERY if kind == "layers" else len(records)
        rows.append(Row(f"{kind}: all", f"about {count} articles, one process", total, "s"))
        rows += [
            Row(f"{kind}: {name}", "share", 100 * value / total, "%")
            for name, value in sorted(seconds.items(), key=lambda item: -item[1])
        ]
    return rows


def _main(source: str, folder: str) -> None:
    from untold.models import encoder, parser
    from untold.project import open_project

    parser(), encoder()  # their loading is no stage's
    stages = Clock()
    path = Path(folder) / "shares.db"
    path.unlink(missing_ok=True)
    with open_project(path, runner="serial", progress=stages) as project:
        project.add(source)
        project.run(stories="given")
        with stages.timed("present"):
            project.report(Path(folder) / "report.html")
        found = {
            "stages": stages.seconds,
            "layers": _layers([a for a in project.articles() if a.readability == "readable"][::EVERY]),
            "comparisons": _comparisons(project),
        }
    print(json.dumps(found))


def _layers(articles: list[Article]) -> Counter[str]:
    """Seconds of each layer by itself, and of the parse that many of them read."""
    from untold.annotate.reading import Reading
    from untold.steps.due import compared_layers

    clock = Clock()
    for article in articles:
        reading = Reading(article)
        with clock.timed("parse"):
            reading.docs()
        for name in compared_layers():  # those that others need first
            with clock.timed(name):
                reading.records(name)
    return clock.seconds


def _comparisons(project: Project) -> Counter[str]:
    """Seconds of each comparison by itself, over the compared stories."""
    from untold.analysis import comparisons

    clock = Clock()
    for story in project.stories():
        if story.compared:
            read = story.read({need for spec in comparisons().values() for need in spec.needs})
            for name, spec in comparisons().items():
                known = {other: story.findings(other) for other in spec.after}
                with clock.timed(name):
                    list(spec.compare(replace(read, findings=known), project.settings))
    return clock.seconds


if __name__ == "__main__":
    _main(*sys.argv[1:])
