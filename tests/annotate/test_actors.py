"""Actors: who is mentioned, by which words, and which mentions are one actor."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from untold.annotate.actors import Mention, find_actors
from untold.annotate.people.lexicon import class_of, fold, group_nouns, is_plural, singular
from untold.annotate.people.persons import checked
from untold.annotate.people.resolution import Phrase, same_people
from untold.model import Article


def mentions(text: str, title: str = "") -> list[Mention]:
    return list(find_actors(Article("a", "Tidings", title, text)))


def names_of(text: str, actor: str) -> list[str]:
    return [m.span.text for m in mentions(text) if m.actor == actor]


def test_a_surname_means_the_person_named_in_full() -> None:
    text = "Robert Hallman met residents on Monday. Hallman promised help. Mr. Hallman left at noon."
    assert names_of(text, "robert hallman") == ["Robert Hallman", "Hallman", "Mr. Hallman"]


def test_the_president_is_whom_the_article_calls_so() -> None:
    text = "President Robert Hallman spoke on Monday. The president promised help to the town."
    assert names_of(text, "robert hallman") == ["President Robert Hallman", "president"]


def test_two_presidents_stay_ambiguous() -> None:
    text = (
        "President Robert Hallman met President Maria Keller in Geneva on Monday. "
        "The president promised help to the town."
    )
    assert names_of(text, "president") == ["president"]


def test_an_acronym_means_the_name_with_these_initials() -> None:
    text = "The National Relief Board (NRB) opened shelters. The NRB gave out blankets in Boston."
    actors = {m.actor for m in mentions(text) if m.span.text in ("NRB", "National Relief Board")}
    assert actors == {"national relief board"}


def test_groups_keep_their_words_and_share_an_actor() -> None:
    text = "Armed rebels attacked the village. Rebel fighters burned the mill. The rebels fled."
    assert names_of(text, "rebels") == ["Armed rebels", "Rebel fighters", "rebels"]


def test_a_bare_noun_joins_the_only_variant() -> None:
    text = "The Syrian army entered the town. The army closed the roads."
    assert names_of(text, "syrian army") == ["Syrian army", "army"]


def test_roles_turn_passives_round() -> None:
    found = mentions("Two farmers were killed by soldiers near the mill.")
    roles = {m.actor: m.roles for m in found}
    assert roles == {"farmers": (("patient", "kill"),), "soldiers": (("agent", "kill"),)}


def test_quoted_mentions_are_marked() -> None:
    found = mentions("“The terrorists burned the mill,” said a farmer. The rebels denied it.")
    assert {m.span.text: m.quoted for m in found if m.actor in ("terrorists", "rebels")} == {
        "terrorists": True,
        "rebels": False,
    }


def test_a_pronoun_counts_only_where_one_person_is_near() -> None:
    one = mentions("Robert Hallman came to the village. He promised help.")
    two = mentions("Robert Hallman met Maria Keller in the village. He promised help.")
    assert [m.actor for m in one if m.span.text == "He"] == ["robert hallman"]
    assert [m for m in two if m.span.text == "He"] == []


def test_no_text_no_actors() -> None:
    assert mentions("") == []
    assert mentions("It rained all day.") == []


def test_a_name_of_signs_alone_is_no_actor() -> None:
    from spacy.tokens import Span as DocSpan

    from untold.annotate.reading import Reading

    reading = Reading(Article("a", "Tidings", "", "It was ’s that Hallman saw."))
    doc = reading.doc("text")
    doc.ents = [DocSpan(doc, 2, 3, "PERSON"), DocSpan(doc, 4, 5, "PERSON")]
    assert [m.actor for m in find_actors(reading)] == ["hallman"]


def test_people_with_one_surname_stay_apart() -> None:
    joined = same_people({"robert hallman": 2, "maria hallman": 2, "hallman": 3})
    assert joined["robert hallman"] != joined["maria hallman"]
    assert joined["hallman"] == "hallman"


def test_the_fuller_form_that_is_common_names_the_person() -> None:
    joined = same_people({"robert j hallman": 1, "robert hallman": 4, "hallman": 9, "r hallman": 1})
    assert set(joined.values()) == {"robert hallman"}


def test_words_for_people() -> None:
    assert singular("gunmen") == "gunman"
    assert group_nouns()["militia"].key == "militia"
    assert class_of("regime forces") == class_of("syrian army") == "forces"
    assert class_of("opposition fighters") == class_of("rebels") == "armed"
    assert is_plural("two gunmen")
    assert not is_plural("a gunman")
    assert fold("The U.S.’s") == "us"


WORDS = st.sampled_from(
    ["Robert", "Hallman", "Mr.", "the", "The", "president", "rebels", "Syrian", "army", "'s",
     "“", "”", ",", ".", "\n", "he", "they", "said", "killed", "by", "US-backed", "fighters",
     "(NRB)", "🜁"]
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_offsets_hold_and_records_repeat(text: str) -> None:
    article = Article("a", "Tidings", text, text)
    found = list(find_actors(article))
    for mention in found:
        span = mention.span
        assert article.value(span.field)[span.start : span.end] == span.text != ""
        assert mention.actor
    assert found == list(find_actors(article))


def test_places_boats_and_companies_are_no_people() -> None:
    def name(shown: str, before: str = "", does: tuple[tuple[str, str], ...] = ()) -> str:
        words = tuple(before.split())
        phrase = Phrase("text", 1, 2, 1, 0, shown.lower(), shown.lower(), "person", words=words[1:])
        (found,) = checked([phrase], lambda _: words[0] if words else "", lambda _: does)
        return found.kind

    assert name("Pier Four") == name("Quell Road") == name("Orrin", "in") == "place"
    assert name("Quell Lines") == "organisation"
    assert name("Anna Moor", "ferry") == name("Anna Moor", "the") == "other"
    assert name("Anna Moor") == name("Orrin") == "person"
    assert name("Ida Bridge", "the minister") == "person"
    assert name("Orrin", "in", (("agent", "say"),)) == "person"


def test_one_word_of_a_companys_name_means_the_company() -> None:
    phrases = [
        Phrase("text", at, at + 1, at, 0, shown, shown, "person")
        for at, shown in enumerate(["quell lines", "quell"])
    ]
    found = checked(phrases, lambda _: "", lambda _: ())
    assert [(p.kind, p.name) for p in found] == [("organisation", "quell lines")] * 2


def test_the_noun_before_tells_trades_apart() -> None:
    assert names_of("Mill workers left the town. The workers sang.", "mill workers") == [
        "Mill workers",
        "workers",
    ]
    assert names_of("Then riot police left the town.", "police") == ["riot police"]


def test_a_seat_of_government_that_acts_is_its_state() -> None:
    text = "Oslo denied the report. Talks with Oslo failed. Rain fell in Oslo. Oslo has seen rain."
    actors = [(m.span.start, m.actor) for m in find_actors(Article("a", "o", "", text))]
    assert [actor for _, actor in actors] == ["norway", "norway", "oslo", "oslo"]


def test_the_north_is_the_only_state_so_named() -> None:
    text = "North Korea fired a rocket. The North denied it."
    assert {m.actor for m in find_actors(Article("a", "o", "", text))} == {"north korea"}
