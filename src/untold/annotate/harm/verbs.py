"""Harms told by a verb: killed, were wounded, died, "21 dead in blast"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from untold.annotate.harm import phrases
from untold.annotate.harm.attackers import behind
from untold.annotate.harm.clause import Clause, clause, doer_of, stretch, told_apart
from untold.annotate.harm.grammar import (
    Stretch,
    among,
    auxiliary,
    by_agent,
    climb,
    counted,
    nominal,
    object_of,
    partner,
    passive,
    phrase,
    phrase_after,
    phrase_before,
    shared_object,
    subject_of,
)
from untold.annotate.harm.phrases import SHORT, nearest
from untold.annotate.harm.words import VerbForm, forms_of, noun_form, verb_form, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Before these "dead" is a noun: the dead.
_NAMED = ("the", "those", "among", "of", "'s")


def find(doc: Doc, taken: set[int]) -> list[Clause]:
    """Every harm that a verb or a verbal phrase tells, in text order; ``taken`` words are left."""
    found: list[Clause] = []
    taken = set(taken)
    for finder in (phrases.find, _plain, _dead):
        for clause_ in finder(doc):
            if not taken & set(range(*clause_.trigger)):
                taken.update(range(*clause_.trigger))
                found.append(clause_)
    return sorted(found, key=lambda c: c.trigger)


def _plain(doc: Doc) -> Iterator[Clause]:
    for token in doc:
        form = verb_form(token.lower_)
        if form is None or _named(token, form):
            continue
        found = _transitive(token, form) if form.transitive else _intransitive(token, form)
        if found is not None and _fits(doc, form, found.victim):
            yield found


def _named(token: Token, form: VerbForm) -> bool:
    """Whether a word that could be a verb of harm stands as a noun or before one: "the wounded"."""
    doc, i = token.doc, token.i
    before = doc[i - 1].lower_ if i > token.sent.start else ""
    if (
        token.dep_ == "amod"
        and token.head.i > i
        and token.head.lower_ not in words("grammar", "dozens")
    ):
        return not (before.isdigit() and token.is_title)  # "31 Killed in Blast"
    if form.shape == "past":
        listed = before in ("and", ",") and i > 2 and noun_form(doc[i - 2].lower_) is not None
        if listed:
            return doc[i - 3].lower_ in ("the", "of")
        return before == "the" or (token.pos_ in ("NOUN", "ADJ") and before in ("of", "with"))
    if form.shape == "ing":
        return token.pos_ == "NOUN" or token.dep_ == "compound" or before in ("the", "a")
    if form.shape == "s" and token.lower_ not in words("also_nouns", "words"):
        return False
    return token.pos_ != "VERB" and not (token.is_title and object_of(token) is not None)


def _transitive(verb: Token, form: VerbForm) -> Clause | None:
    trigger, doc = (verb.i, verb.i + 1), verb.doc
    if form.shape == "past" and passive(verb):
        agent = by_agent(verb) or behind(verb)
        later = _next_partner(verb)
        if agent is None and later is not None and passive(later):
            agent = by_agent(later) or behind(later)
        voice = "passive-no-agent" if agent is None else "passive-with-agent"
        victim = _undergoer(verb)
        stray = verb.i > 0 and verb.nbor(-1).lower_ in ("those", "among")
        if victim is None and not stray and agent is None:
            return None
        bare = auxiliary(verb) is None
        return clause(
            form.harm,
            voice,
            trigger,
            stretch(agent),
            victim,
            head=verb.i,
            nests=bare and (stray or verb.dep_ == "acl"),
        )
    other = _next_partner(verb)
    target = object_of(verb) or (other and object_of(other)) or shared_object(verb)
    if target is None:
        return None
    before = partner(verb)
    agent = subject_of(verb) if before is None else doer_of(before)
    told_of = (
        form.shape == "base" and verb.i > verb.sent.start and verb.nbor(-1).pos_ in ("NOUN", "PROPN")
    )
    if agent is None and (form.shape in ("s", "past") or told_of):  # "Rebels Kill Five"
        agent = phrase_before(doc, verb.i) or _coordinated(verb)
    return clause(
        form.harm,
        "active",
        trigger,
        stretch(agent),
        phrase(target),
        head=verb.i,
        apart=told_apart(verb),
    )


def _coordinated(verb: Token) -> Token | None:
    """The subject of "and wounded six": that of the nearest finite verb before the "and"."""
    i = verb.i - 1
    while i > verb.sent.start and verb.doc[i].pos_ == "ADV":
        i -= 1
    if verb.doc[i].pos_ != "CCONJ":
        return None
    before = verb.doc[verb.sent.start : i]
    finite = next((t for t in reversed(before) if t.tag_ in ("VBD", "VBZ", "VBP")), None)
    return None if finite is None else subject_of(finite) or phrase_before(verb.doc, finite.i)


def _next_partner(verb: Token) -> Token | None:
    doc = verb.doc
    later = doc[verb.i + 1 : verb.i + 3]
    return next((t for t in later if partner(t) == verb), None)


def _undergoer(verb: Token) -> Stretch | None:
    """Whom a passive befell: its subject, the noun it stands by, or what stands right before it."""
    doc = verb.doc
    if verb.i > 0 and verb.nbor(-1).lower_ in ("those", "all"):
        return among(verb.nbor(-1)) or (verb.i - 1, verb.i)
    if doc[verb.i + 1 : verb.i + 2].text.lower() in ("was", "were") and verb.i + 2 < len(doc):
        after = phrase_after(doc, verb.i + 2)  # "Also killed was his brother"
        if after is not None:
            return phrase(after)
    own = next((t for t in verb.lefts if t.dep_ in ("nsubjpass", "nsubj")), None)
    near = phrase_before(doc, verb.i)
    part = near is not None and own is not None and own.is_ancestor(near) and _counts(own)
    if near is not None and near.dep_ != "dobj" and _counts(near) and not part:
        return phrase(near)  # "... in the town dozens of people have been killed": no full stop
    if own is None and auxiliary(verb) is None and partner(verb) is None:
        if (described := _described(verb)) is not None:
            return phrase(described)
        if near is not None:
            return phrase(near)
        if verb.dep_ == "acl" and nominal(verb.head):
            return phrase(climb(verb.head))
    other = partner(verb)
    if own is None and other is not None:
        return _undergoer(other)
    return stretch(subject_of(verb) or near)


def _counts(head: Token) -> bool:
    return counted(head.doc[phrase(head)[0]])


def _described(verb: Token) -> Token | None:
    """The noun that a participle stands right behind: "in memory of the nine people killed by ..."."""
    head = verb.head
    between = verb.doc[head.i + 1 : verb.i]
    beside = all(
        t.pos_ in ("ADV", "PUNCT") or verb_form(t.lower_) or t.lower_ == "and" for t in between
    )
    if verb.dep_ != "acl" or head.i > verb.i or not beside or not nominal(head):
        return None
    if head.ent_type_ in ("GPE", "LOC", "FAC", "DATE", "TIME") or head.lemma_ in words(
        "grammar", "place"
    ):
        return None
    counts = head.dep_ == "pobj" and head.head.lower_ == "of" and counted(head.head.head)
    return climb(head) if counts else head


def _intransitive(verb: Token, form: VerbForm) -> Clause | None:
    after_preposition = verb.i > 0 and verb.nbor(-1).pos_ in ("ADP", "SCONJ")
    if form.shape == "ing" and (verb.dep_ in ("amod", "compound") or after_preposition):
        return None  # "fleeing troops", "before fleeing"
    near = phrase_before(verb.doc, verb.i)
    people = near is not None and (near.tag_ in ("NNS", "NNPS") or near.lower_ == "people")
    run_on = near is not None and people and _counts(near)  # "Photo Archive Ten villagers died"
    subject = near if run_on else doer_of(verb)
    if subject is None:
        return None
    trigger, agent = (verb.i, verb.i + 1), _behind_death(verb, form)
    return clause(form.harm, "intransitive", trigger, agent, phrase(subject), head=verb.i)


def _behind_death(verb: Token, form: VerbForm) -> Stretch | None:
    """Who is named behind "died": "at the hands of guards", "in army raids"."""
    return stretch(by_agent(verb) or behind(verb)) if form.harm == "kill" else None


def _fits(doc: Doc, form: VerbForm, victim: Stretch | None) -> bool:
    """Whether the verb harms with this object: executing an order kills nobody."""
    if victim is None:
        return True
    said = {doc[i].lemma_.lower() for i in range(*victim)}
    if said & words("objects", "not", form.lemma):
        return False
    only = words("objects", "only", form.lemma)
    return not only or bool(said & only) or all(doc[i].like_num for i in range(*victim))


def _dead(doc: Doc) -> Iterator[Clause]:
    """ "21 dead in blast", "14 are confirmed dead"."""
    for token in doc:
        if token.lower_ != "dead" or token.i == 0:
            continue
        if nearest(token, forms_of("shoot"), SHORT) is not None:
            continue  # "shot two men dead": told by the verb
        before = token.nbor(-1)
        if before.lower_ in _NAMED or (token.dep_ == "amod" and token.head.i > token.i):
            continue
        verb = token.head if token.head.pos_ in ("VERB", "AUX") else token
        aux = auxiliary(token) == "be"
        subject = subject_of(verb) if aux and verb is not token else None
        subject = subject or phrase_before(doc, token.i)
        if subject is None:
            continue
        victim = phrase(subject)
        trigger, listed = (token.i, token.i + 1), not aux and _is_object(doc, victim)
        form, agent = ("noun", None) if listed else ("intransitive", stretch(behind(token)))
        yield clause("kill", form, trigger, agent, victim, head=token.i, verbal=not listed)


def _is_object(doc: Doc, phrase_: Stretch) -> bool:
    """Whether "12 dead" is what a verb or preposition takes: "reported 12 dead", "with 12 dead"."""
    if phrase_[0] <= doc[phrase_[0]].sent.start:
        return False
    before = doc[phrase_[0] - 1]
    taking = before.pos_ == "VERB" or (before.pos_ == "ADP" and before.lower_ not in ("after", "in"))
    there = before.pos_ == "AUX" and phrase_[0] > 1 and before.nbor(-1).lower_ == "there"
    return taking or there
