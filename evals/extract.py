"""Extraction: main text, title and date of real pages; stubs and truncated texts."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from evals.data import data_folder, read_lines
from evals.table import Figure
from untold.acquire import Raw, acquire
from untold.extract import extract
from untold.extract.readable import readability_of
from untold.model import Readability

#: Stubs and truncated texts of the gold stories, as the gold data's README names them.
KNOWN = (
    "6c1d5c7c", "31082af8", "303eb93d", "96f009a0", "921a73cf", "4b279c94", "df7b", "1a84", "e606",
    "cd2c", "8402", "30e4", "5a1b",
)  # fmt: skip
_GOLD_STORIES = ("19-", "21-", "35-", "67-", "71-", "73-")
_PAGES = "html"
_BY_HAND = "publishers' parsers, checked by people"


def score() -> list[Figure]:
    """Figures on pages of about 90 publishers, and on stubs; raises without development data."""
    return [*_page_figures(), *_stub_figures(), *_cut_figures()]


def _page_figures() -> list[Figure]:
    rows = list(_pages())
    size = f"{len(rows)} pages"
    bodies = [(_f1(found.text, body), _f1(_visible(raw.body), body)) for raw, found, body, *_ in rows]
    titles = [(_same(found.title, title), _same(_title_tag(raw.body), title))
              for raw, found, _, title, _ in rows if title]  # fmt: skip
    days = [(_day(found.published) == day, _first_day(raw.body) == day)
            for raw, found, _, _, day in rows if day]  # fmt: skip
    return [
        _figure(size, "F1 over body words", "all visible text", bodies),
        _figure(f"{len(titles)} pages", "titles alike but for case and marks", "<title>", titles),
        _figure(f"{len(days)} pages", "dates of the right day", "first ISO date in the page", days),
    ]


def _figure(size: str, measure: str, floor: str, pairs: list[Any]) -> Figure:
    ours, trivial = (sum(float(pair[i]) for pair in pairs) / len(pairs) for i in (0, 1))
    return Figure("extract", _PAGES, size, measure, floor, round(trivial, 4), round(ours, 4), _BY_HAND)


def _stub_figures() -> list[Figure]:
    """Recall on the known ones, and false alarms on what was coded as whole: the gold stories only."""
    rows = [r for r in read_lines("stories/giveme5w1h.jsonl") if r["story"].startswith(_GOLD_STORIES)]
    known = {r["id"] for r in rows if r["id"].startswith(KNOWN)}
    whole = {r["id"] for r in rows} - known
    found = {r["id"] for r in rows if _unreadable(r)}
    short = {r["id"] for r in rows if len((r["text"] or "").split()) < 100}
    data, labels = "gold stories D, E", "language model, whole articles"
    fakes = list(read_lines("outlets/fakes.jsonl"))
    alarms = sum(_unreadable(r) for r in fakes)
    short_fakes = sum(len(r["text"].split()) < 100 for r in fakes)
    floor = "under 100 words"
    return [
        Figure("readable", data, f"{len(known)} stubs", "recall", floor,
               _share(short & known, known), _share(found & known, known), labels),
        Figure("readable", data, f"{len(whole)} whole texts", "false alarms", floor,
               _share(short & whole, whole), _share(found & whole, whole), labels, True),
        Figure("readable", "fakes", f"{len(fakes)} texts", "share refused", floor,
               round(short_fakes / len(fakes), 4), round(alarms / len(fakes), 4),
               "read by the author: one is a stub", lower_is_better=True),
    ]  # fmt: skip


def _share(part: set[str], of: set[str]) -> float:
    return round(len(part) / len(of), 4)


def _cut_figures() -> list[Figure]:
    """Whole articles of BASIL, each cut at one character drawn by chance, but not at a full stop."""
    draw = random.Random(1)  # noqa: S311
    cut, whole = [], []
    for row in read_lines("wording/basil.jsonl"):
        text = row["text"]
        whole.append(_unreadable(row))
        clipped = text[: draw.randrange(300, max(301, len(text) - 50))]
        if clipped[-1].isalnum():
            cut.append((_unreadable({**row, "text": clipped}), len(clipped.split()) < 100))
    labels = "cut by us"
    return [
        Figure("readable", "basil", f"{len(cut)} cut texts", "recall", "under 100 words",
               round(sum(c[1] for c in cut) / len(cut), 4), round(sum(c[0] for c in cut) / len(cut), 4),
               labels),
        Figure("readable", "basil", f"{len(whole)} whole texts", "false alarms", "refuse all",
               1.0, round(sum(whole) / len(whole), 4), labels, lower_is_better=True),
    ]  # fmt: skip


def _unreadable(row: dict[str, Any]) -> bool:
    return readability_of(row["title"] or "", row["text"] or "")[0] is not Readability.READABLE


@lru_cache(maxsize=1)
def _nothing() -> Any:
    return extract(Raw("", "record", {"title": "none", "text": ""}))[0]


def _pages() -> Iterator[tuple[Raw, Any, str, str | None, str | None]]:
    """Page, article found, expected body, title and day. The n-th page goes with the n-th version."""
    folder = data_folder()
    if folder is None:
        raise FileNotFoundError("no development data: set UNTOLD_DATA to the folder that holds it")
    for gold in sorted((folder / _PAGES).glob("*/*.json")):
        versions = json.loads(gold.read_text("utf-8"))
        paths = sorted(gold.parent.glob(f"{gold.stem}_*.html.gz"))
        for path, name in zip(paths, sorted(versions), strict=True):
            expected = versions[name]
            raw = next(item for item in acquire([str(path)]) if isinstance(item, Raw))
            when = expected.get("publishing_date")
            day = datetime.fromisoformat(when).astimezone(UTC).date().isoformat() if when else None
            yield raw, extract(raw)[0] or _nothing(), _body(expected), expected.get("title"), day


def _body(expected: dict[str, Any]) -> str:
    body = expected["body"]
    parts = list(body["summary"])
    for section in body["sections"]:
        parts += section["headline"] + section["paragraphs"]
    return "\n".join(parts)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _f1(found: str, expected: str) -> float:
    a, b = _words(found), _words(expected)
    both = (a & b).total()
    return 2 * both / (a.total() + b.total()) if both else 0.0


def _same(found: str, expected: str) -> bool:
    return re.findall(r"\w+", found.lower()) == re.findall(r"\w+", expected.lower())


def _visible(html: str) -> str:
    from lxml import html as parser  # type: ignore[import-untyped]

    tree = parser.fromstring(html.encode())
    for hidden in tree.xpath("//script|//style|//noscript|//head"):
        hidden.drop_tree()
    return str(tree.text_content())


def _title_tag(html: str) -> str:
    match = re.search(r"<title[^>]*>([^<]*)", html, re.I)
    return match[1] if match else ""


def _first_day(html: str) -> str | None:
    match = re.search(r"\d{4}-\d{2}-\d{2}", html)
    return match[0] if match else None


def _day(published: str | None) -> str | None:
    return published[:10] if published else None
