"""Vectors in context of every word piece, for finding where something may be said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from untold.analysis import Layer
from untold.annotate.reading import Reading, read
from untold.model import Article

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: One word piece: the index of its sentence, its vocabulary entry, its offsets into the sentence's
#: field, and its vector: 128 projected floats of length 1, times 127 and rounded. In bytes, a piece
#: costs 142; in floats of the encoder's own 384 dimensions it would cost 1,550.
PIECE = np.dtype(
    [("sentence", "<u2"), ("id", "<u2"), ("start", "<u4"), ("end", "<u4"), ("vector", "i1", (128,))]
)


def find_embeddings(source: Article | Reading) -> NDArray[Any]:
    """Word pieces of all the article's sentences in order: shape (pieces,), of type `PIECE`."""
    from untold.models import projection

    reading = read(source)
    sentences = reading.records("sentences")
    if not sentences:
        return np.zeros(0, PIECE)
    parts = []
    for sentence, pieces in zip(sentences, reading.encoded(), strict=True):
        part = np.zeros(len(pieces.ids), PIECE)
        part["sentence"] = sentence.index
        part["id"] = pieces.ids
        part["start"] = pieces.starts + sentence.span.start
        part["end"] = pieces.ends + sentence.span.start
        projected = pieces.hidden @ projection()
        length = np.maximum(np.linalg.norm(projected, axis=1, keepdims=True), 1e-12)
        part["vector"] = np.rint(projected / length * 127)
        parts.append(part)
    return np.concatenate(parts)


SPEC = Layer(
    name="embeddings",
    version=1,
    record=np.ndarray,
    find=find_embeddings,
    summary="a vector per word piece (not printed)",
    needs=("sentences",),
    models=("encoder", "encoder-vocabulary", "projection"),
)
