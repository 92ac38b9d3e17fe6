"""Stories from a stream: articles in portions, in any order, with restarts in between."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.data import data_folder
from tests.group.invented import FERRY, FERRY_AGAIN, STRIKE, news, outlets, retold
from untold.group import group
from untold.group.stories import Stories, find_stories
from untold.model import Article


def _parts(placed: dict[str, str]) -> set[frozenset[str]]:
    stories: dict[str, set[str]] = {}
    for article, story in placed.items():
        stories.setdefault(story, set()).add(article)
    return {frozenset(members) for members in stories.values()}


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 16), st.randoms(use_true_random=False))
def test_a_stream_in_any_order_ends_like_a_batch(size: int, chance: random.Random) -> None:
    articles = news()
    chance.shuffle(articles)
    stories = Stories()
    for start in range(0, len(articles), size):
        stories.add(articles[start : start + size])
    assert _parts(stories.placed) == _parts(find_stories(news()))


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 16), st.randoms(use_true_random=False))
def test_a_restart_changes_nothing(size: int, chance: random.Random) -> None:
    articles = news()
    chance.shuffle(articles)
    stories, placed = Stories(), dict[str, str]()
    for start in range(0, len(articles), size):
        stories.add(articles[start : start + size])
        again = Stories(articles[:start], placed)
        again.add(articles[start : start + size])
        placed = again.placed
        assert placed == stories.placed
    assert group(articles, placed).placements == group(news(), placed).placements


def test_a_second_run_on_the_same_articles_changes_nothing() -> None:
    placed = find_stories(news())
    assert find_stories(news(), placed) == placed
    assert Stories(news(), placed).add([]) == {}


def test_a_late_arrival_joins_and_the_story_keeps_its_id() -> None:
    told = outlets("ferry", FERRY, "2031-03-02", 5)
    stories = Stories()
    stories.add([*told[1:], *outlets("strike", STRIKE, "2031-03-04")])
    before = dict(stories.placed)
    early = replace(told[0], published="2031-03-01")  # the first report comes in last
    assert stories.add([early]) == {early.id: before["ferry-1"]}
    assert {name: stories.placed[name] for name in before} == before


def test_a_story_splits_when_more_is_known_and_one_part_keeps_its_id() -> None:
    ferry = outlets("ferry", FERRY, "2031-03-02", 5)
    again = outlets("again", FERRY_AGAIN, "2031-03-05", 4)
    stories = Stories([ferry[0], again[0]], {"ferry-0": "s-both", "again-0": "s-both"})
    stories.add([*ferry[1:], *again[1:]])
    assert _parts(stories.placed) == {
        frozenset(article.id for article in event) for event in (ferry, again)
    }
    assert [stories.placed[name] == "s-both" for name in ("ferry-4", "again-3")].count(True) == 1


def test_stories_merge_when_what_links_them_comes_in_and_the_larger_one_keeps_its_id() -> None:
    # the first reports share no word of the event
    one = [Article(f"one-{i}", f"Outlet {i}", "", FERRY[1], published="2031-03-02") for i in range(2)]
    other = Article("other-0", "Outlet 7", "", FERRY[4], published="2031-03-02")
    stories = Stories()
    stories.add([*one, other, *outlets("strike", STRIKE, "2031-03-04")])
    before = dict(stories.placed)
    assert before["one-0"] != before["other-0"]
    links = [Article(f"whole-{i}", f"Outlet {i}", "", retold(FERRY, i, 6), published="2031-03-02")
             for i in range(3)]  # fmt: skip
    changed = stories.add(links)
    assert {changed[name] for name in ("whole-0", "whole-1", "whole-2", "other-0")} == {before["one-0"]}
    assert stories.placed["strike-0"] == before["strike-0"]


def test_an_id_is_never_given_twice() -> None:
    """The article that a story is called after leaves it: a story of its own needs another name."""
    told = outlets("ferry", FERRY, "2031-03-02", 4)
    named = find_stories(told)["ferry-0"]
    strike = outlets("strike", STRIKE, "2031-03-04", 3)
    wrongly = {article.id: named for article in [*told[1:], *strike]}
    wrongly["ferry-0"] = find_stories(strike)["strike-0"]  # as an earlier state might have it
    stories = Stories([*told, *strike], wrongly)
    stories.add([replace(told[1], id="ferry-9"), replace(strike[0], id="strike-9")])
    ferry = {stories.placed[article.id] for article in told}
    assert len(ferry) == 1
    assert not ferry & {stories.placed[article.id] for article in strike}


def test_only_what_a_new_article_is_like_is_grouped_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    from untold.group import stories as module

    grouped: list[int] = []
    cluster = module._cluster

    def counting(matrix: object, days: object, active: object, numbers: object) -> object:
        grouped.append(len(active))  # type: ignore[arg-type]
        return cluster(matrix, days, active, numbers)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_cluster", counting)
    stories = Stories()
    stories.add(news())
    stories.add([Article("late", "Outlet 8", "", retold(STRIKE, 2), published="2031-03-05")])
    # the strike, the report itself, and what is a little like it within a day; not what is older
    assert grouped == [len(news()), 11]


@pytest.mark.skipif(data_folder() is None, reason="no development data here")
def test_a_stream_of_the_development_data_is_near_its_batch() -> None:
    from evals.articles import article_of
    from evals.data import read_lines
    from evals.scores import bcubed
    from evals.stories import streamed

    articles = [article_of(record) for record in read_lines("stories/giveme5w1h.jsonl")]
    batch, stream = find_stories(articles), streamed(articles, 20)
    ids = sorted(batch)
    assert bcubed([stream[i] for i in ids], [batch[i] for i in ids])[2] > 0.95
