from __future__ import annotations

from dataclasses import replace

import pytest

from tests.compare.stories import ARTICLES, GATES, TOLL, fire_story
from untold.analysis import Settings
from untold.compare.coverage import compare_coverage
from untold.compare.facts import Fact, compare_facts
from untold.errors import UsageError
from untold.model import State, evidence_in


def facts(settings: Settings | None = None) -> list[Fact]:
    return list(compare_facts(fire_story(), settings or Settings()))


def about(words: str) -> Fact:
    return next(fact for fact in facts() if words in fact.sentence.text)


def state(fact: Fact, outlet: str) -> State:
    return next(cell.state for cell in fact.cells if cell.outlet == outlet)


def test_a_fact_that_two_outlets_tell_is_one_fact_told_by_both() -> None:
    toll = [fact for fact in facts() if "Nine dockers" in fact.text]
    assert len(toll) == 1
    assert state(toll[0], "Maren Tribune").said
    assert state(toll[0], "Coast Courier") == State.ATTRIBUTED
    assert toll[0].outlets == 2


def test_who_a_fact_is_attributed_to_is_named_as_the_article_does() -> None:
    cell = next(c for c in about("Nine dockers").cells if c.outlet == "Coast Courier")
    assert cell.source == "the harbour office"


def test_what_a_quotation_without_a_speaker_says_is_not_told_by_the_outlet() -> None:
    quoted = replace(
        ARTICLES[1], id="e1", outlet="Evening Echo",
        text="The quay was silent. “Nine dockers were killed in the fire at the grain store.”",
    )  # fmt: skip
    found = list(compare_facts(fire_story((ARTICLES[0], quoted)), Settings()))
    toll = next(fact for fact in found if "Nine dockers" in fact.text)
    cell = next(c for c in toll.cells if c.outlet == "Evening Echo")
    assert (cell.state, cell.source) == (State.ATTRIBUTED, None)


def test_a_gap_shows_what_was_searched_and_the_nearest_sentence() -> None:
    cell = next(c for c in about("locked from outside").cells if c.outlet == "Coast Courier")
    assert cell.state == State.UNTOLD
    assert cell.p < 0.2
    assert cell.searched == 5  # title and four sentences
    assert cell.articles == ("b1",)
    assert cell.nearest is not None
    assert "locked" in cell.missing


def test_an_outlet_that_wrote_before_the_first_report_is_too_early() -> None:
    assert state(about("locked from outside"), "Selene Radio") == State.TOO_EARLY


def test_a_stub_is_unreadable_and_never_a_gap() -> None:
    assert {state(fact, "Northern Post") for fact in facts() if fact.evidence.article != "d1"} == {
        State.UNREADABLE
    }


def test_every_piece_of_evidence_is_what_the_article_says() -> None:
    texts = {article.id: article for article in ARTICLES}
    found = [evidence for fact in facts() for evidence in evidence_in(fact)]
    assert len(found) > 10
    for evidence in found:
        assert (
            texts[evidence.article].value(evidence.field)[evidence.start : evidence.end]
            == evidence.text
        )


def test_the_name_of_a_fact_is_a_statement_verbatim() -> None:
    for fact in facts():
        assert fact.text == fact.evidence.text
        assert fact.text in fact.sentence.text


def test_the_order_of_articles_changes_nothing() -> None:
    turned = fire_story(tuple(reversed(ARTICLES)))
    assert {f.id: f.cells for f in compare_facts(turned, Settings())} == {
        f.id: f.cells for f in facts()
    }


def test_a_story_of_one_outlet_has_no_facts_to_compare() -> None:
    alone = replace(fire_story(), articles=ARTICLES[:1])
    assert list(compare_facts(alone, Settings())) == []


def test_fewer_wrong_gaps_allowed_means_no_more_gaps_claimed() -> None:
    def gaps(rate: float) -> set[tuple[str, str]]:
        return {
            (fact.id, cell.outlet)
            for fact in facts(Settings(max_false_gaps=rate))
            for cell in fact.cells
            if cell.state == State.UNTOLD
        }

    assert gaps(0.03) <= gaps(0.05) <= gaps(0.15)


def test_a_rate_that_was_not_measured_is_refused() -> None:
    with pytest.raises(UsageError, match="not measured"):
        facts(Settings(max_false_gaps=0.333))


def test_outlets_without_an_article_are_told_apart() -> None:
    found = {absence.outlet: absence.state for absence in compare_coverage(fire_story(), Settings())}
    assert found == {"Far Herald": State.NOT_COLLECTED, "Harbour Sheet": State.NO_ARTICLE}


def test_without_dates_nothing_is_known_of_an_outlet_without_an_article() -> None:
    undated = replace(fire_story(), outlets={"Far Herald": (None, None)})
    assert [a.state for a in compare_coverage(undated, Settings())] == [State.NOT_COLLECTED]


def test_the_sentence_about_the_gates_is_in_no_other_outlet() -> None:
    assert [c.outlet for c in about(GATES[:30]).cells if c.state.said] == ["Maren Tribune"]


def test_a_statement_too_bare_to_look_for_makes_no_fact() -> None:
    bare = replace(ARTICLES[1], id="e1", outlet="Evening Echo", text="It all worked out well. " + TOLL)
    found = list(compare_facts(fire_story((ARTICLES[0], bare)), Settings()))
    assert any("Nine dockers" in fact.text for fact in found)
    assert not any("worked out" in fact.text for fact in found)
