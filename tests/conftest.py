"""What tests of more than one folder share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import untold
from evals.data import data_folder, read_lines
from tests.sample_truth import INPUTS
from untold.cli import cli

#: Two events of the development data: a short one, and one with harms, figures and voices.
REAL_STORIES = ("5-woman_gets_284_billion_electric_bil", "73-Benghazi_US_consulate_attack")
#: Characters of an article: the one that is longer is as long as five of the others.
LONGEST = 4000


@pytest.fixture(scope="session")
def sample_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus, added and run through the command line, in one process; to be read only."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    for words in (("add", *INPUTS), ("run", "--runner", "serial")):
        result = CliRunner().invoke(cli, [*words, "-p", str(path)])
        assert result.exit_code == 0, result.stderr or result.exception
    return path


@pytest.fixture(scope="session")
def real_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of twelve articles that nobody here wrote, added and run; to be read only.

    Two of its outlets stand in a group, as a user would put them.
    """
    if data_folder() is None:
        pytest.skip("no development data; UNTOLD_DATA names the folder that holds it")
    folder = tmp_path_factory.mktemp("real")
    chosen = [a for a in read_lines("stories/giveme5w1h.jsonl") if a["story"] in REAL_STORIES]
    chosen = [article for article in chosen if len(article["text"]) < LONGEST]
    lines = (json.dumps(article) for article in chosen)
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    outlets = sorted({article["outlet"] for article in chosen})
    with untold.open(folder / "real.db") as project:
        project.add(folder / "articles.jsonl")
        failed = project.run(stories="given", groups=[(name, "first two") for name in outlets[:2]])
        assert failed == ()
    return folder / "real.db"
