"""Direct speech: which cue and speaker a quotation belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from untold.annotate.speech.cues import Cue
from untold.annotate.speech.labels import COLON, speaks
from untold.annotate.speech.quotations import MARKS, Quotation
from untold.annotate.speech.reporting import cue_span, entry_of
from untold.annotate.speech.speakers import named_before, speaker_of, trimmed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

_ENDS = frozenset(".!?")
#: A quotation with no cue counts as speech from this many words on; shorter ones are titles, slogans
#: and words held at arm's length.
_MIN_WORDS_ALONE = 5


#: Words of this many letters or more begin with a capital in the title of a work.
_LONG = 4
#: Tokens of the longest speaker between a quotation and its verb ("A B, a professor of C at D, said").
_MAX_NAME = 14


@dataclass(frozen=True)
class Direct:
    """One quotation with its cue; ``cue`` and ``speaker`` are None where the text has none.

    What is said begins at the character ``start``: before the quotation where only its end is quoted.
    """

    start: int
    quotation: Quotation
    cue: DocSpan | None
    entry: Cue | None
    speaker: DocSpan | None


def tokens_inside(doc: Doc, quotations: list[Quotation]) -> list[tuple[int, int]]:
    """The first and last-but-one token of each quotation, marks included."""
    spans = []
    for quotation in quotations:
        part = doc.char_span(quotation.start, quotation.end, alignment_mode="expand")
        spans.append((part.start, part.end) if part is not None else (0, 0))
    return spans


def find_direct(doc: Doc, quotations: list[Quotation]) -> Iterator[Direct]:
    """Every quotation that is speech of its own, in order.

    A cue in the same sentence before or after it; else the cue of the quotation before it in the same
    paragraph, or in the one before if the speech runs on; else none. Quotations that are part of an
    indirect clause ("called it \"a lie\"") are left to `reporting`.
    """
    spans = tokens_inside(doc, quotations)
    inside = {i for first, end in spans for i in range(first, end)}
    previous: Direct | None = None
    for number, quotation in enumerate(quotations):
        first, end = spans[number]
        if first >= end:
            continue
        found = _with_own_cue(doc, quotation, first, end, inside)
        if found is None and _stands_alone(doc, first, end):
            found = _carried_on(doc, quotation, previous)
        if found is not None:
            yield found
            previous = found


def _with_own_cue(
    doc: Doc, quotation: Quotation, first: int, end: int, inside: set[int]
) -> Direct | None:
    start = quotation.start
    verb: Token | int | None = _cue_after(doc, first, end, inside)
    if verb is None:
        verb = _cue_before(doc, first, inside)
    else:
        start = _sentence_start(doc, first, inside, start)
    if verb is None:
        return None
    if isinstance(verb, int):  # a colon
        return Direct(start, quotation, doc[verb : verb + 1], COLON, _named_before(doc, verb, inside))
    return Direct(start, quotation, cue_span(verb), entry_of(verb), _speaker_outside(verb, inside))


def _sentence_start(doc: Doc, first: int, inside: set[int], start: int) -> int:
    """Where the said begins: at the sentence's first word if unquoted words lead into the quotation
    ("The plan is \"dead,\" she said") and no cue stands among them."""
    i = first - 1
    while i >= 0 and i not in inside and "\n" not in doc[i].text and doc[i].text not in _ENDS:
        if _quotes(doc[i]):
            return start
        i -= 1
    i += 1
    while i < first and (doc[i].is_space or doc[i].is_punct or doc[i].dep_ == "cc"):
        i += 1
    ended = i == 0 or i - 1 not in inside
    return doc[i].idx if i < first and ended else start


def _quotes(token: Token) -> bool:
    verb = token.pos_ in ("VERB", "AUX") or token.lower_ in ("says", "said", "tells")
    entry = entry_of(token) if verb else None
    return entry is not None and "quote" in entry.frames


def _cue_after(doc: Doc, first: int, end: int, inside: set[int]) -> Token | None:
    """The cue verb between the quotation's end and the end of that sentence."""
    words = doc[first:end].text.rstrip("".join(MARKS) + " ")
    comma = end < len(doc) and doc[end].text == ","
    if (words[-1:] == "." and not comma) or _is_title(doc[first:end]):
        return None
    marked = words[-1:] in tuple(",!?—–-…") or comma
    if not marked and not _is_sentence(doc, first, end):
        return None
    for token in doc[end:]:
        if token.i in inside or "\n" in token.text or token.text in _ENDS:
            return None
        if _quotes(token):
            return token if _near(token, end) else None
    return None


def _is_title(quoted: DocSpan) -> bool:
    """Whether a quotation inside a sentence names a work: "In his book, “The Long Tide,” he says"."""
    words = [token.text for token in quoted if token.is_alpha]
    long = [word for word in words if len(word) >= _LONG]
    opens = quoted.start == quoted.doc[quoted.start].sent.start
    return len(words) > 1 and bool(long) and all(word[0].isupper() for word in long) and not opens


def _is_sentence(doc: Doc, first: int, end: int) -> bool:
    """Whether a quotation is a sentence, though its comma was lost: it opens one and is long enough."""
    before = first - 1
    while before >= 0 and doc[before].is_space:
        before -= 1
    opens = before < 0 or doc[before].text in _ENDS or doc[before].is_quote
    return opens and end - first > _MIN_WORDS_ALONE


def _near(verb: Token, end: int) -> bool:
    """Whether only the speaker (or nothing) stands between a quotation and the verb."""
    subject = next((t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass")), None)
    start = subject.left_edge.i if subject is not None and subject.i >= end else verb.i
    between = verb.doc[end : verb.i]
    alone = not any(token.pos_ == "VERB" and token.tag_ != "VBG" for token in between)
    return start - end <= 4 or (len(between) <= _MAX_NAME and alone)


def _cue_before(doc: Doc, first: int, inside: set[int]) -> Token | int | None:
    """The cue verb (or lone colon) that leads up to the quotation, if it does."""
    if first == 0:
        return None
    i = first - 1
    while i > 0 and doc[i].is_space:
        i -= 1
    last = doc[i]
    leads = last.text in (",", ":", "—", "–", "...", "…") or _quotes(last)
    if not leads:
        return None
    colon = last.i if last.text == ":" else None
    while i >= 0:
        token = doc[i]
        if token.i in inside or "\n" in token.text or (token.text in _ENDS and i < first - 1):
            break
        if _quotes(token):
            return token
        i -= 1
    return colon


def _speaker_outside(verb: Token, inside: set[int]) -> DocSpan | None:
    """The speaker, if the parse finds it outside quotations; else the noun phrase beside the verb."""
    found = speaker_of(verb)
    if found is not None and found.root.i not in inside:
        first = found.start
        while first < found.end and first in inside:
            first += 1
        last = found.end
        while last > first and last - 1 in inside:
            last -= 1
        return trimmed(verb.doc[first:last])
    after = verb.i + 1
    before = named_before(verb)
    if before is not None and not any(token.i in inside for token in before):
        return before
    for chunk in verb.sent.noun_chunks:
        if chunk.start == after and chunk.root.i not in inside and chunk.root.dep_ != "pobj":
            return trimmed(verb.doc[chunk.start : chunk.root.right_edge.i + 1])
    return None


def _named_before(doc: Doc, colon: int, inside: set[int]) -> DocSpan | None:
    """Who acts in the sentence that a colon ends."""
    root = doc[colon].sent.root
    line = colon
    while line > 0 and "\n" not in doc[line - 1].text:
        line -= 1
    if line < colon and speaks(doc[line:colon]):
        return trimmed(doc[line:colon])
    return speaker_of(root) if root.i < colon and root.i not in inside else None


def _stands_alone(doc: Doc, first: int, end: int) -> bool:
    """Whether the quotation is a sentence of its own, not words inside somebody else's."""
    words = [t for t in doc[first:end] if not t.is_punct and not t.is_space]
    before = first - 1
    while before >= 0 and doc[before].is_space and "\n" not in doc[before].text:
        before -= 1
    opens = before < 0 or "\n" in doc[before].text or doc[before].text in _ENDS or doc[before].is_quote
    text = doc[first:end].text.rstrip("".join(MARKS) + " ")
    after = doc[end].text if end < len(doc) else "\n"
    closes = text[-1:] in ".!?…,—-" or after in _ENDS or "\n" in after
    return opens and closes and len(words) > 0 and (words[0].text[:1].isupper() or words[0].text == "[")


def _carried_on(doc: Doc, quotation: Quotation, previous: Direct | None) -> Direct | None:
    text = doc.text
    if previous is not None:
        between = text[previous.quotation.end : quotation.start]
        if "\n" not in between or (not previous.quotation.closed and not between.strip()):
            return Direct(quotation.start, quotation, previous.cue, previous.entry, previous.speaker)
    words = text[quotation.start : quotation.end].split()
    if len(words) >= _MIN_WORDS_ALONE:
        return Direct(quotation.start, quotation, None, None, None)
    return None
