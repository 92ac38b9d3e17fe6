"""Origins: whom a claim comes from, by what way, and how many origins a fact has.

Gold: 155 cells of 44 facts in the development stories (``labels/origins.json``, with its codebook),
read by a language model; every third cell twice. The proving words and the facts are the coded ones,
so that only origins are measured, not matching.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache
from typing import Any

from evals.data import ROOT, read_lines
from evals.table import Figure
from untold.analysis import Settings
from untold.annotate.people.lexicon import fold
from untold.annotate.reading import Reading
from untold.compare.attribution import source_of
from untold.compare.facts import Cell, Fact
from untold.compare.origins import Edge, Origins, compare_origins
from untold.group.copies import copy_families, find_passages
from untold.model import Article, Evidence, Span, State, Story

LABELS = ROOT / "evals" / "labels" / "origins.json"
SOURCES = ("stories/giveme5w1h.jsonl", "outlets/fakes.jsonl")
DATA = "development stories"
BY = "a language model (one pass; every third cell a second time)"
FLOOR = "no origin is ever given"
#: Letters by which a word of the proof counts as one of the fact's.
STEM = 5


def score() -> list[Figure]:
    """Shares of right origins and ways, and how often the count of independent origins is right."""
    cells = json.loads(LABELS.read_text("utf-8"))["cells"]
    edges, counts = run(cells)
    size = f"{len(cells)} cells of {len(counts)} facts"
    pairs = [(cell, edges[cell["fact"], cell["article"]]) for cell in cells]
    given = [(c, e) for c, e in pairs if c["origin"] is not None]
    silent = [(c, e) for c, e in pairs if c["origin"] is None]
    named = [(c, e) for c, e in pairs if e.source is not None]
    ways = [(c, e) for c, e in pairs if c["via"] is not None]
    right = sum(is_same(c, e) for c, e in given)
    none = sum(e.source is None for _, e in silent)

    def figure(measure: str, floor: str, trivial: float, ours: float, many: str = size) -> Figure:
        return Figure("origins", DATA, many, measure, floor, trivial, round(ours, 4), BY)

    exact = sum(ours == gold for gold, ours, _ in counts.values())
    floor = sum(outlets == gold for gold, _, outlets in counts.values())
    return [
        figure("origin right or rightly none", FLOOR, len(silent) / len(pairs),
               (right + none) / len(pairs)),
        figure("origin recall", FLOOR, 0.0, right / len(given), f"{len(given)} cells with one"),
        figure("origin precision", FLOOR, 0.0, right / max(len(named), 1), f"{len(named)} given"),
        figure("agency or outlet between, recall", FLOOR, 0.0, sum(through(c, e) for c, e in ways)
               / len(ways), f"{len(ways)} cells with one"),
        figure("independent origins counted right", "as many as outlets", floor / len(counts),
               exact / len(counts), f"{len(counts)} facts"),
    ]  # fmt: skip


def agreement() -> dict[str, float]:
    """Krippendorff's alpha (nominal) of the two readings: whether an origin is given, and whom."""
    import krippendorff
    import numpy as np

    twice = [c for c in json.loads(LABELS.read_text("utf-8"))["cells"] if "second" in c]
    pairs = [(c["key"] or "", c["second"]["key"] or "") for c in twice]
    names = {name: i for i, name in enumerate(sorted({n for pair in pairs for n in pair}))}
    whom = np.array([[names[a] for a, _ in pairs], [names[b] for _, b in pairs]])
    given = np.array([[bool(a) for a, _ in pairs], [bool(b) for _, b in pairs]]).astype(int)
    return {
        "given": round(krippendorff.alpha(given, level_of_measurement="nominal"), 3),
        "whom": round(krippendorff.alpha(whom, level_of_measurement="nominal"), 3),
        "cells": len(twice),
    }


def is_same(cell: dict[str, Any], edge: Edge) -> bool:
    """Whether our origin is the gold's: one holds the other, or it holds the key's last word."""
    if edge.source is None:
        return False
    ours, gold, key = fold(edge.source), fold(cell["origin"]), fold(cell["key"])
    alike = ours in gold or gold in ours or key in ours or ours in key
    return alike or key.split()[-1] in ours.split() or gold.split()[-1] in ours.split()


def through(cell: dict[str, Any], edge: Edge) -> bool:
    """Whether our chain passes the agency or outlet that the gold has between."""
    want = fold(cell["via"])
    return any(want in fold(link.who) or fold(link.who) in want for link in edge.chain)


def run(
    cells: list[dict[str, Any]],
) -> tuple[dict[tuple[str, str], Edge], dict[str, tuple[int, int, int]]]:
    """Our edge of each cell; and by fact the gold's count, ours, and the number of outlets."""
    wanted = {cell["article"] for cell in cells}
    articles = {
        row["id"]: Article(row["id"], row["outlet"], row["title"], row["text"])
        for name in SOURCES for row in read_lines(name) if row["id"] in wanted
    }  # fmt: skip
    readings = {name: Reading(article) for name, article in sorted(articles.items())}
    layers = {
        layer: {name: reading.records(layer) for name, reading in readings.items()}
        for layer in ("voices", "actors")
    }
    by_fact: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for cell in cells:
        by_fact[cell["fact"]].append(cell)
    edges: dict[tuple[str, str], Edge] = {}
    counts: dict[str, tuple[int, int, int]] = {}
    for name, listed in sorted(by_fact.items()):
        for cell in listed:
            edges[name, cell["article"]] = _told([cell], articles, layers)[1][0]
        first = list({articles[c["article"]].outlet: c for c in reversed(listed)}.values())
        if len(first) > 1:
            found, _ = _told(first, articles, layers)
            if found is not None:
                counts[name] = gold_count(first), found.independent, len(first)
    return edges, counts


def gold_count(cells: list[dict[str, Any]]) -> int:
    """The independent origins of a fact by the codebook."""
    ways = {fold(c["via"]) for c in cells if c["via"] and c["origin"] != c["via"]}
    keys = {c["key"] for c in cells if c["key"] and c["key"] not in ways}
    return len(keys) + sum(c["key"] is None for c in cells)


def _told(
    cells: list[dict[str, Any]], articles: dict[str, Article], layers: dict[str, Any]
) -> tuple[Origins | None, tuple[Edge, ...]]:
    """`compare_origins` on one fact told by the articles of these cells."""
    mine = tuple(sorted((articles[c["article"]] for c in cells), key=lambda a: a.id))
    passages = find_passages(mine)
    story = Story("s", mine, layers, copy_families(mine, passages), passages)
    made = [_cell(cell, articles[cell["article"]], story) for cell in cells]
    if len(made) == 1:  # one outlet makes no record: a second one that gives nothing is put beside it
        made.append(_beside(made[0]))
    proof = made[0].evidence
    assert proof is not None
    fact = Fact("f", "s", proof.text, "event", proof, proof, len(made), None, tuple(made))
    found = list(compare_origins(
        Story("s", mine, layers, story.copies, passages, {"facts": (fact,)}), Settings()
    ))  # fmt: skip
    return (found[0], found[0].edges) if found else (None, ())


def _beside(cell: Cell) -> Cell:
    from dataclasses import replace

    return replace(cell, outlet=cell.outlet + " (twin)", source=None)


def _cell(cell: dict[str, Any], article: Article, story: Story) -> Cell:
    span = article.span(cell["field"], cell["start"], cell["end"])
    source = source_of(_matched(cell, span), story, article)
    state = State.TOLD if source is None else State.ATTRIBUTED
    return Cell(
        article.outlet, state, 1.0, Evidence.of(article, span), source, None, None, (), 1,
        (article.id,), None,
    )  # fmt: skip


def _matched(cell: dict[str, Any], span: Span) -> list[Span]:
    """The proof's words that the coded fact has too: what the matrix would match."""
    fact = {word[:STEM] for word in re.findall(r"\w{3,}", _facts()[cell["fact"]].lower())}
    found = [
        Span(span.field, span.start + m.start(), span.start + m.end(), m.group())
        for m in re.finditer(r"\w{3,}", span.text) if m.group().lower()[:STEM] in fact
    ]  # fmt: skip
    return found or [span]


@cache
def _facts() -> dict[str, str]:
    from evals.data import data_folder

    folder = data_folder()
    if folder is None:
        raise FileNotFoundError("no development data: set UNTOLD_DATA to the folder that holds it")
    return {
        fact["id"]: fact["fact"]
        for name in "DEF"
        for fact in json.loads((folder / "gold" / f"set{name}-facts.json").read_text("utf-8"))
    }
