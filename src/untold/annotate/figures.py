"""Figures: numbers with what they count, their bounds and hedge, and who gave them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from untold.analysis import Layer
from untold.annotate.counts.counted import Counted, counted, describe, plural, share_fates
from untold.annotate.counts.numbers import Number, find_numbers
from untold.annotate.reading import Reading, read
from untold.model import Article, Field, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. ``low`` and ``high`` are None where that side is open.

    Exact: low = value = high. "At least N", "more than N": low N, high None. Vague words ("dozens"):
    value None. ``what`` is what is counted, normalised ("killed", "wounded", "missiles"); ``hedge``
    the hedging words as written; ``attributed_to`` the speaker as the article names it.
    """

    span: Span
    value: float | None
    low: float | None
    high: float | None
    hedge: str | None
    what: str
    attributed_to: str | None


#: "No survivors", "no soldiers were hurt": a count of nought, kept only where a fate is told.
_NOUGHT = re.compile(r"\b[Nn]o(?=\s+[A-Za-z])")
#: These count too loosely to be a figure unless they count a fate ("several people were hurt").
_LOOSE = re.compile(r"several|a few|many|a handful|a couple|one$", re.IGNORECASE)
#: A word with a capital right before a number: part of its name, or a title's word.
_NAME = re.compile(r"\b([A-Z][a-z]+) $")
_AGO = re.compile(r"\s+ago\b")
_CURRENCIES = {
    "usd": "US dollars", "eur": "euros", "gbp": "pounds sterling", "jpy": "yen", "inr": "rupees",
    "rub": "roubles", "ils": "shekels", "cny": "yuan", "try": "lira", "chf": "francs",
}  # fmt: skip
#: One name for each way to write a unit.
_UNIT_NAMES = {
    "ft": "feet", "foot": "feet", "lb": "pounds", "lbs": "pounds", "kg": "kilograms",
    "kgs": "kilograms", "kilo": "kilograms", "km": "kilometres", "kilometer": "kilometres",
    "kilometers": "kilometres",
    "m": "metres", "meter": "metres", "meters": "metres", "cm": "centimetres", "mm": "millimetres",
    "km/h": "km/h",
    "kmh": "km/h", "kph": "km/h", "mph": "miles per hour", "tonne": "tonnes", "liter": "litres",
    "liters": "litres", "ha": "hectares", "oz": "ounces",
}  # fmt: skip
#: "A family of five", "a crew of six": the noun before "of" tells what is counted.
_GROUPS_OF = {"family": "family members", "crew": "crew members", "team": "team members"}


def find_figures(source: Article | Reading) -> Iterator[Figure]:
    """Every number of title and text that says how many or how much, with what it counts.

    Left out: dates, years, times of day, scores, names ("Boeing 737", "Pier Four"), numbers beside
    which nothing counted can be found, and "one", "several", "a few" unless they count a fate.

    Method: `annotate.counts.numbers` for value, bounds and hedge; `annotate.counts.counted` for what
    is counted, from the words near the number and the parse; the voice whose content covers the
    number for ``attributed_to``. Known failures: see docs/08-figures.md.
    """
    reading = read(source)
    voices = [voice for voice in reading.records("voices") if voice.content and voice.speaker]
    for name, doc in reading.docs():
        numbers = [n for n in _numbers(doc.text) if not _is_name(doc.text, n)]
        for sentence in doc.sents:
            inside = [n for n in numbers if sentence.start_char <= n.start < sentence.end_char]
            for number, what, start, end in _counts(list(sentence), doc, inside):
                span = reading.article.span(name, start, end)
                yield Figure(
                    span, number.value, number.low, number.high, number.hedge, what,
                    _speaker(voices, name, number),
                )  # fmt: skip


def _numbers(text: str) -> list[Number]:
    noughts = [
        Number(m.start(), m.end(), 0.0, 0.0, 0.0, None, "count", "no", m.start(), m.end(), m.end())
        for m in _NOUGHT.finditer(text)
    ]
    return sorted(find_numbers(text) + noughts, key=lambda n: n.start)


def _is_name(text: str, number: Number) -> bool:
    """Whether bare digits belong to a name that the text uses twice: "Comet 9", "a Comet 9 rocket"."""
    before = _NAME.search(text[max(0, number.start - 30) : number.start])
    digits = text[number.start : number.end]
    if before is None or not digits.isdigit() or number.kind != "count" or number.hedge:
        return False
    name = re.escape(f"{before[1]} {digits}")
    return len(re.findall(rf"(?<=\w ){name}(?!\d)", text)) > 1


def _vague(doc: Doc, number: Number) -> bool:
    """Whether a quantity is too loose to be one: "several days", "a few miles"."""
    return number.value is None and bool(_LOOSE.match(doc.text[number.start : number.end]))


def _speaker(voices: Sequence[object], name: Field, number: Number) -> str | None:
    """Who gave the number: the speaker of the narrowest speech, not stance, whose content covers it."""
    from untold.annotate.voices import Voice

    covering = [
        voice
        for voice in voices
        if isinstance(voice, Voice) and voice.kind == "speech" and voice.content and voice.speaker
        and voice.content.field == name and voice.content.start <= number.start
        and number.end <= voice.content.end
    ]  # fmt: skip
    best = min(covering, key=lambda v: (len(v.content.text) if v.content else 0, v.span), default=None)
    return best.speaker.text if best is not None and best.speaker is not None else None


def _counts(
    tokens: list[Token], doc: Doc, numbers: list[Number]
) -> Iterator[tuple[Number, str, int, int]]:
    """The sentence's numbers that are figures: number, what it counts, start and end."""
    people = [n for n in numbers if n.kind == "count"]
    places = [_place(tokens, number) for number in people]
    single = [n.value in (0, 1) or doc.text[n.end : n.end + 1] == "-" for n in people]
    items = [counted(tokens, *place, one) for place, one in zip(places, single, strict=True)]
    rows = [
        (first, max(at, _after(tokens, item.end)), item)
        for (first, at), item in zip(places, items, strict=True)
    ]
    shared = dict(zip([n.start for n in people], share_fates(rows, tokens), strict=True))
    for number in numbers:
        if number.kind == "count":
            item = shared[number.start]
            what = _what(tokens, number, item, list(shared.values()))
            if what:
                yield number, what, min(number.hedge_start, item.start), max(number.hedge_end, item.end)
        elif not (number.unit and _AGO.match(doc.text, number.unit_end)) and not _vague(doc, number):
            what, end = _measured(tokens, number)
            yield number, what, number.hedge_start, max(number.hedge_end, end)


def _place(tokens: Sequence[Token], number: Number) -> tuple[int, int]:
    """Indices of the first token of hedge or number and of the first one after the number."""
    opens = min(number.hedge_start, number.start)
    first = next((i for i, t in enumerate(tokens) if t.idx + len(t) > opens), 0)
    return first, _after(tokens, number.end)


def _after(tokens: Sequence[Token], end: int) -> int:
    return next((i for i, t in enumerate(tokens) if t.idx >= end), len(tokens))


def _what(tokens: Sequence[Token], number: Number, item: Counted, others: list[Counted]) -> str:
    written = number.hedge if number.value is None and number.low is None else None
    text = (
        written or "".join(t.text_with_ws for t in tokens if number.start <= t.idx < number.end).strip()
    )
    if number.unit == "no" and item.fate is None:
        return ""
    if item.fate is None and _LOOSE.match(text):
        return ""
    beside = any(o is not item and o.fate == item.fate and o.head is not None for o in others)
    first, _ = _place(tokens, number)
    if item.head is None and item.fate is None and _is_age(tokens, first, number):
        return "age"
    if item.head is None or item.fate is None:
        before = [t.lower_ for t in tokens[max(0, first - 2) : first]]
        if len(before) == 2 and before[1] == "of" and before[0] in _GROUPS_OF:
            group = _GROUPS_OF[before[0]]
            return f"{group} {item.fate}" if item.fate else group
    return describe(item, beside)


def _is_age(tokens: Sequence[Token], first: int, number: Number) -> bool:
    """Whether a bare number tells an age: "who was 17", "he is 3", "turned 40"."""
    before = [t.lower_ for t in tokens[max(0, first - 2) : first]]
    if not before or number.value is None or number.value > 110:  # nobody's age is higher
        return False
    told = before[-1] in ("is", "was", "'s", "’s") and before[0] in ("he", "she", "who")
    return told or before[-1] in ("turned", "turns", "turning")


def _measured(tokens: Sequence[Token], number: Number) -> tuple[str, int]:
    """What a quantity with a unit measures, and where the expression ends."""
    unit = number.unit or ""
    end = max(number.unit_end, number.hedge_end)
    if number.kind == "money":
        return _CURRENCIES.get(unit, unit), end
    at = _after(tokens, end)
    if number.kind == "percent":
        noun = _next_noun(tokens, at + 1) if at < len(tokens) and tokens[at].lower_ == "of" else None
        return (f"% of {noun.lower_}" if noun is not None else "%"), end
    if number.kind == "age":
        noun = _next_noun(tokens, at)
        return (f"age ({noun.lower_})" if noun is not None else "age"), end
    power, _, base = unit.rpartition(" ")  # "square kilometer"
    name = f"{power} {_UNIT_NAMES.get(base, plural(base))}".strip()
    noun = _next_noun(tokens, at)
    return (f"{name} ({noun.lower_})" if noun is not None else name), end


def _next_noun(tokens: Sequence[Token], at: int) -> Token | None:
    """The noun that a quantity stands before ("400-pound gorilla"), if one follows at once."""
    for token in tokens[at : at + 4]:
        if token.pos_ == "NOUN" and token.dep_ != "compound":
            return token
        if token.pos_ not in ("ADJ", "NOUN", "PROPN") and token.text != "-":
            return None
    return None


SPEC = Layer(
    name="figures",
    version=3,
    record=Figure,
    find=find_figures,
    summary="numbers with what they count, bounds, hedge and who gave them",
    needs=("voices",),
    models=("parser",),
)
