"""What every format keeps to: the same bytes, everything in it, nothing of the machine."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from tests.present.exports.given import exported, material
from untold.analysis import comparisons
from untold.cli import export_command
from untold.errors import UsageError
from untold.present import exports
from untold.present.exports import FORMATS, Material
from untold.present.exports.lines import _READERS, findings_lines
from untold.present.exports.rows import COLUMNS
from untold.present.exports.sqlite_schema import TABLES, VIEWS


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_bytes_each_time(name: str) -> None:
    assert exported(name).data == exported(name).data


@pytest.mark.parametrize("name", FORMATS)
def test_the_order_of_articles_makes_no_difference(name: str) -> None:
    given = material()
    turned = replace(given, articles=list(reversed(given.articles)))
    assert exports.render(name, turned).data == exports.render(name, given).data


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "sqlite"])
def test_every_line_is_counted_in_or_out(name: str) -> None:
    found = exported(name)
    lines = Counter(line["finding"] for line in findings_lines(material().document))
    missing = found.left.get("findings without a sentence: an annotation needs one", 0)
    assert sum(found.written.values()) + missing == lines.total()
    if not missing:
        assert dict(found.written) == dict(lines)


def test_the_command_offers_every_format() -> None:
    assert tuple(FORMATS) == export_command.FORMATS


def test_every_comparison_has_a_reader_of_its_own() -> None:
    assert set(comparisons()) <= set(_READERS)


def test_a_comparison_without_a_reader_is_exported_too() -> None:
    given = material()
    document = deepcopy(dict(given.document))
    fact = document["stories"][0]["facts"][0]
    document["manifest"]["comparisons"] = {"facts": 1, "echoes": 1}
    document["stories"][0]["echoes"] = [
        {"name": "bell", "outlet": "Quay Post", "deep": {"places": [fact["evidence"]]}},
        {"name": "drum", "outlet": None, "deep": {"places": []}},
    ]
    grown = Material(document, given.articles)
    lines = [json.loads(x) for x in exports.render("jsonl", grown).data.splitlines()]
    echoes = [line for line in lines if line["finding"] == "echoes"]
    assert [(x["what"], x["outlet"], x["text"]) for x in echoes] == [
        ("bell", "Quay Post", fact["evidence"]["text"]),
        ("drum", None, None),
    ]
    assert exports.render("sqlite", grown).written["other_findings"] == 2


def test_one_story_alone() -> None:
    given = material()
    alone = given.of_story("s-goat")
    assert [story["id"] for story in alone.document["stories"]] == ["s-goat"]
    assert [article["id"] for article in alone.document["articles"]] == ["b01"]
    for name in FORMATS:
        held = exports.render(name, alone)
        assert b"sluice" in exported(name).data or name in ("xlsx", "parquet")  # those are packed
        assert b"sluice" not in held.data
    with pytest.raises(UsageError, match="no story 'none'"):
        given.of_story("none")


@pytest.mark.parametrize("name", FORMATS)
def test_a_run_that_found_nothing_is_an_export_too(name: str) -> None:
    given = material()
    empty = {**given.document, "stories": [], "articles": [], "outlets": [], "left_out": []}
    found = exports.render(name, Material(empty, []))
    assert set(found.written) <= {"manifest"}
    assert found.data or name == "jsonl"  # no line is no byte


@pytest.mark.parametrize(
    ("path", "name"),
    [("a.json", "json"), ("b/c.NDJSON", "jsonl"), ("x.csv", "csv"), ("x.xlsx", "xlsx"),
     ("x.parquet", "parquet"), ("x.jsonld", "annotations"), ("x.db", "sqlite"), ("x.sqlite", "sqlite")],
)  # fmt: skip
def test_an_ending_says_the_format(path: str, name: str) -> None:
    assert exports.format_of(path) == name


@pytest.mark.parametrize("path", ["findings", "findings.html", ".csv"])
def test_other_endings_are_refused_with_those_there_are(path: str) -> None:
    with pytest.raises(UsageError, match=r"\.json \.jsonl .*--format"):
        exports.format_of(path)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError, match="no format 'pdf'; there are: json, jsonl"):
        exports.render("pdf", material())


PAGE = Path(__file__).resolve().parents[3] / "docs" / "17-exports.md"


@pytest.mark.parametrize("word", [*FORMATS, *COLUMNS, *TABLES, *VIEWS, *_READERS])
def test_the_page_names_every_format_column_table_and_view(word: str) -> None:
    assert f"`{word}`" in PAGE.read_text("utf-8")


def test_the_page_s_query_runs() -> None:
    [query] = re.findall(r"^```sql\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(exported("sqlite").data)
        assert isinstance(database.execute(query).fetchall(), list)
