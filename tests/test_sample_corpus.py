"""The sample corpus itself: well-formed, and its truth verbatim."""

from __future__ import annotations

import difflib
from collections import Counter

import pytest

from tests import sample_truth as sample
from tests.sample_truth import WHOLLY


@pytest.fixture(scope="module")
def truth():
    return sample.truth()


@pytest.fixture(scope="module")
def texts():
    return sample.texts()


def test_about_forty_articles_by_eight_outlets(truth, texts):
    assert len(texts) == 43
    assert set(truth["outlets"]) == set(texts)
    assert len(set(truth["outlets"].values())) == 8
    listed = [article for articles in truth["stories"].values() for article in articles]
    assert sorted(listed) == sorted(texts)
    assert sum(len(articles) > 1 for articles in truth["stories"].values()) == 6


def test_the_table_has_the_columns_and_nothing_real():
    for row in sample.rows():
        assert list(row) == ["id", "outlet", "url", "published", "title", "text"]
        assert row["url"].split("/")[2].endswith(".example")
        assert "2025-03-10" <= row["published"][:10] <= "2025-05-20"
        assert sample.truth()["outlets"][row["id"]] == row["outlet"]
        assert 100 <= len(row["text"].split()) <= 350 or row["id"] == "courier-0325"


def test_the_pages_come_out_without_their_furniture(truth):
    for name, page in sample.pages().items():
        assert (page.outlet or page.site) == truth["outlets"][name]
        assert page.published
        assert page.published.startswith("2025-")
        assert 100 <= len(page.text.split()) <= 350
        for furniture in ("Privacy", "Most read", "Imprint", "Letters", "Cookies", "two harps"):
            assert furniture not in page.text


def test_every_quote_is_verbatim(truth, texts):
    checked = 0
    for key in ("figures", "voices", "harms", "scare_quotes"):
        for article, field, quote in sample.quotes(truth[key]):
            assert quote in texts[article][field], (key, article, quote)
            checked += 1
    for fact in truth["facts"]:
        for article, field, quote in sample.quotes(fact["articles"]):
            assert quote in texts[article][field], (fact["id"], article, quote)
            checked += 1
    assert checked >= 200


def test_facts_label_every_article_of_their_story(truth):
    assert len({fact["id"] for fact in truth["facts"]}) == len(truth["facts"]) >= 25
    for fact in truth["facts"]:
        assert list(fact["articles"]) == truth["stories"][fact["story"]]
        labels = Counter(cell["label"] for cell in fact["articles"].values())
        assert any(labels[label] for label in WHOLLY)
        assert set(labels) <= {*WHOLLY, "partial", "absent"}
        for cell in fact["articles"].values():
            assert ("quote" in cell) == (cell["label"] != "absent")
            assert cell["label"] == "absent" or not cell.get("planted")


def test_no_gap_is_planted_where_nothing_can_be_read(truth):
    for fact in truth["facts"]:
        for article in truth["unreadable"]:
            assert not fact["articles"].get(article, {}).get("planted")


def test_the_agency_report_was_edited_where_the_truth_says(truth, texts):
    [family] = truth["copy_families"]
    one, other = family["whole"]
    assert texts[one]["text"] == texts[other]["text"]
    for edit in family["edited"]:
        a, b = texts[one]["text"].split(), texts[edit["article"]]["text"].split()
        changes = [
            (" ".join(a[i:j]), " ".join(b[k:m]))
            for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
            if tag != "equal"
        ]
        assert changes
        assert any(edit["was"] in old and edit["is"] in new for old, new in changes)
        if edit["change"] == "number":
            assert changes == [(edit["was"], edit["is"])]


def test_names_stand_in_the_outlets_own_articles(truth, texts):
    for entry in truth["names"]:
        own = [
            " ".join(texts[article].values()).lower()
            for article in truth["stories"][entry["story"]]
            if truth["outlets"][article] == entry["outlet"]
        ]
        for name in entry["names"]:
            assert any(name in text for text in own), (entry["outlet"], name)


def test_states_are_told_of_outlets_and_facts_there_are(truth):
    stories = {fact["id"]: fact["story"] for fact in truth["facts"]}
    by_story: dict[str, set[str]] = {}
    for story, articles in truth["stories"].items():
        by_story[story] = {truth["outlets"][article] for article in articles}
    for entry in truth["outlet_states"]:
        absent = entry["state"] in ("no article", "not collected")
        assert absent == (entry["outlet"] not in by_story[entry["story"]])
        if entry["facts"] != "*":
            assert {stories[name] for name in entry["facts"]} == {entry["story"]}
