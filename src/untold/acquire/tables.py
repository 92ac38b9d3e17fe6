"""Records: JSON Lines, JSON, CSV, TSV and Parquet, each row on its own feet."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from itertools import count
from typing import IO, Any

from untold.acquire import raw
from untold.acquire.decoding import bounded_lines, decode, has_half_characters, has_undecoded, text_of
from untold.acquire.raw import COLUMNS, Raw, left_out
from untold.model import LeftOut

Rename = Mapping[str, str]
Reader = Callable[[IO[bytes], str, Rename], Iterator[Raw | LeftOut]]

#: Names under which other tools keep an article's text, for the advice alone.
_LIKELY_TEXT = (
    "article_content", "article_text", "article", "content", "body", "maintext", "full_text",
    "fulltext", "plain_text", "raw_text", "story_text", "description", "summary",
)  # fmt: skip

_CONVERT = "convert the file to UTF-8, for example with: iconv -f WINDOWS-1252 -t UTF-8 {}"


def read_jsonl(stream: IO[bytes], name: str, rename: Rename) -> Iterator[Raw | LeftOut]:
    """One record a line. A line that can't be read is left out by itself."""
    with text_of(stream, "\n") as text:
        for number, line in bounded_lines(text):
            place = f"{name}:{number}"
            if line is None:
                yield _too_long(place)
            elif has_undecoded(line):
                yield _wrong_encoding(place, name)
            elif line.strip():
                yield _parsed(place, line, rename)


def _parsed(place: str, line: str, rename: Rename) -> Raw | LeftOut:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return left_out(place, f"is not valid JSON: {_said(error)}", "correct or delete the line")
    return record(place, row, rename)


def read_json(stream: IO[bytes], name: str, rename: Rename) -> Iterator[Raw | LeftOut]:
    """A JSON array of records, or one record; JSON Lines under this ending are read as such."""
    data = stream.read(raw.MAX_JSON + 1)
    if len(data) > raw.MAX_JSON:
        reason = f"has more than {raw.MAX_JSON // 1_000_000} MB, too much to be read whole"
        yield left_out(name, reason, f"write it as JSON Lines: jq -c '.[]' {name} > articles.jsonl")
        return
    text = decode(data)
    if text is None:
        yield _wrong_encoding(name, name)
        return
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if _is_object(text.lstrip().partition("\n")[0]):
            stream.seek(0)
            yield from read_jsonl(stream, name, rename)
        else:
            advice = "correct the file; in JSON Lines one bad line would leave out that line only"
            yield left_out(name, f"is not valid JSON: {_said(error)}", advice)
        return
    if isinstance(value, list):
        for number, row in enumerate(value, 1):
            yield record(f"{name}, item {number}", row, rename)
    else:
        yield record(name, value, rename)


def read_csv(stream: IO[bytes], name: str, rename: Rename) -> Iterator[Raw | LeftOut]:
    """Rows under a header line, parted by commas, semicolons or tabs: whichever the header has most.

    A place is the line that the row begins on.
    """
    csv.field_size_limit(raw.MAX_LINE)
    with text_of(stream, "") as text:
        yield from _table(bounded_lines(text), name, rename)


def _table(
    numbered: Iterator[tuple[int, str | None]], name: str, rename: Rename
) -> Iterator[Raw | LeftOut]:
    number, line = next(((n, line) for n, line in numbered if line is None or line.strip()), (1, None))
    place = f"{name}:{number}"
    if line is None:
        yield left_out(name, "has no header line", "name the columns in its first line")
        return
    if has_undecoded(line):
        yield _wrong_encoding(place, name)
        return
    delimiter = max(",;\t", key=line.count)
    try:
        header = _distinct(next(csv.reader([line], delimiter=delimiter, strict=True)))
    except csv.Error as error:
        reason = f"has a header line that can't be read: {_said(error)}"
        yield left_out(place, reason, "name the columns in one line, without line breaks")
        return
    if missing := _missing_text(place, header, rename):
        yield missing
        return
    yield from _rows(numbered, number, header, delimiter, name, rename)


def _rows(
    numbered: Iterator[tuple[int, str | None]],
    last: int,
    header: list[str],
    delimiter: str,
    name: str,
    rename: Rename,
) -> Iterator[Raw | LeftOut]:
    waiting: list[LeftOut] = []

    def feed() -> Iterator[str]:
        nonlocal last
        for number, line in numbered:
            last = number
            if line is None:
                waiting.append(_too_long(f"{name}:{number}"))
            else:
                yield line

    rows = csv.reader(feed(), delimiter=delimiter, strict=True)
    while True:
        begins = last + 1
        place = f"{name}:{begins}"
        try:
            row = next(rows, None)
        except csv.Error as error:
            lines = "the row" if last <= begins else f"lines {begins} to {last}"
            reason = f"{lines} can't be read as CSV: {_said(error)}"
            yield left_out(place, reason, "close each quotation mark, and double those inside a value")
            row = []
        yield from waiting
        waiting.clear()
        if row is None:
            return
        if not row:
            continue
        if any(has_undecoded(value) for value in row):
            yield _wrong_encoding(place, name)
        elif len(row) != len(header):
            reason = f"the row has {len(row)} values where the header names {len(header)} columns"
            yield left_out(place, reason, "put values that hold the delimiter in quotation marks")
        else:
            yield record(place, dict(zip(header, row, strict=True)), rename)


def read_parquet(stream: IO[bytes], name: str, rename: Rename) -> Iterator[Raw | LeftOut]:
    """Rows of a Parquet table, a batch in memory at a time; a place is the row's number from 1."""
    import pyarrow
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(stream)
        header = list(table.schema_arrow.names)
    except (pyarrow.ArrowException, OSError) as error:
        yield left_out(name, f"is not a Parquet table: {_said(error)}", "export the table again")
        return
    if missing := _missing_text(name, header, rename):
        yield missing
        return
    numbers = count(1)
    try:
        for batch in table.iter_batches(batch_size=256):  # about a megabyte of articles
            for row in batch.to_pylist():
                yield record(f"{name}:{next(numbers)}", row, rename)
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        place = f"{name}:{next(numbers)}"
        yield left_out(
            place, f"can't be read from this row on: {_said(error)}", "export the table again"
        )


def record(place: str, row: Any, rename: Rename) -> Raw | LeftOut:
    """A row as a record: columns by name in any case, values as text, absent ones left out."""
    if not isinstance(row, dict):
        kind = "an array" if isinstance(row, list) else "a single value"
        advice = 'write one object for each article: {"outlet": ..., "text": ...}'
        return left_out(place, f"is {kind}, not an object", advice)
    if missing := _missing_text(place, list(row), rename):
        return missing
    names = _sources(list(row), rename)
    text = row[next(source for source, target in names.items() if target == "text")]
    if not isinstance(text, str) and _as_text(text) is not None:
        reason = f"the column text holds {json.dumps(text, default=str)[:40]}, which is no text"
        return left_out(place, reason, "give the article's text as one string")
    columns: dict[str, str] = {}
    for source, target in names.items():
        value = _as_text(row[source])
        if value is None:
            continue
        if has_half_characters(value) or has_half_characters(target):
            reason = f"the column {_printable(target)} holds half a character (a lone surrogate)"
            return left_out(place, reason, "write it again from its origin")
        columns[target] = value
    return Raw(place, "record", columns)


def _sources(header: list[str], rename: Rename) -> dict[str, str]:
    """For each column of the input the name it gets; columns with a meaning match in any case."""
    by_name: dict[str, str] = {}
    for source in header:
        by_name.setdefault(source.strip().lower(), source)
    names: dict[str, str] = {}
    for target in (*COLUMNS, *(t for t in rename if t not in COLUMNS)):
        found = by_name.get(rename.get(target, target).strip().lower())
        if found is not None and found not in names:
            names[found] = target
    taken = set(names.values())
    for source in header:
        if source not in names:
            names[source] = source if source not in taken else f"{source} (input)"
    return names


def _missing_text(place: str, header: list[str], rename: Rename) -> LeftOut | None:
    if "text" in _sources(header, rename).values():
        return None
    wanted = rename.get("text", "text")
    found = ", ".join(_printable(name) for name in header) or "none"
    likely = next((n for n in header if n.strip().lower() in _LIKELY_TEXT), "COLUMN")
    reason = f"has no column {wanted}; it has: {found}"
    return left_out(place, reason, f"say which column holds the text: --map text={_printable(likely)}")


def _distinct(header: list[str]) -> list[str]:
    seen: set[str] = set()
    names = []
    for number, name in enumerate(header, 1):
        names.append(name if name not in seen else f"{name} (column {number})")
        seen.add(names[-1])
    return names


def _as_text(value: Any) -> str | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    except (TypeError, ValueError):
        return str(value)


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _said(error: BaseException) -> str:
    return _printable(str(error).strip().partition("\n")[0])[:200]


def _printable(value: str) -> str:
    return value.encode("utf-8", "replace").decode("utf-8")


def _too_long(place: str) -> LeftOut:
    reason = f"the line has more than {raw.MAX_LINE:,} characters"
    return left_out(place, reason, "check that each article ends in a line break of its own")


def _wrong_encoding(place: str, name: str) -> LeftOut:
    return left_out(place, "is not in UTF-8", _CONVERT.format(name))
