"""A browser drives the app: Debian's Chromium by Playwright. Screenshots lie under out/web/."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

import untold
from tests.web.browser import CHROMIUM, MISSING, PATIENCE, Visit, coder, faults, judgements, press, told
from tests.web.conftest import served
from untold.project import open_project

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)


@pytest.fixture(scope="module")
def app_file(sample_project, tmp_path_factory) -> Path:
    return Path(shutil.copy(sample_project, tmp_path_factory.mktemp("app") / "sample.db"))


@pytest.fixture(scope="module")
def address(app_file) -> Iterator[str]:
    with served(app_file) as base:
        yield base


def story_of(path: Path) -> str:
    with open_project(path, create=False) as project:
        return project.stories()[1].id


def test_from_the_list_to_a_proof_and_a_judgement(visit, app_file):
    visit.go("/stories")
    visit.shot("stories")
    visit.page.fill("[name=find]", "pier")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url("**find=pier")
    visit.page.click(".stories a >> nth=0")
    frame = visit.page.frame_locator("#report")
    cell = frame.locator("td button.s-untold").first
    cell.click()
    bar = visit.page.locator("#judging")
    bar.wait_for()
    assert "Say who judges" in bar.inner_text()
    assert visit.page.url.count("/") >= 4  # the address leads to story, fact and outlet
    bar.get_by_label("Say who judges").fill("Ada")
    visit.page.keyboard.press("Enter")
    visit.page.locator(".where", has_text="Ada judges").wait_for()  # where it was asked for
    bar.wait_for()
    visit.shot("story")
    frame.locator("td button.chosen").focus()
    visit.page.keyboard.press("r")
    told(visit, "#judging", "You said: right")
    assert [(j.coder, j.verdict, j.found, j.drawn) for j in judgements(app_file)] == [
        ("Ada", "right", "untold", "")
    ]
    visit.page.keyboard.press("w")
    visit.page.select_option("#judging select", "told")
    told(visit, "#judging", "wrong, told")
    assert [(j.verdict, j.should_be) for j in judgements(app_file)] == [("wrong", "told")]


def test_judging_at_random_by_keyboard_alone(visit, app_file):
    coder(visit, "Bea")
    before = len([j for j in judgements(app_file) if j.coder == "Bea"])
    visit.go("/judge?what=gap")
    visit.shot("judge")
    press(visit, "r")
    visit.page.keyboard.press("n")
    visit.page.keyboard.type("r w o: read twice")  # letters of a note judge nothing
    visit.page.keyboard.press("Escape")
    visit.page.keyboard.press("w")
    assert "Press a number" in visit.page.inner_text("#say")
    assert len([j for j in judgements(app_file) if j.coder == "Bea"]) == before + 1
    press(visit, "1")
    mine = [j for j in judgements(app_file) if j.coder == "Bea"]
    assert sorted((j.verdict, j.should_be, j.note) for j in mine) == [
        ("right", None, ""), ("wrong", "told", "r w o: read twice")
    ]  # fmt: skip
    assert all(j.drawn == "gaps@0.05" for j in mine)


def test_a_second_coder_blind_and_the_alpha(visit, app_file):
    def judge_ten(name: str, blind: bool) -> None:
        coder(visit, name, blind)
        for number in range(10):
            visit.go("/judge?what=name")
            assert "What others said" not in visit.page.inner_text("main")
            if number == 9 and blind:
                visit.page.keyboard.press("w")
            else:
                visit.page.keyboard.press("r")
            told(visit, "main .meta", f"{number + 1} of")

    judge_ten("Cy", False)
    judge_ten("Dee", True)
    visit.go("/judgements")
    assert "Cy" not in visit.page.inner_text("main")
    assert "are hidden while you judge blind" in visit.page.inner_text("main")
    coder(visit, "Cy")
    visit.go("/agreement")
    table = visit.page.inner_text("main")
    assert "Cy · Dee" in table
    assert "names: right or wrong?" in table
    visit.shot("agreement")


def test_out_as_csv(visit, app_file):
    visit.go("/judgements")
    with visit.page.expect_download() as download:
        visit.page.click("text=Export as CSV")
    rows = list(csv.DictReader(Path(download.value.path()).read_text("utf-8").splitlines()))
    assert len(rows) == len(judgements(app_file))
    visit.go("/stories")
    with visit.page.expect_download() as download:
        visit.page.click("a[download]:text-is('CSV')")
    assert Path(download.value.path()).stat().st_size > 1000


def test_search_and_ask(visit, app_file):
    visit.go("/search")
    visit.page.fill("main [name=find]", "harbour office")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector(".hits mark")
    assert visit.page.locator(".hits mark").count() > 3
    visit.shot("search")
    visit.page.check("[value=meaning]")
    visit.page.click("main button:text-is('Search')")
    visit.page.wait_for_url("**by=meaning")
    assert "likeness" in visit.page.inner_text(".hits li >> nth=0")
    visit.page.click(".hits li >> nth=0 >> a >> nth=0")
    assert visit.page.locator("mark").count() == 1
    visit.go("/ask")
    visit.page.fill("[name=fact]", "Seven people were killed")
    visit.page.select_option("[name=story]", index=1)
    visit.page.click("text=Ask >> nth=-1")
    visit.page.wait_for_selector(".answers")
    assert visit.page.locator(".answers tbody tr").count() == 6
    visit.shot("ask")


def test_a_file_comes_in_and_its_progress_is_watched(visit, tmp_path):
    article = {
        "id": "new-1",
        "outlet": "Orlisk Times",
        "published": "2025-03-12T18:00:00+00:00",
        "url": "https://orlisk.example/new",
        "title": "Port Tamrin pier reopens after clearance",
        "text": "Dockers and police left Pier Four in Port Tamrin on Wednesday evening. Castellan said "
        "cranes would move again on Thursday, after the clearance in which seven were killed. The "
        "Harbour Office said the pier was safe.",
    }
    file = tmp_path / "one.jsonl"
    file.write_text(json.dumps(article) + "\nno json\n", encoding="utf-8")
    visit.go("/add")
    visit.shot("add")
    visit.page.set_input_files("[name=file]", file)
    visit.page.click("text=Add the file")
    visit.page.wait_for_url("**/runs")
    visit.page.wait_for_selector(".tag.done", timeout=240_000)
    told(visit, "#jobs", "1 new article")  # the page loads itself anew with what came of it
    words = visit.page.inner_text("#jobs")
    assert "one.jsonl:2" in words
    visit.shot("runs")
    visit.go("/search?find=%22pier+reopens%22")
    assert visit.page.locator(".hits li").count() == 1


PATHS = [
    "/stories", "/search?find=pier", "/ask", "/judge", "/judge?what=gap", "/judgements", "/agreement",
    "/outlets", "/add", "/runs", "/article?id=ledger-0310&start=10&end=40",
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(visit, scheme):
    coder(visit, "Ada")
    visit.page.emulate_media(color_scheme=scheme)
    found = {}
    for path in PATHS:
        visit.go(path)
        if said := faults(visit.page):
            found[path] = said
    assert found == {}


def test_axe_on_a_story_with_its_report(visit, app_file):
    visit.go(f"/story?id={story_of(app_file)}")
    visit.page.frame_locator("#report").locator("td button").first.wait_for()
    assert faults(visit.page) == []


def test_it_reads_on_a_phone(chromium, address, app_file):
    context = chromium.new_context(viewport={"width": 375, "height": 700})
    context.set_default_timeout(PATIENCE)
    visit = Visit(context.new_page(), address)
    for path in [*PATHS, f"/story?id={story_of(app_file)}"]:
        visit.go(path)
        wide = visit.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 375, path
    visit.go("/judge")
    visit.shot("phone-judge")
    context.close()
    assert visit.errors == []


def test_reading_needs_no_script(chromium, address, app_file):
    context = chromium.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{address}/story?id={story_of(app_file)}")
    assert "facts found" in page.inner_text("main")
    page.goto(f"{address}/judge")
    page.fill("main [name=name]", "Eli")
    page.click("text=Judge under this name")
    page.goto(f"{address}/judge?what=figure")
    page.click("button[value=right]")
    context.close()
    assert [j.verdict for j in judgements(app_file) if j.coder == "Eli"] == ["right"]


ATTACK = "document.documentElement.dataset.owned=1"
HOSTILE = (
    f'"><script>{ATTACK}</script><img src=x onerror="{ATTACK}"><svg onload="{ATTACK}">'
    "{{7*7}}{% x %}"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Path:
    """A project of two outlets whose every field is markup."""
    folder = tmp_path_factory.mktemp("hostile")
    body = (
        "The sluice above Ondmere opened on Tuesday. Six people drowned in the market, the mayor said. "
    )
    articles = [
        {"id": f"h{i}<b>", "outlet": f"{name} {HOSTILE}", "title": f"Six drown in Ondmere {HOSTILE}",
         "text": f"{body}{HOSTILE} The gate was old. {more}", "url": f"javascript:{ATTACK}",
         "published": f"2031-03-0{i + 4}T06:10:00+00:00", "story": f"s'\"<i>{ATTACK}"}
        for i, (name, more) in enumerate([("Quay", "Two were held."), ("Lantern", "Rain fell.")])
    ]  # fmt: skip
    file = folder / "hostile.jsonl"
    file.write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    path = folder / "hostile.db"
    with untold.open(path) as project:
        project.add(file)
        project.run(stories="given")
    return path


def test_injected_markup_runs_nothing(chromium, hostile):
    with served(hostile) as base:
        context = chromium.new_context()
        context.set_default_timeout(PATIENCE)
        visit = Visit(context.new_page(), base)
        coder(visit, f"Eve {HOSTILE}"[:60])
        story = open_project(hostile, create=False).stories()[0].id
        hash_ = quote(HOSTILE, safe="")
        for path in (
            "/stories",
            f"/story?id={quote(story)}",
            f"/story?id={quote(story)}#{hash_}/{hash_}",
            f"/search?find={quote(HOSTILE)}",
            "/search?find=drowned",
            "/search?find=drowned&by=meaning",
            f"/ask?fact={quote(HOSTILE)}&story={quote(story)}",
            "/judge",
            "/judge?what=name",
            "/judgements",
            "/outlets",
            "/runs",
            "/article?id=h0%3Cb%3E",
            f"/article?id={quote(HOSTILE)}",
            f"/nope/{quote(HOSTILE)}",
        ):
            visit.go(path)
            visit.page.wait_for_load_state("networkidle")
            for frame in visit.page.frames:
                assert frame.evaluate("document.documentElement.dataset.owned") is None, path
                links = frame.evaluate("Array.from(document.links, link => link.protocol)")
                assert not [link for link in links if link.startswith(("javascript", "data"))], path
            assert visit.page.locator("main script, main img, main svg").count() == 0, path
        visit.go("/judge")
        press(visit, "o")
        visit.go("/judgements")
        assert visit.page.evaluate("document.documentElement.dataset.owned") is None
        assert "{{7*7}}" in visit.page.inner_text("main")
        context.close()
        # pages that say "not found" are the only errors of a console that are meant
        assert [e for e in visit.errors if "404" not in e] == []
        assert visit.outside == []


def test_another_sites_page_can_do_nothing(chromium, address, app_file, tmp_path):
    before = judgements(app_file)
    page_of_evil = tmp_path / "evil.html"
    page_of_evil.write_text(
        f'<form id=f method=post action="{address}/coder"><input name=name value=Eve></form>'
        f'<iframe src="{address}/stories"></iframe><script>'
        f'fetch("{address}/session.json").then(r => r.text()).then(t => document.title = "read " + t)'
        f'.catch(() => document.title = "refused");</script>',
        encoding="utf-8",
    )
    page = chromium.new_context().new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(page_of_evil.as_uri())
    page.wait_for_function("document.title !== ''")
    assert page.title() == "refused"
    assert "Stories, most different first" not in page.frames[1].content()
    page.evaluate("document.getElementById('f').submit()")
    page.wait_for_selector("text=That did not work")
    page.context.close()
    assert judgements(app_file) == before
