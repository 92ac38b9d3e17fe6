from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import untold.group.copies as module
from tests.group.invented import FERRY, FERRY_AGAIN, STRIKE, retold
from untold.group.copies import copy_families, find_passages
from untold.model import Article, Passage

WIRE = " ".join(FERRY)
OWN = " ".join(STRIKE[:3])


def _article(name: str, text: str, outlet: str = "", published: str | None = None) -> Article:
    return Article(name, outlet or f"Outlet {name}", "", text, published=published)


def _pair(one: str, other: str) -> list[Article]:
    """The report in two articles of two days; "a" comes first by name, not by day."""
    return [_article("b", WIRE, published=one), _article("a", WIRE, published=other)]


def _holds(articles: list[Article], passages: tuple[Passage, ...]) -> bool:
    texts = {article.id: article.text for article in articles}
    return all(
        texts[side.article][side.start : side.end] == side.text
        for passage in passages
        for side in (passage.a, passage.b)
    )


def test_a_whole_copy_is_one_passage_and_a_family() -> None:
    articles = _pair("2031-03-01", "2031-03-02")
    (passage,) = find_passages(articles)
    assert (passage.a.article, passage.b.article) == ("b", "a")
    assert passage.similarity == 1.0
    assert passage.a.text == WIRE.rstrip(".")
    families = copy_families(articles, (passage,))
    assert families["a"] == families["b"]
    assert families["a"].startswith("c-")


def test_edits_stay_inside_the_passage() -> None:
    edited = WIRE.replace("14 passengers", "16 passengers").replace("the drowned", "the dead")
    edited = edited.replace("a harbour clerk recalled", "officials now admit")
    articles = [_article("a", WIRE), _article("b", f"{OWN} {edited}")]
    (passage,) = find_passages(articles)
    assert "16 passengers" in passage.b.text
    assert "14 passengers" in passage.a.text
    assert 0.8 < passage.similarity < 1.0
    assert _holds(articles, (passage,))


def test_a_shared_quotation_is_no_copy() -> None:
    quote = " ".join(FERRY[1:3])
    articles = [
        _article("a", f"{STRIKE[0]} “{quote}” {STRIKE[1]}"),
        _article("b", f"{STRIKE[3]} “{quote}” {STRIKE[4]}"),
    ]
    assert find_passages(articles) == ()


def test_a_short_shared_phrase_is_no_copy() -> None:
    phrase = "in the old market of Quorra by the bridge on Monday night"
    articles = [_article("a", f"{FERRY[0]} {phrase}. {FERRY[1]}"), _article("b", f"{OWN} {phrase}.")]
    assert find_passages(articles) == ()


def test_boilerplate_of_one_outlet_is_no_copy() -> None:
    footer = (
        "Follow the Outlet on every channel for breaking news from the coast and the hills, sign up "
        "for our morning letter and tell us what you think about this article in the comments below."
    )
    texts = (FERRY[0], FERRY[1], STRIKE[0], STRIKE[1])
    same = [_article(str(i), f"{text} {footer}", "Outlet") for i, text in enumerate(texts)]
    assert find_passages(same) == ()
    two = [same[0], replace(same[1], outlet="Other")]
    assert len(find_passages(two)) == 1


def test_a_borrowed_sentence_is_a_passage_but_no_family() -> None:
    borrowed = f"{FERRY[1]} {FERRY[2]}"
    last = "The exchange stayed shut, and the trams stood in the depot at Lime Hill."
    long = " ".join([*STRIKE, last] * 2)
    articles = [_article("a", " ".join(FERRY * 2)), _article("b", f"{long} {borrowed}")]
    passages = find_passages(articles)
    assert len(passages) == 1
    assert copy_families(articles, passages) == {}


def test_what_returns_after_months_is_no_family() -> None:
    articles = _pair("2031-03-01", "2031-07-01")
    passages = find_passages(articles)
    assert len(passages) == 1
    assert copy_families(articles, passages) == {}


def test_what_returns_in_other_articles_of_other_months_is_a_stock_paragraph() -> None:
    stock = (
        "The coast road has been shut since a landslide buried two lorries near Velm in the spring "
        "of the year before last, and the council of Dorrin has put off its repair for want of money."
    )
    days = ("2031-03-01", "2031-03-02", "2031-07-01")
    reports = zip((WIRE, " ".join(STRIKE), " ".join(FERRY_AGAIN)), days, strict=True)
    articles = [
        _article(str(i), f"{text} {stock}", published=day) for i, (text, day) in enumerate(reports)
    ]
    assert len(find_passages(articles[:2])) == 1
    assert find_passages(articles) == ()


def test_an_old_report_printed_again_is_no_stock_paragraph() -> None:
    again = _article("again", WIRE, published="2031-07-01")
    assert len(find_passages([*_pair("2031-03-01", "2031-03-02"), again])) == 3


def test_a_report_printed_by_many_is_one_family() -> None:
    articles = [_article(f"{i:02}", f"{WIRE} Outlet {i} adds nothing.") for i in range(30)]
    passages = find_passages(articles)
    assert len(set(copy_families(articles, passages).values())) == 1
    assert len(copy_families(articles, passages)) == 30
    assert len(passages) < 30 * 29 / 2


def test_nothing_to_find() -> None:
    assert find_passages([]) == ()
    assert find_passages([_article("a", ""), _article("b", "—"), _article("c", "Two words")]) == ()


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.text('ab é“”".\n', max_size=60), max_size=4),
    st.integers(0, 5),
    st.randoms(use_true_random=False),
)
def test_spans_hold_in_any_order(noise: list[str], start: int, chance: object) -> None:
    articles = [_article(f"n{i}", text + retold(FERRY, start) + text) for i, text in enumerate(noise)]
    articles.append(_article("w", WIRE))
    passages = find_passages(articles)
    assert _holds(articles, passages)
    chance.shuffle(articles)  # type: ignore[attr-defined]
    assert find_passages(articles) == passages


def test_no_run_of_words_goes_on_in_the_next_article(monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles are read together; each pair here ends and begins alike, but shares no five words."""
    monkeypatch.setattr(module, "SEEDS", 1)
    monkeypatch.setattr(module, "OWN_WORDS", 1)
    texts = (
        "Old quay bells rang",
        "Brisk snow fell there",
        "Old quay bells rang",
        "Brisk snow fell there",
    )
    articles = [_article(f"{place}", text) for place, text in enumerate(texts)]
    assert not find_passages(articles)
    same = [replace(article, text=f"{article.text} today") for article in articles]
    assert len(find_passages(same)) == 2
