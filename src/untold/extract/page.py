"""A web page or a text file becomes title, text and what it says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from untold.extract.dates import DateError, normalise

#: A moment in a page's data counts if it lies this near the day that htmldate finds: the two differ
#: by a day where a page is printed overnight or its zone is not the reader's.
_DAYS_APART = 1

_PUBLISHED = (
    re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"'),
    re.compile(
        r'<meta[^>]{0,200}article:published_time["\'][^>]{0,200}?content=["\']([^"\']{8,40})', re.I
    ),
    re.compile(
        r'<meta[^>]{0,200}?content=["\']([^"\']{8,40})["\'][^>]{0,200}article:published_time', re.I
    ),
)
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.I)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.S)
_HEADING = re.compile(r"\A#{1,2}[ \t]+(.+?)[ \t#]*(?:\n|\Z)")
_FIRST_LINE = re.compile(r"\A([^\n]{3,200})\n[ \t]*\n")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds. ``free`` is False where it says that it isn't free to read."""

    title: str = ""
    text: str = ""
    url: str | None = None
    site: str | None = None
    published: str | None = None
    id: str | None = None
    outlet: str | None = None
    story: str | None = None
    free: bool = True


def read_page(html: str) -> Page:
    """The article on a web page: main text and title by trafilatura, the date by htmldate.

    Trafilatura's default setting: on 128 real pages its F1 over body words was the best of five
    (docs/02-input.md). The date is a moment where the page's own data gives one that agrees with
    the day htmldate finds. A page without an article gives an empty text.
    Known failures: galleries and live tickers; lists of links inside an article come along.
    """
    from trafilatura import bare_extraction

    found: Any = bare_extraction(
        html,
        include_comments=False,
        with_metadata=True,
        # any year counts as past, or results would change with the day they are computed on
        date_extraction_params={
            "original_date": True,
            "extensive_search": True,
            "max_date": "2100-12-31",
        },
    )
    if found is None:
        return Page()
    title = _title(found.title or "", html)
    first, _, rest = (found.text or "").strip().partition("\n")
    return Page(
        title=title,
        text=rest if first.strip() == title else f"{first}\n{rest}".strip(),
        url=found.url or None,
        site=found.sitename or None,
        published=_published(found.date, html),
        free=_NOT_FREE.search(html) is None,
    )


def _title(title: str, html: str) -> str:
    """The title without the site's name: a heading that it begins with, or that begins with it."""
    from trafilatura.utils import load_html

    words = _WORD.findall(title.lower())
    tree: Any = load_html(html)
    for heading in tree.iterfind(".//h1") if tree is not None else ():
        text = " ".join(heading.text_content().split())
        its = _WORD.findall(text.lower())
        shorter = min(len(words), len(its))
        if shorter >= 3 and words[:shorter] == its[:shorter]:  # fewer are a section's name
            return text
    return " ".join(title.split())


def _published(day: str | None, html: str) -> str | None:
    if day is None:
        return None
    from datetime import date

    for pattern in _PUBLISHED:
        if match := pattern.search(html):
            try:
                moment = normalise(match[1])
            except DateError:
                continue
            apart = abs((date.fromisoformat(moment[:10]) - date.fromisoformat(day)).days)
            if apart <= _DAYS_APART:
                return moment
    return day


def read_text(body: str) -> Page:
    """The article in a text or Markdown file.

    Values between two lines of ``---`` at its head (``outlet: The Ferry``, ``published: 2031-04-05``)
    are its columns. Its title is the one named there, or a first heading, or a first line that an
    empty line follows and that doesn't end a sentence. The rest is the text, as it stands.
    """
    body = body.replace("\r\n", "\n").removeprefix("\ufeff")
    values: dict[str, str] = {}
    if match := _FRONT_MATTER.match(body):
        for line in match[1].split("\n"):
            name, colon, value = line.partition(":")
            if colon and value.strip():
                values[name.strip().lower()] = value.strip().strip("\"'")
        body = body[match.end() :]
    body = body.strip()
    title = values.get("title", "")
    first = _HEADING.match(body) or _FIRST_LINE.match(body)
    if not title and first and not first[1].rstrip().endswith((".", ",", ";", ":")):
        title, body = first[1].strip(), body[first.end() :].strip()
    return Page(
        title=title,
        text=body,
        url=values.get("url"),
        published=values.get("published") or values.get("date"),
        id=values.get("id"),
        outlet=values.get("outlet"),
        story=values.get("story"),
    )


def hostname(url: str | None) -> str | None:
    """The host of a URL without ``www.``; None where there is none."""
    if not url:
        return None
    try:
        host = urlsplit(url if "://" in url else f"//{url}").hostname
    except ValueError:
        return None
    host = (host or "").lower().removeprefix("www.")
    return host if "." in host else None
