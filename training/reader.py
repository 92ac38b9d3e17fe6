"""Trains the reader: does this sentence tell this fact, all of it, some of it, or nothing?

Features count what two texts share; the reader is for what they don't show: the same words in other
roles, a statement of the same speaker on the same thing, a fact in wholly other words. It learns from
sentence pairs of others, from facts written and coded for it (`training.lessons`), and from the coded
cells.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.gold import coded_cells
from training.blending import blend
from training.corpus import MODELS
from training.lessons import general_pairs, near_misses, places
from training.matcher import (
    Cells,
    Mask,
    collect,
    fit_shows,
    keep_readings,
    likeliest,
    reading_key,
)
from training.minilm import Example, Reader, pretrained, teach
from untold.compare.finding import Weights
from untold.models.reading import Reader as PairReader
from untold.models.reading import pair

#: Parts of the stories that are left out in turn.
FOLDS = 4


def taught() -> tuple[dict[str, Any], dict[str, Any]]:
    """The weights of two readers before they have seen a measured cell: both had the general pairs and
    the near misses, the second the facts coded at every place too."""
    model = pretrained()
    teach(model, general_pairs(), epochs=1, rate=6e-5, seed=1)
    teach(model, near_misses(), epochs=3, rate=5e-5, seed=2)
    first = {name: weights.clone() for name, weights in model.state_dict().items()}
    teach(model, places(), epochs=1, rate=5e-5, seed=4)
    return first, model.state_dict()


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


def asked_rows(cells: Cells) -> list[list[int]]:
    """For each cell the sentences that are read, whichever company is left out of the weights."""
    asked: list[set[int]] = [set() for _ in range(len(cells))]
    for name in sorted(set(cells.company)):
        shows = fit_shows(cells, cells.use & (cells.company != name))
        for i, rows in enumerate(asked):
            rows.update(likeliest(cells, shows, i))
    return [sorted(rows) for rows in asked]


def write_reader() -> Path:
    """Trains the reader and writes ``reader.onnx``; about two hours on two cores.

    The last lessons are the coded cells. What is measured must come from a reader that never saw the
    cell's story: so these lessons are held `FOLDS` times more, each without a part of the stories, and
    what that reader reads of this part is kept in ``evals/labels/readings.npz``.
    """
    cells = collect(coded_cells())
    shows = fit_shows(cells, cells.use)
    starts, part, asked = taught(), folds(cells), asked_rows(cells)
    kept: dict[int, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(FOLDS):
            examples = coded_examples(cells, shows, part != number)
            read = PairReader(_last_lessons(starts, examples, Path(folder) / "reader.onnx"))
            for i in np.nonzero(part == number)[0].tolist():
                for row in asked[i]:
                    fact, sentence = cells.pieces(i, row)
                    kept[reading_key(cells.company[i], fact, sentence)] = read(fact, sentence)
    keep_readings(kept)
    everything = np.ones(len(cells), bool)
    return _last_lessons(starts, coded_examples(cells, shows, everything), MODELS / "reader.onnx")


def _last_lessons(starts: Iterable[dict[str, Any]], examples: list[Example], path: Path) -> Path:
    """Teaches the coded cells to both readers and writes the mean of the two."""
    with tempfile.TemporaryDirectory() as folder:
        exported = []
        for number, start in enumerate(starts):
            model = pretrained()
            model.load_state_dict(start)
            teach(model, examples, epochs=2, rate=4e-5, seed=3)
            exported.append(export(model, Path(folder) / f"{number}.onnx"))
        first, second = exported
        return blend(first, second, path)


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
