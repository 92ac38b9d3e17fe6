"""Figures: what a number counts, on invented sentences."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untold.annotate.figures import SPEC, Figure, find_figures
from untold.model import Article


def figures(text: str, title: str = "") -> list[Figure]:
    return list(find_figures(Article("a", "The Ledger", title, text)))


def counts(text: str, title: str = "") -> list[tuple[float | None, str]]:
    return [(figure.value, figure.what) for figure in figures(text, title)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blast killed at least 44 people.", [(44, "killed")]),
        ("Some 140 people were also wounded.", [(140, "wounded")]),
        ("Three people were hurt when the roof fell.", [(3, "wounded")]),
        ("The deaths of 12 people shocked the town.", [(12, "killed")]),
        ("The toll from the fire in the harbour has risen to 86.", [(86, "killed")]),
        ("Dozens were killed.", [(None, "killed")]),
        ("The mayor put the number of dead at Kiosk Seven at 11.", [(11, "killed")]),
        ("On Monday she raised the number of people killed to nine.", [(9, "killed")]),
        ("The number of missing fell from 14 to 6.", [(6, "missing")]),
        ("The death toll rose from seven to nine.", [(9, "killed")]),
        ("The toll climbed to nine from seven.", [(9, "killed")]),
        ("The number of homes burnt rose to 30.", []),
        ("Kiosk Seven burnt down.", []),
        ("The fire claimed 12 lives.", [(12, "killed")]),
        ("Rescuers found 44 bodies.", [(44, "killed")]),
        ("The storm left 32 civilians dead.", [(32, "killed")]),
        ("21 guards and 3 civilians were killed.", [(21, "guards killed"), (3, "civilians killed")]),
        ("It killed 21 guards and three civilians.", [(21, "guards killed"), (3, "civilians killed")]),
        ("Six people, including two children, were killed.", [(6, "killed"), (2, "children killed")]),
        ("There were 11 children among the dead.", [(11, "children killed")]),
        ("The dead included two doctors.", [(2, "doctors killed")]),
        ("Two gunmen killed 12 people.", [(2, "gunmen"), (12, "killed")]),
        ("A family of six lived there.", [(6, "family members")]),
        ("The navy fired 59 missiles.", [(59, "missiles")]),
        ("More than 2,000 people signed a petition.", [(2000, "people signed petition")]),
        ("84 people were taken to hospital.", [(84, "hospitalised")]),
        ("There were no survivors.", [(0, "survivors")]),
        ("Police detained 30 protesters.", [(30, "protesters detained")]),
        ("A four-year-old boy fell in.", [(4, "age (boy)")]),
        ("A 400-pound seal lay there.", [(400, "pounds (seal)")]),
        ("Prices rose by 12 percent.", [(12, "%")]),
        ("The militia killed and buried five villagers.", [(5, "villagers killed")]),
        ("Dozens, mostly women and children, were killed and injured.", [(None, "killed or wounded")]),
        ("It kills 30 dockers Witnesses Say", [(30, "dockers killed")]),
        ("She kept two little known maps.", [(2, "little known maps")]),
        ("They tried three of the mill's stones.", [(3, "stones")]),
        ("The wall rose 49m above the road.", [(49, "metres")]),
        ("They cleared a 100-square-mile area.", [(100, "square miles (area)")]),
        ("The bridge cost $3 million.", [(3e6, "US dollars")]),
    ],
)  # fmt: skip
def test_what_is_counted(text: str, expected: list[tuple[float | None, str]]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("44 killed, 140 injured in harbour blast", [(44, "killed"), (140, "wounded")]),
        ("44 Killed 140 Injured In Harbour Blast", [(44, "killed"), (140, "wounded")]),
        ("Blast kills 44, wounds 140", [(44, "killed"), (140, "wounded")]),
        ("2 medics among at least 31 dead in shelling", [(2, "medics killed"), (31, "killed")]),
    ],
)
def test_headlines(title: str, expected: list[tuple[float | None, str]]) -> None:
    assert counts("", title) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The ferry left in 2016.",
        "It happened at 12:10 p.m. on 27 July.",
        "The crew flew a Boeing 737.",
        "One of them waved.",
        "Several reasons were given.",
        "He came three days ago.",
        "No reason was given.",
        "He was gone for several days.",
        "It is called the Six Day Fair by all.",
        "They flew a Comet 9 glider. The second Comet 9 glider landed.",
    ],
)
def test_no_figure(text: str) -> None:
    assert figures(text) == []


def test_a_car_beside_the_dead_is_not_dead() -> None:
    assert counts("The blast killed 16 people and three vehicles.")[0] == (16, "killed")
    assert all("killed" not in what for _, what in counts("Two cars exploded. Ten trucks burned."))


def test_bounds_and_hedge_are_the_texts() -> None:
    (figure,) = figures("At least 44 people were killed.")
    assert (figure.value, figure.low, figure.high, figure.hedge) == (44, 44, None, "At least")
    assert figure.span.text.startswith("At least 44 people")
    (wide,) = figures("Between 10 and 15 people were killed.")
    assert (wide.value, wide.low, wide.high) == (None, 10, 15)


def test_who_gave_the_number() -> None:
    (figure,) = figures("The blast killed 44 people, the harbour police said.")
    assert figure.attributed_to == "the harbour police"
    assert figures("The blast killed 44 people.")[0].attributed_to is None


LISTED = (
    "At least some 44 1,200 dozens of people children soldiers were killed wounded and including . , - "
    "no family six fire dead toll rose to 12 10-15 % $3bn of the them one"
)
WORDS = st.sampled_from(LISTED.split())


@settings(max_examples=60, deadline=None)  # each example is parsed: some 5 ms
@given(st.lists(WORDS, max_size=14), st.lists(WORDS, max_size=6))
def test_spans_hold_on_any_words(body: list[str], head: list[str]) -> None:
    article = Article("a", "The Ledger", " ".join(head), " ".join(body))
    for figure in find_figures(article):
        span = figure.span
        assert article.value(span.field)[span.start : span.end] == span.text
        assert span.text
        assert figure.what
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high


def test_spec() -> None:
    assert SPEC.name == "figures"
    assert SPEC.record is Figure
    assert "voices" in SPEC.needs


def test_who_only_wants_or_fears_a_number_did_not_give_it() -> None:
    (said,) = figures("The harbour office said that 40 people were hurt.")
    (feared,) = figures("The harbour office fears that 40 people were hurt.")
    assert said.attributed_to == "The harbour office"
    assert feared.attributed_to is None
