"""Atom and RSS: the articles that a feed links to."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from untold.acquire.decoding import decode
from untold.errors import InputError

#: Entries of one feed that are read: feeds list their latest few dozen.
MOST = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. ``published`` is as the feed writes it, ISO 8601 where it could be read."""

    url: str
    title: str
    published: str | None


def read_feed(data: bytes, url: str) -> list[Entry]:
    """The entries of an Atom, RSS 2.0 or RSS 1.0 feed that link to web pages, each address once.

    Args:
        data: the feed's bytes.
        url: where it lies; links may be relative to it.

    A feed with a document type is refused: feeds need none, and one can make a parser unfold a few
    lines into gigabytes. Known limit: at most the first 100 entries.

    Raises:
        InputError: it is no feed, or links to nothing.
    """
    text = decode(data)
    if text is None:
        raise InputError(f"{url}: is not in UTF-8; add its pages by their own addresses")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        what = "is a web page" if "<html" in text[:2000].lower() else "has a document type"
        raise InputError(f"{url}: {what}, not a feed that can be read; add it as a page")
    try:
        root = ElementTree.fromstring(text.lstrip("\ufeff \r\n\t"))  # noqa: S314 (no document type)
    except ElementTree.ParseError as error:
        raise InputError(
            f"{url}: is no feed ({error}); give the address of an Atom or RSS feed"
        ) from None
    entries: dict[str, Entry] = {}
    for item in root.iter():
        if _name(item) in ("item", "entry") and (link := _link(item)):
            address = urljoin(url, link)
            if urlsplit(address).scheme in ("http", "https"):
                entries.setdefault(address, Entry(address, _text(item, "title"), _published(item)))
    if not entries:
        raise InputError(f"{url}: links to no article; give the address of an Atom or RSS feed")
    return list(entries.values())[:MOST]


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2].lower()


def _text(item: ElementTree.Element, *names: str) -> str:
    for name in names:
        for child in item:
            if _name(child) == name and child.text and child.text.strip():
                return " ".join(child.text.split())
    return ""


def _link(item: ElementTree.Element) -> str:
    for child in item:
        found = (child.get("href") or child.text or "").strip()
        if found and _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            return found
    guid = next((child for child in item if _name(child) == "guid"), None)
    permanent = guid is not None and guid.get("isPermaLink", "true") == "true"
    return (guid.text or "").strip() if guid is not None and permanent else ""


def _published(item: ElementTree.Element) -> str | None:
    written = _text(item, "published", "pubdate", "date", "updated")
    try:
        return parsedate_to_datetime(written).isoformat()
    except ValueError:
        return written or None
