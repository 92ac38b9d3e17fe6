"""Chromium for tests: a page that writes down what it complains of and what it asks for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
MISSING = "chromium is not installed (Debian: apt-get install chromium)"

#: Screenshots for a person to look at; git ignores the folder.
SCREENSHOTS = Path(__file__).resolve().parents[2] / "out" / "screenshots"

DESKTOP: Mapping[str, Any] = {"viewport": {"width": 1440, "height": 900}}
DARK: Mapping[str, Any] = {**DESKTOP, "color_scheme": "dark"}
PHONE: Mapping[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True,
    "has_touch": True,
}  # fmt: skip


@contextmanager
def started() -> Iterator[Browser]:
    """A running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


#: How long a condition may take, in milliseconds: a busy machine must not fail a test.
PATIENCE = 120_000


@contextmanager
def watched(
    browser: Browser, look: Mapping[str, Any] = DESKTOP, home: tuple[str, ...] = ("file:",)
) -> Iterator[Page]:
    """A page that fails its test at the end if it wrote an error or asked for anything but ``home``."""
    context = browser.new_context(**look)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    errors: list[str] = []
    asked: list[str] = []
    page.on(
        "console",
        lambda said: errors.append(said.text) if said.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: (errors.append("a dialog"), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert errors == []
    assert [url for url in asked if not url.startswith((*home, "blob:", "data:", "about:"))] == []


def led_to(page: Page, ending: str) -> None:
    """Wait until the page's address ends so."""
    page.wait_for_url(lambda address: address.endswith(ending))


def focused(page: Page, test: str) -> None:
    """Wait until the element that has the focus, ``e``, passes a test in JavaScript."""
    page.wait_for_function(f"(e => {test})(document.activeElement)")


def picture(page: Page, name: str, whole: bool = False) -> None:
    """Keep a screenshot."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=whole)


def faults(page: Page) -> list[str]:
    """What axe calls serious or critical, with the first element of each."""
    from axe_playwright_python.sync_playwright import Axe

    # What passed is not looked at: without it the answer is small.
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:160]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
