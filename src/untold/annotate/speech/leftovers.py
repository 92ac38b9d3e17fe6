"""What the span tagger takes for somebody's words where neither rules nor candidates reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from untold.annotate.speech.cues import Cue
from untold.annotate.speech.reporting import Attribution, cue_span, entry_of, piece
from untold.annotate.speech.speakers import speaker_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from untold.annotate.speech.span_tagger import Tags

#: A stretch counts if its words are this likely on average; its cue from this on.
LIKELY, LIKELY_CUE = 0.65, 0.3
#: Words of the shortest stretch: one word alone is seldom what somebody says.
SHORTEST = 2


def find_leftovers(doc: Doc, tags: Tags, taken: set[int]) -> Iterator[Attribution]:
    """Stretches that share no word with what was found before, where a cue stands in the sentence.

    Args:
        doc: the parsed field.
        tags: the span tagger's tags of its words.
        taken: the indices of words inside contents or cues of other attributions.
    """
    for first, end in content_stretches(tags):
        if any(i in taken for i in range(first, end)):
            continue
        inside = np.exp(np.logaddexp(tags.begins[first:end], tags.inside[first:end]))
        pieces = piece(doc, first, end - 1)
        cue = _cue(doc, tags, first, end)
        if cue is None or not pieces or len(pieces[0]) < SHORTEST or inside.mean() < LIKELY:
            continue
        yield Attribution(cue_span(cue), _entry(cue), speaker_of(cue), pieces, "read")


def content_stretches(tags: Tags) -> Iterator[tuple[int, int]]:
    """Where each content begins and ends, by the likeliest tag of each word."""
    best = np.argmax(np.stack([tags.outside, tags.begins, tags.inside]), axis=0)
    start: int | None = None
    for i, tag in enumerate([*best.tolist(), 0]):
        if start is not None and tag != 2:
            yield start, i
            start = None
        if tag == 1 or (tag == 2 and start is None):
            start = i


def _cue(doc: Doc, tags: Tags, first: int, end: int) -> Token | None:
    """The likeliest cue in the sentences that the stretch touches, outside of it."""
    around = range(doc[first].sent.start, doc[end - 1].sent.end)
    outside = [i for i in around if not first <= i < end and not doc[i].is_punct]
    best = max(outside, key=lambda i: (float(tags.cue[i]), -i), default=None)
    return doc[best] if best is not None and np.exp(tags.cue[best]) >= LIKELY_CUE else None


def _entry(cue: Token) -> Cue:
    """The list's entry; a word that it lacks makes a stance, never speech."""
    listed = entry_of(cue) if cue.pos_ == "VERB" else None
    return listed or Cue(cue.lemma_.lower(), "neutral", "attitude", frozenset())
