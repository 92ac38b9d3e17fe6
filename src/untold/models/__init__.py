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


class Encoder:
    """all-MiniLM-L6-v2 on onnxruntime: a sentence becomes a vector of 384 floats of length 1.

    A vector depends on its sentence alone (mean over its own word pieces; one thread, and the
    weights alone are int8), not on what else is in the batch.
    """

    dimensions = 384

    def __init__(self, model: Path, vocabulary: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer
        from tokenizers.models import WordPiece
        from tokenizers.normalizers import BertNormalizer
        from tokenizers.pre_tokenizers import BertPreTokenizer
        from tokenizers.processors import TemplateProcessing

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the runner spreads the work; sums keep their order
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        pieces = vocabulary.read_text("utf-8").split("\n")
        tokenizer = Tokenizer(
            WordPiece({piece: i for i, piece in enumerate(pieces) if piece}, unk_token="[UNK]")
        )
        tokenizer.normalizer = BertNormalizer(lowercase=True)
        tokenizer.pre_tokenizer = BertPreTokenizer()
        tokenizer.post_processor = TemplateProcessing(
            single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 101), ("[SEP]", 102)]
        )
        tokenizer.enable_truncation(MAX_PIECES)
        self._tokenizer = tokenizer

    def __call__(self, sentences: Sequence[str], batch: int = 8) -> NDArray[np.float32]:
        """Vectors of the sentences: shape (len(sentences), 384), rows of length 1.

        Sentences of like length share a batch, to waste no work on padding.
        """
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(sentences))]
        vectors = np.zeros((len(ids), self.dimensions), np.float32)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        for start in range(0, len(order), batch):
            rows = order[start : start + batch]
            vectors[rows] = self._encode([ids[i] for i in rows])
        return vectors

    def _encode(self, batch: list[list[int]]) -> NDArray[np.float32]:
        width = max(len(ids) for ids in batch)
        pieces = np.zeros((len(batch), width), np.int64)
        mask = np.zeros_like(pieces)
        for row, ids in enumerate(batch):
            pieces[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        feed = {"input_ids": pieces, "attention_mask": mask, "token_type_ids": np.zeros_like(mask)}
        hidden: Any = self._session.run(None, feed)[0]
        weights = mask[:, :, None].astype(np.float32)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        norm = np.linalg.norm(mean, axis=1, keepdims=True)
        return (mean / np.maximum(norm, 1e-12)).astype(np.float32)  # type: ignore[no-any-return]


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
