from __future__ import annotations

from untold.analysis import Settings
from untold.annotate.harms import find_harms
from untold.compare.agency import Agency, compare_agency
from untold.model import Article, Story

EAST = Article(
    "e1",
    "The Eastern Post",
    "Four killed in Dovan",
    "A government raid killed four people and wounded six. Nine people died in Marl.",
    published="2031-05-02",
)
EARLIER = Article("e2", "The Eastern Post", "", "The raid killed a nurse.", published="2031-05-01")
WEST = Article(
    "w1", "West Radio", "", "No one was killed. Troops could kill more people. It rained.",
    published="2031-05-02",
)  # fmt: skip


def agency_of(*articles: Article) -> list[Agency]:
    layer = {a.id: tuple(find_harms(a)) for a in articles}
    return list(compare_agency(Story("s", articles, {"harms": layer}), Settings()))


def test_counts_forms_and_named_agents_of_each_kind() -> None:
    kill, wound = agency_of(EAST)
    assert (kill.outlet, kill.harm, kill.total, kill.named) == ("The Eastern Post", "kill", 3, 1)
    assert kill.forms == (("active", 1), ("intransitive", 1), ("passive-no-agent", 1))
    assert (wound.harm, wound.total, wound.named) == ("wound", 1, 1)
    assert wound.clauses[0].agent == "A government raid"
    assert wound.clauses[0].victim == "six"


def test_clauses_run_by_time_then_title_then_text() -> None:
    kill = agency_of(EAST, EARLIER)[0]
    assert [(c.evidence.article, c.evidence.field) for c in kill.clauses] == [
        ("e2", "text"), ("e1", "title"), ("e1", "text"), ("e1", "text"),
    ]  # fmt: skip
    starts = [c.evidence.start for c in kill.clauses[2:]]
    assert starts == sorted(starts)


def test_denied_and_possible_harms_are_not_counted() -> None:
    assert agency_of(WEST) == []


def test_a_clause_in_title_and_text_counts_twice() -> None:
    twice = Article("t", "o", "Car bomb kills four", "Car bomb kills four. It was loud.")
    assert agency_of(twice)[0].total == 2


def test_the_order_of_articles_does_not_matter() -> None:
    assert agency_of(EAST, EARLIER, WEST) == agency_of(WEST, EARLIER, EAST)


def test_evidence_holds_its_text() -> None:
    for record in agency_of(EAST, EARLIER):
        for clause in record.clauses:
            proof = clause.evidence
            article = {"e1": EAST, "e2": EARLIER}[proof.article]
            assert article.value(proof.field)[proof.start : proof.end] == proof.text


def test_a_story_without_harms_yields_nothing() -> None:
    assert agency_of(Article("q", "o", "", "The fair opened in Ostrel.")) == []
