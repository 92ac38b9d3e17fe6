"""Exports of 500 invented articles with 10,000 facts: what each format costs, how large it gets."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from statistics import median
from time import process_time
from typing import Any

from benchmarks.measure import take
from benchmarks.table import Row
from untold.model import Article
from untold.present.exports import FORMATS, Material, render

RUNS = 1
NEEDS_DATA = False


def measure(runs: int) -> list[Row]:
    """Processor seconds of rendering alone, megabytes of the file, memory of the whole process."""
    rows = []
    for name in FORMATS:
        code = f"from benchmarks.exports import render_once; render_once({name!r})"
        taken = [take([sys.executable, "-c", code]) for _ in range(runs)]
        told = [json.loads(each.output) for each in taken]
        data = f"{told[0]['rows']:,} rows"
        rows += [
            Row(f"export {name}", data, median(t["seconds"] for t in told), "s of cpu", runs),
            Row(f"export {name}, size", data, told[0]["bytes"] / 1e6, "MB", runs),
            Row(f"export {name}, memory", data, median(t.peak for t in taken) / 1e9, "GB", runs),
        ]
    return rows


def render_once(name: str) -> None:
    """Print as JSON what one export took."""
    from tests.present.sample import large

    document = large()
    material = Material(document, articles_of(document))
    began = process_time()
    made = render(name, material)
    seconds = process_time() - began
    rows = sum(made.written.values())
    print(json.dumps({"seconds": seconds, "bytes": len(made.data), "rows": rows}))


def articles_of(document: Mapping[str, Any]) -> list[Article]:
    """The articles with as much of their texts as the document cites, each word in its place."""
    texts: dict[tuple[str, str], str] = {}
    for story in document["stories"]:
        for cited in story["sentences"]:
            place = cited["article"], cited["field"]
            before = texts.get(place, "").ljust(cited["end"])
            texts[place] = before[: cited["start"]] + cited["text"] + before[cited["end"] :]
    return [
        Article(
            head["id"], head["outlet"], texts.get((head["id"], "title"), head["title"]),
            texts.get((head["id"], "text"), ""), head["url"], head["published"],
        )
        for head in document["articles"]
    ]  # fmt: skip
