"""False discoveries: the textbook's example, and what can't be reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untold.compare.chance import attainable, q_values


def test_q_values_by_hand() -> None:
    # sorted: .01 * 4/1, .02 * 4/2, .03 * 4/3, .5 * 4/4
    assert q_values([0.5, 0.01, 0.03, 0.02]) == pytest.approx([0.5, 0.04, 0.04, 0.04])
    assert q_values([]) == []


@given(st.lists(st.floats(0, 1), max_size=30))
def test_q_is_never_below_p_and_keeps_the_order(ps: list[float]) -> None:
    qs = q_values(ps)
    assert all(q >= p or q == pytest.approx(p) for p, q in zip(ps, qs, strict=True))
    assert [q for _, q in sorted(zip(ps, qs, strict=True))] == sorted(qs)


def test_only_tests_that_can_count_are_made() -> None:
    assert attainable([0.001, 0.04, 0.5, 0.5], 0.1) == [0, 1]
    assert attainable([0.5, 0.5], 0.1) == []
    assert attainable([], 0.1) == []
