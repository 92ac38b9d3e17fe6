"""What comes in by the app, how its run goes, what failed and why; outlets and groups."""

from __future__ import annotations

import io
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from tests import tiny
from tests.web.conftest import Asking
from untold.project import open_project


@pytest.fixture
def empty(tmp_path):
    path = tmp_path / "untold.db"
    open_project(path).close()
    return path


@pytest.fixture
def asking(empty) -> Asking:
    return Asking(empty)


def lines(articles) -> bytes:
    return "\n".join(json.dumps(article) for article in articles).encode()


def test_a_file_comes_in_and_its_stories_are_compared(asking, empty):
    answer = asking.send("/add/file", files={"file": ("tiny.jsonl", lines(tiny.ARTICLES))})
    assert answer.status_code == 200
    job = asking.wait()
    assert job["state"] == "done"
    assert job["what"] == "Add tiny.jsonl"
    assert f"{len(tiny.ARTICLES)} new articles" in job["result"]
    assert [stage["name"] for stage in job["stages"]] == ["read", "group", "annotate", "compare"]
    assert all(stage["ended"] for stage in job["stages"])
    with open_project(empty, create=False) as project:
        assert len(project.articles()) == len(tiny.ARTICLES)
        assert project.stale() is None
        # messages name the file and no folder of this machine
        assert {a.place.partition(":")[0] for a in project.articles() if a.place} == {"tiny.jsonl"}


def test_stories_grow(asking):
    asking.send("/add/file", files={"file": ("a.jsonl", lines(tiny.ARTICLES[:-2]))})
    asking.wait()
    first = asking.get("/stories.json").json()["stories"]
    assert not any(story["new"] or story["grown"] for story in first) or all(s["new"] for s in first)
    asking.send("/add/file", files={"file": ("b.jsonl", lines(tiny.ARTICLES[-2:]))})
    assert "2 new articles" in asking.wait()["result"]
    second = asking.get("/stories.json").json()["stories"]
    assert sum(story["grown"] + story["new"] * story["articles"] for story in second) == 2
    assert "in the last run" in asking.get("/stories").text or ">new<" in asking.get("/stories").text
    asking.send("/add/file", files={"file": ("b.jsonl", lines(tiny.ARTICLES[-2:]))})
    assert asking.wait()["result"] == "0 new articles, 2 there already."


def test_what_could_not_be_read_is_told_with_place_reason_and_next_step(asking):
    asking.send("/add/file", files={"file": ("bad.jsonl", b'{"text": 1\n')})
    job = asking.wait()
    assert job["state"] == "done"
    assert job["left_out"][0]["place"] == "bad.jsonl:1"
    assert "JSON" in job["left_out"][0]["reason"]
    assert job["left_out"][0]["advice"]
    html = asking.get("/runs").text
    assert "bad.jsonl:1" in html
    assert "What could not be taken in" in html


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("photo.png", "kind that is not known"),
        ("x.jsonl.gz", "not compressed with gzip"),
        ("e.csv", "is empty"),
    ],
)
def test_a_file_of_another_kind_is_left_out(asking, name, reason):
    data = b"" if name == "e.csv" else b"\x89PNG"
    asking.send("/add/file", files={"file": (name, data)})
    (item,) = asking.wait()["left_out"]
    assert item["place"] == name
    assert reason in item["reason"]


def test_a_file_name_is_no_path(asking, empty):
    text = b"---\noutlet: Quay\n---\n# Flood\n\nThe market was flooded, the mayor said.\n"
    asking.send("/add/file", files={"file": ("../../etc/flood.md", text)})
    assert asking.wait()["state"] == "done"
    with open_project(empty, create=False) as project:
        assert [a.place for a in project.articles()] == ["flood.md"]
    assert asking.send("/add/file", files={"file": ("..", b"x")}).status_code == 422


def test_one_run_at_a_time(asking):
    go_on = threading.Event()

    def slow(project):
        go_on.wait(30)
        return "late", []

    asking.http.app.state.live.jobs.start("something slow", slow)
    try:
        for path, fields in (("/runs", {}), ("/add/web", {"url": "https://quay.example"})):
            answer = asking.send(path, **fields)
            assert answer.status_code == 409
            assert "a run is at work" in answer.json()["error"]["what"]
        assert asking.get("/ask.json", fact="Rain fell").status_code == 409
        page = asking.get("/runs").text
        assert 'http-equiv="refresh"' in page  # without a script, too, the page goes on
        assert "/static/runs.js" in page
    finally:
        go_on.set()
    assert asking.wait()["result"] == "late"
    assert 'http-equiv="refresh"' not in asking.get("/runs").text


def test_a_run_that_breaks_is_told_and_the_next_one_works(asking):
    def broken(project):
        raise RuntimeError("no")

    asking.http.app.state.live.jobs.start("something broken", broken)
    job = asking.wait()
    assert job["state"] == "failed"
    assert "RuntimeError" in job["result"]
    asking.send("/runs")
    assert "holds no article" in asking.wait()["result"]


def test_a_failed_analysis_is_listed_with_its_reason(asking):
    from untold.compare import coverage

    def breaks(story, settings):
        raise ValueError("out of ink")

    object.__setattr__(coverage.SPEC, "compare", breaks)
    try:
        asking.send("/add/file", files={"file": ("tiny.jsonl", lines(tiny.ARTICLES))})
        job = asking.wait()
    finally:
        object.__setattr__(coverage.SPEC, "compare", coverage.compare_coverage)
    assert job["state"] == "done"
    assert any("out of ink" in item["reason"] for item in job["left_out"])
    assert "out of ink" in asking.get("/runs").text


BODY = "The ferry to Quell ran aground on Tuesday and everybody on board was saved. " * 12


class Site(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self):
        self.asked.append(self.path)
        feed = self.path == "/feed"
        links = "".join(f"<item><link>/p{i}</link></item>" for i in (1, 2))
        title = f"Ferry {self.path} aground"
        page = f"<html><title>{title}</title><article><h1>{title}</h1><p>{BODY}</p></article></html>"
        body = f"<rss><channel>{links}</channel></rss>" if feed else page
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml" if feed else "text/html")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    Site.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_feed_is_fetched_when_asked_for_and_at_no_other_time(asking, site, empty):
    for path in ("/add", "/stories", "/runs", "/add.json"):
        asking.get(path)
    assert Site.asked == []
    asking.send("/add/web", url=f"{site}/feed", kind="feed")
    job = asking.wait()
    assert job["state"] == "done", job
    assert Site.asked == ["/feed", "/p1", "/p2"]
    with open_project(empty, create=False) as project:
        assert sorted(a.url for a in project.articles()) == [f"{site}/p1", f"{site}/p2"]
    asking.send("/runs")
    asking.wait()
    assert len(Site.asked) == 3


def test_the_page_says_that_it_goes_to_the_network(asking):
    assert "This goes to the network." in asking.get("/add").text


@pytest.mark.parametrize("url", ["file:///etc/hostname", "quay.example", "javascript:alert(1)", " "])
def test_only_web_addresses_are_fetched(asking, url):
    assert asking.send("/add/web", url=url).status_code == 422
    assert asking.get("/runs.json").json()["jobs"] == []


def test_groups_are_the_users_and_kept_in_the_project(app, copied):
    names = [line["name"] for line in app.get("/outlets.json").json()["outlets"]]
    groups = ["coast" if i % 2 else "" for i, _ in enumerate(names)]
    answer = app.http.post(
        "/outlets/groups",
        data={"token": app.token, "outlet": names, "group": groups},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200
    assert app.wait()["state"] == "done"
    with open_project(copied, create=False) as project:
        assert dict(project.settings.groups) == {n: g for n, g in zip(names, groups, strict=True) if g}
    assert app.get("/outlets.json").json()["groups"] == ["coast"]
    short = app.http.post(
        "/outlets/groups", data={"token": app.token, "outlet": names, "group": ["x"]},
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert short.status_code == 422


def test_an_outlet_gets_another_name_and_later_articles_follow(asking, empty):
    asking.send("/add/file", files={"file": ("tiny.jsonl", lines(tiny.ARTICLES))})
    asking.wait()
    old = tiny.ARTICLES[0]["outlet"]
    assert asking.send("/outlets/name", outlet=old, name="The  Harbour").status_code == 200
    assert asking.wait()["state"] == "done"
    outlets = {line["name"]: line for line in asking.get("/outlets.json").json()["outlets"]}
    assert old not in outlets
    assert outlets["The Harbour"]["before"] == [old]
    with open_project(empty, create=False) as project:
        assert project.verify().problems == ()
        assert project.stale() is None
    # the same file again: the same articles, under the new name
    asking.send("/add/file", files={"file": ("tiny.jsonl", lines(tiny.ARTICLES))})
    assert asking.wait()["result"] == f"0 new articles, {len(tiny.ARTICLES)} there already."
    assert asking.send("/outlets/name", outlet="Nobody", name="x").status_code == 422
    assert asking.send("/outlets/name", outlet="The Harbour", name=" ").status_code == 422


def test_two_outlets_become_one(asking, empty):
    asking.send("/add/file", files={"file": ("tiny.jsonl", lines(tiny.ARTICLES))})
    asking.wait()
    first, second = sorted({a["outlet"] for a in tiny.ARTICLES})[:2]
    asking.send("/outlets/name", outlet=first, name=second)
    asking.wait()
    with open_project(empty, create=False) as project:
        assert first not in {a.outlet for a in project.articles()}
        assert project.failures() == ()


def test_only_measured_shares_of_wrong_gaps_can_be_set(asking, empty):
    assert asking.send("/outlets/gaps", max_false_gaps="0.0123").status_code == 422
    assert asking.send("/outlets/gaps", max_false_gaps="0.02").status_code == 200
    with open_project(empty, create=False) as project:
        assert project.settings.max_false_gaps == 0.02


def test_a_form_of_many_outlets_goes_through(asking):
    fields = {"token": asking.token, "outlet": [f"o{i}" for i in range(1500)], "group": ["g"] * 1500}
    answer = asking.http.post("/outlets/groups", data=fields, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text


def test_what_is_uploaded_is_read_from_its_stream(asking):
    stream = io.BytesIO(lines(tiny.ARTICLES[:1]))
    assert asking.send("/add/file", files={"file": ("one.jsonl", stream)}).status_code == 200
    assert "1 new article" in asking.wait()["result"]
