"""The span tagger: how likely each word stands in what somebody is reported to say, is its cue, or
names who says it.

A small recurrent network (one LSTM in each direction) over stretches of whole sentences. Of each word
it sees the vector in context that the layer ``embeddings`` has, the parser's own, its classes and its
head in the parse, and what the rules make of it. Trained by ``training/span_tagger.py`` on PolNeAR's
training articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from untold.annotate.speech.quoting import tokens_inside

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from untold.annotate.speech.quoting import Direct
    from untold.annotate.speech.reporting import Attribution

#: Words read together at most; a stretch ends with a sentence if it can.
STRETCH = 400
#: Scale of the word vectors, whose length is 1: about what the other inputs have.
SCALE = 8.0
#: The columns of `classes_of`.
COLUMNS = ("pos", "dep", "tag", "entity", "quoted", "cue", "speaker", "content", "begins", "opens")
#: Those that a word also sees of its head.
OF_HEAD = ("pos", "dep", "cue")
_SPEECH, _STANCE, _DIRECT = 1, 2, 3


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


def classes_of(
    doc: Doc,
    quoted: frozenset[int],
    ruled: Sequence[Attribution],
    direct: Sequence[Direct],
    labels: dict[str, list[str]] | None = None,
) -> NDArray[np.int64]:
    """What each word is and what the rules make of it: shape (words, columns).

    Args:
        doc: the parsed field.
        quoted: the indices of the tokens inside direct quotations.
        ruled: indirect speech by the rules.
        direct: quotations with their cues.
        labels: the names of the columns ``pos``, ``dep``, ``tag`` and ``entity``, the first for all
            others; those of the network that ships if None.
    """
    found = np.zeros((len(doc), len(COLUMNS)), np.int64)
    listed = labels if labels is not None else span_tagger().labels
    at = {name: {label: i for i, label in enumerate(names)} for name, names in listed.items()}
    for token in doc:
        values = token.pos_, token.dep_, token.tag_, token.ent_type_
        names = (at[name].get(value, 0) for name, value in zip(COLUMNS, values, strict=False))
        opens = int(bool(token.is_sent_start)) + 2 * ("\n" in token.text)
        found[token.i] = (*names, int(token.i in quoted), 0, 0, 0, 0, opens)
    cue, speaker, content, begins = (COLUMNS.index(name) for name in COLUMNS[5:9])
    for one in ruled:
        kind = _SPEECH if one.entry.kind == "speech" else _STANCE
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


def vectors_of(doc: Doc, pieces: NDArray[Any]) -> NDArray[np.float32]:
    """Two vectors a word side by side, each brought to one length: the mean of its pieces', and what
    the parser sees of it. Shape (words, dimensions).

    Args:
        doc: the parsed field.
        pieces: the field's records of the layer ``embeddings``.
    """
    found = np.zeros((len(doc), pieces["vector"].shape[1]), np.float32)
    starts = np.array([token.idx for token in doc])
    words = np.searchsorted(starts, pieces["start"], side="right") - 1
    np.add.at(found, words, pieces["vector"].astype(np.float32))
    return np.concatenate([_scaled(found), _scaled(np.asarray(doc.tensor, np.float32))], 1)


def _scaled(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = vectors / np.maximum(length, 1e-9) * np.float32(SCALE)
    return scaled


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


class SpanTagger:
    """The network; ``weights`` are those of `training.span_tagger`, by name."""

    def __init__(self, weights: dict[str, NDArray[Any]]) -> None:
        self.labels = {
            name: [str(label) for label in weights[f"labels {name}"]] for name in COLUMNS[:4]
        }
        self._weights = {
            name: np.asarray(value, np.float32)
            for name, value in weights.items()
            if not name.startswith("labels")
        }

    def __call__(
        self, vectors: NDArray[np.float32], classes: NDArray[np.int64], heads: NDArray[np.int64]
    ) -> Tags:
        """The tags of a field; arguments as from `vectors_of`, `classes_of`, and each word's head."""
        parts = []
        for first, end in stretches(classes[:, -1]):
            inner = heads[first:end] - first
            alone = (inner < 0) | (inner >= end - first)
            inner = np.where(alone, np.arange(end - first), inner)
            parts.append(self._read(vectors[first:end], classes[first:end], inner))
        joined = np.concatenate(parts) if parts else np.zeros((0, 5), np.float32)
        return Tags(*joined.T)

    def _read(
        self, vectors: NDArray[np.float32], classes: NDArray[np.int64], heads: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        seen = np.maximum(self._linear("down", vectors), 0)
        embedded = [self._weights[f"emb.{i}.weight"][classes[:, i]] for i in range(len(COLUMNS))]
        of_head = [embedded[COLUMNS.index(name)][heads] for name in OF_HEAD]
        given = np.concatenate([seen, seen[heads], *embedded, *of_head], 1)
        both = np.concatenate([self._run(given, "ahead"), self._run(given[::-1], "back")[::-1]], 1)
        mixed = np.maximum(self._linear("mid", both), 0)
        content, others = self._linear("out", mixed), self._linear("aux", mixed)
        content = content - np.logaddexp.reduce(content, axis=1, keepdims=True)
        return np.concatenate([content, -np.logaddexp(0, -others)], 1)

    def _linear(self, name: str, given: NDArray[np.float32]) -> NDArray[np.float32]:
        result: NDArray[np.float32] = (
            given @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        )
        return result

    def _run(self, given: NDArray[np.float32], way: str) -> NDArray[np.float32]:
        """The LSTM in one direction (gates in PyTorch's order: in, forget, cell, out)."""
        named = (f"{way}.{part}_l0" for part in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
        into, back, *biases = (self._weights[name] for name in named)
        gates = given @ into.T + biases[0] + biases[1]
        size = back.shape[1]
        state, cell = np.zeros(size, np.float32), np.zeros(size, np.float32)
        found = np.zeros((len(given), size), np.float32)
        turned = np.ascontiguousarray(back.T)
        for i, row in enumerate(gates):
            row = row + state @ turned
            opened = 1 / (1 + np.exp(-row))
            cell = opened[size : 2 * size] * cell
            cell = cell + opened[:size] * np.tanh(row[2 * size : 3 * size])
            state = opened[3 * size :] * np.tanh(cell)
            found[i] = state
        return found


@lru_cache(maxsize=1)
def span_tagger() -> SpanTagger:
    """The network that ships, checked; loaded once a process.

    Raises:
        ModelError: as `untold.models.checked_folder`.
    """
    from untold.models import checked_folder

    with np.load(checked_folder("span-tagger") / "span_tagger.npz") as stored:
        return SpanTagger(dict(stored))


def heads_of(doc: Doc) -> NDArray[np.int64]:
    """The index of each word's head in the parse."""
    return np.array([token.head.i for token in doc], np.int64)


def stretch_of(values: NDArray[np.float32], parts: Iterable[Any]) -> NDArray[np.float32]:
    """The values of the words of some stretches of tokens, in one row."""
    chosen = [values[part.start : part.end] for part in parts]
    return np.concatenate(chosen) if chosen else np.zeros(0, np.float32)
