"""From what an input wrote to an `Article`, one at a time, and the whole without doubles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from untold.acquire import COLUMNS, Raw
from untold.errors import ModelError
from untold.extract.dates import DateError, normalise
from untold.extract.language import SUPPORTED, language_of
from untold.extract.page import Page, hostname, read_page, read_text
from untold.extract.readable import readability_of
from untold.model import Article, LeftOut, Readability

Result = tuple[Article | None, tuple[LeftOut, ...]]

#: Characters of the longest article that is read: a book chapter's length. What is longer is a file
#: of several articles, and a parser's memory grows with it.
MAX_TEXT = 200_000

#: Words under which a page that says it isn't free to read has given its teaser only.
_TEASER = 120

NO_OUTLET = "(no outlet)"


def extract(raw: Raw) -> Result:
    """The article in one item of the input, and what there is to say of it.

    Args:
        raw: an item that `acquire` yielded.

    Returns:
        The article, or None where there is none, and notes: one that is fatal says why there is no
        article; the others (a date that could not be read, a page without text) are about an
        article that goes on. A record's title and text are the input's own strings, so that offsets
        into them are offsets into the input. Pure: depends on nothing but its argument.
    """
    try:
        page, extra = _page(raw)
        return _article(raw, page, extra)
    except ModelError:
        raise  # concerns the installation, not this item
    except Exception as error:  # a page that a library stumbles over is one item's failure
        reason = f"extraction failed: {type(error).__name__}: {str(error)[:200]}"
        return None, (_note(raw.place, reason, "report it, with the page"),)


def _page(raw: Raw) -> tuple[Page, tuple[tuple[str, str], ...]]:
    if raw.kind == "html":
        return _fetched(read_page(raw.body), raw.columns), ()
    if raw.kind == "text":
        return read_text(raw.body), ()
    columns = raw.columns
    extra = tuple(sorted((name, value) for name, value in columns.items() if name not in COLUMNS))

    def value(name: str) -> str | None:
        return columns.get(name, "").strip() or None

    page = Page(
        title=columns.get("title", ""),
        text=columns.get("text", ""),
        url=value("url"),
        published=value("published"),
        id=value("id"),
        outlet=value("outlet"),
        story=value("story"),
    )
    return page, extra


def _fetched(page: Page, columns: Mapping[str, str]) -> Page:
    """The page with what is known from outside: where it came from, and when its feed dates it.

    The address it was fetched from decides whose it is, whatever the page says of itself.
    """
    published = page.published or columns.get("published")
    return replace(page, url=columns.get("url") or page.url, published=published)


def _article(raw: Raw, page: Page, extra: tuple[tuple[str, str], ...]) -> Result:
    notes: list[LeftOut] = []
    size = max(len(page.text), len(page.title))
    if size > MAX_TEXT:
        reason = f"has {size:,} characters; an article of over {MAX_TEXT:,} is not read"
        return None, (_note(raw.place, reason, "split it into its articles"),)
    has_text = any(character.isalpha() for character in page.text)
    if not has_text:
        what = "no article could be found on the page" if raw.kind == "html" else "holds no text"
        whole = not any(character.isalpha() for character in page.title)
        advice = "check how it was saved or exported" if whole else "nothing in it counts as untold"
        notes.append(_note(raw.place, what, advice, fatal=whole))
        if whole:
            return None, tuple(notes)
    published = None
    if page.published:
        try:
            published = normalise(page.published)
        except DateError as error:
            advice = "write dates as 2031-04-05 or 2031-04-05T10:00:00+00:00"
            notes.append(_note(raw.place, f"has no date: {error}", advice, fatal=False))
    outlet = page.outlet or hostname(page.url) or page.site or raw.folder or NO_OUTLET
    language, readability, why = _judged(page, has_text)
    article = Article(
        id=page.id or _content_id(outlet, page),
        outlet=outlet,
        title=page.title,
        text=page.text,
        url=page.url,
        published=published,
        language=language,
        story=page.story,
        readability=readability,
        reason=why,
        place=raw.place,
        extra=extra,
    )
    return article, tuple(notes)


def _judged(page: Page, has_text: bool) -> tuple[str | None, Readability, str | None]:
    """Language, readability and its reason."""
    if not has_text:
        return None, Readability.EMPTY, "holds no text"
    language = language_of(page.text)
    if language is not None and language not in SUPPORTED:
        return language, Readability.LANGUAGE, f"is in a language that is not supported ({language})"
    readability, reason = readability_of(page.title, page.text)
    if readability is Readability.READABLE and not page.free and len(page.text.split()) < _TEASER:
        return language, Readability.STUB, "a teaser: the page says that it isn't free to read"
    return language, readability, reason


def _content_id(outlet: str, page: Page) -> str:
    """An id from what the article holds: 16 hexadecimal digits."""
    parts = (outlet, page.url or "", page.published or "", page.title, page.text)
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


def unique(results: Iterable[Result]) -> tuple[list[Article], list[LeftOut]]:
    """Every article once, sorted by id, and all notes, sorted by place.

    Of several articles with one id the one published first is kept (undated ones count as last;
    then the smaller hash decides), whatever the order of the input. An outlet that is only a host
    gets the one name that the other articles of that host carry, if they all carry one; ids stay.
    """
    by_id: dict[str, list[Article]] = {}
    notes: list[LeftOut] = []
    found: list[Article] = []
    for article, said in results:
        notes.extend(said)
        if article is not None:
            found.append(article)
    for article in _named(found):
        by_id.setdefault(article.id, []).append(article)
    kept = []
    for name in sorted(by_id):
        first, *others = sorted(by_id[name], key=_precedence)
        kept.append(first)
        notes.extend(_double(first, other) for other in others)
    return kept, sorted(notes, key=lambda note: (_by_number(note.place), note.reason))


def _named(articles: list[Article]) -> Iterator[Article]:
    """The articles; a host in the outlet's place gives way to the name that goes with it."""
    hosts = [hostname(article.url) for article in articles]
    names: dict[str, set[str]] = {}
    for host, article in zip(hosts, articles, strict=True):
        if host and article.outlet not in (host, NO_OUTLET):
            names.setdefault(host, set()).add(article.outlet)
    for host, article in zip(hosts, articles, strict=True):
        if host and article.outlet == host and len(names.get(host, ())) == 1:
            yield replace(article, outlet=next(iter(names[host])))
        else:
            yield article


def _precedence(article: Article) -> tuple[str, str, tuple[str, int]]:
    return article.published or "9999", article.sha256(), _by_number(article.place or "")


def _double(kept: Article, other: Article) -> LeftOut:
    if kept.sha256() == other.sha256():
        reason = f"is the same article as {kept.place} (id {other.id})"
        return _note(other.place or other.id, reason, "nothing needs doing; it is read once")
    reason = f"has the id {other.id} of another article, {kept.place}, which was kept"
    return _note(
        other.place or other.id, reason, "give each article an id of its own, or leave ids out"
    )


def _by_number(place: str) -> tuple[str, int]:
    """Line 9 before line 10."""
    name, _, line = place.rpartition(":")
    return (name, int(line)) if line.isascii() and line.isdigit() else (place, 0)


def _note(place: str, reason: str, advice: str, *, fatal: bool = True) -> LeftOut:
    return LeftOut(place, reason, advice, "extract", fatal)
