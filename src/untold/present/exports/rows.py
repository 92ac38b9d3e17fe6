"""Findings as rows of a table: the lines with one type a column, and the sentence around."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

from untold.present.exports.lines import Line, findings_lines

Row = dict[str, Any]

#: Every column with the type of its values; any value may be missing. docs/17-exports.md says what
#: each one means.
COLUMNS: Mapping[str, type[str] | type[int] | type[float]] = {
    "story": str,
    "story_title": str,
    "finding": str,
    "id": str,
    "what": str,
    "kind": str,
    "outlet": str,
    "state": str,
    "probability": float,
    "value": str,
    "number": float,
    "source": str,
    "differs": str,
    "reason": str,
    "role": str,
    "text": str,
    "sentence": str,
    "url": str,
    "published": str,
    "article_title": str,
    "article": str,
    "field": str,
    "start": int,
    "end": int,
    "detail": str,
}

#: Findings whose value is the state of a cell.
STATES = frozenset({"facts", "coverage"})

# Parts of ``detail`` that have a column.
_PROMOTED = ("kind", "source", "differs", "reason")


def rows(document: Mapping[str, Any]) -> Iterator[Row]:
    """One row per finding and outlet, in the document's order, with the keys of ``COLUMNS``."""
    titles = {article["id"]: article["title"] for article in document["articles"]}
    stories = {story["id"]: (story["title"], Sentences(story)) for story in document["stories"]}
    for line in findings_lines(document):
        title, sentences = stories[line["story"]]
        row = {
            **line,
            **_valued(line),
            "story_title": title,
            "sentence": sentences.around(line),
            "article_title": titles.get(line["article"]),
        }
        yield {name: row[name] for name in COLUMNS}


def _valued(line: Line) -> Row:
    """The value by its type, and the parts of the detail."""
    detail = dict(line["detail"])
    promoted = {key: detail.pop(key, None) for key in _PROMOTED}
    stated = line["finding"] in STATES
    value = line["value"]
    numeric = isinstance(value, (int, float))
    # only a cell's p is the probability that the outlet tells the fact; a blindspot's is a p-value
    probability = detail.pop("p") if line["finding"] == "facts" else None
    return {
        **promoted,
        "state": value if stated else None,
        "probability": None if probability is None else float(probability),
        "value": None if stated or numeric else value,
        "number": float(value) if numeric else None,
        "detail": json.dumps(detail, ensure_ascii=False),
    }


class Sentences:
    """A story's sentences that findings rest on, to be found by place."""

    def __init__(self, story: Mapping[str, Any]) -> None:
        self._known: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
        for s in story["sentences"]:
            place = self._known.setdefault((s["article"], s["field"]), [])
            place.append((s["start"], s["end"], s["text"]))
        for place in self._known.values():
            place.sort()

    def around(self, evidence: Mapping[str, Any]) -> str | None:
        """The nearest sentence that holds the evidence whole; None for a passage of several."""
        known = self._known.get((evidence["article"], evidence["field"]), [])
        if not known:
            return None
        # of sentences that begin no later, the last one begins nearest; an earlier one may hold it too
        last = bisect_right(known, (evidence["start"], float("inf")))
        holding = (text for _, end, text in reversed(known[:last]) if end >= evidence["end"])
        return next(holding, None)
