"""A fact that is told in part: which part differs or is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from untold.compare.matching import Row, Sought, missing

#: What a partial cell can differ in, in the order in which it is looked for.
PARTS = ("number", "time", "place", "actor", "polarity", "detail")

_TIME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|yesterday|today|tomorrow|tonight|dawn|morning|noon|midday|"
    r"afternoon|evening|night|midnight|(?:1[6-9]|20)\d\d|century|decade|year|month|week|weekend|spring|"
    r"summer|autumn|winter"
)
_PLACE = re.compile(
    r"\b(?:in|at|near|from|outside|inside|around|into|toward|towards|across|off|of|north|south|east|west"
    r"|northern|southern|eastern|western|central)\s+(?:the\s+|its\s+)?(?:\w+\s+(?:of|in)\s+)?(?:[A-Z][\w'-]*\s+)*$"
)
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|den(?:y|ies|ied|ying)"
    r"|refus(?:e|es|ed|ing)|fail(?:s|ed|ing)? to|reject(?:s|ed|ing)?|rul(?:e|es|ed|ing) out"
    r"|un(?:able|likely|hurt|harmed|injured)|\w+n['’]t)\b",
    re.IGNORECASE,
)


def differing_part(sought: Sought, rows: Sequence[Row]) -> str:
    """Which part of a fact the sentences nearest to it don't have, one of `PARTS`.

    Args:
        sought: the fact.
        rows: the best sentence first, then others that may tell the fact.

    Method: a number, word of time or name of the fact that none of the sentences has, in this order;
    a name that stands behind a preposition of place in the fact is a place, any other an actor. If
    nothing is missing, ``polarity`` where one of fact and best sentence is negated and the other not;
    else ``detail``. Known failure: the same actor or place under another name.
    """
    lacking = missing(sought, rows)
    for term in lacking:
        if term.kind == "number" and not _TIME.fullmatch(term.key):
            return "number"
    if any(_TIME.fullmatch(term.key) for term in lacking):
        return "time"
    names = [term for term in lacking if term.kind == "name"]
    for term in names:
        if _PLACE.search(sought.text[: term.span.start]):
            return "place"
    if names:
        return "actor"
    if negated(sought.text) != negated(rows[0].span.text):
        return "polarity"
    return "detail"


def other_number(sought: Sought, rows: Sequence[Row]) -> bool:
    """Whether none of the sentences has one of the fact's numbers, and the best one has another.

    Another toll is never told in full, however sure the rest is.
    """
    numbers = {term.key for term in sought.terms if term.kind == "number"}
    others = {term.key for term in rows[0].terms if term.kind == "number"} - numbers
    return bool(others) and any(term.kind == "number" for term in missing(sought, rows))


def negated(text: str) -> bool:
    """Whether a text says that something is not so, by the words of negation in it."""
    return bool(_NEGATION.search(text))
