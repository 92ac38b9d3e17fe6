"""Judgements as CSV: the round trip, and what is wrong with a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judging.made import judged
from untold.errors import InputError
from untold.judging.items import ANSWERS, Item
from untold.judging.table import read_judgements, write_judgements
from untold.model import Evidence
from untold.store.judgements import Judgement

ITEM = Item(
    "c-1", "cell", "s-1", "Quay Post", "Six people drowned", "untold", 0.02, "?", "", None, True,
    ("a1",), ANSWERS, "f-1",
)  # fmt: skip
HEAD = "item,coder,verdict,should_be,note,drawn\n"


def test_what_is_written_is_read_back():
    judgements = [
        judged("c-1", "Ada", "untold", "told", note='He said "no", twice;\nsee par. 3', blind=True),
        Judgement("n-1", "Bén", "name", "open", found="wreckers", what="=SUM(A1)", quote="'tis"),
        judged(
            "c-2", "Ada", "unsure", "partial", p=0.33, drawn="gaps@0.02", article="a1", quote="-5 °C"
        ),
    ]
    assert read_judgements("x.csv", write_judgements(judgements), {}) == judgements


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_any_note_is_read_back_and_none_is_a_formula(note):
    written = write_judgements([judged("c-1", "Ada", "told", note=note.strip())])
    assert read_judgements("x.csv", written, {})[0].note == note.strip()


def test_a_formula_is_written_as_text():
    assert ",'=1+1," in write_judgements([judged("c-1", "Ada", "told", note="=1+1")])


def test_a_line_by_hand_takes_the_finding_from_the_project():
    given_ = read_judgements("x.csv", HEAD + "c-1,Ada,Right,,,\n", {"c-1": ITEM})
    assert given_[0].found == "untold"
    assert given_[0].p == 0.02
    assert given_[0].what == "Six people drowned"
    assert given_[0].drawn == ""


@pytest.mark.parametrize(
    ("text", "place", "step"),
    [
        ("coder,verdict\nAda,right\n", "x.csv:1", "no column 'item'"),
        (HEAD + "c-1,Ada,correct,,,\n", "x.csv:2", "write one of right, wrong, settled, open"),
        (HEAD + "c-1,,right,,,\n", "x.csv:2", "coder is empty"),
        (HEAD + "c-1,Ada,wrong,,,\n", "x.csv:2", "say what it should be"),
        (HEAD + "c-1,Ada,wrong,untold,,\n", "x.csv:2", "it is untold already"),
        (HEAD + "c-1,Ada,right,told,,\n", "x.csv:2", "leave it out"),
        (HEAD + "c-1,Ada,settled,told,,\n", "x.csv:2", "only a cell that is unsure"),
        (HEAD + "c-1,Ada,right,,,yes\n", "x.csv:2", "drawn is 'yes'"),
        (HEAD + "c-7,Ada,right,,,\n", "x.csv:2", "no finding 'c-7'"),
        (HEAD + "c-1,Ada,right,,,\nc-1,Ada,open,,,\n", "x.csv:3", "take one line out"),
        (HEAD + "c-1,Ada,right,,,,,,\n", "x.csv:2", "more cells than the header"),
    ],
)  # fmt: skip
def test_what_is_off_names_line_and_next_step(text, place, step):
    with pytest.raises(InputError) as error:
        read_judgements("x.csv", text, {"c-1": ITEM})
    assert str(error.value).startswith(place + ":")
    assert step in str(error.value)


def test_evidence_is_kept_as_it_stood():
    shown = Item(**{**{n: getattr(ITEM, n) for n in ITEM.__slots__},
                    "evidence": Evidence("a1", "text", 0, 4, "Rain")})  # fmt: skip
    found = read_judgements("x.csv", HEAD + "c-1,Ada,right,,,\n", {"c-1": shown})[0]
    assert (found.article, found.quote) == ("a1", "Rain")
