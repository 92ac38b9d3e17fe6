"""Speakers: which noun phrase of the parse does the speaking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from untold.annotate.speech.cues import can_speak

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

_RELATIVE = frozenset({"who", "which", "that", "whom"})
#: Words that fill the subject's place and speak for nobody.
_EMPTY = frozenset({"it", "there", "what", "which", "that", "this"})
#: Verbs whose "it" stands for nobody ("it seems that").
_IMPERSONAL = frozenset({"be", "seem", "appear", "happen", "mean", "look", "sound", "turn"})
#: How far to climb from a verb without a subject to the verb that has one.
_MAX_CLIMB = 5


def speaker_of(verb: Token) -> DocSpan | None:
    """The noun phrase that does what the verb says, or None where the sentence names nobody.

    An active verb's subject; the ``by`` phrase of a passive; for a verb without a subject, the noun it
    modifies ("a statement saying") or the subject of the verb it hangs on ("went on to say").
    """
    for child in verb.children:
        if child.dep_ == "agent":
            return _phrase(next((t for t in child.rights if t.dep_ == "pobj"), None), verb)
    head = _subject(verb, 0)
    finite = verb.tag_ in ("VBD", "VBZ", "VBP")
    if head is None and finite and not any(t.dep_ in ("nsubj", "nsubjpass") for t in verb.children):
        return named_before(verb)  # the parse made the subject another verb's object
    return _phrase(head, verb)


def named_before(verb: Token) -> DocSpan | None:
    """The noun phrase that ends right before a verb, from its last article or first capital on."""
    doc, i = verb.doc, verb.i - 1
    while i >= verb.sent.start and doc[i].dep_ in ("aux", "advmod", "neg"):
        i -= 1
    if i < verb.sent.start or doc[i].pos_ not in ("NOUN", "PROPN", "PRON"):
        return None
    if doc[i].pos_ == "PRON":
        return doc[i : i + 1] if doc[i].lower_ not in _EMPTY | _RELATIVE else None
    first = i
    while first > verb.sent.start and _belongs(doc[first - 1]):
        first -= 1
        if doc[first].pos_ == "DET":
            break
    return trimmed(doc[first : i + 1])


def _belongs(token: Token) -> bool:
    """Whether a word can stand inside a speaker's name or title."""
    if token.pos_ in ("DET", "PROPN"):
        return True
    return token.pos_ in ("NOUN", "ADJ") or token.lower_ in ("of", "for", "'s") or token.tag_ == "POS"


def _subject(verb: Token, climbed: int) -> Token | None:
    passive = False
    for child in verb.children:
        if child.dep_ == "nsubj":
            if child.lower_ in _RELATIVE and verb.dep_ == "relcl":
                return child
            if child.lower_ == "it" and verb.lemma_ not in _IMPERSONAL:
                return child  # "the ministry ... it added"
            return None if child.lower_ in _EMPTY else child
        passive = passive or child.dep_ in ("nsubjpass", "auxpass")
    if passive or climbed >= _MAX_CLIMB:
        return None
    head = verb.head
    if head is verb:
        return None
    if verb.dep_ in ("acl", "relcl"):
        return head if verb.tag_ != "VBN" else None
    owner = _object(head) if verb.dep_ == "xcomp" else None
    if owner is not None and (owner.pos_ != "NOUN" or can_speak(owner.lower_)):
        return owner  # "asked them to say", but not "used the case to say"
    if verb.dep_ == "pcomp" and head.dep_ == "prep":
        head = head.head
        if head.pos_ in ("NOUN", "PROPN"):
            return None
        quoted = next((t for t in head.children if t.dep_ == "nsubjpass"), None)
        if quoted is not None:  # "was quoted as saying"
            return quoted
    hangs = verb.dep_ in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep", "ROOT")
    if hangs and head.pos_ in ("VERB", "AUX"):
        return _subject(head, climbed + 1)
    return None


def _object(verb: Token) -> Token | None:
    return next((t for t in verb.rights if t.dep_ == "dobj"), None)


def _phrase(head: Token | None, verb: Token) -> DocSpan | None:
    """The whole noun phrase of a head, short of the verb and of marks at its edges."""
    if head is None or head.pos_ in ("PUNCT", "SPACE", "SYM"):
        return None
    first, last = head.left_edge.i, head.right_edge.i
    if first <= verb.i <= last:  # the verb hangs inside the phrase: "officials who say"
        if head.i < verb.i:
            last = max(head.i, verb.left_edge.i - 1)
        else:
            first = verb.i + 1
    return trimmed(head.doc[first : last + 1])


def trimmed(part: DocSpan) -> DocSpan | None:
    """The stretch without marks and white space at its edges; None if nothing is left."""
    first, last = part.start, part.end
    doc = part.doc
    while first < last and (doc[first].is_space or doc[first].is_punct):
        first += 1
    while last > first and (doc[last - 1].is_space or doc[last - 1].is_punct):
        last -= 1
    inside = doc[first:last].text
    if last < len(doc) and inside.count("(") > inside.count(")") and doc[last].text == ")":
        last += 1
    return doc[first:last] if first < last else None
