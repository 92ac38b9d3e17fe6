"""Voices: who speaks, with which cue, and what they are reported to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from untold.analysis import Layer
from untold.annotate.reading import Reading, read
from untold.annotate.speech.cues import Cue, Kind, Treatment
from untold.annotate.speech.first_look import FirstLook, for_tagger
from untold.annotate.speech.labels import find_labelled
from untold.annotate.speech.leftovers import find_leftovers
from untold.annotate.speech.likelier_speakers import likelier_speaker
from untold.annotate.speech.quotations import MARKS, Quotation
from untold.annotate.speech.quoting import Direct
from untold.annotate.speech.reporting import Attribution
from untold.annotate.speech.span_tagger import span_tagger
from untold.annotate.speech.weighing import find_weighed
from untold.model import Article, Field, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan

#: The end of a sentence and nothing else, in one paragraph.
_SENTENCE_BREAK = re.compile(r"[.!?]?[”\"’']*[ \t]+")

Form = Literal["direct", "indirect", "mixed"]


@dataclass(frozen=True, slots=True)
class Voice:
    """One attribution. ``span`` runs from the first to the last character of its parts.

    ``speaker`` and ``cue`` are None where the text has none. ``content`` is what is said, as one
    stretch, with its quotation marks; speech that its cue or another sentence interrupts is several
    voices with the same cue. ``form`` is direct (all of it in quotation marks), indirect (none) or
    mixed. ``treatment`` is how the cue treats the claim, ``kind`` whether somebody says it or only
    wants or thinks it; both from ``data/cues.json``.
    """

    span: Span
    speaker: Span | None
    cue: Span | None
    content: Span | None
    form: Form
    treatment: Treatment = "neutral"
    kind: Kind = "speech"


def find_voices(source: Article | Reading) -> Iterator[Voice]:
    """Every attribution of title and text, by where it starts.

    Quotations get the cue beside them (`quoting`); indirect speech comes from the parse (`reporting`);
    the cues are listed in ``data/cues.json``. A speaker is a noun phrase of the text, never guessed.
    """
    reading = read(source)
    for name, doc in reading.docs():
        found = [*_voices(reading, name, doc)]
        yield from sorted(found, key=lambda voice: (voice.span.start, voice.span.end, voice.form))


def _voices(reading: Reading, name: Field, doc: Doc) -> Iterator[Voice]:
    look = FirstLook(doc)
    quotations, spans = look.quotations, look.spans
    tagger = span_tagger()
    tags, odds = tagger(*for_tagger(reading, name, look, tagger.labels))
    labelled = list(find_labelled(doc, name == "title"))
    indirect = [*_unlabelled(find_weighed(look, tags, odds), labelled), *labelled]
    taken: set[int] = set()  # tokens of direct speech and of the cues that introduce it
    for direct in look.direct:
        direct = _going_on(direct, indirect, doc)
        taken.update(range(*spans[direct.quotation]))
        if direct.cue is not None:
            taken.update(range(direct.cue.start, direct.cue.end))
        content = reading.article.span(name, direct.start, direct.quotation.end)
        form = _form(content, quotations)
        speaker = direct.speaker
        if direct.cue is not None:
            said = doc[slice(*spans[direct.quotation])]
            speaker = likelier_speaker(doc, tags, direct.cue, (said,), speaker)
        yield _voice(reading, name, speaker, direct.cue, direct.entry, content, form)
    told = {i for one in indirect for part in one.contents for i in _range(part)}
    held = taken | told | {i for one in indirect for i in _range(one.cue)}
    for reported in [*indirect, *find_leftovers(doc, tags, held)]:
        if any(i in taken for i in range(reported.cue.start, reported.cue.end)):
            continue
        speaker = reported.speaker
        # the tagger knows nobody inside others' speech, nor who is cited ("cited her as saying ...")
        if reported.cue.start not in told and reported.frame != "cited":
            speaker = likelier_speaker(doc, tags, reported.cue, reported.contents, speaker)
        for piece in reported.contents:
            if all(i in taken for i in range(piece.start, piece.end)):
                continue
            content = _whole_quotations(reading, reading.span(name, piece), quotations)
            form = _form(content, quotations)
            yield _voice(reading, name, speaker, reported.cue, reported.entry, content, form)


def _range(part: DocSpan) -> range:
    return range(part.start, part.end)


def _unlabelled(found: list[Attribution], labelled: list[Attribution]) -> list[Attribution]:
    """What stands outside the lines with a label, and what is told again inside them."""
    held = {i for one in labelled for part in one.contents for i in range(part.start, part.end)}
    return [one for one in found if one.retold or one.cue.start not in held]


def _going_on(direct: Direct, indirect: list[Attribution], doc: Doc) -> Direct:
    """A quotation without a cue of its own that follows on a sentence with a voice: the same voice
    ("She praised the plan. \"It will work.\"")."""
    if direct.cue is not None:
        return direct
    for one in reversed(indirect):
        end = max(part.end_char for part in (one.cue, *one.contents))
        between = doc.text[end : direct.quotation.start]
        follows = end <= direct.quotation.start and _SENTENCE_BREAK.fullmatch(between)
        if follows and one.entry.kind == "speech":
            return Direct(direct.start, direct.quotation, one.cue, one.entry, one.speaker)
    return direct


def _whole_quotations(reading: Reading, content: Span, quotations: list[Quotation]) -> Span:
    """The content, drawn out to the end of a quotation that the parse breaks in two."""
    for quotation in quotations:
        if content.start < quotation.start < content.end < quotation.end:
            return reading.article.span(content.field, content.start, quotation.end)
    return content


def _form(content: Span, quotations: list[Quotation]) -> Form:
    outer = content.text.strip()
    for quotation in quotations:
        if quotation.start < content.end and content.start < quotation.end:
            whole = quotation.start <= content.start and content.end <= quotation.end
            return "direct" if whole and outer[:1] in MARKS else "mixed"
    return "indirect"


def _voice(
    reading: Reading,
    name: Field,
    speaker: DocSpan | None,
    cue: DocSpan | None,
    entry: Cue | None,
    content: Span,
    form: Form,
) -> Voice:
    parts = [content]
    speaker_span = reading.span(name, speaker) if speaker is not None else None
    cue_part = reading.span(name, cue) if cue is not None else None
    parts += [part for part in (speaker_span, cue_part) if part is not None]
    whole = reading.article.span(name, min(p.start for p in parts), max(p.end for p in parts))
    treatment = entry.treatment if entry is not None else "neutral"
    kind = entry.kind if entry is not None else "speech"
    return Voice(whole, speaker_span, cue_part, content, form, treatment, kind)


SPEC = Layer(
    name="voices",
    version=7,
    record=Voice,
    find=find_voices,
    summary="who speaks, with which cue, and what they are reported to say",
    needs=("sentences",),
    models=("parser", "encoder", "encoder-vocabulary", "span-tagger"),
)
