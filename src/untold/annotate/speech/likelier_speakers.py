"""Who speaks, where the parse names nobody or somebody whom the span tagger doubts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from untold.annotate.speech.speakers import trimmed

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan

    from untold.annotate.speech.span_tagger import Tags

#: The parse's speaker is doubted if none of its words is this likely to name one; another takes its
#: place from the second probability on, and an empty place from the third. Set on the training articles
#: kept apart.
DOUBTED, LIKELY, LIKELY_ALONE = 0.2, 0.5, 0.4


def likelier_speaker(
    doc: Doc, tags: Tags, cue: DocSpan, contents: Sequence[DocSpan], found: DocSpan | None
) -> DocSpan | None:
    """The speaker that the parse finds; if that is doubted, the likely one nearest to the cue.

    Args:
        doc: the parsed field.
        tags: the span tagger's tags of its words.
        cue: the words that attribute.
        contents: what is said, where no speaker of it stands.
        found: the speaker by the parse.
    """
    chances = np.exp(tags.speaker)
    if found is not None and chances[found.start : found.end].max() >= DOUBTED:
        return found
    sentence = cue.root.sent
    said = {i for part in contents for i in range(part.start, part.end)}
    least = LIKELY_ALONE if found is None else LIKELY
    # where the parse names nobody, "it" stands for what is said ("it was reported that ...")
    barred = said if found is not None else said | {t.i for t in sentence if t.lower_ == "it"}
    likely = [i for i in range(sentence.start, sentence.end) if chances[i] >= least and i not in barred]
    if not likely:
        return found
    start = stop = min(likely, key=lambda i: (min(abs(i - cue.start), abs(i - cue.end + 1)), i))
    while start - 1 in likely:
        start -= 1
    while stop + 1 in likely:
        stop += 1
    return trimmed(doc[start : stop + 1]) or found
