"""Whether an article says a fact itself or gives it to somebody."""

from __future__ import annotations

import pytest

from tests.compare.stories import fire_story
from untold.compare.attribution import (
    ATTRIBUTION_FEATURES,
    NOWHERE,
    attribution_features,
    nearest_source,
    shared_words,
    source_of,
)
from untold.compare.matching import Row, rows_of, sought_text
from untold.model import Article, Story

TEXT = (
    "Nine dockers were killed, the harbour office said. The store had no sprinklers. "
    "“We ran for the river,” said Ilsa Torn."
)


@pytest.fixture(scope="module")
def story() -> Story:
    return fire_story((Article("a", "Tribune", "Nine dockers killed", TEXT),))


@pytest.fixture(scope="module")
def rows(story: Story) -> list[Row]:
    return rows_of(story, story.articles[0], "sentences")


def features(fact: str, row: Row, story: Story, *likely: tuple[Row, float]) -> dict[str, float]:
    found = attribution_features(sought_text(fact), row, likely, story)
    return dict(zip(ATTRIBUTION_FEATURES, found.tolist(), strict=True))


def test_words_inside_what_somebody_says_count_and_those_that_name_the_speaker_dont(
    story: Story, rows: list[Row]
) -> None:
    fact = "The harbour office said that nine dockers were killed."
    found = features(fact, rows[1], story)
    assert found["in_speech"] == 1
    assert found["speech_near"] == 1
    assert found["fact_reports"] == 1
    sought = sought_text(fact)
    assert source_of(shared_words(sought, rows[1]), story, rows[1].article) == "the harbour office"


def test_the_outlet_s_own_words_are_nobody_s(story: Story, rows: list[Row]) -> None:
    fact = "There were no sprinklers in the store."
    found = features(fact, rows[2], story)
    assert found["in_speech"] == found["in_voice"] == found["speech_near"] == 0
    assert found["fact_reports"] == 0
    assert source_of(shared_words(sought_text(fact), rows[2]), story, rows[2].article) is None
    assert nearest_source(rows[2], story) is None


def test_a_title_may_say_in_the_outlet_s_voice_what_the_text_gives_to_somebody(
    story: Story, rows: list[Row]
) -> None:
    fact = "Nine dockers were killed."
    read = [(rows[1], 5.0), (rows[0], 4.0)]
    assert features(fact, rows[1], story, *read)["own_voice"] == 4.0
    assert features(fact, rows[1], story, read[0])["own_voice"] == NOWHERE


def test_the_speaker_of_the_sentence_stands_in_where_no_content_holds_the_words(
    story: Story, rows: list[Row]
) -> None:
    assert nearest_source(rows[3], story) == "Ilsa Torn"
