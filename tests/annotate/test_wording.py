"""Loaded words: found in the outlet's own voice, left to the speaker elsewhere, by sense."""

from __future__ import annotations

import json
from importlib import resources

from hypothesis import given, settings
from hypothesis import strategies as st

from untold.annotate.wording import entries, find_wording
from untold.model import Article


def words(text: str, title: str = "") -> list[tuple[str, str, str]]:
    article = Article("a", "Tidings", title, text)
    found = list(find_wording(article))
    for word in found:
        span = word.span
        assert article.value(span.field)[span.start : span.end] == span.text
    return [(word.kind, word.word, word.span.text) for word in found]


def test_the_outlets_own_judgements_are_found() -> None:
    found = words("The council brazenly ignored the ludicrous plan for the mill.")
    assert found == [
        ("evaluative", "brazenly", "brazenly"),
        ("evaluative", "ludicrous", "ludicrous"),
    ]


def test_a_speakers_words_are_the_speakers() -> None:
    assert words("“It is a ludicrous plan,” the miller said.") == []
    assert words("The miller said that the plan was ludicrous.") == []


def test_distancing_and_euphemism() -> None:
    assert ("distancing", "so-called", "so-called") in words("They opposed the so-called reform.")
    assert words("Eleven farmers were collateral damage.")[0][:2] == ("euphemism", "collateral damage")


def test_scare_quotes_are_short_unattributed_and_no_names() -> None:
    assert words("The town got its “reform” on Monday.") == [("scare quotes", "reform", "“reform”")]
    assert words("The film “Lantern Road” opens on Monday.") == []
    assert words("The boat is called “swift” here.") == []
    assert words("The mayor said that the “reform” was over.") == []


def test_a_phrase_goes_before_the_words_in_it_and_verbs_are_found_by_lemma() -> None:
    assert [w for _, w, _ in words("The union lashed out at the owners on Monday.")] == ["lash out"]


def test_another_part_of_speech_or_a_measured_change_is_no_judgement() -> None:
    assert words("Prices of grain rose sharply in May.") == []
    assert words("They took a cruise on the lake.") == []


def test_every_entry_says_why_and_stands_once() -> None:
    raw = (resources.files("untold.annotate") / "data" / "wording.json").read_text("utf-8")
    groups = json.loads(raw)["groups"]
    assert all(len(why.split()) >= 2 for group in groups for why in group["words"].values())
    pairs = [(word, group.get("pos")) for group in groups for word in group["words"]]
    assert len(pairs) == len(set(pairs))
    assert sum(map(len, entries().values())) == len(pairs)


@settings(deadline=None)  # the first call loads the parser
@given(st.text(alphabet="so-called “”\"' brutal.\n", max_size=80))
def test_spans_hold_for_any_text(text: str) -> None:
    words(text)
