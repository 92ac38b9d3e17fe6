import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest

from tests.present import sample as flood
from untold.present.charts import story_charts
from untold.present.charts.drawing import Drawing, clean, page_address
from untold.present.charts.links import untangled
from untold.present.charts.times import moment_of, told_first


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return flood.sample()


@pytest.fixture(scope="module")
def charts(document: dict[str, Any]) -> dict[str, Drawing]:
    heads = {article["id"]: article for article in document["articles"]}
    return drawn(document["stories"][0], heads)


def drawn(story: dict[str, Any], heads: dict[str, Any]) -> dict[str, Drawing]:
    """The first chart of each view."""
    found: dict[str, Drawing] = {}
    for chart in story_charts(story, heads):
        found.setdefault(chart.view, chart)
    return found


def texts(chart: Drawing) -> list[str]:
    return [mark[4] for mark in chart.marks if mark[0] == "t"]


def links(chart: Drawing) -> Iterator[tuple[str, str]]:
    """Address and spoken words of every linked mark."""
    for mark in chart.marks:
        found = mark[7:9] if mark[0] == "p" else mark[8:10]
        if found and found[0]:
            yield found[0], found[1]


def test_every_view_that_has_one_is_drawn(charts: dict[str, Drawing]) -> None:
    assert list(charts) == [
        "time", "naming", "voices", "agency", "figures", "origins", "wording", "blindspots", "copies",
    ]  # fmt: skip


def test_a_drawing_is_marks_in_the_page_s_colours_and_small(charts: dict[str, Drawing]) -> None:
    for chart in charts.values():
        assert len(chart.marks) >= 6
        assert {mark[0] for mark in chart.marks} == {"p", "t"}
        classes = {name for mark in chart.marks for name in mark[1].split()}
        assert classes <= {f"{kind}-{c}" for kind in "fs" for c in (
            "ink", "dim", "line", "main", "soft", "gap", "paper")} | {"b"}  # fmt: skip
        assert len(json.dumps(chart.plain())) < 12_000


def test_bars_say_their_counts_and_lead_to_their_sentences(charts: dict[str, Drawing]) -> None:
    assert "9 of 12" in texts(charts["voices"])
    addresses = dict(links(charts["voices"]))
    spoken = addresses["#s-flood/~voices/kind/government/Ondmere%20Ledger"]
    assert spoken == "Ondmere Ledger, government: 9 of 12"
    assert all(
        address.startswith("#s-flood/~") for chart in charts.values() for address, _ in links(chart)
    )


def test_of_the_same_harms_each_group_s_share_is_drawn(document: dict[str, Any]) -> None:
    heads = {article["id"]: article for article in document["articles"]}
    same = [c for c in story_charts(document["stories"][0], heads) if c.title.startswith("Of the same")]
    assert {"0 of 4", "1 of 4"} <= set(texts(same[0]))
    spoken = dict(links(same[0]))
    assert spoken["#s-flood/~agency/same/people//The%20Lantern"] == "The Lantern, people: 1 of 4"


def test_bars_that_would_all_be_empty_are_not_drawn(document: dict[str, Any]) -> None:
    story = document["stories"][0]
    none = {**story, "same_harms": [{**record, "named": 0} for record in story["same_harms"]]}
    heads = {article["id"]: article for article in document["articles"]}
    assert not any(chart.title.startswith("Of the same") for chart in story_charts(none, heads))


def test_an_address_comes_back_as_the_page_reads_it() -> None:
    address = page_address("s-1", "~voices", "a/b # c", "صوت")
    assert [unquote(part) for part in address[1:].split("/")] == ["s-1", "~voices", "a/b # c", "صوت"]


def test_hostile_names_stay_words(charts: dict[str, Drawing]) -> None:
    assert any(text.startswith("kind </script>") for text in texts(charts["voices"]))


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert clean("a\x00b\ud800c\nd") == "a�b�c\nd"


def test_equal_stories_draw_equal_marks(document: dict[str, Any], charts: dict[str, Drawing]) -> None:
    heads = {article["id"]: article for article in document["articles"]}
    assert drawn(document["stories"][0], heads) == charts


def test_nothing_is_drawn_of_a_story_that_was_not_compared(document: dict[str, Any]) -> None:
    single = next(story for story in document["stories"] if not story["compared"])
    assert list(story_charts(single, {})) == []


def test_the_first_to_tell_is_the_earliest_known(document: dict[str, Any]) -> None:
    heads = {article["id"]: article for article in document["articles"]}
    fact = document["stories"][0]["facts"][0]
    assert [cell["outlet"] for cell in told_first(fact, heads)] == [flood.WIRE]
    alone = {**fact, "cells": [c for c in fact["cells"] if c["outlet"] == flood.WIRE]}
    assert told_first(alone, heads) == []


def test_moments() -> None:
    assert moment_of("1970-01-02") == 36 * 3_600_000
    assert moment_of("1970-01-01T02:00:00+02:00") == 0
    assert moment_of("1970-01-01T00:01:00") == 60_000
    assert moment_of("yesterday") is None
    assert moment_of(None) is None


def test_lines_cross_as_little_as_they_can() -> None:
    crossed = {("a", "3"): 1, ("b", "2"): 1, ("c", "1"): 1}
    left, right = untangled(crossed, ["a", "b", "c"], ["1", "2", "3"])
    assert [right.index(crossed_to) for crossed_to in ("3", "2", "1")] == [left.index(x) for x in "abc"]


def test_who_uses_which_name_is_drawn_with_the_uses(charts: dict[str, Drawing]) -> None:
    chart = charts["naming"]
    assert {"“strikers”", "“wreckers”", "State Bulletin"} <= set(texts(chart))
    spoken = dict(links(chart))
    assert any(words.startswith("State Bulletin: “wreckers”, ") for words in spoken.values())


def test_a_blindspot_is_drawn_beside_what_was_expected(charts: dict[str, Drawing]) -> None:
    spoken = dict(links(charts["blindspots"]))
    assert (
        spoken["#s-flood/~blindspots/harbour%20papers/"]
        == "harbour papers: 4 of 4 tell it, 2.2 expected"
    )


def test_text_that_two_outlets_share_is_drawn_by_its_words(charts: dict[str, Drawing]) -> None:
    # eleven words word for word; of twelve, .78 in common order
    assert {"11 in 1 passage", "9 in 1 passage"} <= set(texts(charts["copies"]))
    spoken = dict(links(charts["copies"]))
    assert spoken["#s-flood/~copies/Halvar%20Wire/Quay%20Post"].endswith("1 passage in both")


def test_marks_that_lie_on_each_other_share_one_number(document: dict[str, Any]) -> None:
    heads = {article["id"]: article for article in document["articles"]}
    chart = drawn(document["stories"][0], heads)["time"]
    numbers = [text for text in texts(chart) if text.replace(" + ", "").isdigit()]
    assert numbers
    same = {name: {**head, "published": "2031-03-04T05:40:00+00:00"} for name, head in heads.items()}
    story = {**document["stories"][0]}
    story["facts"] = [{**fact, "first": "2031-03-04T05:40:00+00:00"} for fact in story["facts"]]
    joined = texts(drawn(story, same)["time"])
    assert any(" + " in text for text in joined)


def test_days_without_hours_are_named_as_days(document: dict[str, Any]) -> None:
    heads = {article["id"]: article for article in document["articles"]}
    daily = {name: {**a, "published": (a["published"] or "")[:10]} for name, a in heads.items()}
    facts = [{**fact, "first": fact["first"][:10]} for fact in document["stories"][0]["facts"]]
    chart = drawn({**document["stories"][0], "facts": facts}, daily)["time"]
    assert {"4 Mar 2031", "5 Mar 2031"} <= set(texts(chart))
    assert not any(":00" in text for text in texts(chart))
