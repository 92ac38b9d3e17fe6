"""Who the speakers are: the name behind "Mr. Smith", "the minister" and "she", inside one article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from untold.annotate.actors import PRONOUNS, Mention
from untold.annotate.people.lexicon import fold, singular
from untold.annotate.speech.cues import can_speak, cue_book
from untold.annotate.voices import Voice
from untold.model import Span

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_RELATIVE = frozenset({"who", "whom", "that", "which"})
#: Pronouns that name nobody, or nobody whom a sentence alone tells.
_NOBODY_WORDS = (
    "i we you it they them me us this these those what there my our your somebody someone "
    "something anybody anyone anything everybody everyone everything nobody none nothing "
    "neither one another some many most few several all both others"
)
_NOBODY = frozenset(_NOBODY_WORDS.split())
#: "No one", "none of them", "nobody here".
_NO_ONE = re.compile(r"(?:no|every|some)[ -]?(?:one|body|thing)\b|none\b|neither\b|nothing\b")
#: What goes on after the noun that speaks: who they are of, where, when, doing what.
_GOING_ON_WORDS = (
    "of in from at for with who on to near by about against between inside outside aboard after "
    "before during under over familiar close taken seen made shot published released obtained "
    "written late early yesterday today there here"
)
_GOING_ON = frozenset(_GOING_ON_WORDS.split())
_OF = re.compile(r"\b(?:of|for|to|from|by|with|against)\s+(?:[A-Z][\w.]*\s+)?$")
#: "The line, Quay Boats, said"; "a spokesman for Quay Boats said".
_BESIDE = re.compile(r"^[^,]+,\s+(?:the\s+)?$")
_SPEAKS_FOR = re.compile(r"\bspokes(?:man|woman|person|people)\s+(?:for|of)\s+(?:the\s+)?$", re.I)
_MARKS = re.compile(r"[\"“”‘]")
_BEFORE = frozenset({"the", "a", "an", "one", "some", "this", "so-called"})
#: A day that the parse hangs on the speaker ("the government on Sunday").
_DAY = re.compile(r"\s+(?:on|late|early)\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*$")
#: Verbs that say so plainly that whoever does it can speak; of others the noun must be fit to.
_SAYING = re.compile(r"\b(?:say|says|said|saying|tell|tells|told|telling|add|adds|added|according)\b")
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
    the last person who spoke, unless the article refers to that person with the other pronoun, or names
    somebody else in between and hasn't yet said "he" or "she" of the one who spoke.

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
        cue = voices[index].cue
        if not _can_speak(speaker, cue.text if cue is not None else "said", mentions):
            continue
        pronoun = "he" if speaker.text.lower() in _HE else "she" if speaker.text.lower() in _SHE else ""
        found = _by_mention(speaker, mentions)
        if found is None and pronoun and last is not None and _near(last[1], speaker):
            others = _named_between(last[1], speaker, mentions) - {last[0].name}
            known = gender.get(last[0].name, "" if others else pronoun)
            found = last[0] if known == pronoun else None
        if found is not None and pronoun:
            gender.setdefault(found.name, pronoun)
        if found is not None and found.person:
            last = found, speaker
        names[index] = found
    return names


def _can_speak(speaker: Span, cue: str, mentions: Sequence[Mention]) -> bool:
    """Whether a phrase can be the speaker of what this cue introduces."""
    low = speaker.text.lower()
    if low in _NOBODY or _NO_ONE.match(low):
        return False
    if low in _HE | _SHE | _RELATIVE or _SAYING.search(cue.lower()):
        return True
    noun = _noun(speaker.text)
    named = any(
        m.kind in ("person", "organisation", "group") for m in mentions if m.span.overlaps(speaker)
    )
    return named or noun[:1].isupper() or can_speak(noun.lower())


def _noun(text: str) -> str:
    """The last word of a phrase's noun: "film" of "a film taken from a ship"."""
    words = [word.strip("'()") for word in _head(text).split()]
    end = next((i for i, word in enumerate(words) if i and word.lower() in _GOING_ON), len(words))
    return words[end - 1] if end else ""


def _noun_end(speaker: Span) -> int:
    """Where the phrase's noun ends, in the field."""
    noun = _noun(speaker.text)
    return speaker.start + speaker.text.find(noun) + len(noun)


def _place(voice: Voice) -> tuple[bool, int, int]:
    where = voice.speaker or voice.span
    return where.field != "title", where.start, voice.span.start


def _near(earlier: Span, later: Span) -> bool:
    return earlier.field == later.field and later.start - earlier.end <= _LOOK_BACK


def _named_between(earlier: Span, later: Span, mentions: Sequence[Mention]) -> set[str]:
    """The people whom the article's own words name between two places, lower-case."""
    return {
        m.actor.lower()
        for m in mentions
        if m.kind == "person" and not m.quoted and m.span.text.lower() not in PRONOUNS
        and m.span.field == later.field and earlier.end <= m.span.start < later.start
    }  # fmt: skip


def _by_mention(speaker: Span, mentions: Sequence[Mention]) -> SpeakerName | None:
    low = speaker.text.lower()
    if low in _RELATIVE:
        same = (m for m in mentions if m.span.field == speaker.field)
        before = [m for m in same if 0 <= speaker.start - m.span.end <= _GAP]
        return _named(before[-1]) if before else None
    inside = [m for m in mentions if m.span.overlaps(speaker)]
    people = [m for m in inside if m.kind == "person" and not _belongs(m.span, speaker)]
    if people:
        return _named(people[0])
    if low in _HE | _SHE:
        return None
    bare = fold(_head(speaker.text))
    if not bare:
        return None
    for mention in inside:
        if _is_speaker(mention.span, speaker) and fold(mention.span.text) in (
            bare,
            fold(mention.actor),
        ):
            return _named(mention)
    named = any(m.kind in ("person", "organisation", "place") for m in inside) and not _unnamed(bare)
    return SpeakerName(_head(speaker.text).lower(), named or not _unnamed(bare), False)


def _named(mention: Mention) -> SpeakerName:
    named = mention.kind in ("person", "organisation", "place") or not _unnamed(fold(mention.actor))
    return SpeakerName(mention.actor, named, mention.kind == "person")


def _head(text: str) -> str:
    """A noun phrase up to its first comma or relative clause, without its article."""
    words = _MARKS.sub("", _DAY.sub("", text.split(",")[0])).split()
    for i, word in enumerate(words):
        if i and word.lower() in _RELATIVE:
            words = words[:i]
            break
    while len(words) > 1 and words[0].lower() in _BEFORE:
        words = words[1:]
    return " ".join(words)


def _is_speaker(body: Span, speaker: Span) -> bool:
    """Whether a name holds the phrase's noun, follows it after a comma, or is whom it speaks for."""
    if body.start < _noun_end(speaker) <= body.end:
        return True
    before = speaker.text[: max(0, body.start - speaker.start)]
    return bool(_BESIDE.search(before) or _SPEAKS_FOR.search(before))


def _belongs(person: Span, speaker: Span) -> bool:
    """Whether a person is only whose speaker it is: "the lawyer of Ida Quell"."""
    return bool(_OF.search(speaker.text[: max(0, person.start - speaker.start)]))


def _unnamed(name: str) -> bool:
    """Whether a phrase only says what the speaker is: its noun is in the list of unnamed ones."""
    words = name.split()
    for i, word in enumerate(words):
        if i and word in ("of", "in", "from", "at", "for", "with", "who"):
            words = words[:i]
            break
    return singular(words[-1]) in cue_book().unnamed or words[-1] in cue_book().unnamed
