"""What news text in general looks like: word rarity and the projection of word pieces."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import numpy as np

from evals.data import read_lines
from untold.models import encoder

MODELS = Path(__file__).resolve().parent.parent / "src" / "untold" / "models"
CORPUS = "scale/articles.jsonl.gz"

#: A word in fewer articles than this is as rare as one never seen; leaving it out saves half the file.
MIN_ARTICLES = 3
#: 128 of 384 dimensions lose 0.001 of AUC on the development cells, 64 lose 0.004.
DIMENSIONS = 128
#: Every 40th article's opening is plenty for 128 directions of 384.
EVERY = 40

WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")


def train_rarity() -> Path:
    """Writes ``rarity.tsv``: in how many articles of the corpus each word stands."""
    counts: Counter[str] = Counter()
    articles = 0
    for record in read_lines(CORPUS):
        articles += 1
        counts.update(set(WORD.findall(f"{record['title'] or ''} {record['text']}".lower())))
    kept = sorted(word for word, count in counts.items() if count >= MIN_ARTICLES)
    path = MODELS / "rarity.tsv"
    lines = [f"articles\t{articles}", *(f"{word}\t{counts[word]}" for word in kept)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def train_projection() -> Path:
    """Writes ``projection.npy``: the main directions of word pieces' vectors in news sentences."""
    sentences: list[str] = []
    for number, record in enumerate(read_lines(CORPUS)):
        if number % EVERY == 0:
            sentences += [s for s in re.split(r"(?<=[.!?])\s+", record["text"])[:6] if len(s) > 20]
    hidden = np.concatenate([pieces.hidden for pieces in encoder().pieces(sentences)])
    _, _, directions = np.linalg.svd(hidden.T @ hidden, hermitian=True)
    # the sign of a direction is free; fix it, so that the bytes repeat
    kept = directions[:DIMENSIONS]
    kept = kept * np.sign(kept[np.arange(DIMENSIONS), np.abs(kept).argmax(1)])[:, None]
    path = MODELS / "projection.npy"
    np.save(path, np.ascontiguousarray(kept.T.astype(np.float32)))
    return path
