"""Kinds of voice on invented phrases and texts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untold.annotate.reading import Reading
from untold.annotate.speech.speaker_names import speaker_names
from untold.annotate.speech.voice_kinds import (
    UNKNOWN,
    UNNAMED,
    VoiceKind,
    kind_book,
    kind_of_phrase,
    voice_kinds,
)
from untold.model import Article

PHRASES = {
    "a police spokesman": ("police or court", "police"),
    "the director of the hospital": ("expert", "hospital"),
    "a source in the health ministry": ("government", "health ministry"),
    "a military source at the Taliban": ("armed group", "Taliban"),
    "two residents of a government-held town": ("witness or resident", "residents"),
    "Witnesses": ("witness or resident", "Witnesses"),
    "army officials": ("military", "army"),
    "a senior official": ("government", "official"),
    "the Ondmere Tribune": ("agency or outlet", "Ondmere Tribune"),
    "Quay Boats Inc": ("business", "Quay Boats Inc"),
    "Ida Quell, a professor of law at Halm": ("expert", "professor"),
    "rebels": ("armed group", "rebels"),
    "the WHO": ("international body", "WHO"),
    "who": ("", ""),
    "Moscow": ("government", "Moscow"),
    "sources": ("unnamed", "sources"),
    "Halmira": ("", ""),
}


@pytest.mark.parametrize("phrase", PHRASES)
def test_phrases(phrase: str) -> None:
    assert kind_of_phrase(phrase) == PHRASES[phrase]


def kinds(text: str) -> list[VoiceKind | None]:
    reading = Reading(Article("a", "Ledger", "", text))
    voices, mentions = reading.records("voices"), reading.records("actors")
    names = speaker_names(voices, mentions)
    found = voice_kinds(reading.article, voices, names, mentions)
    return [kind for voice, kind in zip(voices, found, strict=True) if voice.kind == "speech"]


def test_the_title_of_a_person_tells_the_kind_of_later_voices() -> None:
    first, second = kinds("Mayor Ilsa Torn said the gate was safe. Torn said it was checked twice.")
    assert first is not None
    assert second is not None
    assert (first.kind, first.words, first.naming) == ("government", "Mayor", "named")
    assert second.kind == "government"


def test_unnamed_and_anonymous_are_apart() -> None:
    (plain,) = kinds("A source said that the gate was open.")
    assert plain == VoiceKind(UNNAMED, "source", "unnamed")
    found = kinds("A source who declined to be named said that the gate was open.")
    assert any(one is not None and one.naming == "anonymous" for one in found)


def test_a_name_of_which_nothing_is_told_stays_unknown() -> None:
    (found,) = kinds("Petra Holm said that the gate was open.")
    assert found is not None
    assert (found.kind, found.words) == (UNKNOWN, "")


def test_what_decided_stands_in_the_phrase() -> None:
    for phrase, (kind, words) in PHRASES.items():
        assert not kind or words in phrase


def test_lists_are_clean() -> None:
    book = kind_book()
    assert all(name == name.lower().strip() for name in (*book.heads, *book.names, *book.carriers))
    defaults = {kind for kind in book.carriers.values() if kind}
    assert defaults <= set(book.kinds)


@given(st.text(alphabet="aTW osf ,.'’-()\n", max_size=60))
def test_any_phrase_has_a_kind_or_none(phrase: str) -> None:
    kind, words = kind_of_phrase(phrase)
    assert kind in ("", *kind_book().kinds)
    assert bool(kind) == bool(words)
    assert all(part in phrase for part in words.split())


PIECES = st.lists(
    st.sampled_from(
        [
            "“", "”", '"', "«", "»", "„", "「", "」", "‘", "’", "\n", " ", ". ", ", ", "TORN SAID ",
            "he said ", "a source ", "who declined to be named ", "said ", "Mayor Torn ", "POLICE: ",
            "citing ", "told AFP ", "قال ", "сказал ",
        ]
    ),
    max_size=24,
)  # fmt: skip


@given(PIECES)
@settings(max_examples=25, deadline=None)
def test_any_text_gets_as_many_kinds_as_voices(pieces: list[str]) -> None:
    text = "".join(pieces)
    reading = Reading(Article("a", "Ledger", text, text))
    voices, mentions = reading.records("voices"), reading.records("actors")
    names = speaker_names(voices, mentions)
    found = voice_kinds(reading.article, voices, names, mentions)
    assert len(found) == len(voices)
    for name, kind in zip(names, found, strict=True):
        assert (name is None) == (kind is None)
        assert kind is None or kind.kind in kind_book().kinds
