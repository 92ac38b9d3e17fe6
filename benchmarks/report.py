"""Opening a report of 500 articles, 300 facts in its first story, to the first matrix on screen."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.table import Row, Target

RUNS = 7
NEEDS_DATA = False
SIZE = {"stories": 100, "facts": 27, "first": 300}
#: Milliseconds since the page was asked for, when the frame after the first cell's has come.
FIRST_MATRIX = """
window.firstMatrix = new Promise((done) => {
  const look = () => {
    const cell = document.querySelector(".matrix td button");
    requestAnimationFrame(cell ? () => done(performance.now()) : look);
  };
  requestAnimationFrame(look);
});
"""


def measure(runs: int) -> list[Row]:
    """Making the file, its size, and how long a browser needs to show the first matrix of it.

    Raises:
        RuntimeError: there is no Chromium, or no Playwright to drive it.
    """
    try:
        from tests.present.browser import CHROMIUM, MISSING, started
    except ImportError as error:
        raise RuntimeError("playwright is not installed: pip install -e '.[dev]'") from error
    from tests.present import sample
    from untold.present.report import render_report

    if CHROMIUM is None:
        raise RuntimeError(MISSING)
    document = sample.large(**SIZE)
    began = perf_counter()
    html = render_report(document).encode()
    made = perf_counter() - began
    with tempfile.TemporaryDirectory() as folder, started() as browser:
        path = Path(folder) / "report.html"
        path.write_bytes(html)
        found = [_open(browser, f"file://{path}") for _ in range(runs + 1)][1:]  # the first warms up
    data = f"{len(document['articles'])} articles, {SIZE['first']} facts"
    shown, busy = (statistics.median(values) for values in zip(*found, strict=True))
    return [
        Row("report: first matrix", data, shown, "s", runs, target=Target(1.0)),
        Row("report: the page's own work", data, busy, "s", runs),
        Row("report: size", data, len(html) / 1e6, "MB", target=Target(5.0)),
        Row("report: drawing and writing", data, made, "s"),
    ]


def _open(browser: Any, address: str) -> tuple[float, float]:
    """Seconds until the first matrix shows, and of them those the page's thread was at work."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.add_init_script(FIRST_MATRIX)
    session = context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address)
    shown = page.evaluate("window.firstMatrix") / 1000
    counted = session.send("Performance.getMetrics")["metrics"]
    busy = next(item["value"] for item in counted if item["name"] == "TaskDuration")
    context.close()
    return shown, busy
