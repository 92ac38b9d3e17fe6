"""The SQLite file as a reader of it sees it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.present import sample as flood
from tests.present.exports.given import exported, material
from untold.present import exports
from untold.present.exports import Material
from untold.present.exports.sqlite_schema import TABLES, VIEWS


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = Path(tmp_path_factory.mktemp("sqlite")) / "flood.db"
    path.write_bytes(exported("sqlite").data)
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def listed(database: sqlite3.Connection, query: str, *values: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in database.execute(query, values)]


def test_the_file_is_whole(database: sqlite3.Connection) -> None:
    assert listed(database, "pragma integrity_check") == [{"integrity_check": "ok"}]
    assert listed(database, "pragma foreign_key_check") == []


def test_every_table_has_a_key_and_every_reference_an_index(database: sqlite3.Connection) -> None:
    for table in TABLES:
        keys = [c["name"] for c in listed(database, f"pragma table_info({table})") if c["pk"]]
        assert len(keys) == 1, table
        indexed = {
            column["name"]
            for index in listed(database, f"pragma index_list({table})")
            for column in listed(database, f"pragma index_info({index['name']})")
        }
        for reference in listed(database, f"pragma foreign_key_list({table})"):
            assert reference["from"] in indexed, (table, reference["from"])


def test_rows_are_as_many_as_the_document_has(database: sqlite3.Connection) -> None:
    document = material().document
    story = document["stories"][0]
    wanted = {
        "stories": len(document["stories"]), "articles": len(document["articles"]),
        "left_out": len(document["left_out"]), "manifest": len(document["manifest"]),
        "facts": len(story["facts"]), "cells": sum(len(f["cells"]) for f in story["facts"]),
        "coverage": len(story["coverage"]), "actors": len(story["naming"]),
        "names": sum(len(a["names"]) for a in story["naming"]),
        "same_roles": sum(len(a["aligned"]) for a in story["naming"]),
        "voices": len(story["voices"]),
        "attributions": sum(len(v["evidence"]) for v in story["voices"]),
        "harms": sum(len(a["clauses"]) for a in story["agency"]),
        "figures": len(story["figures"]),
        "figure_points": sum(len(f["points"]) for f in story["figures"]),
        "origins": len(story["origins"]),
        "origin_steps": sum(len(o["edges"]) for o in story["origins"]),
        "words": len(story["wording"]),
        "word_uses": sum(len(u["evidence"]) for w in story["wording"] for u in w["uses"]),
        "blindspots": len(story["blindspots"]),
        "blindspot_evidence": sum(
            len(b["evidence"]) + len(b["nearest"]) for b in story["blindspots"]
        ),
        "copies": len(story["copies"]), "summaries": len(story["summary"]),
    }  # fmt: skip
    count = "select count(*) as n from "
    held = {name: listed(database, count + name)[0]["n"] for name in TABLES}
    assert {name: held[name] for name in wanted} == wanted
    assert {name: count for name, count in held.items() if count} == dict(exported("sqlite").written)


def test_gaps_are_the_untold_cells(database: sqlite3.Connection) -> None:
    cells = [
        (fact["text"], cell["outlet"], (cell["nearest"] or {}).get("text"))
        for story in material().document["stories"]
        for fact in story["facts"]
        for cell in fact["cells"]
        if cell["state"] == "untold"
    ]
    gaps = listed(database, "select * from gaps")
    assert Counter((g["fact"], g["outlet"], g["nearest_sentence"]) for g in gaps) == Counter(cells)
    assert [gap["told_by"] for gap in gaps] == sorted((g["told_by"] for g in gaps), reverse=True)


def test_the_matrix_lists_outlets_by_state(database: sqlite3.Connection) -> None:
    lines = {row["fact_id"]: row for row in listed(database, "select * from matrix")}
    facts = {f["id"]: f for s in material().document["stories"] for f in s["facts"]}
    assert lines.keys() == facts.keys()
    for name, fact in facts.items():
        for state in ("told", "attributed", "untold", "unsure"):
            wanted = sorted(c["outlet"] for c in fact["cells"] if c["state"] == state)
            assert lines[name][state] == (", ".join(wanted) or None)


def test_proofs_stand_in_their_articles(database: sqlite3.Connection) -> None:
    texts = {article.id: article for article in material().articles}
    proofs = listed(database, "select * from cells where role = 'proof'")
    assert proofs
    for row in proofs:
        value = texts[row["article"]].value(row["field"])
        assert value[row["char_start"] : row["char_end"]] == row["text"]
        assert row["text"] in row["sentence"]
        assert row["url"] == texts[row["article"]].url


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_rows_and_plain_names(database: sqlite3.Connection, view: str) -> None:
    found = listed(database, f"select * from {view}")  # noqa: S608
    assert found
    assert all(name == name.lower() for name in found[0])


def test_hostile_words_are_kept_as_they_are(database: sqlite3.Connection) -> None:
    [row] = listed(database, "select title, outlet from articles where id = 'a09'")
    assert row == {"title": flood.HOSTILE, "outlet": flood.EVIL}


def test_a_reference_that_leads_nowhere_is_an_error() -> None:
    given = material()
    story = dict(given.document["stories"][0])
    story["origins"] = [{**story["origins"][0], "fact": "f-none"}]
    document = {**given.document, "stories": [story]}
    with pytest.raises(ValueError, match="lead nowhere"):
        exports.render("sqlite", Material(document, given.articles))
