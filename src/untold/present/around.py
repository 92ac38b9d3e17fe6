"""What evidence stands in: the sentences that findings cite, and what stands around these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import groupby
from typing import Any

from untold.model import Article, Evidence, Span, Story

# A sentence longer than this has lost its punctuation; it is cut to a window around what it proves.
LONGEST_SENTENCE = 700
WINDOW = 240
# Characters of a paragraph kept on each side of a sentence. The page shows a little less and marks the
# cut (`FAR` in proof.js), so what is cut here is always marked there. Text without line breaks is one
# paragraph: whole, it would make the report an archive of the articles.
KEPT = 760

_AS_IT_IS = frozenset({str, int, bool})


def cited_sentences(
    findings: Mapping[str, Iterable[Any]], known: Mapping[str, Article], story: Story
) -> list[Evidence]:
    """The sentences that the evidence in a story's findings stands in, each once, in order.

    Args:
        findings: what each comparison found, by its name.
        known: every cited article by its id.
        story: the story with its layer ``sentences``; without it, evidence stands for itself.
    """
    cited: set[Evidence] = set()
    for records in findings.values():
        _gather(records, cited)
    return sorted({_sentence(evidence, known[evidence.article], story) for evidence in cited})


def paragraphs(sentences: Iterable[Evidence], known: Mapping[str, Article]) -> list[Evidence]:
    """The sentences' paragraphs: lines of the text, up to ``KEPT`` characters around each sentence.

    Stretches of one line that touch are one. A title is its own paragraph and isn't repeated.
    """
    found: list[Evidence] = []
    in_text = (s for s in sorted(sentences) if s.field == "text")
    for name, cited in groupby(in_text, key=lambda s: s.article):
        article = known[name]
        last: tuple[int, int] | None = None
        for sentence in cited:
            low, high = _stretch(article.text, sentence)
            if last and low <= last[1]:
                last = (last[0], max(high, last[1]))
                continue
            if last:
                found.append(Evidence.of(article, article.span("text", *last)))
            last = (low, high)
        if last:
            found.append(Evidence.of(article, article.span("text", *last)))
    return found


def _stretch(text: str, sentence: Evidence) -> tuple[int, int]:
    """The lines that a sentence stands in, cut at spaces to what is kept on each side."""
    low = text.rfind("\n", 0, sentence.start) + 1
    end = text.find("\n", sentence.end)
    high = len(text) if end < 0 else end
    return _cut(text, (low, high), (sentence.start, sentence.end), KEPT)


def _sentence(evidence: Evidence, article: Article, story: Story) -> Evidence:
    """The sentence or sentences a piece of evidence stands in; itself where none are known."""
    start, end = evidence.start, evidence.end
    for sentence in _spans(story.records("sentences", article)):
        if sentence.field == evidence.field and sentence.start < end and evidence.start < sentence.end:
            start, end = min(start, sentence.start), max(end, sentence.end)
    if end - start > LONGEST_SENTENCE:
        text = article.value(evidence.field)
        start, end = _cut(text, (start, end), (evidence.start, evidence.end), WINDOW)
    return Evidence.of(article, article.span(evidence.field, start, end))


def _spans(records: Iterable[Any]) -> Iterator[Span]:
    for record in records:
        yield record.span


def _cut(text: str, whole: tuple[int, int], inner: tuple[int, int], kept: int) -> tuple[int, int]:
    """``whole`` with at most ``kept`` characters left on each side of ``inner``, cut at spaces."""
    low, high = max(whole[0], inner[0] - kept), min(whole[1], inner[1] + kept)
    if low > whole[0]:
        space = text.find(" ", low, inner[0])
        low = space + 1 if space >= 0 else inner[0]
    if high < whole[1]:
        space = text.rfind(" ", inner[1], high)
        high = space if space >= 0 else inner[1]
    return low, high


def _gather(value: Any, found: set[Evidence]) -> None:
    """Adds every piece of evidence inside a record (``evidence_in``, without its cost per value)."""
    if type(value) in _AS_IT_IS or value is None:
        return
    if isinstance(value, Evidence):
        found.add(value)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _gather(item, found)
    else:
        for name in parts(value.__class__):
            _gather(getattr(value, name), found)


@cache
def parts(kind: type[Any]) -> tuple[str, ...]:
    """The names of a dataclass's fields; none for anything else."""
    return tuple(part.name for part in fields(kind)) if is_dataclass(kind) else ()
