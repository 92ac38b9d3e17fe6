"""Counts lined up across an invented story: agreement, growth, difference, and what stays apart."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from untold.analysis import Settings
from untold.annotate.actors import Mention
from untold.annotate.figures import Figure
from untold.annotate.sentences import Sentence
from untold.compare.figures import SPEC, FigureLine, compare_figures
from untold.model import Article, Story, evidence_in


@dataclass
class Told:
    """One article and its figures: the words of the text, value, low, high, what, who."""

    article: Article
    figures: list[Figure]
    places: list[str]


def told(
    name: str,
    outlet: str,
    text: str,
    *figures: tuple[str, float | None, float | None, float | None, str],
    published: str | None = "2031-05-04",
    who: str | None = None,
    title: str = "",
    places: tuple[str, ...] = (),
) -> Told:
    article = Article(name, outlet, title, text, published=published)
    made = []
    for words, value, low, high, what in figures:
        field = "text" if words in text else "title"
        start = article.value(field).index(words)
        span = article.span(field, start, start + len(words))
        made.append(Figure(span, value, low, high, None, what, who))
    return Told(article, made, list(places))


def lines(*articles: Told) -> list[FigureLine]:
    layers: dict[str, dict[str, tuple[object, ...]]] = {"figures": {}, "sentences": {}, "actors": {}}
    for item in articles:
        article = item.article
        layers["figures"][article.id] = tuple(item.figures)
        sentences = []
        for field in ("title", "text"):
            start = 0
            for part in article.value(field).split("\n"):
                if part:
                    span = article.span(field, start, start + len(part))
                    sentences.append(Sentence(span, len(sentences)))
                start += len(part) + 1
        layers["sentences"][article.id] = tuple(sentences)
        mentions = []
        for place in item.places:
            start = article.text.index(place)
            span = article.span("text", start, start + len(place))
            mentions.append(Mention(span, place.lower(), "place", False))
        layers["actors"][article.id] = tuple(mentions)
    story = Story("s", tuple(item.article for item in articles), layers)
    return list(compare_figures(story, Settings()))


def exact(words: str, value: float, what: str = "killed") -> tuple[str, float, float, float, str]:
    return words, value, value, value, what


def test_agree() -> None:
    (line,) = lines(
        told("a", "Ledger", "44 people died.", exact("44 people", 44)),
        told("b", "Beacon", "At least 44 died.", ("At least 44", 44, 44, None, "killed")),
    )
    assert (line.what, line.outlets, line.verdict, line.note) == ("killed", 2, "agree", "All give 44.")


def test_later_and_higher_is_growth() -> None:
    (line,) = lines(
        told("a", "Ledger", "44 people died.", exact("44 people", 44)),
        told("b", "Beacon", "60 people died.", exact("60 people", 60), published="2031-05-05"),
    )
    assert line.verdict == "growth"
    assert line.note == "Rises from 44 (2031-05-04) to 60 (2031-05-05)."
    assert [point.value for point in line.points] == [44, 60]


def test_hours_order_one_day() -> None:
    (line,) = lines(
        told(
            "a",
            "Ledger",
            "44 people died.",
            exact("44 people", 44),
            published="2031-05-04T09:00:00+00:00",
        ),
        told(
            "b",
            "Beacon",
            "60 people died.",
            exact("60 people", 60),
            published="2031-05-04T10:00:00-05:00",
        ),
    )
    assert line.verdict == "growth"


@pytest.mark.parametrize(
    ("published", "ending"),
    [
        ("2031-05-04", "Beacon gives 44, Ledger 60 on one day (2031-05-04)."),
        ("2031-05-05", "Ledger gives 60 (2031-05-04), later Beacon 44 (2031-05-05)."),
        (None, "Ledger gives 60, Beacon 44; which is later is not known."),
    ],
)
def test_differ(published: str | None, ending: str) -> None:
    (line,) = lines(
        told("a", "Ledger", "60 people died.", exact("60 people", 60)),
        told("b", "Beacon", "44 people died.", exact("44 people", 44), published=published),
    )
    assert (line.verdict, line.note) == ("differ", ending)


def test_bounds_that_fit_are_no_conflict() -> None:
    (line,) = lines(
        told("a", "Ledger", "More than 30 died.", ("More than 30", 30, 30, None, "killed")),
        told("b", "Beacon", "32 people died.", exact("32 people", 32)),
    )
    assert line.verdict == "agree"
    assert "fit each other's bounds" in line.note


def test_two_counters_in_one_article_are_told_with_their_names() -> None:
    article = Article("a", "Ledger", "", "44 people died. 50 people died.", published="2031-05-04")
    figures = [
        Figure(article.span("text", 0, 9), 44, 44, 44, None, "killed", "the harbour police"),
        Figure(article.span("text", 16, 25), 50, 50, 50, None, "killed", "a nurse"),
    ]
    other = told("b", "Ledger", "44 people died.", exact("44 people", 44))
    (line,) = lines(Told(article, figures, []), other)
    assert line.verdict == "differ"
    assert "44 (the harbour police) and 50 (a nurse)" in line.note


def test_title_and_body_are_one_point_with_the_body_as_evidence() -> None:
    text = "The fire killed 44 people."
    both = (exact("44 people", 44), exact("44 dead", 44))
    double = told("a", "Ledger", text, *both, title="44 dead")
    (line,) = lines(double, told("b", "Beacon", "44 people died.", exact("44 people", 44)))
    assert len(line.points) == 2
    assert all(point.evidence.field == "text" for point in line.points)


def test_one_article_alone_makes_no_line() -> None:
    assert lines(told("a", "Ledger", "44 people died.", exact("44 people", 44))) == []


def test_what_counts_too_loosely_is_not_lined_up() -> None:
    for what in ("people", "years", "years (war)", "US dollars"):
        pair = [told(n, n, "44 x", exact("44", 44, what)) for n in ("a", "b")]
        assert lines(*pair) == []


def test_different_whats_stay_apart() -> None:
    found = lines(
        told("a", "Ledger", "44 died, 3 hurt.", exact("44", 44), exact("3", 3, "wounded")),
        told("b", "Beacon", "44 died, 3 hurt.", exact("44", 44), exact("3", 3, "wounded")),
    )
    assert sorted(line.what for line in found) == ["killed", "wounded"]
    assert all(line.verdict == "agree" for line in found)


def test_a_whole_wars_toll_and_another_years_stay_apart() -> None:
    text = "44 people died.\nThe war has killed 90 people since it began.\nIn 2029 some 70 people died."
    what = (exact("44 people", 44), exact("90 people", 90), exact("70 people", 70))
    found = lines(told("a", "Ledger", text, *what), told("b", "Beacon", text, *what))
    assert [line.what for line in found] == ["killed", "killed (2029)", "killed (over a longer time)"]


def test_another_place_stays_apart() -> None:
    text = "In Quellhaven 44 people died.\nIn Norwick 30 people died."
    what = (exact("44 people", 44), exact("30 people", 30))
    plain = "In Quellhaven 44 people died."
    found = lines(
        told("a", "Ledger", text, *what, places=("Quellhaven", "Norwick")),
        told("b", "Beacon", plain, what[0], places=("Quellhaven",)),
        told("c", "Courier", plain, what[0], places=("Quellhaven",)),
    )
    assert [(line.what, line.verdict) for line in found] == [("killed", "agree")]
    assert {point.value for point in found[0].points} == {44}


def test_two_sizes_that_two_articles_set_side_by_side_are_two_counts() -> None:
    text = "6 people died. Before that 30 people died."
    what = (exact("6 people", 6), exact("30 people", 30))
    found = lines(told("a", "Ledger", text, *what), told("b", "Beacon", text, *what))
    assert [(line.what, line.verdict) for line in found] == [
        ("killed", "agree"),
        ("killed (another count)", "agree"),
    ]


def test_vague_words_stand_in_the_line_but_prove_nothing() -> None:
    (line,) = lines(
        told("a", "Ledger", "44 people died.", exact("44 people", 44)),
        told("b", "Beacon", "Dozens died.", ("Dozens", None, None, None, "killed")),
    )
    assert line.verdict == "agree"
    assert line.note == "All give 44. 1 more gives no number."


def test_order_of_articles_does_not_matter() -> None:
    articles = [
        told("c", "Courier", "60 died, 9 hurt.", exact("60", 60), exact("9", 9, "wounded")),
        told("a", "Ledger", "44 died, 8 hurt.", exact("44", 44), exact("8", 8, "wounded")),
        told("b", "Beacon", "44 died.", exact("44", 44), published=None),
    ]
    first = lines(*articles)
    assert first == lines(*reversed(articles))
    assert [line.outlets for line in first] == [3, 2]
    for line in first:
        for evidence in evidence_in(line):
            text = next(t.article for t in articles if t.article.id == evidence.article).text
            assert text[evidence.start : evidence.end] == evidence.text


def test_spec() -> None:
    assert SPEC.name == "figures"
    assert set(SPEC.needs) == {"figures", "sentences", "actors"}


def pair(first: str, second: str, what: str, values: tuple[float, float]) -> list[Told]:
    """Two outlets, each with a sentence that begins with its number."""
    return [
        told(name, outlet, text, exact(text.split()[0], value, what), published=day)
        for name, outlet, text, value, day in (
            ("a", "Ledger", first, values[0], "2031-05-04"),
            ("b", "Beacon", second, values[1], "2031-05-05"),
        )
    ]


def test_loose_things_are_no_difference() -> None:
    sisters = pair("3 sisters own the mill.", "2 sisters sat by.", "sisters", (3, 2))
    assert lines(*sisters) == []
    officers = pair("40 police officers came.", "19 police officers ate.", "police officers", (40, 19))
    assert lines(*officers) == []


def test_a_specific_count_in_like_sentences_may_differ() -> None:
    first = "212 crane drivers will lose their posts to machines in April."
    second = "230 crane drivers will lose their posts to machines soon."
    (line,) = lines(*pair(first, second, "crane drivers", (212, 230)))
    assert line.verdict == "growth"
    (line,) = lines(*pair(second, first, "crane drivers", (230, 200)))
    assert line.verdict == "differ"


def test_two_values_in_one_article_are_two_things() -> None:
    text = "It owns 4 of the 6 piers."
    what = (exact("4", 4, "piers"), exact("6", 6, "piers"))
    found = lines(told("a", "Ledger", text, *what), told("b", "Beacon", text, *what))
    assert [(line.verdict, {p.value for p in line.points}) for line in found] == [
        ("agree", {4}),
        ("agree", {6}),
    ]


def test_a_value_that_two_outlets_share_is_a_count_that_a_third_may_contradict() -> None:
    three = [
        told(n, n, f"{v} gunmen fled.", exact(str(v), v, "gunmen"))
        for n, v in (("a", 2), ("b", 2), ("c", 3))
    ]
    (line,) = lines(*three)
    assert line.verdict == "differ"


def test_one_outlet_alone_makes_no_line_of_things() -> None:
    one = told("a", "Ledger", "3 dockers sang.", exact("3", 3, "dockers"))
    again = told("b", "Ledger", "3 dockers sang.", exact("3", 3, "dockers"))
    assert lines(one, again) == []


def test_what_adds_to_a_toll_is_no_toll() -> None:
    found = lines(
        told("a", "Ledger", "9 are dead after 2 more died.", exact("9", 9), exact("2 more died", 2)),
        told("b", "Beacon", "9 are dead. Another 2 died.", exact("9", 9), exact("Another 2 died", 2)),
    )
    assert [{point.value for point in line.points} for line in found] == [{9}]


def test_a_part_of_a_toll_is_no_other_toll() -> None:
    found = lines(
        told("a", "Ledger", "12 are dead. 3 bodies lay by.", exact("12", 12), exact("3 bodies", 3)),
        told("b", "Beacon", "12 are dead.", exact("12", 12)),
    )
    assert [(line.verdict, {p.value for p in line.points}) for line in found] == [("agree", {12})]


WIRE = "Rescuers searched the flooded mill in Dovan until dawn and found {} after the river fell again."


def test_a_number_altered_in_copied_text_is_shown_as_such() -> None:
    first, second = WIRE.format("44 dead"), WIRE.format("48 dead")
    (line,) = lines(
        told("a", "Ledger", first, exact("44 dead", 44)),
        told("b", "Courier", second, exact("48 dead", 48)),
    )
    assert line.verdict == "differ"
    assert [(a.text, b.text) for a, b in line.altered] == [("44 dead", "48 dead")]
    assert "Ledger and Courier print one sentence with different numbers" in line.note


def test_an_altered_number_of_things_is_one_count() -> None:
    text = "Rescuers sent {} to the flooded mill in Dovan at dawn after the river had risen again."
    (line,) = lines(
        told("a", "Ledger", text.format("12 boats"), exact("12 boats", 12, "boats")),
        told("b", "Courier", text.format("17 boats"), exact("17 boats", 17, "boats")),
    )
    assert line.verdict == "differ"
    assert len(line.altered) == 1


@pytest.mark.parametrize(
    "other",
    [
        "In Dovan the mayor spoke of 48 dead in the mill after a long night of rain and heavy floods.",
        "There were 48 dead.",
        WIRE.format("44 dead"),
    ],
)
def test_other_sentences_are_not_altered_text(other: str) -> None:
    number = "48 dead" if "48" in other else "44 dead"
    (line,) = lines(
        told("a", "Ledger", WIRE.format("44 dead"), exact("44 dead", 44)),
        told("b", "Courier", other, exact(number, float(number[:2]))),
    )
    assert line.altered == ()


def test_growth_in_a_reprinted_sentence_stays_growth_and_is_marked() -> None:
    (line,) = lines(
        told("a", "Ledger", WIRE.format("44 dead"), exact("44 dead", 44), published="2031-05-04"),
        told("b", "Ledger", WIRE.format("48 dead"), exact("48 dead", 48), published="2031-05-06"),
    )
    assert (line.verdict, len(line.altered)) == ("growth", 1)
