"""The second look at a candidate: what its words and frame say, with what the span tagger reads."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from untold.annotate.speech.span_tagger import stretch_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from untold.annotate.speech.candidates import Candidate
    from untold.annotate.speech.span_tagger import Tags

#: Log odds beyond this say no more: the tagger is not that sure of itself.
_FAR = 7.0


def sights(candidate: Candidate, weighed: float, tags: Tags, read: float) -> dict[str, float]:
    """What decides, by name; all but the last four are log odds.

    Args:
        candidate: one word with one content.
        weighed: the log odds of its words, frame and relations (`weighing`).
        tags: the span tagger's tags of the field.
        read: its log odds for the candidate.
    """
    inside = _clipped(np.logaddexp(tags.begins, tags.inside) - tags.outside)
    content = stretch_of(inside, candidate.contents)
    first, end = candidate.contents[0].start, candidate.contents[-1].end
    cue = _odds(tags.cue[candidate.word.i])
    speaker = candidate.speaker
    speaks = _odds(tags.speaker[speaker.start : speaker.end]) if speaker is not None else np.zeros(1)
    mean = float(content.mean())
    return {
        "weighed": max(-_FAR, min(_FAR, weighed)),
        "read": max(-_FAR, min(_FAR, read)),
        "content, mean": mean,
        "content, least": float(content.min()),
        "content, most": float(content.max()),
        "content begins": float(_odds(tags.begins[first])),
        "cue": float(cue),
        "speaker": float(speaks.mean()),
        "word before": float(inside[first - 1]) if first else -_FAR,
        "word after": float(inside[end]) if end < len(inside) else -_FAR,
        "no speaker": float(speaker is None),
        "by rule": float(candidate.by_rule),
        "cue and content": max(float(cue), 0.0) * max(mean, 0.0),
        "words": math.log(len(content)),
    }


def _odds(logs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log odds from log probabilities."""
    return _clipped(logs - np.log(-np.expm1(np.minimum(logs, -1e-4))))


def _clipped(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.clip(values, -_FAR, _FAR)
