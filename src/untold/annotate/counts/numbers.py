"""Numbers in English text: value, bounds and hedge, from digits and words. No parser needed.

``find_numbers`` is what the figures layer and the fact matcher share. It reads text alone; what a
number counts is for others to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["count", "percent", "money", "measure", "age", "date", "time", "score", "name"]

#: The kinds that say how many or how much; the others are labels and moments.
QUANTITIES: frozenset[Kind] = frozenset({"count", "percent", "money", "measure", "age"})


@dataclass(frozen=True, slots=True)
class Number:
    """One number: ``text[start:end]``; with its hedge ``text[hedge_start:hedge_end]``.

    Exact: low = value = high. "At least N": low N, high None. "Up to N": low None, high N. "About N":
    both None. A range: value None with low and high. A vague word ("dozens"): all three None and the
    word itself as ``hedge``. ``unit`` is "%", a currency ("usd") or a unit as written in lower case;
    ``unit_end`` is where it ends (the number's end where it has none or stands before).
    """

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    hedge: str | None
    kind: Kind
    unit: str | None
    hedge_start: int
    hedge_end: int
    unit_end: int


_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "lakh": 10**5, "million": 10**6, "crore": 10**7,
    "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
_SHORT = {
    "trn": 10**12, "tr": 10**12, "tn": 10**12, "bn": 10**9, "b": 10**9, "mn": 10**6, "m": 10**6,
    "k": 10**3,
}  # fmt: skip
_CURRENCY = {"$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "₹": "inr", "₽": "rub", "₪": "ils"}
_CURRENCY_WORDS = {
    "dollar": "usd", "euro": "eur", "ruble": "rub", "rouble": "rub", "rupee": "inr", "yen": "jpy",
    "yuan": "cny", "shekel": "ils", "lira": "try", "franc": "chf",
}  # fmt: skip

_SCALE, _BRIEF = "|".join(_SCALES), "|".join(_SHORT)
# thousands: 1,200 · 1 200 (no-break, thin spaces) · 1,20,000 (Indian) · 1.200.000 (two points or
# more: one point alone may as well be a decimal, so "1.200" stays 1.2)
_DIGITS = (
    r"(?:\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:,\d{3})+|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+"
    r"|\d{1,3}(?:\.\d{3}){2,}|\d+)(?!,?\d)(?:\.\d+|[½¼¾])?"
)
_FIGURES = (
    rf"(?:(?P<cur>(?:US|C|A|HK)?[$€£¥₹₽₪](?:US|CA|A|NZ)?)\s?)?(?P<dig>(?<![A-Za-z]-)(?(cur)|(?<![\w@#/:'’]))(?<!\d[.,]){_DIGITS})"
    rf"(?:(?P<short>{_BRIEF})(?!\w)|[\s-]?(?P<scale>{_SCALE})(?![\w]))?"
)
_BIG = "thousand|lakh|million|crore|billion|trillion"
_DIGIT = "|".join(list(_UNITS)[1:10])
_SMALL = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{_DIGIT}))?|(?:{'|'.join(_UNITS)}))(?![A-Za-z])"
_STEP = r"(?:\s+and\s+|\s+|-)"
#: Up to 9,999 ("twelve hundred"); "one hundred and two hundred" are two numbers.
_HUNDREDS = (
    rf"(?:(?:{_SMALL}[\s-])?hundred(?![A-Za-z])(?:{_STEP}{_SMALL}(?!\s+(?:hundred|dozen)))?"
    rf"|(?:{_SMALL}\s)?dozen(?![A-Za-z])|{_SMALL})"
)
_GROUP = (
    rf"(?:{_HUNDREDS}(?:\s+and\s+a\s+half)?[\s-])?(?:{_BIG})(?![A-Za-z])(?:\s+(?:{_BIG})(?![A-Za-z]))*"
)
_WORDS = (
    rf"(?<![\w-])(?:(?P<part>half\s+an?|a\s+quarter\s+of\s+an?)\s+(?={_SCALE})|(?P<art>an?)\s+(?={_SCALE}))?"
    rf"(?P<words>{_GROUP}(?:{_STEP}{_GROUP})*(?:{_STEP}{_HUNDREDS})?|{_HUNDREDS})(?![\w])"
)
_VAGUE = (
    r"(?<![\w-])(?P<vague>(?:(?:several|a\s+few|many|a\s+couple\s+of)\s+)?"
    r"(?:(?:tens|dozens|hundreds|thousands)\s+of\s+(?:thousands|millions)|tens(?=\s+of\s)"
    r"|dozens|scores|hundreds|thousands|millions|billions)"
    rf"|(?:several|a\s+few|many)\s+(?:{_SCALE})s?|several|a\s+few|a\s+handful\s+of|a\s+handful)(?![\w-])"
)
_COUPLE = r"(?<![\w-])(?P<couple>a\s+couple|a\s+pair)\s+of(?!\w)"
_NUMBER = re.compile(f"{_FIGURES}|{_VAGUE}|{_COUPLE}|{_WORDS}", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:to|or)\s+|\s?[-–—]\s?(?:to-)?")
_AND = re.compile(r"\s+and\s+")
_HYPHEN = re.compile(r"\s?[-–—]\s?")

_LOW = (
    r"at\s+(?:the\s+very\s+)?least|(?:well\s+|far\s+|slightly\s+|just\s+|a\s+little\s+)?(?:more|greater|higher)"
    r"\s+than|(?:well\s+|just\s+|slightly\s+)?over|upwards?\s+of|in\s+excess\s+of|(?:no|not)\s+(?:fewer|less)"
    r"\s+than|a\s+minimum\s+of|well\s+above|exceed(?:s|ed|ing)|surpass(?:es|ed|ing)"
)
_HIGH = (
    r"up\s+to|as\s+(?:many|much|high|large|long)\s+as|at\s+(?:the\s+)?most|(?:no|not)\s+(?:more|higher)\s+than"
    r"|(?:slightly\s+|just\s+|far\s+|well\s+)?(?:fewer|less|lower)\s+than|(?:just\s+)?under|a\s+maximum\s+of"
)
_ABOUT = (
    r"about|around|roughly|approximately|approx\.?|some|nearly|almost|close\s+to|(?:an\s+)?estimated|circa"
    r"|~|possibly|perhaps|maybe|an?\s+additional\s+estimated|more\s+or\s+less"
)
# one hedge may follow another: "at least some 40", "up to an estimated 300"
_BEFORE = re.compile(
    rf"(?<![\w-])(?:(?P<low>{_LOW})|(?P<high>{_HIGH})|(?P<about>{_ABOUT}))(?:\s+(?:{_ABOUT}|an?|the))?\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?P<low>\s+or\s+more\b|\s?\+(?!\d)|-plus\b|\s+and\s+counting\b|\s+at\s+(?:the\s+very\s+)?least\b)"
    r"|(?P<high>\s+or\s+(?:fewer|less)\b|\s+at\s+(?:the\s+)?most\b)|(?P<about>\s+or\s+so\b|-odd\b|-some\b)",
    re.IGNORECASE,
)

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|March|Mar|April|Apr|May|June|Jun|July|Jul|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\s*$")
_MONTH_AFTER = re.compile(rf"(?:\s+of)?[\s-]{_MONTH}(?!\w)(?!\s+(?:have|not|be)\b)")
_DAY_MONTH = re.compile(rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s*$")
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|by|until|till|during|year|years|from|of|early|late|mid|before|after|through|and|to|the"
    r"|spring|summer|autumn|fall|winter|back)\s*(?:-|–)?\s*$",
    re.IGNORECASE,
)
#: After a bare 4-digit number these say that it counts and is no year.
_COUNTED_AFTER = re.compile(
    r"\s+(?:other\s+|more\s+|of\s+)?(?:people|persons|civilians|soldiers|troops|children|women|men|fighters"
    r"|police|rebels|militants|families|refugees|migrants|victims|passengers|dead|killed|wounded|injured|deaths"
    r"|missing|homes|houses|cases|feet|foot|miles|kilomet|met(?:er|re)|pounds|dollars|euros|tons|tonnes|barrels"
    r"|times|voters|jobs|workers|prisoners|detainees|protesters|residents|supporters|students)"
)
_TIME_AFTER = re.compile(
    r":\d\d|\.\d\d\s?[ap]\.?m\b|\s?[ap]\.?m\b|\s?(?:hrs|GMT|UTC|BST|EST|EDT|PST|PDT|CET|MSK)\b"
    r"|\s+(?:o['’]clock|local\s+time|hours\s+(?:local|GMT))",
    re.IGNORECASE,
)
_AGE_AFTER = re.compile(
    r"[\s-]?(?:(?:years?|months?)[\s-]olds?\b|yos?\b|y/o\b)|[\s-]+years?\s+of\s+age", re.IGNORECASE
)
_AGE_BEFORE = re.compile(
    r"\b(?:ages?d?|ages?\s+of|between\s+the\s+ages\s+of)(?:\s+(?:of|from|between|under|over|about|around|just))?"
    r"\s*$|\b(?:children|kids|minors|youths?)\s+(?:aged\s+)?(?:under|below|over)\s*$",
    re.IGNORECASE,
)
_APPOSED_AGE = re.compile(r"[A-Z][\w.'’-]*,\s+$")  # "Ann Lee, 43, said"
_LABEL_BEFORE = re.compile(
    r"\b(?:Boeing|Airbus|Cessna|Tupolev|Antonov|Flight|Route|Highway|Interstate|Resolution|Article|Section"
    r"|Chapter|Channel|Room|Gate|Terminal|Platform|Area|Type|Mark|Windows|iPhone|Galaxy|Level|Phase|Page|Unit"
    r"|Pier|Quay|Berth|Dock|Hall|Block|Ward|Camp|Warehouse|Hangar|Lock|Shed|Apollo|Title|Chapter|Volume|Part|Episode|Season|Day|Week|Grade|Class|Category|Table|Figure|Point|Zone"
    r"|Sector|Brigade|Division|Building|Apartment|Box|Fox|Studio|Formula|Proposition|Amendment|Number|No\.?"
    r"|nos?\.|number|resolution|flight|route|article|paragraph|clause|version|issue)\s*$"
)
#: "Pier Four", "Group of Seven", the Five of "Piers Four and Five".
_NAME_BEFORE = re.compile(r"\b[A-Z][\w'’-]*[ ](?:of[ ])?(?:[A-Z][\w-]*[ ](?:and|or|to)[ ])?$")
_NAMED_AFTER = re.compile(r"[ -][A-Z][a-z]+ [A-Z][a-z]")  # "the Six Day War", not at a start
_INSIDE = re.compile(r"(?:\b[a-z]+|\d) $")
_LONG_WORD = re.compile(r"[A-Za-z]{4,}")  # shorter words stay small in headlines with capitals
_NAME_AFTER = re.compile(r"[A-Za-z]*\d|-[A-Z]|/\d|\s+\d\d?\.\d\d?\.\d|(?![ap]\.?m\b)[A-Za-z]")
_SCORE_BEFORE = re.compile(
    r"\b(?:w[io]n|wins|beat|beaten|lost|lose|loses|drew|draw|defeat(?:ed)?|led|lead|leads|score[ds]?|vote[ds]?"
    r"|ruled|victory|vote\s+of)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"[\s-]?(?P<glued>km/h|kmh|kph|mph|km|kgs?|cm|mm|m|lbs?|ft|oz|ha|MW|GW|kW|°C|°F)(?![\w])"
    r"|[\s-](?:(?:(?P<power>square|cubic)|nautical|metric|light)[\s-])?(?P<unit>(?:kilo|centi|milli)?met(?:er|re)s?|miles?"
    r"|feet|foot|inch(?:es)?|yards?|acres?|hectares?|(?:kilo)?grams?|kilos?|pounds?|stones?|tons?|tonnes?"
    r"|lit(?:er|re)s?|gallons?|barrels?|knots?|degrees?|seconds?|minutes?|hours?|days?|nights?|weeks?"
    r"|weekends?|months?|years?|decades?|centur(?:y|ies)|megawatts?|gigawatts?|kilowatts?)(?![\w])",
    re.IGNORECASE,
)
_LASTING = re.compile(r"(?:second|minute|hour|day|night|week|month|year|decade|centur)", re.IGNORECASE)
_PERCENT = re.compile(
    r"\s?%|[\s-]+per\s?cent\b|\s+percentage\s+points?\b|\s+pct\b|\s+percentile\b", re.IGNORECASE
)
_MONEY_AFTER = re.compile(
    rf"[\s-](?:(?:US|American|Canadian|Syrian|Turkish|Swiss)\s+)?(?P<word>{'|'.join(_CURRENCY_WORDS)})s?(?!\w)",
    re.IGNORECASE,
)
#: "one" that names nobody's count: "no one", "one another", "one of them", "one-way", "the one".
_ONE_BEFORE = re.compile(
    r"\b(?:no|any|every|some|each|this|that|which|the|another|or|square)[\s-]$", re.I
)
_ONE_AFTER = re.compile(
    r"\s+(?:another|of|day|by|can|could|must|should|would|who|that|might|may|thing|way|side|to)\b|['’-]|[.?!]",
    re.IGNORECASE,
)
_NOT_MILLION = re.compile(
    r"\s+(?:deep|high|long|wide|tall|thick|away|above|below|beneath|under|from|off|apart|race|sprint"
    r"|freestyle)\b"
)
_FRACTION = re.compile(
    r"[\s-](?:first|second|third|fourth|half|halves|quarter|fifth|sixth|tenth|ninth)s?\b"
)
_SCORES_BEFORE = re.compile(r"(?:kill|injur|wound)\w*\s+$", re.IGNORECASE)
_SCORES_AFTER = re.compile(
    r"\s+(?:of|were|was|are|have|had|more|dead|killed|wounded|injured|missing|hurt|died|die|others?|also)\b",
    re.IGNORECASE,
)
_UPPER_END = re.compile(rf"{_DIGITS}(?:\s+(?P<scale>{_SCALE})(?!\w))?", re.IGNORECASE)
_FROM = re.compile(r"(?<!ranging )(?<!ranged )\bfrom\s+$", re.IGNORECASE)


def _of_words(text: str) -> float:
    """The value of a run of number words that `_WORDS` matched."""
    total = group = 0.0
    for word in re.findall(r"[a-z]+", text.lower()):
        if word == "half":  # "two and a half million"
            group += 0.5
        elif word in ("dozen", "hundred"):
            group = (group or 1) * _SCALES[word]
        elif word in _SCALES:
            total, group = (total + (group or 1) * _SCALES[word], 0.0) if group or not total else (
                total * _SCALES[word], 0.0)  # fmt: skip
        else:
            group += _UNITS.get(word, _TENS.get(word, 0))
    return total + group


def _of_digits(text: str) -> float:
    if text.count(".") > 1:
        text = text.replace(".", "")
    part = {"½": 0.5, "¼": 0.25, "¾": 0.75}.get(text[-1], 0.0)
    return float(re.sub(r"[,\u00a0\u2009\u202f½¼¾]", "", text)) + part


@dataclass(slots=True)
class _Atom:
    start: int
    end: int
    value: float | None
    vague: str | None = None
    currency: str | None = None
    digits: bool = False
    bare: bool = False  # digits alone: no separator, point, scale or currency


def _atom(text: str, position: int) -> _Atom | None:
    """The next number expression at or after a position."""
    match = _NUMBER.search(text, position)
    if match is None:
        return None
    if (digits := match["dig"]) is not None:
        scale = 1
        end = match.end()
        if match["scale"]:
            scale = _SCALES[match["scale"].lower()]
        elif match["short"]:
            short = match["short"]
            million = short.lower() != "m" or match["cur"] or not _NOT_MILLION.match(text, end)
            if million and not (short == "m" and text[end : end + 1] == "/"):
                scale = _SHORT[short.lower()]
            else:
                end = match.end("dig")
        sign = re.sub(r"[A-Za-z]", "", match["cur"] or "")  # both "US$5" and "$US5"
        currency = _CURRENCY[sign] if sign else None
        value = round(_of_digits(digits) * scale, 6)
        return _Atom(match.start(), end, value, None, currency, True, digits.isdigit() and scale == 1)
    if match["vague"]:
        return _Atom(match.start(), match.end("vague"), None, match["vague"])
    if match["couple"]:
        return _Atom(match.start(), match.end("couple"), 2.0, match["couple"])
    part = {"": 1.0, "h": 0.5, "a": 0.25}[(match["part"] or "")[:1].lower()]
    return _Atom(match.start(), match.end(), round(_of_words(match["words"]) * part, 6))


def _in_name(text: str, atom: _Atom) -> bool:
    """Whether a number is part of a name, a code or an ordinal: "737", "G20", "F-16", "Pier Four"."""
    if not atom.digits:
        return _word_in_name(text, atom)
    before, after = text[max(0, atom.start - 14) : atom.start], text[atom.end : atom.end + 12]
    if _UNIT.match(after) or _TIME_AFTER.match(after) or _AGE_AFTER.match(after):
        return bool(_LABEL_BEFORE.search(before)) and after[:1] != "-"
    return bool(_NAME_AFTER.match(after) or _LABEL_BEFORE.search(before))


def _word_in_name(text: str, atom: _Atom) -> bool:
    """Whether a number word and the noun before it have capitals that their line doesn't explain."""
    if not text[atom.start].isupper() or atom.vague:
        return False
    line = text.rfind("\n", 0, atom.start) + 1
    before = text[max(line, atom.start - 60) : atom.start]
    named = _NAMED_AFTER.match(text, atom.end)
    noun = _NAME_BEFORE.search(before) or (named and _INSIDE.search(before))
    if noun is None or _LABEL_BEFORE.search(before):
        return noun is not None
    after = text[atom.end : atom.end + 60].split("\n")[0]
    words = _LONG_WORD.findall(f"{before[: noun.start()]} {after}")
    small = [word for word in words if word[0].islower()]
    return 2 * len(small) >= len(words)


def _is_year(text: str, atom: _Atom, hedged: bool) -> bool:
    if not (atom.bare and atom.end - atom.start == 4 and atom.value is not None):
        return False
    before, after = text[max(0, atom.start - 14) : atom.start], text[atom.end : atom.end + 24]
    if _COUNTED_AFTER.match(after) or _UNIT.match(after) or _PERCENT.match(after) or atom.currency:
        return False
    if 1900 <= atom.value <= 2100:
        return not hedged
    return 1000 <= atom.value < 1900 and bool(_YEAR_BEFORE.search(before)) and not hedged


def _moment(text: str, first: _Atom, last: _Atom, hedged: bool) -> Kind | None:
    """Whether the number is a date or a time of day."""
    before, after = text[max(0, first.start - 20) : first.start], text[last.end : last.end + 24]
    if re.match(r"s\b|['’]s\b(?=\s+[a-z])", after) and first.bare and (last.value or 0) % 10 == 0:
        return "date"  # the 1990s
    if first.digits and (_TIME_AFTER.match(after) or re.search(r"\d:$", before)):
        return "time"
    if re.match(r"\s+o['’]clock", after):
        return "time"
    if _is_year(text, last, hedged) and (first is last or _is_year(text, first, hedged)):
        return "date"
    small = last.value is not None and last.value <= 31 and first.bare
    if small and (_MONTH_BEFORE.search(before) or _MONTH_AFTER.match(after)):
        return "date"
    if first.bare and _DAY_MONTH.search(before) and 1000 <= (first.value or 0) <= 2100:
        return "date"
    if first.bare and (re.match(r"[/.-]\d{1,2}[/.-]\d", after) or re.search(r"\d[/-]$", before)):
        return "date"
    return None


def _kind(text: str, first: _Atom, last: _Atom, hedged: bool) -> tuple[Kind, str | None, int]:
    """What kind of number it is, its unit, and where the unit ends."""
    before, after = text[max(0, first.start - 40) : first.start], text[last.end : last.end + 40]
    if moment := _moment(text, first, last, hedged):
        return moment, None, last.end
    if _in_name(text, last) or _in_name(text, first):
        return "name", None, last.end
    if currency := first.currency or last.currency:
        return "money", currency, last.end
    if match := _AGE_AFTER.match(after):
        return "age", "years", last.end + match.end()
    if _AGE_BEFORE.search(before) and not _UNIT.match(after):
        return "age", "years", last.end
    young = first.value is not None and first.value <= 110  # nobody's age is higher in the news
    if first.bare and young and _APPOSED_AGE.search(before) and re.match(r"[,;.)]|\s+and\b", after):
        return "age", "years", last.end
    if match := _PERCENT.match(after):
        return "percent", "%", last.end + match.end()
    if match := _MONEY_AFTER.match(after):
        return "money", _CURRENCY_WORDS[match["word"].lower()], last.end + match.end()
    if match := _UNIT.match(after):
        unit = " ".join(filter(None, (match["power"], match["glued"] or match["unit"]))).lower()
        return "measure", unit, last.end + match.end()
    if first is not last and _is_score(before, text[first.end : last.start], first, last):
        return "score", None, last.end
    return "count", None, last.end


def _is_score(before: str, join: str, first: _Atom, last: _Atom) -> bool:
    if "to" in join or "or" in join or first.value is None or last.value is None:
        return False
    return last.value <= first.value or bool(_SCORE_BEFORE.search(before))


def _range(text: str, first: _Atom) -> _Atom | None:
    """The upper end of a range that starts with this number, if it is one."""
    if first.value is None or first.vague:
        return None
    before = text[max(0, first.start - 12) : first.start]
    bounded = re.search(r"\bbetween\s+$", before, re.IGNORECASE)
    joins = (_AND, _HYPHEN) if bounded else (_BETWEEN,)
    join = next((found for j in joins if (found := j.match(text, first.end))), None)
    # "rose from 10 to 15" are two moments of one count, not a range
    moved = _FROM.search(text[max(0, first.start - 16) : first.start])
    if join is None or (moved and "to" in join.group()):
        return None
    digits = text[join.end() : join.end() + 1].isdigit()
    if digits:  # the digits of "10-15" stand behind a hyphen, where a lone number may not
        match = _UPPER_END.match(text, join.end())
        if match is None:
            return None
        number = match.group()[: -len(match["scale"])] if match["scale"] else match.group()
        scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
        last = _Atom(join.end(), match.end(), round(_of_digits(number.strip()) * scale, 6), digits=True)
        last.bare = match.group().isdigit()
        thousands = scale == 1 and match.group().endswith(",000") and (first.value or 0) < 1000
        if first.bare and thousands:  # "5-6,000"
            first.value = (first.value or 0) * 1000
        if scale > 1 and first.bare:  # "two to three million", "10-15 million"
            first.value = (first.value or 0) * scale
        return last
    last_word = _atom(text, join.end())
    if last_word is None or last_word.start != join.end() or last_word.vague or "-" in join.group():
        return None
    if (
        bounded and first.currency and last_word.currency and (first.value or 0) < 1000
    ):  # "between $19 and $22 million"
        scale_word = text[last_word.start : last_word.end].split()[-1].lower()
        first.value = (first.value or 0) * _SCALES.get(scale_word, 1)
    return last_word


def _hedge(text: str, first: _Atom, end: int) -> tuple[str, int, int] | None:
    """Which side the hedge leaves open (low, high, about), and the hedge's start and end."""
    window = max(0, first.start - 48)  # the longest hedge with its fillers is shorter
    before = _BEFORE.search(text[window : first.start])
    if before is not None:
        start = window + before.start()
        side = before.lastgroup or ""
        lasting = _UNIT.match(text, end)
        over = before.group().strip().lower() == "over"
        for_over = re.search(r"\bfor\s+$", text[max(0, start - 8) : start], re.IGNORECASE)
        if over and lasting and _LASTING.search(lasting.group()) and not for_over:
            return None  # "for over three days" hedges; "over three days" says when
        stop = start + len(before.group().rstrip())
        return side, start, stop
    after = _AFTER.match(text, end)
    if after is not None:
        return after.lastgroup or "", after.start(), after.end()
    return None


def _number(text: str, first: _Atom) -> tuple[Number | None, int]:
    """The number that starts with this expression (None where it is none), and where to go on."""
    if not first.digits and _is_pronoun(text, first):
        return None, first.end
    if first.vague and first.vague.lower() == "scores" and not _counts(text, first):
        return None, first.end
    if not first.digits and _FRACTION.match(text, first.end):
        return None, first.end
    last = _range(text, first) or first
    hedge = _hedge(text, first, last.end)
    bounded = hedge is not None and hedge[0] in ("low", "high")
    kind, unit, unit_end = _kind(text, first, last, bounded)
    start, end = first.start, last.end
    span = [start, max(end, unit_end if kind in ("percent", "money") else end)]
    words = None
    if hedge is not None:
        words = " ".join(text[hedge[1] : hedge[2]].split()).lstrip("-")
        span = [min(span[0], hedge[1]), max(span[1], hedge[2])]
    value: float | None
    low: float | None
    high: float | None
    if last is not first:
        ends = sorted((first.value or 0.0, last.value or 0.0))
        value, low, high = None, *ends
    else:
        value, low, high = _bounds(first, hedge[0] if hedge else None)
    if first.vague:
        words = " ".join(first.vague.split()).lower()
    return Number(start, end, value, low, high, words, kind, unit, span[0], span[1], unit_end), end


def _bounds(atom: _Atom, side: str | None) -> tuple[float | None, float | None, float | None]:
    if atom.vague or side == "about":
        return atom.value, None, None
    low = None if side == "high" else atom.value
    high = None if side == "low" else atom.value
    return atom.value, low, high


def _is_pronoun(text: str, atom: _Atom) -> bool:
    if text[atom.start : atom.end].lower() != "one":
        return False
    before, after = text[max(0, atom.start - 10) : atom.start], text[atom.end : atom.end + 10]
    return bool(_ONE_BEFORE.search(before) or _ONE_AFTER.match(after)) or atom.end == len(text)


def _counts(text: str, atom: _Atom) -> bool:
    """Whether "scores" counts ("scores of people", "scores killed") and is no verb or result."""
    after = text[atom.end : atom.end + 12]
    before = text[max(0, atom.start - 12) : atom.start]
    return bool(_SCORES_AFTER.match(after) or _SCORES_BEFORE.search(before))


@lru_cache(maxsize=4096)  # the matcher reads the same sentences again and again
def _all_numbers(text: str) -> tuple[Number, ...]:
    found: list[Number] = []
    position = 0
    while (atom := _atom(text, position)) is not None:
        number, position = _number(text, atom)
        position = max(position, atom.start + 1)
        if number is not None:
            found.append(number)
    return tuple(found)


def find_numbers(text: str, kinds: frozenset[Kind] | None = QUANTITIES) -> list[Number]:
    """Every number of a text in its order, from digits and words.

    Args:
        text: English text.
        kinds: the kinds to keep; None keeps all, dates, times, scores and names with digits too.

    Method: regular expressions over the text and the words beside the number; no parse. Known
    failures: "1.200" with one point is read as a decimal; a bare "12m" is twelve million unless a
    word of length follows; a year that counts ("2016 votes") is taken for a year unless a hedge or a
    common counted noun stands beside it.
    """
    found = _all_numbers(text)
    return [number for number in found if kinds is None or number.kind in kinds]
