"""The app in a browser: Debian's Chromium by Playwright. Screenshots lie under out/web/."""

from __future__ import annotations

from pathlib import Path

from tests.present.browser import CHROMIUM as CHROMIUM
from tests.present.browser import MISSING as MISSING
from tests.present.browser import PATIENCE as PATIENCE
from tests.present.browser import faults as faults
from tests.web.conftest import ROOT
from untold.project import open_project

SHOTS = ROOT / "out" / "web"


class Visit:
    """A browser's page on the app, that writes down errors and requests to elsewhere."""

    def __init__(self, page, base: str) -> None:
        self.page, self.base = page, base
        self.errors: list[str] = []
        self.outside: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self._request)
        page.on("dialog", lambda dialog: (self.errors.append("a dialog"), dialog.dismiss()))

    def _console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def _request(self, request) -> None:
        if not request.url.startswith((self.base + "/", "data:", "blob:", "about:")):
            self.outside.append(request.url)

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)

    def shot(self, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")


def coder(visit: Visit, name: str, blind: bool = False) -> None:
    visit.go("/judge")
    visit.page.fill("main [name=name]", name)
    visit.page.set_checked("main [name=blind]", blind)
    visit.page.click("text=Judge under this name")
    visit.page.wait_for_selector(".where:has-text('judges')")


def told(visit: Visit, where: str, words: str) -> None:
    """Wait until the place says the words."""
    visit.page.wait_for_function(
        "([where, words]) => document.querySelector(where)?.innerText.includes(words)",
        arg=[where, words],
    )


def press(visit: Visit, key: str) -> None:
    """Press a key that judges, and wait until another finding comes up."""
    before = visit.page.input_value("#verdict [name=item]")
    visit.page.keyboard.press(key)
    visit.page.wait_for_function(
        """before => {
          const item = document.querySelector('#verdict [name=item]');
          return document.readyState === 'complete' && item && item.value !== before;
        }""",
        arg=before,
    )


def judgements(path: Path):
    with open_project(path, create=False) as project:
        return project.judgements.all()
