"""The models: which they are, where they come from, and a check of every byte at load.

``pins.json`` names each model's package, version, licence and the SHA-256 of each of its files. A
model that is missing or differs stops the run with the line that installs it: no other model ever
takes its place.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from untold.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from spacy.language import Language

#: Word pieces a sentence is cut to: what all-MiniLM-L6-v2 was trained on. Few sentences have more.
MAX_PIECES = 128
#: Ids of the vocabulary's pieces that begin and end what the encoder reads.
CLS, SEP = 101, 102
#: The output of the encoder's fourth layer of six, by the name it has in the file.
_MIDDLE = b"layer_norm_8"
#: Behind the file these bytes make that layer a second output: an ONNX file is one protobuf message,
#: and of two that follow each other the fields are joined (graph 7, its output 12, of that the name 1).
_AND_MIDDLE = (
    bytes((7 << 3 | 2, len(_MIDDLE) + 4, 12 << 3 | 2, len(_MIDDLE) + 2, 1 << 3 | 2, len(_MIDDLE)))
    + _MIDDLE
)


@dataclass(frozen=True, slots=True)
class Pin:
    """One entry of ``pins.json``."""

    name: str
    package: str
    version: str
    module: str
    licence: str
    files: dict[str, str]

    @property
    def digest(self) -> str:
        """One SHA-256 (hex) over the names and hashes of all files: the model's revision."""
        listed = "".join(f"{name} {sha}\n" for name, sha in sorted(self.files.items()))
        return hashlib.sha256(listed.encode()).hexdigest()


@lru_cache(maxsize=1)
def pins() -> dict[str, Pin]:
    """Every pinned model by its key, without loading any."""
    raw = json.loads((Path(__file__).parent / "pins.json").read_text("utf-8"))
    return {key: Pin(**value) for key, value in raw.items()}


def checked_folder(key: str) -> Path:
    """The folder that holds a pinned model, after every file's hash was checked.

    Raises:
        ModelError: the package is not installed, or a file is missing or differs from its pin.
    """
    pin = pins()[key]
    spec = importlib.util.find_spec(pin.module)
    if spec is None or spec.origin is None:
        raise ModelError(
            f"the model {pin.name} is not installed; run: pip install {pin.package}=={pin.version}"
        )
    folder = Path(spec.origin).parent
    for name, expected in pin.files.items():
        path = folder / name
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "no such file"
        if found != expected:
            raise ModelError(
                f"{path} is not the pinned file of {pin.name} (expected SHA-256 {expected}, found "
                f"{found}); run: pip install --force-reinstall {pin.package}=={pin.version}"
            )
    return folder


@lru_cache(maxsize=1)
def parser() -> Language:
    """spaCy's small English model, checked; loaded once a process.

    Raises:
        ModelError: as `checked_folder`.
    """
    folder = checked_folder("parser")
    import spacy

    inner = next(path.parent for path in sorted(folder.glob("*/config.cfg")))
    return spacy.load(inner)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one sentence as the encoder sees them, without its special pieces.

    ``ids``, ``starts`` and ``ends`` have shape (pieces,): vocabulary entries and offsets into the
    sentence. ``hidden`` has shape (pieces, 384). ``middle`` are the vectors of the fourth layer of
    six in 16 bits, with those of the special pieces: shape (rows, 384); ``rows`` says of each which
    piece it is, -1 before the first piece of a window and -2 behind its last.
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    hidden: NDArray[np.float32]
    middle: NDArray[np.float16]
    rows: NDArray[np.int64]


def session(model: Path, more: bytes = b"") -> Any:
    """A network on onnxruntime, on one thread: the runner spreads the work, sums keep their order.

    Args:
        model: its file.
        more: what is put behind the file's bytes.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        model.read_bytes() + more if more else str(model), options, providers=["CPUExecutionProvider"]
    )


class Encoder:
    """all-MiniLM-L6-v2 on onnxruntime: a sentence becomes vectors of 384 floats.

    A vector depends on its sentence alone, not on what else is in the batch: one thread, and the
    weights alone are int8. A sentence of more than 128 pieces is read in consecutive windows, so
    that nothing of it is lost.
    """

    dimensions = 384

    def __init__(self, model: Path, vocabulary: Path) -> None:
        from tokenizers import Tokenizer
        from tokenizers.models import WordPiece
        from tokenizers.normalizers import BertNormalizer
        from tokenizers.pre_tokenizers import BertPreTokenizer

        self._session = session(model, _AND_MIDDLE)
        #: The vocabulary: a piece's text by its id; "##" begins a piece inside a word.
        self.vocabulary = vocabulary.read_text("utf-8").split("\n")
        tokenizer = Tokenizer(
            WordPiece({piece: i for i, piece in enumerate(self.vocabulary) if piece}, unk_token="[UNK]")
        )
        tokenizer.normalizer = BertNormalizer(lowercase=True)
        tokenizer.pre_tokenizer = BertPreTokenizer()
        self._tokenizer = tokenizer

    def __call__(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of whole sentences: shape (len(sentences), 384), rows of length 1 (0 if empty)."""
        vectors = np.zeros((len(sentences), self.dimensions), np.float32)
        for row, pieces in enumerate(self.pieces(sentences)):
            if len(pieces.ids):
                mean = pieces.hidden.mean(0)
                vectors[row] = mean / max(float(np.linalg.norm(mean)), 1e-12)
        return vectors

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The word pieces of each text, by their place in the vocabulary."""
        found = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        return [list(encoding.ids) for encoding in found]

    def pieces(self, sentences: Sequence[str], batch: int = 8) -> list[Pieces]:
        """Every sentence's pieces with their vectors in context.

        Windows of like length share a batch of ``batch``, to waste no work on padding.
        """
        encodings = self._tokenizer.encode_batch(list(sentences), add_special_tokens=False)
        size = MAX_PIECES - 2  # [CLS] and [SEP]
        windows = [
            (row, start, encoding.ids[start : start + size])
            for row, encoding in enumerate(encodings)
            for start in range(0, len(encoding.ids), size)
        ]
        read: dict[tuple[int, int], tuple[NDArray[np.float32], NDArray[np.float16]]] = {}
        order = sorted(range(len(windows)), key=lambda i: len(windows[i][2]))
        for first in range(0, len(order), batch):
            chosen = [windows[i] for i in order[first : first + batch]]
            for (row, start, ids), last, middle in zip(
                chosen, *self._encode([ids for _, _, ids in chosen]), strict=True
            ):
                end = len(ids) + 1
                read[row, start] = last[1:end], middle[: end + 1].astype(np.float16)
        return [
            _pieces(encoding, [read[row, start] for start in range(0, len(encoding.ids), size)])
            for row, encoding in enumerate(encodings)
        ]

    def _encode(self, batch: list[list[int]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        width = max(len(ids) for ids in batch) + 2
        pieces = np.zeros((len(batch), width), np.int64)
        mask = np.zeros_like(pieces)
        for row, ids in enumerate(batch):
            pieces[row, : len(ids) + 2] = [CLS, *ids, SEP]
            mask[row, : len(ids) + 2] = 1
        feed = {"input_ids": pieces, "attention_mask": mask, "token_type_ids": np.zeros_like(mask)}
        last, middle = self._session.run(None, feed)
        return last, middle


def _pieces(encoding: Any, read: list[tuple[NDArray[np.float32], NDArray[np.float16]]]) -> Pieces:
    """A sentence's pieces from what was read of its windows, in order."""
    none = np.zeros((0, Encoder.dimensions), np.float16)
    ends = np.cumsum([0, *(len(last) for last, _ in read)]).tolist()
    return Pieces(
        np.array(encoding.ids, np.int64),
        np.array([start for start, _ in encoding.offsets], np.int64),
        np.array([end for _, end in encoding.offsets], np.int64),
        np.concatenate([none.astype(np.float32), *(last for last, _ in read)]),
        np.concatenate([none, *(middle for _, middle in read)]),
        np.array(
            [row for a, b in pairwise(ends) for row in (-1, *range(a, b), -2)],
            np.int64,
        ),
    )


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The sentence encoder, checked; loaded once a process.

    Raises:
        ModelError: as `checked_folder`.
    """
    return Encoder(
        checked_folder("encoder") / "model.onnx",
        checked_folder("encoder-vocabulary") / "minilm-vocab.txt",
    )


@lru_cache(maxsize=1)
def projection() -> NDArray[np.float32]:
    """Shape (384, 128): keeps what tells word pieces apart best (see training/corpus.py).

    Raises:
        ModelError: as `checked_folder`.
    """
    array: NDArray[np.float32] = np.load(checked_folder("projection") / "projection.npy")
    return array


@lru_cache(maxsize=1)
def rarity() -> tuple[int, dict[str, int]]:
    """How many news articles were counted, and in how many of them each word stands.

    Raises:
        ModelError: as `checked_folder`.
    """
    lines = (checked_folder("rarity") / "rarity.tsv").read_text("utf-8").splitlines()
    counts = dict(line.split("\t") for line in lines[1:])
    return int(lines[0].split("\t")[1]), {word: int(count) for word, count in counts.items()}
