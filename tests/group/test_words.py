from __future__ import annotations

import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from untold.group.reading import read
from untold.group.shingles import shingles_of
from untold.group.terms import terms_of
from untold.group.words import CHARACTERS, places_of_all, ranked, together, words_of, words_of_all
from untold.model import Article, Readability

REGULAR = re.compile(r"[^\W_]+")


@settings(deadline=None)  # the first call makes tables
@given(st.text())
def test_words_are_where_the_regular_expression_finds_them(text: str) -> None:
    words = words_of(text)
    found = list(REGULAR.finditer(text))
    assert list(zip(words.starts.tolist(), words.ends.tolist(), strict=True)) == [
        m.span() for m in found
    ]
    assert words.capital.tolist() == [not m.group()[0].islower() for m in found]


@settings(deadline=None)  # the first call makes tables
@given(
    st.lists(st.text(st.characters(categories=["L", "N"], max_codepoint=0x2FF), min_size=1), max_size=9)
)
def test_a_word_has_one_key_wherever_it_stands(words: list[str]) -> None:
    plain = [word for word in words if "İ" not in word]  # two characters in lower case
    keys = words_of(" – ".join(plain)).keys.tolist()
    assert keys == [words_of(word.lower()).keys.tolist()[0] for word in plain]
    assert len(set(keys)) == len({word.lower() for word in plain})


def test_letters_beyond_the_table() -> None:
    one, other, again = words_of("x\U00010400y \U00010428y x\U00010428Y").keys.tolist()
    assert one == again != other


def test_terms_weigh_names_the_head_and_often_used_words_more() -> None:
    text = "word " * 100 + "calm Halmira sea ferry ferry"
    terms = terms_of([Article("a", "", "Ostrel", text)])[0]
    weight = dict(zip(terms.keys.tolist(), terms.weights.tolist(), strict=True))
    calm, halmira, ferry, ostrel = (weight[words_of(w).keys.tolist()[0]] for w in
                                    ("calm", "halmira", "ferry", "ostrel"))  # fmt: skip
    assert calm == 1.0
    assert halmira == 1.5
    assert 1.6 < ferry < 1.7
    assert ostrel == 3.0


def test_of_a_stub_the_title_alone_counts() -> None:
    named = Article("a", "", "Ostrel", "Log in", readability=Readability.STUB)
    nameless = Article("b", "", "", "Log in", readability=Readability.STUB)
    assert [len(terms.keys) for terms in terms_of([named, nameless])] == [1, 2]


def test_terms_are_the_same_whoever_is_read_beside() -> None:
    texts = ("Halmira ferry", "", "ferry 12 Ferry", "\u4e2d 7", "Ostrel")
    articles = [Article(str(n), "", f"The {n}", texts[n % 5]) for n in range(200)]
    for article, beside in zip(articles, terms_of(articles), strict=True):
        (alone,) = terms_of([article])
        assert alone.keys.tolist() == beside.keys.tolist()
        assert alone.weights.tolist() == beside.weights.tolist()
        assert alone.numbers.tolist() == beside.numbers.tolist()
        assert alone.titles.tolist() == beside.titles.tolist()


def test_numbers_and_words_of_the_title_are_known() -> None:
    (terms,) = terms_of([Article("a", "", "Ferry 12", "Halmira 30 ferry")])
    key = {word: words_of(word).keys.tolist()[0] for word in ("ferry", "12", "30", "halmira")}
    rows = zip(terms.numbers.tolist(), terms.titles.tolist(), strict=True)
    told = dict(zip(terms.keys.tolist(), rows, strict=True))
    assert told == {
        key["ferry"]: (False, True),
        key["12"]: (True, True),
        key["30"]: (True, False),
        key["halmira"]: (False, False),
    }


@given(st.lists(st.integers(0, 3) | st.integers(0, 3).map(lambda key: key << 62)))
def test_ranked_is_a_stable_sort_also_of_keys_whose_upper_bits_are_the_same(numbers: list[int]) -> None:
    keys = np.array(numbers, np.uint64)
    found, places = ranked(keys)
    assert places.tolist() == sorted(range(len(numbers)), key=numbers.__getitem__)
    assert found.tolist() == sorted(numbers)


@settings(deadline=None)  # the first call makes tables
@given(st.lists(st.text()))
def test_texts_read_together_are_read_as_each_alone(texts: list[str]) -> None:
    words, begins, borders = words_of_all(texts)
    places, *rest = places_of_all(texts)
    assert [places[::2].tolist(), places[1::2].tolist()] == [words.starts.tolist(), words.ends.tolist()]
    assert [part.tolist() for part in rest] == [begins.tolist(), borders.tolist()]
    for text, begin, first, last in zip(texts, begins, borders[:-1], borders[1:], strict=True):
        alone = words_of(text)
        assert words.keys[first:last].tolist() == alone.keys.tolist()
        assert (words.starts[first:last] - begin).tolist() == alone.starts.tolist()
        assert (words.ends[first:last] - begin).tolist() == alone.ends.tolist()
        assert words.number[first:last].tolist() == alone.number.tolist()


@settings(deadline=None)  # the first call makes tables
@given(st.lists(st.tuples(st.text(), st.text("ab 1.É", max_size=60), st.booleans())))
def test_articles_read_once_are_read_as_for_stories_and_for_copies(
    told: list[tuple[str, str, bool]],
) -> None:
    kinds = {True: Readability.STUB, False: Readability.READABLE}
    articles = [
        Article(str(n), "", title, text * 60, readability=kinds[stub])
        for n, (title, text, stub) in enumerate(told)
    ]
    terms, shingles = read(articles)
    for once, alone in zip(terms, terms_of(articles), strict=True):
        assert once.keys.tolist() == alone.keys.tolist()
        assert once.weights.tolist() == alone.weights.tolist()
        assert once.numbers.tolist() == alone.numbers.tolist()
        assert once.titles.tolist() == alone.titles.tolist()
    for shared, expected in zip(shingles.shared(), shingles_of(articles).shared(), strict=True):
        assert shared.tolist() == expected.tolist()


@given(st.lists(st.integers(0, 2 * CHARACTERS)), st.integers(1, 5))
def test_texts_are_put_together_in_order_and_none_is_lost(lengths: list[int], most: int) -> None:
    parts = list(together(lengths, most))
    assert [place for part in parts for place in range(part.start, part.stop)] == [*range(len(lengths))]
    for part in parts:
        size = part.stop - part.start
        assert size == 1 or (size <= most and sum(lengths[part]) <= CHARACTERS)
