"""Numbers in text: values, bounds, hedges, kinds; offsets and round trips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untold.annotate.counts.numbers import Number, find_numbers

ONES_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
ONES = ONES_WORDS.split()
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(value: int) -> str:
    """A whole number below a billion in words."""
    for size, name in ((10**6, "million"), (1000, "thousand")):
        if value >= size:
            rest = value % size
            joint = " and " if 0 < rest < 100 else " "
            return f"{in_words(value // size)} {name}" + (joint + in_words(rest) if rest else "")
    if value >= 100:
        rest = value % 100
        return f"{ONES[value // 100]} hundred" + (f" and {in_words(rest)}" if rest else "")
    if value >= 20:
        return TENS[value // 10] + (f"-{ONES[value % 10]}" if value % 10 else "")
    return ONES[value]


def indian(value: int) -> str:
    head, tail = divmod(value, 1000)
    groups = [f"{tail:03d}"]
    while head >= 100:
        head, part = divmod(head, 100)
        groups.insert(0, f"{part:02d}")
    return ",".join([str(head), *groups])


def only(text: str) -> Number:
    found = find_numbers(text)
    assert len(found) == 1, (text, found)
    return found[0]


@given(st.integers(2, 10**9 - 1))
def test_words_round_trip(value: int) -> None:
    number = only(f"They counted {in_words(value)} herons.")
    assert number.value == value
    assert number.low == number.high == value


@given(st.integers(2101, 10**12))
def test_separators_round_trip(value: int) -> None:
    written = f"{value:,}"
    for text in (written, written.replace(",", "\u00a0"), written.replace(",", "\u202f"), str(value)):
        assert only(f"They counted {text} herons.").value == value


@given(st.integers(100_000, 10**9))
def test_indian_separators_round_trip(value: int) -> None:
    assert only(f"They counted {indian(value)} herons.").value == value


@given(st.integers(1, 999), st.integers(1, 99))
def test_decimals_and_scales(whole: int, part: int) -> None:
    number = only(f"It cost {whole}.{part:02d} million crowns.")
    assert number.value == pytest.approx(float(f"{whole}.{part:02d}") * 10**6)


@pytest.mark.parametrize("short", ["tr", "tn", "trn"])
def test_short_words_for_trillions(short: str) -> None:
    assert only(f"The debt is £2.5{short} now.").value == 2.5 * 10**12


@given(st.text(alphabet="0123456789 .,-–$%mkfortwendhusa\n\u00a0½", max_size=60))
def test_offsets_hold_on_any_text(text: str) -> None:
    ends = 0
    for number in find_numbers(text, None):
        assert 0 <= number.hedge_start <= number.start < number.end <= number.hedge_end <= len(text)
        assert number.start >= ends
        assert number.unit_end >= number.end
        ends = number.end


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "hedge"),
    [
        ("at least 44 herons", 44, 44, None, "at least"),
        ("more than 1,400 herons", 1400, 1400, None, "more than"),
        ("over 100 herons", 100, 100, None, "over"),
        ("20 herons or more", 20, 20, 20, None),  # a hedge behind the noun is not read
        ("20 or more herons", 20, 20, None, "or more"),
        ("no fewer than six herons", 6, 6, None, "no fewer than"),
        ("up to a hundred herons", 100, None, 100, "up to"),
        ("as many as 300 herons", 300, None, 300, "as many as"),
        ("fewer than ten herons", 10, None, 10, "fewer than"),
        ("nearly 1,000 herons", 1000, None, None, "nearly"),
        ("an estimated 40 herons", 40, None, None, "an estimated"),
        ("some 80 herons", 80, None, None, "some"),
        ("between 10 and 15 herons", None, 10, 15, None),
        ("10-15 herons", None, 10, 15, None),
        ("10 to 15 million herons", None, 10**7, 1.5 * 10**7, None),
        ("two or three herons", None, 2, 3, None),
        ("dozens of herons", None, None, None, "dozens"),
        ("scores of herons", None, None, None, "scores"),
        ("hundreds of thousands of herons", None, None, None, "hundreds of thousands"),
        ("a couple of herons", 2, None, None, "a couple"),
        ("a dozen herons", 12, 12, 12, None),
        ("half a million herons", 500_000, 500_000, 500_000, None),
        ("a quarter of a million herons", 250_000, 250_000, 250_000, None),
        ("two and a half million herons", 2.5 * 10**6, 2.5 * 10**6, 2.5 * 10**6, None),
        ("1.200.000 herons", 1_200_000, 1_200_000, 1_200_000, None),
        ("5½ herons", 5.5, 5.5, 5.5, None),
    ],
)
def test_value_bounds_and_hedge(
    text: str, value: float | None, low: float | None, high: float | None, hedge: str | None
) -> None:
    number = only(text)
    assert (number.value, number.low, number.high, number.hedge) == (value, low, high, hedge)


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("$3bn", "money", 3e9, "usd"),
        ("£12m", "money", 12e6, "gbp"),
        ("ten million dollars", "money", 1e7, "usd"),
        ("12.5 per cent", "percent", 12.5, "%"),
        ("10%", "percent", 10, "%"),
        ("a 15ft wall", "measure", 15, "ft"),
        ("a 400-pound anchor", "measure", 400, "pound"),
        ("a 4-year-old ferry", "age", 4, "years"),
        ("Ida Quell, 43, rowed", "age", 43, "years"),
        ("children under the age of eight", "age", 8, "years"),
        ("on 27 July", "date", 27, None),
        ("in 2016", "date", 2016, None),
        ("in the 1990s", "date", 1990, None),
        ("at 12:10 p.m.", "time", 12, None),
        ("at 4pm", "time", 4, None),
        ("1200 GMT", "time", 1200, None),
        ("a Boeing 737", "name", 737, None),
        ("resolution 2254", "name", 2254, None),
        ("the 12th day", "name", 12, None),
        ("trains to Kiosk Seven stopped", "name", 7, None),
        ("it lies at Berth 12 now", "name", 12, None),
        ("the Group of Five met", "name", 5, None),
        ("Pier Nine Burns", "name", 9, None),
        ("Police Arrest Nine Dockers", "count", 9, None),
        ("he came. Nine were hurt", "count", 9, None),
        ("Nine were hurt", "count", 9, None),
        ("they won 3-1", "score", None, None),
        ("12m people", "count", 12e6, None),
        ("some 110million viewers", "count", 110e6, None),
        ("at least 2016 votes", "count", 2016, None),
    ],
)
def test_kinds(text: str, kind: str, value: float | None, unit: str | None) -> None:
    number = find_numbers(text, None)[0]
    assert (number.kind, number.value, number.unit) == (kind, value, unit)


@pytest.mark.parametrize(
    "text",
    ["the G20", "an F-16 jet", "no one came", "one of them", "one another", "two-thirds of it",
     "she scores often", "mid-2016", "page@77.example", "in 2016", "Route 66"],
)  # fmt: skip
def test_no_quantity(text: str) -> None:
    assert find_numbers(text) == []


def test_two_numbers_side_by_side_stay_two() -> None:
    values = [n.value for n in find_numbers("It sank one hundred and two hundred drifted.")]
    assert values == [100, 200]
    assert [n.value for n in find_numbers("The count rose from 10 to 15.")] == [10, 15]


def test_over_before_a_duration_hedges_only_after_for() -> None:
    assert only("It rained for over three days.").hedge == "over"
    assert only("It rained over three days.").hedge is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The crowd, about 5-6,000 people, left.", 5000, 6000),
        ("It is worth between $19 and $22 million.", 19e6, 22e6),
        ("Prices fell by between 40-70%.", 40, 70),
    ],
)
def test_both_ends_of_a_range_have_the_scale(text: str, low: float, high: float) -> None:
    number = only(text)
    assert (number.value, number.low, number.high) == (None, low, high)


@pytest.mark.parametrize("written", ["US$6,500", "$US6,500", "$6,500"])
def test_a_currency_sign_may_stand_before_or_after_its_country(written: str) -> None:
    number = only(f"It fell to {written} again.")
    assert (number.value, number.unit, number.kind) == (6500, "usd", "money")
