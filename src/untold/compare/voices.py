"""Voices: whom each outlet hears, how often and in how many words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from untold.analysis import Comparison, Settings
from untold.annotate.people.lexicon import fold, same_names
from untold.annotate.people.resolution import same_people
from untold.annotate.speech.speaker_names import SpeakerName, speaker_names
from untold.annotate.speech.voice_kinds import UNKNOWN, UNNAMED, Naming, VoiceKind, voice_kinds
from untold.annotate.voices import Voice
from untold.model import Article, Evidence, Story


@dataclass(frozen=True, slots=True)
class Heard:
    """One speaker in one outlet.

    ``share`` is the speaker's share of the words this outlet attributes to anybody in this story,
    0 to 1. ``cues`` lists the cues with their counts, commonest first. ``named`` is False for
    unnamed speakers ("a resident", "sources"). ``evidence`` holds each attribution. ``kind`` is what
    kind of voice it is (see ``annotate/data/voice_kinds.json``), ``decided`` the words of the text
    that told, ``naming`` whether it is named, unnamed, or anonymous (the text withholds the name).
    """

    outlet: str
    speaker: str
    named: bool
    attributions: int
    words: int
    share: float
    cues: tuple[tuple[str, int], ...]
    evidence: tuple[Evidence, ...]
    kind: str = UNKNOWN
    decided: str = ""
    naming: Naming = "named"


@dataclass(frozen=True, slots=True)
class Said:
    """One voice of one article with its speaker's name and kind."""

    article: str
    voice: Voice
    name: SpeakerName
    kind: VoiceKind

    @property
    def words(self) -> int:
        """How many words are said."""
        return words_of(self.voice)

    @property
    def place(self) -> tuple[str, int]:
        """Where its cue stands: parts of one attribution share it."""
        return place_of(self.article, self.voice)


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
    by_outlet, names = said_by_outlet(story)
    for outlet, articles in story.by_outlet().items():
        whole = sum(
            words_of(voice) for article in articles for voice in story.records("voices", article)
            if voice.kind == "speech"
        )  # fmt: skip
        heard: dict[str, list[Said]] = defaultdict(list)
        for said in by_outlet[outlet]:
            heard[names[said.name.name]].append(said)
        records = [_heard(outlet, speaker, voices, whole) for speaker, voices in heard.items()]
        yield from sorted(records, key=lambda record: (-record.words, record.speaker))


def said_by_outlet(story: Story) -> tuple[dict[str, list[Said]], dict[str, str]]:
    """What named speakers say in each outlet, and each name to the one that the story uses."""
    found = {outlet: list(said_in(story, them)) for outlet, them in story.by_outlet().items()}
    return found, same_speakers(said for listed in found.values() for said in listed)


def said_in(story: Story, articles: Iterable[Article]) -> Iterator[Said]:
    """What is said by speakers with a resolved name, in text order."""
    for article in articles:
        voices: list[Voice] = list(story.records("voices", article))
        mentions = story.records("actors", article)
        resolved = speaker_names(voices, mentions)
        kinds = voice_kinds(article, voices, resolved, mentions)
        for voice, name, kind in zip(voices, resolved, kinds, strict=True):
            spoken = voice.kind == "speech" and voice.content is not None
            if name is not None and kind is not None and spoken:
                yield Said(article.id, voice, name, kind)


def kind_of_all(said: Iterable[Said]) -> VoiceKind:
    """The kind of one speaker from all its voices: the commonest that is not open, then by name."""
    counted = Counter(one.kind for one in said)
    order = sorted(
        counted, key=lambda k: (k.kind in (UNNAMED, UNKNOWN), -counted[k], k.kind, k.words, k.naming)
    )
    naming = min((kind.naming for kind in counted), key=("named", "anonymous", "unnamed").index)
    return VoiceKind(order[0].kind, order[0].words, naming)


def same_speakers(said: Iterable[Said]) -> dict[str, str]:
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


def place_of(article: str, voice: Voice) -> tuple[str, int]:
    """Where the cue of a voice stands, or the voice where it has none."""
    span = voice.cue or voice.span
    return article + span.field, span.start


def words_of(voice: Voice) -> int:
    """How many words are said."""
    return len(voice.content.text.split()) if voice.content is not None else 0


def _heard(outlet: str, speaker: str, said: list[Said], whole: int) -> Heard:
    cues = {one.place: one.voice.cue.text.lower() if one.voice.cue else "" for one in said}
    counted = Counter(text for text in cues.values() if text)
    words = sum(one.words for one in said)
    kind = kind_of_all(said)
    return Heard(
        outlet=outlet,
        speaker=speaker,
        named=any(one.name.named for one in said),
        attributions=len(cues),
        words=words,
        share=round(words / whole, 4) if whole else 0.0,
        cues=tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0]))),
        evidence=tuple(Evidence.of(one.article, one.voice.span) for one in said),
        kind=kind.kind,
        decided=kind.words,
        naming=kind.naming,
    )


SPEC = Comparison(
    name="voices",
    version=4,
    record=Heard,
    compare=compare_voices,
    summary="whom each outlet hears, how often, in how many words and with which cues",
    needs=("voices", "actors"),
)
