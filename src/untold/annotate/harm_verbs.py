"""Harms told by a verb, or by a phrase that works as one: "left nine dead", "claimed nine lives"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from untold.annotate.clauses import (
    Stretch,
    auxiliary,
    among,
    behind,
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
    subject_of,
)
from untold.annotate.harm_clause import Clause, clause
from untold.annotate.harm_words import VerbForm, forms_of, lexicon, noun_form, verb_form, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: "left" and its "dead" stand at most this far apart: the victims' phrase lies between.
_REACH = 16
_NAMED = ("the", "those", "among", "of", "'s")


def find(doc: Doc, taken: set[int]) -> list[Clause]:
    """Every harm that a verb or a verbal phrase tells, in text order; ``taken`` words are left."""
    found: list[Clause] = []
    taken = set(taken)
    for finder in (_left, _breathless, _lives, _caused, _blown, _shot_dead, _held, _plain, _dead):
        for clause_ in finder(doc):
            if not taken & set(range(*clause_.trigger)):
                taken.update(range(*clause_.trigger))
                found.append(clause_)
    return sorted(found, key=lambda c: c.trigger)


def _phrase(token: Token | None) -> Stretch | None:
    return None if token is None else phrase(token)


def _agent(verb: Token) -> Token | None:
    return subject_of(verb) or phrase_before(verb.doc, verb.i)


def _apart(verb: Token) -> bool:
    """Whether the agent of a participle stands in another clause: "..., killing ten"."""
    return verb.dep_ in ("advcl", "acl") and verb.tag_ == "VBG"


# Phrases


def _left(doc: Doc) -> Iterator[Clause]:
    """ "left nine dead and forty wounded", "were left homeless"."""
    states = lexicon()["phrases"]["states"]
    for verb in doc:
        if verb.lower_ not in forms_of("leave") or verb.dep_ == "amod":
            continue
        agent, from_ = _agent(verb), verb.i + 1
        hidden = auxiliary(verb) == "be"
        for token in doc[verb.i + 1 : min(verb.i + _REACH, verb.sent.end)]:
            if token.pos_ == "AUX" or (token.tag_ in ("VBD", "VBZ") and token.lower_ not in states):
                break
            if token.lower_ not in states:
                continue
            if token.i + 1 < len(doc) and token.dep_ == "amod" and token.head.i > token.i:
                break
            if hidden:
                victim = _phrase(agent)
                yield clause(states[token.lower_], "passive-no-agent", (token.i, token.i + 1), None,
                             victim, head=verb.i)
                break
            victim = _between(doc, from_, token.i)
            if victim is not None:
                yield clause(states[token.lower_], "active", (token.i, token.i + 1), _phrase(agent),
                             victim, head=verb.i, apart=_apart(verb))
            from_ = token.i + 1


def _between(doc: Doc, start: int, end: int) -> Stretch | None:
    """The phrase between two words, without "and" at its start and adverbs at its end."""
    while start < end and doc[start].lower_ in ("and", ",", "or", "another"):
        start += 1
    while end > start and (doc[end - 1].pos_ in ("ADV", "PUNCT", "CCONJ")):
        end -= 1
    return (start, end) if start < end else None


def _breathless(doc: Doc) -> Iterator[Clause]:
    """ "dozens suffered respiratory problems"."""
    for verb in doc:
        if verb.lower_ not in forms_of("suffer"):
            continue
        what = next((t for t in verb.rights if t.dep_ == "dobj"), None)
        if what is None or what.lemma_.lower() not in words("phrases", "breath_nouns"):
            continue
        if any(t.lower_ in words("phrases", "breath") for t in what.children):
            trigger = (verb.i, what.i + 1)
            yield clause("wound", "intransitive", trigger, None, _phrase(_agent(verb)), head=verb.i)


def _lives(doc: Doc) -> Iterator[Clause]:
    """ "claimed the lives of nine", "claimed nine lives", "cost nine people their lives"."""
    for lives in doc:
        if lives.lower_ not in ("lives", "life"):
            continue
        verb = next((t for t in reversed(doc[max(lives.sent.start, lives.i - 8) : lives.i])
                     if t.lower_ in forms_of("lives") or t.lower_ in ("lose", "lost", "losing", "loses")), None)
        if verb is None or verb.pos_ not in ("VERB", "AUX") and verb.lower_ not in ("claims", "takes"):
            if lives.i + 2 < len(doc) and lives.nbor(1).lower_ in ("were", "was") and lives.nbor(2).lower_ == "lost":
                yield clause("kill", "passive-no-agent", (lives.i, lives.i + 3), None, phrase(lives), head=lives.i + 2)
            continue
        trigger = (verb.i, lives.i + 1)
        owner = next((phrase(p) for of in lives.rights if of.lower_ == "of" for p in of.children
                      if p.dep_ == "pobj"), None)
        owner = owner or (phrase_after(doc, lives.i + 2) and phrase(phrase_after(doc, lives.i + 2)) if  # type: ignore[arg-type]
                          lives.i + 2 < len(doc) and lives.nbor(1).lower_ == "of" else None)
        if verb.lower_ in ("lose", "lost", "losing", "loses"):
            if any(t.dep_ == "poss" or t.tag_ == "PRP$" for t in lives.lefts):
                yield clause("kill", "intransitive", trigger, None, _phrase(_agent(verb)), head=verb.i)
            continue
        victim = owner or _between(doc, verb.i + 1, lives.i)
        if victim is not None and doc[victim[1] - 1].tag_ == "PRP$":
            victim = _between(doc, victim[0], victim[1] - 1)
        if victim is not None or owner is not None:
            form, agent = "active", _agent(verb)
            if lives.i < verb.i or auxiliary(verb) == "be":
                form, agent = "passive-no-agent", None
            trigger = (verb.i, verb.i + 1)
            yield clause("kill", form, trigger, _phrase(agent), victim, head=verb.i, apart=_apart(verb))


def _caused(doc: Doc) -> Iterator[Clause]:
    """ "caused many to choke", "forced thousands to flee", "drove families from their homes"."""
    for token in doc:
        form = verb_form(token.lower_)
        if form is None or form.transitive or form.shape != "base" or token.i == 0:
            continue
        if token.nbor(-1).lower_ not in ("to", "or", "and"):
            continue
        verbs = forms_of("displace_by") | forms_of("cause")
        reach = doc[max(token.sent.start, token.i - _REACH) : token.i]
        verb = next((t for t in reversed(reach) if t.lower_ in verbs and t.pos_ == "VERB"), None)
        if verb is None:
            continue
        to = next((t.i for t in doc[verb.i : token.i] if t.lower_ == "to"), token.i)
        trigger = (token.i, token.i + 1)
        if auxiliary(verb) == "be":
            agent = by_agent(verb)
            voice = "passive-no-agent" if agent is None else "passive-with-agent"
            victim = _phrase(subject_of(verb) or phrase_before(doc, verb.i))
        else:
            agent, voice, victim = _agent(verb), "active", _between(doc, verb.i + 1, to)
        yield clause(form.harm, voice, trigger, _phrase(agent), victim, head=verb.i)


def _blown(doc: Doc) -> Iterator[Clause]:
    """ "blew himself up" (a killing), "blew up the bridge" (a destruction)."""
    for verb in doc:
        if verb.lower_ not in ("blow", "blows", "blew", "blown", "blowing"):
            continue
        up = next((t for t in doc[verb.i + 1 : verb.i + 7] if t.lower_ == "up"), None)
        if up is None:
            continue
        target = _between(doc, verb.i + 1, up.i)
        if target is not None:
            harm = "kill" if doc[target[1] - 1].lower_.endswith(("self", "selves")) else "destroy"
        else:
            harm, target = "destroy", _phrase(phrase_after(doc, up.i + 1) if up.i + 1 < len(doc) else None)
        if auxiliary(verb) == "be":
            agent = by_agent(up)
            voice = "passive-no-agent" if agent is None else "passive-with-agent"
            yield clause(harm, voice, (verb.i, up.i + 1), _phrase(agent), _phrase(_agent(verb)), head=verb.i)
        elif target is not None:
            yield clause(harm, "active", (verb.i, verb.i + 1), _phrase(_agent(verb)), target, head=verb.i)


def _shot_dead(doc: Doc) -> Iterator[Clause]:
    """ "shot dead three men", "was shot dead", "shot three men dead"."""
    for verb in doc:
        if verb.lower_ not in ("shot", "shoot", "shoots", "shooting", "stabbed", "gunned"):
            continue
        reach = doc[verb.i + 1 : min(verb.i + 9, verb.sent.end)]
        dead = next((t for t in reach if t.lower_ == ("down" if verb.lower_ == "gunned" else "dead")), None)
        if dead is None:
            continue
        trigger = (verb.i, dead.i + 1) if dead.i == verb.i + 1 else (verb.i, verb.i + 1)
        after = phrase_after(doc, dead.i + 1) if dead.i + 1 < len(doc) else None
        target = _between(doc, verb.i + 1, dead.i) or (after and (dead.i + 1, phrase(after)[1]))
        agent = by_agent(dead) or by_agent(verb)
        if auxiliary(verb) == "be" or agent is not None or target is None:
            voice = "passive-no-agent" if agent is None else "passive-with-agent"
            yield clause("kill", voice, trigger, _phrase(agent), _phrase(_agent(verb)), head=verb.i)
        else:
            yield clause("kill", "active", trigger, _phrase(_agent(verb)), target, head=verb.i,
                         apart=_apart(verb))


def _held(doc: Doc) -> Iterator[Clause]:
    """ "took 900 people hostage", "were taken prisoner"."""
    cells = lexicon()["phrases"]["cells"]
    verbs = frozenset("take takes took taken taking hold holds held holding".split())
    for token in doc:
        if token.lower_ not in cells:
            continue
        reach = doc[max(token.sent.start, token.i - 8) : token.i]
        verb = next((t for t in reversed(reach) if t.lower_ in verbs), None)
        if verb is None:
            continue
        trigger = (token.i, token.i + 1)
        if auxiliary(verb) == "be":
            agent = by_agent(token) or by_agent(verb)
            voice = "passive-no-agent" if agent is None else "passive-with-agent"
            yield clause("detain", voice, trigger, _phrase(agent), _phrase(_agent(verb)), head=verb.i)
        else:
            victim = _between(doc, verb.i + 1, token.i)
            if victim is not None:
                yield clause("detain", "active", trigger, _phrase(_agent(verb)), victim, head=verb.i)


# Single verbs


def _plain(doc: Doc) -> Iterator[Clause]:
    for token in doc:
        form = verb_form(token.lower_)
        if form is None or _named(token, form):
            continue
        found = _transitive(token, form) if form.transitive else _intransitive(token)
        if found is not None and _fits(doc, form, found.victim):
            yield found


def _named(token: Token, form: VerbForm) -> bool:
    """Whether a word that could be a verb of harm stands as a noun or before one: "the wounded"."""
    doc, i = token.doc, token.i
    before = doc[i - 1].lower_ if i > token.sent.start else ""
    if token.dep_ == "amod" and token.head.i > i and not (token.head.dep_ == "nsubj" and form.shape == "ing"):
        return not (i > token.sent.start and (doc[i - 1].like_num and token.is_title))
    if form.shape == "past":
        if before in ("and", ",") and i - 1 > token.sent.start and noun_form(doc[i - 2].lower_):
            return not doc[i - 2].like_num and doc[i - 3].lower_ in ("the", "of") if i > 2 else False
        return before == "the" or (token.pos_ in ("NOUN", "ADJ") and before in ("of", "dead", "with"))
    if form.shape == "ing":
        return token.pos_ == "NOUN" or token.dep_ in ("compound",) or before in ("the", "a", "of the")
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
        return clause(form.harm, voice, trigger, _phrase(agent), victim, head=verb.i,
                      nests=bare and (stray or verb.dep_ == "acl"))
    target = object_of(verb)
    other = _next_partner(verb)
    if target is None and other is not None:
        target = object_of(other)
    if target is None:
        return None
    before = partner(verb)
    agent = subject_of(verb) if before is None else _agent(before)
    if agent is None and form.shape not in ("ing", "base"):
        agent = phrase_before(doc, verb.i) or _coordinated(verb)
    return clause(form.harm, "active", trigger, _phrase(agent), phrase(target), head=verb.i,
                  apart=_apart(verb))


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
    near = phrase_before(doc, verb.i)
    if near is not None and counted(doc[phrase(near)[0]]):
        return phrase(near)  # "... in the town dozens of people have been killed": no full stop
    own = next((t for t in verb.lefts if t.dep_ in ("nsubjpass", "nsubj")), None)
    if own is None and auxiliary(verb) is None and partner(verb) is None:
        if near is not None:
            return phrase(near)
        if verb.dep_ == "acl" and nominal(verb.head):
            return phrase(climb(verb.head))
    other = partner(verb)
    if own is None and other is not None:
        return _undergoer(other)
    return _phrase(subject_of(verb) or near)


def _intransitive(verb: Token) -> Clause | None:
    if verb.tag_ == "VBG" and verb.dep_ == "amod":
        return None
    subject = subject_of(verb) or phrase_before(verb.doc, verb.i)
    if subject is None:
        return None
    form = verb_form(verb.lower_)
    assert form is not None  # noqa: S101 - the caller found it
    if form.lemma == "collapse" and subject.ent_type_ == "PERSON":
        return None
    return clause(form.harm, "intransitive", (verb.i, verb.i + 1), None, phrase(subject), head=verb.i)


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
    """ "86 dead in blast", "32 are confirmed dead"."""
    for token in doc:
        if token.lower_ != "dead" or token.i == 0:
            continue
        before = token.nbor(-1)
        if before.lower_ in _NAMED or (token.dep_ == "amod" and token.head.i > token.i):
            continue
        verb = token.head if token.head.pos_ in ("VERB", "AUX") else token
        aux = auxiliary(token) == "be"
        subject = subject_of(verb) if aux and verb is not token else None
        subject = subject or phrase_before(doc, token.i)
        if subject is None and aux:
            i = next(i for i in range(token.i - 1, -1, -1) if doc[i].pos_ == "AUX" or doc[i].lower_ in ("be", "been"))
            subject = phrase_before(doc, i)
        if subject is None:
            continue
        victim = phrase(subject)
        trigger, form = (token.i, token.i + 1), "noun" if _is_object(doc, victim) else "intransitive"
        yield clause("kill", form, trigger, None, victim, head=token.i, verbal=form != "noun")


def _is_object(doc: Doc, phrase_: Stretch) -> bool:
    """Whether "12 dead" is what a verb or preposition takes: "reported 12 dead", "with 12 dead"."""
    if phrase_[0] <= doc[phrase_[0]].sent.start:
        return False
    before = doc[phrase_[0] - 1]
    taking = before.pos_ == "VERB" or (before.pos_ == "ADP" and before.lower_ not in ("after", "in"))
    there = before.pos_ == "AUX" and phrase_[0] > 1 and before.nbor(-1).lower_ == "there"
    return taking or there
