"""Trains the reader: does this sentence tell this fact, all of it, some of it, or nothing?

Features count what two texts share; the reader is for what they don't show: the same words in other
roles, a statement of the same speaker on the same thing, a fact in wholly other words. It learns from
sentence pairs of others (``pairs/``), from facts written for it (``labels/near_misses.json``) and from
the coded cells.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from evals.data import read_lines
from evals.gold import coded_cells
from training.corpus import MODELS
from training.matcher import (
    Cells,
    Mask,
    collect,
    fit_shows,
    keep_readings,
    reading_key,
)
from training.minilm import Example, Reader, pretrained, teach
from untold.annotate.reading import Reading
from untold.compare import matching
from untold.compare.finding import Weights
from untold.model import Article, Field, Story
from untold.models import encoder
from untold.models.reading import Reader as PairReader
from untold.models.reading import pair

FACTS = Path(__file__).resolve().parent / "labels" / "near_misses.json"
LAYERS = ("sentences", "terms", "embeddings")
#: Parts of the stories that are left out in turn.
FOLDS = 4
#: Sentences of a coded cell whose readings are kept: more than are read, since which are read depends
#: on weights that change with the stories left out.
KEPT = 10
#: Scores of STS: from SAME on two sentences tell the same, from ALIKE on one tells some of the other,
#: up to APART nothing that counts.
SAME, ALIKE, APART = 4.6, 4.0, 2.0


def example(fact: str, text: str, some: int | None, whole: int | None, weight: float = 1.0) -> Example:
    """A fact and what may tell it, as the reader sees them."""
    first, second = encoder().ids([fact, text])
    ids, types = pair(first, second)
    return Example(tuple(ids), tuple(types), some, whole, weight)


def general_pairs() -> list[Example]:
    """Sentence pairs of MRPC, RTE and STS: same meaning, entailed, alike."""
    found = []
    for name in ("mrpc-train", "mrpc-val"):
        for row in read_lines(f"pairs/{name}.jsonl"):
            same = int(row["same"])
            found.append(example(row["a"], row["b"], 1 if same else None, same))
    for row in read_lines("pairs/rte.jsonl"):
        entailed = int(row["entailed"])
        found.append(example(row["hypothesis"], row["premise"], entailed, entailed))
    for row in read_lines("pairs/sts-news.jsonl"):
        if row["score"] >= ALIKE:
            found.append(example(row["a"], row["b"], 1, 1 if row["score"] >= SAME else None))
        elif row["score"] <= APART:
            found.append(example(row["a"], row["b"], 0, 0))
    return found


def near_misses() -> list[Example]:
    """Facts written for training against sentences of their article.

    A told fact against its evidence, and, with half the weight, against the sentence that looks next
    most like it; a partly told one against its evidence; an absent one against the sentences that look
    most like it.
    """
    raw = json.loads(FACTS.read_text("utf-8"))
    by_article: dict[str, list[dict[str, Any]]] = {}
    for row in raw["facts"]:
        by_article.setdefault(row["article"], []).append(row)
    found: list[Example] = []
    for source in raw["sources"]:
        for record in read_lines(source):
            rows = by_article.pop(record["id"], None)
            if rows is not None:
                found += _of_article(record, rows)
    if by_article:
        raise ValueError(f"{FACTS}: no article {', '.join(sorted(by_article))}")
    return found


def _of_article(record: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[Example]:
    article = Article(
        id=record["id"], outlet=record["outlet"] or "", title=record["title"] or "",
        text=record["text"], published=record["published"], language="en",
    )  # fmt: skip
    reading = Reading(article)
    records = {layer: {article.id: reading.records(layer)} for layer in LAYERS}
    hay = matching.Haystack(Story(article.id, (article,), records), (article,))
    for row in rows:
        seen = matching.search(matching.sought_text(row["fact"]), hay)
        shown = _shown(row, article, hay)
        if row["label"] == "absent":
            for number in _likest(seen, np.ones(hay.count, bool), 2):
                yield example(row["fact"], hay.rows[number].span.text, 0, 0)
            continue
        whole = int(row["label"] == "told")
        for number in np.nonzero(shown)[0]:
            yield example(row["fact"], hay.rows[number].span.text, 1, whole)
        if whole:
            for number in _likest(seen, ~shown, 1):
                yield example(row["fact"], hay.rows[number].span.text, 0, 0, weight=0.5)


def _shown(row: dict[str, Any], article: Article, hay: matching.Haystack) -> NDArray[Any]:
    if row["label"] == "absent":
        return np.zeros(hay.count, bool)
    span = article.span(cast("Field", row["field"]), row["start"], row["end"])
    return np.array([other.span.overlaps(span) for other in hay.rows], bool)


def _likest(seen: matching.Search, allowed: NDArray[Any], count: int) -> list[int]:
    """The rows most like the fact, by the mean of likeness and shared words."""
    chosen = [matching.SENTENCE_FEATURES.index(name) for name in ("cosine", "cover", "soft")]
    like = np.where(allowed, seen.sentences[:, chosen].mean(1), -1.0)
    order = np.argsort(-like, kind="stable")[:count]
    return [int(number) for number in order if allowed[number]]


def taught() -> Reader:
    """The reader before it has seen a coded cell: general pairs, then the facts written for it."""
    model = pretrained()
    teach(model, general_pairs(), epochs=1, rate=6e-5, seed=1)
    teach(model, near_misses(), epochs=3, rate=5e-5, seed=2)
    return model


def coded_examples(cells: Cells, shows: Weights, rest: Mask) -> list[Example]:
    """The coded cells of ``rest`` as examples.

    A told fact against its evidence, and with half the weight against a sentence that the words rank
    third; a partly told one against its evidence; an absent one against the two likeliest sentences.
    Where the passes differ, only what they share is taught.
    """
    found: list[Example] = []
    for i in np.nonzero(rest)[0].tolist():
        labels = set(cells.coded[i].labels)
        ranked = np.argsort(-shows(cells.sentences[i]), kind="stable").tolist()
        if labels == {"absent"}:
            found += [_of_cell(cells, i, row, 0, 0) for row in ranked[:2]]
            continue
        some = None if "absent" in labels else 1
        whole = 1 if not labels & {"absent", "partial"} else None
        whole = 0 if labels <= {"absent", "partial"} else whole
        found += [
            _of_cell(cells, i, row, some, whole) for row in np.nonzero(cells.shown[i])[0].tolist()
        ]
        others = [row for row in ranked[2:] if not cells.shown[i][row]]
        if whole and others:
            found.append(_of_cell(cells, i, others[0], 0, 0, weight=0.5))
    return found


def _of_cell(
    cells: Cells, cell: int, row: int, some: int | None, whole: int | None, weight: float = 1.0
) -> Example:
    ids, types = pair(*cells.pieces(cell, row))
    return Example(tuple(ids), tuple(types), some, whole, weight)


def folds(cells: Cells) -> NDArray[np.int64]:
    """For each cell the part of the stories it is left out with: `FOLDS` parts of like size."""
    names, counts = np.unique(cells.company, return_counts=True)
    size = np.zeros(FOLDS, np.int64)
    part = {}
    biggest = sorted(zip((-counts).tolist(), names.tolist(), strict=True))
    for count, name in biggest:
        part[name] = int(size.argmin())
        size[part[name]] -= count
    return np.array([part[name] for name in cells.company])


def write_reader() -> Path:
    """Trains the reader and writes ``reader.onnx``; about 50 minutes on two cores.

    The last lessons are the coded cells. What is measured must come from a reader that never saw the
    cell's story: so these lessons are held `FOLDS` times more, each without a part of the stories, and
    what that reader reads of this part is kept in ``evals/labels/readings.npz``.
    """
    cells = collect(coded_cells())
    shows = fit_shows(cells, cells.use)
    start = taught().state_dict()
    part = folds(cells)
    kept: dict[int, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(FOLDS):
            model = _last_lessons(start, coded_examples(cells, shows, part != number))
            read = PairReader(export(model, Path(folder) / "reader.onnx"))
            for i in np.nonzero(part == number)[0].tolist():
                for row in np.argsort(-shows(cells.sentences[i]), kind="stable")[:KEPT].tolist():
                    fact, sentence = cells.pieces(i, row)
                    kept[reading_key(cells.company[i], fact, sentence)] = read(fact, sentence)
    keep_readings(kept)
    everything = np.ones(len(cells), bool)
    return export(
        _last_lessons(start, coded_examples(cells, shows, everything)), MODELS / "reader.onnx"
    )


def _last_lessons(start: dict[str, Any], examples: list[Example]) -> Reader:
    model = pretrained()
    model.load_state_dict(start)
    teach(model, examples, epochs=2, rate=4e-5, seed=3)
    return model


def export(model: Reader, path: Path) -> Path:
    """Writes the reader as int8 ONNX, about 23 MB; returns the path.

    Weights are cut to seven bits, so that processors that add eight-bit products in sixteen bits and
    those that don't give the same numbers.
    """
    import onnx
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic

    pieces = torch.full((1, 8), 1_000)
    model.eval()
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "reader.onnx"
        torch.onnx.export(
            model, (pieces, torch.zeros_like(pieces), torch.ones_like(pieces)), str(whole),
            input_names=["ids", "types", "mask"], output_names=["logits"], opset_version=17,
            dynamic_axes={name: {1: "pieces"} for name in ("ids", "types", "mask")}, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    graph = onnx.load(path)
    graph.producer_name, graph.doc_string = "untold", ""
    onnx.save(graph, path)
    return path
