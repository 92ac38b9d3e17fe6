"""The network of the span tagger, in torch, for training only (see `training.voices`).

It learns from the first annotator of each training article of PolNeAR which words are the first or a
later one of a content, belong to a cue, or name who speaks.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from evals.voices import gold_of
from training.corpus import MODELS
from untold.annotate.speech.quotations import find_quotations
from untold.annotate.speech.quoting import find_direct, tokens_inside
from untold.annotate.speech.reporting import find_reported
from untold.annotate.speech.span_tagger import (
    COLUMNS,
    OF_HEAD,
    SpanTagger,
    classes_of,
    heads_of,
    stretches,
    vectors_of,
)
from untold.models import parser

if TYPE_CHECKING:
    from spacy.tokens import Doc

TARGET = MODELS / "span_tagger.npz"
#: Sizes of what the network keeps of a word's vector, of each class, and of its states.
VECTOR, WIDTH, STATES, MIXED = 224, 96, 96, 64
SIZES = (8, 16, 12, 4, 4, 6, 6, 6, 2, 4)
#: Values that the columns after the four with labels can take.
VALUES = (3, 4, 4, 4, 2, 4)
#: Words of a stretch in training, stretches a step, rounds, and the fastest rate of learning.
STRETCH, BATCH, ROUNDS, RATE = 120, 32, 5, 2e-3
#: How much a wrong cue or speaker counts beside a wrong content.
ASIDE = 0.3
#: Word classes by their universal names; the parser has no list of them.
POS = [
    "X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
    "PUNCT", "SCONJ", "SPACE", "SYM", "VERB",
]  # fmt: skip
#: What marks that a word of the gold is unknown because the row is only there to fill the batch.
NONE = -100


@dataclass(frozen=True)
class Example:
    """One article in words: inputs as `SpanTagger` takes them, and what people marked.

    ``marked`` has shape (words, 3): the tag of its content (0 none, 1 first word, 2 later word),
    whether it belongs to a cue, whether to a source.
    """

    vectors: NDArray[np.float32]
    classes: NDArray[np.int64]
    heads: NDArray[np.int64]
    marked: NDArray[np.int64]


class Network(nn.Module):
    """What `SpanTagger` runs, to be trained; parts have the same names."""

    def __init__(self, labels: dict[str, list[str]]) -> None:
        super().__init__()
        values = (*(len(labels[name]) for name in COLUMNS[:4]), *VALUES)
        self.down = nn.Linear(VECTOR, WIDTH)
        self.emb = nn.ModuleList(nn.Embedding(n, size) for n, size in zip(values, SIZES, strict=True))
        given = 2 * WIDTH + sum(SIZES) + sum(SIZES[COLUMNS.index(name)] for name in OF_HEAD)
        self.ahead = nn.LSTM(given, STATES, batch_first=True)
        self.back = nn.LSTM(given, STATES, batch_first=True)
        self.mid, self.out = nn.Linear(2 * STATES, MIXED), nn.Linear(MIXED, 3)
        self.aux = nn.Linear(MIXED, 2)
        self.drop, self.drop_vector = nn.Dropout(0.3), nn.Dropout(0.2)

    def forward(
        self, vectors: Tensor, classes: Tensor, heads: Tensor, sizes: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Logits of contents and of cue and source; ``sizes`` are the stretches' numbers of words."""
        place = torch.arange(vectors.shape[1])[None]
        turned = torch.where(place < sizes[:, None], sizes[:, None] - 1 - place, place)
        seen = torch.relu(self.down(self.drop_vector(vectors)))
        embedded = [part(classes[..., i]) for i, part in enumerate(self.emb)]
        of_head = [_at(embedded[COLUMNS.index(name)], heads) for name in OF_HEAD]
        given = self.drop(torch.cat([seen, _at(seen, heads), *embedded, *of_head], -1))
        # one LSTM a way, the second on the turned words: packed sequences take twice as long
        back = _at(self.back(_at(given, turned))[0], turned)
        both = torch.cat([self.ahead(given)[0], back], -1)
        mixed = self.drop(torch.relu(self.mid(self.drop(both))))
        return self.out(mixed), self.aux(mixed)


def _at(values: Tensor, places: Tensor) -> Tensor:
    return torch.gather(values, 1, places[..., None].expand(-1, -1, values.shape[-1]))


def labels_of_parser() -> dict[str, list[str]]:
    """The names of the columns with labels; the first stands for all others."""
    parts = {"dep": parser().get_pipe("parser"), "tag": parser().get_pipe("tagger")}
    found = {name: ["", *sorted(cast("Any", part).labels)] for name, part in parts.items()}
    return {"pos": POS, **found, "entity": ["", "PERSON", "ORG", "GPE", "NORP"]}


def example_of(
    row: dict[str, Any], doc: Doc, pieces: NDArray[Any], labels: dict[str, list[str]]
) -> Example:
    """One training article, parsed, with its records of the layer ``embeddings``."""
    quotations = find_quotations(doc.text)
    quoted = frozenset(i for first, end in tokens_inside(doc, quotations) for i in range(first, end))
    ruled, direct = list(find_reported(doc, quoted)), list(find_direct(doc, quotations))
    return Example(
        vectors_of(doc, pieces), classes_of(doc, quoted, ruled, direct, labels), heads_of(doc),
        _marked(row, doc),
    )  # fmt: skip


def _marked(row: dict[str, Any], doc: Doc) -> NDArray[np.int64]:
    starts = np.array([token.idx for token in doc])
    ends = starts + np.array([len(token) for token in doc])
    found = np.zeros((len(doc), 3), np.int64)
    for said in gold_of(row):
        words = np.flatnonzero((starts < said.end) & (ends > said.start))
        found[words, 0] = 2
        found[words[:1], 0] = 1
    for attribution in row["annotations"][0]["attributions"]:
        for column, part in ((1, "cue"), (2, "source")):
            for start, end in attribution.get(part, ()):
                found[(starts < end) & (ends > start), column] = 1
    return found


def teach(examples: Sequence[Example], labels: dict[str, list[str]]) -> Network:
    """The trained network; the same each time on one machine."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    network = Network(labels)
    parts = [
        (one, first, end) for one in examples for first, end in stretches(one.classes[:, -1], STRETCH)
    ]
    steps = ROUNDS * (len(parts) // BATCH + 1)
    learner = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=1e-2)
    rates = torch.optim.lr_scheduler.OneCycleLR(learner, RATE, total_steps=steps + 1, pct_start=0.1)
    for number in range(ROUNDS):
        total = 0.0
        for chosen in _batches(len(parts), rng):
            loss = _loss(network, [parts[i] for i in chosen])
            learner.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            learner.step()
            rates.step()
            total += loss.item() * len(chosen)
        print(f"round {number + 1} of {ROUNDS}: loss {total / len(parts):.4f}", flush=True)
    network.eval()
    return network


def _batches(size: int, rng: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    order = rng.permutation(size)
    for first in range(0, size, BATCH):
        yield order[first : first + BATCH]


def _loss(network: Network, parts: Sequence[tuple[Example, int, int]]) -> Tensor:
    sizes = torch.tensor([end - first for _, first, end in parts])
    shape = len(parts), int(sizes.max())
    vectors = torch.zeros(*shape, VECTOR)
    classes = torch.zeros(*shape, len(COLUMNS), dtype=torch.long)
    heads = torch.zeros(*shape, dtype=torch.long)
    marked = torch.full((*shape, 3), NONE)
    for i, (one, first, end) in enumerate(parts):
        size = end - first
        vectors[i, :size] = torch.from_numpy(one.vectors[first:end])
        classes[i, :size] = torch.from_numpy(one.classes[first:end])
        inner = one.heads[first:end] - first
        alone = (inner < 0) | (inner >= size)
        heads[i, :size] = torch.from_numpy(np.where(alone, np.arange(size), inner))
        marked[i, :size] = torch.from_numpy(one.marked[first:end])
    contents, others = network(vectors, classes, heads, sizes)
    loss = functional.cross_entropy(contents.flatten(0, 1), marked[..., 0].flatten(), ignore_index=NONE)
    known = marked[..., 0] != NONE
    aside = functional.binary_cross_entropy_with_logits(others[known], marked[..., 1:][known].float())
    return loss + ASIDE * aside


def save(network: Network, labels: dict[str, list[str]]) -> str:
    """Writes the weights, without the time of day: the same bytes each time."""
    arrays = _arrays(network, labels)
    with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in sorted(arrays.items()):
            with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w") as file:
                np.lib.format.write_array(file, array, allow_pickle=False)
    return f"{sum(value.size for value in arrays.values()):,} weights in {TARGET.name}"


def tagger_of(network: Network, labels: dict[str, list[str]]) -> SpanTagger:
    """The tagger as it ships."""
    return SpanTagger(_arrays(network, labels))


def _arrays(network: Network, labels: dict[str, list[str]]) -> dict[str, NDArray[Any]]:
    """The weights as 16-bit floats, and the labels of the classes."""
    found = {name: value.numpy().astype(np.float16) for name, value in network.state_dict().items()}
    return found | {f"labels {name}": np.array(listed) for name, listed in labels.items()}
