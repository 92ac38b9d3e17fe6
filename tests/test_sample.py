"""The whole way over the sample corpus, through the command line, held to the truth beside it.

What must never happen is asserted of every cell. For the rest the share that comes out right has a
floor: just under what was reached when it was last raised. What is known to fail is a strict xfail.
"""

from __future__ import annotations

import json
import random
import shutil
from collections import defaultdict

import pytest
from click.testing import CliRunner

from tests import sample_truth as sample
from tests.sample_truth import SAID, WHOLLY
from untold.cli import cli

#: Planted gaps that come out as told. Take one out when it is mended; never add one lightly.
TOLD_WRONGLY = {
    ("pier-nine", "ledger-0310"),  # "nine container ships", "Pier Four": the numbers of a toll
    ("kell-beaten", "times-0407"),  # the same man and place, another deed
    ("ferry-jackets", "radio-0402"),  # "missing": a passenger, not life jackets
}

#: Shares reached, give or take one cell. They only ever rise.
FLOORS = {
    "told cells found": 0.7,
    "told cells not called untold": 0.83,
    "planted gaps found": 0.91,
    "gaps that are gaps": 0.89,
    "evidence at the quote": 0.93,
    "labels right": 0.53,
}
EARLY = 0.88  # cells "too early" in the matrix
VOICES, HARM_FORMS, HARMS_WHOLE, TOLL = 0.95, 0.87, 0.87, 0.76


def call(*words):
    """What a command printed on stdout; it must have ended well."""
    result = CliRunner().invoke(cli, list(words))
    assert result.exit_code == 0, result.stderr or result.exception
    return result.stdout


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def truth():
    return sample.truth()


@pytest.fixture(scope="module")
def texts():
    return sample.texts()


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    return tmp_path_factory.mktemp("sample")


@pytest.fixture(scope="module")
def project(sample_project, work):
    """A project file over the sample that has run, one process."""
    return str(shutil.copy(sample_project, work / "sample.db"))


@pytest.fixture(scope="module")
def document(project, work):
    """What ``untold compare`` says of it, and the report, in bytes."""
    text = call("compare", "-p", project, "--json", "-o", str(work / "report.html"))
    return json.loads(text), text, (work / "report.html").read_bytes()


@pytest.fixture(scope="module")
def named(document, truth):
    """The truth's name of every article by its id: a page's id is made from what it holds."""
    found = {}
    for article in document[0]["articles"]:
        known = article["id"] if article["id"] in truth["outlets"] else None
        pages = [name for name, page in sample.pages().items() if page.title == article["title"]]
        found[article["id"]] = known or pages[0]
    return found


@pytest.fixture(scope="module")
def placements(project, named):
    return {named[line["article"]]: line for line in lines(call("group", "-p", project, "--json"))}


@pytest.fixture(scope="module")
def story_ids(placements, truth):
    """The id of each of the truth's stories: where most of its articles were put."""
    found = {}
    for name, articles in truth["stories"].items():
        ids = [placements[article]["story"] for article in articles]
        found[name] = max(sorted(set(ids)), key=ids.count)
    return found


@pytest.fixture(scope="module")
def stories(document, story_ids):
    by_id = {story["id"]: story for story in document[0]["stories"]}
    return {name: by_id[found] for name, found in story_ids.items()}


@pytest.fixture(scope="module")
def answers(project, truth, named, story_ids, work):
    """``untold ask`` for every fact of the truth: by fact and article."""
    path = work / "facts.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for fact in truth["facts"]:
            query = {"id": fact["id"], "story": story_ids[fact["story"]], "fact": fact["fact"]}
            file.write(json.dumps(query) + "\n")
    found = lines(call("ask", "--facts", str(path), "-p", project, "--json"))
    return {(a["fact"], named[a["article"]]): a | {"article": named[a["article"]]} for a in found}


@pytest.fixture(scope="module")
def cells(truth, answers):
    """(the truth's cell, the answer) by fact and article, wherever there are both."""
    return {
        (fact["id"], article): (cell, answers[fact["id"], article])
        for fact in truth["facts"]
        for article, cell in fact["articles"].items()
        if (fact["id"], article) in answers
    }


# --- stories, copies, what can't be read ---


def test_every_article_lies_in_its_story(truth, placements):
    found = defaultdict(set)
    for article, line in placements.items():
        found[line["story"]].add(article)
    expected = {frozenset(articles) for articles in truth["stories"].values()}
    # an article in another language is a story of its own: words are compared within a language
    foreign = {a for a, why in truth["unreadable"].items() if why == "language"}
    expected = {part for story in expected for part in (story - foreign, story & foreign) if part}
    assert {frozenset(articles) for articles in found.values()} == expected


@pytest.mark.xfail(strict=True, reason="articles of different languages never share a story")
def test_the_spanish_article_lies_in_its_story(truth, placements):
    assert len({placements[article]["story"] for article in truth["stories"]["pier"]}) == 1


def test_the_agency_report_is_one_family(truth, placements):
    families = defaultdict(set)
    for article, line in placements.items():
        if line["copy_family"]:
            families[line["copy_family"]].add(article)
    assert sorted(map(sorted, families.values())) == sorted(
        sorted(family["articles"]) for family in truth["copy_families"]
    )


def test_what_cannot_be_read_is_known_for_it(truth, document, named):
    judged = {named[a["id"]]: a["readability"] for a in document[0]["articles"]}
    assert {name: judged[name] for name in truth["unreadable"]} == truth["unreadable"]


def test_everything_else_can_be_read(truth, document, named):
    refused = {named[a["id"]] for a in document[0]["articles"] if a["readability"] != "readable"}
    assert refused == set(truth["unreadable"])


# --- facts ---


def test_every_span_is_verbatim(answers, texts, document, named):
    for answer in answers.values():
        for span in (answer if answer["field"] else None, answer["nearest"]):
            if span:
                text = texts[answer["article"]][span["field"]]
                assert text[span["start"] : span["end"]] == span["text"]
    checked = 0
    for story in document[0]["stories"]:
        for fact in story["facts"]:
            for cell in fact["cells"]:
                for span in (cell["evidence"], cell["nearest"]):
                    if span:
                        text = texts[named[span["article"]]][span["field"]]
                        assert text[span["start"] : span["end"]] == span["text"]
                        checked += 1
    assert checked > 500


def test_a_planted_gap_is_never_told(cells):
    wrong = {
        key for key, (cell, answer) in cells.items()
        if cell.get("planted") and answer["state"] in SAID
    }  # fmt: skip
    assert wrong <= TOLD_WRONGLY


def test_an_article_that_cannot_be_read_leaves_nothing_untold(truth, answers):
    for (_, article), answer in answers.items():
        if article in truth["unreadable"]:
            assert answer["state"] in ("unreadable", *SAID)


def test_copies_never_get_opposite_answers(truth, answers):
    """Their texts are equal, their titles aren't: a title may tip an answer, but not turn it."""
    [family] = truth["copy_families"]
    one, other = family["whole"]
    for fact in truth["facts"]:
        if fact["story"] == family["story"]:
            found = {answers[fact["id"], article]["state"] for article in (one, other)}
            assert not ("untold" in found and found & set(SAID)), fact["id"]


def share(found):
    found = list(found)
    return sum(found) / len(found)


def test_shares_of_facts_found(cells, texts):
    """How far a matcher gets on these paraphrases; the floors only ever rise."""
    wholly = [(c, a) for c, a in cells.values() if c["label"] in WHOLLY]
    planted = [a for c, a in cells.values() if c.get("planted")]
    claimed = [c for c, a in cells.values() if a["state"] == "untold"]
    said = [(c, a) for c, a in cells.values() if "quote" in c and a["state"] in SAID]
    figures = {
        "told cells found": share(a["state"] in SAID for _, a in wholly),
        "told cells not called untold": share(a["state"] != "untold" for _, a in wholly),
        "planted gaps found": share(a["state"] == "untold" for a in planted),
        "gaps that are gaps": share(c["label"] in ("absent", "partial") for c in claimed),
        "evidence at the quote": share(
            sample.place(a, texts, c | {"article": a["article"]}) for c, a in said
        ),
        "labels right": share(a["state"] == c["label"] for c, a in wholly),
    }
    assert {name: figure for name, figure in figures.items() if figure < FLOORS[name]} == {}


@pytest.mark.xfail(strict=True, reason="paraphrases far in words are missed: docs on facts")
def test_no_told_fact_comes_out_as_untold(cells):
    wrong = [key for key, (c, a) in cells.items() if c["label"] in WHOLLY and a["state"] == "untold"]
    assert wrong == []


@pytest.mark.xfail(strict=True, reason="the fact's number in another sentence hides another toll")
def test_another_toll_is_never_told(cells):
    wrong = [
        key for key, (c, a) in cells.items()
        if key[0] in ("pier-eight", "pier-nine") and c["label"] == "partial"
        and a["state"] in WHOLLY
    ]  # fmt: skip
    assert wrong == []


# --- outlets ---


def test_outlets_without_an_article(truth, stories):
    for name, story in stories.items():
        found = {a["outlet"]: a["state"] for a in story["coverage"]}
        for entry in truth["outlet_states"]:
            if entry["story"] == name and entry["state"] in ("no article", "not collected"):
                assert found.get(entry["outlet"]) == entry["state"], (name, entry["outlet"])


@pytest.mark.xfail(strict=True, reason="its Spanish article is put into no story with the others")
def test_an_outlet_whose_article_is_spanish_is_not_without_an_article(stories):
    assert "Costa Viva" not in {a["outlet"] for a in stories["pier"]["coverage"]}


def states_where_the_truth_knows(truth, stories, texts, named):
    """(fact, outlet, expected, found) for the matrix's rows whose sentence is a quote of the truth."""
    for fact in truth["facts"]:
        expected = {
            e["outlet"]: e["state"] for e in truth["outlet_states"]
            if e["story"] == fact["story"] and (e["facts"] == "*" or fact["id"] in e["facts"])
        }  # fmt: skip
        quoted = {
            article: {**cell, "article": article}
            for article, cell in fact["articles"].items() if cell["label"] in WHOLLY
        }  # fmt: skip
        for row in stories[fact["story"]]["facts"]:
            evidence = row["evidence"] | {"article": named[row["evidence"]["article"]]}
            entry = quoted.get(evidence["article"])
            if entry and sample.place(evidence, texts, entry):
                for cell in row["cells"]:
                    if cell["outlet"] in expected:
                        yield fact["id"], cell["outlet"], expected[cell["outlet"]], cell["state"]


def test_gaps_of_our_own_making_are_not_the_outlets(truth, stories, texts, named):
    seen = list(states_where_the_truth_knows(truth, stories, texts, named))
    unreadable = [found for _, _, expected, found in seen if expected == "unreadable"]
    early = [found for _, _, expected, found in seen if expected == "too early"]
    assert len(unreadable) >= 5
    assert len(early) >= 20
    assert "untold" not in unreadable
    assert share(found == "too early" for found in early) >= EARLY


# --- views ---


def test_the_copies_show_what_one_outlet_calls_the_dockers(stories):
    names = [
        {(n["outlet"], n["name"].lower()) for n in actor["names"]}
        for actor in stories["pier"]["naming"]
    ]
    assert any(
        any(outlet == "National Courier" and "squatters" in name for outlet, name in held)
        and any(outlet == "Orlisk Times" and "dockers" in name for outlet, name in held)
        for held in names
    )


def deaths(stories):
    lines_of_toll = [line for line in stories["pier"]["figures"] if line["what"] == "killed"]
    return [point for line in lines_of_toll for point in line["points"]]


def test_both_counts_of_one_day_stand_in_the_line_of_the_toll(truth, stories):
    conflict = truth["toll"]["conflict"]
    counts = {p["value"] for p in deaths(stories) if p["published"].startswith(conflict["day"])}
    assert set(conflict["values"]) <= counts


def test_a_number_in_a_name_is_no_toll(truth, stories):
    known = {moment["value"] for moment in truth["toll"]["moments"]} | {8, 2, 3}
    assert {p["value"] for p in deaths(stories)} <= known


# --- layers ---


def test_shares_of_voices_found(project, truth, texts, named):
    found = layer(project, "voices", named)
    right = []
    for voice in truth["voices"]:
        here = [r for r in found if r["content"] and sample.place(
            r["content"] | {"article": r["article"]}, texts, voice)]  # fmt: skip
        right.append(any(
            r["speaker"] and same(r["speaker"]["text"], voice["speaker"])
            and r["cue"] and voice["cue"] in r["cue"]["text"].lower() for r in here
        ))  # fmt: skip
    assert share(right) >= VOICES


def test_shares_of_harms_found(project, truth, texts, named):
    found = layer(project, "harms", named)
    forms, agents = [], []
    for harm in truth["harms"]:
        here = [r for r in found if sample.place(
            r["trigger"] | {"article": r["article"]}, texts, harm)]  # fmt: skip
        forms.append(any(r["form"] == harm["form"] for r in here))
        agents.append(any(
            r["form"] == harm["form"]
            and same_or_none(r["agent"], harm["agent"]) and same_or_none(r["victim"], harm["victim"])
            for r in here
        ))  # fmt: skip
    assert share(forms) >= HARM_FORMS
    assert share(agents) >= HARMS_WHOLE


def test_the_toll_is_read_as_it_grows(project, truth, texts, named):
    found = layer(project, "figures", named)
    right = []
    for figure in truth["figures"]:
        here = [r for r in found if sample.place(r, texts, figure)]
        right.append(any(
            r["value"] == figure["value"] and (r["hedge"] or "").lower() == (figure["hedge"] or "")
            for r in here
        ))  # fmt: skip
    assert share(right) >= TOLL


def layer(project, name, named):
    found = lines(call("annotate", "-p", project, "--layer", name, "--json"))
    return [record | {"article": named[record["article"]]} for record in found]


def same(one, other):
    """Whether one holds the other, give or take case."""
    return one.lower() in other.lower() or other.lower() in one.lower()


def same_or_none(found, expected):
    if found is None or expected is None:
        return found is None and expected is None
    return same(found["text"], expected)


# --- the same bytes ---


def test_shuffled_input_and_other_processes_give_the_same_bytes(document, work):
    folder = work / "shuffled"
    folder.mkdir()
    shuffled = sample.rows()
    random.Random(7).shuffle(shuffled)  # noqa: S311
    table = folder / "articles.jsonl"
    table.write_text("".join(json.dumps(row) + "\n" for row in shuffled), encoding="utf-8")
    shutil.copytree(sample.PAGES, folder / "pages")
    output = folder / "report.html"
    text = call(
        "compare", str(folder / "pages"), str(table), "--json", "-o", str(output),
        "--runner", "processes", "--jobs", "2",
    )  # fmt: skip
    assert text == document[1]
    assert output.read_bytes() == document[2]
