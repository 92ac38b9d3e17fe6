"""Voices: whom each outlet hears, how often and in how many words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from untold.analysis import Comparison, Settings
from untold.annotate.people.lexicon import fold, same_names
from untold.annotate.people.resolution import same_people
from untold.annotate.speech.speaker_names import SpeakerName, speaker_names
from untold.annotate.voices import Voice
from untold.model import Article, Evidence, Story


@dataclass(frozen=True, slots=True)
class Heard:
    """One speaker in one outlet.

    ``share`` is the speaker's share of the words this outlet attributes to anybody in this story,
    0 to 1. ``cues`` lists the cues with their counts, commonest first. ``named`` is False for
    unnamed speakers ("a resident", "sources"). ``evidence`` holds each attribution.
    """

    outlet: str
    speaker: str
    named: bool
    attributions: int
    words: int
    share: float
    cues: tuple[tuple[str, int], ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """One voice of one article with its speaker's name."""

    article: str
    voice: Voice
    name: SpeakerName


def compare_voices(story: Story, settings: Settings) -> Iterator[Heard]:
    """Every speaker in every outlet, outlets by name, speakers by words, then by name.

    What people say counts; what they want or think (``kind`` attitude) doesn't. One attribution is one
    cue: a quotation in two parts counts once, its words in full. Speakers are the same across articles
    where name, surname or body match. Voices without a resolved speaker are in no speaker's count but
    are part of the whole that ``share`` refers to.

    Args:
        story: with the layers voices and actors.
        settings: not used.

    Known failures: copies count for each outlet that prints them; people with one surname, and "the
    ministry" of two countries, are one speaker.
    """
    names = _same(said for articles in story.by_outlet().values() for said in _all(story, articles))
    for outlet, articles in story.by_outlet().items():
        whole = sum(
            _words(voice) for article in articles for voice in story.records("voices", article)
            if voice.kind == "speech"
        )  # fmt: skip
        heard: dict[str, list[_Said]] = defaultdict(list)
        for said in _all(story, articles):
            heard[names[said.name.name]].append(said)
        records = [_heard(outlet, speaker, voices, whole) for speaker, voices in heard.items()]
        yield from sorted(records, key=lambda record: (-record.words, record.speaker))


def _all(story: Story, articles: Iterable[Article]) -> Iterator[_Said]:
    """What is said by speakers with a resolved name, in text order."""
    for article in articles:
        voices: list[Voice] = list(story.records("voices", article))
        resolved = speaker_names(voices, story.records("actors", article))
        for voice, name in zip(voices, resolved, strict=True):
            if name is not None and voice.kind == "speech" and voice.content is not None:
                yield _Said(article.id, voice, name)


def _same(said: Iterable[_Said]) -> dict[str, str]:
    """Each name to the one that the story uses for that speaker."""
    counts: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for one in said:
        counts[one.name.name] += 1
        if one.name.person:
            people[fold(one.name.name)] += 1
    persons = same_people(people)
    keys = {}
    for name in counts:
        key = persons.get(fold(name), fold(name))
        keys[name] = same_names().get(key, key)
    shown: dict[str, str] = {}
    for name in sorted(counts, key=lambda n: (-counts[n], n)):
        if fold(name) == keys[name]:
            shown.setdefault(keys[name], name)
    return {name: shown.get(key, key) for name, key in keys.items()}


def _words(voice: Voice) -> int:
    return len(voice.content.text.split()) if voice.content is not None else 0


def _heard(outlet: str, speaker: str, said: list[_Said], whole: int) -> Heard:
    cues: dict[tuple[str, int], str] = {}
    for one in said:
        cue = one.voice.cue
        place = cue or one.voice.span
        cues[one.article + place.field, place.start] = cue.text.lower() if cue is not None else ""
    counted = Counter(text for text in cues.values() if text)
    words = sum(_words(one.voice) for one in said)
    return Heard(
        outlet=outlet,
        speaker=speaker,
        named=any(one.name.named for one in said),
        attributions=len(cues),
        words=words,
        share=round(words / whole, 4) if whole else 0.0,
        cues=tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0]))),
        evidence=tuple(Evidence.of(one.article, one.voice.span) for one in said),
    )


SPEC = Comparison(
    name="voices",
    version=2,
    record=Heard,
    compare=compare_voices,
    summary="whom each outlet hears, how often, in how many words and with which cues",
    needs=("voices", "actors"),
)
