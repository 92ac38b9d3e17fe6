"""Tables: every value comes through as written, and a bad row leaves only itself out."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untold.acquire import Raw, acquire, tables
from untold.acquire import raw as raw_module
from untold.model import LeftOut

GOOD = {"id": "a", "outlet": "The Ferry", "text": "A boat sank at Orrin. Nobody was hurt."}

# any character that a file in UTF-8 can hold
values = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def read(path: Path, **options: Any) -> tuple[list[Raw], list[LeftOut]]:
    """What one path yields, articles and notes apart."""
    items = list(acquire([str(path)], **options))
    return [i for i in items if isinstance(i, Raw)], [i for i in items if isinstance(i, LeftOut)]


def write(path: Path, *lines: str | bytes) -> Path:
    """A file of lines."""
    path.write_bytes(b"".join((x if isinstance(x, bytes) else x.encode()) + b"\n" for x in lines))
    return path


@settings(deadline=None)  # the first call loads a library
@given(st.lists(st.tuples(values, values, values), min_size=1, max_size=5))
def test_json_lines_give_back_each_string(rows: list[tuple[str, str, str]]) -> None:
    written = [{"id": a, "title": b, "text": c} for a, b, c in rows]
    data = "\n".join(json.dumps(row) for row in written).encode()
    assert [
        r.columns for r in tables.read_jsonl(io.BytesIO(data), "f", {}) if isinstance(r, Raw)
    ] == written


@settings(deadline=None)  # the first call loads a library
@given(st.lists(st.tuples(values, values, values), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_csv_gives_back_each_string(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "title", "text"), *rows])
    data = io.BytesIO(file.getvalue().encode())
    found = [r.columns for r in tables.read_csv(data, "f", {}) if isinstance(r, Raw)]
    assert found == [dict(zip(("id", "title", "text"), row, strict=True)) for row in rows]


@settings(deadline=None)  # the first call loads a library
@given(st.lists(st.one_of(values, st.none()), min_size=1, max_size=5))
def test_parquet_gives_back_each_string(texts: list[str | None]) -> None:
    import pyarrow
    from pyarrow import parquet

    file = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": pyarrow.array(texts, pyarrow.string())}), file)
    file.seek(0)
    found = list(tables.read_parquet(file, "f", {}))
    assert [r.columns.get("text") for r in found if isinstance(r, Raw)] == texts
    assert [r.place for r in found] == [f"f:{n}" for n in range(1, len(texts) + 1)]


@settings(deadline=None)  # the first call loads a library
@given(st.binary(max_size=300))
def test_no_bytes_stop_a_reader(data: bytes) -> None:
    for reader in (tables.read_jsonl, tables.read_json, tables.read_csv, tables.read_parquet):
        for item in reader(io.BytesIO(data), "f", {}):
            assert isinstance(item, Raw) or (item.reason and item.advice and item.place.startswith("f"))


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ('{"text": "cut', "is not valid JSON"),
        ('["a list"]', "is an array, not an object"),
        ("12", "is a single value, not an object"),
        (b'{"text": "caf\xe9"}', "is not in UTF-8"),
        ('{"body": "A text."}', "has no column text; it has: body"),
        ('{"text": ["A", "list"]}', "which is no text"),
        ('{"text": "half \\ud83d of one"}', "half a character"),
        ("[" * 100_000, "is not valid JSON"),
    ],
)
def test_a_bad_line_leaves_out_itself_alone(tmp_path: Path, bad: str | bytes, reason: str) -> None:
    good = json.dumps(GOOD)
    found, notes = read(write(tmp_path / "news.jsonl", good, bad, good))
    assert [r.place.rpartition(":")[2] for r in found] == ["1", "3"]
    (note,) = notes
    assert note.place == f"{(tmp_path / 'news.jsonl').as_posix()}:2"
    assert reason in note.reason
    assert note.advice
    assert note.fatal


def test_a_line_without_end_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_module, "MAX_LINE", 1000)
    good = json.dumps(GOOD)
    long = json.dumps({"text": "x" * 5000})
    found, (note,) = read(write(tmp_path / "news.jsonl", good, long, good))
    assert [r.columns["id"] for r in found] == ["a", "a"]
    assert note.place.endswith(":2")
    assert "more than 1,000 characters" in note.reason
    table = write(tmp_path / "news.csv", "id,text", "a,One text.", "b," + "x" * 5000, "c,Three.")
    found, (note,) = read(table)
    assert [r.columns["id"] for r in found] == ["a", "c"]
    assert note.place.endswith(":3")


def test_a_missing_column_names_those_found_and_the_way_out(tmp_path: Path) -> None:
    path = write(
        tmp_path / "news.csv", "headline,article_content", "A boat sinks,A boat sank at Orrin."
    )
    found, (note,) = read(path)
    assert not found
    assert "headline, article_content" in note.reason
    assert note.advice == "say which column holds the text: --map text=article_content"
    rename = {"text": "article_content", "title": "headline"}
    (renamed,), notes = read(path, rename=rename)
    assert renamed.columns == {"title": "A boat sinks", "text": "A boat sank at Orrin."}
    assert not notes


def test_columns_match_in_any_case_and_others_pass_through(tmp_path: Path) -> None:
    (found,), _ = read(write(tmp_path / "news.csv", " Text ,OUTLET,Page", "A text.,The Ferry,4"))
    assert found.columns == {"text": "A text.", "outlet": "The Ferry", "Page": "4"}


def test_a_renamed_column_does_not_swallow_one_of_that_name(tmp_path: Path) -> None:
    path = write(tmp_path / "n.jsonl", '{"text": "teaser", "full": "The whole."}')
    (found,), _ = read(path, rename={"text": "full"})
    assert found.columns == {"text": "The whole.", "text (input)": "teaser"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("b,one,too many", "the row has 3 values where the header names 2 columns"),
        ("b", "the row has 1 values where the header names 2 columns"),
        ('b,"quoted"unquoted', "can't be read as CSV"),
        (b"b,caf\xe9", "is not in UTF-8"),
    ],
)
def test_a_bad_row_leaves_out_itself_alone(tmp_path: Path, row: str | bytes, reason: str) -> None:
    found, (note,) = read(write(tmp_path / "news.csv", "id,text", "a,One.", row, "c,Three."))
    assert [r.columns["id"] for r in found] == ["a", "c"]
    assert note.place.endswith("news.csv:3")
    assert reason in note.reason


def test_an_open_quotation_mark_is_named(tmp_path: Path) -> None:
    found, (note,) = read(write(tmp_path / "news.csv", "id,text", "a,One.", 'b,"Two.', "c,Three."))
    assert [r.columns["id"] for r in found] == ["a"]
    assert "lines 3 to 4 can't be read as CSV" in note.reason


def test_the_place_of_a_row_is_its_first_line(tmp_path: Path) -> None:
    found, _ = read(write(tmp_path / "news.csv", "id,text", 'a,"One', 'more line."', "b,Two."))
    assert [r.place.rpartition(":")[2] for r in found] == ["2", "4"]


def test_json_arrays_and_single_objects(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    path.write_text(json.dumps([GOOD, "no object", GOOD]), "utf-8")
    found, (note,) = read(path)
    assert len(found) == 2
    assert note.place.endswith("news.json, item 2")
    path.write_text(json.dumps(GOOD, indent=1), "utf-8")
    assert read(path)[0][0].columns == GOOD
    path.write_text(f"{json.dumps(GOOD)}\n{{broken\n", "utf-8")  # JSON Lines under that ending
    found, (note,) = read(path)
    assert len(found) == 1
    assert note.place.endswith("news.json:2")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["news.jsonl", "news.csv", "news.json"])
def test_byte_order_marks_are_understood(tmp_path: Path, encoding: str, name: str) -> None:
    content = {
        "news.jsonl": json.dumps(GOOD) + "\n",
        "news.csv": "id,text\na,Ein Schiff ist gesunken: \u05d0\u05b0 ok\n",
        "news.json": json.dumps([GOOD]),
    }[name]
    (tmp_path / name).write_bytes(content.encode(encoding))
    found, notes = read(tmp_path / name)
    assert [r.columns["id"] for r in found] == ["a"]
    assert not notes


def test_parquet_values_become_text(tmp_path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    columns = {
        "id": [7], "text": ["A boat sank."], "page": [float("nan")], "tags": [["a", "b"]],
        "published": [datetime.datetime(2031, 4, 5, tzinfo=datetime.UTC)],
    }  # fmt: skip
    parquet.write_table(pyarrow.table(columns), tmp_path / "n.parquet")
    (found,), _ = read(tmp_path / "n.parquet")
    assert found.columns == {
        "id": "7", "text": "A boat sank.", "tags": '["a", "b"]',
        "published": "2031-04-05T00:00:00+00:00",
    }  # fmt: skip


def test_compressed_tables(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    data = b"".join(json.dumps({**GOOD, "id": str(n)}).encode() + b"\n" for n in range(2000))
    path.write_bytes(gzip.compress(data))
    assert len(read(path)[0]) == 2000
    path.write_bytes(gzip.compress(data)[:-600])
    found, notes = read(path)
    assert 0 < len(found) < 2000
    assert "breaks off after" in notes[-1].reason
    path.write_bytes(data)
    found, (note,) = read(path)
    assert not found
    assert "is not compressed with gzip" in note.reason
