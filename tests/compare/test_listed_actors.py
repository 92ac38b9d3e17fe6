"""The user's list pins who is meant; a draft of one holds each word once."""

from __future__ import annotations

from tests.compare.test_naming import story
from untold.analysis import Settings
from untold.compare.listed_actors import suggest_actors
from untold.compare.naming import NamedActor, compare_naming
from untold.model import Story

FRONT = ("Mesra Front", ("MF",), ("rebels", "squatters"))


def named(of: Story, *actors: tuple[str, tuple[str, ...], tuple[str, ...]]) -> list[NamedActor]:
    return list(compare_naming(of, Settings(actors=actors)))


def words(actor: NamedActor) -> set[tuple[str, str]]:
    return {(name.outlet, name.name) for name in actor.names}


TEXTS = {
    "Tidings": "Armed rebels burned the mill on Monday. The squatters left.",
    "Herald": "The Mesra Front burned the mill on Monday. MF men left.",
}


def test_without_a_list_these_are_no_one_actor() -> None:
    assert not any(actor.pinned for actor in named(story(TEXTS)))
    assert all(len({o for o, _ in words(a)}) < 2 for a in named(story(TEXTS)) if "rebels" in a.actor)


def test_the_list_joins_names_aliases_and_terms() -> None:
    first = named(story(TEXTS), FRONT)[0]
    assert (first.actor, first.pinned, first.outlets) == ("Mesra Front", True, 2)
    assert words(first) >= {("Tidings", "Armed rebels"), ("Tidings", "squatters")}
    assert any(outlet == "Herald" and "Mesra Front" in name for outlet, name in words(first))
    for name in first.names:
        assert name.evidence.text


def test_the_list_splits_what_aligned_facts_join() -> None:
    one, other = "Rebels attacked the mill on Monday.", "Terrorists attacked the mill on Monday."
    of = story({"Tidings": one, "Herald": other}, [(one, other)])
    assert any(len(actor.names) == 2 for actor in named(of))
    assert all(len(actor.names) == 1 for actor in named(of, ("Hill men", (), ("rebels",))))


def test_an_alias_is_found_as_written_and_the_longest_term_decides() -> None:
    texts = {"Tidings": "Hill rebels left. An mf of wool.", "Herald": "Hill rebels left. Rebels came."}
    found = named(story(texts), FRONT, ("Hill men", (), ("hill rebels",)))
    assert {actor.actor for actor in found if actor.pinned} == {"Hill men"}


def test_a_draft_holds_each_word_once_and_can_be_used() -> None:
    found = named(story(TEXTS), FRONT)
    draft = suggest_actors(found)
    every = [w.casefold() for name, aliases, terms in draft for w in (name, *aliases, *terms)]
    assert len(every) == len(set(every))
    again = named(story(TEXTS), *draft)
    assert next(words(a) for a in again if a.pinned) >= {("Tidings", "squatters")}
