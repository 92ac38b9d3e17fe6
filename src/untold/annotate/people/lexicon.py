"""Words for people: group nouns, offices, titles and names that mean the same body.

The lists are data, in ``data/people.json``, each with what it holds; this module looks words up.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from untold.packaged import packaged


@dataclass(frozen=True, slots=True)
class GroupNoun:
    """A noun for people: its key (plural or collective), its class and the kind of actor."""

    key: str
    group: str
    kind: str
    singular: bool


def _lists() -> Any:
    return packaged("annotate/data/people.json")


def singular(noun: str) -> str:
    """The singular of a listed plural; a collective noun is its own."""
    for ending, single in (("men", "man"), ("children", "child"), ("ies", "y"), ("ches", "ch")):
        if noun.endswith(ending):
            return noun[: -len(ending)] + single
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us")) else noun


@lru_cache(maxsize=1)
def group_nouns() -> dict[str, GroupNoun]:
    """Every group noun by its lower-case form, plural and singular."""
    found: dict[str, GroupNoun] = {}
    for name, entry in _lists()["classes"].items():
        for noun in entry["nouns"]:
            found[noun] = GroupNoun(noun, name, entry["kind"], False)
            single = singular(noun)
            if single != noun:
                found.setdefault(single, GroupNoun(noun, name, entry["kind"], True))
    return found


@lru_cache(maxsize=1)
def carriers() -> frozenset[str]:
    """Nouns that take their meaning from the word before them ("rebel forces")."""
    nouns = _lists()["carriers"]["nouns"]
    return frozenset(nouns) | {singular(noun) for noun in nouns}


@lru_cache(maxsize=1)
def offices() -> frozenset[str]:
    """Nouns for one person's office or position, singular."""
    return frozenset(_lists()["offices"]["nouns"])


@lru_cache(maxsize=1)
def titles() -> frozenset[str]:
    """Words before or after a name that are no part of it, folded."""
    return frozenset(_lists()["titles"]["nouns"])


@lru_cache(maxsize=1)
def same_names() -> dict[str, str]:
    """Folded name to the key of the body it names, for names that everybody knows to be one."""
    return {name: names[0] for names in _lists()["same"]["names"] for name in names}


@lru_cache(maxsize=1)
def seats() -> dict[str, str]:
    """Folded name of a seat of government to the folded name of its state."""
    found: dict[str, str] = _lists()["seats"]["names"]
    return found


@lru_cache(maxsize=1)
def predicate_classes() -> dict[str, frozenset[int]]:
    """Verb lemma to the numbers of the near-synonym sets that it belongs to."""
    found: dict[str, set[int]] = {}
    for number, verbs in enumerate(_lists()["predicates"]["names"]):
        for verb in verbs:
            found.setdefault(verb, set()).add(number)
    return {verb: frozenset(numbers) for verb, numbers in found.items()}


def fold(name: str) -> str:
    """A name without case, accents, articles, full stops, apostrophes and hyphens: "U.S." is "us"."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c)
    )
    plain = re.sub(r"(?:['’`´]s|['’`´])(?=\W|$)", "", plain)
    plain = re.sub(r"['’`´ʿʾ.]", "", plain)
    words = re.sub(r"[^\w]+", " ", plain).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def is_plural(name: str) -> bool:
    """Whether a name is a listed plural ("two gunmen"); singular and collective nouns are not."""
    last = name.lower().split()[-1]
    noun = group_nouns().get(last)
    return (last in carriers() and last.endswith("s")) or (
        noun is not None and not noun.singular and singular(last) != last
    )


#: "Opposition fighters" and "regime forces" are people under arms, not politicians.
_UNDER_ARMS = {"politics": "armed", "state": "forces"}


@lru_cache(maxsize=4096)
def class_of(actor: str) -> str:
    """The class of a group actor by its last listed noun ("" for names and unlisted words)."""
    words = actor.split()
    for size in (2, 1):
        for start in range(len(words) - size, -1, -1):
            noun = group_nouns().get(" ".join(words[start : start + size]))
            if noun is not None:
                under_arms = words[-1] in carriers() and words[-1] != noun.key
                return _UNDER_ARMS.get(noun.group, noun.group) if under_arms else noun.group
    return ""
