"""Readability: what shows that a gap is no gap, and what must not be taken for it."""

from __future__ import annotations

import pytest

from evals.data import data_folder, read_lines
from untold.extract.readable import RULES, readability_of
from untold.model import Readability

REPORT = (
    "ORRIN, April 5 — A ferry with 84 people on board sank off Orrin, the coast guard said.\n"
    "Divers brought 60 bodies ashore by noon, and the search for the others goes on, an officer told"
    " reporters.\n"
    "The company, which runs two more boats of that kind, said it would help with the inquiry."
)


@pytest.mark.parametrize(
    ("title", "text", "rule"),
    [
        ("Search: ferry", "... sank off Orrin ... the coast guard said ... on Saturday", "search page"),
        (
            "Ferry sinks",
            "Photos: The ferry. Hide Caption 1 of 2\nDivers at sea. Hide Caption 2 of 2",
            "captions",
        ),
        ("Ferry sinks", "Please enable JavaScript and cookies to go on to this page.", "no article"),
        (
            "Ferry sinks",
            "Error 404. The page you requested was not found on this server.",
            "no article",
        ),
        (
            "Ferry sinks",
            "About the author\nAda Kell has written about ships for twenty years now.",
            "author box",
        ),
        ("Ferry sinks", "A ferry sank off Orrin.\nSubscribe to continue reading", "paywall"),
        ("Ferry sinks", "A ferry sank off Orrin.\nThis article is for subscribers only.", "paywall"),
        ("Ferry sinks off Orrin", "Ferry sinks off Orrin KNA Sunday 5 Apr 2031", "headline only"),
        ("Ferry sinks", "Watch it live.", "too short"),
        (
            "Ferry sinks",
            "Advertisement\nShare this\nCopyright 2031 The Ferry. All rights reserved.",
            "too short",
        ),
        ("", REPORT * 2 + "\nAlready a subscriber? Log in.", "cut at paywall"),
        ("", REPORT[:200] + "… [+1234 chars]", "clip mark"),
        ("", REPORT + "\nRead More", "goes on elsewhere"),
        ("", REPORT + "\nContinue reading →", "goes on elsewhere"),
        ("", REPORT.replace("\n", "\nContinue reading the main story\n", 1), "copied in part"),
        ("", REPORT[:240] + "...", "ellipsis"),
        ("", REPORT[:240] + " […] Read more", "ellipsis"),
        ("", (REPORT * 3)[:255], "field length"),
        ("", REPORT + " It had left the harbour of Orrin with", "last sentence"),
        ("", REPORT + " It had left the harbour of", "open end"),
        ("", REPORT + "\nOn Sunday, the minister came to the harbour,", "open end"),
        ("", REPORT + "\nThe chief of the harbour has asked the governm", "last sentence"),
        (
            "",
            REPORT.replace(",", "").replace(".", "") + " The harbour chief asked the governm",
            "last sentence",
        ),
        ("", REPORT + "\n“We had told them that the boat was too old, and they", "last sentence"),
        ("", "was told to leave the harbour at noon. " + REPORT, "begins inside"),
    ],
)
def test_what_shows_a_stub_or_a_cut(title: str, text: str, rule: str) -> None:
    expected = next(r for r in RULES if r.name == rule)
    assert readability_of(title, text) == (expected.verdict, expected.reason)


def test_every_rule_has_a_reason_and_no_two_the_same_name() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.reason and rule.verdict is not Readability.READABLE for rule in RULES)


@pytest.mark.parametrize("text", ["", " \n", "12 34", "*** !"])
def test_no_text_is_empty(text: str) -> None:
    assert readability_of("Ferry sinks", text) == (Readability.EMPTY, "holds no text")


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        "Twelve people died when a ferry sank off Orrin, the coast guard said.",  # a bulletin
        "Sat Apr 5 2031 At least 12 people were killed off Orrin KNA agency reports",  # no full stops
        REPORT + "\nAda Kell contributed to this report",
        REPORT + "\nFollow us on Twitter",
        REPORT + "\nMore: Why old ferries are still in use on the lakes of the north",
        REPORT + "\nRead more: A sailor's life",
        REPORT + " The newspaper said that readers had to subscribe to continue.",
        REPORT + "\nKNA",
        REPORT.replace(".", "").replace(",", ""),
        'He said: "We are going home." ' + REPORT,
        "al-Orrin harbour was closed. " + REPORT,
    ],
)
def test_what_is_whole_stays_readable(text: str) -> None:
    assert readability_of("Twelve die", text) == (Readability.READABLE, None)


@pytest.mark.skipif(data_folder() is None, reason="needs the development data")
def test_the_known_stubs_and_the_known_whole_texts() -> None:
    from evals.extract import KNOWN

    rows = list(read_lines("stories/giveme5w1h.jsonl"))
    refused = {r["id"] for r in rows if readability_of(r["title"] or "", r["text"] or "")[1]}
    missed = [name for name in KNOWN if not any(i.startswith(name) for i in refused)]
    assert missed == ["4b279c94", "e606"]  # a first paragraph, whole in itself
    fakes = {
        r["id"] for r in read_lines("outlets/fakes.jsonl") if readability_of(r["title"], r["text"])[1]
    }
    assert fakes == {"1923848249"}  # a headline with its dateline


@pytest.mark.parametrize(
    "title",
    [
        "Search for missing boat ends off Orrin",
        "Search-and-rescue crews leave Orrin",
        "Police search: two held in Orrin",
        "Search results in arrest of ferry's owner",
        "House search - a third in Orrin",
    ],
)
@pytest.mark.parametrize(
    "text", [REPORT, REPORT.split("\n")[0], "Divers ... and police. " + REPORT * 3]
)
def test_a_headline_about_a_search_makes_no_search_page(title: str, text: str) -> None:
    assert readability_of(title, text) == (Readability.READABLE, None)


@pytest.mark.parametrize(
    "title", ["Search", "Orrin Search : Orrin", "Search results for ferry", "Ferry - Search results"]
)
def test_a_search_page_needs_its_title_and_little_prose(title: str) -> None:
    page = "ferry\nsunk off Orrin ... the coast guard\nApril 5\ndivers at noon ... Sunday\nOlder items"
    assert readability_of(title, page)[0] is Readability.STUB
    assert readability_of("Ferry sinks", page)[0] is not Readability.STUB
    assert readability_of(title, page + "\n" + REPORT * 3)[0] is not Readability.STUB
