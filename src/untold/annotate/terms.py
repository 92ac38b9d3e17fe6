"""Terms: the words of each sentence that carry its content, in a form that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from untold.analysis import Layer
from untold.annotate.counts.numbers import QUANTITIES, find_numbers
from untold.annotate.reading import Reading, read
from untold.model import Article, Span
from untold.packaged import packaged

if TYPE_CHECKING:
    from spacy.tokens import Token

    from untold.annotate.sentences import Sentence

Kind = Literal["word", "name", "number"]


@dataclass(frozen=True, slots=True)
class Term:
    """One content word. ``key`` is what two terms share when they are the same.

    For a word that is the lower-cased lemma, for a name the lower-cased word or what data/aliases.json
    says it is another name of, for a number its value in digits. ``sentence`` is the index of its
    sentence.
    """

    span: Span
    sentence: int
    key: str
    kind: Kind


#: Parts of speech that carry content.
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})
#: Content words that nearly every report has, whatever it says.
LIGHT = frozenset({
    "be", "have", "do", "say", "tell", "accord", "would", "could", "may", "people", "person", "also",
    "make", "take",
})  # fmt: skip
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def find_terms(source: Article | Reading) -> Iterator[Term]:
    """Content words, names and numbers of every sentence, in text order.

    Number words and digits meet ("four", "4"; "1.5 million", "1500000"). Known failure: a wrong part
    of speech hides a word or gives a wrong lemma, oftenest in headlines.
    """
    reading = read(source)
    for sentence in reading.records("sentences"):
        yield from _terms_of(reading, sentence)


def _terms_of(reading: Reading, sentence: Sentence) -> Iterator[Term]:
    span = sentence.span
    whole = {**_numbers(span), **_aliases(span)}
    part = reading.doc(span.field).char_span(span.start, span.end, alignment_mode="expand")
    seen = -1
    for token in part or ():
        if token.idx in whole:
            start, end, key, kind = whole[token.idx]
            if start != seen:
                seen = start
                yield Term(reading.article.span(span.field, start, end), sentence.index, key, kind)
            continue
        word = _key(token)
        if word is not None:
            where = reading.article.span(span.field, token.idx, token.idx + len(token.text))
            plain: Kind = "number" if _DIGITS.fullmatch(word) else "word"
            yield Term(where, sentence.index, word, "name" if token.pos_ == "PROPN" else plain)


def _numbers(span: Span) -> dict[int, tuple[int, int, str, Kind]]:
    """For each offset inside a quantity its start, end, key and kind."""
    return {
        offset: (span.start + number.start, span.start + number.end, f"{number.value:.12g}", "number")
        for number in find_numbers(span.text)
        if number.kind in QUANTITIES and number.value is not None
        for offset in range(span.start + number.start, span.start + number.end)
    }


def _aliases(span: Span) -> dict[int, tuple[int, int, str, Kind]]:
    """For each offset inside a name of the alias list its start, end, key and kind."""
    if span.text.isupper():
        return {}  # "TELL US WHAT IS NEW": without lower case these names can't be told from words
    pattern, keys = _alias_list()
    return {
        offset: (span.start + found.start(), span.start + found.end(), keys[found.group()], "name")
        for found in pattern.finditer(span.text)
        for offset in range(span.start + found.start(), span.start + found.end())
    }


@cache
def _alias_list() -> tuple[re.Pattern[str], dict[str, str]]:
    raw = packaged("annotate/data/aliases.json")
    keys = {name: key for key, names in raw["aliases"].items() for name in names}
    longest_first = sorted(keys, key=lambda name: (-len(name), name))
    pattern = "|".join(re.escape(name) for name in longest_first)
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])"), keys


def _key(token: Token) -> str | None:
    """What the token is compared by; None if it carries no content."""
    if token.pos_ not in CONTENT or (token.is_stop and token.pos_ != "NUM"):
        return None
    word = token.text.lower().strip("'\"’“”")
    plain = word.replace(",", "")
    key = plain if _DIGITS.fullmatch(plain) else word if token.pos_ == "PROPN" else token.lemma_.lower()
    return None if not key or key in LIGHT or not any(c.isalnum() for c in key) else key


SPEC = Layer(
    name="terms",
    version=3,
    record=Term,
    find=find_terms,
    summary="content words, names and numbers in comparable form",
    needs=("sentences",),
    models=("parser",),
)
