"""Who the speakers are: the name behind "Mr. Smith", "the minister" and "she", inside one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from untold.annotate.actors import Mention
from untold.annotate.cues import cue_book
from untold.annotate.people import fold, singular
from untold.annotate.voices import Voice
from untold.model import Span

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_RELATIVE = frozenset({"who", "whom", "that", "which"})
_NOBODY = frozenset(
    (
        "i",
        "we",
        "you",
        "it",
        "they",
        "them",
        "me",
        "us",
        "this",
        "these",
        "what",
        "there",
        "my",
        "our",
        "your",
    )
)
#: Characters between a name and the "who" that goes on with it: a comma and a space at most.
_GAP = 3
#: Characters over which "he said" can look back to the last person who spoke: a few paragraphs.
_LOOK_BACK = 1_500


@dataclass(frozen=True, slots=True)
class SpeakerName:
    """A speaker's name, lower-case, as long as the article gives it.

    ``named`` is False for those that the article doesn't name ("two residents"); ``person`` whether
    it is one person.
    """

    name: str
    named: bool
    person: bool


def speaker_names(voices: Sequence[Voice], mentions: Sequence[Mention]) -> list[SpeakerName | None]:
    """Who speaks in each voice of one article; None where nobody is named or it stays unresolved.

    The actors layer says whom a name or office means. "He" and "she" mean whom that layer says, else
    the last person who spoke, unless the article refers to that person with the other pronoun.

    Known failures: two men who speak in turn, the second never named before "he said"; "it", "they",
    "we" stay unresolved.
    """
    names: list[SpeakerName | None] = [None] * len(voices)
    gender: dict[str, str] = {}
    last: tuple[SpeakerName, Span] | None = None
    order = sorted(range(len(voices)), key=lambda i: _place(voices[i]))
    for index in order:
        speaker = voices[index].speaker
        if speaker is None:
            continue
        pronoun = "he" if speaker.text.lower() in _HE else "she" if speaker.text.lower() in _SHE else ""
        found = _by_mention(speaker, mentions)
        if found is None and pronoun and last is not None and _near(last[1], speaker):
            found = last[0] if gender.get(last[0].name, pronoun) == pronoun else None
        if found is not None and pronoun:
            gender.setdefault(found.name, pronoun)
        if found is not None and found.person:
            last = found, speaker
        names[index] = found
    return names


def _place(voice: Voice) -> tuple[bool, int, int]:
    where = voice.speaker or voice.span
    return where.field != "title", where.start, voice.span.start


def _near(earlier: Span, later: Span) -> bool:
    return earlier.field == later.field and later.start - earlier.end <= _LOOK_BACK


def _by_mention(speaker: Span, mentions: Sequence[Mention]) -> SpeakerName | None:
    low = speaker.text.lower()
    if low in _RELATIVE:
        same = (m for m in mentions if m.span.field == speaker.field)
        before = [m for m in same if 0 <= speaker.start - m.span.end <= _GAP]
        return _named(before[-1]) if before else None
    inside = [m for m in mentions if m.span.overlaps(speaker)]
    people = [m for m in inside if m.kind == "person"]
    if people:
        return _named(people[0])
    if low in _HE | _SHE | _NOBODY:
        return None
    bare = fold(_head(speaker.text))
    if not bare:
        return None
    for mention in inside:
        whole = mention.span.end >= _head_end(speaker)
        if whole and fold(mention.span.text) in (bare, fold(mention.actor)):
            return _named(mention)
    named = any(m.kind in ("person", "organisation", "place") for m in inside) and not _unnamed(bare)
    return SpeakerName(_head(speaker.text).lower(), named or not _unnamed(bare), False)


def _named(mention: Mention) -> SpeakerName:
    named = mention.kind in ("person", "organisation", "place") or not _unnamed(fold(mention.actor))
    return SpeakerName(mention.actor, named, mention.kind == "person")


def _head(text: str) -> str:
    """A noun phrase up to its first comma or relative clause, without its article."""
    words = text.split(",")[0].split()
    for i, word in enumerate(words):
        if i and word.lower() in _RELATIVE:
            words = words[:i]
            break
    while len(words) > 1 and words[0].lower() in ("the", "a", "an", "one", "some", "this"):
        words = words[1:]
    return " ".join(words)


def _head_end(speaker: Span) -> int:
    return speaker.start + len(speaker.text.split(",")[0].rstrip())


def _unnamed(name: str) -> bool:
    """Whether a phrase only says what the speaker is: its noun is in the list of unnamed ones."""
    words = name.split()
    for i, word in enumerate(words):
        if i and word in ("of", "in", "from", "at", "for", "with", "who"):
            words = words[:i]
            break
    return singular(words[-1]) in cue_book().unnamed or words[-1] in cue_book().unnamed
