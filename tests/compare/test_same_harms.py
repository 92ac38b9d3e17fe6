"""The same harm in several outlets: who names the doer, by victims and alleged doer."""

from __future__ import annotations

from untold.analysis import Settings
from untold.annotate.actors import find_actors
from untold.annotate.harms import find_harms
from untold.compare.facts import Cell, Fact
from untold.compare.same_harms import SameHarms, compare_same_harms
from untold.model import Article, Evidence, State, Story

EAST = Article("e", "Eastern Post", "", "Soldiers killed nine villagers in Dovan. Six guards died.")
WEST = Article("w", "West Radio", "", "Nine villagers were killed in Dovan. Guards killed six guards.")
NORTH = Article("n", "North Herald", "", "A blast killed nine villagers in Dovan. It rained in Marl.")
FAR = Article("f", "Far Echo", "", "In Ostrel 40 villagers were killed. Twelve drowned in Marl.")


def evidence(article: Article, sentence: str) -> Evidence:
    start = article.text.index(sentence)
    return Evidence(article.id, "text", start, start + len(sentence), sentence)


def fact(*told: tuple[Article, str]) -> Fact:
    """A fact that the first article's sentence names and that the others' sentences prove."""
    cells = tuple(
        Cell(a.outlet, State.TOLD, 0.9, evidence(a, said), None, None, None, (), 2, (a.id,), None)
        for a, said in told
    )
    first = evidence(*told[0])
    return Fact("f", "s", first.text, "event", first, first, len(told), None, cells)


VILLAGERS = fact(
    (EAST, "Soldiers killed nine villagers in Dovan."),
    (WEST, "Nine villagers were killed in Dovan."),
    (NORTH, "A blast killed nine villagers in Dovan."),
)


def same_harms(
    *facts: Fact,
    articles: tuple[Article, ...] = (EAST, WEST, NORTH, FAR),
    settings: Settings | None = None,
) -> list[SameHarms]:
    layers: dict[str, dict[str, tuple[object, ...]]] = {
        "harms": {a.id: tuple(find_harms(a)) for a in articles},
        "actors": {a.id: tuple(find_actors(a)) for a in articles},
    }
    story = Story("s", articles, layers, findings={"facts": facts, "naming": ()})
    return list(compare_same_harms(story, settings or Settings()))


def test_who_names_the_doer_of_one_harm() -> None:
    east, north, west = same_harms(VILLAGERS)
    assert {r.agent for r in (east, north, west)} == {"Soldiers"}
    assert {r.victims for r in (east, north, west)} == {"civilians"}
    assert [(r.group, r.named, r.thing, r.missing) for r in (east, north, west)] == [
        ("Eastern Post", 1, 0, 0), ("North Herald", 0, 1, 0), ("West Radio", 0, 0, 1),
    ]  # fmt: skip
    assert [r.clauses[0].form for r in (east, north, west)] == ["active", "active", "passive-no-agent"]


def test_each_clause_is_counted_once_however_many_facts_show_it() -> None:
    assert same_harms(VILLAGERS, VILLAGERS) == same_harms(VILLAGERS)
    assert all(r.harms == 1 for r in same_harms(VILLAGERS, VILLAGERS))


def test_other_victims_and_other_doers_are_kept_apart() -> None:
    guards = fact((WEST, "Guards killed six guards."), (EAST, "Six guards died."))
    sides = {(r.victims, r.agent) for r in same_harms(VILLAGERS, guards)}
    assert sides == {("civilians", "Soldiers"), ("soldiers and police", "Guards")}


def test_a_different_number_is_another_harm() -> None:
    mixed = fact(
        (EAST, "Soldiers killed nine villagers in Dovan."), (FAR, "In Ostrel 40 villagers were killed.")
    )
    assert same_harms(mixed) == []


def test_a_harm_that_one_outlet_tells_is_not_compared() -> None:
    alone = fact((EAST, "Soldiers killed nine villagers in Dovan."))
    assert same_harms(alone) == []
    assert same_harms() == []


def test_few_clauses_are_called_too_few() -> None:
    assert not any(record.enough for record in same_harms(VILLAGERS))
    text = " ".join(f"Soldiers killed {n} villagers in Dovan." for n in range(20, 30))
    many = Article("m", "Many Words", "", text), Article("o", "Other Words", "", text)
    facts = [fact(*((a, s + ".") for a in many)) for s in text.rstrip(".").split(". ")]
    records = same_harms(*facts, articles=many)
    assert [(r.group, r.harms, r.total, r.enough) for r in records] == [
        ("Many Words", 10, 10, True), ("Other Words", 10, 10, True),
    ]  # fmt: skip
    assert all(r.low < r.share == 1.0 == r.high for r in records)


def test_outlets_count_together_where_the_user_groups_them() -> None:
    settings = Settings(groups=(("Eastern Post", "coast"), ("North Herald", "coast")))
    west, coast = same_harms(VILLAGERS, settings=settings)
    assert (coast.group, coast.total, coast.named, west.group) == ("coast", 2, 1, "West Radio")


def test_the_order_of_articles_does_not_matter() -> None:
    assert same_harms(VILLAGERS) == same_harms(VILLAGERS, articles=(FAR, NORTH, WEST, EAST))


def test_a_place_that_was_hit_did_nothing() -> None:
    strike = Article("x", "X", "", "A strike on Dovan killed nine villagers.")
    said = fact((strike, strike.text), (WEST, "Nine villagers were killed in Dovan."))
    records = same_harms(said, articles=(strike, WEST))
    assert {r.agent for r in records} == {None}
    assert [r.clauses[0].naming for r in records] == ["missing", "thing"]
