"""The words of harm: data/harms.json, with its verbs inflected and its nouns in both numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from untold.packaged import packaged

Shape = Literal["base", "s", "past", "ing"]
Sort = Literal["event", "state", "people"]
HARMS = ("kill", "wound", "destroy", "detain", "displace")


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One inflected form of a verb of harm. ``past`` covers the participle too."""

    lemma: str
    harm: str
    transitive: bool
    shape: Shape


@dataclass(frozen=True, slots=True)
class NounForm:
    """One form of a noun of harm; ``sort`` says what the noun names (see data/harms.json)."""

    lemma: str
    harm: str
    sort: Sort


def lexicon() -> Any:
    """The lists as they stand in data/harms.json."""
    return packaged("annotate/data/harms.json")


def inflect(verb: str) -> tuple[tuple[str, Shape], ...]:
    """Every form of a verb with its shape; irregular ones come from the lexicon.

    Regular rules only: no doubled consonants (those verbs are listed as irregular).
    """
    if verb in lexicon()["irregular"]:
        third, past, participle, ing = lexicon()["irregular"][verb]
    else:
        third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
        stem = verb[:-1] if verb.endswith("e") else verb
        past = stem + "ed"
        if verb.endswith("y") and verb[-2] not in "aeiou":
            third, past = verb[:-1] + "ies", verb[:-1] + "ied"
        participle, ing = past, stem + "ing"
    return ((third, "s"), (past, "past"), (participle, "past"), (ing, "ing"), (verb, "base"))


@lru_cache(maxsize=1)
def _verbs() -> dict[str, VerbForm]:
    forms: dict[str, VerbForm] = {}
    for harm in HARMS:
        for valence in ("transitive", "intransitive"):
            for verb in lexicon()["verbs"][harm][valence]:
                for form, shape in inflect(verb):
                    forms.setdefault(form, VerbForm(verb, harm, valence == "transitive", shape))
    return forms


@lru_cache(maxsize=1)
def _nouns() -> dict[str, NounForm]:
    forms: dict[str, NounForm] = {}
    for harm in HARMS:
        for sort in ("event", "state", "people"):
            for noun in lexicon()["nouns"][harm][sort]:
                plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
                forms[noun] = forms[plural] = NounForm(noun, harm, sort)
    return forms


def verb_form(word: str) -> VerbForm | None:
    """What form of a verb of harm a word may be; None if it is none."""
    return _verbs().get(word.lower())


def noun_form(word: str) -> NounForm | None:
    """What noun of harm a word may be; None if it is none."""
    return _nouns().get(word.lower())


@lru_cache(maxsize=32)
def forms_of(group: str) -> frozenset[str]:
    """Every form of the verbs of one list of ``phrases``."""
    return frozenset(form for verb in lexicon()["phrases"][group] for form, _ in inflect(verb))


@lru_cache(maxsize=32)
def words(*path: str) -> frozenset[str]:
    """A plain list of the lexicon, by its keys."""
    found: Any = lexicon()
    for key in path:
        found = found.get(key, ())
    if isinstance(found, dict):
        raise KeyError(f"{path} is no list of the lexicon")
    return frozenset(found)
