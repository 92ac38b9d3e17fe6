"""Whose attack it was: "killed in government air strikes" names the agent without a "by"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from untold.annotate.harm.grammar import BE, RELATIVE, by_agent
from untold.annotate.harm.words import verb_form, words

if TYPE_CHECKING:
    from spacy.tokens import Token

#: The attack stands at most this far behind its verb: room for a day and a place between.
_ATTACK_REACH = 20
#: Words between "in" and the attack: "in a series of Tarvan and Ostrel army air strikes".
_MODIFIERS = 8


def behind(verb: Token) -> Token | None:
    """Whom the attack's phrase names: "killed in government air strikes", "in a raid by the army"."""
    nouns, doc = words("attacks", "nouns"), verb.doc
    for token in doc[verb.i + 1 : min(verb.i + _ATTACK_REACH, verb.sent.end)]:
        if _begins_another(token):
            return None
        if not {token.lemma_.lower(), token.lower_} & nouns or _modifies(token):
            continue
        start = token.i
        ends = ("ADP", "SCONJ")
        while start > verb.i and doc[start].pos_ not in ends and token.i - start < _MODIFIERS:
            start -= 1
        if doc[start].lower_ not in ("in", "during", "from", "under", "by", "of"):
            continue
        named = doer(token)
        if named is not None:
            return named
        if any(_names_actor(t, token) for t in doc[start + 1 : token.i]):
            return token
    return None


def _begins_another(token: Token) -> bool:
    """Whether a new clause begins; "and others were injured in army strikes" still shares its end."""
    if token.lower_ in RELATIVE:
        return True
    strikes = token.tag_ == "VBZ" and token.lemma_.lower() in words("attacks", "nouns")
    if token.tag_ not in ("VBD", "VBZ", "VBP", "MD") or strikes:
        return False
    form = verb_form(token.nbor(1).lower_) if token.i + 1 < len(token.doc) else None
    own = verb_form(token.lower_)
    elliptical = own is not None and own.shape == "past" and by_agent(token) is None
    return not ((token.lower_ in BE and form is not None and form.shape == "past") or elliptical)


def _modifies(attack: Token) -> bool:
    """Whether an attack only stands before its noun: "attack helicopter", not "attack - family"."""
    between = attack.doc[attack.i + 1 : attack.head.i]
    return (
        attack.dep_ == "compound" and attack.head.i > attack.i and not any(t.is_punct for t in between)
    )


def doer(attack: Token) -> Token | None:
    """X in "a raid by X", "a raid carried out by X"."""
    for part in attack.rights:
        by = part if part.lower_ == "by" else None
        if part.dep_ == "acl" and part.tag_ == "VBN":
            by = next((t for t in part.rights if t.dep_ == "agent"), None)
        if by is not None:
            return next((t for t in by.children if t.dep_ == "pobj"), None)
    return None


def _names_actor(token: Token, attack: Token) -> bool:
    """Whether a word before "attack" says whose it is; "Tarvan Dovan attack" says only where.

    An owner does ("Ostrel's strikes"), and so does an organisation right before the attack.
    """
    actors = words("attacks", "actors")
    if {token.lemma_.lower(), token.lower_, token.lower_.rstrip("s")} & actors:
        return True
    following = token.nbor(1)
    if following.tag_ == "POS":
        return token.ent_type_ not in ("DATE", "TIME") and token.lower_ not in words("grammar", "when")
    kinds = words("attacks", "kinds") | words("attacks", "nouns")
    direct = following.i == attack.i or following.lower_ in kinds or following.lemma_.lower() in kinds
    acronym = token.is_upper and len(token) > 1 and token.ent_type_ in ("ORG", "NORP", "GPE")
    named = token.ent_type_ == "ORG" and token.pos_ == "PROPN" and token.is_title
    side = named and token.lower_ not in kinds
    return direct and (token.ent_type_ == "NORP" or acronym or side)
