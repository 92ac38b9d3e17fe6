"""A tiny invented corpus: two stories, three outlets, one article alone, one notice instead of text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ARTICLES: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "tiny.jsonl").read_text("utf-8").splitlines()
]


def write(path: Path, articles: list[dict[str, Any]] | None = None) -> Path:
    """The articles as JSON lines in that file."""
    lines = [json.dumps(article) for article in (ARTICLES if articles is None else articles)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
