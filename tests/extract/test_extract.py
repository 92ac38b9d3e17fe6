"""Extraction: one item in, one article out, or the reason why not."""

from __future__ import annotations

import pickle
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untold.acquire import Raw, acquire
from untold.extract import MAX_TEXT, NO_OUTLET, extract, unique
from untold.model import Article, LeftOut, Readability

TEXT = (
    "A ferry with 84 people on board sank off Orrin on Saturday, the coast guard said. Divers brought"
    " 60 bodies ashore by noon, and the search for the others goes on."
)
PAGE = f"""<html lang="en"><head><title>Ferry sinks off Orrin | The Lantern</title>
<meta property="og:site_name" content="The Lantern">
<link rel="canonical" href="https://www.lantern.example/ferry">
<meta property="article:published_time" content="2021-04-05T10:00:00+02:00">
</head><body><nav><a href="/">Home</a> <a href="/w">Weather</a></nav>
<article><h1>Ferry sinks off Orrin</h1>
<p>{TEXT}</p><p>{TEXT.replace("Saturday", "that day")}</p><p>{TEXT.replace("60", "61")}</p></article>
<footer>Terms of use</footer></body></html>"""


def record(place: str = "n.jsonl:1", **columns: str) -> Raw:
    """A record as a table would yield it."""
    return Raw(place, "record", {"text": TEXT, **columns})


def article(raw: Raw) -> Article:
    """The article of an item that has one."""
    found, _ = extract(raw)
    assert found is not None
    return found


@settings(deadline=None)  # the first call loads a library
@given(
    st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"]))
)
def test_title_and_text_of_a_record_are_the_inputs_own(title: str, text: str) -> None:
    found, notes = extract(record(title=title, text=text, outlet="The Ferry"))
    if found is None:
        assert notes[0].fatal
    else:
        assert (found.title, found.text) == (title, text)


@pytest.mark.parametrize(
    "text", [f"\ufeff{TEXT}", f"{TEXT}\x00{TEXT}", f"\u202e{TEXT}", f"\u2028{TEXT}\r\n"]
)
def test_odd_characters_survive(text: str) -> None:
    assert article(record(text=text)).text == text


def test_right_to_left_text_is_kept_and_counted() -> None:
    text = "غرقت عبارة تقل أربعة وثمانين شخصا قبالة سواحل المدينة يوم السبت، وفقا لخفر السواحل"
    found = article(record(text=text))
    assert found.text == text
    assert (found.language, found.readability) == ("ar", Readability.LANGUAGE)
    assert found.reason == "is in a language that is not supported (ar)"


def test_a_page_becomes_an_article() -> None:
    found, notes = extract(Raw("pages/p.html", "html", body=PAGE, folder="pages"))
    assert found is not None
    assert found.title == "Ferry sinks off Orrin"
    assert found.text.startswith(TEXT)
    assert "Weather" not in found.text
    assert "Terms of use" not in found.text
    assert found.outlet == "lantern.example"
    assert found.published == "2021-04-05T08:00:00+00:00"
    assert (found.language, found.readability) == ("en", Readability.READABLE)
    assert not notes


def test_a_page_without_an_article_is_left_out_and_says_so() -> None:
    found, (note,) = extract(Raw("p.html", "html", body="<html><body></body></html>"))
    assert found is None
    assert note == LeftOut(
        "p.html", "no article could be found on the page", note.advice, "extract", True
    )
    assert note.advice


def test_a_teaser_on_a_page_that_is_not_free() -> None:
    flag = '<script type="application/ld+json">{"isAccessibleForFree": false}</script></head>'
    teaser = PAGE.replace("</head>", flag).replace(f"<p>{TEXT.replace('60', '61')}</p>", "")
    found = article(Raw("p.html", "html", body=teaser))
    assert found.readability is Readability.STUB
    assert found.reason
    assert "isn't free" in found.reason


def test_text_files_have_titles_and_columns() -> None:
    head = "---\noutlet: The Ferry\npublished: 5 Apr 2031\nurl: https://ferry.example/1\n---\n"
    body = f"{head}# A boat sinks\n\n{TEXT}"
    found = article(Raw("notes/a.md", "text", body=body, folder="notes"))
    assert (found.outlet, found.published) == ("The Ferry", "2031-04-05")
    assert (found.title, found.text) == ("A boat sinks", TEXT)
    found = article(Raw("notes/a.txt", "text", body=f"A boat sinks\r\n\r\n{TEXT}\n", folder="notes"))
    assert (found.title, found.text, found.outlet) == ("A boat sinks", TEXT, "notes")
    found = article(Raw("notes/a.txt", "text", body=TEXT, folder="notes"))
    assert (found.title, found.text) == ("", TEXT)


@pytest.mark.parametrize(
    ("columns", "outlet"),
    [
        ({"outlet": "The Ferry", "url": "https://x.example"}, "The Ferry"),
        ({"outlet": " ", "url": "https://www.Lantern.example/a"}, "lantern.example"),
        ({"url": "lantern.example/a"}, "lantern.example"),
        ({"url": "http://[broken"}, NO_OUTLET),
        ({}, NO_OUTLET),
    ],
)
def test_who_published(columns: dict[str, str], outlet: str) -> None:
    assert article(record(**columns)).outlet == outlet


def test_a_bad_date_is_noted_and_the_article_goes_on() -> None:
    found, (note,) = extract(record(published="05/09/2013"))
    assert found is not None
    assert found.published is None
    assert not note.fatal
    assert note.place == "n.jsonl:1"
    assert "05/09/2013" in note.reason


@pytest.mark.parametrize("text", ["", "   ", "1 2 3", "?!"])
def test_a_record_without_text(text: str) -> None:
    found, (note,) = extract(record(text=text, title="Ferry sinks"))
    assert found is not None
    assert (found.readability, found.reason) == (Readability.EMPTY, "holds no text")
    assert not note.fatal
    found, (note,) = extract(record(text=text))
    assert found is None
    assert note.fatal


def test_an_overlong_article_is_left_out() -> None:
    found, (note,) = extract(record(text="a b " * (MAX_TEXT // 4 + 1)))
    assert found is None
    assert "has 200,004 characters" in note.reason
    assert "split" in note.advice


def test_other_columns_pass_through_by_name() -> None:
    found = article(record(section="World", byline="Ada Kell", story="7", id="x"))
    assert found.extra == (("byline", "Ada Kell"), ("section", "World"))
    assert (found.story, found.id) == ("7", "x")


def test_an_id_comes_from_what_the_article_holds() -> None:
    one, other = article(record(outlet="A")), article(record(outlet="B"))
    assert len(one.id) == 16
    assert one.id != other.id
    assert one.id == article(record("elsewhere.csv:9", outlet="A")).id


def test_the_unit_of_work_can_be_sent_to_a_process() -> None:
    raw = record(outlet="A")
    assert pickle.loads(pickle.dumps(extract))(pickle.loads(pickle.dumps(raw))) == extract(raw)  # noqa: S301


def test_a_failing_page_is_one_items_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("stumbled")

    monkeypatch.setattr(trafilatura, "bare_extraction", fail)
    found, (note,) = extract(Raw("p.html", "html", body=PAGE))
    assert found is None
    assert "AssertionError: stumbled" in note.reason


def test_doubles_are_named_whatever_the_order() -> None:
    raws = [
        record("n:1", id="a", published="2031-04-05"),
        record("n:2", id="a", published="2031-04-05"),
        record("n:10", id="a", published="2031-04-04", title="An earlier one"),
        record("n:9", id="b"),
        Raw("n:3", "record", {"title": "", "text": ""}),
    ]
    results = [extract(raw) for raw in raws]
    articles, notes = unique(results)
    assert [(a.id, a.place) for a in articles] == [("a", "n:10"), ("b", "n:9")]
    assert [n.place for n in notes] == ["n:1", "n:2", "n:3"]
    assert "has the id a of another article, n:10" in notes[0].reason
    assert "id of its own" in notes[0].advice
    for seed in range(5):
        random.Random(seed).shuffle(results)  # noqa: S311
        assert unique(results) == (articles, notes)
    articles, (note,) = unique([extract(raws[1]), extract(raws[0])])
    assert [a.place for a in articles] == ["n:1"]
    assert note.reason == "is the same article as n:1 (id a)"


def test_from_a_file_to_articles(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text(f'outlet,title,text\nA,Ferry sinks,"{TEXT}"\n', "utf-8")
    results = [(None, (i,)) if isinstance(i, LeftOut) else extract(i) for i in acquire([str(tmp_path)])]
    (found,), notes = unique(results)
    assert (found.outlet, found.text) == ("A", TEXT)
    assert not notes


def test_a_page_takes_the_name_that_articles_of_its_host_carry() -> None:
    page = Raw("p.html", "html", body=PAGE)
    rows = [
        record("n:1", id="a", outlet="The Lantern", url="https://lantern.example/a"),
        record("n:2", id="b", url="http://www.lantern.example/b"),
        record("n:3", id="c", outlet="The Quay", url="https://quay.example/c"),
    ]
    results = [extract(raw) for raw in (page, *rows)]
    articles, notes = unique(results)
    by_place = {a.place: a.outlet for a in articles}
    assert by_place == {
        "p.html": "The Lantern", "n:1": "The Lantern", "n:2": "The Lantern", "n:3": "The Quay",
    }  # fmt: skip
    assert unique(results[::-1]) == (articles, notes)
    alone = article(page)
    assert alone.id in {a.id for a in articles}
    # a host of several outlets names none of them
    other = extract(record("n:4", id="d", outlet="The Wick", url="https://lantern.example/d"))
    assert {a.outlet for a in unique([*results, other])[0] if a.place == "p.html"} == {
        "lantern.example"
    }
