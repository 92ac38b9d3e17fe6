from __future__ import annotations

import pytest

from tests.compare.stories import ARTICLES, fire_story
from untold.analysis import Settings
from untold.compare.ask import Answer, Query, answer
from untold.model import State


def ask(fact: str) -> dict[str, Answer]:
    return {a.article: a for a in answer([Query("q", fact)], fire_story(), Settings())}


def test_a_fact_in_other_words_is_found_with_its_sentence() -> None:
    found = ask("Nine people died in the fire at the harbour of Port Maren.")
    for article in ("a1", "b1"):
        assert found[article].state.said
        assert found[article].text is not None
    assert found["c1"].state in (State.UNTOLD, State.UNSURE)


def test_another_number_is_partial_or_untold_never_told() -> None:
    found = ask("Seventeen dockers were killed, the harbour office said.")
    assert found["b1"].state in (State.PARTIAL, State.UNTOLD, State.UNSURE)


def test_something_nobody_said_is_told_by_nobody() -> None:
    found = ask("The football cup was won by Eastern Rovers after extra time.")
    assert not any(a.state.said for a in found.values())
    assert found["a1"].state == State.UNTOLD
    assert found["a1"].nearest is not None
    assert found["a1"].p < 0.05


def test_a_stub_is_never_untold() -> None:
    assert ask("The football cup was won by Eastern Rovers.")["d1"].state == State.UNREADABLE


@pytest.mark.parametrize("words", ["?", "…", "  ", "'", "12"])
def test_a_fact_with_hardly_a_word_breaks_nothing(words: str) -> None:
    found = ask(words)
    assert set(found) == {article.id for article in ARTICLES}
    assert all(0 <= a.p <= 1 for a in found.values())


def test_one_answer_for_each_query_and_article_in_order() -> None:
    queries = [Query("one", "A fire destroyed a store."), Query("two", "Nine dockers were killed.")]
    found = list(answer(queries, fire_story(), Settings()))
    assert [(a.fact, a.article) for a in found] == [
        (q.id, article.id) for q in queries for article in ARTICLES
    ]
