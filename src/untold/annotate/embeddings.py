"""A vector for every sentence, for finding the sentences that may say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from untold.analysis import Layer
from untold.annotate.reading import Reading, read
from untold.model import Article

if TYPE_CHECKING:
    from numpy.typing import NDArray


def find_embeddings(source: Article | Reading) -> NDArray[np.float32]:
    """Vectors of the article's sentences: shape (sentences, 384), rows of length 1, in their order."""
    from untold.models import Encoder, encoder

    sentences = read(source).records("sentences")
    if not sentences:
        return np.zeros((0, Encoder.dimensions), np.float32)
    return encoder()([sentence.span.text for sentence in sentences])


SPEC = Layer(
    name="embeddings",
    version=1,
    record=np.ndarray,
    find=find_embeddings,
    summary="a vector per sentence (not printed)",
    needs=("sentences",),
    models=("encoder", "encoder-vocabulary"),
)
