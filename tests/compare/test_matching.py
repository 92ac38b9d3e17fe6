from __future__ import annotations

import numpy as np
import pytest

from tests.compare.stories import fire_story
from untold.annotate.reading import Reading
from untold.annotate.terms import Term
from untold.compare import finding, matching
from untold.compare.outlet_cells import earlier
from untold.model import Article, Span, Story


def term(key: str, kind: str = "word") -> Term:
    return Term(Span("text", 0, len(key), key), 0, key, kind)  # type: ignore[arg-type]


def test_spellings_of_a_long_name_meet_and_short_ones_do_not() -> None:
    meet = lambda a, b: set(matching.stems(term(a, "name"))) & set(matching.stems(term(b, "name")))  # noqa: E731
    assert meet("velmashtor", "vilmeshtour")
    assert not meet("hosm", "hasam")


def test_numbers_that_follow_each_other_also_count_added_up() -> None:
    text = "The ferry sank with ten passengers and two pilots on board."
    article = Article(id="a", outlet="o", title="", text=text, language="en")
    reading = Reading(article)
    records = {name: {"a": reading.records(name)} for name in matching.LAYERS}
    story = Story("s", (article,), records)
    rows = matching.Haystack(story, [article]).rows
    assert not matching.missing(matching.sought_text("The ferry sank with 12 on board."), rows)
    lacking = matching.missing(matching.sought_text("The ferry sank with 14 on board."), rows)
    assert [term.key for term in lacking] == ["14"]


@pytest.mark.parametrize(
    ("fact", "wordings"),
    [
        (
            "The bridge of Kestrel Bay (Kestril) fell.",
            ["The bridge of Kestrel Bay fell.", "The bridge of Kestril fell."],
        ),
        ("It was a double (twin) blast.", ["It was a double blast.", "It was a twin blast."]),
        (
            "The Maren Coast Guard (MCG/Guarda) saw it.",
            ["The Maren Coast Guard saw it.", "MCG saw it.", "Guarda saw it."],
        ),
        (
            "Orla (Orlah) met Tem (Them).",
            ["Orla met Tem.", "Orla met Them.", "Orlah met Tem.", "Orlah met Them."],
        ),
        ("Two of them (12 in all) fled.", ["Two of them (12 in all) fled."]),
        (
            "He left (as nobody had thought he would).",
            ["He left (as nobody had thought he would)."],
        ),
        ("(Nothing before it.)", ["(Nothing before it.)"]),
        ("He fled ().", ["He fled ()."]),
    ],
)
def test_another_name_in_brackets_makes_another_wording(fact: str, wordings: list[str]) -> None:
    assert [one.removeprefix("The ") for one in matching.wordings(fact)] == [
        one.removeprefix("The ") for one in wordings
    ]


def test_each_article_is_searched_for_the_name_that_it_uses() -> None:
    story = fire_story()
    hay = matching.Haystack(story, story.articles)
    sought = matching.sought_text("A blaze (fire) destroyed the grain store.")
    by = {match.article.id: match for match in finding.find_matches(sought, hay, "asked")}
    assert by["a1"].sought.text == "A fire destroyed the grain store."
    plain = matching.sought_text("A fire destroyed the grain store.")
    seen, alone = matching.search(sought, hay), matching.search(plain, hay)
    assert np.array_equal(seen.articles[0], alone.articles[0])
    assert np.array_equal(seen.sentences[hay.owners == 0], alone.sentences[hay.owners == 0])


def test_forms_of_a_long_word_meet() -> None:
    assert set(matching.stems(term("explosion"))) & set(matching.stems(term("explode")))
    assert not set(matching.stems(term("12345", "number"))) & set(
        matching.stems(term("12346", "number"))
    )


def test_what_one_article_holds_does_not_move_with_the_batch() -> None:
    story = fire_story()
    sought = matching.sought_text("Nine dockers were killed.")
    hay = matching.Haystack(story, story.articles)
    once, again = (matching.search(sought, hay) for _ in range(2))
    assert np.array_equal(once.articles, again.articles)
    assert once.articles.shape == (len(hay.articles), len(matching.FEATURES))
    assert np.isfinite(once.articles).all()
    assert np.isfinite(once.sentences).all()


def test_a_sentence_is_found_by_itself() -> None:
    story = fire_story()
    hay = matching.Haystack(story, story.articles)
    for number, row in enumerate(hay.rows):
        match = finding.find_matches(row.sought, hay, "stated")[int(hay.owners[number])]
        if len(row.terms) > 3:
            assert match.row == number
            assert match.p > 0.9


def test_an_empty_haystack_finds_nothing() -> None:
    story = fire_story()
    assert (
        finding.find_matches(matching.sought_text("Anything."), matching.Haystack(story, []), "asked")
        == []
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2025-05-05", "2025-05-06", True),
        ("2025-05-06", "2025-05-06", False),
        ("2025-05-06", "2025-05-06T10:00:00+00:00", False),
        ("2025-05-06T09:00:00+00:00", "2025-05-06T10:00:00+00:00", True),
        ("2025-05-06T10:00:00+00:00", "2025-05-06T09:00:00+00:00", False),
    ],
)
def test_earlier_is_claimed_only_where_it_is_sure(one: str, other: str, expected: bool) -> None:
    assert earlier(one, other) is expected
