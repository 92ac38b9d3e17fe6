"""Sentences: what a gap is searched in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from untold.analysis import Layer
from untold.annotate.reading import Reading, read
from untold.model import Article, Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``index`` counts through the title first, then the text."""

    span: Span
    index: int


def find_sentences(source: Article | Reading) -> Iterator[Sentence]:
    """Every sentence of title and text that holds a letter or digit, trimmed of white space.

    Borders come from the parser; a line break always is one. Known failure: text whose punctuation
    was stripped runs several sentences into one.
    """
    reading = read(source)
    index = 0
    for name, doc in reading.docs():
        for part in doc.sents:
            raw = part.text
            start = part.start_char + len(raw) - len(raw.lstrip())
            end = part.start_char + len(raw.rstrip())
            if start < end and any(c.isalnum() for c in raw):
                yield Sentence(reading.article.span(name, start, end), index)
                index += 1


SPEC = Layer(
    name="sentences",
    version=1,
    record=Sentence,
    find=find_sentences,
    summary="sentences of title and text",
    models=("parser",),
)
