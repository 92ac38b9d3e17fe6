"""Where a content ends, if the span tagger sees it end elsewhere than the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from untold.annotate.speech.quotations import MARKS
from untold.annotate.speech.reporting import piece

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Span as DocSpan

    from untold.annotate.speech.span_tagger import Tags

#: Under the first probability a word is in no content; from the second on a content goes on to it,
#: unless it begins another one by the third. So many words outside part a content from what follows.
#: Set on the training articles kept apart.
OUTSIDE, GOES_ON, BEGINS, GAP = 0.3, 0.5, 0.3, 2
#: What is left of a content counts if its words are this likely inside on average.
LEFT = 0.5


def mended(content: DocSpan, cue: DocSpan, tags: Tags) -> tuple[DocSpan, ...]:
    """The content without what the tagger sees outside, or with what it sees go on.

    Args:
        content: a stretch by the parse.
        cue: the words that attribute it.
        tags: the span tagger's tags of the field.
    """
    inside = np.exp(np.logaddexp(tags.begins, tags.inside))
    first, end = _cut(content, cue, inside)
    end = _drawn_out(content, cue, end, inside, np.exp(tags.begins))
    if (first, end) == (content.start, content.end):
        return (content,)
    return piece(content.doc, first, end - 1) or (content,)


def _cut(content: DocSpan, cue: DocSpan, inside: NDArray[np.float32]) -> tuple[int, int]:
    """What lies on the cue's side of the gap nearest to it; all of it if there is none."""
    whole = content.start, content.end
    gaps = _gaps(content, inside)
    if not gaps:
        return whole
    first, end = (whole[0], gaps[0][0]) if whole[0] >= cue.start else (gaps[-1][1], whole[1])
    return (first, end) if first < end and inside[first:end].mean() >= LEFT else whole


def _gaps(content: DocSpan, inside: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Stretches of a content whose words the tagger sees outside, if they are long enough."""
    found, start = [], content.start
    for i in range(content.start, content.end + 1):
        if i < content.end and inside[i] < OUTSIDE:
            continue
        words = [t for t in content.doc[start:i] if not (t.is_punct or t.is_space)]
        if len(words) >= GAP:
            found.append((start, i))
        start = i + 1
    return found


def _drawn_out(
    content: DocSpan, cue: DocSpan, end: int, inside: NDArray[np.float32], begins: NDArray[np.float32]
) -> int:
    """The end, behind the words of the sentence to which the content goes on."""
    doc, last = content.doc, end
    stop = doc[end - 1].sent.end
    while last < stop and inside[last] >= GOES_ON and begins[last] < BEGINS:
        if cue.start <= last < cue.end or doc[last].text in MARKS:
            break
        last += 1
    while last > end and doc[last - 1].is_punct:
        last -= 1
    return last
