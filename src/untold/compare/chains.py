"""Chains: from whom an outlet has a claim, and whom that one has it from, as its own words tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from untold.annotate.people.lexicon import fold
from untold.annotate.speech.voice_kinds import kind_of_phrase
from untold.annotate.voices import Voice
from untold.compare.outlet_cells import Cell
from untold.group.agencies import agency_of
from untold.model import Article, Evidence, Span, Story

How = Literal["credit", "told", "says", "cites"]
#: Characters before a voice in which its reporter can stand ("SANA news agency quoted a source ...").
_BEFORE = 60
MEDIA = "agency or outlet"
_STAND_INS = frozenset({"he", "she", "it", "they", "who", "which", "that", "whom", "we", "i"})
#: "... told AFP", "in an interview with Quay Radio".
_TOLD = re.compile(
    r"\b(?:told|tells|telling|interview with|statement to|speaking to|interviewed by)\s+"
    r"(?:the\s+)?((?:[A-Z][\w’'&-]*)(?:\s+(?:[A-Z][\w’'&-]*|of|for|the)){0,5})"
)
#: "..., Reuters reported" after what somebody said, and "SANA quoted a source as saying" before it.
_REPORTED = re.compile(r",\s+(?:the\s+)?([A-Z][\w’'&-]*(?:\s+[A-Z][\w’'&-]*){0,4})\s+reported\b")
_QUOTED = re.compile(
    r"(?:the\s+)?([A-Z][\w’'&-]*(?:\s+[\w’'&-]+){0,4}?)\s+(?:has\s+)?(?:quoted|cited|quotes|cites)\s+"
    r"(?:an?\s+|the\s+)?$"
)
#: "citing the head of forensics", "quoting a source".
_CITES = re.compile(
    r"\b(?:citing|cites|cited|quoting|quotes|quoted)\s+(?!in\b|as\b|by\b)([^,.;:“”\"\n]{3,80}?)"
    r"(?=\s+as\b|\s+(?:who|which|that|said|says|saying)\b|[,.;:“”\"\n]|$)"
)


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain: ``who`` has it; ``how`` the text tells; ``kind`` what kind of voice it is.

    ``how`` is ``credit`` (the article is that agency's copy), ``told`` ("told AFP"), ``says`` (an
    attribution) or ``cites`` ("citing the ministry"). ``evidence`` is the stretch that tells.
    """

    who: str
    how: How
    kind: str
    evidence: Evidence


def chain_of(cell: Cell, story: Story) -> tuple[Link, ...]:
    """From whom the outlet of a cell has the fact, the nearest first, the origin last; () if untold.

    The agency that the article credits; whom the speaker told it; speakers whose speech holds
    another's; the speaker that the cell names; those whom a reporting outlet cites. An outlet's own
    agency is no step. Nothing is guessed: without any such words the chain is empty.

    Known failures: a source named only in another sentence than the proof; "it emerged that".
    """
    proof = cell.evidence
    if proof is None:
        return ()
    article = next(a for a in story.articles if a.id == proof.article)
    links: list[Link] = []
    credit = agency_of(article)
    if credit is not None and not _same(credit.agency, cell.outlet):
        links.append(Link(credit.agency, "credit", MEDIA, Evidence.of(article, credit.span)))
    for link in _spoken(cell, cell.source, proof, article, story) if cell.source is not None else ():
        known = any(_same(link.who, other.who) for other in links)
        if not known and not _same(link.who, cell.outlet):
            links.append(link)
    return tuple(links)


def _same(one: str, other: str) -> bool:
    return fold(one) == fold(other)


def _spoken(cell: Cell, source: str, proof: Evidence, article: Article, story: Story) -> Iterator[Link]:
    voices = [
        voice for voice in story.records("voices", article)
        if voice.kind == "speech" and voice.content is not None and voice.speaker is not None
    ]  # fmt: skip
    main = _main(voices, source, proof, story, article)
    if main is None or main.content is None:
        yield Link(source, "says", kind_of_phrase(source)[0], proof)
        return
    outer = [
        v for v in voices if v.content is not None and v is not main and _holds(v.content, main.span)
    ]
    inner = [v for v in voices if v is not main and _retells(main.content, v)]
    outer.sort(key=lambda v: (v.span.start - v.span.end, v.span.start))
    inner.sort(key=lambda v: (v.span.start - v.span.end, v.span.start))
    for voice in (*outer, main, *inner):
        who = source if voice is main else voice.speaker.text if voice.speaker else ""
        if voice is main or _names(who):
            yield from _told(voice, article)
            yield Link(who, "says", kind_of_phrase(who)[0], Evidence.of(article, voice.span))
    last = (inner or [main])[-1]
    deepest = source if last is main else last.speaker.text if last.speaker else source
    if kind_of_phrase(deepest)[0] == MEDIA:
        yield from _cited(last, article)


def _names(who: str) -> bool:
    """Whether a phrase names somebody or says what they are: no pronoun, no mere thing."""
    known = kind_of_phrase(who)[0] or any(char.isupper() for char in who)
    return bool(known) and who.lower() not in _STAND_INS


def _main(
    voices: Sequence[Voice], source: str, proof: Evidence, story: Story, article: Article
) -> Voice | None:
    """The voice that the cell's source is: its words overlap the proof, its speaker is the source."""
    near = [
        voice for voice in voices
        if voice.span.field == proof.field
        and voice.span.start < proof.end
        and proof.start < voice.span.end
    ]  # fmt: skip
    named = [v for v in near if v.speaker is not None and _same(v.speaker.text, source)]
    pronouns = [v for v in near if v.speaker is not None and v.speaker.text.lower() in _STAND_INS]
    found = named or pronouns
    return max(found, key=lambda v: (_shared(v, proof), -v.span.start), default=None)


def _shared(voice: Voice, proof: Evidence) -> int:
    content = voice.content
    if content is None:
        return 0
    return min(content.end, proof.end) - max(content.start, proof.start)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.field == inner.field and outer.start <= inner.start and inner.end <= outer.end


def _retells(content: Span, voice: Voice) -> bool:
    """Whether a voice inside another's content says at least half of it."""
    said = voice.content
    if said is None or not _holds(content, voice.span):
        return False
    return 2 * (said.end - said.start) >= content.end - content.start


def _sentence(voice: Voice, article: Article) -> tuple[int, int]:
    """The voice with the rest of its line up to the next full stop."""
    text = article.value(voice.span.field)
    stop = re.compile(r"[.!?](?=\s)|\n").search(text, voice.span.end)
    return voice.span.start, stop.start() if stop else len(text)


def _told(voice: Voice, article: Article) -> Iterator[Link]:
    """The agency or outlet that the speaker told it, or that reports the speaker, in the sentence."""
    start, end = _sentence(voice, article)
    text = article.value(voice.span.field)
    content = voice.content
    found = [*_TOLD.finditer(text, start, end), *_REPORTED.finditer(text, start, end)]
    if (quoted := _QUOTED.search(text, max(0, start - _BEFORE), start)) is not None:
        found.insert(0, quoted)
    for match in found:
        told = match.re is _TOLD
        inside = content is not None and content.start <= match.start() < content.end
        if not (told and inside) and kind_of_phrase(match.group(1))[0] == MEDIA:
            span = article.span(voice.span.field, match.start(), match.end())
            yield Link(match.group(1), "told" if told else "says", MEDIA, Evidence.of(article, span))
            return


def _cited(voice: Voice, article: Article) -> Iterator[Link]:
    """Whom an agency or outlet that says it cites for it, in the same sentence."""
    start, end = _sentence(voice, article)
    match = _CITES.search(article.value(voice.span.field), start, end)
    if match is not None:
        who = match.group(1).strip()
        span = article.span(voice.span.field, match.start(), match.end(1))
        yield Link(who, "cites", kind_of_phrase(who)[0], Evidence.of(article, span))
