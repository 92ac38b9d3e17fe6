"""Names: alias matching, aligned facts, and joins that must not be made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from untold.analysis import Settings
from untold.annotate.reading import Reading
from untold.compare.facts import Cell, Fact
from untold.compare.naming import NamedActor, compare_naming
from untold.model import Article, Evidence, Passage, State, Story


def story(
    texts: dict[str, str], same: Sequence[tuple[str, ...]] = (), passages: tuple[Passage, ...] = ()
) -> Story:
    """A story of one article per outlet; ``same`` lists sentences that tell one fact."""
    articles = tuple(Article(f"{outlet}-1", outlet, "", text) for outlet, text in texts.items())
    readings = {article.id: Reading(article) for article in articles}
    layers = {
        name: {id_: reading.records(name) for id_, reading in readings.items()}
        for name in ("sentences", "actors")
    }
    facts = tuple(_fact(str(n), articles, sentences) for n, sentences in enumerate(same))
    return Story("s", articles, layers, passages=passages, findings={"facts": facts})


def _fact(name: str, articles: Sequence[Article], sentences: tuple[str, ...]) -> Fact:
    cells = []
    for article in articles:
        sentence = next(s for s in sentences if s in article.text)
        start = article.text.index(sentence)
        proof = Evidence.of(article, article.span("text", start, start + len(sentence)))
        cells.append(
            Cell(article.outlet, State.TOLD, 1.0, proof, None, None, None, (), 1, (article.id,), None)
        )
    first = cells[0].evidence
    assert first is not None
    return Fact(name, "s", first.text, "event", first, first, len(cells), None, tuple(cells))


def naming(of: Story) -> list[NamedActor]:
    return list(compare_naming(of, Settings()))


def actor(found: list[NamedActor], name: str) -> NamedActor:
    return next(one for one in found if any(name == n.name for n in one.names))


def test_names_are_counted_by_outlet_and_voice() -> None:
    found = naming(
        story({
            "Tidings": "Rebels burned the mill. “Rebels did it,” a farmer said. Rebels denied it.",
            "Herald": "Armed rebels burned the mill.",
        })
    )  # fmt: skip
    rebels = actor(found, "Rebels")
    names = {(n.outlet, n.name): (n.count, n.own, n.quoted, n.alone) for n in rebels.names}
    assert names[("Tidings", "Rebels")] == (3, 2, 1, True)
    assert names[("Herald", "Armed rebels")] == (1, 1, 0, True)
    assert rebels.aligned == ()


def test_the_same_fact_sets_two_names_side_by_side() -> None:
    one, other = "Rebels attacked the mill on Monday.", "Terrorists attacked the mill on Monday."
    found = naming(story({"Tidings": one, "Herald": other}, [(one, other)]))
    joined = actor(found, "Rebels")
    assert {name.name for name in joined.names} == {"Rebels", "Terrorists"}
    assert [(a.text, b.text) for a, b in joined.aligned] == [("Rebels", "Terrorists")]


def test_without_the_fact_nothing_joins_them() -> None:
    one, other = "Rebels attacked the mill on Monday.", "Terrorists attacked the mill on Monday."
    assert naming(story({"Tidings": one, "Herald": other})) == []


def test_different_roles_join_nothing() -> None:
    one, other = "Rebels attacked the mill.", "The mill owner attacked terrorists."
    assert naming(story({"Tidings": one, "Herald": other}, [(one, other)])) == []


def test_a_states_forces_and_those_who_fight_them_never_join() -> None:
    one, other = "Rebels attacked the mill on Monday.", "Soldiers attacked the mill on Monday."
    assert naming(story({"Tidings": one, "Herald": other}, [(one, other)])) == []


def test_two_that_meet_in_one_sentence_never_join() -> None:
    one, other = "Rebels attacked the mill on Monday.", "Militants attacked the mill on Monday."
    found = naming(
        story({"Tidings": one, "Herald": f"{other} Later the militants met rebels."}, [(one, other)])
    )
    assert all(not one.aligned for one in found)


def test_two_speakers_of_one_fact_are_not_one_actor() -> None:
    one, other = "Doctors said the mill burned down.", "Journalists said the mill burned down."
    assert naming(story({"Tidings": one, "Herald": other}, [(one, other)])) == []


def test_one_and_many_never_join() -> None:
    one, other = "A gunman attacked the mill on Monday.", "Militants attacked the mill on Monday."
    assert naming(story({"Tidings": one, "Herald": other}, [(one, other)])) == []


def test_a_word_changed_in_copied_text_is_a_contrast() -> None:
    one = "The camp lies near a valley where rebels have a strong presence since the spring."
    other = "The camp lies near a valley where extremists have a strong presence since the spring."
    plain = story({"Tidings": one, "Herald": other})
    proofs = [Evidence.of(a, a.span("text", 0, len(a.text))) for a in plain.articles]
    found = naming(
        story({"Tidings": one, "Herald": other}, passages=(Passage(proofs[0], proofs[1], 0.93),))
    )
    assert [(a.text, b.text) for a, b in actor(found, "rebels").aligned] == [("extremists", "rebels")]


def test_people_join_across_outlets_by_surname() -> None:
    found = naming(
        story({
            "Tidings": "Robert Hallman came to the village. Hallman promised help.",
            "Herald": "Mr. Hallman visited the village on Monday.",
        })
    )  # fmt: skip
    assert {n.outlet for n in actor(found, "Mr. Hallman").names} == {"Tidings", "Herald"}


def test_any_order_of_articles_gives_the_same() -> None:
    one, other = "Rebels attacked the mill on Monday.", "Terrorists attacked the mill on Monday."
    texts = {"Tidings": one, "Herald": other, "Courier": "Rebels attacked the mill. Police came."}
    results = []
    for order in permutations(texts):
        shuffled = story({outlet: texts[outlet] for outlet in order})
        results.append(naming(shuffled))
    assert all(result == results[0] for result in results)


def test_every_proof_is_where_it_says() -> None:
    one, other = "Rebels attacked the mill on Monday.", "Terrorists attacked the mill on Monday."
    built = story({"Tidings": one, "Herald": other}, [(one, other)])
    texts = {article.id: article.text for article in built.articles}
    for found in naming(built):
        proofs = [name.evidence for name in found.names] + [e for pair in found.aligned for e in pair]
        assert proofs
        for proof in proofs:
            assert texts[proof.article][proof.start : proof.end] == proof.text


def test_two_trades_are_two_actors() -> None:
    one, other = "Mill workers left the town on Monday.", "Dock workers left the town on Monday."
    assert naming(story({"Tidings": one, "Herald": other})) == []


def test_a_noun_in_no_list_that_copies_exchange_names_one_actor() -> None:
    one = "Police cleared dockers from the quay at dawn. The dockers had slept there since Sunday."
    other = one.replace("dockers", "squatters")
    given = story({"Tidings": one, "Herald": other})
    a, b = given.articles
    passage = Passage(*(Evidence.of(x, x.span("text", 0, len(x.text))) for x in (a, b)), 0.9)
    found = naming(replace(given, passages=(passage,)))
    joined = actor(found, "dockers")
    assert {(n.outlet, n.name, n.count) for n in joined.names} == {
        ("Tidings", "dockers", 2),
        ("Herald", "squatters", 2),
    }
    assert len(joined.aligned) == 2
    # a thing that copies exchange is no actor
    things = story({"Tidings": one.replace("dockers", "crates"), "Herald": other})
    whole = [Evidence.of(x, x.span("text", 0, len(x.text))) for x in things.articles]
    found = naming(replace(things, passages=(Passage(*whole, 0.9),)))
    assert not any("crates" in n.name for one in found for n in one.names)
