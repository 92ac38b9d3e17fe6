"""Blindspots: nothing without groups, nothing by chance, removals found, copies counted once."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untold.compare.blindspots import (
    MAX_Q,
    Row,
    _given,
    _symmetric,
    discoveries,
    find_blindspots,
    made_tests,
)
from untold.compare.coverage import Absence
from untold.compare.facts import Cell, Fact
from untold.model import Article, Evidence, State, Story

OUTLETS = [f"Post {n:02}" for n in range(16)]
NORTH = dict.fromkeys(OUTLETS[:8], "north")


def rows(seed: int, count: int = 40) -> list[Row]:
    """Each outlet tells with a chance of its own, whatever its group."""
    random = Random(seed)  # noqa: S311 - invented coverage
    chance = {outlet: random.uniform(0.5, 0.9) for outlet in OUTLETS}
    return [Row({o: random.random() < chance[o] for o in OUTLETS}, {}) for _ in range(count)]


def test_chance_is_seldom_called_a_blindspot() -> None:
    runs = [discoveries(made_tests(rows(seed), NORTH)) for seed in range(30)]
    assert sum(map(bool, runs)) <= 6  # at most one list in ten: 3, and chance


def test_what_is_removed_is_found_and_what_it_is_told_more_too() -> None:
    found = 0
    for seed in range(20):
        table = rows(seed)
        told = {outlet: outlet not in NORTH for outlet in OUTLETS}
        table[7] = Row(told, {})
        hits = [test for test, _ in discoveries(made_tests(table, NORTH)) if test.row == 7]
        found += bool(hits)
        assert all(test.direction == "less" and test.told == 0 for test in hits)
    assert found >= 18
    turned = [Row({o: o in NORTH for o in OUTLETS}, {}), *rows(1)]
    [(test, q)] = [d for d in discoveries(made_tests(turned, NORTH)) if d[0].row == 0]
    assert test.direction == "more"
    assert q <= MAX_Q


def test_outlets_of_one_group_that_print_one_text_count_once() -> None:
    table = rows(2)
    told = {outlet: outlet not in NORTH for outlet in OUTLETS}
    copied = dict.fromkeys(OUTLETS[:8], "family")
    table[7] = Row(told, copied)
    [test] = [t for t in made_tests(table, NORTH) if t.row == 7]
    assert (test.told, test.judged) == (0, 1)
    assert not [t for t, _ in discoveries(made_tests(table, NORTH)) if t.row == 7]


def test_told_by_all_or_by_none_says_nothing() -> None:
    table = [Row(dict.fromkeys(OUTLETS, True), {}), Row(dict.fromkeys(OUTLETS, False), {})]
    assert made_tests(table, NORTH) == []


@settings(deadline=None)
@given(st.lists(st.floats(0.1, 9), min_size=2, max_size=6), st.data())
def test_the_exact_chances_are_those_of_counting_every_case(
    odds: list[float], data: st.DataObject
) -> None:
    inside = data.draw(st.integers(1, len(odds) - 1))
    total = data.draw(st.integers(1, len(odds)))
    expected = [0.0] * (inside + 1)
    for case in product((0, 1), repeat=len(odds)):
        if sum(case) == total:
            weight = 1.0
            for tells, value in zip(case, odds, strict=True):
                weight *= value if tells else 1
            expected[sum(case[:inside])] += weight
    whole = sum(expected)
    ours = _given(_symmetric(odds[:inside], total), _symmetric(odds[inside:], total), total)
    for told, chance in enumerate(ours):
        assert chance == pytest.approx(expected[told] / whole)
    assert sum(expected[len(ours) :]) == 0


def told_story(
    name: str, telling: list[str], silent: list[str]
) -> tuple[Story, dict[str, tuple[object, ...]]]:
    articles = tuple(
        Article(
            f"{name} {outlet}",
            outlet,
            f"Ferry {name} late",
            "The ferry was late.",
            published="2031-05-04",
        )
        for outlet in telling
    )
    absences = tuple(Absence(o, State.NO_ARTICLE, "collected", None, None) for o in silent)
    return Story(name, articles, {}), {"coverage": absences, "facts": ()}


def project(blind: str) -> list[tuple[Story, dict[str, tuple[object, ...]]]]:
    """Forty stories; the group north leaves one of them to the others."""
    stories = []
    for number, row in enumerate(rows(4)):
        telling = [o for o in OUTLETS if row.told[o]]
        name = f"s{number:02}"
        if name == blind:
            telling = OUTLETS[8:]
        stories.append(told_story(name, telling, [o for o in OUTLETS if o not in telling]))
    return stories


def test_a_story_left_out_by_a_group_is_shown_with_who_tells_it() -> None:
    groups = tuple(sorted(NORTH.items()))
    found = find_blindspots(project("s11"), groups)
    assert list(found) == ["s11"]
    [spot] = found["s11"]
    assert (spot.fact, spot.group, spot.direction, spot.told, spot.judged) == (
        None,
        "north",
        "less",
        0,
        8,
    )
    assert (spot.others_told, spot.others_judged) == (8, 8)
    assert spot.expected > 2
    assert {piece.text for piece in spot.evidence} == {"Ferry s11 late"}
    assert find_blindspots(reversed(project("s11")), groups) == found


def test_no_group_given_no_blindspot() -> None:
    assert find_blindspots(project("s11"), ()) == {}


def test_a_fact_left_out_by_a_group_is_shown_with_the_nearest_sentences() -> None:
    articles = tuple(Article(o, o, "", "The ferry was late.") for o in OUTLETS)
    proof = {a.id: Evidence.of(a, a.span("text", 0, 19)) for a in articles}

    def fact(number: int, telling: dict[str, bool]) -> Fact:
        cells = tuple(
            Cell(o, State.TOLD, 0.9, proof[o], None, None, None, (), 1, (o,), None)
            if telling[o]
            else Cell(o, State.UNTOLD, 0.0, None, None, None, proof[o], (), 1, (o,), None)
            for o in OUTLETS
        )
        first = proof[OUTLETS[0]]
        return Fact(f"f{number}", "s", f"fact {number}", "event", first, first, 1, None, cells)

    facts = tuple(fact(n, dict(row.told)) for n, row in enumerate(rows(6)))
    blind = fact(99, {o: o not in NORTH for o in OUTLETS})
    story = (Story("s", articles, {}), {"facts": (*facts, blind), "coverage": ()})
    [spot] = find_blindspots([story], tuple(NORTH.items()))["s"]
    assert (spot.fact, spot.text, spot.told) == ("f99", "fact 99", 0)
    assert len(spot.evidence) == 8
    assert len(spot.nearest) == 8
