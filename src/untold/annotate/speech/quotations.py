"""Quotation marks of several scripts paired into quotations; an unbalanced mark never swallows more
than its own paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Opening marks and what closes them. German and Polish open low and close with what English opens
#: with; a few languages turn the guillemets round.
PAIRS = {
    "“": "”",
    "«": "»",
    "»": "«",
    "„": "“”",
    "‹": "›",
    "「": "」",
    "『": "』",
    "‘": "’",
}
MARKS = frozenset("\"'“”„‟«»‹›‘’‚「」『』`´")

#: Marks that also are apostrophes: they open only before a letter that follows no letter, and close
#: only where no letter or digit follows.
_SINGLE = frozenset("'‘")

#: What closes a quotation by mistake where straight and curly marks are mixed.
_STYLES = {"“": '"', '"': "”"}

#: Marks that open whatever stands around them.
_OPENING = frozenset({"“", "«", "``"})

_PARAGRAPH = re.compile(r"[^\n]+")
_TWICE = re.compile(r"''|``|‘‘|’’|´´")  # typewriter's double marks, one pair of characters each
_SENTENCE_END = re.compile(r"[.!?…](?=\s)")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch with its marks. ``closed`` is False where the closing mark is missing."""

    start: int
    end: int
    closed: bool


def find_quotations(text: str) -> list[Quotation]:
    """The outermost quotations of a text, in order; quotations inside quotations are part of them.

    A quotation that is not closed in its paragraph runs to the paragraph's end where the next
    paragraph opens with a mark (a speech over several paragraphs), else to the end of its first
    sentence. Known failures: a straight or curly single mark is read as an apostrophe where both
    are possible; feet and inches; a closing mark that was lost in the middle of a paragraph.
    """
    paragraphs = [(match.start(), match.end()) for match in _PARAGRAPH.finditer(text)]
    found: list[Quotation] = []
    for number, (start, end) in enumerate(paragraphs):
        goes_on = number + 1 < len(paragraphs) and _opens_with_mark(text, *paragraphs[number + 1])
        found.extend(_in_paragraph(text, start, end, goes_on))
    return found


def _opens_with_mark(text: str, start: int, end: int) -> bool:
    return text[start:end].lstrip()[:1] in MARKS


def _in_paragraph(text: str, start: int, end: int, goes_on: bool) -> Iterator[Quotation]:
    position = start
    while position < end:
        opening = _opening(text, position, start, end)
        if opening is None:
            return
        here, mark = opening
        closing = _closing(text, here, mark, end)
        if closing is not None:
            yield Quotation(here, closing, True)
            position = closing
            continue
        if mark in _SINGLE:  # most likely an apostrophe
            position = here + 1
            continue
        stop = end if goes_on else _first_sentence(text, here + len(mark), end)
        yield Quotation(here, stop, False)
        position = stop


def _opening(text: str, position: int, start: int, end: int) -> tuple[int, str] | None:
    """The next mark that can open a quotation, and which it is."""
    for here in range(position, end):
        char = text[here]
        if char not in MARKS:
            continue
        twice = _TWICE.match(text, here, end)
        mark = twice.group() if twice else char
        before = text[here - 1] if here > start else " "
        after = text[here + len(mark)] if here + len(mark) < end else " "
        if before.isalnum() or (after.isspace() and not _opens_apart(text, here, mark, end)):
            continue
        if char == "»" and not _closing(text, here, char, end):
            continue  # closes a quotation whose opening was lost
        if twice or char == '"' or (char in PAIRS and char not in _SINGLE):
            return here, mark
        if char in _SINGLE and after.isalpha() and not before.isalnum():
            return here, mark
    return None


def _opens_apart(text: str, here: int, mark: str, end: int) -> bool:
    """Whether a mark opens though a space follows: "« Oui »", or words and marks that all stand apart.

    Only one that can't be a closing mark does, and only where its closing one comes before the next.
    """
    closing = _closing(text, here, mark, end) if mark in _OPENING else None
    return closing is not None and mark not in text[here + len(mark) : closing]


def _closing(text: str, here: int, mark: str, end: int) -> int | None:
    """Where the quotation that opens here ends, its closing mark included."""
    first = here + len(mark)
    if len(mark) == 2:
        close = text.find("’’" if mark == "‘‘" else "''" if mark == "``" else mark, first, end)
        return None if close < 0 else close + 2
    if mark in _SINGLE:
        return _closing_single(text, first, "’" if mark == "‘" else "'", end)
    wanted = PAIRS.get(mark, mark)
    depth = 0
    for i in range(first, end):
        char = text[i]
        mixed = char == _STYLES.get(mark) and not text[i - 1].isspace() and depth == 0
        if mixed and (i + 1 == end or not text[i + 1].isalnum()):
            return i + 1
        if char in wanted and depth == 0 and not (mark == '"' and _opens(text, i, end)):
            return i + 1
        if char in wanted:
            depth -= mark != '"'
        elif char == mark and mark != '"':
            depth += 1
    return None


def _opens(text: str, i: int, end: int) -> bool:
    """Whether a straight mark inside a quotation has the looks of an opening one."""
    return text[i - 1].isspace() and i + 1 < end and text[i + 1].isalnum()


def _closing_single(text: str, first: int, close: str, end: int) -> int | None:
    """Where a single mark closes: after a point or comma if any such place comes before the next
    opening mark, else at the first mark that no letter follows."""
    fallback = None
    for i in range(first, end):
        if text[i] in '“"«„‘' and fallback is not None:
            break
        if text[i] != close or (i + 1 < end and text[i + 1].isalnum()):
            continue
        if text[i - 1] in ".,!?…":
            return i + 1
        fallback = fallback or i + 1
    return fallback


def _first_sentence(text: str, first: int, end: int) -> int:
    stop = _SENTENCE_END.search(text, first, end)
    return stop.end() if stop else end
