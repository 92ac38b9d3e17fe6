"""Where an outlet speaks itself: outside quotation marks and outside what it hands to somebody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from untold.annotate.speech.quotations import Quotation, find_quotations
from untold.model import Article, Field, Span

if TYPE_CHECKING:
    from untold.annotate.voices import Voice


class OwnVoice:
    """The stretches of one field that others speak; all the rest is the outlet's own voice.

    What somebody only wants or thinks ("they opposed the brutal reform") is in the outlet's words.

    Args:
        article: the article.
        name: the field.
        voices: the records of the layer ``voices`` for the article.

    Known failures: those of the voices; a paraphrase without a cue counts as the outlet's.
    """

    def __init__(self, article: Article, name: Field, voices: Iterable[Voice]) -> None:
        self.quotations: list[Quotation] = find_quotations(article.value(name))
        self._others = [(q.start, q.end) for q in self.quotations]
        self._others += [
            (voice.content.start, voice.content.end)
            for voice in voices
            if voice.span.field == name and voice.content is not None and voice.kind == "speech"
        ]

    def holds(self, span: Span) -> bool:
        """Whether the span lies wholly in the outlet's own voice."""
        return not any(start < span.end and span.start < end for start, end in self._others)
