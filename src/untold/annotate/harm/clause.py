"""A clause of harm on tokens, before it becomes a record; and whether it says that harm happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from untold.annotate.harm.grammar import Stretch, auxiliary, phrase, phrase_before, subject_of
from untold.annotate.harm.words import words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: A second participle without its auxiliary belongs to the first within this many tokens: "five were
#: killed in the raid, seven others injured". Longer stretches hold another clause.
_ELLIPSIS = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """One harm by token indexes. ``extent`` runs over trigger, victim and the agent of the clause.

    ``verbal`` tells verbs from nouns; ``nests`` whether it is dropped inside another's victim;
    ``apart`` whether its agent stands in another clause (a participle's), outside the extent.
    """

    harm: str
    form: str
    trigger: Stretch
    agent: Stretch | None
    victim: Stretch | None
    extent: Stretch
    head: int
    verbal: bool = True
    nests: bool = False
    apart: bool = False

    def joins(self, before: Clause, doc: Doc) -> bool:
        """Whether this is one clause with the one before: shared agent, or shared auxiliary."""
        if self.form != before.form or doc[self.head].sent.start != doc[before.head].sent.start:
            return False
        beside = self.trigger[0] - before.trigger[1] <= 1
        if (self.harm == before.harm and not beside) or self.apart != before.apart:
            return False
        if self.form == "noun":
            between = doc[before.trigger[1] : self.trigger[0]]
            return all(t.lower_ in ("and", "or", ",") for t in between)
        if self.agent is not None:
            return self.agent == before.agent and not _apart(doc, before, self)
        bare = self.form == "passive-no-agent" and auxiliary(doc[self.head]) is None
        near = self.head - before.head <= _ELLIPSIS
        led = auxiliary(doc[before.head]) == "be" or self.victim == before.victim
        return bare and near and led and not _apart(doc, before, self)

    def shares_agent(self, before: Clause, doc: Doc) -> bool:
        """Whether its by-phrase is the other's too: "two killed and five wounded by fire"."""
        passives = (before.form, self.form) == ("passive-no-agent", "passive-with-agent")
        joined = any(t.lower_ == "and" for t in doc[before.trigger[1] : self.trigger[0]])
        near = self.head - before.head <= _ELLIPSIS
        return passives and joined and near and auxiliary(doc[self.head]) is None


def _apart(doc: Doc, before: Clause, after: Clause) -> bool:
    """Whether another finite verb stands between two verbs of harm."""
    between = doc[before.trigger[1] : after.trigger[0]]
    finite = ("VBD", "VBZ", "VBP", "MD")
    return any(t.pos_ in ("VERB", "AUX") and t.tag_ in finite and t.i != after.head for t in between)


def clause(
    harm: str,
    form: str,
    trigger: Stretch,
    agent: Stretch | None,
    victim: Stretch | None,
    *,
    head: int,
    apart: bool = False,
    verbal: bool = True,
    nests: bool = False,
) -> Clause:
    """A clause with its extent; ``apart`` leaves the agent out of it (it stands in another clause)."""
    if agent is not None and agent[0] <= trigger[0] < agent[1]:
        agent = None
    if victim is not None and agent is not None and victim == agent:
        agent = None
    parts = [trigger, *(p for p in (victim, None if apart else agent) if p is not None)]
    extent = (min(p[0] for p in parts), max(p[1] for p in parts))
    return Clause(harm, form, trigger, agent, victim, extent, head, verbal, nests, apart)


def stretch(token: Token | None) -> Stretch | None:
    """The phrase of a head, None for None."""
    return None if token is None else phrase(token)


def doer_of(verb: Token) -> Token | None:
    """A verb's subject: by the parse, else the phrase right before it."""
    return subject_of(verb) or phrase_before(verb.doc, verb.i)


def told_apart(verb: Token) -> bool:
    """Whether the agent of a participle stands in another clause: "..., killing ten"."""
    if verb.dep_ == "conj" and verb.head.tag_ == verb.tag_ == "VBG":
        return told_apart(verb.head)
    return verb.dep_ in ("advcl", "acl") and verb.tag_ == "VBG"


def standing(doc: Doc, found: Clause) -> str:
    """ "denied", "possible" or "reported": whether the clause says that the harm happened."""
    denied, modals = words("standing", "denied"), words("standing", "modals")
    wishes = words("standing", "possible")
    for part in (found.victim, found.agent):
        if part is not None and doc[part[0]].lower_ in denied:
            return "denied"
    before = found.victim[0] if found.victim is not None else found.trigger[0]
    if before > 0 and doc[min(before, found.trigger[0]) - 1].lower_ in ("no", "without"):
        return "denied"
    for verb in _governors(doc[found.head]):
        own = {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass", "neg", "det", "mark")}
        if own & denied:
            return "denied"
        if own & modals or "if" in own:
            return "possible"
    for verb in _governors(doc[found.head])[1:]:
        if verb.lemma_ == "deny":
            return "denied"
        if verb.lemma_.lower() in wishes:
            return "possible"
    return "reported"


def _governors(head: Token) -> list[Token]:
    """The trigger's head and the verbs that it is the complement of, nearest first."""
    chain = [head]
    while chain[-1].dep_ in ("xcomp", "ccomp", "pcomp", "dobj", "prep", "pobj", "acl", "conj", "nsubj"):
        up = chain[-1].head
        ends = chain[-1].dep_ in ("acl", "nsubj") and up.pos_ not in ("VERB", "AUX")
        if ends and up.lemma_.lower() not in words("standing", "possible"):
            break
        if chain[-1].dep_ == "nsubj" and chain[-1].pos_ == "VERB":
            break
        chain.append(up)
        if len(chain) > 4:  # further up it is another statement
            break
    return chain
