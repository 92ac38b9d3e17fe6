"""XLSX: a workbook to read, sort and filter; no cell of it is ever a formula."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from untold.errors import UsageError
from untold.present.exports import Exported, Material
from untold.present.exports.csv_table import guard
from untold.present.exports.rows import COLUMNS, rows

# The format's own limits (ECMA-376 as Excel keeps it): rows, columns, characters of a cell in UTF-16,
# links of a sheet and their length.
MAX_ROWS, MAX_COLUMNS, MAX_TEXT, MAX_LINKS, MAX_LINK = 1_048_576, 16_384, 32_767, 65_530, 2_079

# A workbook says when it was made; the same input must give the same bytes.
CREATED = datetime(2000, 1, 1)

# Widths in characters of columns with long texts; all others are `_WIDTH`.
_WIDE = {
    "text": 60, "sentence": 60, "what": 50, "fact": 60, "title": 50, "story_title": 40, "value": 30,
    "url": 30, "reason": 30, "advice": 50, "place": 30, "detail": 30, "about": 100,
}  # fmt: skip
_WIDTH = 14

# The fill of a state's cells: the word says it, the colour only helps the eye.
_FILLS = {
    "told": "#CFE8D5", "attributed": "#DCE9F7", "disputed": "#F6D9C6", "partial": "#EEF0C8",
    "untold": "#F3C9C9", "unsure": "#F0E3C4", "too early": "#E6E0EF", "no article": "#EEEEEE",
    "not collected": "#EEEEEE", "unreadable": "#EEEEEE",
}  # fmt: skip

_ABOUT = (
    ("stories", "one row a story"),
    ("matrix", "one row a fact, one column an outlet: what the outlet did with it"),
    ("findings", "one row per finding and outlet, with the sentence that proves it"),
    ("articles", "one row an article that was read"),
    ("outlets", "one row an outlet"),
    ("left out", "inputs that went no further, and notes"),
)


def render(material: Material) -> Exported:
    """A workbook with the sheets read me, stories, matrix, findings, articles, outlets and left out.

    Text stands as text, also where it looks like a formula; only http addresses become links. A text
    longer than a cell can hold is cut and counted.

    Raises:
        UsageError: more rows or columns than a sheet can hold.
    """
    import xlsxwriter

    document = material.document
    stream = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"title": "Untold: what each outlet told", "created": CREATED})
        book = _Book(workbook)
        book.sheet("read me", ("about", "value"), _about(document))
        book.sheet("stories", _STORY, ([story[key] for key in _STORY] for story in _stories(document)))
        book.sheet("matrix", *_matrix(document))
        found = list(rows(document))
        book.sheet("findings", list(COLUMNS), (list(row.values()) for row in found))
        for name in ("articles", "outlets", "left_out"):
            heads = list(document[name][0]) if document[name] else ["none"]
            book.sheet(name.replace("_", " "), heads, (list(row.values()) for row in document[name]))
    written = Counter(row["finding"] for row in found)
    cut = {f"ends of texts longer than {MAX_TEXT:,} characters": book.cut} if book.cut else {}
    return Exported(stream.getvalue(), written, cut)


class _Book:
    """The workbook with its formats; ``cut`` counts texts that were too long for a cell."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._plain = workbook.add_format({"valign": "top"})
        # marks a text as text: editing the cell doesn't make it a formula either
        self._quoted = workbook.add_format({"valign": "top", "quote_prefix": True})
        self._link = workbook.add_format({"valign": "top", "underline": 1, "font_color": "#1F4E79"})
        self._states = {s: workbook.add_format({"bg_color": fill}) for s, fill in _FILLS.items()}
        self.cut = 0

    def sheet(self, name: str, heads: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
        """A sheet whose head stays in sight, with a filter on every column."""
        listed = list(lines)
        if len(listed) >= MAX_ROWS or len(heads) > MAX_COLUMNS:
            raise UsageError(
                f"{len(listed):,} rows by {len(heads):,} columns of {name} are more than a workbook's "
                "sheet holds; choose --story, or --format csv, parquet or sqlite"
            )
        sheet = self._workbook.add_worksheet(name)
        links = 0
        for at, head in enumerate(heads):
            sheet.set_column(at, at, _WIDE.get(head, _WIDTH), self._plain)
            self._text(sheet, 0, at, head, self._head)
        for number, line in enumerate(listed, 1):
            for at, value in enumerate(line):
                if links < MAX_LINKS and _is_link(value):
                    links += 1
                    sheet.write_url(number, at, value, self._link, value)
                else:
                    self._cell(sheet, number, at, value)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(listed), len(heads) - 1)

    def _cell(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value, self._plain)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, column, value, self._plain)
        elif value is not None:
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            known = self._states.get(text, self._plain)
            self._text(sheet, row, column, text, self._quoted if guard(text) != text else known)

    def _text(self, sheet: Any, row: int, column: int, text: str, form: Any) -> None:
        units = text.encode("utf-16-le")
        if len(units) > 2 * MAX_TEXT:
            text = units[: 2 * (MAX_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
            self.cut += 1
        sheet.write_string(row, column, text, form)


def _is_link(value: Any) -> bool:
    return (
        isinstance(value, str)
        and value.startswith(("http://", "https://"))
        and len(value) <= MAX_LINK
        and value.isprintable()
    )


_STORY = (
    "id", "title", "from", "to", "articles", "outlets", "facts", "differ", "compared", "note",
)  # fmt: skip


def _stories(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for story in document["stories"]:
        yield {**story, **{key: len(story[key]) for key in ("articles", "outlets", "facts")}}


def _matrix(document: Mapping[str, Any]) -> tuple[list[str], list[list[Any]]]:
    """Facts by all outlets; one without an article on a story has the same word in all its facts."""
    told = [(story, fact) for story in document["stories"] for fact in story["facts"]]
    states = [
        {c["outlet"]: c["state"] for c in (*story["coverage"], *fact["cells"])} for story, fact in told
    ]
    outlets = sorted({outlet for known in states for outlet in known})
    heads = ["story", "story_title", "id", "kind", "told by", "first", "fact"]
    lines = [
        [
            story["id"], story["title"], fact["id"], fact["kind"], fact["outlets"], fact["first"],
            fact["text"], *(known.get(outlet) for outlet in outlets),
        ]
        for (story, fact), known in zip(told, states, strict=True)
    ]  # fmt: skip
    return [*heads, *outlets], lines


def _about(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    manifest = document["manifest"]
    yield "Made by Untold", manifest.get("untold")
    yield "A gap (untold) is a finding to check, not a proof: read the outlet's articles", None
    for sheet, what in _ABOUT:
        yield f"Sheet {sheet}: {what}", None
    for key in ("settings", "inputs", "error_rate"):
        yield key, manifest.get(key)
