from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from untold.group.terms import terms_of
from untold.group.words import words_of
from untold.model import Article, Readability

REGULAR = re.compile(r"[^\W_]+")


@given(st.text())
def test_words_are_where_the_regular_expression_finds_them(text: str) -> None:
    words = words_of(text)
    found = list(REGULAR.finditer(text))
    assert list(zip(words.starts.tolist(), words.ends.tolist(), strict=True)) == [
        m.span() for m in found
    ]
    assert words.capital.tolist() == [not m.group()[0].islower() for m in found]


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
    terms = terms_of(Article("a", "", "Ostrel", text))
    weight = dict(zip(terms.keys.tolist(), terms.weights.tolist(), strict=True))
    calm, halmira, ferry, ostrel = (weight[words_of(w).keys.tolist()[0]] for w in
                                    ("calm", "halmira", "ferry", "ostrel"))  # fmt: skip
    assert calm == 1.0
    assert halmira == 1.5
    assert 1.6 < ferry < 1.7
    assert ostrel == 3.0


def test_of_a_stub_the_title_alone_counts() -> None:
    stub = Article("a", "", "Ostrel", "Log in", readability=Readability.STUB)
    assert len(terms_of(stub).keys) == 1
    assert len(terms_of(Article("a", "", "", "Log in", readability=Readability.STUB)).keys) == 2
