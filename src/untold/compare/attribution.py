"""Does an article say a fact itself, or give it to somebody? And to whom?

How much of the sentence stands in what somebody is reported to say, whether another sentence tells it
in the outlet's own voice, and whether the fact itself is that somebody said something, goes through a
logistic regression (trained in training/matcher.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from untold.annotate.speech.cues import cue_book
from untold.annotate.speech.speaker_names import speaker_names
from untold.annotate.voices import Voice
from untold.compare.matching import Row, Sought, stems
from untold.model import Article, Span, Story

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Layers that are read.
LAYERS = ("voices", "actors")
#: The largest share of the fact's words in the sentence that stand in what a speaker says, in a
#: quotation of which the text doesn't say who speaks, in any voice; whether speech stands in the
#: sentence; whether the fact tells that somebody said something; what the reader says of the best
#: likely sentence in the outlet's own voice (its logit that all of the fact is told).
ATTRIBUTION_FEATURES = (
    "in_speech", "in_quotation", "in_voice", "speech_near", "fact_reports", "own_voice",
)  # fmt: skip
#: `own_voice` where none of the sentences is in the outlet's own voice.
NOWHERE = -6.0
#: A sentence is in somebody's voice if more than this share of the fact's words is.
MOST = 0.5
#: Verbs of saying that are too common to be among a fact's words, and a phrase.
_SAID = re.compile(r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|according to)\b", re.IGNORECASE)


def attribution_features(
    sought: Sought, row: Row, likely: Iterable[tuple[Row, float]], story: Story
) -> NDArray[np.float64]:
    """`ATTRIBUTION_FEATURES` of a fact in an article that says it.

    Args:
        sought: the fact.
        row: the sentence that says it best.
        likely: the likeliest sentences, each with the reader's logit that it tells all of the fact.
        story: the articles with their layers.
    """
    voices = story.records("voices", row.article)

    def largest(place: Row, *wanted: Callable[[Voice], bool]) -> list[float]:
        told = shared_words(sought, place)
        return [max((_share(told, v) for v in voices if want(v)), default=0.0) for want in wanted]

    own = [read for place, read in likely if max(largest(place, _speaks, _speakerless)) <= MOST]
    return np.array([
        *largest(row, _speaks, _speakerless, lambda voice: True),
        any(voice.kind == "speech" and _overlap(voice, row.span) for voice in voices),
        _reports(sought),
        max(own, default=NOWHERE),
    ], np.float64)  # fmt: skip


def source_of(told: Sequence[Span], story: Story, article: Article) -> str | None:
    """Who words of an article are attributed to: the speaker whose content holds most of them.

    Words of the attribution itself ("police spokesman Renz said") count neither way. None where no
    speaker's content holds more than half of them.
    """
    voices = story.records("voices", article)
    shares = [(_share(told, voice), number) for number, voice in enumerate(voices) if _speaks(voice)]
    most, number = max(shares, key=lambda share: (share[0], -share[1]), default=(0.0, 0))
    return _speaker(number, voices, story, article) if most > MOST else None


def nearest_source(row: Row, story: Story) -> str | None:
    """The first speaker of what stands in the sentence; None if it has none."""
    voices = story.records("voices", row.article)
    near = (n for n, voice in enumerate(voices) if _speaks(voice) and _overlap(voice, row.span))
    return next((_speaker(number, voices, story, row.article) for number in near), None)


def shared_words(sought: Sought, row: Row) -> list[Span]:
    """The row's words that the fact has too; the whole row if there are none."""
    wanted = {stem for term in sought.terms for stem in stems(term)}
    return [t.span for t in row.terms if wanted.intersection(stems(t))] or [row.span]


def _speaks(voice: Voice) -> bool:
    return voice.content is not None and voice.speaker is not None and voice.kind == "speech"


def _speakerless(voice: Voice) -> bool:
    return voice.content is not None and voice.speaker is None and voice.form == "direct"


def _share(told: Sequence[Span], voice: Voice) -> float:
    """The share of the words that stand in what the voice says, those that frame it left out."""
    frame = [part for part in (voice.speaker, voice.cue) if part is not None]
    rest = [span for span in told if not any(part.contains(span) for part in frame)]
    content = voice.content
    if content is None or not rest:
        return 0.0
    return sum(content.contains(span) for span in rest) / len(rest)


def _overlap(voice: Voice, span: Span) -> bool:
    said = voice.content
    if said is None or said.field != span.field:
        return False
    return said.start < span.end and span.start < said.end


@cache
def _speech_words() -> frozenset[str]:
    book = cue_book()
    cues = (*book.verbs.values(), *book.nouns.values())
    return frozenset(cue.word for cue in cues if cue.kind == "speech")


def _reports(sought: Sought) -> bool:
    """Whether a fact tells that somebody said something, by its words."""
    return bool(_SAID.search(sought.text)) or any(t.key in _speech_words() for t in sought.terms)


#: Words that stand for a speaker named elsewhere.
STAND_INS = frozenset({"he", "she", "it", "they", "who", "which", "that", "whom"})


def _speaker(number: int, voices: Sequence[Any], story: Story, article: Article) -> str:
    """The speaker as the article writes it; for a pronoun the name behind it, where that is sure."""
    written: str = voices[number].speaker.text
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
