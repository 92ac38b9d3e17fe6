"""Figures: one count as the outlets gave it, over time and by who counted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import TYPE_CHECKING

from untold.analysis import Comparison, Settings
from untold.annotate.counts.numbers import find_numbers
from untold.compare.altered_numbers import altered
from untold.model import Article, Evidence, Span, Story

if TYPE_CHECKING:
    from untold.annotate.figures import Figure


@dataclass(frozen=True, slots=True)
class FigurePoint:
    """One article's figure for a count; ``published`` is when the article says so."""

    outlet: str
    article: str
    published: str | None
    value: float | None
    low: float | None
    high: float | None
    hedge: str | None
    attributed_to: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One count over a story, points by time.

    ``verdict`` is ``agree`` (one value), ``growth`` (later is higher), ``differ`` (different values
    for one moment, or lower later); ``note`` says so in plain words. ``altered`` holds pairs of places
    where two articles print one sentence with different numbers.
    """

    what: str
    outlets: int
    verdict: str
    note: str
    points: tuple[FigurePoint, ...]
    altered: tuple[tuple[Evidence, Evidence], ...] = ()


#: These count too many different things to be lined up across articles.
_LOOSE_WORDS = (
    "people, age, times, %, days, hours, minutes, seconds, weeks, months, years, decades, centuries, "
    "nights, kilometres, miles, metres, feet, us dollars, euros, pounds sterling, pounds, kilograms, "
    "tonnes, tons, members, others, men, women, children, families, victims, sides, groups, things, "
    "parts, part of the killed, part of the wounded, age (male), age (female), age (man), age (woman)"
)
_LOOSE = frozenset(_LOOSE_WORDS.split(", "))
#: Counts of what befell people: a story has one of each, so other values are other news of it.
_TOLL = re.compile(
    r"(?:^|\s)(?:killed|wounded|killed or wounded|casualties|missing|detained|displaced|evacuated"
    r"|hospitalised|rescued|survivors)$"
)
#: "Two more die" adds to a toll that it doesn't tell.
_ADDED = re.compile(
    r"\b(?:another|(?:an )?additional|a further)\s+\w|\w\s+(?:more|further|additional)\b(?! than)", re.I
)
#: A noun with a modifier ("crane drivers"); "age (boy)" may be of any boy.
_MODIFIED = re.compile(r"[^\s(]+ [^(]+$")
#: Words that say something of what happened: no names, hardly a word of grammar.
_WORD = re.compile(
    r"\b(?!their|there|about|after|which|would|could|where|while|other|these)[a-z]{5,}\b"
)
#: Words that two sentences must share beyond what they count, before their values can conflict: one is
#: soon shared by chance.
_SHARED = 2
#: "Years (war)": how long something lasted says little of an event.
_LASTING = re.compile(r"(?:seconds|minutes|hours|days|nights|weeks|months|years|decades|centuries) \(")
#: Two values of one count that differ more than this in a step are taken for two counts: a toll of 44
#: and a war's 280,000. A toll that grows is seldom reported at less than a tenth of its next value.
_STEP = 10.0
#: Where two articles or more give values on both sides of a gap this wide, they speak of two counts:
#: few articles set a count beside less than half of the same count.
_SPLIT = 2.0
#: "About 300" is taken to agree with what lies within a tenth of it: rounding to one or two digits.
_ABOUT = 0.1
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LONG = re.compile(
    r"\bsince\b(?!\s+(?:yesterday|dawn|(?:last\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day))|\b(?:civil|whole|entire|\w+-year)[\s-](?:war|conflict|uprising)\b"
    r"|\b(?:war|conflict|uprising|fighting|crisis)\s+(?:began|started|erupted|broke)\b",
    re.IGNORECASE,
)
#: A toll of everything since long ago, in words for the line's name.
_WHOLE = "over a longer time"
#: A second count of the same thing in one story, told apart by its size alone.
_OTHER = "another count"
#: How much text around a figure, in characters, may say so: a clause or two.
_NEAR = (60, 100)
_PLACED = re.compile(
    r"\b(?:in|at|near|outside|inside|around|across|on)\s+(?:the\s+)?(?:[\w'’-]+\s+){0,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Item:
    """A figure in its article; the words that tell which count it belongs to; its sentence's words."""

    article: Article
    figure: Figure
    context: str
    words: frozenset[str]
    origin: str
    sentence: tuple[str, str, str]  # before the figure's number, the number, after it


def compare_figures(story: Story, settings: Settings) -> Iterator[FigureLine]:
    """The counts that at least two articles give, each with its values over time and a verdict.

    Method: figures with the same ``what`` go together; a figure near whose place the sentence
    speaks of another year, of everything since long ago, or only of places that the story is not
    about, goes to a line of its own; so do values that differ more than tenfold without steps
    between, or twofold where two articles give both. Of a toll, an article's value under half of
    its highest is left out. One article's equal values are one point, the body's before the
    title's. Counts of anything but what befell people are lined up where their values fit, across
    outlets; values that don't fit, only where two outlets of different origin give one of them, or
    where the noun has a modifier and the sentences share two more words. Two points differ where
    their bounds exclude each other at one moment (the same article or the same day), or the later
    one lies lower. Known failures: see docs/08-figures.md.

    Args:
        story: with the layers ``figures``, ``sentences`` and ``actors``.
        settings: not used.
    """
    counts: dict[tuple[str, str], list[_Item]] = defaultdict(list)
    for item in _items(story):
        counts[item.figure.what.casefold(), item.context].append(item)
    lines = []
    for (_, context), items in sorted(counts.items()):
        told = [(part, _points(part)) for part in _parts(items)]
        told = [(part, points) for part, points in told if _is_line(part[0], points)]
        told.sort(
            key=lambda pair: (-len({p.article for p in pair[1]}), _size(pair[0][0].figure) or 0.0)
        )
        for index, (part, points) in enumerate(told):
            lines.append(
                _line(_name(part, context or (_OTHER if index else "")), points, _altered(part))
            )
    yield from sorted(
        lines, key=lambda line: (-line.outlets, -len(line.points), line.what, line.points[0].evidence)
    )


def _name(items: Sequence[_Item], context: str) -> str:
    common = Counter(item.figure.what for item in items)
    what = min(common, key=lambda word: (-common[word], word))
    return f"{what} ({context})" if context else what


def _items(story: Story) -> Iterator[_Item]:
    about = _story_places(story)
    for article in story.articles:
        sentences = [sentence.span for sentence in story.records("sentences", article)]
        mentions = [m for m in story.records("actors", article) if m.kind == "place"]
        for figure in story.records("figures", article):
            what = figure.what.casefold()
            if what in _LOOSE or _LASTING.match(what):
                continue
            if what.endswith("killed") and _ADDED.search(figure.span.text):
                continue
            around = next((s for s in sentences if s.overlaps(figure.span)), figure.span)
            text = article.value(figure.span.field)
            places = frozenset(
                m.actor
                for m in mentions
                if around.contains(m.span)
                and _PLACED.search(text[max(0, m.span.start - 40) : m.span.start])
            )
            context = _context(article, figure.span, around, places, about)
            words = frozenset(_WORD.findall(around.text))
            origin = story.copies.get(article.id, article.outlet)
            sentence = _around_number(text, around, figure)
            yield _Item(article, figure, context, words - set(what.split()), origin, sentence)


def _around_number(text: str, around: Span, figure: Figure) -> tuple[str, str, str]:
    """The sentence in three: before the number, the number, and what follows it."""
    start, end = figure.span.start, figure.span.end
    numbers = find_numbers(text[start:end], None)
    number = next((n for n in numbers if n.value == figure.value), None)
    if number is not None:
        start, end = start + number.start, start + number.end
    return text[around.start : start], text[start:end], text[end : around.end]


def _story_places(story: Story) -> frozenset[str]:
    """The places that at least half of the story's articles name."""
    named = Counter(
        actor
        for article in story.articles
        for actor in {m.actor for m in story.records("actors", article) if m.kind == "place"}
    )
    return frozenset(actor for actor, count in named.items() if 2 * count >= len(story.articles))


def _context(
    article: Article, figure: Span, around: Span, places: frozenset[str], about: frozenset[str]
) -> str:
    """Which other event or time a figure belongs to, in words; "" for the story's own."""
    start = max(around.start, figure.start - _NEAR[0])
    near = article.value(figure.field)[start : min(around.end, figure.end + _NEAR[1])]
    if _LONG.search(near):
        return _WHOLE
    years: list[str] = [year for year in _YEAR.findall(near) if year != (article.published or "")[:4]]
    if years and article.published:
        return min(years)
    known = {word for place in about for word in place.split()}
    if places and known and not any(word in known for place in places for word in place.split()):
        return min(places)
    return ""


def _is_line(item: _Item, points: Sequence[FigurePoint]) -> bool:
    """Two articles give it; what is no toll, two outlets."""
    if _TOLL.search(item.figure.what):
        return len({point.article for point in points}) >= 2
    return len({point.outlet for point in points}) >= 2


def _parts(items: list[_Item]) -> Iterator[list[_Item]]:
    """What belongs to one count each: by size; no toll by value too, unless its values may conflict."""
    for part in _by_magnitude(items):
        if _TOLL.search(part[0].figure.what):
            yield list(_whole(part))
        elif _may_conflict(part):
            yield part
        else:
            yield from _by_value(part)


def _whole(items: list[_Item]) -> Iterator[_Item]:
    """A toll without what an article gives beside twice as many: a part of it, or an earlier toll."""
    largest: dict[str, float] = defaultdict(float)
    for item in items:
        largest[item.article.id] = max(largest[item.article.id], _size(item.figure) or 0.0)
    for item in items:
        size = _size(item.figure)
        if size is None or size * _SPLIT >= largest[item.article.id]:
            yield item


def _may_conflict(items: list[_Item]) -> bool:
    """Whether values that exclude each other count one thing; never where one article gives two."""
    apart = [(a, b) for a, b in combinations(items, 2) if not _fit(a.figure, b.figure)]
    if _altered(items):
        return True
    if any(a.article.id == b.article.id for a, b in apart):
        return False
    origins: dict[float | None, set[str]] = defaultdict(set)
    for item in items:
        origins[_size(item.figure)].add(item.origin)
    shared = any(len(found) >= 2 for value, found in origins.items() if value is not None)
    return shared or all(
        _MODIFIED.match(a.figure.what) and len(a.words & b.words) >= _SHARED for a, b in apart
    )


def _altered(items: Sequence[_Item]) -> tuple[tuple[Evidence, Evidence], ...]:
    """Pairs of articles that print one sentence with different numbers, the earlier one first."""
    ordered = sorted(items, key=lambda i: (_instant(i.article.published), i.article.id, i.figure.span))
    return tuple(
        (Evidence.of(a.article, a.figure.span), Evidence.of(b.article, b.figure.span))
        for a, b in combinations(ordered, 2)
        if a.article.id != b.article.id and None not in (_size(a.figure), _size(b.figure))
        and _size(a.figure) != _size(b.figure)
        and altered(a.sentence, b.sentence)
    )  # fmt: skip


def _by_value(items: list[_Item]) -> Iterator[list[_Item]]:
    """The figures of each value that several give; vague words go with none."""
    values: dict[float, list[_Item]] = defaultdict(list)
    for item in items:
        if (size := _size(item.figure)) is not None:
            values[size].append(item)
    yield from (values[value] for value in sorted(values))


def _by_magnitude(items: list[_Item]) -> Iterator[list[_Item]]:
    """Parts of a count that lie far apart; vague words go with the part most articles give."""
    sized = sorted(
        (item for item in items if _size(item.figure) is not None),
        key=lambda item: _size(item.figure) or 0.0,
    )
    parts = _split(sized) if sized else []
    vague = [item for item in items if _size(item.figure) is None]
    if parts:
        largest = max(range(len(parts)), key=lambda i: (len({x.article.id for x in parts[i]}), -i))
        parts[largest].extend(vague)
    yield from parts


def _split(sized: list[_Item]) -> list[list[_Item]]:
    """Sorted values, split at their widest gap while the two sides count different things."""
    values = [max(_size(item.figure) or 0.0, 1.0) for item in sized]  # 0 to 3 is no gap of its own
    gaps = [(values[at] / values[at - 1], -at) for at in range(1, len(values))]
    ratio, negative = max(gaps, default=(1.0, 0))
    below, above = sized[:-negative], sized[-negative:]
    both = {item.article.id for item in below} & {item.article.id for item in above}
    if ratio > _STEP or (ratio >= _SPLIT and len(both) >= 2):
        return [*_split(below), *_split(above)]
    return [sized]


def _size(figure: Figure) -> float | None:
    return next((v for v in (figure.value, figure.low, figure.high) if v is not None), None)


def _points(items: Iterable[_Item]) -> tuple[FigurePoint, ...]:
    """One point for each article and value; a vague word only where its article has no number."""
    chosen: dict[tuple[str, float | None, float | None], _Item] = {}
    for item in sorted(
        items, key=lambda i: (i.article.id, i.figure.span.field == "title", i.figure.span)
    ):
        figure = item.figure
        chosen.setdefault(
            (item.article.id, _size(figure), figure.high if figure.value is None else None), item
        )
    numbered = {key[0] for key in chosen if key[1] is not None}
    kept = [item for key, item in chosen.items() if key[1] is not None or key[0] not in numbered]
    points = (
        FigurePoint(
            item.article.outlet, item.article.id, item.article.published, item.figure.value,
            item.figure.low, item.figure.high, item.figure.hedge, item.figure.attributed_to,
            Evidence.of(item.article, item.figure.span),
        )
        for item in kept
    )  # fmt: skip
    return tuple(sorted(points, key=lambda p: (_instant(p.published), p.outlet, p.evidence)))


def _instant(published: str | None) -> tuple[str, str]:
    """A key that orders moments: the day, then the time in UTC; unknown last."""
    if published is None:
        return "9999", ""
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published[:10], ""
    if len(published) <= 10:
        return published, ""
    utc = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return utc.date().isoformat(), utc.time().isoformat()


def _order(a: FigurePoint, b: FigurePoint) -> int | None:
    """-1 if a is earlier, 1 if later, 0 for one moment; None where a time is unknown."""
    if a.article == b.article:
        return 0
    if a.published is None or b.published is None:
        return None
    (day_a, time_a), (day_b, time_b) = _instant(a.published), _instant(b.published)
    if day_a != day_b:
        return -1 if day_a < day_b else 1
    if not time_a or not time_b or time_a == time_b:
        return 0
    return -1 if time_a < time_b else 1


def _fit(a: Figure, b: Figure) -> bool:
    (low_a, high_a), (low_b, high_b) = _bounds(a), _bounds(b)
    return low_a <= high_b and low_b <= high_a


def _bounds(point: FigurePoint | Figure) -> tuple[float, float]:
    """What the figure allows, from and to; "about" allows a tenth either way."""
    low, high, value = point.low, point.high, point.value
    if low is None and high is None and value is not None:
        return value * (1 - _ABOUT), value * (1 + _ABOUT)
    return low if low is not None else 0.0, high if high is not None else float("inf")


def _clash(a: FigurePoint, b: FigurePoint) -> str | None:
    """Why two points can't both hold: "moment", "unknown" or "lower"; None where they can."""
    order = _order(a, b)
    if order == 1:
        a, b, order = b, a, -1
    (low_a, high_a), (low_b, high_b) = _bounds(a), _bounds(b)
    if order == -1:
        return "lower" if high_b < low_a else None
    apart = high_a < low_b or high_b < low_a
    return ("moment" if order == 0 else "unknown") if apart else None


def _line(
    what: str, points: tuple[FigurePoint, ...], pairs: tuple[tuple[Evidence, Evidence], ...]
) -> FigureLine:
    outlets = len({point.outlet for point in points})
    numbered = [p for p in points if p.value is not None or p.low is not None or p.high is not None]
    verdict, note = _verdict(numbered)
    vague = len(points) - len(numbered)
    if vague:
        note += f" {vague} more give{'s' if vague == 1 else ''} no number."
    if pairs:
        outlet = {point.article: point.outlet for point in points}
        a, b = pairs[0]
        names = f"{outlet[a.article]} and {outlet[b.article]}"
        note += f" {names} print one sentence with different numbers: “{a.text}”, “{b.text}”."
    return FigureLine(what, outlets, verdict, note, points, pairs)


def _verdict(points: list[FigurePoint]) -> tuple[str, str]:
    clashes = [(kind, a, b) for a, b in combinations(points, 2) if (kind := _clash(a, b))]
    if clashes:
        kind, a, b = min(clashes, key=_plainness)
        return "differ", _difference(kind, a, b)
    values = sorted({_middle(point) for point in points})
    if len(values) <= 1:
        return "agree", f"All give {_written(points[0])}." if points else "None gives a number."
    rising = [
        (a, b) for a, b in combinations(points, 2) if _order(a, b) == -1 and _middle(b) > _middle(a)
    ]
    if rising:
        low, high = max(rising, key=lambda pair: _middle(pair[1]) - _middle(pair[0]))
        return "growth", f"Rises from {_written(low)}{_when(low)} to {_written(high)}{_when(high)}."
    return "agree", f"{_written(points[0])} and {_written(_other(points))} fit each other's bounds."


def _plainness(clash: tuple[str, FigurePoint, FigurePoint]) -> tuple[int, bool]:
    """Order of clashes to tell: one moment, then a fall, then times unknown; two outlets before one."""
    kind, a, b = clash
    return ("moment", "lower", "unknown").index(kind), a.outlet == b.outlet


def _other(points: list[FigurePoint]) -> FigurePoint:
    return next(p for p in points if _middle(p) != _middle(points[0]))


def _difference(kind: str, a: FigurePoint, b: FigurePoint) -> str:
    if kind == "lower":
        return (
            f"{_teller(a)} gives {_written(a)}{_when(a)}, later {_teller(b)} {_written(b)}{_when(b)}."
        )
    ending = {"moment": " at one moment", "unknown": "; which is later is not known"}[kind]
    if a.article == b.article:
        return f"{a.outlet} gives both {_said(a)} and {_said(b)} in one article."
    if kind == "moment" and a.published:
        ending = f" on one day ({_instant(a.published)[0]})"
    return f"{_teller(a)} gives {_written(a)}, {_teller(b)} {_written(b)}{ending}."


def _teller(point: FigurePoint) -> str:
    return f"{point.outlet} ({point.attributed_to})" if point.attributed_to else point.outlet


def _said(point: FigurePoint) -> str:
    return f"{_written(point)} ({point.attributed_to or 'own voice'})"


def _when(point: FigurePoint) -> str:
    return f" ({_instant(point.published)[0]})" if point.published else ""


def _middle(point: FigurePoint) -> float:
    if point.value is not None:
        return point.value
    known = [v for v in (point.low, point.high) if v is not None]
    return sum(known) / len(known)


def _written(point: FigurePoint) -> str:
    if point.value is None:
        return f"{_plain(point.low or 0.0)} to {_plain(point.high or 0.0)}"
    hedge = f"{point.hedge.lower()} " if point.hedge and point.hedge.isascii() else ""
    return f"{hedge}{_plain(point.value)}"


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6g}"


SPEC = Comparison(
    name="figures",
    version=3,
    record=FigureLine,
    compare=compare_figures,
    summary="one count as the outlets gave it, over time and by who counted",
    needs=("figures", "sentences", "actors"),
)
