"""What kind of voice a speaker is (government, witness, agency ...) and the words that decided it.

Rules over lists that people can read and change: ``data/voice_kinds.json``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from untold.annotate.actors import Mention
from untold.annotate.people.lexicon import fold, singular
from untold.annotate.speech.cues import cue_book
from untold.annotate.speech.speaker_names import SpeakerName
from untold.annotate.voices import Voice
from untold.model import Article
from untold.packaged import packaged

Naming = Literal["named", "unnamed", "anonymous"]
#: The kind of a speaker of whom nothing says what it is: with no name, and with one.
UNNAMED, UNKNOWN = "unnamed", "unknown"
#: Words after which a phrase names the body that somebody speaks for.
_OF = frozenset({"of", "for", "from", "at", "with", "in", "to", "by"})
_RELATIVE = frozenset({"who", "whom", "which", "that", "whose", "when", "where", "speaking", "told"})
#: Before a title or job that is over, the words say what somebody was.
_FORMER = frozenset({"former", "ex", "late", "retired", "onetime"})
#: Words in the longest name of the lists.
_LONGEST = 9
#: Characters around a name in which its description may stand: a title before, an apposition after.
_BEFORE, _AFTER = 60, 90
_WORD = re.compile(r"[^\W\d_][\w’'.-]*")
_APPOSITION = re.compile(r"\s*,\s*((?:[^,.;:\n“”\"]|\.(?=\w))+)[,.\n]")
#: "the zoo's director, [Ida Quell]".
_INTRODUCED = re.compile(
    r"(?:^|[,.;\n]|\b(?:and|said|to|by|with)\b)\s*((?:[Tt]he|[Ii]ts|[Aa]n?)\s[^,.;\n]{3,50}),\s*$"
)
_TITLE = re.compile(r"((?:[\w’'.-]+[ \t]+){1,6})$")


@dataclass(frozen=True, slots=True)
class VoiceKind:
    """The kind, the words of the text that decided it ("" if none did), and whether it is named.

    ``anonymous`` is who the text says it won't name; ``unnamed`` who it just doesn't name.
    """

    kind: str
    words: str
    naming: Naming


@dataclass(frozen=True)
class KindBook:
    """The lists: heads and folded names to kinds, endings of names, carriers with their default."""

    kinds: tuple[str, ...]
    heads: dict[str, str]
    names: dict[str, str]
    alone: dict[str, str]
    endings: dict[str, str]
    carriers: dict[str, str]
    anonymous: tuple[str, ...]


@lru_cache(maxsize=1)
def kind_book() -> KindBook:
    """The lists that ship with Untold."""
    raw = packaged("annotate/data/voice_kinds.json")
    heads: dict[str, str] = {}
    names: dict[str, str] = {}
    alone: dict[str, str] = {}
    endings: dict[str, str] = {}
    for kind, lists in raw["kinds"].items():
        for word in lists["heads"].split():
            heads.setdefault(word, kind)
        for name in lists.get("names", ()):
            names.setdefault(name, kind)
        for name in lists.get("alone", ()):
            alone.setdefault(name, kind)
        for word in lists.get("endings", "").split():
            endings.setdefault(word, kind)
    return KindBook(
        (*raw["kinds"], UNNAMED, UNKNOWN), heads, names, alone, endings, raw["carriers"],
        tuple(raw["anonymous"]),
    )  # fmt: skip


def kind_of_phrase(phrase: str) -> tuple[str, str]:
    """The kind that a phrase for a speaker tells and the word that decided; ("", "") if none does.

    The head noun decides; a carrier ("source", "spokesman", "director") hands on to the words before
    it and to the body it speaks for, and has a kind of its own only where these tell nothing.

    Known failures: a surname that is also a listed noun; bodies in no list.
    """
    default = "", ""
    if (alone := kind_book().alone.get(fold(phrase))) is not None:
        return alone, phrase
    for part in re.split(r"[,;()\n]", phrase):
        words = [match.group().strip(".'’-") for match in _WORD.finditer(part)]
        found = _of_words([word for word in words if word])
        if found[0] and found[2]:
            return found[0], found[1]
        if found[0] and not default[0]:
            default = found[0], found[1]
    return default


def _of_words(words: Sequence[str]) -> tuple[str, str, bool]:
    """Kind, deciding words, and whether they are more than a carrier's default."""
    low = [fold(word) for word in words]
    end = next(
        (i for i, word in enumerate(low) if i and word in _RELATIVE and not words[i].isupper()),
        len(low),
    )
    first = next((i for i, word in enumerate(low[:end]) if i and word in _OF), end)
    kind, decided, sure = _of_heads(words[:first], low[:first])
    if first == end or not _carries(low[:first]):
        return kind, decided, sure
    inner = _of_words(words[first + 1 : end])
    named = fold(inner[1]) in kind_book().names  # "a military source at the Quell Army"
    if inner[0] and inner[0] != UNNAMED and (named or not sure):
        return inner[0], inner[1], True
    return kind, decided, sure


def _forms(word: str) -> tuple[str, ...]:
    """A word as it stands and its likely singulars ("witnesses")."""
    return word, singular(word), word.removesuffix("es")


def _carries(low: Sequence[str]) -> bool:
    return bool(low) and any(form in kind_book().carriers for form in _forms(low[-1]))


def _of_heads(words: Sequence[str], low: Sequence[str]) -> tuple[str, str, bool]:
    """Reads a noun phrase from its head back: listed names first, then heads, then carriers."""
    book = kind_book()
    default = "", "", False
    for end in range(len(low), 0, -1):
        for start in range(max(0, end - _LONGEST), end):
            name = " ".join(low[start:end])
            kind = book.names.get(name)
            # "who" and "is" are bodies only in capitals
            if kind is not None and (len(name) > 3 or words[start].isupper()):
                return kind, " ".join(words[start:end]), True
        word = low[end - 1]
        head = next((f for f in _forms(word) if f in book.heads or f in book.carriers), word)
        if head in book.carriers:
            if not default[0] and book.carriers[head]:
                default = book.carriers[head], words[end - 1], False
            continue
        if head in book.heads:
            return book.heads[head], words[end - 1], True
        if word in book.endings and end > 1 and words[end - 1][:1].isupper():
            first = low[0] in ("the", "a", "an")
            return book.endings[word], " ".join(words[first:end]), True
    return default


def voice_kinds(
    article: Article,
    voices: Sequence[Voice],
    names: Sequence[SpeakerName | None],
    mentions: Sequence[Mention],
) -> list[VoiceKind | None]:
    """The kind of each voice's speaker; None where the speaker isn't resolved.

    The phrase that speaks decides; for a named person whose phrase is only the name, the title before
    or the description after any mention of that person in the article. A country speaks as its
    government. What stays open is ``unknown`` if it has a name, else ``unnamed``.

    Args:
        article: the article.
        voices: its voices.
        names: what `speaker_names` makes of them, in the same order.
        mentions: its actors.
    """
    described: dict[str, tuple[str, str]] = {}
    found: list[VoiceKind | None] = []
    for voice, name in zip(voices, names, strict=True):
        if name is None or voice.speaker is None:
            found.append(None)
            continue
        kind = kind_of_phrase(voice.speaker.text)
        if not kind[0] or (name.person and name.name not in described and kind[0] == UNNAMED):
            if name.name not in described:
                described[name.name] = _described(article, name, mentions)
            kind = described[name.name] if described[name.name][0] else kind
        found.append(_made(kind, name, _is_anonymous(article, voice)))
    return found


def _made(kind: tuple[str, str], name: SpeakerName, anonymous: bool) -> VoiceKind:
    open_kind = UNKNOWN if name.named else UNNAMED
    if anonymous and not name.person:
        return VoiceKind(kind[0] or UNNAMED, kind[1], "anonymous")
    naming: Naming = "named" if name.named and not _bare(name.name) else "unnamed"
    return VoiceKind(kind[0] or open_kind, kind[1], naming)


def _bare(name: str) -> bool:
    """Whether a name is only a common noun for people ("syrian residents", "a senior official")."""
    last = name.split()[-1]
    return last in cue_book().unnamed or singular(last) in cue_book().unnamed


def _described(article: Article, name: SpeakerName, mentions: Iterable[Mention]) -> tuple[str, str]:
    """The kind that titles and descriptions of one actor in an article tell; the commonest first."""
    default = "", ""
    for mention in mentions:
        if mention.actor != name.name:
            continue
        for phrase in _phrases(article, mention):
            kind = kind_of_phrase(phrase)
            if kind[0]:
                return kind
        if mention.kind == "place":
            default = "government", mention.span.text
    return default


def _phrases(article: Article, mention: Mention) -> Iterable[str]:
    """The mention with the title before it, then the description that a comma sets off after it."""
    text = article.value(mention.span.field)
    before = _TITLE.search(text[max(0, mention.span.start - _BEFORE) : mention.span.start])
    title = before.group(1) if before else ""
    book = kind_book()
    listed = book.heads.keys() | book.carriers.keys()
    kept = [word for word in title.split() if word[:1].isupper() or fold(word) in listed]
    if not {fold(word) for word in title.split()} & _FORMER and mention.kind == "person":
        yield " ".join(kept)
    yield mention.span.text
    if introduced := _INTRODUCED.search(text[max(0, mention.span.start - _AFTER) : mention.span.start]):
        yield introduced.group(1)
    after = _APPOSITION.match(text[mention.span.end : mention.span.end + _AFTER])
    if after:
        yield after.group(1)


def _is_anonymous(article: Article, voice: Voice) -> bool:
    """Whether the text says, in the voice's frame or right after it, that it withholds a name."""
    if voice.speaker is None:
        return False
    text = article.value(voice.span.field)
    inside = voice.content
    near = text[voice.speaker.start : voice.speaker.end + _AFTER]
    if inside is not None and voice.speaker.end <= inside.start < voice.speaker.end + _AFTER:
        near = text[voice.speaker.start : inside.start]
    low = near.split("\n")[0].lower()
    return any(words in low for words in kind_book().anonymous)
