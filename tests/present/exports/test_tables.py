"""CSV, Parquet and JSON Lines read back by readers that people use."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.present import sample as flood
from tests.present.exports.given import exported, material
from untold.present.exports.csv_table import guard, unguard
from untold.present.exports.lines import findings_lines
from untold.present.exports.parquet import MANIFEST
from untold.present.exports.rows import COLUMNS, rows

FORMULAS = (
    "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "'=1", "''=1",
    "＝1", "＋1", "－1", "＠A", '=HYPERLINK("http://a.example","x")', "=cmd|' /C calc'!A0",
)  # fmt: skip


def read_csv() -> list[dict[str, Any]]:
    """The CSV with its types put back."""
    stream = io.StringIO(exported("csv").data.decode("utf-8"), newline="")
    return [
        {key: _typed(key, value) for key, value in line.items()}
        for line in csv.DictReader(stream, strict=True)
    ]


def _typed(column: str, value: str) -> Any:
    if value == "":
        return None
    kind = COLUMNS[column]
    return unguard(value) if kind is str else kind(value)


def none_for_empty(row: dict[str, Any]) -> dict[str, Any]:
    return {key: None if value == "" else value for key, value in row.items()}


def test_csv_reads_back_as_the_rows() -> None:
    assert read_csv() == [none_for_empty(row) for row in rows(material().document)]


def test_csv_has_a_head_and_as_many_cells_in_every_row() -> None:
    table = list(csv.reader(io.StringIO(exported("csv").data.decode(), newline=""), strict=True))
    assert table[0] == list(COLUMNS)
    assert {len(row) for row in table} == {len(COLUMNS)}


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_guarded(text: str) -> None:
    assert guard(text) == "'" + text
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["", "The gate", "it's", "'quoted'", "1 - 2", "a=b", "“-” dash"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guard(text) == text
    assert unguard(text) == text


@settings(deadline=None)
@given(st.text(alphabet="=+-@\t\r\n' aé＝1"))
def test_a_guard_is_taken_off_without_loss(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text)[:1] not in tuple("=+-@\t\r\n＝＋－＠")


def test_no_cell_of_the_csv_can_be_a_formula() -> None:
    document = material().document
    for story in document["stories"]:
        for number, fact in enumerate(story["facts"]):
            fact["text"] = FORMULAS[number % len(FORMULAS)]
    from untold.present import exports
    from untold.present.exports import Material

    data = exports.render("csv", Material(document, material().articles)).data
    table = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    said = [row["what"] for row in table if row["finding"] == "facts"]
    assert {unguard(text) for text in said} >= set(FORMULAS[:6])
    for row in table:
        for column, value in row.items():
            if COLUMNS[column] is str:
                assert not value.startswith(("=", "+", "-", "@", "\t", "\r")), column


def test_parquet_reads_back_as_the_rows_with_types() -> None:
    table = pq.read_table(io.BytesIO(exported("parquet").data))
    assert table.to_pylist() == list(rows(material().document))
    types = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    assert {field.name: field.type for field in table.schema} == {
        name: types[kind] for name, kind in COLUMNS.items()
    }
    assert json.loads(table.schema.metadata[MANIFEST]) == material().document["manifest"]


def test_json_lines_and_the_list_are_the_lines() -> None:
    lines = list(findings_lines(material().document))
    assert [json.loads(line) for line in exported("jsonl").data.decode().split("\n")[:-1]] == lines
    assert json.loads(exported("json").data) == lines


def test_a_row_says_state_and_probability_of_cells_alone() -> None:
    for row in rows(material().document):
        stated = row["finding"] in ("facts", "coverage")
        assert (row["state"] is not None) == stated
        assert (row["probability"] is not None) == (row["finding"] == "facts")
        assert row["value"] is None or row["number"] is None


def test_offsets_hold_and_the_sentence_is_around() -> None:
    texts = {article.id: article for article in material().articles}
    for row in rows(material().document):
        if row["text"] is None:
            continue
        assert texts[row["article"]].value(row["field"])[row["start"] : row["end"]] == row["text"]
        if row["finding"] != "copies":
            assert row["text"] in row["sentence"]


def test_a_gap_s_row() -> None:
    [gap] = [
        row
        for row in rows(material().document)
        if (row["id"], row["outlet"], row["finding"]) == ("f01", flood.QUAY, "facts")
    ]
    assert (gap["state"], gap["role"]) == ("untold", "nearest")
    assert gap["sentence"] == gap["text"] == "Firemen opened the gatehouse to reach the pumps."
    assert gap["url"] == "https://a04.example/story?a=1&b=2"
    assert json.loads(gap["detail"])["missing"]
