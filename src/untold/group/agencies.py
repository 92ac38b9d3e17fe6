"""The news agency an article credits: in its dateline, its byline or its last line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from untold.model import Article, Span

#: Title, day and agency stand within this many characters of the start; a credit line at the end
#: within this many of it.
HEAD = 250
TAIL = 150

#: Names as they stand in credits, and the name we give. Only agencies that sell copy to others.
AGENCIES: dict[str, str] = {
    "AFP": "AFP",
    "Agence France-Presse": "AFP",
    "AP": "AP",
    "Associated Press": "AP",
    "The Associated Press": "AP",
    "Reuters": "Reuters",
    "REUTERS": "Reuters",
    "Thomson Reuters": "Reuters",
    "UPI": "UPI",
    "United Press International": "UPI",
    "DPA": "dpa",
    "dpa": "dpa",
    "EFE": "EFE",
    "ANSA": "ANSA",
    "PA": "PA",
    "TASS": "TASS",
    "ITAR-TASS": "TASS",
    "RIA Novosti": "RIA Novosti",
    "Sputnik": "Sputnik",
    "Interfax": "Interfax",
    "SANA": "SANA",
    "NNA": "NNA",
    "IRNA": "IRNA",
    "ISNA": "ISNA",
    "Fars": "Fars",
    "Tasnim": "Tasnim",
    "Anadolu Agency": "Anadolu",
    "AA": "Anadolu",
    "Xinhua": "Xinhua",
    "Kyodo": "Kyodo",
    "Yonhap": "Yonhap",
    "PTI": "PTI",
    "ANI": "ANI",
    "IANS": "IANS",
    "WAFA": "WAFA",
    "MENA": "MENA",
    "Petra": "Petra",
    "Bernama": "Bernama",
}

_NAME = r"(?P<name>" + "|".join(sorted(map(re.escape, AGENCIES), key=len, reverse=True)) + r")"
_DAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b"
_HEAD = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\({_NAME}\)(?=\s*(?:[-–—:]|\n|$))",  # PORT NAME (Reuters) -
        rf"(?:^|\n)[Bb]y [^\n]{{2,60}}\b{_NAME}[ \t]*(?:\n|$)",  # By A. Name, AFP
        rf"(?:^|\n)(?:[Bb]y )?{_NAME}(?: Staff)?[ \t]*(?:\n|$)",  # a line of its own
        rf"\b{_NAME},?\s+{_DAY}\s+\d",  # AFP Saturday 10 Aug
        rf"\b\d{{4}},?\s+{_NAME}\s+(?=[A-Z])",  # 8 May 2016 SANA Members of
        rf"\b{_NAME} Staff\b",
    )
)
_TAIL = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\((?:[Ww]ith |[Ss]ources?: ?)?{_NAME}(?:(?:,| and| \+|/) ?[\w .-]{{2,40}})?\)\s*\W*\s*$",
        rf"[-–—]\s*{_NAME}\s*\.?\s*$",  # - Reuters.
        rf"(?:^|\n)[ \t]*(?:[Ss]ources?: ?)?{_NAME}[ \t.]*$",  # the last line
        rf"\b[Ss]ources?: ?{_NAME}[ \t.]*$",
    )
)


@dataclass(frozen=True, slots=True)
class Credit:
    """The agency (by one name whatever the spelling) and where the article names it."""

    agency: str
    span: Span


def agency_of(article: Article) -> Credit | None:
    """The agency whose copy the article says it is; None where it says nothing.

    Looks for credits, not for mentions: "(Reuters)" or a line "AFP" in the head, "- AP" or "(With
    AFP and Reuters)" at the end, where the first name counts. "told Reuters" and "SANA said" are
    sources, not credits.

    Args:
        article: an article; only its text is read.

    Known failures: copy without any credit; a credit in the page's byline that extraction left
    out; agencies that aren't in AGENCIES.
    """
    text = article.text
    for pattern in _HEAD:
        found = pattern.search(text, 0, HEAD)
        if found:
            return _credit(article, found)
    start = max(0, len(text) - TAIL)
    for pattern in _TAIL:
        found = pattern.search(text, start)
        if found:
            return _credit(article, found)
    return None


def _credit(article: Article, found: re.Match[str]) -> Credit:
    return Credit(AGENCIES[found["name"]], article.span("text", *found.span("name")))
