from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from untold.annotate.embeddings import find_embeddings
from untold.annotate.reading import Reading
from untold.annotate.sentences import find_sentences
from untold.annotate.terms import find_terms
from untold.model import Article

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)


def keys(text: str) -> list[str]:
    return [term.key for term in find_terms(Article("x", "o", "", text))]


def test_number_words_and_digits_meet() -> None:
    assert "44" in keys("Forty-four dockers were hurt.")
    assert "44" in keys("The office counted 44 dockers.")
    assert "1500000" in keys("They paid 1.5 million crowns.")


def test_other_names_of_one_actor_meet() -> None:
    assert "usa" in keys("The United States sent ships.")
    assert "usa" in keys("American ships came.")
    assert "usa" not in keys("They told us to leave.")
    assert "usa" not in keys("THEY TOLD US TO LEAVE THE TOWN")


def test_words_that_carry_nothing_are_left_out() -> None:
    assert keys("It was said that they would have to do so.") == []


@settings(max_examples=40, deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_spans_hold_for_any_text(title: str, text: str) -> None:
    article = Article("x", "o", title, text)
    reading = Reading(article)
    sentences = list(find_sentences(reading))
    for record in [*sentences, *find_terms(reading)]:
        span = record.span
        assert article.value(span.field)[span.start : span.end] == span.text
        assert span.text
    assert [s.index for s in sentences] == list(range(len(sentences)))
    pieces = find_embeddings(reading)
    for piece in pieces:
        span = sentences[piece["sentence"]].span
        assert span.start <= piece["start"] <= piece["end"] <= span.end


def test_a_sentence_longer_than_the_encoder_reads_is_read_to_its_end() -> None:
    article = Article("x", "o", "", " ".join(f"word{n}" for n in range(300)))
    pieces = find_embeddings(article)
    assert int(pieces["end"].max()) == len(article.text)


def test_a_sentence_has_the_same_vectors_in_any_company() -> None:
    alone = find_embeddings(Article("x", "o", "", "The gates were locked."))
    text = "The gates were locked.\nAnother line, much longer than that, stands beneath it."
    among = find_embeddings(Article("x", "o", "", text))
    assert np.array_equal(alone["vector"], among[among["sentence"] == 0]["vector"])
