"""Verify: every hash and every span of a project's file, against the texts it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from untold.analysis import Layer, comparisons, layers
from untold.model import Article, evidence_in
from untold.steps import batches
from untold.steps.work import spans_in, wrong
from untold.store.codec import decode_record
from untold.store.database import Store

#: Articles whose layers are held at once.
MANY = 100


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was looked at, and each thing that is not as it should be."""

    articles: int
    spans: int
    evidence: int
    problems: tuple[str, ...]


def verify(store: Store) -> Verified:
    """Every article's hash anew, every span of every layer, every piece of evidence."""
    articles = {article.id: article for article in store.articles()}
    problems = list(store.damage())
    problems += [
        f"article {name!r} is not the one that was stored: its SHA-256 differs"
        for name, stored in store.hashes().items()
        if articles[name].sha256() != stored
    ]
    spans = _Checked()
    evidence = _Checked()
    problems += spans.all(_spans(store, articles))
    problems += evidence.all(_evidence(store, articles))
    return Verified(len(articles), spans.count, evidence.count, tuple(problems))


class _Checked:
    """Counts what was looked at and keeps what was wrong."""

    def __init__(self) -> None:
        self.count = 0

    def all(self, results: Iterator[str | None]) -> list[str]:
        problems = []
        for problem in results:
            self.count += 1
            if problem:
                problems.append(problem)
        return problems


def _spans(store: Store, articles: Mapping[str, Article]) -> Iterator[str | None]:
    for layer in layers().values():
        for names in batches(articles, MANY):
            try:
                held = store.annotations(layer, names)
            except ValueError:  # one of them can't be read: say which
                for name in names:
                    yield from _spans_of_one(store, layer, articles[name])
                continue
            for name, records in held.items():
                yield from _spans_held(layer.name, articles[name], records)


def _spans_of_one(store: Store, layer: Layer, article: Article) -> Iterator[str | None]:
    try:
        held = store.annotations(layer, [article.id])
    except ValueError as error:
        yield f"layer {layer.name} of article {article.id!r} can't be read: {_short(error)}"
    else:
        yield from _spans_held(layer.name, article, held.get(article.id, ()))


def _spans_held(layer: str, article: Article, records: Any) -> Iterator[str | None]:
    for span in spans_in(records):
        said = article.value(span.field)[span.start : span.end]
        yield None if said == span.text else f"layer {layer} of article {article.id!r}: {span}"


def _evidence(store: Store, articles: Mapping[str, Article]) -> Iterator[str | None]:
    for passage in store.passages():
        yield wrong(passage.a, articles)
        yield wrong(passage.b, articles)
    rows: dict[tuple[str, str, int], list[object]] = {}
    for story, analysis, position, piece in store.evidence():
        rows.setdefault((story, analysis, position), []).append(piece)
        problem = wrong(piece, articles)
        yield f"story {story!r}, {analysis} {position}: {problem}" if problem else None
    for story, analysis, position, payload in store.payloads():
        spec = comparisons().get(analysis)
        if spec is None:
            continue
        place = f"story {story!r}, {analysis} {position}"
        try:
            inside = list(evidence_in(decode_record(spec.record, payload)))
        except ValueError as error:
            yield f"{place} can't be read: {_short(error)}"
            continue
        if inside != rows.get((story, analysis, position), []):
            yield f"{place}: its evidence is not what the table evidence holds"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
