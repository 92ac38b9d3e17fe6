from typing import Any

import pytest

from tests.present import sample as flood
from untold.present.summary import contrasted, listed, number, shortened, summarise


@pytest.fixture(scope="module")
def story() -> dict[str, Any]:
    return flood.sample()["stories"][0]  # type: ignore[no-any-return]


def test_the_sentences_follow_from_the_findings(story: dict[str, Any]) -> None:
    texts = [line["text"] for line in story["summary"]]
    assert (
        "6 facts found, 6 told by more than one outlet; 5 told by some and left untold by others."
        in texts
    )
    assert (
        "7 of 9 outlets give a figure for “killed”: 5 to 14 (they differ, and not by growth alone)."
        in texts
    )
    naming = next(line["text"] for line in story["summary"] if line["view"] == "naming")
    assert "“strikers” (Ondmere Ledger and The Lantern)" in naming
    assert "“wreckers” (Halvar Wire and State Bulletin)" in naming
    agency = next(line["text"] for line in story["summary"] if line["view"] == "agency")
    assert (
        agency
        == "On wounding, Ondmere Ledger names who did it in 1 of 4 clauses, The Lantern in 2 of 3."
    )


def test_every_line_leads_to_a_view_and_every_fact_exists(story: dict[str, Any]) -> None:
    ids = {fact["id"] for fact in story["facts"]}
    assert len(story["summary"]) > 5
    for line in story["summary"]:
        assert line["view"] in story
        assert "fact" not in line or line["fact"] in ids


def test_without_findings_it_says_so() -> None:
    views = (
        "facts", "naming", "voices", "agency", "figures", "origins", "wording", "blindspots", "copies",
    )  # fmt: skip
    empty: dict[str, Any] = {name: [] for name in views} | {"outlets": ["One", "Two"], "differ": 0}
    assert [line["text"] for line in summarise(empty, {})] == [
        "No fact was found that two outlets share."
    ]


def test_names_that_hold_each_other_are_no_contrast() -> None:
    def name(outlet: str, words: str) -> dict[str, Any]:
        return {"outlet": outlet, "name": words, "own": 1, "count": 1}

    assert contrasted({"names": [name("One", "Ilsa Torn"), name("Two", "Torn")]}) == {}
    assert contrasted({"names": [name("One", "Strikers"), name("Two", "strikers")]}) == {}
    assert contrasted({"names": [name("One", "U.S."), name("Two", "US")]}) == {}
    assert contrasted({"names": [name("One", "LHB"), name("Two", "Lower Harbour Board")]}) == {}
    leaders = [name("One", "union leaders"), name("Two", "party leaders")]
    assert contrasted({"names": leaders}) == {}
    police = [name("One", "Ondmere"), name("Two", "Police")]
    assert contrasted({"actor": "ondmere police", "names": police}) == {}
    assert contrasted({"names": [name("One", "Washington"), name("Two", "United States")]}) == {}
    assert contrasted({"names": [name("One", "strikers"), name("Two", "wreckers")]}) == {
        "strikers": ["One"],
        "wreckers": ["Two"],
    }


def test_an_office_beside_a_name_is_no_line_of_the_summary(story: dict[str, Any]) -> None:
    def named(*words: str) -> list[str]:
        names = [
            {"outlet": o, "name": w, "own": 1, "count": 1, "quoted": 0}
            for o, w in zip("AB", words, strict=True)
        ]
        actor = {"actor": "x", "kind": "person", "outlets": 2, "names": names, "aligned": []}
        lines = summarise(story | {"naming": [actor], "copies": []}, {})
        return [line["text"] for line in lines if line["view"] == "naming"]

    assert named("mayor", "Torn") == []
    assert len(named("the strongman", "Torn")) == 1


def test_words_for_lists_and_numbers() -> None:
    assert listed(["A"]) == "A"
    assert listed(["A", "B"]) == "A and B"
    assert listed(["A", "B", "C", "D"]) == "A, B and 2 others"
    assert listed([]) == ""
    assert number(1200.0) == "1,200"
    assert number(2.5) == "2.5"
    assert shortened("one two\nthree", 9) == "one two…"
    assert shortened("a b", 9) == "a b"
