"""Share of voice: which kinds of voice and which actors each outlet or group hears."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from untold.analysis import Comparison, Settings
from untold.annotate.speech.cues import Treatment
from untold.compare.voices import Said, kind_of_all, place_of, said_by_outlet, words_of
from untold.model import Evidence, Story

#: Fewer attributions than this in a group and a share says nothing: even a share of a half is then
#: known to no better than about 30 points either way.
FEWEST = 10
#: The normal quantile of a 95 % interval.
_Z = 1.959964
UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class VoiceShare:
    """What share of a group's attributions one kind of voice, or one actor, has.

    ``group`` is an outlet, or a group that the user put outlets into. ``by`` says what ``name`` is: a
    ``kind`` of voice, an ``actor``, or ``naming`` (named, unnamed, anonymous). ``attributions`` counts
    this name's, ``total`` the group's, unresolved speakers included; ``share``, ``low`` and ``high``
    (95 % interval) are of these, 0 to 1; ``word_share`` is of the words. ``enough`` is False where
    ``total`` is under 10: too few to say. ``only`` tells that no other group of the story hears it.
    ``treatments`` counts how the cues treat what is said.
    """

    group: str
    by: Literal["kind", "actor", "naming"]
    name: str
    attributions: int
    total: int
    share: float
    low: float
    high: float
    word_share: float
    enough: bool
    only: bool
    treatments: tuple[tuple[Treatment, int], ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _One:
    """One attribution: what is said under one cue."""

    names: Mapping[str, str]
    words: int
    treatment: Treatment
    evidence: tuple[Evidence, ...]


def compare_voice_shares(story: Story, settings: Settings) -> Iterator[VoiceShare]:
    """Shares by kind, by naming and by actor in every outlet, or in every group where groups are given.

    By group's name, then kinds, naming and actors, the largest share first. An outlet that the user
    put into no group stands for itself. Nothing is yielded for a story with one group.

    The interval is Wilson's for a proportion of independent attributions (E. B. Wilson, 1927).

    Args:
        story: with the layers voices and actors.
        settings: ``groups``.

    Known failures: sentences of one article are not independent, so the interval is too narrow where
    one article gives most of a group's attributions; copies count for each outlet that prints them.
    """
    grouped = dict(settings.groups)
    gathered: dict[str, list[_One]] = defaultdict(list)
    spoken, actors = said_by_outlet(story)
    for outlet, articles in story.by_outlet().items():
        group = gathered[grouped.get(outlet, outlet)]
        group += _attributions(spoken[outlet], actors)
        for article in articles:
            group += _unresolved(story, article.id, spoken[outlet])
    if len(gathered) < 2:
        return
    hearing: Counter[tuple[str, str]] = Counter()
    for ones in gathered.values():
        hearing.update({(by, name) for one in ones for by, name in one.names.items()})
    for group_name in sorted(gathered):
        yield from _shares(group_name, gathered[group_name], hearing)


def _attributions(said: Iterable[Said], actors: Mapping[str, str]) -> Iterator[_One]:
    by_place: dict[tuple[str, int], list[Said]] = defaultdict(list)
    by_actor: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        by_place[one.place].append(one)
        by_actor[actors[one.name.name]].append(one)
    kinds = {actor: kind_of_all(listed) for actor, listed in by_actor.items()}
    for parts in by_place.values():
        actor = actors[parts[0].name.name]
        kind = kinds[actor]
        names = {"kind": kind.kind, "naming": kind.naming, "actor": actor}
        evidence = tuple(Evidence.of(part.article, part.voice.span) for part in parts)
        words = sum(part.words for part in parts)
        yield _One(names, words, parts[0].voice.treatment, evidence)


def _unresolved(story: Story, article: str, said: Iterable[Said]) -> Iterator[_One]:
    """What is said by nobody whom the article lets us name."""
    known = {one.place for one in said if one.article == article}
    by_place: dict[tuple[str, int], _One] = {}
    record = next(a for a in story.articles if a.id == article)
    for voice in story.records("voices", record):
        place = place_of(article, voice)
        if voice.kind != "speech" or voice.content is None or place in known:
            continue
        before = by_place.get(place)
        words = words_of(voice) + (before.words if before else 0)
        evidence = (before.evidence if before else ()) + (Evidence.of(article, voice.span),)
        names = {"kind": UNRESOLVED, "naming": UNRESOLVED}
        by_place[place] = _One(names, words, voice.treatment, evidence)
    yield from by_place.values()


def _shares(
    group: str, ones: list[_One], hearing: Mapping[tuple[str, str], int]
) -> Iterator[VoiceShare]:
    total, words = len(ones), sum(one.words for one in ones)
    orders: tuple[Literal["kind", "actor", "naming"], ...] = ("kind", "naming", "actor")
    for by in orders:
        found: dict[str, list[_One]] = defaultdict(list)
        for one in ones:
            if by in one.names:
                found[one.names[by]].append(one)
        for name in sorted(found, key=lambda n: (-len(found[n]), n)):
            mine = found[name]
            low, high = wilson(len(mine), total)
            treated = Counter(one.treatment for one in mine)
            yield VoiceShare(
                group=group,
                by=by,
                name=name,
                attributions=len(mine),
                total=total,
                share=round(len(mine) / total, 4),
                low=low,
                high=high,
                word_share=round(sum(one.words for one in mine) / words, 4) if words else 0.0,
                enough=total >= FEWEST,
                only=hearing[by, name] == 1 and name != UNRESOLVED,
                treatments=tuple(sorted(treated.items(), key=lambda item: (-item[1], item[0]))),
                evidence=tuple(piece for one in mine for piece in one.evidence),
            )


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a proportion, 0 to 1, to four digits; (0, 1) of nothing."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, _Z * _Z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    half = (
        _Z / (1 + square / whole)
        * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    )  # fmt: skip
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


SPEC = Comparison(
    name="voice_shares",
    version=2,
    record=VoiceShare,
    compare=compare_voice_shares,
    summary="share of voice by kind and by actor in each outlet or group, with an interval",
    needs=("voices", "actors"),
    reads=("groups",),
)
