"""Harms told by a noun: "the killing of", "deaths", "the death toll", "the wounded", "corpses"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from untold.annotate.harm.attackers import behind, doer
from untold.annotate.harm.clause import Clause, clause, stretch
from untold.annotate.harm.grammar import (
    Stretch,
    among,
    auxiliary,
    blamed,
    blames,
    by_agent,
    nominal,
    phrase,
    phrase_after,
    phrase_before,
    subject_of,
)
from untold.annotate.harm.words import NounForm, forms_of, noun_form, verb_form, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ATTRIBUTES = frozenset(("dead", "wounded", "injured", "killed", "displaced"))
_DETERMINERS = frozenset(("the", "of", "'s", "his", "their", "its", "many", "with", "no"))


def tolls(doc: Doc) -> list[Clause]:
    """The tolls: "the death toll has risen to 73", "a toll of 17 dead"."""
    return [found for token in doc if (found := _toll(token)) is not None]


def find(doc: Doc, taken: set[int]) -> list[Clause]:
    """Every harm that a noun tells, in text order, save where a verb of harm took the word."""
    found: list[Clause] = []
    for token in doc:
        if token.i in taken:
            continue
        clause_ = _bodies(token) or _attribute(token, taken) or _noun(token)
        if clause_ is not None:
            taken.update(range(*clause_.trigger))
            found.append(clause_)
    found += [c for c in _cost(doc) if not taken & set(range(*c.trigger))]
    return sorted(found, key=lambda c: c.trigger)


def _toll(token: Token) -> Clause | None:
    """ "the death toll from the blast has risen to 73"."""
    if token.lower_ not in ("toll", "tolls") or token.i == 0:
        return None
    doc, number = token.doc, None
    if token.nbor(-1).lower_ not in words("toll", "before"):
        return _bare_toll(token)
    for other in doc[token.i + 1 : min(token.i + 25, token.sent.end)]:
        if number is None and other.lower_ in words("toll", "at") and other.i + 1 < len(doc):
            after = phrase_after(doc, other.i + 1) or _count_after(doc, other.i + 1)
            if after is not None and any(doc[i].like_num for i in range(*phrase(after))):
                number = phrase(after)
    agent = None
    if token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "from":
        agent = next((phrase(t) for t in doc[token.i + 1].children if t.dep_ == "pobj"), None)
    agent = agent or stretch(behind(token))
    return clause("kill", "noun", (token.i - 1, token.i + 1), agent, number, head=token.i, verbal=False)


def _bare_toll(token: Token) -> Clause | None:
    """ "a toll of 17 dead and 140 injured"."""
    reach = token.doc[token.i + 1 : min(token.i + 12, token.sent.end)]
    harmed = [t.i for t in reach if t.lower_ in ("dead", "killed", "injured", "wounded")]
    count = _count_after(token.doc, token.i + 2)
    if not reach or reach[0].lower_ != "of" or count is None:
        return None
    if not harmed and token.doc[count.i + 1 : count.i + 2] and count.nbor(1).pos_ in ("NOUN", "PROPN"):
        return None  # "a toll of two euros"
    victim = (token.i + 2, (harmed[-1] if harmed else count.i) + 1)
    return clause("kill", "noun", (token.i, token.i + 1), None, victim, head=token.i, verbal=False)


def _count_after(doc: Doc, index: int) -> Token | None:
    return next((t for t in doc[index : index + 4] if t.like_num), None)


def _bodies(token: Token) -> Clause | None:
    """ "the bodies of children", "five bodies", "charred bodies"."""
    if token.lower_ not in ("body", "bodies"):
        return None
    owner = _of(token)
    left = [t for t in token.lefts if t.like_num or t.lower_ in words("bodies", "before")]
    if token.lower_ == "body" and owner is None:
        return None
    if owner is None and not left:
        return None
    return clause(
        "kill",
        "noun",
        (token.i, token.i + 1),
        None,
        owner or phrase(token),
        head=token.i,
        verbal=False,
        nests=True,
    )


def _attribute(token: Token, taken: set[int]) -> Clause | None:
    """ "wounded people", "the killed civilians", "dead children"."""
    if token.lower_ not in _ATTRIBUTES or token.dep_ != "amod" or token.head.i <= token.i:
        return None
    head = token.head
    if noun_form(head.lower_) or head.lower_ in ("body", "bodies", "sea", "end") or not nominal(head):
        return None
    harm = "kill" if token.lower_ in ("dead", "killed") else verb_form(token.lower_).harm  # type: ignore[union-attr]
    return clause(
        harm, "noun", (token.i, token.i + 1), None, phrase(head), head=head.i, verbal=False, nests=True
    )


def _noun(token: Token) -> Clause | None:
    noun = noun_form(token.lower_)
    if noun is None or not _is_noun(token, noun):
        return None
    after = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    if after in words("not_before", noun.lemma) or after.rstrip("s") in words("not_before", noun.lemma):
        return None
    to_death = noun.lemma == "death" and token.i > 0 and token.nbor(-1).lower_ == "to"
    if after == "toll" or to_death:  # "sentenced to death"; "beaten to death" is told by its verb
        return None
    victim = _victim(token, noun)
    done = _done(token, noun, victim)
    if done is not None:
        return done
    agent = _agent(token, noun)
    if noun.sort == "people" and victim is not None:
        agent = None if agent is not None and victim[0] <= agent[0] < victim[1] else agent
    if noun.lemma == "injury" and agent is None and victim is None:
        return None  # an athlete's, an accident's: it names neither who nor whom
    return clause(
        noun.harm,
        "noun",
        (token.i, token.i + 1),
        agent,
        victim,
        head=token.i,
        verbal=False,
        nests=noun.sort == "people" or token.dep_ != "pobj",
    )


def _is_noun(token: Token, noun: NounForm) -> bool:
    if noun.lemma in ("dead", "wounded", "injured", "killed", "displaced"):
        before = token.nbor(-1).lower_ if token.i > 0 else ""
        joined = before in ("and", ",") and token.i > 1 and noun_form(token.nbor(-2).lower_)
        attribute = token.dep_ == "amod" and token.head.i > token.i
        return bool(joined) or (before in _DETERMINERS and not attribute)
    return token.pos_ in ("NOUN", "PROPN")


def _victim(token: Token, noun: NounForm) -> Stretch | None:
    owner = _of(token)
    if noun.sort == "people":
        fellows = among(token)
        return fellows or phrase(_counted(token))
    if owner is not None:
        return owner
    against = _object(token, ("against", "to", "among"))
    if against is not None:
        return against
    for child in token.lefts:
        if child.dep_ == "nummod":
            return phrase(child)
        if child.dep_ == "poss" and child.ent_type_ not in ("DATE", "TIME", "GPE"):
            return phrase(child)
        if child.dep_ in ("amod", "compound") and child.lemma_.lower() in (
            "civilian", "child", "woman", "infant", "soldier", "police", "human",
        ):  # fmt: skip
            return (child.i, child.i + 1)
    return None


def _counted(token: Token) -> Token:
    """ "Fifteen of the wounded": up to what is counted, but not "the number of casualties"."""
    up = token.head
    if token.dep_ == "pobj" and up.lower_ == "of" and (up.head.like_num or up.head.lower_ in (
        "dozens", "scores", "hundreds", "thousands", "many", "some", "most",
    )):  # fmt: skip
        return up.head
    return token


def _of(token: Token) -> Stretch | None:
    return _object(token, ("of",))


def _object(token: Token, prepositions: tuple[str, ...]) -> Stretch | None:
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in prepositions:
            found = next((t for t in child.children if t.dep_ == "pobj"), None)
            if found is not None and found.ent_type_ not in ("DATE", "TIME"):
                return phrase(found)
    return None


def _agent(token: Token, noun: NounForm) -> Stretch | None:
    """By whom: "by X", "from X", "as a result of X", X's killing of, X accused of, what led to it."""
    if noun.sort == "event":
        by = by_agent(token) or next(
            (t for c in token.rights if c.lower_ == "by" for t in c.children if t.dep_ == "pobj"), None
        )
        by = by or doer(token)
        if by is not None:
            return phrase(by)
        owner = next((t for t in token.lefts if t.dep_ == "poss"), None)
        if owner is not None and _of(token) is not None and owner.ent_type_ not in ("DATE", "TIME"):
            return phrase(owner)
    result = _result(token)
    if result is not None:
        return result
    up = token.head
    while up.dep_ == "pobj" or (up.pos_ in ("NOUN",) and up.dep_ == "conj"):
        up = up.head
    if up.dep_ == "prep" and blames(up):
        return stretch(blamed(up))
    if up.dep_ == "prep" and up.head.lower_ in forms_of("lead") and up.lower_ in ("in", "to"):
        return stretch(subject_of(up.head) or phrase_before(token.doc, up.head.i))
    counted = ("death", "casualty", "fatality")
    return _object(token, ("from",)) if noun.lemma in counted else None


def _result(token: Token) -> Stretch | None:
    """X in "casualties as a result of X", "deaths caused by X", "due to X"."""
    doc = token.doc
    window = doc[token.i + 1 : min(token.i + 8, token.sent.end)]
    for other in window:
        said = doc[other.i : other.i + 4].text.lower()
        if said == "as a result of" and other.i + 4 < len(doc):
            return stretch(phrase_after(doc, other.i + 4))
        if doc[other.i : other.i + 2].text.lower() in words("attacks", "linked"):
            return stretch(phrase_after(doc, other.i + 2))
        if other.lower_ == "caused" and by_agent(other) is not None and auxiliary(other) is None:
            return stretch(by_agent(other))
    return None


def _done(token: Token, noun: NounForm, victim: Stretch | None) -> Clause | None:
    """ "carried out a massacre", "caused deaths": active; "the deaths were caused by": passive."""
    trigger, verb = (token.i, token.i + 1), token.head
    if verb.pos_ != "VERB":
        return None
    if verb.lower_ in forms_of("suffer") and token.dep_ == "dobj":
        if token.lemma_.lower() in words("phrases", "ailments"):
            victim = stretch(subject_of(verb) or phrase_before(token.doc, verb.i))
            return clause(noun.harm, "noun", trigger, None, victim, head=verb.i, verbal=False)
        return None
    if verb.lower_ not in forms_of("do"):
        return None
    if verb.lemma_ == "carry" and not any(t.lower_ == "out" for t in verb.rights):
        return None
    if token.dep_ == "dobj" and token.i > verb.i:
        agent = subject_of(verb) or phrase_before(token.doc, verb.i)
        return clause(noun.harm, "active", trigger, stretch(agent), victim, head=verb.i)
    if token.dep_ == "nsubjpass":
        by = by_agent(verb)
        form = "passive-no-agent" if by is None else "passive-with-agent"
        return clause(noun.harm, form, trigger, stretch(by), victim, head=verb.i)
    return None


def _cost(doc: Doc) -> Iterator[Clause]:
    """ "at the cost of scores of lives", "the loss of 40 lives"."""
    for token in doc:
        if token.lower_ not in ("lives", "life") or token.i < 2:
            continue
        reach = doc[max(token.sent.start, token.i - 6) : token.i]
        named = (t for t in reach if t.lower_ in ("cost", "loss"))
        cost = next((t for t in named if t.nbor(1).lower_ == "of"), None)
        if cost is not None:
            victim = (cost.i + 2, token.i + 1)
            up = cost.head.head if cost.dep_ == "pobj" and cost.lower_ == "cost" else None
            agent = subject_of(up) if up is not None and up.pos_ == "VERB" else None
            trigger = (cost.i, token.i + 1)
            yield clause(
                "kill", "noun", trigger, stretch(agent), victim, head=cost.i, apart=True, verbal=False
            )
