"""The first look at a field: its quotations, what the rules find, and the candidates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from untold.annotate.speech.candidates import find_candidates
from untold.annotate.speech.quotations import find_quotations
from untold.annotate.speech.quoting import find_direct, tokens_inside
from untold.annotate.speech.reporting import find_reported
from untold.annotate.speech.span_tagger import classes_of, given, rows_of
from untold.annotate.speech.weighing import hosts_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from untold.annotate.reading import Reading
    from untold.annotate.speech.candidates import Candidate
    from untold.annotate.speech.quotations import Quotation
    from untold.annotate.speech.quoting import Direct
    from untold.annotate.speech.reporting import Attribution
    from untold.annotate.speech.span_tagger import Given, Labels
    from untold.annotate.speech.weighing import Hosts
    from untold.model import Field


@dataclass(frozen=True)
class FirstLook:
    """A parsed field; everything is found when it is first asked for."""

    doc: Doc

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The quotations, in order."""
        return find_quotations(self.doc.text)

    @cached_property
    def spans(self) -> dict[Quotation, tuple[int, int]]:
        """The tokens of each quotation: the first, and the one behind the last."""
        return dict(zip(self.quotations, tokens_inside(self.doc, self.quotations), strict=True))

    @cached_property
    def quoted(self) -> frozenset[int]:
        """The indices of the tokens inside quotations."""
        return frozenset(i for first, end in self.spans.values() for i in range(first, end))

    @cached_property
    def direct(self) -> list[Direct]:
        """Quotations with their cues."""
        return list(find_direct(self.doc, self.quotations))

    @cached_property
    def ruled(self) -> list[Attribution]:
        """Indirect speech by the rules."""
        return list(find_reported(self.doc, self.quoted))

    @cached_property
    def hosts(self) -> Hosts:
        """What stands inside what the rules find."""
        return hosts_of(self.ruled)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What could be an attribution, in order."""
        return list(find_candidates(self.doc, self.quoted, self.ruled))


def for_tagger(
    reading: Reading, name: Field, look: FirstLook, labels: Labels
) -> tuple[Given, NDArray[np.int64]]:
    """A field's words and its candidates as the span tagger takes them."""
    read = zip(reading.records("sentences"), reading.encoded(), strict=True)
    encoded = [(one.span.start, pieces) for one, pieces in read if one.span.field == name]
    classes = classes_of(look.doc, look.quoted, look.ruled, look.direct, labels)
    return given(look.doc, classes, encoded), rows_of(look.candidates, look.hosts, labels["frame"])
