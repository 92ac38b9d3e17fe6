from __future__ import annotations

from untold.analysis import Settings
from untold.annotate.reading import Reading
from untold.compare.chains import chain_of
from untold.compare.facts import Cell, Fact
from untold.compare.origins import Origins, compare_origins
from untold.model import Article, Evidence, Passage, State, Story

SAID = "The ferry Halmira sank off Ostrel."


def _article(outlet: str, text: str = SAID) -> Article:
    return Article(f"{outlet.lower()}-1", outlet, "", text)


def _proof(article: Article, text: str = SAID) -> Evidence:
    start = article.text.index(text)
    return Evidence.of(article, article.span("text", start, start + len(text)))


def _cell(article: Article, source: str | None, state: State = State.ATTRIBUTED) -> Cell:
    proof = _proof(article) if state.said else None
    return Cell(
        outlet=article.outlet, state=state, p=0.9, evidence=proof, source=source, differs=None,
        nearest=None, missing=(), searched=1, articles=(article.id,), reason=None,
    )  # fmt: skip


def _origins(
    told: list[tuple[Article, str | None]],
    copies: dict[str, str] | None = None,
    passages: tuple[Passage, ...] = (),
    extra: tuple[Cell, ...] = (),
    beside: tuple[Article, ...] = (),
) -> list[Origins]:
    cells = (*(_cell(article, source) for article, source in told), *extra)
    proof = _proof(told[0][0])
    fact = Fact("f1", "s1", proof.text, "event", proof, proof, len(told), None, cells)
    articles = tuple(sorted((*(article for article, _ in told), *beside), key=lambda a: a.id))
    readings = [Reading(article) for article in articles]
    layers = {name: {r.article.id: r.records(name) for r in readings} for name in ("voices", "actors")}
    story = Story("s1", articles, layers, copies or {}, passages, {"facts": (fact,)})
    return list(compare_origins(story, Settings()))


def test_two_sources_are_two_origins() -> None:
    (found,) = _origins([(_article("A"), "the coastguard"), (_article("B"), "Petra Holm")])
    assert (found.outlets, found.independent, found.unstated) == (2, 2, 0)
    assert [edge.source for edge in found.edges] == ["the coastguard", "Petra Holm"]
    assert found.text == SAID


def test_one_source_in_several_spellings_is_one_origin() -> None:
    told = [(_article("A"), "The Coastguard"), (_article("B"), "coastguard")]
    told.append((_article("C"), "the coastguard"))
    (found,) = _origins(told)
    assert found.independent == 1


def test_a_full_name_a_title_and_a_surname_are_one_origin() -> None:
    told = [(_article("A"), "Petra Holm"), (_article("B"), "Holm"), (_article("C"), "Mrs Petra Holm")]
    assert _origins(told)[0].independent == 1


def test_a_narrower_group_is_another_origin() -> None:
    told = [(_article("A"), "officials"), (_article("B"), "harbour officials")]
    assert _origins(told)[0].independent == 2


def test_an_acronym_counts_as_the_name_that_an_article_writes_out() -> None:
    spelled = _article("A", f"{SAID} The Ostrel Union for Harbours (OUH) counted the boats.")
    told = [(spelled, "the Ostrel Union for Harbours"), (_article("B"), "OUH")]
    assert _origins(told)[0].independent == 1
    told[0] = (_article("A"), "the Ostrel Union for Harbours")
    assert _origins(told)[0].independent == 2


def test_no_origin_is_never_guessed_and_counts_as_one_unknown_each() -> None:
    (found,) = _origins([(_article("A"), None), (_article("B"), None), (_article("C"), "Petra Holm")])
    assert [edge.source for edge in found.edges] == [None, None, "Petra Holm"]
    assert (found.independent, found.unstated) == (3, 2)


def test_the_credited_agency_is_the_origin_of_what_names_nobody() -> None:
    wire = _article("A", f"OSTREL (Reuters) - {SAID}")
    (found,) = _origins([(wire, None), (_article("B"), "Reuters")])
    assert [edge.source for edge in found.edges] == ["Reuters", "Reuters"]
    assert found.independent == 1


def _copied(a: Article, b: Article) -> tuple[Passage, ...]:
    return (Passage(_proof(a), _proof(b), 1.0),)


def test_a_copy_family_counts_once() -> None:
    a, b, c = _article("A"), _article("B"), _article("C")
    copies = {a.id: "c-1", b.id: "c-1"}
    (found,) = _origins([(a, None), (b, None), (c, None)], copies, _copied(a, b))
    assert [edge.via for edge in found.edges] == ["c-1", "c-1", None]
    assert (found.independent, found.unstated) == (2, 3)


def test_a_copied_passage_elsewhere_in_the_article_makes_no_copy_of_the_fact() -> None:
    other = "The harbour was closed."
    a, b = _article("A", f"{SAID} {other}"), _article("B", f"{SAID} {other}")
    passages = (Passage(_proof(a, other), _proof(b, other), 1.0),)
    (found,) = _origins([(a, None), (b, None)], {a.id: "c-1", b.id: "c-1"}, passages)
    assert [edge.via for edge in found.edges] == [None, None]
    assert found.independent == 2


def test_a_chain_of_copy_and_source_is_one_origin() -> None:
    a, b, c = _article("A"), _article("B"), _article("C")
    copies = {a.id: "c-1", b.id: "c-1"}
    (found,) = _origins([(a, None), (b, "Petra Holm"), (c, "Petra Holm")], copies, _copied(a, b))
    assert found.independent == 1


def test_what_one_outlet_tells_has_no_record_and_gaps_no_edge() -> None:
    gap = _cell(_article("B"), None, State.UNTOLD)
    assert _origins([(_article("A"), None)], extra=(gap,)) == []
    (found,) = _origins([(_article("A"), None), (_article("C"), None)], extra=(gap,))
    assert [edge.outlet for edge in found.edges] == ["A", "C"]


def _chain(text: str, source: str | None, outlet: str = "A") -> list[tuple[str, str]]:
    told = _article(outlet, text)
    proof = Evidence.of(told, told.span("text", 0, len(text)))
    cell = Cell(
        outlet=outlet, state=State.ATTRIBUTED, p=0.9, evidence=proof, source=source, differs=None,
        nearest=None, missing=(), searched=1, articles=(told.id,), reason=None,
    )  # fmt: skip
    reading = Reading(told)
    layers = {name: {told.id: reading.records(name)} for name in ("voices", "actors")}
    return [(link.who, link.how) for link in chain_of(cell, Story("s", (told,), layers))]


def test_the_chain_goes_from_the_nearest_to_the_origin() -> None:
    text = "The coastguard told Reuters that the ferry sank."
    assert _chain(text, "The coastguard") == [("Reuters", "told"), ("The coastguard", "says")]
    text = "The BBC reported that the minister said that the ferry sank off Ostrel."
    assert _chain(text, "The BBC") == [("The BBC", "says"), ("the minister", "says")]
    text = "SANA said the ferry sank, citing the head of forensics."
    assert _chain(text, "SANA") == [("SANA", "says"), ("the head of forensics", "cites")]


def test_an_outlet_s_own_agency_is_no_step() -> None:
    assert _chain("OSTREL (Sputnik) - The ferry sank.", None, outlet="Sputnik") == []
    assert _chain("OSTREL (Sputnik) - The ferry sank.", None) == [("Sputnik", "credit")]


def test_a_source_that_no_voice_shows_is_still_the_origin() -> None:
    assert _chain("The ferry sank off Ostrel.", "Petra Holm") == [("Petra Holm", "says")]


def test_the_agency_itself_adds_no_origin_where_another_names_its_source() -> None:
    named = "OSTREL (Reuters) - The coastguard said the ferry Halmira sank off Ostrel."
    article = _article("A", named)
    bare = _article("B", f"OSTREL (Reuters) - {SAID}")
    proof = Evidence.of(article, article.span("text", 19, len(named)))
    cell = Cell(
        outlet="A", state=State.ATTRIBUTED, p=0.9, evidence=proof, source="The coastguard",
        differs=None, nearest=None, missing=(), searched=1, articles=(article.id,), reason=None,
    )  # fmt: skip
    (found,) = _origins([(bare, None), (_article("C"), "the coastguard")])
    assert found.independent == 2
    assert [link.who for link in chain_of(cell, _with_layers(article))] == [
        "Reuters", "The coastguard",
    ]  # fmt: skip


def _with_layers(article: Article) -> Story:
    reading = Reading(article)
    layers = {name: {article.id: reading.records(name)} for name in ("voices", "actors")}
    return Story("s", (article,), layers)


def test_another_number_corroborates_nothing() -> None:
    told = [(_article("A"), "the coastguard"), (_article("B"), "the mayor")]
    third = _article("C")
    other = _cell(third, "Petra Holm", State.PARTIAL)
    (found,) = _origins(told, extra=(other,), beside=(third,))
    assert (found.outlets, found.independent, found.differing) == (3, 2, 1)
    assert [edge.matches for edge in found.edges] == [True, True, False]


def test_one_person_with_and_without_title_is_one_origin() -> None:
    names = (
        "Former President Laura Quell",
        "Laura Quell",
        "the mayor, Laura Quell",
        "Laura Quell Amaro",
    )
    told = [(_article(outlet), name) for outlet, name in zip("ABCD", names, strict=True)]
    assert _origins(told)[0].independent == 1
    told = [(_article("A"), "a Nato spokesman"), (_article("B"), "a spokesperson for Nato")]
    assert _origins(told)[0].independent == 1
    told = [(_article("A"), "Ida Quell"), (_article("B"), "Laura Quell")]
    assert _origins(told)[0].independent == 2
