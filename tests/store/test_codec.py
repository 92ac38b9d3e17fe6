"""What is read back equals what was written, or writing fails."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from untold.annotate.figures import Figure
from untold.compare.facts import Cell, Fact
from untold.model import Evidence, Span, State
from untold.store import codec

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
spans = st.builds(
    Span, st.sampled_from(["title", "text"]), st.integers(0, 99), st.integers(0, 99), words
)
numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)
figures = st.builds(
    Figure, span=spans, value=numbers, low=numbers, high=numbers, hedge=st.none() | words, what=words,
    attributed_to=st.none() | words,
)  # fmt: skip
evidence = st.builds(
    Evidence, words, st.sampled_from(["title", "text"]), st.integers(0, 99), st.integers(0, 99), words
)
cells = st.builds(
    Cell, outlet=words, state=st.sampled_from(State), p=st.floats(0, 1), evidence=st.none() | evidence,
    source=st.none() | words, differs=st.none() | words, nearest=st.none() | evidence,
    missing=st.lists(words, max_size=2).map(tuple), searched=st.integers(0, 9),
    articles=st.lists(words, max_size=2).map(tuple), reason=st.none() | words,
)  # fmt: skip
facts = st.builds(
    Fact, evidence=evidence, sentence=evidence, cells=st.lists(cells, max_size=2).map(tuple)
)


@given(st.lists(figures, max_size=3))
def test_layers_come_back(records):
    assert codec.decode_layer(Figure, codec.encode_layer(Figure, records)) == tuple(records)


@given(st.lists(facts, max_size=3))
def test_findings_come_back(records):
    assert codec.decode_findings(Fact, codec.encode_findings(Fact, records)) == tuple(records)


def test_arrays_come_back():
    array = np.arange(12, dtype=np.float32).reshape(3, 4) / 7
    found = codec.decode_layer(np.ndarray, codec.encode_layer(np.ndarray, array))
    assert found.dtype == np.float32
    assert np.array_equal(found, array)


@pytest.mark.parametrize(
    "bad",
    [
        Figure(Span("text", 0, 1, "x"), "nine", None, None, None, "killed", None),  # type: ignore[arg-type]
        Figure(Span("body", 0, 1, "x"), 9, None, None, None, "killed", None),  # type: ignore[arg-type]
        Span("text", 0, 1, "x"),
    ],
)
def test_a_record_that_breaks_its_type_is_not_written(bad):
    with pytest.raises(ValueError, match=r"."):
        codec.encode_layer(Figure, [bad])
