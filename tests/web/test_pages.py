"""Every page and its twin: the same values, described, and errors in one shape."""

from __future__ import annotations

import sqlite3

import pytest

from tests.web.conftest import Asking, client_of
from untold.project import open_project

PAGES = [
    "/stories",
    "/search",
    "/ask",
    "/add",
    "/runs",
    "/outlets",
    "/judge",
    "/judgements",
    "/agreement",
]


@pytest.fixture(scope="module")
def pier(reading) -> str:
    """The id of the story of the pier."""
    found = reading.get("/stories.json", find="pier").json()["stories"]
    return next(s["id"] for s in found if s["compared"])


@pytest.mark.parametrize("path", PAGES)
def test_a_page_and_its_twin(reading, path):
    page, twin = reading.get(path), reading.get(path + ".json")
    assert page.status_code == twin.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert twin.headers["content-type"] == "application/json"
    assert f'href="{path}.json"' in page.text
    assert "<h1>" in page.text


def test_every_twin_is_described_and_names_its_errors(reading):
    described = reading.get("/openapi.json").json()
    for path in [*PAGES, "/story", "/article"]:
        answer = described["paths"][path + ".json"]["get"]["responses"]
        assert "$ref" in answer["200"]["content"]["application/json"]["schema"]
        assert answer["4XX"]["content"]["application/json"]["schema"]["$ref"].endswith("/Failure")
    schemas = described["components"]["schemas"]
    assert {"Fact", "NamedActor", "FigureLine", "Evidence"} <= set(
        schemas
    )  # from the records themselves
    assert set(schemas["Problem"]["required"]) == {"status", "what", "next"}


def test_the_list_is_most_different_first_and_can_be_searched(reading):
    found = reading.get("/stories.json").json()
    assert found["articles"] == 43
    differ = [story["differ"] for story in found["stories"] if story["compared"]]
    assert differ == sorted(differ, reverse=True)
    assert len(differ) == 6
    ferry = reading.get("/stories.json", find="ferry REEF").json()
    assert [s["title"] for s in ferry["stories"]] == ["Ferry runs on to reef off Quell; two dead"]
    assert reading.get("/stories.json", find="zeppelin").json()["matching"] == 0


def test_a_storys_twin_holds_what_python_finds(reading, pier, sample_project):
    twin = reading.get("/story.json", id=pier).json()
    with open_project(sample_project, create=False) as project:
        facts = project.story(pier).facts()
    assert [fact["id"] for fact in twin["findings"]["facts"]] == [fact.id for fact in facts]
    assert twin["findings"]["facts"][0]["cells"][0]["state"] == facts[0].cells[0].state
    assert [a["published"] for a in twin["articles"]] == sorted(
        a["published"] for a in twin["articles"]
    )


def test_a_story_reads_without_a_script(reading, pier):
    html = reading.get("/story", id=pier).text
    assert "In short" in html
    assert "facts found" in html
    assert "How the story grew" in html


def test_the_report_is_the_one_that_is_written_to_a_file(reading, pier, sample_project):
    from untold.present.report import render_report

    with open_project(sample_project, create=False) as project:
        assert reading.get("/report").text == render_report(project.document())
    one = reading.get("/report", story=pier)
    assert one.headers["content-security-policy"] == "frame-ancestors 'self'"
    assert one.text.count('<script type="application/json" id="story-') == 1
    assert reading.get("/report.json", story=pier).json()["stories"][0]["id"] == pier


def test_an_article_marks_what_was_asked_for(reading):
    found = reading.get("/article.json", id="ledger-0310", start=10, end=20).json()
    assert len(found["before"]) == 10
    assert len(found["marked"]) == 10
    html = reading.get("/article", id="ledger-0310", field="title").text
    assert "<mark>Castellan shares slip" in html
    assert reading.get("/article.json", id="ledger-0310", start=9**9, end=9**9).json()["marked"] == ""


def test_search_by_words_and_by_meaning(reading):
    words = reading.get("/search.json", find='"remotely steered" cranes').json()
    assert words["hits"]
    assert words["searched"] == words["articles"] == 43
    assert any(piece["found"] for piece in words["hits"][0]["place"]["pieces"])
    meaning = reading.get(
        "/search.json", find="how many lost their lives at the quay", by="meaning"
    ).json()
    assert meaning["searched"] < 43  # stories of one outlet are not read closely, and the page says so
    assert "were not read closely" in reading.get("/search", find="lives", by="meaning").text
    top = [hit["place"]["evidence"]["text"] for hit in meaning["hits"][:10]]
    assert any("killed" in text or "dead" in text or "died" in text for text in top)
    likeness = [hit["place"]["likeness"] for hit in meaning["hits"]]
    assert likeness == sorted(likeness, reverse=True)


def test_asking_gives_each_outlet_one_line(reading, pier):
    found = reading.get("/ask.json", fact="Seven people were killed", story=pier).json()
    lines = [line["answer"] for line in found["outlets"]]
    outlets = [line["outlet"] for line in lines]
    assert len(outlets) == len(set(outlets)) == 6
    states = {line["outlet"]: line["state"] for line in lines}
    assert states["Sarn Coast Radio"] == "attributed"
    assert states["Ledger & Freight"] == "untold"
    gap = next(line for line in found["outlets"] if line["answer"]["state"] == "untold")
    assert gap["nearest"]
    assert gap["sentence"]["text"]
    assert len(found["answers"]) == 12
    html = reading.get("/ask", fact="Seven people were killed", story=pier).text
    assert "How sure is this" in html


@pytest.mark.parametrize("form", ["csv", "jsonl", "json", "annotations", "sqlite", "xlsx", "parquet"])
def test_findings_as_files(reading, pier, form):
    answer = reading.get("/export", form=form, story=pier)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert len(answer.content) > 1000


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/story.json?id=nope", 404, "no story"),
        ("/article.json?id=nope", 404, "no article"),
        ("/judge.json?item=nope", 404, "no such finding"),
        ("/ask.json?fact=x&story=nope", 422, "no story"),
        ("/stories.json?page=0", 422, "page"),
        ("/search.json?find=a&by=smell", 422, "by"),
        ("/story.json", 422, "id"),
        ("/nope.json", 404, "no such page"),
        ("/export?form=pdf", 422, "no format"),
    ],
)
def test_errors_have_one_shape(reading, path, status, words):
    answer = reading.http.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == status
    error = answer.json()["error"]
    assert set(error) == {"status", "what", "next"}
    assert error["status"] == status
    assert words in error["what"] + error["next"]
    assert error["next"]
    page = reading.http.get(path.replace(".json", ""), headers={"Accept": "text/html"})
    assert page.status_code == status
    assert "That did not work" in page.text


def test_what_breaks_inside_is_said_without_its_innards(sample_project, monkeypatch):
    http = client_of(sample_project, raise_server_exceptions=False)

    def broken(*_):
        raise RuntimeError("a secret")

    monkeypatch.setattr("untold.web.live.Live.document", broken)
    answer = http.get("/stories.json")
    assert answer.status_code == 500
    assert "RuntimeError" in answer.json()["error"]["what"]
    assert "secret" not in answer.text
    assert "That did not work" in http.get("/stories").text


def test_a_file_that_is_no_project_any_more_is_an_error_of_the_same_shape(copied):
    asking = Asking(copied)
    with sqlite3.connect(copied) as file:
        file.execute("UPDATE meta SET value = '99' WHERE key = 'untold'")
    answer = asking.get("/stories.json")
    assert answer.status_code == 503
    assert "version" in answer.json()["error"]["what"]


def test_an_empty_project_says_what_to_do(tmp_path):
    path = tmp_path / "empty.db"
    open_project(path).close()
    asking = Asking(path)
    assert "Add some" in asking.get("/stories").text
    for page in PAGES:
        assert asking.get(page).status_code == 200


def test_what_stands_open_in_the_report_is_known_by_its_address(reading, pier):
    document = reading.get("/report.json", story=pier).json()
    (story,) = document["stories"]
    fact, outlet = next(
        (f, c["outlet"]) for f in story["facts"] for c in f["cells"] if c["state"] == "untold"
    )
    places = {
        (fact["id"], outlet): (fact["text"], "untold"),
        (
            "~naming",
            story["naming"][0]["actor"],
            story["naming"][0]["names"][0]["name"],
            story["naming"][0]["names"][0]["outlet"],
        ): (story["naming"][0]["actor"], story["naming"][0]["names"][0]["name"]),
    }
    line = story["figures"][0]
    for index, point in enumerate(line["points"]):
        places["~figures", line["what"], str(index)] = (line["what"], None)
        item = open_item(reading, pier, "~figures", line["what"], str(index))
        assert item["evidence"] == point["evidence"]
    for place, (what, found) in places.items():
        item = open_item(reading, pier, *place)
        assert item["what"] == what
        assert found in (item["found"], None)
        queue = reading.get("/judge.json", item=item["id"]).json()
        assert queue["item"] == item  # the same that comes up on the page Judge
    for nothing in (("~voices", "speaker"), ("~figures", line["what"], "9999"), ("nope", "nobody")):
        assert open_item(reading, pier, *nothing) is None


def open_item(reading, story, *place):
    return reading.get("/item.json", story=story, place=list(place)).json()["item"]
