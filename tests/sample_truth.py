"""The sample corpus and its truth as the tests read them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from untold.extract.page import Page, read_page, read_text

FOLDER = Path(__file__).parent.parent / "sample"
PAGES = FOLDER / "pages"
INPUTS = (str(FOLDER / "articles.jsonl"), str(PAGES))
SAID = ("told", "attributed", "disputed", "partial")
#: Labels of a fact that is said in full.
WHOLLY = ("told", "attributed", "disputed")

Row = dict[str, Any]


def truth() -> Row:
    """sample/truth.json."""
    loaded: Row = json.loads((FOLDER / "truth.json").read_text("utf-8"))
    return loaded


def rows() -> list[Row]:
    """The lines of sample/articles.jsonl."""
    return [json.loads(line) for line in (FOLDER / "articles.jsonl").read_text("utf-8").splitlines()]


def pages() -> dict[str, Page]:
    """What the pages hold, each by the name that the truth calls it."""
    found = {}
    for path in sorted(PAGES.iterdir()):
        page = (read_page if path.suffix == ".html" else read_text)(path.read_text("utf-8"))
        found[page.id or f"pages/{path.name}"] = page
    return found


def texts() -> dict[str, dict[str, str]]:
    """Title and text of every article, as the truth names it."""
    found = {row["id"]: {"title": row["title"], "text": row["text"]} for row in rows()}
    return found | {name: {"title": p.title, "text": p.text} for name, p in pages().items()}


def quotes(value: Any, article: str | None = None) -> Iterator[tuple[str, str, str]]:
    """Every (article, field, quote) inside a part of the truth."""
    if isinstance(value, dict):
        if "quote" in value:
            yield value.get("article", article), value["field"], value["quote"]
        else:
            for key, inner in value.items():
                yield from quotes(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from quotes(inner, article)


def place(found: Row, texts_by_name: dict[str, dict[str, str]], entry: Row) -> bool:
    """Whether a record's span shares a character with the place of the truth's quote."""
    if (found["article"], found["field"]) != (entry["article"], entry["field"]):
        return False
    start = texts_by_name[entry["article"]][entry["field"]].index(entry["quote"])
    return bool(found["start"] < start + len(entry["quote"]) and start < found["end"])
