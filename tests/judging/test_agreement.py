"""Krippendorff's alpha against a published value and by hand; whose answers are compared."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judging.made import judged
from untold.judging.agreement import MACHINE, alpha, between_coders, with_machine
from untold.store.judgements import Judgement


def test_a_value_by_hand():
    # Two coders, four items, one disagreement. Coincidences: a-a 4, b-b 2, a-b and b-a 1 each; so 5 a
    # and 3 b. Observed disagreement 2/8; expected 2*5*3/(8*7). alpha = 1 - (2/8)/(30/56).
    found = alpha([["a", "a", "b", "a"], ["a", "a", "b", "b"]])
    assert found == pytest.approx(1 - (2 / 8) / (30 / 56))


def test_a_published_value():
    # Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section D: four observers, twelve
    # units, missing answers; nominal alpha .743
    rows = ["123321412***", "1233224125*3", "*3332342251*", "12332441251*"]
    answers = [[None if sign == "*" else sign for sign in row] for row in rows]
    assert alpha(answers) == pytest.approx(0.743, abs=0.0005)


def test_where_all_answers_are_alike_it_is_undefined_and_says_so():
    assert alpha([["a", "a"], ["a", "a"]]) is None
    both = [judged(f"c-{i}", coder, "told") for i in range(3) for coder in ("Ada", "Ben")]
    for agreement in between_coders(both):
        assert agreement.alpha is None
        assert agreement.note is not None
        assert "told" in agreement.note


def test_coders_are_compared_by_what_they_hold_to_be_so():
    # the machine changed its mind between the two: both coders hold the cell for told
    judgements = [judged("c-1", "Ada", "told"), judged("c-1", "Ben", "untold", "told")]
    state = next(a for a in between_coders(judgements) if "state" in a.question)
    assert state.same == 1.0


def test_attributed_and_told_differ_in_state_but_not_in_being_told():
    judgements = [
        judged("c-1", "Ada", "told"), judged("c-1", "Ben", "told", "attributed"),
        judged("c-2", "Ada", "untold"), judged("c-2", "Ben", "untold"),
    ]  # fmt: skip
    by_question = {a.question: a for a in between_coders(judgements)}
    assert by_question["cells: is the fact told at all?"].alpha == 1.0
    state = by_question["cells: in which state?"]
    assert state.alpha is not None
    assert state.alpha < 1.0


def test_three_coders_are_also_compared_together():
    judgements = [
        judged(f"c-{i}", coder, "told" if i % 2 else "untold")
        for i in range(4)
        for coder in ("Ada", "Ben", "Cy")
    ]
    teams = {a.coders for a in between_coders(judgements)}
    assert teams == {("Ada", "Ben"), ("Ada", "Cy"), ("Ben", "Cy"), ("Ada", "Ben", "Cy")}


def test_an_interval_needs_ten_items_and_holds_the_value():
    def judgements(count: int) -> list[Judgement]:
        return [
            judged(f"c-{i}", coder, "told" if i % 2 else "untold",
                   "attributed" if coder == "Ben" and i % 6 == 1 else None)
            for i in range(count) for coder in ("Ada", "Ben")
        ]  # fmt: skip

    few, many = (
        next(a for a in between_coders(judgements(count)) if "state" in a.question) for count in (9, 40)
    )
    assert few.low is None
    assert few.note == "no interval: fewer than 10 items"
    assert many.alpha is not None
    assert many.low is not None
    assert many.high is not None
    assert many.low < many.alpha < many.high
    assert many == next(a for a in between_coders(judgements(40)) if "state" in a.question)


def test_where_nearly_all_answers_are_alike_the_interval_is_left_out_and_says_so():
    judgements = [
        judged(f"c-{i}", coder, "told", "untold" if coder == "Ben" and i == 0 else None)
        for i in range(12)
        for coder in ("Ada", "Ben")
    ]
    for agreement in between_coders(judgements):
        assert agreement.alpha is not None
        assert agreement.low is None
        assert agreement.note == "no interval: nearly all answers are alike"


def test_only_what_came_up_among_all_counts_beside_the_machine():
    judgements = [
        judged("c-1", "Ada", "told"),
        judged("c-2", "Ada", "untold", "told"),
        judged("c-3", "Ada", "untold", "told", drawn=""),
        judged("c-4", "Ada", "untold", "told", drawn="gaps@0.05"),
    ]
    found = next(a for a in with_machine(judgements) if "at all" in a.question)
    assert found.coders == ("Ada", MACHINE)
    assert found.items == 2
    assert found.same == 0.5


def test_cells_left_unsure_and_answers_left_open_are_compared_with_nothing():
    judgements = [
        judged("c-1", "Ada", "unsure", "told"),
        Judgement("c-2", "Ada", "cell", "open", found="told", drawn="all@0.05"),
    ]
    assert with_machine(judgements) == []


def test_names_have_right_and_wrong_alone():
    judgements = [
        Judgement("n-1", coder, "name", verdict, found="wreckers", drawn="all@0.05")
        for coder, verdict in (("Ada", "right"), ("Ben", "wrong"))
    ]
    assert [a.question for a in between_coders(judgements)] == ["names: right or wrong?"]
    assert with_machine(judgements) == []


@given(st.lists(st.tuples(*[st.sampled_from(["a", "b", "c", None])] * 3), min_size=1, max_size=12))
def test_as_the_package_computes_it(items: list[tuple[str | None, ...]]) -> None:
    answers = [list(row) for row in zip(*items, strict=True)]
    ours = alpha(answers)
    if ours is not None:
        coded = [[np.nan if a is None else "abc".index(a) for a in row] for row in answers]
        assert ours == pytest.approx(krippendorff.alpha(coded, level_of_measurement="nominal"))
