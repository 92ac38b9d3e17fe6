"""A report made from articles that nobody here wrote, as a reader meets it in a browser."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.present.browser import (
    CHROMIUM,
    DARK,
    DESKTOP,
    MISSING,
    PHONE,
    faults,
    led_to,
    picture,
    started,
    watched,
)
from untold.project import open_project

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as running:
        yield running


@pytest.fixture(scope="module")
def address(real_project: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("real") / "report.html"
    with open_project(real_project, create=False) as project:
        project.report(file)
    return f"file://{file}"


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with watched(browser) as opened:
        opened.goto(address)
        yield opened


def untold_cells(page: Any) -> int:
    return int(page.locator(".matrix td .s-untold").count())


def views(page: Any) -> list[str]:
    found: list[str] = page.locator(".tabs a").evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    return found


def test_the_first_screen_says_what_is_told_by_whom(page: Any) -> None:
    lines = page.locator(".summary li")
    assert "facts found" in lines.first.inner_text()
    assert lines.count() >= 4
    assert page.locator("#stories li").count() == 2
    third = page.locator(".matrix tbody tr").nth(2)
    assert third.bounding_box()["y"] < 900  # some rows of it, not its head alone
    words = page.locator(".matrix thead .tally").first.get_attribute("title")
    assert "told in any way" in words
    picture(page, "real-first-screen")


def test_a_click_on_a_cell_shows_its_proof_and_the_neighbour_s(page: Any) -> None:
    for state in ("told", "attributed", "untold"):
        page.locator(f".matrix .s-{state}").first.click()
        page.locator("#proof .quote").first.wait_for()
        assert page.locator("#proof .quote mark").count() > 0
        link = page.locator("#proof .cite a").first.get_attribute("href")
        assert link.startswith("http")
        assert page.locator("#proof .who .word").inner_text() == state
        picture(page, f"real-proof-{state}")
    assert "Searched: " in page.locator("#proof").inner_text()
    page.get_by_label("With", exact=True).select_option(index=1)
    page.locator("#proof .pair").wait_for()
    assert page.locator("#proof .pair del, #proof .pair ins").count() > 0
    picture(page, "real-side-by-side")


def test_every_sentence_of_a_proof_stands_in_its_paragraph(page: Any, real_project: Path) -> None:
    with open_project(real_project, create=False) as project:
        lines = {
            line for a in project.articles() for line in (a.title or "", *a.text.split("\n")) if line
        }
    read, around = set(), 0
    for state in ("told", "attributed", "untold", "unsure"):
        cells = page.locator(f".matrix .s-{state}")
        for at in range(min(4, cells.count())):
            cells.nth(at).click()
            page.locator("#proof .quote").first.wait_for()
            read.update(page.locator("#proof .quote blockquote").all_text_contents())
            around += page.locator("#proof .quote .around").count()
    assert len(read) > 10
    for shown in read:
        whole, stretch = shown in lines, shown.strip(" …")
        assert whole or ("…" in shown and any(stretch in line for line in lines)), shown
    assert around > 0  # some are not the whole of it


def test_the_slider_calls_more_gaps_the_more_may_be_wrong(page: Any) -> None:
    page.get_by_role("button", name="Show all").click()
    slider = page.get_by_label("Wrong gaps allowed")
    counts = []
    for at in range(int(slider.get_attribute("max")) + 1):
        slider.fill(str(at))
        counts.append(untold_cells(page))
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_every_view_opens_saves_its_table_and_has_no_serious_fault(browser: Any, address: str) -> None:
    with watched(browser) as page:
        page.goto(address)
        tabs = views(page)
    assert len(tabs) == 11
    for at, tab in enumerate(tabs):
        with watched(browser) as page:  # a page each: Chromium holds back the tenth download of one
            page.goto(address + tab)
            page.locator("main .under-tabs").wait_for()
            assert faults(page) == [], tab
            with page.expect_download() as waiting:
                page.locator(".under-tabs .csv").click()
            rows = list(csv.reader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig"))))
            assert {len(row) for row in rows} == {len(rows[0])}, tab
            picture(page, f"real-{at:02}-{tab.partition('~')[2] or 'facts'}")


def test_what_a_chart_shows_leads_to_sentences(page: Any) -> None:
    opened = {}
    for tab in views(page):
        page.goto(page.url.split("#")[0] + tab)
        page.locator("main .under-tabs").wait_for()
        if page.locator(".chart-svg a").count():
            page.locator(".chart-svg a").first.dispatch_event("click")
            page.wait_for_url(f"**{tab}/**")
            page.locator("body.open #proof .panel-head").wait_for()
            # a bar of none has no sentence
            opened[tab.partition("~")[2]] = page.locator("#proof .quote").count()
    assert {"naming", "voices", "time", "origins"} <= set(opened)
    assert opened["naming"] > 0
    assert opened["origins"] > 0


@pytest.mark.parametrize(("name", "look"), [("dark", DARK), ("phone", PHONE)])
def test_matrix_and_proof_in_the_dark_and_on_a_phone(
    browser: Any, address: str, name: str, look: Any
) -> None:
    with watched(browser, look) as page:
        page.goto(address)
        assert faults(page) == []
        picture(page, f"real-{name}")
        page.locator(".matrix .s-untold").first.click()
        page.locator("#proof .quote").first.wait_for()
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        picture(page, f"real-{name}-proof")


def test_the_address_of_a_cell_opens_it_again(browser: Any, page: Any) -> None:
    button = page.locator(".matrix .s-untold").first
    place = button.get_attribute("data-at")
    button.click()
    led_to(page, place[1:])
    with watched(browser, DESKTOP) as other:
        other.goto(page.url)
        assert other.locator("#proof .who .word").first.inner_text() == "untold"
        assert other.locator(".matrix button.chosen").get_attribute("data-at") == place


def test_it_prints(page: Any) -> None:
    page.emulate_media(media="print")
    assert not page.locator("#stories").is_visible()
    assert page.locator(".matrix td .word").first.is_visible()
    picture(page, "real-print", whole=True)
