"""Candidates: each verb, noun and adjective that could hand a content to somebody, with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from untold.annotate.speech.cues import Cue, cue_book
from untold.annotate.speech.reporting import (
    FRAMES,
    Attribution,
    complement,
    cue_span,
    owner,
    piece,
    unmarked,
)
from untold.annotate.speech.speakers import speaker_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

    Pieces = tuple[DocSpan, ...]

_RELATIVE = frozenset({"which", "that", "what", "who", "whom"})
#: Verbs whose passive subject speaks ("was quoted as saying").
_CITING = frozenset({"cite", "quote"})
#: Conjunctions whose clause can be what somebody feels about ("upset because ...").
_REASONS = frozenset({"because", "if", "like", "that"})
#: A preposition further from its verb than this is no part of the cue.
_BESIDE = 2
#: What the rules for a lost comma need to know of a verb that they don't list.
_ANY = Cue("", "neutral", "attitude", frozenset({"quote"}))


@dataclass(frozen=True)
class Candidate:
    """One word with one content it may attribute.

    ``frame`` begins with V, N or A for the word's part of speech and goes on with where the content
    stands, named as in ``data/cues.json``. ``rule`` is what the rules make of the word, if anything.
    """

    word: Token
    frame: str
    contents: Pieces
    cue: DocSpan
    speaker: DocSpan | None
    rule: Attribution | None

    @property
    def by_rule(self) -> bool:
        """Whether the rules find this very content."""
        return self.rule is not None and self.rule.contents == self.contents


def find_candidates(doc: Doc, quoted: frozenset[int], ruled: list[Attribution]) -> Iterator[Candidate]:
    """Every candidate outside quotations, in text order.

    Args:
        doc: the parsed field.
        quoted: the indices of the tokens inside direct quotations.
        ruled: what the rules find in it.
    """
    by_token: dict[int, Attribution] = {}
    for one in ruled:
        for i in range(one.cue.start, one.cue.end):
            by_token.setdefault(i, one)
    for word in doc:
        if word.i in quoted:
            continue
        frames, speaker = _READERS.get(word.pos_, (None, None))
        if frames is None or speaker is None:
            continue
        found = list(frames(word))
        who = speaker(word) if found else None
        for frame, contents, cue in found:
            yield Candidate(word, word.pos_[0] + frame, contents, cue, who, by_token.get(word.i))


def _who_is(adjective: Token) -> DocSpan | None:
    return speaker_of(adjective.head) if adjective.head.pos_ in ("VERB", "AUX") else None


def _of_verb(verb: Token) -> Iterator[tuple[str, Pieces, DocSpan]]:
    for frame, find in FRAMES:
        pieces = find(verb)
        if pieces and not _as_saying(pieces[0]):
            yield frame, pieces, cue_span(verb)
    for child in verb.children:
        last = None
        if child.dep_ == "prep" and child.i > verb.i:
            frame, pieces = f"+{child.lower_}", complement(child, verb)
            if pieces and child.lower_ == "as" and pieces[0][0].tag_ == "VBG":
                continue
            last = child.i if child.i - verb.i <= _BESIDE else None
        elif child.dep_ == "agent":
            frame, pieces = "+by", complement(child, verb)
        else:
            frame, pieces = _beside(child, verb)
        if pieces:
            yield frame, pieces, cue_span(verb, last)
    if pieces := _before_relative(verb):
        yield f"head {verb.dep_}", pieces, cue_span(verb)
    if (lost := unmarked(verb, _ANY)) is not None:
        yield "unmarked", lost.contents, lost.cue


def _as_saying(content: DocSpan) -> bool:
    """Whether a content is only the verb that brings it: "was quoted [as saying ...]"."""
    return content[0].lower_ == "as" and len(content) > 1 and content[1].tag_ == "VBG"


def _beside(child: Token, verb: Token) -> tuple[str, Pieces]:
    """A predicate, a reason, a relative pronoun or a passive's subject as content."""
    whole = child.left_edge.i, child.right_edge.i
    if child.i > verb.i:
        if child.dep_ in ("acomp", "attr") and verb.lemma_ != "be":
            return child.dep_, piece(verb.doc, *whole)
        if child.dep_ == "advcl" and any(t.lower_ in _REASONS for t in child.lefts):
            return "advcl", piece(verb.doc, *whole)
    elif child.lower_ in _RELATIVE and child.dep_ in ("dobj", "nsubjpass"):
        return f"relative {child.dep_}", (verb.doc[child.i : child.i + 1],)
    elif child.dep_ == "nsubjpass" and verb.lemma_ not in _CITING:
        return "subject", piece(verb.doc, whole[0], min(verb.i - 1, whole[1]))
    return "", ()


def _before_relative(verb: Token) -> Pieces:
    """What a relative clause without a pronoun is about: "the plan [she had backed]"."""
    head = verb.head
    bare = verb.dep_ == "relcl" or (verb.dep_ == "acl" and verb.tag_ == "VBN")
    if not bare or head.pos_ not in ("NOUN", "PROPN") or head.i > verb.i:
        return ()
    if any(t.lower_ in _RELATIVE for t in verb.lefts):
        return ()
    if any(t.dep_ in ("dobj", "ccomp", "xcomp") for t in verb.rights):
        return ()
    return piece(verb.doc, head.left_edge.i, verb.left_edge.i - 1)


def _of_noun(noun: Token) -> Iterator[tuple[str, Pieces, DocSpan]]:
    doc = noun.doc
    alone = doc[noun.i : noun.i + 1]
    for child in noun.rights:
        whole = child.left_edge.i, child.right_edge.i
        that = child.left_edge.lower_ == "that"
        if child.dep_ in ("acl", "ccomp", "relcl") and that:
            if any(t.lower_ == "that" and t.dep_ != "mark" for t in child.children):
                continue  # "the report that she wrote"
            frame, pieces, cue = "clause", piece(doc, *whole), alone
        elif child.dep_ == "acl" and child.tag_ == "VB":
            frame, pieces, cue = "to", piece(doc, *whole), alone
        elif child.dep_ == "prep":
            frame, cue = f"+{child.lower_}", doc[noun.i : child.i + 1]
            pieces = _governed(child)
        else:
            continue
        if pieces:
            yield frame, pieces, cue
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        for child in noun.head.rights:
            if child.dep_ == "ccomp":  # "his answer was that ..."
                if pieces := piece(doc, child.left_edge.i, child.right_edge.i):
                    yield "is", pieces, alone
                break


def _governed(preposition: Token) -> Pieces:
    found = next((t for t in preposition.rights if t.dep_ in ("pobj", "pcomp")), None)
    if found is None:
        return ()
    return piece(preposition.doc, found.left_edge.i, found.right_edge.i)


def _of_adjective(word: Token) -> Iterator[tuple[str, Pieces, DocSpan]]:
    cue = word.doc[word.i : word.i + 1]
    for child in word.rights:
        if child.dep_ in ("ccomp", "xcomp"):
            frame = "clause" if child.dep_ == "ccomp" else "to"
            pieces = piece(word.doc, child.left_edge.i, child.right_edge.i)
        elif child.dep_ == "prep":
            frame, pieces = f"+{child.lower_}", complement(child, word)
        else:
            continue
        if pieces:
            yield frame, pieces, cue


if TYPE_CHECKING:
    _Frames = Iterator[tuple[str, Pieces, DocSpan]]
#: How a word's frames and its speaker are found, by part of speech.
_READERS: dict[str, tuple[Callable[[Token], _Frames], Callable[[Token], DocSpan | None]]] = {
    "VERB": (_of_verb, speaker_of),
    "NOUN": (_of_noun, owner),
    "ADJ": (_of_adjective, _who_is),
}


def lemma_of(word: Token) -> str:
    """A word's lemma, lower-case and repaired, with its particle ("point out")."""
    lemma = word.lemma_.lower()
    lemma = cue_book().lemma_repairs.get(lemma, lemma)
    particle = next((t for t in word.rights if t.dep_ == "prt"), None)
    return f"{lemma} {particle.lower_}" if particle is not None else lemma
