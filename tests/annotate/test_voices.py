"""Voices on invented text: plain cases in a table, offsets and quotation marks by hypothesis."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untold.annotate.actors import find_actors
from untold.annotate.reading import Reading
from untold.annotate.speech.cues import cue_book
from untold.annotate.speech.quotations import find_quotations
from untold.annotate.speech.speaker_names import speaker_names
from untold.annotate.voices import Voice, find_voices
from untold.model import Article


def voices(text: str, title: str = "") -> list[Voice]:
    return list(find_voices(Article("a", "Ledger", title, text)))


def parts(text: str, title: str = "") -> list[tuple[str | None, str | None, str | None, str]]:
    return [
        (v.speaker and v.speaker.text, v.cue and v.cue.text, v.content and v.content.text, v.form)
        for v in voices(text, title)
    ]


CASES = {
    "speaker after": (
        "“The bridge is closed,” said Mayor Ilsa Torn.",
        [("Mayor Ilsa Torn", "said", "“The bridge is closed,”", "direct")],
    ),
    "words and marks all stand apart": (
        "“ The bridge is closed , ” said Mayor Ilsa Torn .",
        [("Mayor Ilsa Torn", "said", "“ The bridge is closed , ”", "direct")],
    ),
    "typewriter marks apart": (
        "`` The bridge is closed , '' said Mayor Ilsa Torn .",
        [("Mayor Ilsa Torn", "said", "`` The bridge is closed , ''", "direct")],
    ),
    "speaker before": (
        'Ilsa Torn said: "The bridge is closed."',
        [("Ilsa Torn", "said", '"The bridge is closed."', "direct")],
    ),
    "speaker inside, speech goes on": (
        "“We will rebuild,” Torn said, “but not this year.”",
        [
            ("Torn", "said", "“We will rebuild,”", "direct"),
            ("Torn", "said", "“but not this year.”", "direct"),
        ],
    ),
    "speech goes on after the sentence": (
        "“We will rebuild,” Torn said. “It will take years.”",
        [
            ("Torn", "said", "“We will rebuild,”", "direct"),
            ("Torn", "said", "“It will take years.”", "direct"),
        ],
    ),
    "he added": (
        "The mayor resigned on Friday. “I am tired,” he added.",
        [("he", "added", "“I am tired,”", "direct")],
    ),
    "double typewriter marks": (
        "''The bridge is closed,'' Torn said.",
        [("Torn", "said", "''The bridge is closed,''", "direct")],
    ),
    "single marks": (
        "‘The bridge is closed,’ Torn said.",
        [("Torn", "said", "‘The bridge is closed,’", "direct")],
    ),
    "guillemets": (
        "«The bridge is closed,» Torn said.",
        [("Torn", "said", "«The bridge is closed,»", "direct")],
    ),
    "said that": (
        "Police said that six people died in the flood.",
        [("Police", "said", "that six people died in the flood", "indirect")],
    ),
    "said without that": (
        "The harbour office said six people died in the flood.",
        [("The harbour office", "said", "six people died in the flood", "indirect")],
    ),
    "said at the end": (
        "Six people died in the flood, police said.",
        [("police", "said", "Six people died in the flood", "indirect")],
    ),
    "told somebody": (
        "The minister told reporters that the road was safe.",
        [("The minister", "told", "that the road was safe", "indirect")],
    ),
    "according to, first": (
        "According to police, six people died in the flood.",
        [("police", "According to", "six people died in the flood", "indirect")],
    ),
    "according to, last": (
        "Six people died in the flood, according to a hospital report.",
        [("a hospital report", "according to", "Six people died in the flood", "indirect")],
    ),
    "mixed": (
        "Torn said the plan was “a mistake.”",
        [("Torn", "said", "the plan was “a mistake.”", "mixed")],
    ),
    "accused": (
        "Torn accused the army of shelling the village.",
        [("Torn", "accused", "the army of shelling the village", "indirect")],
    ),
    "denied": (
        "The company denied that the gate was broken.",
        [("The company", "denied", "that the gate was broken", "indirect")],
    ),
    "quoted as saying": (
        "Torn was quoted as saying that the gate was broken.",
        [("Torn", "saying", "that the gate was broken", "indirect")],
    ),
    "nobody": (
        "It was reported that the gate was broken.",
        [(None, "was reported", "that the gate was broken", "indirect")],
    ),
    "document": (
        "The report warned that the dam could burst.",
        [("The report", "warned", "that the dam could burst", "indirect")],
    ),
    "punctuation lost": (
        "At least 18 civilians died in the valley the relief committee said on Monday.",
        [
            ("the relief committee", "said", "At least 18 civilians died in the valley", "indirect"),
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_plain_cases(name: str) -> None:
    text, expected = CASES[name]
    assert parts(text) == expected


def test_titles() -> None:
    assert parts("", "Ministry: Twelve dead in Ondmere flood") == [
        ("Ministry", ":", "Twelve dead in Ondmere flood", "indirect")
    ]
    assert ("police", "say", "Twelve dead in flood", "indirect") in parts(
        "", "Twelve dead in flood, police say"
    )
    assert parts("", "Watch: The river in flood") == []
    assert parts("", "Afghanistan: Fatal attack on a consulate in the north") == []
    assert parts("", "Russia: The strike was a breach of law")[0][0] == "Russia"


def test_the_lines_of_an_interview_are_speech_of_nobody_named() -> None:
    text = "Q: Will the bridge reopen this year?\nA: The council voted on it, and the money is there."
    assert parts(text) == [
        (None, ":", "Will the bridge reopen this year", "indirect"),
        (None, ":", "The council voted on it, and the money is there", "indirect"),
    ]
    assert parts("A: the northern quay is closed for repairs.") == []


@pytest.mark.parametrize(
    "text",
    [
        "The band played “Rivers of Ondmere” at the fair.",
        "A film called “The Long Flood” won the prize.",
        "The so-called “quiet zone” was crowded on Sunday.",
        "The army attacked the town and hit a bakery.",
    ],
)
def test_no_voice(text: str) -> None:
    assert parts(text) == []


def test_speech_over_paragraphs() -> None:
    text = (
        "“The river rose at night,” Torn said. “Nobody warned us.\n\n“We had to climb.”\n\nIt rained."
    )
    found = parts(text)
    assert [p[0] for p in found] == ["Torn", "Torn", "Torn"]
    assert [p[2] for p in found][2] == "“We had to climb.”"


def test_an_unbalanced_mark_swallows_one_sentence_at_most() -> None:
    text = "Torn said: “We lost it all. The rain went on for days. Nobody came to the town."
    assert [q.end for q in find_quotations(text)] == [text.index(" The rain")]


def test_nested_saying_stays_wanting_goes() -> None:
    found = parts("The agency reported that the governor said that six people died.")
    assert [p[0] for p in found] == ["The agency", "the governor"]
    assert len(parts("The agency reported that the governor wants to resign.")) == 1


def test_cited_speaker() -> None:
    (voice,) = voices("State radio cited the harbour office as saying that six people died.")
    assert voice.speaker is not None
    assert voice.speaker.text == "the harbour office"
    assert voice.content is not None
    assert voice.content.text == "that six people died"


def test_treatment_and_kind() -> None:
    (claimed,) = voices("The company claimed that the gate was safe.")
    (admitted,) = voices("The company admitted that the gate was broken.")
    (wanted,) = voices("The company wants to sell the dam.")
    assert (claimed.treatment, admitted.treatment) == ("doubting", "endorsing")
    assert (claimed.kind, wanted.kind) == ("speech", "attitude")


def test_speaker_names() -> None:
    text = (
        "Maria Amaro, the minister of ports, opened the gate on Monday. “It is safe,” Amaro said. "
        "“We checked it twice,” she added. Two residents said the water was still rising."
    )
    reading = Reading(Article("a", "Ledger", "", text))
    found = list(find_voices(reading))
    names = speaker_names(found, list(find_actors(reading)))
    by_cue = {v.cue.text: n for v, n in zip(found, names, strict=True) if v.cue and v.speaker and n}
    assert by_cue["added"].name == "maria amaro"
    assert by_cue["added"].named
    residents = names[-1]
    assert residents is not None
    assert not residents.named


def test_she_is_nobody_in_particular_where_somebody_else_was_named_since() -> None:
    text = (
        "Tomas Orel said the gate was rusted through. Critics blamed the mayor of Ondmere, Ilsa Torn, "
        "and her deputies. {} reporters at the town hall that the gate had been checked twice."
    )

    def last(words: str) -> str | None:
        reading = Reading(Article("a", "Ledger", "", text.format(words)))
        names = speaker_names(list(find_voices(reading)), list(find_actors(reading)))
        return names[-1].name if names[-1] is not None else None

    assert last("Orel told") == "tomas orel"
    assert last("On Saturday, she told") != "tomas orel"


def test_cue_list() -> None:
    verbs = cue_book().verbs
    assert verbs["say"].treatment == "neutral"
    assert verbs["claim"].treatment == "doubting"
    assert verbs["confirm"].treatment == "endorsing"
    assert verbs["deny"].treatment == "denying"
    assert all(cue.word == word and cue.frames for word, cue in verbs.items())


PIECES = st.lists(
    st.sampled_from(
        [
            "“", "”", '"', "'", "‘", "’", "«", "»", "„", "‹", "›", "「", "」", "''", "`", "\n", "\n\n",
            " ", ". ", ", ", ": ", "Torn ", "said ", "added ", "that ", "the dam ", "broke", "he ",
            "according to ", "as ", "saying ", "was ", "quoted ", "(", ")", "POLICE SAY ",
            "قال ", "сказал ", "don't ",
        ]
    ),
    max_size=30,
)  # fmt: skip


def test_the_title_of_a_work_is_not_what_is_said_after_it() -> None:
    found = parts("In his report, “The Long Tide,” Ilsa Torn said that the bridge was closed.")
    assert ("Ilsa Torn", "said", "that the bridge was closed", "indirect") in found


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Il dit « La pluie » et part.", ["« La pluie »"]),
        ("The rain “ never stops .", []),
        ("`` The rain `` goes on , '' he said .", ["`` goes on , ''"]),
    ],
)
def test_a_mark_with_a_space_behind_it_opens_only_before_its_own_closing_mark(
    text: str, quoted: list[str]
) -> None:
    assert [text[q.start : q.end] for q in find_quotations(text)] == quoted


@given(PIECES)
@settings(max_examples=60, deadline=None)
def test_any_marks_any_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    article = Article("a", "Ledger", text, text)
    for voice in find_voices(article):
        for part in (voice.span, voice.speaker, voice.cue, voice.content):
            if part is not None:
                assert article.value(part.field)[part.start : part.end] == part.text
                assert part.field == voice.span.field
                assert voice.span.contains(part)
                assert part.text


@given(st.text(alphabet="aB .,!?\n\"'“”‘’«»„‹›「」`´", max_size=80))
def test_quotations_are_ordered_and_stay_in_their_paragraph(text: str) -> None:
    last = 0
    for quotation in find_quotations(text):
        assert last <= quotation.start < quotation.end <= len(text)
        assert "\n" not in text[quotation.start : quotation.end]
        last = quotation.end


SCRIPTS = ["“”", "«»", "„“", "„”", "»«", "‹›", "「」", "『』", "‘’", '""', "''", "‟”", "`´"]
WORDS = st.sampled_from(
    [
        "the", "dam", "broke", "Torn", "said", "that", "people", "on Monday", "according to", "police",
        "who", "deny", "it", "claimed", "will be", "SAYS", "No.", "48", "Ms.", "wasn't", "قالت", "大坝",
    ]
)  # fmt: skip
PHRASES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


def quotations_in_quotations(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Phrases in marks of some script, whole or with a mark lost, with more of them inside."""
    return st.tuples(PHRASES, st.sampled_from(SCRIPTS), inner, PHRASES, st.integers(0, 3)).map(
        lambda t: f"{t[0]} {t[1][0] * (t[4] != 1)}{t[2]}{t[1][1] * (t[4] != 2)} {t[3]}."
    )


NESTED = st.recursive(PHRASES, quotations_in_quotations, max_leaves=6)


def well_placed(article: Article) -> list[Voice]:
    """The voices of an article, every part of which must be the text that stands there."""
    found = list(find_voices(article))
    for voice in found:
        parts = [part for part in (voice.speaker, voice.cue, voice.content) if part is not None]
        for part in (voice.span, *parts):
            assert article.value(part.field)[part.start : part.end] == part.text != ""
        assert all(voice.span.contains(part) for part in parts)
    return found


@given(st.lists(NESTED, min_size=1, max_size=3), st.sampled_from([" ", "\n", "\n\n"]))
@settings(max_examples=40, deadline=None)
def test_nested_marks_of_several_scripts(parts: list[str], between: str) -> None:
    well_placed(Article("a", "Ledger", parts[0], between.join(parts)))


@given(PHRASES, NESTED)
@settings(max_examples=25, deadline=None)
def test_headlines_in_capitals(headline: str, text: str) -> None:
    well_placed(Article("a", "Ledger", headline.upper(), f"{headline.upper()}\n{text.upper()}"))


@given(PHRASES, st.sampled_from(SCRIPTS))
@settings(max_examples=25, deadline=None)
def test_a_quotation_alone_gets_no_speaker(words: str, marks: str) -> None:
    """A paragraph that is nothing but a quotation has no words left that could name who speaks."""
    text = f"{marks[0]}{words.capitalize()} it will be rebuilt soon.{marks[1]}"
    for voice in well_placed(Article("a", "Ledger", "", text)):
        whole = voice.form == "direct" and voice.content and len(voice.content.text) >= len(text) - 2
        assert voice.speaker is None or not whole


@given(st.lists(NESTED, min_size=1, max_size=4))
@settings(max_examples=2, deadline=None)
def test_a_paragraph_of_5000_words(parts: list[str]) -> None:
    once = " ".join(parts)
    text = " ".join([once] * (5000 // len(once.split()) + 1))
    assert len(text.split()) >= 5000
    well_placed(Article("a", "Ledger", "", text))


def test_a_paragraph_of_5000_words_and_capitals() -> None:
    text = "THE DAM BROKE “AND NOBODY CAME, TORN SAID " * 600
    assert all(v.content and len(v.content.text) < len(text) for v in voices(text))


def test_a_clause_with_while_is_no_speaker() -> None:
    found = voices("The thief knew that nobody watched the roof while the repairs went on.")
    assert not any(v.speaker and "repairs" in v.speaker.text for v in found)


def test_a_thing_that_is_used_to_say_something_does_not_say_it() -> None:
    (voice,) = voices("The guild has used the episode to demand that the tolls be cut.")
    assert voice.speaker is not None
    assert voice.speaker.text == "The guild"


def test_what_people_had_been_defending_is_a_stance() -> None:
    kinds = [v.kind for v in voices("The crews had been defending their posts since Sunday.")]
    assert kinds == ["attitude"]
    assert [v.kind for v in voices("The mayor defended the plan.")] == ["speech"]
