"""Lines that name their speaker with a colon: "Ministry: 12 dead", "12 dead: ministry"; and those of an
interview in questions and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from untold.annotate.speech.cues import Cue, cue_book
from untold.annotate.speech.reporting import Attribution
from untold.annotate.speech.speakers import trimmed

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan

COLON = Cue(":", "neutral", "speech", frozenset({"quote"}))
_FIRST = re.compile(r"^[ \t]*([^:\n]{1,60}):[ \t]+(\S[^\n]*)$", re.MULTILINE)
_LAST = re.compile(r"^[ \t]*([^:\n]{8,}):[ \t]+([^:\n]{2,40}?)\.?[ \t]*$", re.MULTILINE)
#: Words in the longest name with a title ("Foreign Minister X Y Z says" has no colon).
_MAX_WORDS = 6
#: Letters before the lines of an interview, if both stand in the text.
_TURNS = frozenset({"Q", "A"})
_PERSONS = frozenset({"PERSON", "ORG", "NORP", "GPE"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})


def find_labelled(doc: Doc, headline: bool) -> Iterator[Attribution]:
    """What is said in lines that open with a speaker and a colon; in headlines also the reverse.

    Args:
        doc: the parsed field.
        headline: whether the field is a title; a speaker is looked for after the colon only there.
    """
    lines = list(_FIRST.finditer(doc.text))
    interview = {match.group(1) for match in lines} >= _TURNS
    for match in lines:
        turn = interview and match.group(1) in _TURNS
        yield from _labelled(doc, match.span(1), match.span(2), match.end(1), turn)
    if headline:
        for match in _LAST.finditer(doc.text):
            yield from _labelled(doc, match.span(2), match.span(1), match.end(1), False)


def _labelled(
    doc: Doc, name: tuple[int, int], content: tuple[int, int], colon: int, turn: bool
) -> Iterator[Attribution]:
    speaker = doc.char_span(*name, alignment_mode="expand")
    said = doc.char_span(*content, alignment_mode="expand")
    cue = doc.char_span(colon, colon + 1, alignment_mode="expand")
    if speaker is None or said is None or cue is None or not (turn or speaks(speaker)):
        return
    if speaker.root.ent_type_ == "GPE" and not any(token.tag_ in _FINITE for token in said):
        return  # "Marrick: Fatal fire at a mill" says where, "Marrick: The mill was safe" who
    clean = trimmed(said)
    if clean is not None and len(clean) > 1:
        who = None if turn else trimmed(speaker)  # the letters name nobody
        yield Attribution(cue, COLON, who, (clean,), "label")


def speaks(part: DocSpan) -> bool:
    """Whether a short phrase before or after a colon is somebody who speaks."""
    words = [token for token in part if not token.is_punct and not token.is_space]
    book = cue_book()
    if not words or len(words) > _MAX_WORDS or words[0].lower_ in book.labels:
        return False
    if any(token.pos_ in ("VERB", "AUX") and token.tag_ != "VBG" for token in words):
        return False
    head = part.root
    return head.lemma_.lower() in book.speakers or head.ent_type_ in _PERSONS
