"""The report as a reader meets it: a real browser clicks, types, looks and listens."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.present import sample as flood
from tests.present.browser import (
    CHROMIUM,
    DARK,
    DESKTOP,
    MISSING,
    PATIENCE,
    PHONE,
    faults,
    focused,
    led_to,
    picture,
    started,
    watched,
)
from untold.present.rates import state_at
from untold.present.report import render_report

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)

VIEWS = (
    "", "/~naming", "/~voices", "/~agency", "/~figures", "/~time", "/~origins", "/~wording",
    "/~blindspots", "/~copies", "/~articles", "/f01/Quay%20Post", "/f01/Quay%20Post/The%20Lantern",
    "/f02",
)  # fmt: skip
LOOKS = {"light": DESKTOP, "dark": DARK, "phone": PHONE}
STORY = "#s-flood"
# How many elements could run something, load something or send something.
LIVE = """[...document.querySelectorAll('body *')].filter(
    e => [...e.attributes].some(a => a.name.startsWith('on') || a.name === 'srcdoc')
      || e.matches('img, iframe, object, embed, form[action]')).length"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as running:
        yield running


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    made = flood.sample()
    made["manifest"]["settings"]["groups"] = [
        ["Quay Post", "harbour papers"],
        ["The Lantern", "harbour papers"],
        [flood.EVIL, flood.HOSTILE],
    ]
    return made


@pytest.fixture(scope="module")
def address(document: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(render_report(document), encoding="utf-8", errors="surrogatepass")
    return f"file://{path}"


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    with watched(browser) as opened:
        opened.goto(address)
        yield opened


def cells(page: Any) -> Counter[str]:
    """How often each state stands in the matrix."""
    return Counter(page.locator(".matrix td .state .word").all_inner_texts())


def show_all(page: Any) -> None:
    page.get_by_role("button", name="Show all").click()


def test_the_first_screen_holds_stories_summary_and_matrix(page: Any) -> None:
    assert page.locator("#stories li").first.inner_text().startswith("“")
    assert "facts found" in page.locator(".summary li").first.inner_text()
    first = page.locator(".matrix td button").first
    assert first.bounding_box()["y"] < 900
    picture(page, "first-screen")


def test_a_cell_opens_its_proof_and_the_back_button_returns(page: Any) -> None:
    page.locator('.matrix button[data-at="#f01/Quay%20Post"]').click()
    proof = page.locator("#proof")
    led_to(page, "#s-flood/f01/Quay%20Post")
    assert "Nearest sentence" in proof.inner_text()
    assert "Firemen opened the gatehouse" in proof.inner_text()
    assert "Searched: 1 article, 4 sentences" in proof.inner_text()
    picture(page, "gap")
    page.go_back()
    expect(proof).to_contain_text("Choose a cell", timeout=PATIENCE)
    page.go_forward()
    expect(proof).to_contain_text("Nearest sentence", timeout=PATIENCE)


def test_a_long_paragraph_opens_in_two_steps(
    browser: Any, document: dict[str, Any], tmp_path: Path
) -> None:
    story = document["stories"][0]
    before = "lamp rope " * 60
    longer = [
        p
        | (
            {"text": before + p["text"], "start": p["start"] - len(before)}
            if "locked" in p["text"]
            else {}
        )
        for p in story["paragraphs"]
    ]
    path = tmp_path / "report.html"
    path.write_text(render_report(document | {"stories": [story | {"paragraphs": longer}]}))
    with watched(browser) as page:
        page.goto(f"file://{path}#s-flood/f01/Ondmere%20Ledger")
        around = page.locator("#proof .around").first
        around.wait_for()
        assert around.inner_text().startswith("… ")
        assert 200 < len(around.inner_text()) < 300
        around.get_by_role("button", name="Show more of the paragraph").click()
        assert around.inner_text().strip() == before.strip()


def test_what_may_say_it_too_stands_below_the_proof(page: Any) -> None:
    page.locator('.matrix button[data-at="#f01/Ondmere%20Ledger"]').click()
    page.get_by_text("The next likeliest sentence").wait_for()
    assert "The bell never rang" in page.locator("#proof .quote mark").all_inner_texts()[-1]


def test_two_outlets_stand_side_by_side_with_the_difference_marked(page: Any) -> None:
    page.locator('.matrix button[data-at="#f01/The%20Lantern"]').click()
    page.get_by_label("With", exact=True).select_option("Ondmere Ledger")
    led_to(page, "#s-flood/f01/The%20Lantern/Ondmere%20Ledger")
    assert "survivor" in page.locator("#proof .pair del").all_inner_texts()[-1]
    assert "neighbours" in " ".join(page.locator("#proof .pair ins").all_inner_texts())
    picture(page, "side-by-side")


def test_the_slider_redraws_the_matrix_as_the_run_would_have_called_it(
    page: Any, document: dict[str, Any]
) -> None:
    show_all(page)
    closed = {a["id"] for a in document["articles"] if a["readability"] != "readable"}
    facts = document["stories"][0]["facts"]
    slider = page.get_by_label("Wrong gaps allowed")
    seen = set()
    for at, rate in enumerate(document["manifest"]["error_rates"]):
        slider.fill(str(at))
        wanted = Counter(
            state_at(cell, rate["threshold"], closed)
            for fact in facts for cell in fact["cells"] if cell["outlet"] not in flood.ABSENT
        )  # fmt: skip
        assert cells(page) == wanted
        words = page.locator(".rate-words").inner_text()
        assert f"{rate['cells']} gaps of 568 cells" in words
        differ = document["stories"][0]["at_rates"][at]["differ"]
        assert f"{differ} fact" in page.locator("#stories [aria-current]").inner_text()
        assert (
            page.locator(".summary li").first.inner_text()
            == (document["stories"][0]["at_rates"][at]["summary"][0]["text"])
        )
        seen.add(wanted["untold"])
    assert len(seen) > 1  # it does move


def test_the_slider_changes_the_open_proof(page: Any) -> None:
    page.locator('.matrix button[data-at="#f01/Quay%20Post"]').click()
    assert "untold" in page.locator("#proof .who").first.inner_text()
    page.get_by_label("Wrong gaps allowed").fill("0")
    assert "unsure" in page.locator("#proof .who").first.inner_text()
    assert "At the share of wrong gaps that the run was set to" in page.locator("#proof").inner_text()


def test_filters_keep_what_they_say(page: Any) -> None:
    show_all(page)
    page.get_by_text("Filters", exact=True).click()
    every = page.locator(".matrix tbody tr").count()
    page.get_by_label("State", exact=True).select_option("disputed")
    assert page.locator(".matrix tbody tr").count() == 1
    page.get_by_label("State", exact=True).select_option("untold")
    page.get_by_label("in", exact=True).select_option("g:harbour papers")
    rows = page.locator(".matrix tbody tr")
    for at in range(rows.count()):
        mine = rows.nth(at).locator('td[data-outlet="Quay Post"], td[data-outlet="The Lantern"]')
        assert "untold" in " ".join(mine.all_inner_texts())
    assert 0 < rows.count() < every
    page.get_by_label("State", exact=True).select_option("")
    page.get_by_label("in", exact=True).select_option("")
    page.get_by_label("Kind", exact=True).select_option("number")
    assert rows.count() == 1
    page.get_by_label("Kind", exact=True).select_option("")
    page.get_by_label("Surety", exact=True).select_option("sure")
    assert cells(page)["unsure"] == 0
    page.get_by_label("Order", exact=True).select_option("kind")
    assert "Filters (1 on)" in page.locator(".filters summary").inner_text()


def test_everything_is_reached_by_keyboard(page: Any) -> None:
    first = page.locator(".matrix td button").first
    first.focus()
    before = first.get_attribute("data-at")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    at = page.evaluate("document.activeElement.dataset.at")
    assert at != before
    page.keyboard.press("Enter")
    led_to(page, at[1:])
    page.keyboard.press("Enter")
    focused(page, "e.id === 'proof'")
    page.keyboard.press("Escape")
    focused(page, f"e.dataset.at === {json.dumps(at)}")
    page.goto(page.url.split("#")[0] + STORY + "/~origins")
    link = page.locator(".chart-svg a").first
    link.focus()
    page.keyboard.press("ArrowDown")
    focused(page, "/facts?$/.test(e.getAttribute('aria-label'))")
    page.keyboard.press("Enter")
    page.wait_for_url("**/~origins/**")
    page.locator("#proof .quote").first.wait_for()


@pytest.mark.parametrize("name", LOOKS)
def test_axe_finds_no_serious_fault_and_nothing_is_wider_than_the_screen(
    browser: Any, address: str, name: str
) -> None:
    found = {}
    with watched(browser, LOOKS[name]) as page:
        for view in VIEWS:
            page.goto(address + STORY + view)
            page.evaluate("document.querySelector('.surebox').open = true")
            found[view] = faults(page)
            width = page.viewport_size["width"]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found[view].append("wider than the screen")
            picture(page, f"view{view.replace('/', '-').replace('%20', '-')}-{name}")
    assert {view: said for view, said in found.items() if said} == {}


def test_the_run_itself_has_no_serious_fault(browser: Any, address: str) -> None:
    with watched(browser) as page:
        page.goto(address + "#~run")
        assert "fill the column text" in page.locator("main").inner_text()
        assert faults(page) == []


def test_nothing_of_the_data_runs_or_leads_astray(browser: Any, address: str) -> None:
    with watched(browser) as page:
        for view in VIEWS:
            page.goto(address + STORY + view)
            assert page.evaluate("document.documentElement.dataset.owned") is None
            links = page.eval_on_selector_all("a", "all => all.map(a => a.getAttribute('href'))")
            assert all(link.startswith(("#", "https://", "http://")) for link in links)
            made = page.evaluate(LIVE)
            assert made == 0


def test_every_view_can_be_saved_as_a_table(browser: Any, address: str) -> None:
    saved = {}
    for view in VIEWS[:11]:
        # A page each: Chromium holds back the tenth download of one page.
        with watched(browser) as page:
            page.goto(address + STORY + view)
            with page.expect_download() as waiting:
                page.locator(".under-tabs .csv").click()
            text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
        assert len(rows) > 1, view
        assert {len(row) for row in rows} == {len(rows[0])}
        saved[view] = rows
    assert not any(
        cell[:1] in "=+-@"
        for rows in saved.values()
        for row in rows
        for cell in row
        if cell[1:2].isalpha()
    )
    assert any("صوت الميناء" in row for row in saved[""])


def test_text_from_right_to_left_runs_so(page: Any) -> None:
    show_all(page)
    page.locator(
        '.matrix button[data-at="#f00/%D8%B5%D9%88%D8%AA%20%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1"]'
    ).click()
    quote = page.locator("#proof blockquote").last
    assert quote.evaluate("e => getComputedStyle(e).direction") == "rtl"
    picture(page, "right-to-left")


def test_it_prints_the_view_and_not_the_frame(page: Any) -> None:
    page.emulate_media(media="print")
    for hidden in ("#stories", "#proof", ".bar", ".tabs", ".csv"):
        assert not page.locator(hidden).first.is_visible()
    assert page.locator(".matrix td .word").first.is_visible()
    picture(page, "print", whole=True)


def test_every_finding_has_an_address_that_opens_it(
    browser: Any, address: str, document: dict[str, Any]
) -> None:
    story = document["stories"][0]
    word = next(w for w in story["wording"] if w["kind"] != "contrast")
    places = {
        f"~wording/{word['kind']}/{word['word']}/{word['uses'][0]['outlet']}": word["word"],
        "~blindspots/harbour papers/": "4 of its 4 outlets",
        f"~blindspots/agencies/{story['facts'][0]['id']}": "0 of its 2 outlets",
        f"~origins/fact/{story['origins'][0]['fact']}/0": story["origins"][0]["edges"][0]["outlet"],
        f"~copies/{flood.LEDGER}/{flood.WIRE}": "in common order",
    }
    with watched(browser) as page:
        for place, words in places.items():
            page.goto(
                address + STORY + "/" + "/".join(quote(part, safe="~") for part in place.split("/"))
            )
            assert words in page.locator("#proof").inner_text(), place
            assert page.locator("#proof .quote").count() > 0, place


@pytest.mark.parametrize(
    ("view", "button"),
    [
        ("~wording", ".counts .num"),
        ("~blindspots", ".origins .link"),
        ("~origins", ".origins .link"),
        ("~naming", ".counts .num"),
        ("~naming", ".chart-svg a"),
        ("~blindspots", ".chart-svg a"),
        ("~copies", ".chart-svg a"),
    ],
)
def test_what_opens_a_proof_leads_to_its_address(page: Any, view: str, button: str) -> None:
    page.goto(page.url.split("#")[0] + STORY + "/" + view)
    page.locator(button).first.dispatch_event("click")
    page.wait_for_url(f"**/{view}/**")
    page.locator("#proof .quote").first.wait_for()


def test_the_heads_of_the_matrix_count_what_each_outlet_tells(
    page: Any, document: dict[str, Any]
) -> None:
    show_all(page)
    column = [
        cell["state"]
        for fact in document["stories"][0]["facts"]
        for cell in fact["cells"]
        if cell["outlet"] == "Quay Post"
    ]
    said = sum(state in ("told", "attributed", "disputed", "partial") for state in column)
    words = page.locator('.matrix thead th[title="Quay Post"] .tally').get_attribute("title")
    assert words.startswith(f"{said} told in any way, {column.count('untold')} untold")
