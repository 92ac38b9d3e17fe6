"""Statements: one checkable clause each, exact offsets, nothing that nobody could check."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untold.annotate.statements import MIN_WORDS, find_statements
from untold.model import Article


def statements(text: str, title: str = "") -> list[str]:
    return [s.span.text for s in find_statements(Article("a", "Tidings", title, text))]


def test_clauses_with_their_own_subject_are_two_statements() -> None:
    found = statements("Four people were killed and six children were wounded in Velmora.")
    assert found == ["Four people were killed", "six children were wounded in Velmora"]


def test_a_shared_subject_keeps_the_sentence_whole() -> None:
    text = "The flood killed four people and destroyed the bridge in Velmora."
    assert statements(text) == [text[:-1]]


def test_a_clause_of_time_with_its_own_actor_is_a_statement() -> None:
    found = statements("The road was closed after a bomb exploded near the market.")
    assert found == ["The road was closed", "a bomb exploded near the market"]


def test_a_clause_that_leans_on_a_pronoun_stays() -> None:
    text = "The pilot was captured after his plane crashed near the town."
    assert statements(text) == [text[:-1]]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said that the bridge had collapsed in the morning.",
        "The bridge had collapsed in the morning, the mayor told reporters.",
        "The ministry believes the fire started in the kitchen.",
        "If the river rises again, the town will be evacuated.",
    ],
)
def test_what_somebody_says_or_supposes_is_not_cut_off(text: str) -> None:
    assert statements(text) == [text[:-1]]


def test_a_quotation_of_two_sentences_is_two_statements() -> None:
    found = statements("“The bridge has fallen. The army must rebuild it,” said Ilva Torren.")
    assert found == ["The bridge has fallen", "The army must rebuild it,” said Ilva Torren"]


@pytest.mark.parametrize(
    "text",
    [
        "Who opened the gates of the dam?",
        "Read more about the flood in our archive.",
        "Send us your pictures of the flood.",
        "Follow us on social media for updates.",
        "Copyright 2031 The Velmora Tidings.",
        "Image copyright Tidings Image caption The dam seen from above",
        "By Ilva Torren and Oskar Reyl",
        "Good morning and welcome to our live page.",
        "A view of the old harbour.",
        "He left.",
        "",
        " \n\t ",
    ],
)
def test_nothing_to_check_is_no_statement(text: str) -> None:
    assert statements(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VELMORA (Reuters) - The dam broke on Monday.", "The dam broke on Monday"),
        ("12 May 2031 The dam broke near Velmora.", "The dam broke near Velmora"),
        ("But the dam broke near the village.", "the dam broke near the village"),
    ],
)
def test_datelines_and_conjunctions_are_trimmed(text: str, expected: str) -> None:
    assert statements(text) == [expected]


def test_a_bracketed_name_is_no_dateline() -> None:
    text = "The Velmora Dam Board (VDB) said the dam was safe."
    assert statements(text) == [text[:-1]]


def test_a_headline_is_a_statement_without_a_verb() -> None:
    assert statements("", title="Four dead in Velmora dam break") == ["Four dead in Velmora dam break"]


def test_sentence_indexes_are_those_of_the_sentences_layer() -> None:
    article = Article(
        "a", "Tidings", "Dam breaks near old Velmora", "Who knew? The dam broke on Monday."
    )
    assert [(s.span.field, s.sentence) for s in find_statements(article)] == [("title", 0), ("text", 2)]


WORDS = st.sampled_from(
    ["the", "dam", "broke", "and", "four", "people", "were", "killed", "while", "police",
     "said", "that", "after", "if", ",", ".", "“", "”", '"', "'", "?", "\n", "(", ")", "—",
     "Velmora", "(AFP)", "12", "May", "2031", "🜁", "é"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_offsets_hold_and_statements_do_not_overlap(text: str) -> None:
    article = Article("a", "Tidings", "", text)
    found = list(find_statements(article))
    for statement in found:
        span = statement.span
        assert article.value(span.field)[span.start : span.end] == span.text
        assert len(span.text.split()) >= MIN_WORDS - 1  # "dead-locked" counts two words
        assert span.text == span.text.strip()
    for one, other in pairwise(found):
        assert one.span.end <= other.span.start
