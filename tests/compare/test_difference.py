from __future__ import annotations

import pytest

from untold.annotate.reading import Reading
from untold.compare import matching
from untold.compare.difference import differing_part, negated
from untold.model import Article, Story

LAYERS = ("sentences", "terms", "embeddings")


def rows(text: str) -> list[matching.Row]:
    article = Article("a", "Maren Tribune", "", text)
    reading = Reading(article)
    story = Story("s", (article,), {layer: {"a": reading.records(layer)} for layer in LAYERS})
    return matching.rows_of(story, article, "sentences")


TOLD = rows(
    "Twelve dockers were arrested in Port Maren on Tuesday after the strike, the harbour police said."
)


@pytest.mark.parametrize(
    ("fact", "part"),
    [
        ("Fifteen dockers were arrested in Port Maren after the strike.", "number"),
        ("Twelve dockers were arrested in Port Maren on Friday after the strike.", "time"),
        ("Twelve dockers were arrested in Selene after the strike.", "place"),
        ("Kestrel arrested twelve dockers in Port Maren after the strike.", "actor"),
        ("Twelve dockers were not arrested in Port Maren after the strike.", "polarity"),
        ("Twelve dockers were arrested in Port Maren on a rooftop after the strike.", "detail"),
    ],
)
def test_the_part_that_differs(fact: str, part: str) -> None:
    assert differing_part(matching.sought_text(fact), TOLD) == part


def test_a_part_that_another_sentence_has_is_not_missing() -> None:
    near = [*TOLD, *rows("All fifteen were let go by the evening.")]
    sought = matching.sought_text("Fifteen dockers were arrested in Port Maren.")
    assert matching.missing(sought, TOLD)
    assert not matching.missing(sought, near)


def test_negation() -> None:
    assert negated("The mayor didn’t open the gates.")
    assert negated("Nobody was hurt.")
    assert not negated("The mayor opened the northern gates.")
