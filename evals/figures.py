"""Figures against the coded ones of sets D, E and F: value, what is counted, and tolls alone.

The gold of gold/ was coded in one pass by a language model. It lists the figures that matter to a
story, not every number of an article (set F: casualties and evacuations alone), so precision over
all numbers is a lower bound. Over tolls (killed, wounded) the gold means to be complete: that figure
is fair.

labels/figures.json lists every figure of its articles, so that its F1 is what it says. Its held-out
half, of other events, was labelled after the rules were done, and scored once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from evals.data import ROOT, read_lines
from evals.table import Figure
from untold.annotate.figures import find_figures
from untold.annotate.reading import Reading
from untold.model import Article

SETS = ("D", "E", "F")
HALVES = ("develop", "held out")
_FILES = ("stories/giveme5w1h.jsonl", "outlets/fakes.jsonl")
_KILLED = re.compile(r"\b(?:killed|dead|deaths?|died)\b")
_WOUNDED = re.compile(r"\b(?:injured|wounded|hurt)\b")
_ANYBODY = frozenset({"people", "civilians", "persons", "others", "victims"})
#: In the gold's brackets a plural noun names a group ("killed (medics)"); others name the event.
_A_GROUP = re.compile(
    r"\b(?:children|critical|colleagues|\w*men|(?!strikes|areas|days)[a-z]{4,}[^s\W]s)\b"
)
_UNITS = re.compile(
    r"(?:\b|(?=%))(pounds|kg|kilograms|feet|miles per hour|mph|miles|knots|minutes|hours|days|weeks"
    r"|months|years|km|kilometres|metres|tons|tonnes|barrels|dollars|euros|%|percent)"
)
_SAME_UNIT = {"kg": "kilograms", "mph": "miles per hour", "km": "kilometres", "percent": "%"}


@dataclass(frozen=True)
class Coded:
    """A figure of either side, as the measure sees it."""

    article: str
    field: str
    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    what: str
    speaker: str | None = None


def key(what: str) -> tuple[str, frozenset[str]]:
    """What is counted, reduced to its kind and its words, the same way for both sides.

    The kind is killed, wounded, both, age, a unit, or "count"; the words are those that are left, in
    the singular, without words for anybody; what stands after a preposition tells the event apart
    and is left out.
    """
    lower = what.lower()
    killed, wounded = _KILLED.search(lower), _WOUNDED.search(lower)
    if killed or wounded:
        kind = "both" if killed and wounded else "killed" if killed else "wounded"
        bracketed = " ".join(m for m in re.findall(r"\([^)]*\)", what) if _A_GROUP.search(m))
        group = re.sub(r"\([^)]*\)|\b(?:in|near|before|since|after|from|together) .*", "", lower)
        group = f"{group} {bracketed.lower()}"
        group = _WOUNDED.sub("", _KILLED.sub("", group))
        words = frozenset(_singular(w) for w in re.findall(r"[a-z]+", group) if w not in _ANYBODY)
        return kind, words - {"and", "or", "the", "of"}
    words = frozenset(_singular(word) for word in re.findall(r"[a-z]{3,}", lower)) - {"the", "and"}
    if re.search(r"\bages?\b", lower):
        return "age", words
    if unit := _UNITS.search(lower):
        return _SAME_UNIT.get(unit[1], unit[1]), words
    return "count", words


def _singular(word: str) -> str:
    irregular = {
        "children": "child", "women": "woman", "men": "man", "families": "family", "troops": "soldier",
    }  # fmt: skip
    return irregular.get(word, word[:-1] if word.endswith("s") and not word.endswith("ss") else word)


def same_what(a: str, b: str) -> bool:
    """Whether two wordings count the same, strictly but not by the letter.

    Tolls: the same fate, and both of everybody or both of a group. Ages and units: the same kind.
    Others: a content word in common.
    """
    (kind_a, words_a), (kind_b, words_b) = key(a), key(b)
    if kind_a != kind_b:
        return False
    if kind_a in ("killed", "wounded", "both"):
        return bool(words_a) == bool(words_b)
    return kind_a != "count" or bool(words_a & words_b)


def same_value(a: Coded, b: Coded) -> bool:
    """Whether the two give the same number, with the same bounds where either is a range."""
    if a.value is None and b.value is None:
        return (a.low, a.high) == (b.low, b.high)
    return a.value == b.value


def overlap(a: Coded, b: Coded) -> bool:
    """Whether both stand at the same place."""
    return a.article == b.article and a.field == b.field and a.start < b.end and b.start < a.end


def pairs(
    gold: list[Coded], found: list[Coded], same: Callable[[Coded, Coded], bool]
) -> list[tuple[Coded, Coded]]:
    """Figures of both sides that match, one to one, in the order of the gold."""
    taken: set[int] = set()
    matched = []
    for item in gold:
        for index, other in enumerate(found):
            if index not in taken and overlap(item, other) and same(item, other):
                taken.add(index)
                matched.append((item, other))
                break
    return matched


def f1(
    gold: list[Coded], found: list[Coded], same: Callable[[Coded, Coded], bool]
) -> tuple[float, float, float]:
    """Precision, recall and F1 of a one-to-one match."""
    hits = len(pairs(gold, found, same))
    precision = hits / len(found) if found else 0.0
    recall = hits / len(gold) if gold else 0.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def same_speaker(a: str | None, b: str | None) -> bool:
    """Whether both name nobody, or names that share a word of four letters or more."""
    if a is None or b is None:
        return a is b
    words_a, words_b = (set(re.findall(r"[a-z]{4,}", x.lower())) for x in (a, b))
    return bool(words_a & words_b)


def trivial(article: Article) -> Iterable[Coded]:
    """Every digit or number word, exact, counting the next word of four letters or more."""
    words = "one|two|three|four|five|six|seven|eight|nine|ten|dozens|scores|hundreds|thousands"
    values = {word: float(i + 1) for i, word in enumerate(words.split("|")[:10])}
    for name, text in (("title", article.title), ("text", article.text)):
        for match in re.finditer(rf"\b(?:\d[\d,]*|{words})\b", text, re.IGNORECASE):
            token = match.group().lower()
            value = float(token.replace(",", "")) if token[0].isdigit() else values.get(token)
            noun = re.search(r"[A-Za-z]{4,}", text[match.end() :])
            what = noun.group().lower() if noun else ""
            end = match.end() + (noun.end() if noun else 0)
            yield Coded(article.id, name, match.start(), min(end, len(text)), value, value, value, what)


@cache
def load(name: str) -> tuple[list[Coded], list[Article]]:
    """The gold of a set, each figure once, and its articles."""
    gold: dict[Coded, None] = {}
    for row in read_lines(f"gold/set{name}-figures.jsonl"):
        place = (row["article"], row["field"], row["start"], row["end"])
        gold[
            Coded(*place, row["value"], row["low"], row["high"], row["what"], row["attributed_to"])
        ] = None
    wanted = {item.article for item in gold}
    rows: dict[str, dict[str, Any]] = {}
    for file in _FILES:
        rows.update({row["id"]: row for row in read_lines(file) if row["id"] in wanted})
    articles = [
        Article(row["id"], row["outlet"], row["title"] or "", row["text"] or "")
        for _, row in sorted(rows.items())
    ]
    return list(gold), articles


@cache
def labelled(half: str) -> tuple[list[Coded], list[Coded], list[Article]]:
    """Every figure of a half; the doubtful numbers, which count for nothing; the articles."""
    told = json.loads((ROOT / "evals/labels/figures.json").read_text("utf-8"))
    wanted = set(told["articles"][half])
    rows: dict[str, dict[str, Any]] = {}
    for file in (*_FILES, "facts/fivew1h.jsonl", "wording/basil.jsonl"):
        for row in read_lines(file):
            if row["id"] in wanted:
                rows.setdefault(row["id"], row)
    articles = [Article(i, row["outlet"], row["title"], row["text"]) for i, row in sorted(rows.items())]
    gold = [Coded(*row) for row in told["figures"][half]]
    return [g for g in gold if g.what], [g for g in gold if not g.what], articles


def score_labelled() -> list[Figure]:
    """F1, precision and recall over every figure of the labelled articles, each half."""
    table = []
    for half in HALVES:
        gold, doubtful, articles = labelled(half)
        sides = [
            [item for article in articles for item in find(article)] for find in (find_ours, trivial)
        ]
        found, base = (
            [
                x
                for x in side
                if any(overlap(x, g) for g in gold) or not any(overlap(x, d) for d in doubtful)
            ]
            for side in sides
        )
        size = f"{len(gold)} figures in {len(articles)} articles"
        for name, same in (("value and what", both), ("value", same_value)):
            mine, floor = f1(gold, found, same), f1(gold, base, same)
            for at, measure in enumerate(("precision", "recall", "F1")):
                row = _row("", size, f"{measure} {name}", floor[at], mine[at])
                table.append(replace(row, data=f"labelled ({half})"))
    return table


def find_ours(article: Article) -> list[Coded]:
    """What the figures layer finds in an article."""
    return [
        Coded(article.id, f.span.field, f.span.start, f.span.end, f.value, f.low, f.high, f.what,
              f.attributed_to)
        for f in find_figures(Reading(article))
    ]  # fmt: skip


@cache
def ours(name: str) -> tuple[Coded, ...]:
    """What the figures layer finds in a set's articles."""
    return tuple(found for article in load(name)[1] for found in find_ours(article))


def is_toll(item: Coded) -> bool:
    """Whether the figure counts killed or wounded."""
    return key(item.what)[0] in ("killed", "wounded", "both")


def both(a: Coded, b: Coded) -> bool:
    """Whether value and what are the same."""
    return same_value(a, b) and same_what(a.what, b.what)


def everything(item: Coded) -> bool:
    """Keeps every figure."""
    return True


#: Fewer gold figures than this say nothing: one more or less moves the figure by over 0.03.
_ENOUGH = 30

MEASURES: tuple[tuple[str, Callable[[Coded, Coded], bool], Callable[[Coded], bool]], ...] = (
    ("F1 value and what", both, everything),
    ("F1 value", same_value, everything),
    ("F1 value and what, tolls", both, is_toll),
)


def score() -> list[Figure]:
    """For each set: F1 of value and what, of value alone, and of both over tolls; who gave them."""
    table = []
    for name in SETS:
        gold, articles = load(name)
        found = list(ours(name))
        floor = [item for article in articles for item in trivial(article)]
        for measure, same, keep in MEASURES:
            wanted, mine, base = ([x for x in side if keep(x)] for side in (gold, found, floor))
            if len(wanted) >= _ENOUGH:
                values = f1(wanted, base, same)[2], f1(wanted, mine, same)[2]
                table.append(_row(name, f"{len(wanted)} figures", measure, *values))
        matched = pairs(gold, found, both)
        silent = sum(a.speaker is None for a, _ in matched) / len(matched)
        right = sum(same_speaker(a.speaker, b.speaker) for a, b in matched) / len(matched)
        size = f"{len(matched)} matched figures"
        table.append(_row(name, size, "accuracy of who gave it", silent, right, "nobody"))
    return [*table, *score_labelled()]


def _row(
    name: str,
    size: str,
    measure: str,
    trivial: float,
    ours: float,
    floor: str = "every number, next word",
) -> Figure:
    return Figure(
        task="figures",
        data=f"set {name}",
        size=size,
        measure=measure,
        trivial_name=floor,
        trivial=trivial,
        ours=ours,
        labels="language model, one pass",
    )
