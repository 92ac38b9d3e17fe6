"""When an article says it was written: its dateline before its metadata."""

from __future__ import annotations

import re
from datetime import date

from untold.model import Article

#: A dateline stands at the head: agency, place and day fit into this many characters.
HEAD = 200

#: A date before this isn't a dateline but something told (a birth, a war): news pages are younger.
FIRST_YEAR = 1990

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\s?\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
#: Sep 5 2013, September 5, 2013; 5 September 2013.
_NAMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_MONTH}\s*{_DAY}\s*,?\s*{_YEAR}\b",
        rf"\b{_DAY}\s+{_MONTH}\s*,?\s*{_YEAR}\b",
    )
)
#: 2013-09-05; 05.09.2013, 05-09-2013.
_NUMBERED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_YEAR}\s?-\s?(?P<month>\d{{2}})\s?-\s?{_DAY}\b",
        rf"\b{_DAY}(?P<mark>[.-])(?P<month>\d{{2}})(?P=mark){_YEAR}\b",
    )
)

_ANY_YEAR = re.compile(r"\d\d{3}")  # found faster than ``\d{4}``


def moment_of(article: Article) -> int | None:
    """The day an article was written, as a proleptic ordinal; None where nothing says it.

    The first full date (day, month and year) in the head of the text, else ``published``.
    Metadata is often the day of a crawl or of a database entry. Known failures: a date in the head
    that is told, not a dateline ("the strike of 4 April 2017 ..."); figures with dots or hyphens
    are read day first, those with slashes not at all (8/2 is two days); months in English only.
    """
    head = article.text[:HEAD]
    found = sorted(_dates(head)) if _ANY_YEAR.search(head) else None  # most heads: nothing to try
    return found[0][1] if found else published_day(article)


def published_day(article: Article) -> int | None:
    """The day of ``published`` as a proleptic ordinal; None where it is unknown or no date."""
    try:
        return date.fromisoformat((article.published or "")[:10]).toordinal()
    except ValueError:
        return None


def _dates(text: str) -> list[tuple[int, int]]:
    found = []
    lower = text.lower()
    named = any(month in lower for month in _MONTHS)  # looked up in a tenth of the patterns' time
    for pattern in (*_NAMED, *_NUMBERED) if named else _NUMBERED:
        for match in pattern.finditer(text):
            name = match["month"].lower()
            month = int(name) if name.isdigit() else _MONTHS.index(name[:3]) + 1
            try:
                day = date(int(match["year"]), month, int(match["day"]))
            except ValueError:  # 31 February: no date
                continue
            if day.year >= FIRST_YEAR:
                found.append((match.start(), day.toordinal()))
    return found
