"""The articles that benchmarks run on, cut from the development data into files of their own."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

from evals.data import data_folder, read_lines

FAKES = "outlets/fakes.jsonl"
STORIES = "stories/giveme5w1h.jsonl"
NEWS = "scale/articles.jsonl.gz"


def present() -> bool:
    """Whether this machine has the development data."""
    return data_folder() is not None


def path_of(name: str) -> Path:
    """Where a file of the development data lies."""
    folder = data_folder()
    if folder is None:
        raise FileNotFoundError("no development data: set UNTOLD_DATA to the folder that holds it")
    return folder / name


def whole_stories(least: int) -> list[dict[str, Any]]:
    """Articles with their stories, whole stories in the order of their names, until that many."""
    stories: dict[str, list[dict[str, Any]]] = {}
    for record in read_lines(STORIES):
        stories.setdefault(record["story"], []).append(record)
    chosen: list[dict[str, Any]] = []
    for _, articles in sorted(stories.items()):
        if len(articles) > 1 and len(chosen) < least:
            chosen += articles
    return chosen


def news(count: int) -> list[dict[str, Any]]:
    """The first so many of the general news."""
    return list(islice(read_lines(NEWS), count))


def write(records: list[dict[str, Any]], path: Path) -> Path:
    """The records as JSON Lines."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path
