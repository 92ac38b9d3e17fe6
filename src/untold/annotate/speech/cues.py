"""Cues: the words that hand a claim to somebody, read from ``data/cues.json``, a list that people can
read and change."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from untold.annotate.people.lexicon import group_nouns, singular
from untold.packaged import packaged

Treatment = Literal["neutral", "doubting", "endorsing", "denying"]
Kind = Literal["speech", "attitude"]


@dataclass(frozen=True, slots=True)
class Cue:
    """How one word attributes. ``frames`` says where its content may stand (see the data file)."""

    word: str
    treatment: Treatment
    kind: Kind
    frames: frozenset[str]

    @property
    def prepositions(self) -> frozenset[str]:
        """The prepositions after which its content may stand."""
        return frozenset(frame[1:] for frame in self.frames if frame.startswith("+"))


@dataclass(frozen=True, slots=True)
class CueBook:
    """All cues by part of speech; verbs with a particle under both words ("point out")."""

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    adjectives: Mapping[str, Cue]
    phrases: Mapping[tuple[str, ...], Treatment]
    lemma_repairs: Mapping[str, str]
    speakers: frozenset[str]  # nouns that speak for themselves before a colon
    speaking: frozenset[str]  # nouns for people, bodies and documents
    people: frozenset[str]
    things: frozenset[str]  # nouns that end like those for people
    unnamed: frozenset[str]  # nouns that say what a speaker is, not who
    never: frozenset[str]  # words for blows, which the tagger passes over
    labels: frozenset[str]  # words before a colon that name no speaker


#: Endings of nouns for people.
_PERSONAL = re.compile(r"(?:[eo]r|ist|ian|man|woman|person|eer|ee|ant|[^m]ent|ier|crat)$")


def can_speak(noun: str) -> bool:
    """Whether a common noun, in lower case, is one for people, a body or a document.

    Known failures: nouns with a person's ending that name things, beyond the commonest.
    """
    return names_people(noun) or bool({noun, singular(noun)} & cue_book().speaking)


def names_people(noun: str) -> bool:
    """Whether a common noun, in lower case, is one for people; known failures as above."""
    forms = {noun, singular(noun)}
    if forms & (cue_book().people | group_nouns().keys()):
        return True
    return any(_PERSONAL.search(form) and form not in cue_book().things for form in forms)


def _gathered(groups: list[dict[str, Any]]) -> dict[str, Cue]:
    """One cue a word: frames add up over the groups; the first group sets treatment and kind."""
    cues: dict[str, Cue] = {}
    for group in groups:
        frames = frozenset(group.get("frames", "clause").split())
        for word in shlex.split(group["words"]):
            first = cues.get(word)
            if first is None:
                cues[word] = Cue(word, group["treatment"], group["kind"], frames)
            else:
                cues[word] = Cue(word, first.treatment, first.kind, first.frames | frames)
    return cues


def _with_prepositions(nouns: dict[str, Cue], listed: str) -> dict[str, Cue]:
    for part in listed.split():
        preposition, _, words = part.partition(":")
        for word in words.split("|"):
            cue = nouns[word]
            nouns[word] = Cue(word, cue.treatment, cue.kind, cue.frames | {f"+{preposition}"})
    return nouns


@lru_cache(maxsize=1)
def cue_book() -> CueBook:
    """The list of cues that ships with Untold."""
    raw = packaged("annotate/data/cues.json")
    return CueBook(
        verbs=_gathered(raw["verbs"]),
        nouns=_with_prepositions(_gathered(raw["nouns"]), raw["noun_prepositions"]),
        adjectives=_gathered(raw["adjectives"]),
        phrases={tuple(words.split()): how for words, how in raw["phrases"].items()},
        lemma_repairs=raw["lemma_repairs"],
        speakers=frozenset(raw["speakers"].split()),
        speaking=frozenset(
            word
            for name in ("speakers", "unnamed", "people", "bodies", "documents")
            for word in raw[name].split()
        ),
        people=frozenset(raw["people"].split()),
        things=frozenset(raw["things"].split()),
        unnamed=frozenset(raw["unnamed"].split()),
        never=frozenset(raw["never"].split()),
        labels=frozenset(raw["labels"].split()),
    )
