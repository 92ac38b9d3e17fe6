"""From "where is it said?" to a state: told, attributed, disputed, partial, unsure or untold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from untold.annotate.speech.speaker_names import speaker_names
from untold.annotate.voices import Voice
from untold.compare.calibration import Limits
from untold.compare.difference import differing_part, negated, other_number
from untold.compare.finding import Match
from untold.compare.matching import Haystack, Row, Sought, missing, row_stems, stems
from untold.model import Article, Evidence, Readability, Span, State, Story
from untold.packaged import packaged

#: Layers that a verdict reads beyond those of the search.
LAYERS = ("voices", "actors")


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


def judge(sought: Sought, match: Match, hay: Haystack, story: Story, limits: Limits) -> Verdict:
    """The state of one fact in one article, with its evidence or its nearest sentence."""
    row = hay.rows[match.row]
    article = row.article
    searched = len(story.records("sentences", article))
    p = round(match.p, 4)
    if match.p < limits.told:
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
    state, source, differs = _how_said(sought, match, hay, story)
    also = tuple(Evidence.of(article, hay.rows[number].span) for number in match.also)
    return Verdict(
        state, p, article, Evidence.of(article, row.span), source, differs, searched=searched, also=also
    )


def missing_words(sought: Sought, row: Row) -> tuple[str, ...]:
    """The fact's content words that a row lacks, as the fact writes them, in its order."""
    return tuple(dict.fromkeys(term.span.text for term in missing(sought, [row])))


def _how_said(
    sought: Sought, match: Match, hay: Haystack, story: Story
) -> tuple[State, str | None, str | None]:
    """How an article says a fact it says: the state, the source, the part that differs."""
    row = hay.rows[match.row]
    matched = _matched(sought, row) or [row.span]
    source = _source(matched, story, row.article)
    # a denial told is no doubt of the denial
    plain = not _doubt().search(sought.text) and not negated(sought.text)
    if plain and _denied(sought, match, hay):
        return State.DISPUTED, source, None
    near = [hay.rows[number] for number in match.ranked]
    if other_number(sought, near) or (match.whole is not None and match.whole < WHOLE):
        return State.PARTIAL, source, differing_part(sought, near)
    if source is not None or _quoted(matched, story, row.article):
        return State.ATTRIBUTED, source, None
    return State.TOLD, None, None


def _matched(sought: Sought, row: Row) -> list[Span]:
    """The row's words that the fact has too."""
    wanted = {stem for term in sought.terms for stem in stems(term)}
    return [term.span for term in row.terms if wanted.intersection(stems(term))]


def _source(matched: Sequence[Span], story: Story, article: Article) -> str | None:
    """Who the words are attributed to: the speaker whose content holds most of them, if any does.

    Words of the attribution itself ("police spokesman Renz said") count neither way.
    """
    best: tuple[int, str] | None = None
    voices = story.records("voices", article)
    for number, voice in enumerate(voices):
        if voice.content is None or voice.speaker is None or voice.kind != "speech":
            continue
        frame = [part for part in (voice.speaker, voice.cue) if part is not None]
        told = [span for span in matched if not any(part.contains(span) for part in frame)]
        inside = sum(voice.content.contains(span) for span in told)
        if inside * 2 > len(told) and (best is None or inside > best[0]):
            best = (inside, _speaker(voice.speaker.text, number, voices, story, article))
    return best[1] if best else None


def _quoted(matched: Sequence[Span], story: Story, article: Article) -> bool:
    """Whether most of the words stand in a quotation of which the text doesn't say who speaks."""
    return any(
        2 * sum(voice.content.contains(span) for span in matched) > len(matched)
        for voice in story.records("voices", article)
        if voice.content is not None and voice.speaker is None and voice.form == "direct"
    )


#: A fact that is told is told in part if the probability that all of it is told is lower. Below a half,
#: since a fact that is told in full and called partial misleads more than the other way round.
WHOLE = 0.4
#: Words that stand for a speaker named elsewhere.
STAND_INS = frozenset({"he", "she", "it", "they", "who", "which", "that", "whom"})


def _speaker(written: str, number: int, voices: Sequence[Voice], story: Story, article: Article) -> str:
    """The speaker as the article writes it; for a pronoun the name behind it, where that is sure."""
    if written.lower() not in STAND_INS:
        return written
    mentions = story.records("actors", article)
    named = speaker_names(voices, mentions)[number]
    if named is None:
        return written
    forms: list[str] = [
        mention.span.text for mention in mentions if mention.span.text.lower() == named.name
    ]
    if forms:
        return forms[0]
    return named.name.title() if named.person else named.name


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
