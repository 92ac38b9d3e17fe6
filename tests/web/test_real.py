"""The app over articles that nobody here wrote: looked at, judged and exported in a browser."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.web.browser import CHROMIUM, MISSING, coder, faults, judgements, press, told
from tests.web.conftest import served
from untold.project import open_project

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)


@pytest.fixture(scope="module")
def file(real_project, tmp_path_factory) -> Path:
    return Path(shutil.copy(real_project, tmp_path_factory.mktemp("app") / "real.db"))


@pytest.fixture(scope="module")
def address(file) -> Iterator[str]:
    with served(file) as base:
        yield base


@pytest.fixture(scope="module")
def story(file) -> str:
    """The story with names and figures."""
    with open_project(file, create=False) as project:
        return max(project.stories(), key=lambda s: len(s.findings("naming"))).id


def opened(visit, story: str, place: str = ""):
    """The story's page; its report is drawn."""
    visit.go(f"/story?id={story}{place}")
    frame = visit.page.frame_locator("#report")
    frame.locator("main .under-tabs").wait_for()
    return frame


def mine(file: Path, coder: str, kind: str) -> list[tuple[str, str | None]]:
    return [(j.verdict, j.should_be) for j in judgements(file) if (j.coder, j.kind) == (coder, kind)]


def test_a_cell_is_judged_by_keyboard_where_it_stands(visit, file, story):
    coder(visit, "Ada")
    frame = opened(visit, story)
    frame.locator("td button.s-untold").first.focus()
    visit.page.keyboard.press("Enter")
    told(visit, "#judging", "untold at the project's setting")
    visit.page.keyboard.press("r")
    told(visit, "#judging", "You said: right")
    visit.shot("real-judge-cell")
    assert mine(file, "Ada", "cell") == [("right", None)]
    visit.page.keyboard.press("w")
    visit.page.keyboard.press("ArrowDown")  # into the list of what it should be
    told(visit, "#judging", "You said: wrong")
    assert mine(file, "Ada", "cell")[0][0] == "wrong"


@pytest.mark.parametrize(
    ("view", "button", "kind"),
    [("naming", ".counts .num", "name"), ("figures", ".figs .link", "figure")],
)
def test_names_and_figures_are_judged_from_their_views(visit, file, story, view, button, kind):
    coder(visit, "Bea")
    frame = opened(visit, story, f"#{story}/~{view}")
    frame.locator(button).first.focus()
    visit.page.keyboard.press("Enter")
    frame.locator("#proof .quote").first.wait_for()
    told(visit, "#judging", "?")
    assert f"/~{view}/" in visit.page.url  # the page's own address leads there too
    visit.page.keyboard.press("w")
    told(visit, "#judging", "You said: wrong")
    visit.shot(f"real-judge-{kind}")
    visit.page.locator("#judging button", has_text="Right").click()
    told(visit, "#judging", "You said: right")
    assert mine(file, "Bea", kind) == [("right", None)]
    with open_project(file, create=False) as project:
        (kept,) = [j for j in project.judgements.all() if j.kind == kind and j.coder == "Bea"]
    assert kept.story == story
    assert kept.quote  # with the sentence that was shown


def test_what_comes_up_at_random_is_judged_by_keyboard(visit, file):
    coder(visit, "Cy")
    for what in ("cell", "name", "figure"):
        visit.go(f"/judge?what={what}")
        visit.page.locator("#verdict").wait_for()
        press(visit, "o")
    assert [j.verdict for j in judgements(file) if j.coder == "Cy"] == ["open"] * 3
    visit.shot("real-judge")


def test_the_slider_moves_in_the_app_too(visit, story):
    frame = opened(visit, story)
    gaps = frame.locator(".matrix td .s-untold")
    slider = frame.get_by_label("Wrong gaps allowed")
    slider.fill("0")
    few = gaps.count()
    slider.fill(slider.get_attribute("max"))
    assert gaps.count() > few


def json_lines(data: bytes) -> int:
    return len([json.loads(line) for line in data.decode().splitlines()])


def tables(data: bytes) -> int:
    database = sqlite3.connect(":memory:")
    database.deserialize(data)
    return int(database.execute("SELECT count(*) FROM cells").fetchone()[0])


#: By the words of its link, how many things a file holds.
READ = {
    "CSV": lambda data: len(list(csv.DictReader(io.StringIO(data.decode())))),
    "XLSX": lambda data: len(zipfile.ZipFile(io.BytesIO(data)).namelist()),
    "Parquet": lambda data: pyarrow.parquet.read_table(io.BytesIO(data)).num_rows,
    "JSON Lines": json_lines,
    "JSON": lambda data: len(json.loads(data)),
    "Web Annotations": lambda data: json.loads(data)["total"],
    "SQLite": tables,
}


def test_every_format_is_downloaded_and_can_be_read(visit, story):
    visit.go("/stories")
    assert {link.inner_text() for link in visit.page.locator("a[download]").all()} == set(READ)
    for words, read in READ.items():
        with visit.page.expect_download() as waiting:
            visit.page.locator("a[download]").get_by_text(words, exact=True).click()
        assert read(Path(waiting.value.path()).read_bytes()) > 5, words


def test_every_page_has_no_serious_fault(visit, file, story):
    coder(visit, "Ada")
    with open_project(file, create=False) as project:
        article = project.articles()[0]
    found = {}
    for name, path in {
        "stories": "/stories",
        "search": f"/search?find={article.title.split()[0]}",
        "meaning": "/search?find=who+was+hurt&by=meaning",
        "ask": f"/ask?fact=Nobody+was+hurt&story={story}",
        "judge-page": "/judge",
        "judgements": "/judgements",
        "agreement": "/agreement",
        "outlets": "/outlets",
        "add": "/add",
        "runs": "/runs",
        "article": f"/article?id={article.id}&start=0&end=40",
        "story": f"/story?id={story}",
    }.items():
        visit.go(path)
        if name == "story":
            opened(visit, story)
        if said := faults(visit.page):
            found[name] = said
        visit.shot(f"real-{name}")
    assert found == {}
