"""Two readers of one shape made one: the mean of their weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

#: Largest weight of the seven bits that `training.reader.export` cuts to.
LARGEST = 63


def blend(first: Path, second: Path, path: Path) -> Path:
    """Writes the mean of two exported readers, cut to seven bits again; returns the path.

    Networks that learnt from the same start, by lessons that differ a little, lie so near that the mean
    of their weights reads about as well as both together, at the price of one (Wortsman et al. 2022,
    "Model soups").

    Args:
        first: int8 ONNX as `training.reader.export` writes it.
        second: another one of the same shape; its word vectors, which are not taught, are the same.
        path: where the mean goes.

    Raises:
        ValueError: the two are of different shapes, or their word vectors differ.
    """
    import onnx
    from onnx.numpy_helper import from_array, to_array

    graph = onnx.load(first)
    ours = {tensor.name: tensor for tensor in graph.graph.initializer}
    theirs = {tensor.name: to_array(tensor) for tensor in onnx.load(second).graph.initializer}
    if ours.keys() != theirs.keys():
        raise ValueError(f"{second} is no reader of {first}'s shape")
    for name, tensor in ours.items():
        mine, other = to_array(tensor), theirs[name]
        if mine.dtype == np.float32 and not name.endswith("_scale"):
            tensor.CopyFrom(from_array((mine + other) / np.float32(2), name))
        elif mine.dtype == np.uint8 and mine.ndim and not np.array_equal(mine, other):
            raise ValueError(f"{second}: {name} is not {first}'s")
        elif mine.dtype == np.int8 and name.endswith("_quantized"):
            scale = name.removesuffix("_quantized") + "_scale"
            whole = (mine * to_array(ours[scale]) + other * theirs[scale]) / np.float32(2)
            cut, scales = _cut(whole)
            tensor.CopyFrom(from_array(cut, name))
            ours[scale].CopyFrom(from_array(scales, scale))
    onnx.save(graph, path)
    return path


def _cut(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights as whole numbers up to `LARGEST`, and the size of one step in each column."""
    steps = np.abs(weights).max(0).astype(np.float32) / np.float32(LARGEST)
    steps[steps == 0] = 1
    return np.round(weights / steps).astype(np.int8), steps
