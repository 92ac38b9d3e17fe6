"""Pages and feeds that a user asked for become articles-to-be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import sleep
from typing import Literal

from untold.acquire.decoding import HEAD, decode_page, why_binary
from untold.acquire.feeds import read_feed
from untold.acquire.fetch import Fetched, fetch
from untold.acquire.raw import Raw, left_out
from untold.errors import InputError
from untold.model import LeftOut

Address = Literal["page", "feed"]

#: Seconds between two pages of one feed: a reader's pace, not a crawler's.
PAUSE = 1.0


def acquire_web(url: str, kind: Address, pause: float = PAUSE) -> Iterator[Raw | LeftOut]:
    """The page at an address, or every page that the feed there links to.

    Nothing raises for what an address holds: each failure is a `LeftOut` and the rest goes through.
    """
    try:
        found = fetch(url)
        if kind == "page":
            yield from _page(found, url)
            return
        entries = read_feed(found.data, found.url)
    except InputError as error:
        yield _left_out(url, error)
        return
    for number, entry in enumerate(entries):
        if number:
            sleep(pause)
        try:
            for item in _page(fetch(entry.url, asked=url), entry.url):
                # what the page itself says of its date comes first
                if isinstance(item, Raw) and entry.published:
                    item = replace(item, columns={**item.columns, "published": entry.published})
                yield item
        except InputError as error:
            yield _left_out(entry.url, error)


def _page(found: Fetched, place: str) -> Iterator[Raw | LeftOut]:
    if found.kind not in ("text/html", "application/xhtml+xml"):
        yield left_out(place, f"is {found.kind}, not a web page", "save it and add the file")
        return
    if what := why_binary(found.data[:HEAD]):
        yield left_out(place, f"is not text: it looks like {what}", "save it and add the file")
        return
    text, replaced = decode_page(found.data)
    if text is None and found.charset:
        try:
            text, replaced = found.data.decode(found.charset), 0
        except (LookupError, UnicodeDecodeError):
            text = None
    if text is None:
        yield left_out(place, "is in no encoding that it names", "save it as UTF-8 and add the file")
        return
    if replaced:
        reason = f"{replaced} characters are not in the encoding that the page declares"
        yield left_out(place, reason, "nothing needs doing; they show as \ufffd", fatal=False)
    yield Raw(place, "html", {"url": found.url}, body=text)


def _left_out(place: str, error: InputError) -> LeftOut:
    reason, _, advice = str(error).removeprefix(f"{place}: ").partition("; ")
    return left_out(place, reason, advice or "check the address")
