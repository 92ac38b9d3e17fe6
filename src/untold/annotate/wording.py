"""Wording: words by which an outlet itself judges, dramatises or distances."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from untold.analysis import Layer
from untold.annotate.reading import Reading, read
from untold.annotate.speech.own_voice import OwnVoice
from untold.annotate.speech.quotations import MARKS, Quotation
from untold.model import Article, Field, Span
from untold.packaged import packaged

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from untold.annotate.voices import Voice

Kind = Literal["scare quotes", "distancing", "evaluative", "charged verb", "charged noun", "euphemism"]


@dataclass(frozen=True, slots=True)
class LoadedWord:
    """One use. ``word`` is the entry of ``data/wording.json`` (of scare quotes: the words inside,
    in lower case), ``why`` what that list says the word does."""

    span: Span
    kind: Kind
    word: str
    why: str


@dataclass(frozen=True, slots=True)
class _Entry:
    word: str
    kind: Kind
    pos: str | None
    why: str
    parts: tuple[str, ...]


#: Longer than this, words in quotation marks are a quotation whose speaker was not found.
MAX_SCARE = 3
WHY_SCARE = "quotation marks in the outlet's own sentence: the word is used and held at a distance"
#: Before these, quotation marks name a word, a title or a nickname, or say who calls it so.
_MENTIONS = re.compile(
    r"\b(?:call(?:s|ed|ing)?|known|named?|dubbed|titled|entitled|nicknamed|labell?ed|terms?|words?"
    r"|phrases?|means?|meaning|reads?|reading|billed|described|as|film|movie|show|book|novel|song"
    r"|album|series|episode|slogan|hashtag)\W*(?:\w+\W+)?$",
    re.IGNORECASE,
)
#: With these an adverb measures a change and judges nobody ("prices rose sharply").
_CHANGE = frozenset({
    "rise", "fall", "drop", "increase", "decrease", "decline", "climb", "grow", "shrink", "slow",
    "widen", "narrow", "cut", "reduce", "higher", "lower",
})  # fmt: skip


def find_wording(source: Article | Reading) -> Iterator[LoadedWord]:
    """Every loaded or distancing word in the outlet's own voice, in text order.

    What stands in quotation marks or is handed to a speaker is that speaker's and is left out. Words
    are looked up by lemma and part of speech in ``data/wording.json``, which says of each why it is
    there. Scare quotes are marks round at most three words that no voice accounts for.

    Args:
        source: the article or its reading.

    Known failures: irony; a listed word in a plain sense ("a wave on the beach"); a speaker whose cue
    is not found leaves the words to the outlet; partial quotations without a cue pass for scare quotes.
    """
    reading = read(source)
    voices = reading.records("voices")
    for name, doc in reading.docs():
        own = OwnVoice(reading.article, name, voices)
        found = [*_listed(reading, name, doc, own), *_scare(reading, name, doc, own, voices)]
        yield from sorted(found, key=lambda word: (word.span.start, word.span.end))


@lru_cache(maxsize=1)
def entries() -> Mapping[str, tuple[_Entry, ...]]:
    """The list's entries by their first word, longest first."""
    found: dict[str, list[_Entry]] = {}
    for group in packaged("annotate/data/wording.json")["groups"]:
        for word, why in group["words"].items():
            parts = tuple(re.findall(r"\w+|-", word.lower()))
            entry = _Entry(word, group["kind"], group.get("pos"), why, parts)
            found.setdefault(parts[0], []).append(entry)
    return {
        first: tuple(sorted(those, key=lambda e: (-len(e.parts), e.word, e.kind)))
        for first, those in found.items()
    }


def _listed(reading: Reading, name: Field, doc: Doc, own: OwnVoice) -> Iterator[LoadedWord]:
    used = -1
    for token in doc:
        if token.i <= used:
            continue
        for entry in _candidates(token):
            part = doc[token.i : token.i + len(entry.parts)]
            span = reading.span(name, part)
            if _matches(entry, list(part)) and own.holds(span):
                used = token.i + len(entry.parts) - 1
                yield LoadedWord(span, entry.kind, entry.word, entry.why)
                break


def _candidates(token: Token) -> list[_Entry]:
    forms = dict.fromkeys((token.lower_, token.lemma_.lower()))
    return [entry for form in forms for entry in entries().get(form, ())]


def _matches(entry: _Entry, tokens: list[Token]) -> bool:
    if len(tokens) < len(entry.parts):
        return False
    same = all(
        part in (token.lower_, token.lemma_.lower())
        for part, token in zip(entry.parts, tokens, strict=True)
    )
    return same and _in_sense(entry, tokens[0])


def _in_sense(entry: _Entry, first: Token) -> bool:
    """Whether the part of speech is the entry's, and the word is no part of a name."""
    if first.ent_type_ in ("PERSON", "ORG", "GPE", "WORK_OF_ART", "EVENT", "LAW", "FAC", "PRODUCT"):
        return False
    if len(entry.parts) > 1:
        return entry.pos != "VERB" or first.pos_ == "VERB"
    if entry.pos == "ADJ":
        return first.pos_ == "ADJ" or (first.pos_ == "VERB" and first.dep_ == "amod")
    if entry.pos == "ADV":
        return first.pos_ == "ADV" and first.head.lemma_.lower() not in _CHANGE
    return entry.pos is None or first.pos_ == entry.pos


def _scare(
    reading: Reading, name: Field, doc: Doc, own: OwnVoice, voices: tuple[Voice, ...]
) -> Iterator[LoadedWord]:
    """Short quotations in sentences where nobody speaks."""
    speaking = [v.span for v in voices if v.cue is not None or v.speaker is not None]
    for quotation in own.quotations:
        span = reading.article.span(name, quotation.start, quotation.end)
        part = doc.char_span(span.start, span.end, alignment_mode="expand")
        if part is None:
            continue
        around = reading.span(name, part.sent)
        if any(around.overlaps(other) for other in speaking):
            continue
        inside = span.text.strip("".join(MARKS) + ".,;:!? ")
        if _is_scare(inside, quotation, doc.text[around.start : span.start]):
            yield LoadedWord(span, "scare quotes", inside.lower(), WHY_SCARE)


def _is_scare(inside: str, quotation: Quotation, before: str) -> bool:
    words = inside.split()
    if not quotation.closed or not 0 < len(words) <= MAX_SCARE or _MENTIONS.search(before):
        return False
    # a title or a name has capitals throughout; the first word of a sentence may have one
    return before.strip() != "" and all(word[:1].islower() for word in words)


SPEC = Layer(
    name="wording",
    version=1,
    record=LoadedWord,
    find=find_wording,
    summary="loaded and distancing words in the outlet's own voice",
    needs=("voices",),
    models=("parser",),
)
