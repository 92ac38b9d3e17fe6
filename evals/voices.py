"""Voices: contents, forms and speakers on PolNeAR's development articles.

Gold is the first annotator of each article. A unit is one stretch of content: pieces of one
attribution that only white space or quotation marks part are one stretch. Both sides are compared
without quotation marks and white space at their edges. ``exact`` wants both ends equal; ``overlap``
wants one shared character, each stretch used once, best fit first; ``either way`` is the looser count
that others print: the share of ours that overlap any of gold, and of gold that overlap any of ours.
``speaker`` is right where it shares a character with a gold source of the overlapped stretch, or both
have none; a speaker is counted over the overlaps. ``across sentences`` are contents parted from their
cue by the end of a sentence, or without one; a content without any quotation mark is ``indirect``.

The lists and rules were tuned, and the tagger trained, on the training articles alone; nothing was
chosen on these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from evals.data import read_lines
from evals.table import Figure

DEV = "quotes/polnear-dev.jsonl.gz"
MARKS = "\"'“”‘’«»„‟‹›`´"
EDGES = MARKS + " \n\t\xa0"
TRAIN = "quotes/polnear-train.jsonl.gz"
FLOOR = "quotation marks, nearest capitalised words"
PEOPLE = "people, PolNeAR's first annotator"

#: What parts two sentences; the point of a quotation before its cue ("No," or "No!" he said) doesn't.
SENTENCE_END = re.compile(r"[.…][”\"’']*\s+|[.!?…][”\"’']*\s+(?=[“\"A-Z])|\n")

Stretch = tuple[int, int]


@dataclass(frozen=True)
class Said:
    """One stretch of content and who says it; ``speakers`` are stretches too."""

    start: int
    end: int
    speakers: tuple[Stretch, ...]
    quoted: bool  # whether all of it stands in quotation marks
    across: bool = False  # whether a sentence ends between it and its cue, or it has none

    @property
    def stretch(self) -> Stretch:
        """Where it stands."""
        return self.start, self.end


def score() -> list[Figure]:
    """F1, precision and recall of contents and the share of right speakers, ours beside the floor."""
    rows = list(read_lines(DEV))
    gold = [gold_of(row) for row in rows]
    texts = [row["text"] for row in rows]
    ours = _measures(gold, [found_by_rules(row) for row in rows], texts)
    trivial = _measures(gold, [found_by_marks(text) for text in texts], texts)
    size = f"{sum(map(len, gold))} contents in {len(rows)} articles"
    return [
        Figure("voices", "polnear-dev", size, measure, FLOOR, trivial[measure], value, PEOPLE)
        for measure, value in ours.items()
    ]


def beside() -> Iterator[str]:
    """Lines with what people reach with each other and what textacy finds, where it is installed."""
    yield _line("voices: two people on one article", agreement())
    try:
        yield _line("voices: textacy's direct quotations on polnear-dev", peer())
    except ImportError:
        yield "voices: textacy is not installed; pip install textacy==0.13.0 puts its figures here"


def _line(name: str, measures: dict[str, float]) -> str:
    return f"{name}: " + ", ".join(f"{measure} {value:.3f}" for measure, value in measures.items())


def peer() -> dict[str, float]:
    """The same measures of textacy's direct quotations on the same articles and parser, paragraph by
    paragraph: it refuses a text with an odd number of quotation marks.

    textacy is not among Untold's dependencies: ``pip install textacy==0.13.0`` beside it first.

    Raises:
        ImportError: textacy is not installed.
    """
    from textacy.extract import direct_quotations  # type: ignore[import-not-found]

    from untold.models import parser

    gold, found, texts = [], [], []
    for row in read_lines(DEV):
        text, said = row["text"], []
        for line in re.finditer(r"[^\n]+", text):
            try:
                quotations = list(direct_quotations(parser()(line.group())))
            except ValueError:  # it refuses a paragraph with an odd number of marks
                continue
            for quotation in quotations:
                at, part = line.start(), quotation.content
                speakers = tuple((at + t.idx, at + t.idx + len(t)) for t in quotation.speaker)
                one = _said(text, at + part.start_char, at + part.end_char, speakers)
                said += [one] if one is not None else []
        gold.append(gold_of(row))
        found.append(sorted(said, key=lambda one: one.stretch))
        texts.append(text)
    return _measures(gold, found, texts)


def agreement() -> dict[str, float]:
    """How far people agree: every annotator against every later one, on articles with several."""
    gold, found, texts = [], [], []
    for name in (DEV, TRAIN):
        for row in read_lines(name):
            marked = [gold_of(row, i) for i in range(len(row["annotations"]))]
            for one, other in combinations(marked, 2):
                gold.append(one)
                found.append(other)
                texts.append(row["text"])
    return _measures(gold, found, texts)


def gold_of(row: dict[str, Any], annotator: int = 0) -> list[Said]:
    """The stretches of content that one annotator marked, in order."""
    text = row["text"]
    found = []
    for attribution in row["annotations"][annotator]["attributions"]:
        speakers = tuple((a, b) for a, b in attribution.get("source", ()))
        merged: list[list[int]] = []
        for start, end in sorted(attribution.get("content", ())):
            if merged and not text[merged[-1][1] : start].strip(EDGES):
                merged[-1][1] = end
            else:
                merged.append([start, end])
        cues = [(a, b) for a, b in attribution.get("cue", ())]
        for a, b in merged:
            if (said := _said(text, a, b, speakers)) is not None:
                found.append(replace(said, across=_across(text, said, cues)))
    return sorted(found, key=lambda said: said.stretch)


def _across(text: str, said: Said, cues: list[Stretch]) -> bool:
    """Whether the end of a sentence stands between a content and each of its cues."""
    between = (
        text[said.end : start] if start >= said.end else text[end : said.start] for start, end in cues
    )
    return not any(not SENTENCE_END.search(part) for part in between)


def found_by_rules(row: dict[str, Any]) -> list[Said]:
    """What `find_voices` finds in an article's text."""
    from untold.annotate.voices import find_voices
    from untold.model import Article

    found = []
    for voice in find_voices(Article(row["id"], row["outlet"], "", row["text"])):
        if voice.content is not None:
            speakers = ((voice.speaker.start, voice.speaker.end),) if voice.speaker else ()
            said = _said(row["text"], voice.content.start, voice.content.end, speakers)
            cues = [(voice.cue.start, voice.cue.end)] if voice.cue else []
            if said is not None:
                found.append(replace(said, across=_across(row["text"], said, cues)))
    return found


def found_by_marks(text: str) -> list[Said]:
    """The floor: whatever stands between two marks; its speaker the nearest capitalised words."""
    names = [m.span() for m in re.finditer(r"(?:[A-Z]\w+\s?)+", text)]
    found = []
    for match in re.finditer(r"[“\"][^“”\"\n]+[”\"]", text):
        outside = [n for n in names if n[1] <= match.start() or n[0] >= match.end()]
        nearest = min(
            outside, key=lambda n: min(abs(n[0] - match.end()), abs(n[1] - match.start())), default=None
        )
        said = _said(text, *match.span(), (nearest,) if nearest else ())
        found += [said] if said is not None else []
    return found


def _said(text: str, start: int, end: int, speakers: tuple[Stretch, ...]) -> Said | None:
    raw = text[start:end].strip()
    while start < end and text[start] in EDGES:
        start += 1
    while start < end and text[end - 1] in EDGES:
        end -= 1
    inner = text[start:end]
    double = any(mark in inner for mark in '“”"') or "''" in inner
    quoted = (
        raw[:1] in MARKS and raw.rstrip(".,")[-1:] in MARKS and (not double or len(raw) > len(inner))
    )
    return Said(start, end, speakers, quoted) if start < end else None


def match(gold: list[Said], found: list[Said]) -> Iterator[tuple[Said, Said]]:
    """Pairs that overlap, one to one, largest share of common characters first."""
    pairs = []
    for i, one in enumerate(gold):
        for j, other in enumerate(found):
            shared = min(one.end, other.end) - max(one.start, other.start)
            if shared > 0:
                longer = max(one.end - one.start, other.end - other.start)
                pairs.append((-shared / longer, i, j))
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for _, i, j in sorted(pairs):
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            yield gold[i], found[j]


def _measures(gold: list[list[Said]], found: list[list[Said]], texts: list[str]) -> dict[str, float]:
    count: Counter[str] = Counter()
    for marked, heard, text in zip(gold, found, texts, strict=True):
        _count(count, marked, heard, text)
    measures = {}
    for how in ("exact", "overlap"):
        hits, listed, wanted = count[how], count["found"], count["gold"]
        measures[f"content {how} F1"] = _ratio(2 * hits, listed + wanted)
        measures[f"content {how} precision"] = _ratio(hits, listed)
        measures[f"content {how} recall"] = _ratio(hits, wanted)
        for form in ("direct", "indirect or mixed"):
            hits = count[f"{how} {form}"]
            measures[f"{form}: content {how} recall"] = _ratio(hits, count[f"gold {form}"])
            precise = count[f"{how} by us {form}"]
            measures[f"{form}: content {how} precision"] = _ratio(precise, count[f"found {form}"])
    precise, recalled = count["found either way"], count["gold either way"]
    measures["content overlap either way, precision"] = p = _ratio(precise, count["found"])
    measures["content overlap either way, recall"] = r = _ratio(recalled, count["gold"])
    measures["content overlap either way, F1"] = round(2 * p * r / (p + r), 4) if p + r else 0.0
    for form in ("indirect", "across sentences"):
        for how in ("exact", "overlap"):
            share = _ratio(count[f"{how} {form}"], count[f"gold {form}"])
            measures[f"{form}: content {how} recall"] = share
            share = _ratio(count[f"{how} by us {form}"], count[f"found {form}"])
            measures[f"{form}: content {how} precision"] = share
        measures[f"{form}: speaker right"] = _ratio(count[f"speaker {form}"], count[f"overlap {form}"])
    measures["speaker right, of overlaps"] = _ratio(count["speaker"], count["overlap"])
    measures["speaker right, direct"] = _ratio(count["speaker direct"], count["overlap direct"])
    return measures


def _count(count: Counter[str], gold: list[Said], found: list[Said], text: str) -> None:
    for side, stretches, others in (("gold", gold, found), ("found", found, gold)):
        for said in stretches:
            count[side] += 1
            count[f"{side} either way"] += any(
                said.start < other.end and other.start < said.end for other in others
            )
            for form in (_form(said), *_kinds(said, text)):
                count[f"{side} {form}"] += 1
    for one, other in match(gold, found):
        right = any(a < d and c < b for a, b in one.speakers for c, d in other.speakers)
        right = right or not (one.speakers or other.speakers)
        for how in ("overlap", "exact"):
            if how == "overlap" or one.stretch == other.stretch:
                count[how] += 1
                for form in (_form(one), *_kinds(one, text)):
                    count[f"{how} {form}"] += 1
                for form in (_form(other), *_kinds(other, text)):
                    count[f"{how} by us {form}"] += 1
        count["speaker"] += right
        count["speaker direct"] += right and one.quoted
        for form in _kinds(one, text):
            count[f"speaker {form}"] += right


def _kinds(said: Said, text: str) -> Iterator[str]:
    """The kinds of contents that are reported apart."""
    if not any(mark in text[said.start : said.end] for mark in '“”"') and not said.quoted:
        yield "indirect"
    if said.across:
        yield "across sentences"


def _form(said: Said) -> str:
    return "direct" if said.quoted else "indirect or mixed"


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
