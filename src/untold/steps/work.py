"""The units of work that a runner spreads: one article, one story. Pure: all they need comes with them.

What they yield is encoded here, where the work is done, so that what a run compares and shows is
what its file holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from untold.analysis import Settings, comparisons, layers
from untold.execution import attempt
from untold.model import Article, Evidence, Span, Story, evidence_in
from untold.store.codec import Payload, decode_findings, encode_findings, encode_layer


@dataclass(frozen=True, slots=True)
class LayerResult:
    """One layer of one article: its encoded records, or why there are none."""

    layer: str
    payload: Payload | None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class FindingResult:
    """One comparison of one story: its encoded findings with their evidence, or why there are none."""

    analysis: str
    findings: tuple[tuple[str, tuple[Evidence, ...]], ...]
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleTask:
    """An article and the layers to find in it, those that others need first."""

    article: Article
    layers: tuple[str, ...]


@dataclass(frozen=True)
class StoryTask:
    """A story, with the findings it has already, and the comparisons to make, in their order."""

    story: Story
    comparisons: tuple[str, ...]
    settings: Settings


def annotate_article(task: ArticleTask) -> list[LayerResult]:
    """The layers of one article; one that fails is told as failed and so are those that need it."""
    from untold.annotate.reading import Reading

    reading = Reading(task.article)

    def find(name: str) -> Payload:
        records = reading.records(name)
        for span in spans_in(records):
            if task.article.value(span.field)[span.start : span.end] != span.text:
                raise ValueError(f"{name}: {span} is not what the article says")
        return encode_layer(layers()[name].record, records)

    found = [(name, attempt(find, name)) for name in task.layers]
    return [LayerResult(name, outcome.value, outcome.failure) for name, outcome in found]


def compare_story(task: StoryTask) -> list[FindingResult]:
    """The findings of one story; a comparison that builds on one that failed fails with it."""
    known = dict(task.story.findings)
    articles = {article.id: article for article in task.story.articles}

    def compare(name: str) -> tuple[tuple[str, tuple[Evidence, ...]], ...]:
        spec = comparisons()[name]
        if failed := [other for other in spec.after if other not in known]:
            raise ValueError(f"it builds on {', '.join(failed)}, which failed")
        story = replace(task.story, findings={other: known[other] for other in spec.after})
        seen = spec.settings(task.settings)
        return _checked(spec.record, tuple(spec.compare(story, seen)), articles)

    results = []
    for name in task.comparisons:
        outcome = attempt(compare, name)
        findings = outcome.value or ()
        if outcome.failure is None:
            known[name] = decode_findings(comparisons()[name].record, [f for f, _ in findings])
        results.append(FindingResult(name, findings, outcome.failure))
    return results


def _checked(
    kind: type[Any], records: tuple[Any, ...], articles: Mapping[str, Article]
) -> tuple[tuple[str, tuple[Evidence, ...]], ...]:
    """Findings encoded, each with the evidence inside it once every piece was held to its article."""
    evidence = [tuple(evidence_in(record)) for record in records]
    for pieces in evidence:
        for piece in pieces:
            if problem := wrong(piece, articles):
                raise ValueError(problem)
    return tuple(zip(encode_findings(kind, records), evidence, strict=True))


def wrong(piece: Evidence, articles: Mapping[str, Article]) -> str | None:
    """What is wrong with a piece of evidence, or None if its article says just that."""
    article = articles.get(piece.article)
    if article is None:
        return f"evidence from {piece.article!r}, an article that is not here"
    if article.value(piece.field)[piece.start : piece.end] != piece.text:
        return (
            f"evidence that article {piece.article!r} does not hold at "
            f"{piece.field}[{piece.start}:{piece.end}]: {piece.text[:80]!r}"
        )
    return None


def spans_in(record: Any) -> Iterator[Span]:
    """Every span inside records of a layer."""
    if isinstance(record, Span):
        yield record
    elif is_dataclass(record) and not isinstance(record, type):
        for part in fields(record):
            yield from spans_in(getattr(record, part.name))
    elif isinstance(record, tuple | list):
        for item in record:
            yield from spans_in(item)
