"""Every command and snippet of the quick start runs as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests import tiny
from untold.cli import main

PAGE = Path(__file__).resolve().parents[2] / "docs" / "01-quickstart.md"


def blocks(language: str) -> list[str]:
    """The page's code blocks in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)


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
