"""The reader: a network that reads a fact and a sentence together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from untold.models import checked_folder, session

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Word pieces kept of the fact and of the sentence; 98 % of either are shorter.
FACT, SENTENCE = 48, 72
CLS, SEP = 101, 102


def pair(fact: Sequence[int], sentence: Sequence[int]) -> tuple[list[int], list[int]]:
    """Word pieces of a fact and a sentence as the reader takes them.

    Returns:
        the numbers of the pieces, and for each 0 for the fact's and 1 for the sentence's.
    """
    first, second = list(fact[:FACT]), list(sentence[:SENTENCE])
    ids = [CLS, *first, SEP, *second, SEP]
    return ids, [0] * (len(first) + 2) + [1] * (len(second) + 1)


class Reader:
    """MiniLM trained on facts and sentences (training/reader.py), int8, on onnxruntime.

    One pair at a time and one thread: the same pair gives the same numbers whatever else is read.
    """

    def __init__(self, model: Path) -> None:
        self._session = session(model)

    def __call__(self, fact: Sequence[int], sentence: Sequence[int]) -> tuple[float, float]:
        """Logits that the sentence tells some of the fact, and that it tells all of it."""
        ids, types = pair(fact, sentence)
        feed = {
            "ids": np.array([ids], np.int64),
            "types": np.array([types], np.int64),
            "mask": np.ones((1, len(ids)), np.int64),
        }
        found: NDArray[np.float32] = self._session.run(None, feed)[0][0]
        return float(found[0]), float(found[1])


@lru_cache(maxsize=1)
def reader() -> Reader:
    """The shipped reader, checked; loaded once a process.

    Raises:
        ModelError: as `untold.models.checked_folder`.
    """
    return Reader(checked_folder("reader") / "reader.onnx")


@lru_cache(maxsize=65_536)
def read_once(fact: tuple[int, ...], sentence: tuple[int, ...]) -> tuple[float, float]:
    """As `Reader`, by the shipped one, each pair once: copies repeat sentences."""
    return reader()(fact, sentence)
