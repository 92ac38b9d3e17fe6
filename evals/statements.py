"""Statements: is there one for each claim, and does what comes last lean on what stands around it?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from evals.data import ROOT, read_lines
from evals.table import Figure
from untold.annotate.reading import Reading
from untold.compare.facts import read_alone
from untold.model import Article, Span

#: Intersection over union at which two spans count as the same: the usual half.
SAME = 0.5
SETS = {"D": "stories/giveme5w1h.jsonl", "E": "stories/giveme5w1h.jsonl", "F": "outlets/fakes.jsonl"}


#: Statements labelled by whether they can be read alone.
LABELLED = ROOT / "evals" / "labels" / "standing.json"


def score() -> list[Figure]:
    """Share of evidence spans (told or attributed, coder 1) that one statement matches by half."""
    figures = list(_standing())
    for name, source in SETS.items():
        spans = _evidence(name)
        articles = {record["id"]: record for record in read_lines(source) if record["id"] in spans}
        hits = floor = total = statements = sentences = 0
        for id_ in sorted(articles):
            record = articles[id_]
            article = Article(id_, record["outlet"], record["title"], record["text"])
            reading = Reading(article)
            ours = [s.span for s in reading.records("statements")]
            whole = [s.span for s in reading.records("sentences")]
            statements += len(ours)
            sentences += len(whole)
            for span in spans[id_]:
                total += 1
                hits += _best(span, ours) >= SAME
                floor += _best(span, whole) >= SAME
        figures.append(
            Figure(
                "statements", f"gold {name}",
                f"{total} evidence spans; {statements / sentences:.2f} statements a sentence",
                "spans matched by one statement, IoU >= 0.5",
                "whole sentences", round(floor / total, 3), round(hits / total, 3),
                "evidence spans chosen by a language model (coder 1)",
            )
        )  # fmt: skip
    return figures


def _standing() -> Iterator[Figure]:
    """Of the statements whose rows come last, how many can't be read alone, and of those how many do.

    The floor puts every statement last.
    """
    rows = json.loads(LABELLED.read_text("utf-8"))["statements"]
    texts = {
        (source, str(record["id"])): record
        for source in sorted({row["source"] for row in rows})
        for record in read_lines(source)
    }
    last, leans = [], []
    for row in rows:
        value = texts[row["source"], row["article"]][row["field"]]
        last.append(not read_alone(value[row["start"] : row["end"]]))
        leans.append(row["labels"][0] != "stands")
    both = sum(a and b for a, b in zip(last, leans, strict=True))
    for measure, trivial, ours in (
        ("rows that come last can't be read alone", sum(leans) / len(rows), both / sum(last)),
        ("what can't be read alone comes last", 1.0, both / sum(leans)),
    ):
        yield Figure(
            "statements", "240 articles", f"{len(rows)} statements", measure, "all come last",
            round(trivial, 3), round(ours, 3), "a language model (half of them: two passes)",
        )  # fmt: skip


def _evidence(name: str) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for cell in read_lines(f"gold/set{name}-coder1.jsonl"):
        if cell["label"] in ("told", "attributed"):
            span = Span(cell["field"], cell["start"], cell["end"], "")
            found.setdefault(cell["article"], []).append(span)
    return found


def _best(gold: Span, spans: Iterable[Span]) -> float:
    """The highest intersection over union, in characters, with any of the spans."""
    best = 0.0
    for span in spans:
        if span.overlaps(gold):
            shared = min(span.end, gold.end) - max(span.start, gold.start)
            best = max(best, shared / (max(span.end, gold.end) - min(span.start, gold.start)))
    return best
