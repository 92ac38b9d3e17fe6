"""How the evals of grouping count."""

from __future__ import annotations

import json
from itertools import combinations

import pytest

from evals import look_alikes
from evals.halves import _halves
from evals.near_neighbours import LABELS, SETS, agreement, together
from evals.peers import ngram_families
from evals.scores import ari, bcubed
from training.same_event import _labelled_pairs
from untold.model import Article


def test_pairs_count_when_joined_and_right() -> None:
    pairs = [
        {"a": "1", "b": "2", "same": True},
        {"a": "1", "b": "3", "same": False},
        {"a": "2", "b": "4", "same": True},
        {"a": "3", "b": "4", "same": False},
    ]
    assert together(pairs, dict.fromkeys("1234", "s")) == pytest.approx((0.5, 1.0, 2 / 3))
    assert together(pairs, {"1": "s", "2": "s", "3": "t", "4": "u"}) == pytest.approx((1.0, 0.5, 2 / 3))


def test_every_labelled_pair_is_of_a_known_set_and_60_were_read_twice() -> None:
    pairs = json.loads(LABELS.read_text("utf-8"))["pairs"]
    assert {pair["set"] for pair in pairs} == set(SETS)
    assert len({(pair["a"], pair["b"]) for pair in pairs}) == len(pairs)
    assert sum("second" in pair for pair in pairs) == 60
    assert 0.8 < agreement() <= 1.0


def test_halves_keep_look_alikes_of_one_topic_together() -> None:
    articles = [Article(f"{t}{e}", "", "", "", story=f"{t}{e}") for t in range(9) for e in ("", "plus")]
    for split in range(3):
        one, other = _halves(articles, "topics", split)
        assert len(one) + len(other) == 18
        assert not {a.id.removesuffix("plus") for a in one} & {a.id.removesuffix("plus") for a in other}


def test_a_grouping_agrees_with_itself_whatever_its_names() -> None:
    assert bcubed("aabb", "xxyy") == (1.0, 1.0, 1.0)
    assert ari("aabb", "xxyy") == 1.0
    assert bcubed("aaaa", "xxyy") == pytest.approx((0.5, 1.0, 2 / 3))


def test_the_ngram_method_joins_what_shares_enough_runs() -> None:
    text = "one two three four five six seven eight nine ten"
    articles = [
        Article("a", "", "", text),
        Article("b", "", "", f"{text} eleven"),
        Article("c", "", "", "x y"),
    ]
    loose, strict = (ngram_families(articles)[place] for place in (0, -1))
    assert loose["a"] == loose["b"] != loose["c"]
    assert strict["a"] == strict["b"]


def test_what_is_kept_aside_of_the_look_alikes_is_not_trained_on() -> None:
    for name in look_alikes.SETS:
        parts = [look_alikes.labelled(name, part) for part in (look_alikes.TUNED, look_alikes.ASIDE)]
        tuned, aside = ({article for events in part for article in events} for part in parts)
        assert tuned
        assert aside
        assert not tuned & aside
        kept = {frozenset(pair) for events in parts[1] for pair in combinations(events, 2)}
        assert not kept & {frozenset(pair) for pair, _ in _labelled_pairs(name)}


def test_look_alikes_are_compared_with_those_they_were_labelled_with() -> None:
    together = [{"1": "a", "2": "a"}, {"3": "a", "4": "b"}]
    assert look_alikes.measured(together, dict.fromkeys("1234", "s")) == pytest.approx((0.75, 1, 6 / 7))
    assert look_alikes.measured(together, {"1": "s", "2": "s", "3": "s", "4": "t"}) == (1, 1, 1)
