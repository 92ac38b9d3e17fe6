"""Statements: the checkable clauses of an article, each with its span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from untold.analysis import Layer
from untold.annotate.reading import Reading, read
from untold.model import Article, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Statement:
    """One checkable clause. ``sentence`` is the index of the sentence it stands in."""

    span: Span
    sentence: int


#: Fewer words than this hold no subject, predicate and detail that a reader could check.
MIN_WORDS = 4
#: A text without a full stop can be one "sentence" of hundreds of words; its parse means nothing.
MAX_WORDS = 150

#: Tags of finite verbs: "a letter sent to the mayor" tells nothing, "a letter was sent" does.
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
#: Where a clause hangs that can stand alone: beside another one ("and six were wounded"), run on
#: without a border (ccomp, parataxis), or telling when and why ("after a bomb went off").
BORDERS = frozenset({"conj", "ccomp", "parataxis", "advcl"})
#: "If it rains" states nothing; what "until" and "so that" bring has often not happened.
UNREAL = frozenset({
    "if", "unless", "whether", "until", "till", "so", "in", "lest", "once", "than", "like",
    "that", "for", "to",
})  # fmt: skip
#: Verbs whose clause is what somebody says, thinks or wants: it stays with them.
SPEECH = frozenset({
    "accept", "accuse", "acknowledge", "add", "admit", "affirm", "agree", "allege", "announce",
    "appear", "argue", "ask", "assert", "assume", "believe", "charge", "cite", "claim", "comment",
    "complain", "conclude", "confess", "confirm", "contend", "continue", "declare", "demand",
    "deny", "describe", "disclose", "emphasise", "emphasize", "estimate", "expect", "explain",
    "express", "fear", "feel", "find", "guess", "hear", "hint", "hope", "imply", "indicate",
    "inform", "insist", "know", "learn", "maintain", "make", "mean", "mention", "note", "observe",
    "order", "plead", "point", "pledge", "post", "predict", "promise", "propose", "quote", "read",
    "realise", "realize", "reassure", "recall", "recount", "remark", "reply", "report", "respond",
    "retort", "reveal", "say", "see", "seem", "show", "signal", "specify", "speculate", "state",
    "stress", "suggest", "suspect", "swear", "tell", "testify", "think", "threaten", "tweet",
    "underline", "underscore", "understand", "urge", "vow", "warn", "wonder", "write",
})  # fmt: skip
#: The plainest of them: alone with its subject such a verb tells nothing.
REPORTS = frozenset({"say", "tell", "add", "report", "announce", "state", "note", "quote"})
#: Adjectives that tell a state as a verb does where a headline drops the verb ("44 dead in ...").
STATES = frozenset({"dead", "injured", "missing", "hurt", "wounded", "killed", "displaced"})

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?"
_DATE = (
    rf"(?:(?:{_DAY}\s+)?(?:{_MONTH}\s+\d{{1,2}},?|\d{{1,2}}\s+{_MONTH},?)\s+\d{{4}}"
    r"|\d{1,2}[-./]\d{1,2}[-./]\d{4})"
)
_AGENCY = r"(?:CNN|AP|AFP|Reuters|UPI|TASS|SANA|Xinhua|DPA|ANSA|EFE|BBC)"
_CLOCK = r"(?:\s+\d{1,2}:?\d{2}(?:\s*[ap]\.?m\.?)?)?"
#: What stands before the news: a date stamp, a place with its agency or dash, an update mark.
DATELINE = re.compile(
    rf"""(?: (?:Published|Updated|Posted|Date\ of\ publication:?)?\s*{_DATE}{_CLOCK}[\s.:|,–—-]*
    | (?:[A-Z][\w.'’,/-]*\s+){{0,6}}\({_AGENCY}\)\s*[–—:-]*\s*
    | (?:[A-Z][\w.'’,/-]*\s+){{0,6}}\([A-Z][\w./\ ’'-]{{1,30}}\)\s*[–—:-]+\s*
    | [A-Z]{{3,}}[\w.'’,/\ -]{{0,40}}?\s*[–—]+\s*
    | (?:UPDATE|BREAKING|LIVE|WATCH|VIDEO|PHOTOS?)\s*\d*\s*[:|]\s*
    )+""",
    re.VERBOSE,
)
#: The page speaking about itself: credits, captions, links and calls to the reader.
FURNITURE = re.compile(
    r"""^\W*(?: read\ (?:more|also|full|the\ full) | see\ also | last\ updated
    | related\ (?:articles?|stor|topics?)
    | click\ | tap\ here | follow\ (?:us|@|him\ on|her\ on|bbc|cnn) | share\ (?:this|on) | subscribe
    | (?:newsletter\ )?sign\ up | (?:advertisement\ )?continue\ reading
    | advertisement | copyright | ©  | all\ rights | image\ (?:copyright|caption|source)
    | (?:file\ )?photos?\s*(?::|by\b|courtesy) | picture:
    | media\ caption | hide\ caption | getty\ images | story\ highlights
    | by\ [A-Z][\w.-]+\ [A-Z] | (?:additional\ )?reporting\ by | edit(?:ed|ing)\ by | written\ by
    | source: | tags?\b[:\s] | contact\ us | download\ | watch\ (?:the\ )?(?:video|live|now|more)
    | this\ (?:story|article|report|post|page)\ (?:has\ been|was|is\ being)
        \ (?:updated|published|edited)
    | the\ associated\ press\ contributed | https?://\S+$ )
    | (?:contributed\ to\ this\ (?:report|story|article)\W*$)
    | (?:all\ rights\ reserved\W*$) | \((?:photo|image)[:\s] | ^[^.]{0,80}/\ ?(?:AFP|AP|Reuters|Getty)\b
    | pic\.twitter\.com/\w+\W*$ """,
    re.VERBOSE | re.IGNORECASE,
)
#: "So I thank you": nothing to check.
GREETING = re.compile(
    r"^\W*(?:hello|hi|welcome|thank(?:s| you)|good (?:morning|evening|night|luck)|dear)\b",
    re.IGNORECASE,
)
#: A longer sentence that opens so has news run into it.
FURNITURE_WORDS = 20
QUOTES = "\"'`“”‘’«»„"
_LEADING = re.compile(rf"^(?:[\s{QUOTES},;:.!?…·•*|\-–—/\])]+|(?:and|but|or)\b\s*,?)", re.IGNORECASE)
#: Words that tie a clause to the one it was cut from; "after leaving" and "as of" are not clauses.
_TIE = re.compile(
    r"(?:(?:even|just|only|especially|shortly|hours|days|minutes|weeks|months|years)\s+)?"
    r"(?:yet|while|whereas|as|after|before|when|because|since|although|though|where)\b"
    r"(?!\s+(?:of|well|far|long|many|much|soon|part|a result|\w+ing)\b)\s*,?\s*",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?:[\s,;:.!…·•*|\-–—/(\[]|\b(?:and|but|or|while|as|after|when|because)\s*$)+$")


def find_statements(source: Article | Reading) -> Iterator[Statement]:
    """Every checkable clause of title and text, in order, each a stretch inside one sentence.

    A sentence is cut before a clause that has its own subject and finite verb and stands beside
    another ("four people were killed | and six were wounded"), runs on from it without a border,
    or tells when and why ("the road was closed | after a bomb went off"). What a verb of saying
    governs stays with it, and so does a second verb that shares the first one's subject. A cut that
    would leave a piece without subject and verb is not made. Statements of a sentence don't
    overlap. Headlines are statements even without a verb.

    Left out: questions, commands, captions, credits, links, bylines, datelines, greetings, pieces
    without a verb and pieces under four words.

    Args:
        source: the article or its reading.

    Known failures: the parser's clause borders; relative clauses are never a
    statement of their own; text with its punctuation stripped is cut only where the parse finds a
    second subject and verb; a rhetorical question with checkable content is lost.
    """
    reading = read(source)
    docs = dict(reading.docs())
    for sentence in reading.records("sentences"):
        span = sentence.span
        doc = docs[span.field]
        value = reading.article.value(span.field)
        part = doc.char_span(span.start, span.end, alignment_mode="expand")
        headline = span.field == "title"
        if part is None or (not headline and _no_statement(span.text)):
            continue
        cuts = _cuts(part) if len(part) <= MAX_WORDS else [part.start, part.end]
        found = 0
        for first, last in pairwise(cuts):
            piece = doc[first:last]
            if not (headline or _predicates(piece)):
                continue
            start = max(piece.start_char, span.start)
            start, end = _trim(value, start, min(piece.end_char, span.end), tied=len(cuts) > 2)
            if _words(value[start:end]) >= MIN_WORDS:
                yield Statement(reading.article.span(span.field, start, end), sentence.index)
                found += 1
        if not found and len(cuts) > 2 and _predicates(part):
            start, end = _trim(value, span.start, span.end)
            if _words(value[start:end]) >= MIN_WORDS:
                yield Statement(reading.article.span(span.field, start, end), sentence.index)


def _words(text: str) -> int:
    return len(re.findall(r"\w[\w'’.,-]*", text))


def _no_statement(text: str) -> bool:
    """Whether the sentence is a question, furniture of the page or a greeting."""
    asked = text.rstrip(QUOTES + " )").endswith("?")
    furniture = FURNITURE.search(text) and _words(text) <= FURNITURE_WORDS
    return asked or bool(furniture or GREETING.match(text))


def _predicates(piece: DocSpan) -> bool:
    """Whether a stretch tells something: a finite verb that is no command, or a state ("six dead")."""
    verbs = [t for t in piece if t.pos_ in ("VERB", "AUX")]
    if not any(t.tag_ in FINITE for t in verbs):
        return any(t.lower_ in STATES for t in piece)
    return not (len(verbs) == 1 and _is_command(verbs[0])) and not (
        _is_command(piece[0]) and verbs[0].i == piece[0].i
    )


def _is_command(verb: Token) -> bool:
    """Whether a verb in its bare form has neither a subject nor a helper: "Send us your photos"."""
    return (
        verb.tag_ == "VB"
        and verb.dep_ in ("ROOT", "conj", "ccomp")
        and not any(t.pos_ in ("NOUN", "PROPN", "PRON") for t in verb.sent if t.i < verb.i)
        and not any(child.dep_ in SUBJECTS | {"aux", "auxpass"} for child in verb.children)
    )


def _cuts(part: DocSpan) -> list[int]:
    """Token indices where the statements of a sentence start, and the sentence's end.

    A piece without a subject and its verb joins the piece before it (the first one the next).
    """
    marks = {part.start, part.end}
    for token in part:
        if _opens_statement(token):
            inside = [t.i for t in token.subtree if part.start <= t.i < part.end]
            marks |= {inside[0], inside[-1] + 1}
    # a border goes before the word that opens the clause ("and", "while") and after a comma
    borders = sorted({_before_joint(part, mark) for mark in marks})
    kept = [borders[0]]
    for start, end in pairwise(borders):
        before, after = part.doc[kept[-1] : start], part.doc[start:end]
        if start != kept[-1] and _stands_alone(before) and _stands_alone(after):
            kept.append(start)
    return [*kept, part.end]


def _opens_statement(verb: Token) -> bool:
    """Whether a verb heads a clause that reads on its own beside the clause it hangs on."""
    if verb.dep_ not in BORDERS or verb.pos_ not in ("VERB", "AUX") or not _has_subject(verb):
        return False
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
    if any(c.tag_ in ("WDT", "WP", "WP$") for c in subjects) or not _is_finite(verb):
        return False
    marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod", "prep") and c.i < verb.i}
    head = verb.head
    if verb.dep_ == "advcl":
        # "after he fell", "when his plane crashed": who that is stands in the other clause
        leans = any(t.tag_ in ("PRP", "PRP$") for c in subjects for t in c.subtree)
        return bool(marks) and not marks & UNREAL and not leans and not _is_said(verb)
    if verb.dep_ in ("ccomp", "parataxis"):
        return (
            head.lemma_.lower() not in SPEECH
            and _has_subject(head)
            and not (any(c.tag_ in ("WRB", "WP", "WDT", "IN") and c.i < verb.i for c in verb.children))
        )
    return head.pos_ in ("VERB", "AUX") and not (marks & UNREAL)


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in verb.children)


def _is_finite(verb: Token) -> bool:
    """Whether the verb or a helper of it shows tense (a lone participle does in headlines)."""
    group = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    return any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in group)


def _is_said(verb: Token) -> bool:
    """Whether the clause only says who speaks ("as the ministry said")."""
    return verb.lemma_.lower() in SPEECH


def _before_joint(part: DocSpan, mark: int) -> int:
    """Moves a border back over the conjunction and quotation mark that open the clause."""
    while (
        mark > part.start
        and mark < part.end
        and (part.doc[mark - 1].dep_ == "cc" or part.doc[mark - 1].text in '"“‘«(')
    ):
        mark -= 1
    return mark


def _stands_alone(piece: DocSpan) -> bool:
    """Whether a stretch holds a finite verb together with its subject."""
    for token in piece:
        if token.dep_ in SUBJECTS and piece.start <= token.head.i < piece.end:
            relative = token.tag_ in ("WDT", "WP", "WP$")
            told = _is_finite(token.head) or token.head.tag_ == "VBN"
            if told and not relative and not _only_says(token.head, piece):
                return True
    return False


def _only_says(verb: Token, piece: DocSpan) -> bool:
    """Whether a piece holds a verb of saying without what is said ("police told reporters")."""
    content = ("ccomp", "xcomp") if verb.lemma_ == "tell" else ("ccomp", "xcomp", "dobj")
    inside = [c for c in verb.children if piece.start <= c.i < piece.end]
    return verb.lemma_ in REPORTS and not any(c.dep_ in content for c in inside)


def _trim(value: str, start: int, end: int, tied: bool = False) -> tuple[int, int]:
    """The stretch without dateline, leading conjunction, outer quotation marks and end points.

    ``tied`` also takes off the word that ties a cut-off clause to the rest ("after", "while").
    """
    line = DATELINE.match(value, start, end)
    if line and line.end() < end:
        start = line.end()
    while (lead := _LEADING.match(value[start:end])) and lead.end():
        start += lead.end()
    if tied and (tie := _TIE.match(value, start, end)):
        start = tie.end()
    while start < end:
        text = value[start:end]
        tail = _TRAILING.search(text)
        if tail and tail.start() < len(text):
            end = start + tail.start()
        elif text[-1] in QUOTES and not _closes(text):
            end -= 1
        else:
            break
    return start, end


def _closes(text: str) -> bool:
    """Whether the quotation mark at the end has its partner inside."""
    mark = text[-1]
    partner = {"”": "“", "’": "‘", "»": "«", "“": "„"}.get(mark, mark)
    return partner in text[:-1] or (mark in "'’" and text[-2:-1].isalpha() and text[-2] == "s")


SPEC = Layer(
    name="statements",
    version=3,
    record=Statement,
    find=find_statements,
    summary="checkable clauses",
    needs=("sentences",),
    models=("parser",),
)
