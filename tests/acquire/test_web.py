"""Pages and feeds from a server on this machine: what comes in, what is refused and why."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from untold.acquire import fetch as fetching
from untold.acquire.feeds import read_feed
from untold.acquire.fetch import fetch
from untold.acquire.raw import Raw
from untold.acquire.web import acquire_web
from untold.errors import InputError
from untold.extract import extract
from untold.model import LeftOut

BODY = "The ferry to Quell ran aground on Tuesday and everybody on board was saved. " * 12
PAGE = (
    '<html><head><title>Ferry aground</title><link rel="canonical" href="https://elsewhere.example/x">'
    f"</head><body><article><h1>Ferry aground off Quell</h1><p>{BODY}</p></article></body></html>"
)
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title>
<item><title>One</title><link>/page</link><pubDate>Tue, 04 Mar 2031 06:10:00 GMT</pubDate></item>
<item><title>Twice</title><link>/page</link></item>
<item><title>Gone</title><link>/gone</link></item>
<item><title>Script</title><link>javascript:alert(1)</link></item>
<item><title>Inside</title><link>http://192.168.7.7/secret</link></item>
</channel></rss>"""


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        port = self.server.server_address[1]
        status, kind, body, headers = {
            "/page": (200, "text/html; charset=utf-8", PAGE, {}),
            "/latin": (200, "text/html; charset=windows-1252", "<p>Caf\xe9</p>", {}),
            "/rss": (200, "application/rss+xml", RSS, {}),
            "/picture": (200, "image/png", "\x89PNG", {}),
            "/moved": (302, "text/plain", "", {"Location": f"http://127.0.0.1:{port}/page"}),
            "/inwards": (302, "text/plain", "", {"Location": "http://169.254.1.1/"}),
            "/to-file": (302, "text/plain", "", {"Location": "file:///etc/hostname"}),
        }.get(self.path, (404, "text/plain", "", {}))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode("cp1252" if "1252" in kind else "latin-1"))

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_page_is_whose_address_it_was_fetched_from(site):
    (raw,) = acquire_web(f"{site}/moved", "page")
    article, notes = extract(raw)
    assert article is not None
    assert article.url == f"{site}/page"  # and not the address that it claims
    assert article.outlet == "127.0.0.1"
    assert "everybody on board was saved" in article.text
    assert not [note for note in notes if note.fatal]


def test_every_entry_of_a_feed_is_a_page_or_is_accounted_for(site):
    items = list(acquire_web(f"{site}/rss", "feed", pause=0))
    pages = [item for item in items if isinstance(item, Raw)]
    left_out = {item.place: item.reason for item in items if isinstance(item, LeftOut)}
    assert [page.place for page in pages] == [f"{site}/page"]
    assert pages[0].columns["published"] == "2031-03-04T06:10:00+00:00"
    assert "404" in left_out[f"{site}/gone"]
    assert "private network" in left_out["http://192.168.7.7/secret"]
    assert len(items) == 3
    article, _ = extract(pages[0])
    assert article is not None
    assert article.published == "2031-03-04T06:10:00+00:00"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/gone", "404"), ("/picture", "image/png"), ("/inwards", "private network"),
        ("/to-file", "not allowed"),
    ],
)  # fmt: skip
def test_what_is_no_page_is_left_out_with_the_reason(site, path, why):
    (item,) = acquire_web(site + path, "page")
    assert isinstance(item, LeftOut)
    assert item.place == site + path
    assert why in item.reason
    assert item.advice


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://quay.example/x", "quay", "http://[::1"])
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(InputError, match="no address of a page"):
        fetch(url)


def test_the_servers_charset_helps_where_the_page_names_none(site):
    (raw,) = acquire_web(f"{site}/latin", "page")
    assert isinstance(raw, Raw)
    assert "Café" in raw.body


def test_a_page_without_end_is_broken_off(site, monkeypatch):
    monkeypatch.setattr(fetching, "MAX_LINE", 100)
    with pytest.raises(InputError, match="has more than"):
        fetch(f"{site}/page")


def test_an_address_behind_a_feed_may_be_the_feeds_own_host_alone(site):
    assert fetch(f"{site}/page", asked=f"{site}/rss").data
    with pytest.raises(InputError, match="private network"):
        fetch(f"{site}/page", asked="http://127.0.0.1:1/rss")


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title> Two
 lines </title><link rel="self" href="https://quay.example/self"/><link href="/a?x=1&amp;y=2"/>
<updated>2031-03-05T00:00:00Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>T</title><link>https://quay.example/b</link>
<dc:date>2031-03-05</dc:date></item></rdf:RDF>"""
GUID = (
    "<rss><channel><item><guid>https://quay.example/c</guid></item>"
    '<item><guid isPermaLink="false">7</guid></item></channel></rss>'
)


@pytest.mark.parametrize(
    ("feed", "url", "title", "published"),
    [
        (ATOM, "https://quay.example/a?x=1&y=2", "Two lines", "2031-03-05T00:00:00Z"),
        (RDF, "https://quay.example/b", "T", "2031-03-05"),
        (GUID, "https://quay.example/c", "", None),
    ],
)
def test_kinds_of_feed(feed, url, title, published):
    (entry,) = read_feed(feed.encode(), "https://quay.example/feed")
    assert (entry.url, entry.title, entry.published) == (url, title, published)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'<!DOCTYPE r [<!ENTITY a "b">]><rss>&a;</rss>', "has a document type"),
        (b"<!DOCTYPE html><html></html>", "is a web page"),
        (b"<rss><channel>", "is no feed"),
        (b"<rss><channel/></rss>", "links to no article"),
        (b"\xff\xfe\xff", "not in UTF-8"),
    ],
)
def test_what_is_no_feed_says_why(data, why):
    with pytest.raises(InputError, match=why):
        read_feed(data, "https://quay.example/feed")


def test_nothing_else_can_reach_the_network():
    names = r"(?:urllib\.request|urllib import request|http\.client|socket|ssl|httpx|requests|ftplib)\b"
    means = re.compile(rf"^\s*(?:import|from)\s+{names}", re.M)
    package = Path(fetching.__file__).parents[1]
    found = [path for path in package.rglob("*.py") if means.search(path.read_text("utf-8"))]
    assert [str(path.relative_to(package)) for path in found] == ["acquire/fetch.py"]
