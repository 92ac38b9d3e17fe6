"""The span tagger: how likely each word stands in what somebody is reported to say, is its cue, or
names who says it; and how likely a candidate is an attribution.

Two transformer layers go on from the fourth layer of the sentence encoder, over several sentences; a
recurrent network in each direction goes on from there. Of each word they also see what the parser
makes of it, its head in the parse, and what the rules say. Trained by ``training/span_tagger.py`` on
PolNeAR's training articles, from all-MiniLM-L6-v2's own last layers.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from untold.annotate.speech.quoting import tokens_inside
from untold.models import checked_folder, session

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from untold.annotate.speech.candidates import Candidate
    from untold.annotate.speech.quoting import Direct
    from untold.annotate.speech.reporting import Attribution
    from untold.models import Pieces

#: Words read together at most; a stretch ends with a sentence if it can.
STRETCH = 200
#: Scale of the parser's vectors, whose length is 1: about what the other inputs have.
SCALE = 8.0
#: Sentences further apart than this count as this far apart.
FAR = 3
#: The columns of `classes_of`.
COLUMNS = ("pos", "dep", "tag", "entity", "quoted", "cue", "speaker", "content", "begins", "opens")
#: Those with labels: the parser's.
LABELLED = COLUMNS[:4]
#: Those that a word also sees of its head.
OF_HEAD = ("pos", "dep", "cue")
#: The columns of `rows_of`.
ROWS = ("word", "first", "end", "speaker first", "speaker end", "frame", "rule", "size")
#: How many classes of a content's length there are.
SIZES = 8
#: The log odds of a candidate that no stretch holds.
UNSEEN = -4.0
_SPEECH, _STANCE, _DIRECT = 1, 2, 3
_KINDS = {"speech": _SPEECH, "attitude": _STANCE}

Labels = dict[str, list[str]]


@dataclass(frozen=True)
class Tags:
    """Log probabilities of each word, each of shape (words,).

    ``begins`` and ``inside``: it is the first or a later word of a content; ``outside``: it is in none.
    ``cue``, ``speaker``: it belongs to a cue, or names a speaker.
    """

    outside: NDArray[np.float32]
    begins: NDArray[np.float32]
    inside: NDArray[np.float32]
    cue: NDArray[np.float32]
    speaker: NDArray[np.float32]


@dataclass(frozen=True)
class Given:
    """A parsed field as the tagger takes it.

    ``classes`` has shape (words, columns), ``heads`` (words,), ``parsed`` (words, 96). Of the encoder's
    rows, special pieces among them: ``vectors`` (rows, 384), ``words`` and ``sentences`` (rows,) where
    they stand, ``plain`` (rows,) whether they are no special pieces.
    """

    classes: NDArray[np.int64]
    heads: NDArray[np.int64]
    parsed: NDArray[np.float32]
    vectors: NDArray[np.float16]
    words: NDArray[np.int64]
    sentences: NDArray[np.int64]
    plain: NDArray[np.bool_]


def classes_of(
    doc: Doc,
    quoted: frozenset[int],
    ruled: Sequence[Attribution],
    direct: Sequence[Direct],
    labels: Labels,
) -> NDArray[np.int64]:
    """What each word is and what the rules make of it: shape (words, columns).

    Args:
        doc: the parsed field.
        quoted: the indices of the tokens inside direct quotations.
        ruled: indirect speech by the rules.
        direct: quotations with their cues.
        labels: the names of the columns of the parser, the first for all others.
    """
    found = np.zeros((len(doc), len(COLUMNS)), np.int64)
    at = {name: {label: i for i, label in enumerate(labels[name])} for name in LABELLED}
    for token in doc:
        values = token.pos_, token.dep_, token.tag_, token.ent_type_
        names = (at[name].get(value, 0) for name, value in zip(LABELLED, values, strict=True))
        opens = int(bool(token.is_sent_start)) + 2 * ("\n" in token.text)
        found[token.i] = (*names, int(token.i in quoted), 0, 0, 0, 0, opens)
    cue, speaker, content, begins = (COLUMNS.index(name) for name in COLUMNS[5:9])
    for one in ruled:
        kind = _KINDS[one.entry.kind]
        found[one.cue.start : one.cue.end, cue] = kind
        if one.speaker is not None:
            found[one.speaker.start : one.speaker.end, speaker] = kind
        for part in one.contents:
            found[part.start : part.end, content] |= kind
            found[part.start, begins] = 1
    for said, (first, end) in zip(
        direct, tokens_inside(doc, [d.quotation for d in direct]), strict=True
    ):
        found[first:end, COLUMNS.index("quoted")] = 2
        for frame, column in ((said.cue, cue), (said.speaker, speaker)):
            if frame is not None:
                found[frame.start : frame.end, column] = _DIRECT
    return found


def given(doc: Doc, classes: NDArray[np.int64], encoded: Iterable[tuple[int, Pieces]]) -> Given:
    """A parsed field as the tagger takes it.

    Args:
        doc: the field.
        classes: from `classes_of`.
        encoded: where each of its sentences begins, and what the encoder reads of it.
    """
    starts = np.array([token.idx for token in doc])
    read = [(at, pieces) for at, pieces in encoded if len(pieces.ids)]
    words = [
        (np.searchsorted(starts, pieces.starts + at, side="right") - 1)[_beside(pieces.rows)]
        for at, pieces in read
    ]
    none = np.zeros(0, np.int64)
    rows = np.concatenate([none, *(pieces.rows for _, pieces in read)])
    return Given(
        classes,
        np.array([token.head.i for token in doc], np.int64),
        _scaled(np.asarray(doc.tensor, np.float32)),
        np.concatenate([np.zeros((0, 384), np.float16), *(pieces.middle for _, pieces in read)]),
        np.concatenate([none, *words]),
        np.cumsum(rows == -1),
        rows >= 0,
    )


def _beside(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each row's piece; a special piece stands where the one beside it does."""
    behind = np.where(rows == -2, np.roll(rows, 1), rows)
    return np.where(rows == -1, np.roll(rows, -1), behind)


def _scaled(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = vectors / np.maximum(length, 1e-9) * np.float32(SCALE)
    return scaled


def rows_of(
    candidates: Sequence[Candidate], inside: Collection[int], frames: Sequence[str]
) -> NDArray[np.int64]:
    """Candidates in numbers: shape (candidates, columns).

    Args:
        candidates: of one field.
        inside: the indices of the tokens inside contents that the rules find.
        frames: names of frames, the first for all others.
    """
    at = {frame: i for i, frame in enumerate(frames)}
    found = np.zeros((len(candidates), len(ROWS)), np.int64)
    for row, one in zip(found, candidates, strict=True):
        first, end = one.contents[0].start, one.contents[-1].end
        speaker = (one.speaker.start, one.speaker.end) if one.speaker is not None else (0, 0)
        kind = _KINDS[one.rule.entry.kind] if one.rule is not None else 0
        rule = 6 * one.by_rule + 2 * kind + (one.word.i in inside)
        size = min(SIZES - 1, int(1.3 * math.log2(end - first)))
        row[:] = one.word.i, first, end, *speaker, at.get(one.frame, 0), rule, size
    return found


def stretches(opens: NDArray[np.int64], limit: int = STRETCH) -> Iterator[tuple[int, int]]:
    """Where the text is cut, so that no stretch has more than ``limit`` words."""
    first, size = 0, len(opens)
    while first < size:
        end = min(size, first + limit)
        if end < size:
            borders = np.flatnonzero(opens[first + 2 : end + 1] & 1)
            end = first + 2 + int(borders[-1]) if len(borders) else end
        yield first, end
        first = end


def cut(one: Given, first: int, end: int) -> dict[str, NDArray[Any]]:
    """The words from ``first`` to ``end`` of a field, as the network takes them.

    ``near`` (rows, rows) says how many sentences apart two rows are and whether one is the other's head
    in the parse; ``mean`` (words, rows) makes a word of its rows.
    """
    size = end - first
    heads = one.heads[first:end] - first
    heads = np.where((heads < 0) | (heads >= size), np.arange(size), heads)
    chosen = np.flatnonzero((one.words >= first) & (one.words < end))
    words, plain, sentences = one.words[chosen] - first, one.plain[chosen], one.sentences[chosen]
    vectors = one.vectors[chosen].astype(np.float32)
    if not len(chosen):  # nothing that the encoder reads: one row that is no word's
        words, plain, sentences = np.zeros(1, np.int64), np.zeros(1, np.bool_), np.zeros(1, np.int64)
        vectors = np.zeros((1, one.vectors.shape[1]), np.float32)
    above = heads[words]
    head = (above[:, None] == words) & (above != words)[:, None] & plain[:, None] & plain
    apart = np.clip(sentences - sentences[:, None], -FAR, FAR) + FAR
    mean = ((np.arange(size)[:, None] == words) & plain).astype(np.float32)
    return {
        "vectors": vectors,
        "near": 3 * apart + np.where(head, 1, np.where(head.T, 2, 0)),
        "words": words,
        "plain": plain.astype(np.float32),
        "mean": mean / np.maximum(mean.sum(1, keepdims=True), 1),
        "classes": one.classes[first:end],
        "heads": heads,
        "parsed": one.parsed[first:end],
    }


def cut_rows(
    rows: NDArray[np.int64], first: int, end: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which candidates stand from ``first`` to ``end``, and their rows with places in that stretch."""
    chosen = np.flatnonzero((rows[:, 0] >= first) & (rows[:, 0] < end))
    moved = rows[chosen]
    moved[:, :5] = np.clip(moved[:, :5], first, end) - first
    whole = moved[:, 1] < moved[:, 2]
    return chosen[whole], moved[whole]


class SpanTagger:
    """The network of `training.span_tagger`, int8, on onnxruntime, one stretch at a time."""

    def __init__(self, model: Path) -> None:
        self._session = session(model)
        named = self._session.get_modelmeta().custom_metadata_map["labels"]
        #: The names of the parser's columns and of the frames.
        self.labels: Labels = json.loads(named)

    def __call__(self, one: Given, rows: NDArray[np.int64]) -> tuple[Tags, NDArray[np.float32]]:
        """The tags of a field's words, and the log odds of each candidate that it is an attribution.

        Args:
            one: from `given`.
            rows: from `rows_of`.
        """
        tags = [np.zeros((0, len(fields(Tags))), np.float32)]
        odds = np.full(len(rows), UNSEEN, np.float32)
        for first, end in stretches(one.classes[:, -1]):
            chosen, moved = cut_rows(rows, first, end)
            if not len(moved):  # the network wants one at least
                moved = np.zeros((1, len(ROWS)), np.int64)
            read, told = self._session.run(None, {**cut(one, first, end), "candidates": moved})
            tags.append(read)
            odds[chosen] = told[: len(chosen)]
        return Tags(*np.concatenate(tags).T), odds


@lru_cache(maxsize=1)
def span_tagger() -> SpanTagger:
    """The network that ships, checked; loaded once a process.

    Raises:
        ModelError: as `untold.models.checked_folder`.
    """
    return SpanTagger(checked_folder("span-tagger") / "span_tagger.onnx")


def stretch_of(values: NDArray[np.float32], parts: Iterable[Any]) -> NDArray[np.float32]:
    """The values of the words of some stretches of tokens, in one row."""
    chosen = [values[part.start : part.end] for part in parts]
    return np.concatenate(chosen) if chosen else np.zeros(0, np.float32)
