"""What the matrix calls told is told in full; what may be told in part is unsure, and says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.compare.stories import ARTICLES, TOLL, fire_story
from untold.analysis import Settings
from untold.compare import finding, matching
from untold.compare.calibration import Limits, limits
from untold.compare.facts import Fact, compare_facts
from untold.compare.outlet_cells import PERHAPS_IN_PART, Cell, outlet_cell
from untold.compare.verdict import Verdict, judge
from untold.model import Article, State

LIMITS = limits(0.05, "stated")
LONG = "Nine dockers were killed in the fire at the grain store, where forty others slept that night."
SHORT = "Nine dockers were killed in the fire at the grain store."


def toll_in_the_courier(whole: float, bounds: Limits) -> Verdict:
    story = fire_story()
    hay = matching.Haystack(story, story.articles)
    row = next(row for row in hay.rows if row.span.text == TOLL)
    match = finding.find_matches(row.sought, hay, "stated")[1]
    assert match.p >= bounds.told
    return judge(row.sought, replace(match, whole=whole), hay, story, bounds)


def test_a_fact_that_is_perhaps_told_in_part_is_unsure_in_the_matrix() -> None:
    sure, unsure = (toll_in_the_courier(whole, LIMITS) for whole in (0.95, 0.7))
    assert sure.state.said
    assert (unsure.state, unsure.evidence) == (State.UNSURE, None)
    assert unsure.nearest == sure.evidence


def test_what_a_user_asks_is_told_where_the_question_is_answered() -> None:
    assert toll_in_the_courier(0.7, limits(0.05, "asked")).state.said


def test_a_part_that_lacks_is_still_called_partial() -> None:
    assert toll_in_the_courier(0.1, LIMITS).state == State.PARTIAL


def cell(p: float, state: State = State.UNSURE, published: str = "2025-05-05") -> Cell:
    article = Article("e1", "Evening Echo", "", "Text.", published=published)
    return outlet_cell("Evening Echo", [article], [Verdict(state, p, article)], "2025-05-06", LIMITS)


def test_a_cell_that_may_tell_only_a_part_says_so_even_before_the_first_report() -> None:
    assert (cell(0.95).state, cell(0.95).reason) == (State.UNSURE, PERHAPS_IN_PART)


@pytest.mark.parametrize(("p", "state"), [(0.1, State.TOO_EARLY), (0.6, State.UNSURE)])
def test_an_older_article_is_too_early_unless_it_rather_tells_the_fact(p: float, state: State) -> None:
    assert cell(p).state == state


def facts_of(first: str, second: str) -> list[Fact]:
    articles = tuple(
        replace(article, title="", text=text)
        for article, text in zip(ARTICLES[:2], (first, second), strict=True)
    )
    return list(compare_facts(fire_story(articles), Settings()))


def test_a_statement_told_in_part_elsewhere_stays_a_fact_of_its_own() -> None:
    assert len(facts_of(SHORT, SHORT)) == 1
    assert {fact.text for fact in facts_of(LONG, SHORT)} == {LONG[:-1], SHORT[:-1]}
    long = next(fact for fact in facts_of(LONG, SHORT) if fact.text == LONG[:-1])
    assert [c.state.said for c in long.cells if c.outlet == "Coast Courier"] == [False]
