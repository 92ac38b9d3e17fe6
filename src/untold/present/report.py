"""The report: one HTML file that opens offline and runs nothing but its own code."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Any

from untold.execution import Runner, make_runner
from untold.present.charts import story_charts
from untold.present.pack import pack

# In the order they run; each is a plain script, all together inside one function.
SCRIPTS = (
    "data.js", "dom.js", "states.js", "rates.js", "matrix.js", "proof.js", "csv.js", "charts.js",
    "tables.js", "voices.js", "wording.js", "lists.js", "figures.js", "time.js", "copies.js",
    "about.js", "page.js",
)  # fmt: skip

_HOLE = re.compile(r"\{\{(policy|style|index|stories|script|title)\}\}")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def render_report(document: Mapping[str, Any], runner: Runner | None = None) -> str:
    """One self-contained HTML page of the document: inline style, script and data, no request.

    A content security policy allows exactly this page's style and script (by hash) and nothing else;
    all text reaches the page as text. Equal documents give equal bytes. Encode as UTF-8.

    Args:
        document: as `build_document` makes it.
        runner: where the charts are drawn, a tenth of a second each; here if None.
    """
    style = _asset("report.css")
    body = "\n".join(_asset(name) for name in SCRIPTS)
    script = f'(function () {{\n"use strict";\n{body}}})();\n'
    index, stories = pack(document)
    index["left_out"] = [
        *index["left_out"],
        *_add_charts(document, stories, runner or make_runner("serial")),
    ]
    index["methods"] = json.loads(_asset("methods.json"))
    parts = {
        "policy": content_policy(style, script),
        "title": "Untold: what each outlet told",
        "style": style,
        "script": script,
        "index": as_script_data(index),
        "stories": "\n".join(
            f'<script type="application/json" id="story-{at}">{as_script_data(story)}</script>'
            for at, story in enumerate(stories)
        ),
    }
    # One pass over the template: braces in the data are never read as holes.
    return _HOLE.sub(lambda hole: parts[hole.group(1)], _asset("report.html"))


def _add_charts(
    document: Mapping[str, Any], packed: Sequence[dict[str, Any]], runner: Runner
) -> Iterator[dict[str, Any]]:
    """Give every packed story its charts; what could not be drawn comes out as a note."""
    heads = {article["id"]: article for article in document["articles"]}
    compared = [
        (story, place)
        for story, place in zip(document["stories"], packed, strict=True)
        if story["compared"]
    ]
    items = [(story, {name: heads[name] for name in story["articles"]}) for story, _ in compared]
    for (story, place), outcome in zip(compared, runner.map(_charts, items), strict=True):
        place["charts"] = outcome.value or []
        if outcome.failure is not None:
            yield {
                "place": f"story {story['id']}",
                "reason": f"no chart could be drawn: {outcome.failure}",
                "advice": "its tables hold the same; report it",
                "stage": "present",
                "fatal": False,
            }


def _charts(item: tuple[Mapping[str, Any], Mapping[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    return [drawing.plain() for drawing in story_charts(*item)]


def content_policy(style: str, script: str) -> str:
    """The policy under which this style and this script run, and nothing else loads or runs."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def as_script_data(value: Any) -> str:
    """JSON that is safe inside a script element: no markup, line separator or lone surrogate."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return _SURROGATE.sub(lambda m: f"\\u{ord(m.group()):04x}", text)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _asset(name: str) -> str:
    return resources.files("untold.present").joinpath("assets", name).read_text(encoding="utf-8")
