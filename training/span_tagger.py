"""The network of the span tagger, in torch, for training only (see `training.voices`).

It learns from the first annotator of each training article of PolNeAR which words are the first or a
later one of a content, belong to a cue, or name who speaks; and which candidates people marked.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from evals.voices import gold_of
from training.corpus import MODELS
from training.minilm import HEADS, pretrained
from training.minilm import WIDTH as PIECE
from untold.annotate.speech.span_tagger import (
    COLUMNS,
    FAR,
    LABELLED,
    OF_HEAD,
    SIZES,
    Given,
    Labels,
    cut,
    cut_rows,
    stretches,
)
from untold.models import parser

if TYPE_CHECKING:
    from spacy.tokens import Doc

TARGET = MODELS / "span_tagger.onnx"
#: The encoder's last layers, which go on learning.
OWN = 2
#: Sizes of what the network keeps of a word's vector, of the parser's, of its states, and of what it
#: decides on, for words and for candidates.
WIDTH, PARSED, STATES, MIXED, WEIGHED = 96, 48, 96, 64, 96
#: Size of the parser's vectors.
TENSOR = 96
#: Sizes of what it keeps of each class, and values that the columns after those with labels can take.
KEPT = (8, 16, 12, 4, 4, 6, 6, 6, 2, 4)
VALUES = (3, 4, 4, 4, 2, 4)
#: Of a candidate: the frames it knows, kinds of rule, and the sizes of frame, rule and length.
FRAMES, RULES, OF_CANDIDATE = 64, 12, (16, 8, 4)
#: How near to each other two rows start: those of other sentences are looked at less.
OTHER_SENTENCE = -2.0
#: Words of a stretch in training, stretches a step, rounds, and the fastest rates of learning: of the
#: encoder's layers and of the rest.
STRETCH, BATCH, ROUNDS, RATE, RATE_NEW = 150, 8, 3, 1e-4, 2e-3
#: How much a wrong cue or speaker, and a wrong candidate, counts beside a wrong content.
ASIDE, CANDIDATE = 0.3, 0.5
#: Word classes by their universal names; the parser has no list of them.
POS = [
    "X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
    "PUNCT", "SCONJ", "SPACE", "SYM", "VERB",
]  # fmt: skip
#: What marks that a word of the gold is unknown because the row is only there to fill the batch.
NONE = -100

Stretch = tuple["Example", int, int]


@dataclass(frozen=True)
class Example:
    """One article: inputs as `SpanTagger` takes them, and what people marked.

    ``marked`` has shape (words, 3): the tag of its content (0 none, 1 first word, 2 later word),
    whether it belongs to a cue, whether to a source. ``right``: which candidates they marked.
    """

    given: Given
    rows: NDArray[np.int64]
    marked: NDArray[np.int64]
    right: NDArray[np.bool_]


class Network(nn.Module):
    """What `SpanTagger` runs, to be trained. ``labels`` are the names of classes and frames."""

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        values = (*(len(labels[name]) for name in LABELLED), *VALUES)
        self.classes = nn.ModuleList(
            nn.Embedding(n, size) for n, size in zip(values, KEPT, strict=True)
        )
        self.layers = nn.ModuleList(list(pretrained().layers)[-OWN:])
        self.of_classes = nn.Linear(sum(KEPT), PIECE)
        nn.init.zeros_(self.of_classes.weight)
        nn.init.zeros_(self.of_classes.bias)
        near = torch.full((2 * FAR + 1, 3, HEADS), OTHER_SENTENCE)
        near[FAR] = 0
        self.near = nn.Embedding.from_pretrained(near.flatten(0, 1), freeze=False)
        self.down, self.down_parsed = nn.Linear(PIECE, WIDTH), nn.Linear(TENSOR, PARSED)
        of_head = sum(KEPT[COLUMNS.index(name)] for name in OF_HEAD)
        seen = 2 * (WIDTH + PARSED) + sum(KEPT) + of_head
        self.ahead = nn.LSTM(seen, STATES, batch_first=True)
        self.back = nn.LSTM(seen, STATES, batch_first=True)
        self.mid, self.out = nn.Linear(2 * STATES + WIDTH, MIXED), nn.Linear(MIXED, 3)
        self.aux = nn.Linear(MIXED, 2)
        self.places, self.nobody = (
            nn.Linear(2 * STATES + WIDTH, MIXED),
            nn.Parameter(torch.zeros(MIXED)),
        )
        self.of_candidate = nn.ModuleList(
            nn.Embedding(n, size) for n, size in zip((FRAMES, RULES, SIZES), OF_CANDIDATE, strict=True)
        )
        self.weigh = nn.Linear(7 * MIXED + sum(OF_CANDIDATE), WEIGHED)
        self.weighed = nn.Linear(WEIGHED, 1)
        self.drop, self.drop_vector = nn.Dropout(0.3), nn.Dropout(0.1)

    def forward(self, given: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of contents, of cue and source, and of the candidates; ``given`` as from `_batch`."""
        classes = [part(given["classes"][..., i]) for i, part in enumerate(self.classes)]
        told = torch.cat(classes, -1)
        mask = self.near(given["near"]).permute(0, 3, 1, 2) + given["mask"][:, None, None, :]
        vectors = (
            given["vectors"] + _at(self.of_classes(told), given["words"]) * given["plain"][..., None]
        )
        for layer in self.layers:
            vectors = layer(vectors, mask)
        low = torch.relu(self.down(self.drop_vector(given["mean"] @ vectors)))
        seen = torch.cat([low, torch.relu(self.down_parsed(self.drop(given["parsed"])))], -1)
        heads = given["heads"]
        of_head = [_at(classes[COLUMNS.index(name)], heads) for name in OF_HEAD]
        seen = self.drop(torch.cat([seen, _at(seen, heads), told, *of_head], -1))
        # one LSTM a way, the second on the turned words: packed sequences take twice as long
        back = _at(self.back(_at(seen, given["turned"]))[0], given["turned"])
        both = torch.cat([self.ahead(seen)[0], back, low], -1)
        mixed = self.drop(torch.relu(self.mid(self.drop(both))))
        candidates = self._weighed(torch.relu(self.places(both)), given["candidates"])
        return self.out(mixed), self.aux(mixed), candidates

    def _weighed(self, words: Tensor, rows: Tensor) -> Tensor:
        """Logits of candidates: `ROWS`, and before them the number of their stretch."""
        at, word, first, end, speaker, speaker_end, *kinds = rows.unbind(1)
        edge = torch.zeros_like(words[:, :1])
        held = torch.cat([edge, words, edge], 1)
        sums = torch.cat([edge, words.cumsum(1)], 1)
        content = (sums[at, end] - sums[at, first]) / (end - first).clamp(min=1)[:, None]
        size = speaker_end - speaker
        said_by = (sums[at, speaker_end] - sums[at, speaker]) / size.clamp(min=1)[:, None]
        said_by = torch.where((size > 0)[:, None], said_by, self.nobody.expand_as(said_by))
        places = [held[at, word + 1], content, *(held[at, i] for i in (first + 1, end, end + 1, first))]
        embedded = [part(kind) for part, kind in zip(self.of_candidate, kinds, strict=True)]
        weighed = torch.relu(self.weigh(self.drop(torch.cat([*places, said_by, *embedded], -1))))
        result: Tensor = self.weighed(self.drop(weighed))[:, 0]
        return result


def _at(values: Tensor, places: Tensor) -> Tensor:
    return torch.gather(values, 1, places[..., None].expand(-1, -1, values.shape[-1]))


def labels_of(frames: Iterable[str]) -> Labels:
    """The names of the columns with labels and of the frames; the first stands for all others.

    Args:
        frames: of the candidates that teach, with repeats.
    """
    parts = {"dep": parser().get_pipe("parser"), "tag": parser().get_pipe("tagger")}
    found = {name: ["", *sorted(cast("Any", part).labels)] for name, part in parts.items()}
    often = sorted(Counter(frames).items(), key=lambda item: (-item[1], item[0]))
    return {
        "pos": POS, **found, "entity": ["", "PERSON", "ORG", "GPE", "NORP"],
        "frame": ["", *(frame for frame, _ in often[: FRAMES - 1])],
    }  # fmt: skip


def marked_of(row: dict[str, Any], doc: Doc) -> NDArray[np.int64]:
    """What people marked of each word, as `Example` has it."""
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


def teach(examples: Sequence[Example], labels: Labels) -> Network:
    """The trained network; the same each time on one machine."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    network = Network(labels)
    parts = [
        (one, first, end)
        for one in examples
        for first, end in stretches(one.given.classes[:, -1], STRETCH)
    ]
    steps = ROUNDS * (len(parts) // BATCH + 1)
    old = list(network.layers.parameters())
    new = [part for name, part in network.named_parameters() if not name.startswith("layers.")]
    learner = torch.optim.AdamW([{"params": old}, {"params": new}], lr=RATE, weight_decay=1e-2)
    rates = torch.optim.lr_scheduler.OneCycleLR(
        learner, [RATE, RATE_NEW], total_steps=steps + 1, pct_start=0.1
    )
    network.train()
    for number in range(ROUNDS):
        total = 0.0
        for chosen in _batches(len(parts), rng):
            loss = _loss(network, [parts[i] for i in chosen])
            learner.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*old, *new], 1.0)
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


def _loss(network: Network, parts: Sequence[Stretch]) -> Tensor:
    given, marked, right = _batch(parts)
    contents, others, candidates = network(given)
    known = marked[..., 0] != NONE
    loss = functional.cross_entropy(contents[known], marked[..., 0][known])
    aside = functional.binary_cross_entropy_with_logits(others[known], marked[..., 1:][known].float())
    beside = functional.binary_cross_entropy_with_logits(candidates, right, reduction="sum")
    return loss + ASIDE * aside + CANDIDATE * beside / max(1, len(right))


def _batch(parts: Sequence[Stretch]) -> tuple[dict[str, Tensor], Tensor, Tensor]:
    """Stretches side by side, filled up with nothing; what people marked; which candidates they did."""
    cuts = [cut(one.given, first, end) for one, first, end in parts]
    given = {name: _filled([one[name] for one in cuts]) for name in cuts[0]}
    words = [end - first for _, first, end in parts]
    mask = torch.zeros(given["plain"].shape)
    turned = torch.arange(max(words)).repeat(len(parts), 1)
    marked = torch.full((*turned.shape, 3), NONE)
    rows, right = [], []
    for i, (one, first, end) in enumerate(parts):
        size = words[i]
        mask[i, len(cuts[i]["plain"]) :] = -1e4
        turned[i, :size] = turned[i, :size].flip(0)
        marked[i, :size] = torch.from_numpy(one.marked[first:end])
        chosen, moved = cut_rows(one.rows, first, end)
        rows.append(np.concatenate([np.full((len(moved), 1), i), moved], 1))
        right.append(one.right[chosen])
    more = {"mask": mask, "turned": turned, "candidates": torch.from_numpy(np.concatenate(rows))}
    return {**given, **more}, marked, torch.from_numpy(np.concatenate(right)).float()


def _filled(arrays: Sequence[NDArray[Any]]) -> Tensor:
    """Arrays one over another, each filled up with zeros to the longest."""
    shape = [max(array.shape[i] for array in arrays) for i in range(arrays[0].ndim)]
    found = np.zeros((len(arrays), *shape), arrays[0].dtype)
    for row, array in zip(found, arrays, strict=True):
        row[tuple(slice(size) for size in array.shape)] = array
    return torch.from_numpy(found)


class _Alone(nn.Module):
    """The network on one stretch, as it ships: log probabilities of words, log odds of candidates."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, *arrays: Tensor) -> tuple[Tensor, Tensor]:
        """Arguments as named in `_INPUTS`."""
        named = dict(zip(_INPUTS, arrays, strict=True))
        rows = named.pop("candidates")
        given = {name: array[None] for name, array in named.items()}
        given["mask"] = torch.zeros_like(given["plain"])
        given["turned"] = torch.arange(given["heads"].shape[1] - 1, -1, -1)[None]
        given["candidates"] = torch.cat([torch.zeros_like(rows[:, :1]), rows], 1)
        contents, others, candidates = self.network(given)
        told = [functional.log_softmax(contents, -1), functional.logsigmoid(others)]
        return torch.cat(told, -1)[0], candidates


#: What the shipped network takes, with the sizes that change.
_INPUTS = {
    "vectors": {0: "rows"}, "near": {0: "rows", 1: "rows"}, "words": {0: "rows"}, "plain": {0: "rows"},
    "mean": {0: "words", 1: "rows"}, "classes": {0: "words"}, "heads": {0: "words"},
    "parsed": {0: "words"}, "candidates": {0: "candidates"},
}  # fmt: skip


def save(network: Network, labels: Labels, example: Example, path: Path = TARGET) -> str:
    """Writes the network as int8 ONNX, the same bytes each time; says how many weights it has.

    Weights are cut to seven bits, as the reader's are.

    Args:
        network: what was taught.
        labels: the names of classes and frames, which the file keeps.
        example: an article to try it on.
        path: where to.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    first, end = next(stretches(example.given.classes[:, -1]))
    tried = {**cut(example.given, first, end), "candidates": cut_rows(example.rows, first, end)[1]}
    arrays = tuple(torch.from_numpy(tried[name]) for name in _INPUTS)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "span_tagger.onnx"
        torch.onnx.export(
            _Alone(network).eval(), arrays, str(whole),
            input_names=list(_INPUTS), output_names=["tags", "odds"], opset_version=17,
            dynamic_axes={**_INPUTS, "tags": {0: "words"}, "odds": {0: "candidates"}}, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    graph = onnx.load(path)
    graph.producer_name, graph.doc_string = "untold", ""
    onnx.helper.set_model_props(graph, {"labels": json.dumps(labels)})
    onnx.save(graph, path)
    return f"{sum(value.numel() for value in network.parameters()):,} weights in {path.name}"
