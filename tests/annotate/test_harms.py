from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untold.annotate.harm.grammar import finite_passives
from untold.annotate.harm.words import HARMS, inflect, lexicon, noun_form, verb_form
from untold.annotate.harms import Harm, find_harms
from untold.annotate.reading import Reading
from untold.model import Article

# Invented places and people: Tarva, Dovan, Halmira, Ostrel, Tarvans, Marl.
# Each case: the text; per harm its kind, form, agent, victim; in text order.
Case = tuple[str, list[tuple[str, str, str | None, str | None]]]
ACTIVE: list[Case] = [
    ("A blast killed four people.", [("kill", "active", "A blast", "four people")]),
    ("Troops shot dead three Tarvans near the gate.", [("kill", "active", "Troops", "three Tarvans")]),
    ("Police shot two men dead on Monday.", [("kill", "active", "Police", "two men")]),
    ("Car bomb kills four", [("kill", "active", "Car bomb", "four")]),
    ("Car bomb kills at least 12 in Dovan", [("kill", "active", "Car bomb", "at least 12")]),
    ("Strike on Dovan kills six, witness says", [("kill", "active", "Strike", "six")]),
    (
        "A blast killed four and wounded 6.",
        [("kill", "active", "A blast", "four"), ("wound", "active", "A blast", "6")],
    ),
    (
        "The raid left 12 people dead and over 40 wounded.",
        [("kill", "active", "The raid", "12 people"), ("wound", "active", "The raid", "over 40")],
    ),
    ("The flood claimed the lives of nine farmers.", [("kill", "active", "The flood", "nine farmers")]),
    ("The fire claimed three lives.", [("kill", "active", "The fire", "three lives")]),
    ("Guards shot dead three dockers at first light.",
     [("kill", "active", "Guards", "three dockers")]),
    ("OSTREL - A fire killed two.", [("kill", "active", "A fire", "two")]),
    ("The war has cost 300 people their lives.", [("kill", "active", "The war", "300 people")]),
    (
        "A bomber blew himself up near the mill.",
        [("kill", "active", "A bomber", "himself")],
    ),
    ("Rebels blew up the old bridge.", [("destroy", "active", "Rebels", "the old bridge")]),
    ("Thu 5 Sep 2013 Rebels killed four dockers.", [("kill", "active", "Rebels", "four dockers")]),
    ("Halmira Group Execute 70 Members in Ostrel",
     [("kill", "active", "Halmira Group", "70 Members")]),
    ("Date of publication 8 April 2017 An airstrike by Tarvan planes on Monday killed 18 people.",
     [("kill", "active", "An airstrike", "18 people")]),
    ("They have met in fighting that has killed more than 600 people.",
     [("kill", "active", "fighting", "more than 600 people")]),
    ("Crowds stoned two drivers to death.", [("kill", "active", "Crowds", "two drivers")]),
    ("The smoke caused many workers to choke.", [("wound", "active", "The smoke", "many workers")]),
    (
        "The fighting forced 700 villagers to flee.",
        [("displace", "active", "The fighting", "700 villagers")],
    ),
    ("The strike caused deaths, the mayor said.", [("kill", "active", "The strike", None)]),
    (
        "The militia carried out a massacre against villagers.",
        [("kill", "active", "The militia", "villagers")],
    ),
    (
        "The shelling that killed nine farmers lasted an hour.",
        [("kill", "active", "The shelling", "nine farmers")],
    ),
    (
        "Planes fired rockets at the market, killing dozens of people.",
        [("kill", "active", "Planes", "dozens of people")],
    ),
    (
        "He accused the army of killing 14 villagers.",
        [("kill", "active", "the army", "14 villagers")],
    ),
    ("The army has killed two rebels.", [("kill", "active", "The army", "two rebels")]),
    ("Soldiers arrested five students.", [("detain", "active", "Soldiers", "five students")]),
    ("The gang abducted a teacher.", [("detain", "active", "The gang", "a teacher")]),
    ("Gunmen took 20 workers hostage.", [("detain", "active", "Gunmen", "20 workers")]),
    ("The storm destroyed forty houses.", [("destroy", "active", "The storm", "forty houses")]),
    ("Guards killed and buried three men.", [("kill", "active", "Guards", "three men")]),
    ("The dam burst, killing 30.", [("kill", "active", "The dam", "30")]),
    ("Shelling in Dovan on Monday killed nine people.",
     [("kill", "active", "Shelling", "nine people")]),
    (
        "The quake injured hundreds, destroyed homes and displaced thousands.",
        [("wound", "active", "The quake", "hundreds"), ("destroy", "active", "The quake", "homes"),
         ("displace", "active", "The quake", "thousands")],
    ),
    ("The army displaced hundreds of families.",
     [("displace", "active", "The army", "hundreds of families")]),
]  # fmt: skip
PASSIVE: list[Case] = [
    ("Four people were killed.", [("kill", "passive-no-agent", None, "Four people")]),
    (
        "Four people were killed by a mortar round.",
        [("kill", "passive-with-agent", "a mortar round", "Four people")],
    ),
    (
        "Four were killed and 6 wounded.",
        [("kill", "passive-no-agent", None, "Four"), ("wound", "passive-no-agent", None, "6")],
    ),
    (
        "Nine people were killed or injured in the fire.",
        [("kill", "passive-no-agent", None, "Nine people"),
         ("wound", "passive-no-agent", None, "Nine people")],
    ),
    ("31 Killed in Warehouse Fire", [("kill", "passive-no-agent", None, "31")]),
    ("Dozens killed as planes hit town", [("kill", "passive-no-agent", None, "Dozens")]),
    ("The soldiers killed in the raid were from Marl.",
     [("kill", "passive-no-agent", None, "The soldiers")]),
    ("Two nurses were reported killed.", [("kill", "passive-no-agent", None, "Two nurses")]),
    (
        "Ten villagers were killed in government air strikes.",
        [("kill", "passive-with-agent", "government air strikes", "Ten villagers")],
    ),
    (
        "Ten villagers were killed in a raid by the army.",
        [("kill", "passive-with-agent", "the army", "Ten villagers")],
    ),
    ("Ten villagers were killed in a bomb attack.",
     [("kill", "passive-no-agent", None, "Ten villagers")]),
    ("The mayor was shot dead by gunmen.", [("kill", "passive-with-agent", "gunmen", "The mayor")]),
    ("The mayor was shot dead.", [("kill", "passive-no-agent", None, "The mayor")]),
    ("Also killed was his younger brother.",
     [("kill", "passive-no-agent", None, "his younger brother")]),
    ("Nine people were killed on Monday by shelling in Dovan.",
     [("kill", "passive-with-agent", "shelling", "Nine people")]),
    ("The bridge has been destroyed.", [("destroy", "passive-no-agent", None, "The bridge")]),
    ("The bridge was blown up by rebels.", [("destroy", "passive-with-agent", "rebels", "The bridge")]),
    ("Three students were arrested by police.",
     [("detain", "passive-with-agent", "police", "Three students")]),
    ("Thousands have been displaced.", [("displace", "passive-no-agent", None, "Thousands")]),
    ("They were left homeless.", [("displace", "passive-no-agent", None, "They")]),
    ("Some 20 workers were taken hostage by gunmen.",
     [("detain", "passive-with-agent", "gunmen", "Some 20 workers")]),
    ("Prisoners died at the hands of guards; others were killed at the hands of the militia.",
     [("kill", "intransitive", "guards", "Prisoners"),
      ("kill", "passive-with-agent", "the militia", "others")]),
    ("Nine people were killed in Ostrel's strikes on Dovan.",
     [("kill", "passive-with-agent", "Ostrel's strikes", "Nine people")]),
    ("Nine people were killed in Monday's strikes on Dovan.",
     [("kill", "passive-no-agent", None, "Nine people")]),
    ("Nine people were killed in army-led strikes west of Marl.",
     [("kill", "passive-with-agent", "army-led strikes", "Nine people")]),
    ("Eleven people were killed in regime shelling on the town.",
     [("kill", "passive-with-agent", "regime shelling", "Eleven people")]),
    ("At least 18 villagers including two women were killed in a strike.",
     [("kill", "passive-no-agent", None, "At least 18 villagers including two women")]),
    ("Six Dockers Killed Dozens Hurt in Dovan Blast",
     [("kill", "passive-no-agent", None, "Six Dockers"),
      ("wound", "passive-no-agent", None, "Dozens")]),
    ("The mayor spoke in memory of the nine farmers killed by soldiers.",
     [("kill", "passive-with-agent", "soldiers", "the nine farmers")]),
    ("She said a total of 40 people, including nine boys, had been killed.",
     [("kill", "passive-no-agent", None, "a total of 40 people, including nine boys")]),
    ("Two drivers were beaten to death by guards.",
     [("kill", "passive-with-agent", "guards", "Two drivers")]),
    ("The deaths were caused by bad flour.", [("kill", "passive-with-agent", "bad flour", None)]),
]  # fmt: skip
NOUN: list[Case] = [
    ("The killing of the two priests shocked Tarva.", [("kill", "noun", None, "the two priests")]),
    ("The killing of the priest by soldiers shocked Tarva.",
     [("kill", "noun", "soldiers", "the priest")]),
    ("The death toll from the blast has risen to 73.", [("kill", "noun", "the blast", "73")]),
    ("Officials put the death toll at 26.", [("kill", "noun", None, "26")]),
    ("State radio gave a toll of 17 dead.", [("kill", "noun", None, "17 dead")]),
    ("The wounded were taken to Ostrel.", [("wound", "noun", None, "The wounded")]),
    ("Eleven children were among the dead.", [("kill", "noun", None, "Eleven children")]),
    ("Hospitals are full of wounded people.", [("wound", "noun", None, "wounded people")]),
    ("Men carried the bodies of three children.", [("kill", "noun", None, "three children")]),
    ("State radio gave a toll of eight.", [("kill", "noun", None, "eight")]),
    ("The massacre committed by the militia shocked Ostrel.",
     [("kill", "noun", "the militia", None)]),
    ("There were 40 deaths linked to bad flour.", [("kill", "noun", "bad flour", "40")]),
    ("She confirmed deaths at the depot.", [("kill", "noun", None, None)]),
    ("He called it a massacre.", [("kill", "noun", None, None)]),
    ("Casualties as a result of the strike are unknown.",
     [("kill", "noun", "the strike", "Casualties")]),
    ("The strike resulted in heavy casualties.", [("kill", "noun", "The strike", "heavy casualties")]),
    ("The arrest of two students by police angered Dovan.",
     [("detain", "noun", "police", "two students")]),
    ("The destruction of the mill took a day.", [("destroy", "noun", None, "the mill")]),
]  # fmt: skip
INTRANSITIVE: list[Case] = [
    ("Nine miners died.", [("kill", "intransitive", None, "Nine miners")]),
    ("21 dead in market blast", [("kill", "intransitive", None, "21")]),
    ("At least 14 are confirmed dead.", [("kill", "intransitive", None, "At least 14")]),
    ("Those killed in the fire had died within minutes.",
     [("kill", "intransitive", None, "Those killed in the fire")]),
    ("Nine miners died in army air strikes.",
     [("kill", "intransitive", "army air strikes", "Nine miners")]),
    ("Two men hurt in Tuesday's police raid on Pier Four died overnight.",
     [("wound", "passive-with-agent", "police raid", "Two men"),
      ("kill", "intransitive", None, "Two men")]),
    ("He bled to death in Dovan.", [("kill", "intransitive", None, "He")]),
    ("She said her son was dead.", [("kill", "intransitive", None, "her son")]),
    ("An old bridge collapsed.", [("destroy", "intransitive", None, "An old bridge")]),
    ("Two divers lost their lives.", [("kill", "intransitive", None, "Two divers")]),
    ("Hundreds of families fled.", [("displace", "intransitive", None, "Hundreds of families")]),
]  # fmt: skip
NONE = [
    "The army executed the order within an hour.",
    "Parliament killed the bill.",
    "A runner collapsed after the race.",
    "They seized trucks from fleeing troops.",
    "A court sentenced three men to death.",
    "The death penalty was debated.",
    "An arrest warrant was issued.",
    "The victims of the storm were fed in Ostrel.",
    "The army shelled the town for two days.",
    "The governing body said it would meet.",
]


def harms_of(text: str, title: str = "") -> list[Harm]:
    return list(find_harms(Article("a", "o", title, text)))


@pytest.mark.parametrize(("text", "expected"), ACTIVE + PASSIVE + NOUN + INTRANSITIVE)
def test_forms_agents_victims(
    text: str, expected: list[tuple[str, str, str | None, str | None]]
) -> None:
    found = [
        (h.harm, h.form, h.agent.text if h.agent else None, h.victim.text if h.victim else None)
        for h in harms_of(text)
    ]
    assert found == expected


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_harm(text: str) -> None:
    assert harms_of(text) == []


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("No one was killed.", "denied"),
        ("The blast did not kill anyone.", "denied"),
        ("No Tarvan soldiers died.", "denied"),
        ("The governor denied that troops killed nine farmers.", "denied"),
        ("The militia threatened to kill the captain.", "possible"),
        ("The gas could kill thousands of people.", "possible"),
        ("The gas killed nine people.", "reported"),
        ("Officials said that the gas killed nine people.", "reported"),
    ],
)
def test_standing(text: str, standing: str) -> None:
    assert [h.standing for h in harms_of(text) if h.form != "noun"] == [standing]


def test_verbs_of_one_clause_share_its_span() -> None:
    first, second = harms_of("A blast in Dovan killed four people and wounded 6 others.")
    assert first.span == second.span
    assert (first.harm, second.harm) == ("kill", "wound")
    assert first.trigger != second.trigger


def test_clauses_of_their_own_do_not_share_a_span() -> None:
    first, second = harms_of("The raid killed nine people, while over 500 were injured.")
    assert first.span != second.span


def test_title_comes_first() -> None:
    fields = [h.span.field for h in harms_of("Four people were killed.", title="Four killed in Dovan")]
    assert fields == ["title", "text"]


def test_words_of_the_lexicon() -> None:
    assert ("destroyed", "past") in inflect("destroy")
    assert ("carried", "past") in inflect("carry")
    assert {form for form, _ in inflect("slay")} == {"slay", "slays", "slew", "slain", "slaying"}
    assert verb_form("Killed") is not None
    assert verb_form("KILLS") is not None
    assert verb_form("bombed") is None
    casualty = noun_form("casualties")
    assert casualty is not None
    assert (casualty.harm, casualty.sort) == ("kill", "people")


def test_every_kind_of_harm_has_its_words() -> None:
    for harm in HARMS:
        assert lexicon()["verbs"][harm]["transitive"]
        assert lexicon()["nouns"][harm]["event"]


def test_passives_of_any_verb() -> None:
    doc = Reading(Article("a", "o", "", "The hall was opened by the mayor. He praised it.")).doc("text")
    assert [(v.text, a and a.text) for v, a in finite_passives(doc)] == [("opened", "mayor")]


WORDS = st.sampled_from(
    ["killed", "wounded", "dead", "the", "was", "were", "by", "and", "left", "dozens", "12", "lives",
     "Dovan", "toll", "death", "of", "blew", "up", "hostage", "took", "shot", "among", "bodies", ",",
     ".", "\n", "“", "’s", "kills", "injures", "those", "in", "strikes", "army", "suffered", "injuries"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, max_size=25), st.text(string.printable, max_size=20))
def test_spans_hold_their_text(some: list[str], junk: str) -> None:
    article = Article("a", "o", junk, " ".join(some))
    for harm in find_harms(article):
        for span in (harm.span, harm.trigger, harm.agent, harm.victim):
            if span is not None:
                assert article.value(span.field)[span.start : span.end] == span.text
                assert span.text.strip()
        assert harm.span.contains(harm.trigger)
        assert harm.victim is None or harm.span.contains(harm.victim)
        assert harm.form != "passive-no-agent" or harm.agent is None
        assert harm.form != "passive-with-agent" or harm.agent is not None


def test_the_same_article_gives_the_same_records() -> None:
    text = "A blast killed four and wounded 6. The death toll rose to 9. Two were shot dead."
    assert harms_of(text) == harms_of(text)
