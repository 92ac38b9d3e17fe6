"""What a user's own cells say of wrong gaps, and when they support a threshold."""

from __future__ import annotations

import pytest

from tests.judging.made import judged
from untold.compare.calibration import limits, rates
from untold.judging.own_gaps import interval, needed, own_gaps, upper_bound
from untold.store.judgements import Judgement


def gaps(count: int, wrong: int = 0, p: float = 0.001, **more: object) -> list[Judgement]:
    return [
        judged(f"c-{i}", "Ada", "untold", "told" if i < wrong else None, p=p, **more)
        for i in range(count)
    ]


def test_the_interval_is_clopper_and_pearsons():
    # exact tails: with 0 of 10 the upper end solves (1 - x) ** 10 = .025
    assert interval(0, 10) == (0.0, pytest.approx(1 - 0.025**0.1, abs=1e-4))
    assert interval(10, 10)[1] == 1.0
    assert interval(0, 0) == (0.0, 1.0)
    low, high = interval(3, 20)
    assert (low, high) == (pytest.approx(0.0321, abs=2e-4), pytest.approx(0.3789, abs=2e-4))


def test_nothing_judged_supports_nothing():
    found = own_gaps([], 0.05)
    assert found.gaps.share is None
    assert found.supported is None
    assert found.needed > 50


def test_as_many_right_gaps_as_needed_support_the_threshold_and_one_fewer_do_not():
    tried = sum(rate <= 0.05 for rate in rates())
    enough = needed(0.05, tried)
    assert upper_bound(0, enough, 0.05 / tried) <= 0.05 < upper_bound(0, enough - 1, 0.05 / tried)
    found = own_gaps(gaps(enough), 0.05)
    assert found.supported is not None
    assert found.supported.max_false_gaps == 0.05
    assert own_gaps(gaps(enough - 1), 0.05).supported is None


def test_wrong_gaps_near_the_threshold_leave_a_stricter_one():
    strict, loose = limits(0.02, "stated").untold, limits(0.05, "stated").untold
    far = gaps(150, p=strict / 2)
    near = [
        judged(f"d-{i}", "Ada", "untold", "told" if i % 2 else None, p=(strict + loose) / 2)
        for i in range(40)
    ]
    found = own_gaps([*far, *near], 0.05)
    assert found.supported is not None
    assert found.supported.max_false_gaps < 0.05
    assert found.gaps.wrong == 20


def test_picked_cells_are_told_apart_and_measure_nothing():
    found = own_gaps(
        [*gaps(3), *[judged(f"x-{i}", "Ada", "untold", "told", drawn="") for i in range(5)]], 0.05
    )
    assert (found.gaps.wrong, found.gaps.of) == (0, 3)
    assert (found.picked.wrong, found.picked.of) == (5, 5)
    assert all(c.cells.wrong == 0 for c in found.candidates)


def test_cells_that_came_up_under_a_stricter_threshold_say_nothing_of_a_looser_one():
    found = own_gaps(gaps(200, drawn="gaps@0.02"), 0.05)
    assert {c.max_false_gaps: c.cells.of for c in found.candidates if c.cells.of} == {0.02: 200}


def test_no_threshold_looser_than_what_is_allowed_is_tried():
    assert max(c.max_false_gaps for c in own_gaps(gaps(500), 0.03).candidates) == 0.03


def test_two_coders_of_one_cell_are_one_cell_and_doubt_counts_as_wrong():
    both = [judged("c-1", "Ada", "untold"), judged("c-1", "Ben", "untold", "told")]
    assert (own_gaps(both, 0.05).gaps.wrong, own_gaps(both, 0.05).gaps.of) == (1, 1)


def test_what_is_left_open_is_counted_apart():
    open_one = Judgement("c-9", "Ada", "cell", "open", found="untold", p=0.01, drawn="all@0.05")
    found = own_gaps([open_one], 0.05)
    assert found.open == 1
    assert found.gaps.of == 0
