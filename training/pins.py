"""Writes the hashes of what was trained here into ``pins.json``."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from training.corpus import MODELS

#: What ships with Untold itself: key, file, what it is, licence.
OURS = (
    (
        "encoder-vocabulary",
        "minilm-vocab.txt",
        "WordPiece vocabulary of all-MiniLM-L6-v2",
        "Apache-2.0",
    ),
    ("rarity", "rarity.tsv", "how many of 12,000 news articles hold a word", "Apache-2.0"),
    ("projection", "projection.npy", "main directions of word pieces in news", "Apache-2.0"),
    ("reader", "reader.onnx", "reader of facts and sentences, from all-MiniLM-L6-v2", "Apache-2.0"),
    (
        "span-tagger",
        "span_tagger.onnx",
        "tagger of what people are reported to say, from all-MiniLM-L6-v2",
        "Apache-2.0",
    ),
    ("matcher", "matcher.json", "weights and thresholds of the fact matcher", "Apache-2.0"),
)


def write_pins() -> Path:
    """Renews the entries of our own files; the others stay."""
    path = MODELS / "pins.json"
    pins = json.loads(path.read_text("utf-8"))
    for key, name, what, licence in OURS:
        if (MODELS / name).is_file():
            digest = hashlib.sha256((MODELS / name).read_bytes()).hexdigest()
            pins[key] = {
                "name": what, "package": "untold", "version": "1", "module": "untold.models",
                "licence": licence, "files": {name: digest},
            }  # fmt: skip
    path.write_text(json.dumps(dict(sorted(pins.items())), indent=1) + "\n", "utf-8")
    return path
