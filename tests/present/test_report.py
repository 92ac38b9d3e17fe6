import base64
import hashlib
import json
import re
import subprocess
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.present import sample as flood
from tests.present.browser import CHROMIUM, MISSING
from untold.execution import Outcome, make_runner
from untold.present.report import SCRIPTS, render_report

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason=MISSING)


class Page(HTMLParser):
    """Elements with their attributes, and what stands inside scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style"):
            self.raw.append((*self.tags[-1], data))


@pytest.fixture(scope="module")
def report() -> str:
    return render_report(flood.sample())


@pytest.fixture(scope="module")
def page(report: str) -> Page:
    return Page(report)


def test_the_page_holds_one_script_and_data_only(page: Page) -> None:
    scripts = [
        (attributes, text) for tag, attributes, text in page.raw if tag == "script" and text.strip()
    ]
    running = [text for attributes, text in scripts if attributes.get("type") != "application/json"]
    assert len(running) == 1
    data = [
        json.loads(text) for attributes, text in scripts if attributes.get("type") == "application/json"
    ]
    assert len(data) == 3  # the index and two stories
    assert data[0]["version"] == 1


def test_nothing_is_loaded_from_anywhere(page: Page) -> None:
    for _, attributes in page.tags:
        assert not {"src", "srcset", "data", "action", "formaction"} & set(attributes)
        assert (attributes.get("href") or "#").startswith("#")
        assert not any(name.startswith("on") for name in attributes)
    style = next(text for tag, _, text in page.raw if tag == "style")
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_allows_this_style_and_this_script_alone(page: Page) -> None:
    policy = next(
        a["content"]
        for t, a in page.tags
        if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        text = next(text for t, a, text in page.raw if t == tag and not a.get("type"))
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_no_markup_from_the_data_stands_in_the_page(report: str) -> None:
    assert flood.ATTACK in report  # the words are there, as data
    assert f"<script>{flood.ATTACK}" not in report
    assert "<img" not in report


def test_the_code_never_turns_text_into_markup() -> None:
    folder = Path(__file__).parents[2] / "src" / "untold" / "present" / "assets"
    assert {path.name for path in folder.glob("*.js")} == set(SCRIPTS)
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(|fetch\(|XMLHttp|import\("
    )
    for path in folder.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not forbidden.search(text), path.name
        assert len(text.splitlines()) < 500


def test_equal_documents_give_equal_bytes(report: str) -> None:
    assert render_report(json.loads(json.dumps(flood.sample()))) == report


def test_an_empty_document_still_makes_a_page() -> None:
    empty: dict[str, Any] = {
        "version": 1, "manifest": {}, "outlets": [], "articles": [], "stories": [], "left_out": [],
    }  # fmt: skip
    assert "<!doctype html>" in render_report(empty)


def test_five_hundred_articles_stay_under_five_megabytes() -> None:
    document = flood.large(stories=100, facts=50)
    assert len(document["articles"]) == 500
    assert len(render_report(document).encode()) < 5_000_000


def dump(html: str, tmp_path: Path, address: str) -> str:
    """The page's tree after its script ran, from a browser that may not reach anything."""
    assert CHROMIUM is not None
    path = tmp_path / "report.html"
    path.write_text(html, encoding="utf-8", errors="surrogatepass")
    flags = (
        "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
        "--disable-background-networking --disable-component-update --virtual-time-budget=4000"
    )
    command = [CHROMIUM, *flags.split(), f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"]
    command += ["--enable-logging=stderr", "--v=0"]
    done = subprocess.run(
        [*command, f"file://{path}{address}"], capture_output=True, timeout=90, check=True
    )
    said = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if "CONSOLE" in line]
    assert said == []  # no error of the script, nothing refused by the policy
    return done.stdout.decode("utf-8", "replace")


@needs_chromium
def test_a_browser_draws_the_matrix_and_runs_nothing_of_the_data(report: str, tmp_path: Path) -> None:
    tree = dump(report, tmp_path, "#s-flood/f01/Quay%20Post")
    page = Page(tree)
    html = next(attributes for tag, attributes in page.tags if tag == "html")
    assert "data-owned" not in html
    cells = [a for t, a in page.tags if t == "button" and (a.get("class") or "").startswith("state s-")]
    assert len(cells) == 5 * 7  # facts that differ by outlets with something to search
    assert any("chosen" in (cell.get("class") or "") for cell in cells)
    assert "Why this cell" in tree
    assert "Words of the fact that it lacks" in tree
    for tag, attributes in page.tags:
        if tag == "a" and not (attributes.get("href") or "").startswith("#"):
            assert (attributes.get("href") or "").startswith(("https://", "http://"))
            assert "noreferrer" in (attributes.get("rel") or "")


@needs_chromium
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("#s-flood/~naming", "joined by aligned facts"),
        ("#s-flood/~voices", "interior office"),
        ("#s-flood/~agency", "Clauses on wounding"),
        ("#s-flood/~agency/same/people//The%20Lantern", "Names nothing"),
        ("#s-flood/~figures", 'class="chart-svg"'),
        ("#s-flood/~origins", "no source given"),
        ("#s-flood/~time", "Who told what first"),
        ("#s-flood/~voices/kind/government/Ondmere%20Ledger", "9 of 12 attributions"),
        ("#s-flood/~wording", "says that all is well again"),
        ("#s-flood/~blindspots", "No group given"),
        ("#s-flood/~copies", "<ins>according to</ins>"),
        ("#s-flood/~articles", "a paywall notice"),
        ("#s-goat", "one outlet: nothing to compare"),
        ("#~run", "fill the column text"),
    ],
)
def test_each_view_is_drawn_from_its_address(
    report: str, tmp_path: Path, address: str, words: str
) -> None:
    tree = dump(report, tmp_path, address)
    assert words in tree
    assert 'data-owned="1"' not in tree.split(">", 2)[1]


@needs_chromium
def test_with_groups_given_their_blindspots_are_drawn(tmp_path: Path) -> None:
    document = flood.sample()
    document["manifest"]["settings"] = {"groups": [["Quay Post", "harbour papers"]]}
    tree = dump(render_report(document), tmp_path, "#s-flood/~blindspots")
    assert "harbour papers" in tree
    assert "4 of 4 (more)" in tree
    assert "<main" in tree
    assert "No group given" not in tree[tree.index("<main") : tree.index("<aside")]


class Breaking:
    """A runner whose every item fails."""

    def map(self, function: Any, items: Any, chunk: int = 1) -> Any:
        return (Outcome(failure="ValueError: the pen is dry") for _ in items)

    def close(self) -> None:
        """Nothing to close."""


def test_a_chart_that_fails_is_a_note_and_the_tables_stay() -> None:
    page = Page(render_report(flood.sample(), Breaking()))
    index = next(json.loads(text) for _, a, text in page.raw if a.get("id") == "index")
    note = index["left_out"][-1]
    assert (note["place"], note["fatal"]) == ("story s-flood", False)
    assert "the pen is dry" in note["reason"]


def test_processes_draw_the_same(report: str) -> None:
    with closing(make_runner("processes", 1)) as runner:
        assert render_report(flood.sample(), runner) == report
