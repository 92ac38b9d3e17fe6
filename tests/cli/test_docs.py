"""Every command and snippet of the quick start runs as it stands there."""

from __future__ import annotations

import re
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import untold
from tests import tiny
from untold.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "01-quickstart.md"


def blocks(language: str, page: Path = PAGE) -> list[str]:
    """The page's code blocks in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)


def test_every_command_runs_in_the_page_s_order(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    tiny.write(tmp_path / "articles.jsonl")
    commands = [line for block in blocks("console") for line in block.splitlines()]
    assert len(commands) >= 14
    for command in commands:
        name, *arguments = shlex.split(command)
        assert name == "untold"
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        out, err = capsys.readouterr()
        assert stopped.value.code == 0, (command, err)
        assert out or "added" in err or "compared" in err or "Report:" in err, command


def test_the_python_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    tiny.write(tmp_path / "articles.jsonl")
    [snippet] = blocks("python")
    exec(compile(snippet, str(PAGE), "exec"), {"__name__": "__main__"})  # noqa: S102
    assert capsys.readouterr().out
    assert (tmp_path / "report.html").exists()


def test_the_query_of_the_project_file_s_page_finds_evidence(tmp_path):
    with untold.open(tmp_path / "untold.db") as project:
        project.add(tiny.write(tmp_path / "articles.jsonl"))
        project.run(stories="given")
    [query] = blocks("sql", DOCS / "11-project-file.md")
    with closing(sqlite3.connect(tmp_path / "untold.db")) as connection:
        rows = connection.execute(query).fetchall()
    assert "facts" in {analysis for analysis, _ in rows}
    assert all(text in tiny.ARTICLES[0]["title"] + tiny.ARTICLES[0]["text"] for _, text in rows)
