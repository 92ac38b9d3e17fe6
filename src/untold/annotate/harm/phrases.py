"""Harms told by several words: "left nine dead", "claimed nine lives", "shot dead", "took hostage"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from untold.annotate.harm.clause import Clause, clause, doer_of, stretch, told_apart
from untold.annotate.harm.grammar import (
    Stretch,
    auxiliary,
    by_agent,
    phrase,
    phrase_after,
    phrase_before,
    subject_of,
)
from untold.annotate.harm.words import forms_of, lexicon, verb_form, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: "left" and its "dead" stand at most this far apart: the victims' phrase lies between.
_REACH = 16
#: The same for shorter phrases: "took an estimated 900 civilians hostage", "claimed the lives".
SHORT = 8


def find(doc: Doc) -> Iterator[Clause]:
    """Every harm that a verbal phrase tells; where two share a word the first is meant."""
    for finder in (_left, _breathless, _lives, _caused, _blown, _shot_dead, _to_death, _held):
        yield from finder(doc)


def _voiced(
    verb: Token, harm: str, trigger: Stretch, victim: Stretch | None, by: Token | None
) -> Clause | None:
    """A clause in the verb's voice: after "be" its subject is the victim and ``by`` the agent."""
    if auxiliary(verb) == "be":
        form = "passive-no-agent" if by is None else "passive-with-agent"
        return clause(harm, form, trigger, stretch(by), stretch(doer_of(verb)), head=verb.i)
    if victim is None:
        return None
    agent = stretch(doer_of(verb))
    return clause(harm, "active", trigger, agent, victim, head=verb.i, apart=told_apart(verb))


def nearest(token: Token, forms: frozenset[str], reach: int) -> Token | None:
    """The nearest of some words before a token in its sentence, at most ``reach`` tokens away."""
    window = token.doc[max(token.sent.start, token.i - reach) : token.i]
    return next((t for t in reversed(window) if t.lower_ in forms), None)


def _between(doc: Doc, start: int, end: int) -> Stretch | None:
    """The phrase between two words, without "and" at its start and adverbs at its end."""
    while start < end and (doc[start].lower_ in ("and", ",", "or", "another") or doc[start].is_space):
        start += 1
    while end > start and doc[end - 1].pos_ in ("ADV", "PUNCT", "CCONJ", "SPACE"):
        end -= 1
    return (start, end) if start < end else None


def _left(doc: Doc) -> Iterator[Clause]:
    """ "left nine dead and forty wounded", "were left homeless"."""
    states = lexicon()["phrases"]["states"]
    for verb in doc:
        if verb.lower_ not in forms_of("leave") or verb.dep_ == "amod":
            continue
        start, victim = verb.i + 1, None
        for token in doc[start : min(verb.i + _REACH, verb.sent.end)]:
            finite = token.tag_ in ("VBD", "VBZ") and token.lower_ not in states
            attribute = token.dep_ == "amod" and token.head.i > token.i and token.lower_ in states
            attribute = attribute and token.head.lemma_.lower() not in words("grammar", "tellers")
            if token.pos_ == "AUX" or finite or attribute:
                break
            if token.lower_ in states:
                victim = _between(doc, start, token.i) or victim
                found = _voiced(verb, states[token.lower_], (token.i, token.i + 1), victim, None)
                if found is not None:
                    yield found
                start = token.i + 1


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
            yield clause("wound", "intransitive", trigger, None, stretch(doer_of(verb)), head=verb.i)


def _lives(doc: Doc) -> Iterator[Clause]:
    """ "claimed the lives of nine", "lost his life", "lives were lost"."""
    for lives in doc:
        if lives.lower_ not in ("lives", "life"):
            continue
        lost = nearest(lives, forms_of("lose"), SHORT)
        taken = nearest(lives, forms_of("lives"), SHORT)
        own = any(t.tag_ == "PRP$" for t in lives.lefts)
        if doc[lives.i + 1 : lives.i + 3].text.lower() in ("were lost", "was lost"):
            trigger = (lives.i, lives.i + 3)
            yield clause("kill", "passive-no-agent", trigger, None, phrase(lives), head=lives.i + 2)
        elif lost is not None and own:
            trigger = (lost.i, lives.i + 1)
            yield clause("kill", "intransitive", trigger, None, stretch(doer_of(lost)), head=lost.i)
        elif taken is not None and taken.pos_ != "NOUN":
            found = _voiced(taken, "kill", (taken.i, taken.i + 1), _owners(taken, lives), None)
            if found is not None:
                yield found


def _owners(verb: Token, lives: Token) -> Stretch | None:
    """Whose lives: "the lives of nine", "nine lives", "cost nine people their lives"."""
    doc = lives.doc
    if doc[lives.i + 1 : lives.i + 2].text.lower() == "of" and lives.i + 2 < len(doc):
        return stretch(phrase_after(doc, lives.i + 2))
    owner = _between(doc, verb.i + 1, lives.i)
    if owner is not None and doc[owner[1] - 1].tag_ == "PRP$":
        owner = _between(doc, owner[0], owner[1] - 1)
    if owner is None or doc[owner[1] - 1].lower_ in ("the", "a"):
        return None
    return (owner[0], lives.i + 1) if doc[owner[1] - 1].like_num else owner  # "three lives"


def _caused(doc: Doc) -> Iterator[Clause]:
    """ "caused many to choke", "forced thousands to flee"."""
    for token in doc:
        form = verb_form(token.lower_)
        if form is None or form.transitive or form.shape != "base" or token.i == 0:
            continue
        verb = nearest(token, forms_of("displace_by") | forms_of("cause"), _REACH)
        if verb is None or verb.pos_ != "VERB" or token.nbor(-1).lower_ not in ("to", "or", "and"):
            continue
        to = next((t.i for t in doc[verb.i : token.i] if t.lower_ == "to"), token.i)
        victim = _between(doc, verb.i + 1, to)
        found = _voiced(verb, form.harm, (token.i, token.i + 1), victim, by_agent(verb))
        if found is not None:
            yield found


def _blown(doc: Doc) -> Iterator[Clause]:
    """ "blew himself up" (a killing), "blew up the bridge" (a destruction)."""
    for verb in doc:
        up = next(
            (t for t in doc[verb.i + 1 : min(verb.i + SHORT, verb.sent.end)] if t.lower_ == "up"), None
        )
        if verb.lower_ not in forms_of("blow") or up is None:
            continue
        target = _between(doc, verb.i + 1, up.i)
        if target is None and up.i + 1 < len(doc):
            target = stretch(phrase_after(doc, up.i + 1))
        self_ = target is not None and doc[target[1] - 1].lower_.endswith(("self", "selves"))
        harm = "kill" if self_ else "destroy"
        found = _voiced(verb, harm, (verb.i, verb.i + 1), target, by_agent(up))
        if found is not None:
            yield found


def _shot_dead(doc: Doc) -> Iterator[Clause]:
    """ "shot dead three men" (the parser reads "dead three men"), "shot him dead", "was shot dead"."""
    for verb in doc:
        if verb.lower_ not in forms_of("shoot"):
            continue
        reach = doc[verb.i + 1 : min(verb.i + SHORT, verb.sent.end)]
        dead = next((t for t in reach if t.lower_ == "dead"), None)
        if dead is None:
            continue
        target = _between(doc, verb.i + 1, dead.i)
        trigger = (verb.i, verb.i + 1) if target is not None else (verb.i, dead.i + 1)
        if target is None and dead.i + 1 < len(doc):
            after = phrase_after(doc, dead.i + 1)
            target = None if after is None else (dead.i + 1, phrase(after)[1])
        by = by_agent(dead) or by_agent(verb)
        if by is not None or target is None:  # the headline's bare participle: "Man shot dead"
            form = "passive-no-agent" if by is None else "passive-with-agent"
            victim = subject_of(verb) or phrase_before(doc, verb.i)
            yield clause("kill", form, trigger, stretch(by), stretch(victim), head=verb.i)
        else:
            found = _voiced(verb, "kill", trigger, target, by)
            if found is not None:
                yield found


def _to_death(doc: Doc) -> Iterator[Clause]:
    """ "beat him to death", "was stabbed to death"; but nobody dies by being sentenced to death."""
    for death in doc[2:]:
        if death.lower_ != "death" or death.nbor(-1).lower_ != "to":
            continue
        before = reversed(doc[max(death.sent.start, death.i - SHORT) : death.i - 1])
        verb = next((t for t in before if t.pos_ == "VERB"), None)
        if verb is None or verb.lemma_.lower() in words("phrases", "sentence"):
            continue
        victim = _between(doc, verb.i + 1, death.i - 1)
        trigger = (verb.i, verb.i + 1) if victim else (verb.i, death.i + 1)
        by = by_agent(death) or by_agent(verb)
        if victim is None:
            form = "passive-no-agent" if by is None else "passive-with-agent"
            if auxiliary(verb) != "be" and verb.tag_ != "VBN":
                form = "intransitive"  # "bled to death"
            yield clause("kill", form, trigger, stretch(by), stretch(doer_of(verb)), head=verb.i)
        elif (found := _voiced(verb, "kill", trigger, victim, by)) is not None:
            yield found


def _held(doc: Doc) -> Iterator[Clause]:
    """ "took 900 people hostage", "were taken prisoner"."""
    cells = lexicon()["phrases"]["cells"]
    for token in doc:
        verb = nearest(token, forms_of("hold"), SHORT) if token.lower_ in cells else None
        if verb is None:
            continue
        victim = _between(doc, verb.i + 1, token.i)
        by = by_agent(token) or by_agent(verb)
        found = _voiced(verb, cells[token.lower_], (token.i, token.i + 1), victim, by)
        if found is not None:
            yield found
