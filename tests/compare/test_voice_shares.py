"""Shares of voice by kind and actor on an invented story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untold.analysis import Settings
from untold.annotate.reading import Reading
from untold.compare.voice_shares import FEWEST, VoiceShare, compare_voice_shares, wilson
from untold.model import Article, Story

POLICE = "Police said that the gate was open. "
TEXTS = {
    "Ledger": POLICE * 6 + "A resident said that the siren was silent. " * 4,
    "Lantern": "Residents claimed that the siren was silent. Police denied that the gate was open.",
    "Quay Post": "Maria Amaro, the minister, said that the gate was safe. It was said that it rained.",
}


def story(texts: dict[str, str]) -> Story:
    articles = tuple(Article(name.lower(), name, "", text) for name, text in sorted(texts.items()))
    readings = [Reading(article) for article in articles]
    layers = {
        layer: {r.article.id: r.records(layer) for r in readings} for layer in ("voices", "actors")
    }
    return Story("s", articles, layers)


def shares(settings: Settings = Settings()) -> dict[tuple[str, str, str], VoiceShare]:  # noqa: B008
    found = compare_voice_shares(story(TEXTS), settings)
    return {(one.group, one.by, one.name): one for one in found}


def test_kinds_actors_and_the_interval() -> None:
    found = shares()
    police = found["Ledger", "kind", "police or court"]
    assert (police.attributions, police.total, police.share) == (6, 10, 0.6)
    assert police.low < 0.6 < police.high
    assert police.enough
    assert police.treatments == (("neutral", 6),)
    assert len(police.evidence) == 6
    assert found["Ledger", "naming", "unnamed"].attributions >= 4
    assert found["Ledger", "actor", "police"].share == 0.6


def test_too_few_to_say() -> None:
    assert not any(one.enough for (group, _, _), one in shares().items() if group == "Lantern")
    assert FEWEST == 10


def test_who_is_heard_by_one_only_and_how_cues_treat_them() -> None:
    found = shares()
    assert found["Quay Post", "kind", "government"].only
    assert not found["Ledger", "kind", "police or court"].only
    assert found["Lantern", "actor", "police"].treatments == (("denying", 1),)


def test_the_unresolved_are_part_of_the_whole() -> None:
    found = shares()
    kinds = [one for (group, by, _), one in found.items() if (group, by) == ("Quay Post", "kind")]
    assert sum(one.attributions for one in kinds) == kinds[0].total == 2
    assert found["Quay Post", "kind", "unresolved"].attributions == 1


def test_groups_that_the_user_gives() -> None:
    found = shares(Settings(groups=(("Lantern", "small"), ("Quay Post", "small"))))
    assert {group for group, _, _ in found} == {"Ledger", "small"}
    assert found["small", "kind", "police or court"].total == 4


def test_one_group_makes_no_comparison() -> None:
    assert list(compare_voice_shares(story({"Ledger": TEXTS["Ledger"]}), Settings())) == []


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_interval_holds_the_share(part: int, whole: int) -> None:
    part = min(part, whole)
    low, high = wilson(part, whole)
    assert 0 <= low <= round(part / whole, 4) <= high <= 1


def test_the_interval_of_a_known_case() -> None:
    assert wilson(5, 10) == (pytest.approx(0.2366, abs=1e-4), pytest.approx(0.7634, abs=1e-4))
    assert wilson(0, 0) == (0.0, 1.0)
