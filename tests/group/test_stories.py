from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import untold.group.stories as module
from evals.data import data_folder
from tests.group.invented import FERRY, STRIKE, news, outlets
from untold.group import group, likeness
from untold.group.linkage import average_linkage, best_cut
from untold.group.moments import moment_of
from untold.group.stories import find_stories
from untold.group.terms import matrix_of, terms_of
from untold.model import Article, Readability


def test_each_event_is_one_story_and_look_alikes_come_apart() -> None:
    stories = find_stories(news())
    events: dict[str, set[str]] = {}
    for article, story in stories.items():
        events.setdefault(story, set()).add(article.split("-")[0])
    assert sorted(map(sorted, events.values())) == [["again"], ["alone"], ["ferry"], ["strike"]]


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_makes_no_difference(chance: object) -> None:
    shuffled = news()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert group(shuffled) == group(news())


def test_a_later_article_keeps_the_story_id_and_an_earlier_one_changes_it() -> None:
    first = outlets("ferry", FERRY, "2031-03-02", 3)
    later = Article("later", "Outlet 8", "", first[0].text, published="2031-03-03")
    before = find_stories(first)["ferry-0"]
    assert set(find_stories([*first, later]).values()) == {before}
    earlier = replace(later, published="2031-03-01")
    (after,) = set(find_stories([*first, earlier]).values())
    assert after != before


def test_languages_never_share_a_story() -> None:
    one, other = outlets("ferry", FERRY, "2031-03-02", 2)
    stories = find_stories([replace(one, language="en"), replace(other, language="de")])
    assert len(set(stories.values())) == 2


def test_articles_without_words_stand_alone() -> None:
    empty = [
        Article("a", "", "", "", readability=Readability.EMPTY),
        Article("b", "", "", "   \n"),
        Article("c", "", "", "— …!"),
        Article("d", "", "", "Halmira"),
    ]
    assert len(set(find_stories(empty).values())) == 4
    assert find_stories([]) == {}


def test_a_stub_is_placed_by_its_title() -> None:
    told = outlets("ferry", FERRY, "2031-03-02", 4)
    notice = "Subscribe to read on. Already a reader of the Outlet? Log in to your account here."
    stubs = [
        Article("s1", "Paywalled", "Ferry Halmira sinks off Ostrel, 14 drowned", notice,
                published="2031-03-02", readability=Readability.STUB),
        Article("s2", "Paywalled", "Glove maker honoured by a moth", notice,
                published="2031-03-02", readability=Readability.STUB),
    ]  # fmt: skip
    stories = find_stories([*told, *stubs])
    assert stories["s1"] == stories["ferry-0"]
    assert stories["s2"] != stories["s1"]


def test_the_same_words_years_apart_are_two_events_in_a_crowd_of_their_kind() -> None:
    crowd = [
        Article(f"toll-{day:02}", "Outlet 1", "", f"Shelling of the Marn district killed {day} people "
                "on the hill road, the Marn council said. Medics took the wounded to the Marn clinic.",
                published=f"20{31 + day // 12}-{day % 12 + 1:02}-11")
        for day in range(40)
    ]  # fmt: skip
    twin = replace(crowd[7], id="twin", outlet="Outlet 2")
    stories = find_stories([*crowd, twin])
    assert stories["twin"] == stories["toll-07"]
    assert stories["toll-07"] != stories["toll-30"]


def test_two_articles_of_one_id_are_refused() -> None:
    article = Article("a", "", "", "The ferry Halmira sank.")
    with pytest.raises(ValueError, match="'a'"):
        group([article, replace(article, text="Other words")])


def test_average_linkage_merges_by_the_mean() -> None:
    pairs = (np.array([0, 1, 0, 2]), np.array([1, 2, 2, 3]), np.array([0.9, 0.5, 0.1, 0.2]))
    assert average_linkage(5, pairs, 0.25, 0.0, 0.0) == [[0, 1, 2], [3], [4]]
    assert average_linkage(5, pairs, 0.35, 0.0, 0.0) == [[0, 1], [2], [3], [4]]
    assert average_linkage(5, pairs, 0.25, 0.5, 0.0) == [[0, 1], [2], [3], [4]]
    # 0.6 over two pairs is 0.2 when a third of 0 is added; 0.9 over one is 0.45
    assert average_linkage(5, pairs, 0.25, 0.0, 1.0) == [[0, 1], [2], [3], [4]]
    assert average_linkage(5, pairs, 0.5, 0.0, 1.0) == [[0], [1], [2], [3], [4]]


def test_the_best_cut_finds_two_blocks() -> None:
    similarity = np.full((6, 6), 0.01)
    similarity[:3, :3] = similarity[3:, 3:] = 0.5
    np.fill_diagonal(similarity, 0.0)
    found = best_cut(similarity[np.ix_([0, 3, 1, 4, 2, 5], [0, 3, 1, 4, 2, 5])])
    assert found is not None
    value, one, other = found
    assert value < 0.1
    assert sorted([one.tolist(), other.tolist()]) == [[0, 2, 4], [1, 3, 5]]
    assert best_cut(np.zeros((3, 3))) is None


def test_groups_are_looked_at_together_as_each_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = news()
    matrix = matrix_of(terms_of(articles), [article.outlet for article in articles])
    groups = [np.arange(0, 5), np.arange(3, 12), np.arange(10, 16)]
    alone = [look for members in groups for look in module._second_looks([members], matrix)]
    monkeypatch.setattr(module, "LARGEST_SPLIT", 11)  # the third by itself
    for together, look in zip(module._second_looks(groups, matrix), alone, strict=True):
        assert (together == look).all()
        assert (look == look.T).all()
        assert look.max() > 0.1


@pytest.mark.skipif(data_folder() is None, reason="no development data here")
def test_labelled_stories_of_the_development_data() -> None:
    from evals.articles import article_of
    from evals.data import read_lines
    from evals.scores import bcubed

    articles = [article_of(record) for record in read_lines("stories/giveme5w1h.jsonl")]
    stories = find_stories(articles)
    found = [stories[article.id] for article in articles]
    assert bcubed(found, [article.story for article in articles])[2] > 0.95


def test_an_article_without_a_day_is_of_the_time_of_its_like() -> None:
    strike, ferry = outlets("strike", STRIKE, "2031-03-04"), outlets("ferry", FERRY, "2034-09-04")
    undated = replace(strike[0], id="undated", published=None)
    assert _day_lent([*strike, *ferry], undated) == moment_of(strike[0])
    assert np.isnan(_day_lent(ferry, undated))
    twin = replace(undated, id="twin")  # likest, and without a day itself
    assert np.isnan(_day_lent([*strike[1:], twin], undated))


def _day_lent(dated: list[Article], undated: Article) -> float:
    """The day that ``undated``, which comes last by id, is lent."""
    articles = [*sorted(dated, key=lambda a: a.id), undated]
    matrix = matrix_of(terms_of(articles), [a.outlet for a in articles])
    days = np.array([moment_of(a) or np.nan for a in articles], np.float64)
    everyone = np.arange(len(articles))
    return float(likeness._with_lent_days(days, *likeness._candidates(matrix.rows, days, everyone))[-1])


def test_house_words_join_nothing() -> None:
    """A footer in each of an outlet's articles, in words that nobody else has."""
    footer = " Zorbel mintrik quandary velspo hodrun, zorbel mintrik." * 3
    names = ("Arden", "Brix", "Corlo", "Dunt", "Eskil", "Farro", "Gisk", "Holm", "Ivar", "Jorun")
    trades = (
        "bakery",
        "forge",
        "library",
        "theatre",
        "clinic",
        "school",
        "tannery",
        "mill",
        "gym",
        "bank",
    )
    texts = [f"{name} opened a {trade} on Monday." for name, trade in zip(names, trades, strict=True)]
    others = [Article(f"o{i}", f"Outlet {i}", "", text) for i, text in enumerate([*FERRY, *STRIKE])]
    house = [Article(f"h{i}", "The House", "", text + footer) for i, text in enumerate(texts)]
    stories = find_stories([*house, *others])
    assert len({stories[article.id] for article in house}) == len(house)
    mixed = [replace(article, outlet=f"Outlet {i}") for i, article in enumerate(house)]
    assert len({find_stories([*mixed, *others])[article.id] for article in mixed}) < len(house)
