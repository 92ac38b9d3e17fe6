from typing import Any

import pytest

from tests.present import sample as flood
from untold.present.terminal import SHORT, render_story, render_summary, render_table


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return flood.sample()


def test_the_summary_counts_everything_once(document: dict[str, Any]) -> None:
    text = render_summary(document)
    assert "11 articles from 9 outlets: 2 stories, 1 compared, 1 with nothing to compare" in text
    story = document["stories"][0]
    cells = [cell for fact in story["facts"] for cell in (*fact["cells"], *story["coverage"])]
    line = next(line for line in text.splitlines() if line.startswith("Cells: "))
    assert sum(int(part.split()[0]) for part in line.removeprefix("Cells: ").split(", ")) == len(cells)
    assert "2 inputs left out, 1 input with a note" in text
    assert "flood.jsonl:12" not in text  # listed on standard error alone
    assert "1 x a paywall notice" in text


def test_a_story_shows_each_fact_and_short_states(document: dict[str, Any]) -> None:
    text = render_story(document, "s-flood")
    assert "UNTOLD" in text
    assert "The gatehouse had been locked from outside" in text
    assert "at least 9 (a nurse)" in text
    assert "“strikers”: Halvar Wire “wreckers”" in text


def test_every_state_has_its_own_short_word() -> None:
    from untold.model import State

    assert list(SHORT) == [state.value for state in State]
    assert len(set(SHORT.values())) == len(SHORT)


def test_an_unknown_story_is_an_error(document: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        render_story(document, "nowhere")


def test_control_characters_of_the_data_never_reach_the_terminal(document: dict[str, Any]) -> None:
    document = {**document, "stories": [{**document["stories"][0], "title": "a\x1b[31mred\u202eback"}]}
    text = render_summary(document) + render_story(document, "s-flood")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_numbers_stand_right_and_words_left() -> None:
    lines = render_table([("7", "a"), ("12", "bb")], ("n", "word"))
    assert lines[2:] == [" 7  a", "12  bb"]
