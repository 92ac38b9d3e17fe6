"""Runs the tasks of ``untold eval`` in processes beside each other."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter

from evals.table import Figure

#: Tasks that read the same annotated stories, the longest of all: one process does both.
TOGETHER = ("facts", "merging")
PROCESSES = 2
#: How far other tasks stand behind these, as `nice` counts.
BEHIND = 10


def measure(tasks: Sequence[str]) -> tuple[list[Figure], list[str]]:
    """The tasks' figures and the lines beside them, in the tasks' order."""
    lanes = [[task for task in tasks if task in TOGETHER]] + [[t] for t in tasks if t not in TOGETHER]
    found: dict[str, tuple[list[Figure], list[str]]] = {}
    # sums come out alike on any number of cores, and the processes don't stand in each other's way
    os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        for lane in pool.map(_measure, [lane for lane in lanes if lane]):
            found |= lane
    figures = [figure for task in tasks for figure in found[task][0]]
    return figures, [line for task in tasks for line in found[task][1]]


def _measure(tasks: Sequence[str]) -> dict[str, tuple[list[Figure], list[str]]]:
    found = {}
    # the longest lane sets the end: where cores are short, the others wait rather than it
    if not set(tasks) & set(TOGETHER) and hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, 0, BEHIND)
    for task in tasks:
        began = perf_counter()
        module = importlib.import_module(f"evals.{task}")
        # what else measures the same data, other tools and people, is for comparison only
        beside = list(module.beside()) if hasattr(module, "beside") else []
        found[task] = (list(module.score()), beside)
        print(f"measured {task}: {perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return found
