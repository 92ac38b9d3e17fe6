"""The tagger: how likely a candidate is an attribution, from weights that people can read.

Where the rules end ("is bent on", "her support for") a logistic regression goes on. Its features are
words, frames and relations of the parse; its weights lie in ``data/voice_weights.json``, trained on
PolNeAR's training articles (``training/voices.py``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from untold.annotate.speech.candidates import Candidate, lemma_of
from untold.annotate.speech.cues import Cue, can_speak, cue_book
from untold.annotate.speech.ends import mended
from untold.annotate.speech.reporting import Attribution, entry_of
from untold.annotate.speech.second_look import sights
from untold.packaged import packaged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

    from untold.annotate.speech.first_look import FirstLook
    from untold.annotate.speech.span_tagger import Tags

#: A candidate is an attribution from this probability on; set where the highest F1 of overlapping
#: contents leaves that of exact ones as it was, on the training articles kept apart.
LIKELY = 0.35
#: Frames that no weight decides on: "according to", "cited her as saying", "put the toll at 48".
_SURE = frozenset({"phrase", "cited", "toll"})
_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
#: Dependents on the left that say how a cue is put.
_MANNER = {"neg": "not", "auxpass": "passive", "poss": "possessive"}
#: Places of a word whose head says much about it ("vowed to support", "the decision to back").
_HANGING = frozenset({"xcomp", "acl", "advcl", "pcomp", "ccomp", "relcl", "conj", "dobj", "pobj"})
_MARKS = frozenset('“"‘')
#: Upper bounds (tokens) of the classes of a content's length.
_LENGTHS = (1, 2, 3, 7, 15)

Hosts = dict[int, tuple[Attribution, int]]


def find_weighed(look: FirstLook, tags: Tags, odds: NDArray[np.float32]) -> list[Attribution]:
    """Every indirect attribution outside quotations, by where its cue stands.

    Each verb, noun or adjective gets the likeliest of its contents, if that is likely enough; of two
    that share words the likelier stays. What people say inside others' speech ("the agency said that
    the governor denied ...") stays a voice where a rule finds it.

    Args:
        look: the first look at the field.
        tags: the span tagger's tags of its words.
        odds: what it makes of the candidates.

    Known failures: people differ on which stances are attributions (see docs/05-voices.md).
    """
    hosts = look.hosts
    found = [one for one in look.ruled if one.frame in _SURE or (one.retold and one.cue.start in hosts)]
    sure = {i for one in found for i in range(one.cue.start, one.cue.end)}
    cited = {i for one in found if one.frame == "cited" for i in _tokens(one.speaker)}
    best: dict[int, tuple[float, Candidate]] = {}
    for candidate, read in zip(look.candidates, odds, strict=True):
        at = candidate.word.i
        cites = lemma_of(candidate.word) in ("cite", "quote")
        if at in sure or (cites and cited.intersection(_tokens(candidate.contents[0]))):
            continue
        chance = likelihood(candidate, hosts, tags, float(read))
        if chance >= LIKELY and chance > best.get(at, (0.0, candidate))[0]:
            best[at] = chance, candidate
    rivals = [one for one in found if one.frame in _SURE]
    for _, candidate in sorted(best.values(), key=lambda item: (-item[0], item[1].word.i)):
        one = _made(candidate, tags)
        if not any(_clash(one, rival) for rival in rivals):
            rivals.append(one)
            found.append(one)
    return sorted(found, key=lambda one: (one.cue.start, one.cue.end))


def _clash(one: Attribution, other: Attribution) -> bool:
    """Whether two attributions hand on the same words."""
    return any(a.start < b.end and b.start < a.end for a in one.contents for b in other.contents)


def _tokens(part: DocSpan | None) -> range:
    return range(part.start, part.end) if part is not None else range(0)


def _made(candidate: Candidate, tags: Tags) -> Attribution:
    contents = tuple(
        part for whole in candidate.contents for part in mended(whole, candidate.cue, tags)
    )
    rule = candidate.rule
    if rule is not None and candidate.by_rule:
        return replace(rule, contents=contents)
    # a word that the list of cues lacks is taken for a stance, never for speech
    entry = rule.entry if rule is not None else _unlisted(candidate.word)
    return Attribution(candidate.cue, entry, candidate.speaker, contents, candidate.frame[1:])


def _unlisted(word: Token) -> Cue:
    listed = entry_of(word) if word.pos_ == "VERB" else None
    treatment = listed.treatment if listed is not None else "neutral"
    return Cue(lemma_of(word), treatment, "attitude", frozenset())


def hosts_of(ruled: Sequence[Attribution]) -> Hosts:
    """Each token inside a content that the rules find to the narrowest such, and how many hold it."""
    sizes = [(sum(len(part) for part in one.contents), n, one) for n, one in enumerate(ruled)]
    hosts: Hosts = {}
    for _, _, one in sorted(sizes, key=lambda item: item[:2]):
        for part in one.contents:
            for i in range(part.start, part.end):
                if not one.cue.start <= i < one.cue.end:
                    narrowest, count = hosts.get(i, (one, 0))
                    hosts[i] = narrowest, count + 1
    return hosts


def likelihood(candidate: Candidate, hosts: Hosts, tags: Tags, read: float) -> float:
    """The probability that a candidate is an attribution, 0 to 1."""
    if not candidate.by_rule and lemma_of(candidate.word).split()[0] in cue_book().never:
        return 0.0
    book = _weights()
    seen = sights(candidate, weighed(candidate, hosts), tags, read)
    return 1 / (
        1 + math.exp(-book["second bias"] - sum(book["second"][n] * x for n, x in seen.items()))
    )


def weighed(candidate: Candidate, hosts: Hosts) -> float:
    """The log odds that a candidate is an attribution, by its words, frame and relations alone."""
    book = _weights()
    names = sorted(set(features(candidate, hosts)))
    return float(book["bias"] + sum(book["weights"].get(name, 0.0) for name in names))


@lru_cache(maxsize=1)
def _weights() -> dict[str, Any]:
    found: dict[str, Any] = packaged("annotate/data/voice_weights.json")
    return found


def features(candidate: Candidate, hosts: Hosts) -> Iterator[str]:
    """What the tagger sees of a candidate, as names of its weights."""
    word, frame = candidate.word, candidate.frame
    lemma = lemma_of(word)
    yield f"frame={frame}"
    yield f"word={lemma}"
    yield f"word={lemma} {frame}"
    yield from _of_rule(candidate)
    yield from _of_speaker(candidate)
    yield from _of_content(candidate)
    yield f"tag={word.tag_} {frame[:2]}"
    yield f"place={word.dep_} {word.pos_}"
    yield f"place={word.dep_} {frame}"
    if word.dep_ in _HANGING:
        yield f"under={word.dep_} {word.head.lemma_.lower()}"
    for child in word.lefts:
        if child.dep_ in _MANNER:
            yield f"{_MANNER[child.dep_]} {frame}"
        elif child.tag_ == "MD":
            yield f"modal={child.lower_}"
        elif child.tag_ == "TO":
            yield f"to {frame}"
        elif child.dep_ in ("mark", "amod"):
            yield f"{child.dep_}={child.lower_}"
    yield from _of_host(candidate, lemma, hosts.get(word.i))


def _of_rule(candidate: Candidate) -> Iterator[str]:
    rule, frame, word = candidate.rule, candidate.frame, candidate.word
    yield f"ruled={candidate.by_rule} {frame}"
    if rule is not None:
        yield f"ruled kind={rule.entry.kind} {candidate.by_rule} {frame}"
        yield f"ruled frame={rule.frame} {frame}"
    entry = entry_of(word) if word.pos_ == "VERB" else None
    yield f"listed={entry.kind if entry is not None else None} {frame}"


def _of_speaker(candidate: Candidate) -> Iterator[str]:
    kind = speaker_kind(candidate.speaker)
    yield f"speaker={kind}"
    yield f"speaker={kind} {candidate.frame}"
    if candidate.speaker is not None and candidate.rule is not None:
        yield f"speaker={kind} ruled {candidate.rule.entry.kind}"


def speaker_kind(speaker: DocSpan | None) -> str:
    """What sort of phrase a speaker is: none, the pronoun, the entity's label, person or thing."""
    if speaker is None:
        return "none"
    head = speaker.root
    if head.pos_ == "PRON":
        return head.lower_
    if head.ent_type_ in _NAMES:
        return head.ent_type_
    return "speaking" if can_speak(head.lower_) else "thing"


def _of_content(candidate: Candidate) -> Iterator[str]:
    frame, first = candidate.frame, candidate.contents[0]
    head = first.root
    yield f"content={head.ent_type_ or head.pos_} {frame}"
    yield f"content={head.lemma_.lower()}"
    yield f"content={head.lemma_.lower()} {frame}"
    yield f"begins={first[0].lower_}"
    size = sum(len(part) for part in candidate.contents)
    yield f"size={next((bound for bound in _LENGTHS if size <= bound), 'more')} {frame[0]}"
    if first.text[:4].lower() == "that":
        yield f"that {frame}"
    if any(char in _MARKS for char in first.text):
        yield f"quotes {frame}"
    if first.start < candidate.word.i:
        yield f"left {frame}"


def _of_host(candidate: Candidate, lemma: str, held: tuple[Attribution, int] | None) -> Iterator[str]:
    frame = candidate.frame
    if held is None:
        yield f"outside {frame}"
        return
    host, count = held
    kind = f"{host.entry.kind} {host.frame}"
    yield f"inside {frame}"
    yield f"inside {lemma}"
    yield f"inside={kind} {frame[0]}"
    yield f"inside={kind} {lemma}"
    yield f"inside of={host.entry.word}"
    yield f"inside depth={min(count, 3)}"  # deeper is too rare to weigh
    yield f"inside speaker={speaker_kind(host.speaker)} {speaker_kind(candidate.speaker)}"
