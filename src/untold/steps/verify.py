"""Verify: every hash and every span of a project's file, against the texts it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from untold.analysis import comparisons, layers
from untold.model import Article, evidence_in
from untold.steps.work import spans_in, wrong
from untold.store.codec import decode_record
from untold.store.database import Store


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
    for name, layer in layers().items():
        for article in articles:
            try:
                held = store.annotations(layer, [article])
            except ValueError as error:
                yield f"layer {name} of article {article!r} can't be read: {_short(error)}"
                continue
            for span in spans_in(held.get(article, ())):
                said = articles[article].value(span.field)[span.start : span.end]
                yield None if said == span.text else f"layer {name} of article {article!r}: {span}"


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
