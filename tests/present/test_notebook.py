"""What a notebook shows: parsed as a browser would, with hostile words in every field."""

from __future__ import annotations

from copy import deepcopy
from html.parser import HTMLParser
from typing import Any

import pytest

import untold
from tests import tiny
from tests.present import sample as flood
from untold.model import State
from untold.present import notebook
from untold.present.notebook import project_html, story_html


class Page(HTMLParser):
    """Elements with their attributes, the text, and the cells of the table's rows."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


def flooded() -> Page:
    return Page(story_html(flood.sample(), "s-flood"))


def test_a_story_shows_facts_by_outlets() -> None:
    story = flood.sample()["stories"][0]
    page = flooded()
    assert page.rows[0] == ["fact", *(" ".join(name.split()) for name in story["outlets"])]
    facts = {" ".join(fact["text"].split()): fact for fact in story["facts"]}
    assert {row[0] for row in page.rows[1:]} == facts.keys()
    for row in page.rows[1:]:
        states = {cell["outlet"]: cell["state"] for cell in facts[row[0]]["cells"]}
        for outlet, shown in zip(story["outlets"], row[1:], strict=True):
            wanted = states.get(outlet)
            shape = notebook.SHAPES[wanted] if wanted else ""
            assert shown.startswith(f"{shape} {wanted}" if wanted else "")
    for line in story["summary"]:
        assert " ".join(line["text"].split()) in page.text


def test_a_cell_s_tip_is_its_sentence_and_a_gap_s_says_nearest() -> None:
    tips = [attrs.get("title") or "" for tag, attrs in flooded().tags]
    assert "Company guards beat four strikers on the weir" in tips
    assert "nearest: Firemen opened the gatehouse to reach the pumps." in tips


def test_every_state_has_a_shape() -> None:
    assert set(notebook.SHAPES) == {state.value for state in State}
    assert len(set(notebook.SHAPES.values())) == len(notebook.SHAPES)


def test_hostile_words_run_nothing_and_only_the_web_is_linked() -> None:
    document = deepcopy(flood.sample())
    document["stories"][0]["title"] = flood.HOSTILE
    document["stories"][0]["note"] = flood.HOSTILE
    document["stories"][0]["id"] = '"><script>x</script>'
    for markup in (
        story_html(document, document["stories"][0]["id"], '<img src=x onerror="x">'),
        project_html(document, "<svg onload=x>"),
    ):
        page = Page(markup)
        assert page.open == []
        allowed = {
            "div", "p", "strong", "span", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "a",
            "code",
        }  # fmt: skip
        assert {tag for tag, _ in page.tags} <= allowed
        names = {name for _, attrs in page.tags for name in attrs}
        assert names <= {"style", "scope", "dir", "href", "title", "rel"}
        links = [attrs["href"] or "" for tag, attrs in page.tags if tag == "a"]
        assert all(link.startswith(("http://", "https://")) for link in links)
        assert flood.ATTACK in page.text


def test_what_is_not_shown_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = len(flood.sample()["stories"][0]["facts"])
    monkeypatch.setattr(notebook, "FACTS_SHOWN", 2)
    monkeypatch.setattr(notebook, "STORIES_SHOWN", 1)
    assert len(flooded().rows) == 3
    assert f"... and {facts - 2} more facts" in flooded().text
    assert "... and 1 more story" in Page(project_html(flood.sample())).text


def test_a_project_and_a_story_show_themselves(tmp_path: Any) -> None:
    with untold.open(tmp_path / "untold.db") as project:
        assert "not run yet" in project._repr_html_()
        project.add(tiny.write(tmp_path / "articles.jsonl"))
        project.run(stories="given")
        page = Page(project._repr_html_())
        assert [row[-1] for row in page.rows[1:]] == [
            story["id"] for story in project.document()["stories"]
        ]
        assert "7 articles from 3 outlets: 3 stories, 2 compared; 0 left out or failed" in page.text
        story = project.story("ferry")
        assert "Nine people were killed" in Page(story._repr_html_()).text
        assert story._repr_html_() == story._repr_html_()
