"""``untold export`` and ``untold ask --claims`` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import untold
from tests import tiny
from untold.cli import main
from untold.errors import UsageError

#: An outlet that tells neither story: its gap in coverage has no sentence to show.
ELSEWHERE = {
    "id": "e1", "outlet": "Upland Mirror", "published": "2031-03-04", "story": "choir",
    "title": "Choir wins the cup", "text": "The choir of Upland won. Forty singers travelled home.",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a project that has run."""
    made = tmp_path_factory.mktemp("project")
    with untold.open(made / "untold.db") as opened:
        opened.add(tiny.write(made / "articles.jsonl", [*tiny.ARTICLES, ELSEWHERE]))
        opened.run(stories="given")
    return made


@pytest.fixture
def call(folder, monkeypatch, capsysbinary):
    """Runs a command line in that folder: (status, stdout as bytes, stderr)."""
    monkeypatch.chdir(folder)

    def run(line):
        with pytest.raises(SystemExit) as stopped:
            main(shlex.split(line))
        out, err = capsysbinary.readouterr()
        return stopped.value.code, out, err.decode()

    return run


def lines_of(out):
    return [json.loads(line) for line in out.splitlines()]


def test_the_output_s_ending_says_the_format(call, folder, tmp_path):
    lines = lines_of(call("export findings --nl")[1])
    for name in ("a.json", "a.jsonl", "a.csv", "a.xlsx", "a.parquet", "a.jsonld", "a.db"):
        status, out, err = call(f"export findings -o {tmp_path / name}")
        assert (status, out) == (0, b"")
        assert err.startswith(f"{tmp_path / name}: ")
    table = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8"), newline="")))
    assert [row["finding"] for row in table] == [line["finding"] for line in lines]
    assert pq.read_table(tmp_path / "a.parquet").num_rows == len(lines)
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == lines
    with closing(sqlite3.connect(tmp_path / "a.db")) as database:
        gaps = {row[0] for row in database.execute("select outlet from gaps")}
    untold_by = {line["outlet"] for line in lines if line["value"] == "untold"}
    assert gaps == untold_by


def test_counts_go_to_standard_error_and_nothing_else_to_standard_output(call):
    status, out, err = call("export --csv")
    assert status == 0
    table = list(csv.DictReader(io.StringIO(out.decode(), newline="")))
    facts = sum(row["finding"] == "facts" for row in table)
    assert f"Exported: {facts:,} facts, " in err


def test_what_a_format_can_not_hold_is_said(call):
    status, out, err = call("export -f annotations")
    assert status == 0
    held = json.loads(out)
    lines = lines_of(call("export --nl")[1])
    without = len(lines) - held["total"]
    assert without > 0
    assert f"not in it: {without} findings without a sentence: an annotation needs one" in err


def test_one_story(call):
    lines = lines_of(call("export --nl --story ferry")[1])
    assert {line["story"] for line in lines} == {"ferry"}
    assert lines == [line for line in lines_of(call("export --nl")[1]) if line["story"] == "ferry"]


def test_python_writes_the_same_bytes(call, folder, tmp_path):
    call(f"export -o {tmp_path / 'one.csv'}")
    with untold.open(folder / "untold.db") as project:
        project.export(tmp_path / "two.csv")
        assert project.exported("csv").data == (tmp_path / "one.csv").read_bytes()
    assert (tmp_path / "two.csv").read_bytes() == (tmp_path / "one.csv").read_bytes()


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("export -o findings.pdf", 2, "findings.pdf: its ending names no format; there are .json"),
        ("export --nl --csv", 2, "choose one of --format, --nl and --csv"),
        ("export --nl -f csv", 2, "choose one of"),
        ("export -o none/findings.csv", 1, "there is no folder none"),
        ("export --csv --story none", 2, "no story 'none'"),
        ("export -o untold.db", 2, "untold.db: is a project of Untold; choose another FILE"),
        ("export --csv -p none.db", 1, "none.db: there is no project here"),
        ("ask --claims articles.jsonl articles.jsonl", 1, "holds no ClaimReview"),
        ("ask --claims none.json articles.jsonl", 1, "none.json: No such file"),
        ("ask --claims a.json --facts b.jsonl articles.jsonl", 1, "a.json: No such file"),
    ],
)
def test_what_is_off_is_said_in_one_line(call, folder, line, status, said):
    before = (folder / "untold.db").read_bytes()
    code, out, err = call(line)
    assert (code, out) == (status, b"")
    assert said in err
    assert (folder / "untold.db").read_bytes() == before


def test_a_terminal_is_sent_no_bytes(call, monkeypatch):
    monkeypatch.setattr("untold.cli.export_command.sys.stdout.isatty", lambda: True)
    status, out, err = call("export -f xlsx")
    assert (status, out) == (2, b"")
    assert "xlsx is no text for a terminal; give it a file with -o FILE" in err


CLAIMS = [
    {"@type": "ClaimReview", "url": "https://checkers.example/1",
     "claimReviewed": "Police detained six farmers", "author": {"name": "Checkers of Sarn"},
     "reviewRating": {"alternateName": "Wholly invented"}},
    {"@type": "ClaimReview", "url": "https://checkers.example/2"},
]  # fmt: skip


def test_claims_are_asked_and_their_verdict_is_not_repeated(call, tmp_path):
    (tmp_path / "claims.json").write_text(json.dumps(CLAIMS))
    status, out, err = call(f"ask --claims {tmp_path / 'claims.json'} --json")
    assert status == 3
    assert "review 2: a ClaimReview without a claim" in err
    lines = lines_of(out)
    plain = lines_of(call('ask "Police detained six farmers" --json')[1])
    known = {"claim": "Police detained six farmers", "review": "https://checkers.example/1",
             "reviewer": "Checkers of Sarn"}  # fmt: skip
    assert lines == [{**line, "fact": "https://checkers.example/1", **known} for line in plain]
    status, out, _ = call(f"ask --claims {tmp_path / 'claims.json'}")
    assert out.decode().splitlines()[:2] == [
        "Police detained six farmers", "reviewed by Checkers of Sarn: https://checkers.example/1",
    ]  # fmt: skip
    assert b"invented" not in out


def test_facts_and_claims_are_not_asked_together(call, tmp_path):
    (tmp_path / "claims.json").write_text(json.dumps(CLAIMS))
    status, _, err = call(f"ask --claims {tmp_path / 'claims.json'} --facts x.jsonl articles.jsonl")
    assert status == 2
    assert "not both" in err


def test_an_unknown_ending_from_python(folder):
    with (
        untold.open(folder / "untold.db") as project,
        pytest.raises(UsageError, match="names no format"),
    ):
        project.export(Path("a.doc"))
