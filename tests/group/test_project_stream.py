"""A project that articles come into at several times: its stories go on under their ids."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import untold.group
from tests.group.invented import FERRY, STRIKE, outlets, retold
from untold.model import Article
from untold.project import open_project


def _written(articles: list[Article], path: Path) -> Path:
    lines = [
        {"id": a.id, "outlet": a.outlet, "title": a.title, "text": a.text, "published": a.published}
        for a in articles
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def _placed(path: Path, *sources: Path) -> dict[str, str]:
    with open_project(path, runner="serial") as project:
        project.add(*sources)
        project.group()
        return {p.article: p.story for p in project.store.placements()}


def test_late_articles_join_under_the_ids_there_are(tmp_path: Path) -> None:
    told = [*outlets("ferry", FERRY, "2031-03-02", 4), *outlets("strike", STRIKE, "2031-03-04", 4)]
    first = _written(told, tmp_path / "first.jsonl")
    early = replace(
        told[0], id="early", outlet="Outlet 8", text=retold(FERRY, 3), published="2031-03-01"
    )
    late = _written([early], tmp_path / "late.jsonl")
    before = _placed(tmp_path / "a.db", first)
    after = _placed(tmp_path / "a.db", late)
    assert after == {**before, "early": before["ferry-0"]}
    at_once = _placed(tmp_path / "b.db", first, late)
    assert at_once["early"] == at_once["ferry-0"] != before["ferry-0"]  # named after the earliest


def test_another_method_groups_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = outlets("ferry", FERRY, "2031-03-02", 4)
    early = replace(told[0], id="early", text=retold(FERRY, 3), published="2031-03-01")
    first, late = _written(told, tmp_path / "1.jsonl"), _written([early], tmp_path / "2.jsonl")
    _placed(tmp_path / "a.db", first)
    monkeypatch.setattr(untold.group, "VERSION", untold.group.VERSION + 1)
    assert _placed(tmp_path / "a.db", late) == _placed(tmp_path / "b.db", first, late)
