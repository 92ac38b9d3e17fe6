"""An article as the layers read it: parsed once, each layer's records computed once and shared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from untold.model import FIELDS, Article, Field, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan

    from untold.models import Pieces


class Reading:
    """One article under annotation. Every layer's ``find`` takes one.

    Args:
        article: the article.
        nlp: a spaCy pipeline with a parser, a tagger and entities; the pinned one if None.
    """

    def __init__(self, article: Article, nlp: Language | None = None) -> None:
        self.article = article
        self._nlp = nlp
        self._docs: dict[Field, Doc] = {}
        self._records: dict[str, Any] = {}
        self._encoded: tuple[Pieces, ...] | None = None

    def doc(self, name: Field) -> Doc:
        """The parsed field. A line break always ends a sentence."""
        if name not in self._docs:
            if self._nlp is None:
                from untold.models import parser

                self._nlp = parser()
            doc = self._nlp.make_doc(self.article.value(name))
            for token in doc[1:]:
                if "\n" in doc[token.i - 1].text:
                    token.is_sent_start = True
            self._docs[name] = self._nlp(doc) if len(doc) else doc
        return self._docs[name]

    def docs(self) -> list[tuple[Field, Doc]]:
        """The parsed fields that hold any text, title first."""
        return [(name, self.doc(name)) for name in FIELDS if self.article.value(name).strip()]

    def span(self, name: Field, part: DocSpan) -> Span:
        """A stretch of tokens as a span of the article."""
        return self.article.span(name, part.start_char, part.end_char)

    def encoded(self) -> tuple[Pieces, ...]:
        """What the encoder reads of each record of the layer ``sentences``, computed at most once."""
        if self._encoded is None:
            from untold.models import encoder

            self._encoded = tuple(encoder().pieces([s.span.text for s in self.records("sentences")]))
        return self._encoded

    def records(self, layer: str) -> Any:
        """Another layer's records for this article, computed at most once.

        Raises:
            KeyError: there is no such layer.
        """
        if layer not in self._records:
            from untold.analysis import layers

            found = layers()[layer].find(self)
            self._records[layer] = tuple(found) if not hasattr(found, "shape") else found
        return self._records[layer]


def read(source: Article | Reading) -> Reading:
    """The reading of an article; a reading is handed through."""
    return source if isinstance(source, Reading) else Reading(source)
