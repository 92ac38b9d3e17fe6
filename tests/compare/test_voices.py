"""Whom the outlets hear, on an invented story."""

from __future__ import annotations

from untold.analysis import Settings
from untold.annotate.reading import Reading
from untold.compare.voices import Heard, compare_voices
from untold.model import Article, Story

TEXTS = {
    (
        "a1",
        "Ledger",
    ): "The dam broke on Monday. Maria Amaro, the minister, said the gate was safe. “It was"
    " checked,” Amaro said. “Twice.” Two residents said the siren was silent.",
    ("a2", "Lantern"): "“It was checked,” Maria Amaro claimed. Amaro wants to stay in office.",
    ("a3", "Quay Post"): "The dam broke.",
}


def story() -> Story:
    articles = tuple(Article(name, outlet, "", text) for (name, outlet), text in sorted(TEXTS.items()))
    readings = [Reading(article) for article in articles]
    layers = {
        layer: {r.article.id: r.records(layer) for r in readings} for layer in ("voices", "actors")
    }
    return Story("s", articles, layers)


def heard(given: Story) -> list[Heard]:
    return list(compare_voices(given, Settings()))


def test_one_speaker_across_outlets() -> None:
    found = {(h.outlet, h.speaker): h for h in heard(story())}
    ledger, lantern = found["Ledger", "maria amaro"], found["Lantern", "maria amaro"]
    assert (ledger.attributions, ledger.words) == (2, 8)
    assert ledger.cues == (("said", 2),)
    assert len(ledger.evidence) == 3  # a quotation in two parts is one attribution
    assert lantern.cues == (("claimed", 1),)
    assert lantern.share == 1.0  # what she wants is no speech
    assert not any(h.outlet == "Quay Post" for h in found.values())


def test_unnamed_and_shares() -> None:
    found = [h for h in heard(story()) if h.outlet == "Ledger"]
    assert {h.speaker: h.named for h in found} == {"maria amaro": True, "residents": False}
    assert sum(h.share for h in found) == 1.0


def test_evidence_and_order() -> None:
    first = story()
    texts = {a.id: a for a in first.articles}
    records = heard(first)
    for record in records:
        for proof in record.evidence:
            assert texts[proof.article].value(proof.field)[proof.start : proof.end] == proof.text
    turned = Story("s", tuple(reversed(first.articles)), first.layers)
    assert heard(turned) == records


def heard_in(text: str) -> dict[str, Heard]:
    """Whom one invented article hears."""
    reading = Reading(Article("a", "Ledger", "", text))
    layers = {layer: {"a": reading.records(layer)} for layer in ("voices", "actors")}
    return {h.speaker: h for h in heard(Story("s", (reading.article,), layers))}


def test_nobody_is_no_speaker() -> None:
    text = (
        "Somebody had told the guard to leave the gate open. Nobody said that it was shut. No one"
        " told the mayor that it was. None of them said it was late. Some said the siren was silent."
    )
    assert heard_in(text) == {}


def test_only_what_can_speak_is_heard() -> None:
    assert heard_in("The decision reflects and rejects the plan for a bridge.") == {}
    assert list(heard_in("A report shows that the gate was shut.")) == ["report"]
    assert list(heard_in("The divers rejected the plan for a bridge.")) == ["divers"]


def test_the_noun_speaks_not_a_name_in_its_phrase() -> None:
    assert list(heard_in("The company, which runs two mills in Quellhaven, said it would stay.")) == [
        "company"
    ]
    text = "The council on Sunday rejected the plan for a bridge."
    assert list(heard_in(text)) == ["council"]
