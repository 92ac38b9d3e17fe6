from dataclasses import replace

import pytest

from tests.compare.stories import ARTICLES, fire_story
from untold.analysis import Settings
from untold.compare.calibration import adjustable, limits, measured, rates
from untold.compare.facts import compare_facts
from untold.model import Article, Readability, Story
from untold.present.document import plain
from untold.present.rates import at_rates, differs, state_at

#: Its second article can't be read in full: beside it nothing is a gap.
CUT = Article(
    "b2", "Coast Courier", "Hoses at Port Maren", "Firemen brought their hoses to the Lower Quay and",
    published="2025-05-08", readability=Readability.TRUNCATED, reason="ends where no sentence can end",
)  # fmt: skip


@pytest.fixture(scope="module", params=["read in full", "one cut off"])
def story(request: pytest.FixtureRequest) -> Story:
    return fire_story(ARTICLES if request.param == "read in full" else (*ARTICLES, CUT))


@pytest.mark.parametrize("own", [0.02, 0.05, 0.1])
def test_a_run_shown_at_another_share_is_a_run_made_at_it(story: Story, own: float) -> None:
    closed = {a.id for a in story.articles if a.readability is not Readability.READABLE}
    shown = plain(list(compare_facts(story, replace(Settings(), max_false_gaps=own))))
    seen = set()
    for rate in adjustable(own, "stated"):
        made = plain(list(compare_facts(story, replace(Settings(), max_false_gaps=rate["stated"]))))
        # In another order, perhaps: the surest stand first among equals, by the same probabilities.
        wanted = {(f["id"], c["outlet"]): c["state"] for f in made for c in f["cells"]}
        found = {
            (f["id"], c["outlet"]): state_at(c, rate["threshold"], closed)
            for f in shown
            for c in f["cells"]
        }
        assert found == wanted
        [at] = at_rates(shown, [rate], closed)
        assert at["differ"] == sum(map(differs, made))
        seen.add(sum(state == "untold" for state in wanted.values()))
    assert len(seen) > 1  # the share does matter in this story


def test_shares_are_offered_while_what_is_told_stays_told() -> None:
    offered = adjustable(0.05, "stated")
    assert {rate["stated"] for rate in offered} <= set(rates())
    assert all(rate["threshold"] <= limits(0.05, "stated").told for rate in offered)
    assert 0.05 in {rate["stated"] for rate in offered}
    own = next(rate for rate in offered if rate["stated"] == 0.05)
    assert measured(0.05, "stated").items() <= own.items()


def test_a_run_beyond_them_is_shown_as_it_is() -> None:
    last = rates()[-1]
    offered = adjustable(last, "stated")
    if offered[0]["threshold"] > limits(0.05, "stated").told:
        assert [rate["stated"] for rate in offered] == [last]
    else:
        assert last in {rate["stated"] for rate in offered}


def test_the_lines_on_gaps_follow_the_share() -> None:
    def cell(outlet: str, state: str, p: float) -> dict[str, object]:
        return {"outlet": outlet, "state": state, "p": p, "articles": [outlet]}

    fact = {
        "id": "f1", "text": "the gates were locked", "outlets": 1,
        "cells": [cell("A", "told", 0.9), cell("B", "untold", 0.05)],
    }  # fmt: skip
    shares = [{"stated": 0.02, "threshold": 0.02}, {"stated": 0.1, "threshold": 0.1}]
    low, high = at_rates([fact], shares, ())
    assert (low["differ"], high["differ"]) == (0, 1)
    assert len(low["summary"]) == 1
    assert high["summary"][1]["text"] == "B leaves untold what 1 outlet tells: “the gates were locked”."
    assert at_rates([fact], shares, {"B"})[1]["differ"] == 0
