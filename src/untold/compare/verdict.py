"""From "where is it said?" to a state: told, attributed, disputed, partial, unsure or untold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from untold.compare.attribution import LAYERS as LAYERS
from untold.compare.attribution import (
    attribution_features,
    nearest_source,
    shared_words,
    source_of,
)
from untold.compare.calibration import Limits
from untold.compare.difference import differing_part, negated, other_number
from untold.compare.finding import Match, Matcher, matcher
from untold.compare.matching import Haystack, Row, Sought, missing, row_stems, stems
from untold.model import Article, Evidence, Readability, State, Story
from untold.packaged import packaged


@dataclass(frozen=True, slots=True)
class Verdict:
    """One fact in one article.

    ``evidence`` is there when it is said, ``nearest`` when it isn't; ``also`` holds the next likeliest
    sentences. ``missing`` lists the fact's words that the nearest sentence lacks.
    """

    state: State
    p: float
    article: Article
    evidence: Evidence | None = None
    source: str | None = None
    differs: str | None = None
    nearest: Evidence | None = None
    missing: tuple[str, ...] = ()
    searched: int = 0
    also: tuple[Evidence, ...] = ()


#: Nearest sentences shown of a gap.
NEAREST = 2


@cache
def _doubt() -> re.Pattern[str]:
    words = packaged("compare/doubt.json")["doubt"]
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def judge(
    sought: Sought,
    match: Match,
    hay: Haystack,
    story: Story,
    limits: Limits,
    known: Matcher | None = None,
) -> Verdict:
    """The state of one fact in one article, with its evidence or its nearest sentence.

    Args:
        sought: the fact.
        match: where it was found.
        hay: what was searched.
        story: the articles with their layers.
        limits: the probabilities that decide.
        known: the regressions; those that ship if None.
    """
    row = hay.rows[match.row]
    article = row.article
    searched = len(story.records("sentences", article))
    p = round(match.p, 4)
    if match.p >= limits.told:
        state, source, differs = _how_said(sought, match, hay, story, known or matcher())
        if not _perhaps_in_part(state, match, limits):
            also = tuple(Evidence.of(article, hay.rows[number].span) for number in match.also)
            proof = Evidence.of(article, row.span)
            return Verdict(state, p, article, proof, source, differs, searched=searched, also=also)
    readable = article.readability == Readability.READABLE
    gap = State.UNTOLD if readable else State.UNREADABLE
    return Verdict(
        gap if match.p <= limits.untold or not readable else State.UNSURE,
        p, article,
        nearest=Evidence.of(article, row.span),
        missing=missing_words(sought, row),
        searched=searched,
        also=tuple(Evidence.of(article, hay.rows[n].span) for n in match.ranked[1:NEAREST]),
    )  # fmt: skip


def _perhaps_in_part(state: State, match: Match, limits: Limits) -> bool:
    """Whether a fact that seems told may be told in part only, and nothing shows which part lacks."""
    full = state in (State.TOLD, State.ATTRIBUTED)
    return full and match.whole is not None and match.whole < limits.in_full


def missing_words(sought: Sought, row: Row) -> tuple[str, ...]:
    """The fact's content words that a row lacks, as the fact writes them, in its order."""
    return tuple(dict.fromkeys(term.span.text for term in missing(sought, [row])))


def _how_said(
    sought: Sought, match: Match, hay: Haystack, story: Story, known: Matcher
) -> tuple[State, str | None, str | None]:
    """How an article says a fact it says: the state, the source, the part that differs."""
    row = hay.rows[match.row]
    source = source_of(shared_words(sought, row), story, row.article)
    # a denial told is no doubt of the denial
    plain = not _doubt().search(sought.text) and not negated(sought.text)
    if plain and _denied(sought, match, hay):
        return State.DISPUTED, source, None
    near = [hay.rows[number] for number in match.ranked]
    if other_number(sought, near) or (match.whole is not None and match.whole < WHOLE):
        return State.PARTIAL, source, differing_part(sought, near)
    whole = (all_of for _, all_of in match.read)
    features = attribution_features(sought, row, zip(near, whole, strict=False), story)
    if known.attributed(features[None])[0] < ATTRIBUTED:
        return State.TOLD, None, None
    return State.ATTRIBUTED, source or nearest_source(row, story), None


#: A fact that is told is told in part if the probability that all of it is told is lower. Below a half,
#: since a fact that is told in full and called partial misleads more than the other way round.
WHOLE = 0.4
#: From this probability on a fact is attributed rather than told by the outlet itself.
ATTRIBUTED = 0.5
#: A sentence of doubt is about the fact if it holds this share of the fact's words: at a half, a
#: denial of one of two things said of the same people is rarely taken for a denial of the other.
ABOUT = 0.5


def _denied(sought: Sought, match: Match, hay: Haystack) -> bool:
    """Whether one of the article's likely sentences denies or doubts the fact."""
    wanted = [stems(term) for term in sought.terms]
    for number in match.ranked:
        row = hay.rows[number]
        if _doubt().search(row.span.text):
            held = row_stems(row)
            if sum(bool(held.intersection(s)) for s in wanted) >= ABOUT * len(wanted):
                return True
    return False
