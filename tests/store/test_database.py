"""A project's file: what goes in comes out, all of a change or nothing, and clear words otherwise."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from untold.analysis import layers
from untold.annotate.sentences import find_sentences
from untold.errors import StoreError
from untold.model import Article, Evidence, LeftOut, Passage, Placement, Readability
from untold.store.codec import encode_layer
from untold.store.database import Entry, FindingRow, Store

ARTICLE = Article(
    id="a1", outlet="Harbour Post", title="Ferry sinks", text="A ferry sank. Nine people died.",
    url="https://harbour.example/a1", published="2031-03-04", language="en", story="ferry",
    readability=Readability.READABLE, place="news.jsonl:1", extra=(("byline", "I. Moreu"),),
)  # fmt: skip
PROOF = Evidence("a1", "text", 0, 13, "A ferry sank.")
GROUPED = Entry("group", "group", "", "f")


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "untold.db", create=True) as opened:
        yield opened


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(deadline=None)  # each example makes a file: on a busy machine that takes its time
@given(
    st.lists(
        st.builds(Article, id=words, outlet=words, title=words, text=words), unique_by=lambda a: a.id
    )
)
def test_articles_come_back_sorted(tmp_path_factory, articles):
    with Store.open(tmp_path_factory.mktemp("p") / "untold.db", create=True) as store:
        store.add_articles(articles, [])
        assert store.articles() == sorted(articles, key=lambda a: a.id)
        assert store.hashes() == {a.id: a.sha256() for a in sorted(articles, key=lambda a: a.id)}


def test_every_field_of_an_article_and_of_what_was_left_out_comes_back(store):
    unreadable = replace(ARTICLE, id="a2", readability=Readability.STUB, reason="a notice")
    left_out = LeftOut("news.jsonl:3", "no text", "fill the column text")
    store.add_articles([unreadable, ARTICLE], [left_out, left_out])
    assert store.articles() == [ARTICLE, unreadable]
    assert store.articles(["a2", "nobody"]) == [unreadable]
    assert store.left_out() == [left_out]


def test_more_articles_than_a_query_takes(store):
    many = [replace(ARTICLE, id=f"a{n:04}") for n in range(1200)]
    store.add_articles(many, [])
    assert store.articles(a.id for a in many) == many


def test_a_layer_comes_back_and_a_new_one_takes_its_place(store):
    records = tuple(find_sentences(ARTICLE))
    layer = layers()["sentences"]
    entry = Entry("layer", "sentences", "a1", "f1")
    store.put_annotations([(entry, encode_layer(layer.record, records))])
    assert store.annotations(layer, ["a1", "a2"]) == {"a1": records}
    failed = Entry("layer", "sentences", "a1", "f2", "ValueError: no")
    store.put_annotations([(failed, None)])
    assert store.annotations(layer, ["a1"]) == {}
    assert store.ledger("layer") == {("sentences", "a1"): failed}


def test_findings_come_back_with_their_evidence(store):
    rows = [FindingRow("{}", (PROOF, PROOF)), FindingRow("[]", ())]
    store.put_findings("ferry", [(Entry("comparison", "facts", "ferry", "f"), rows)])
    assert store.findings("ferry") == {"facts": ["{}", "[]"]}
    assert list(store.evidence()) == [("ferry", "facts", 0, PROOF)] * 2


def test_a_new_grouping_forgets_stories_that_are_gone(store):
    passage = Passage(PROOF, replace(PROOF, article="a2"), 0.9)
    note = LeftOut("article a1", "no story given", "fill it", "group", fatal=False)
    for story in ("ferry", "dam"):
        store.put_findings(
            story, [(Entry("comparison", "facts", story, "f"), [FindingRow("{}", (PROOF,))])]
        )
    store.set_grouping(
        [Placement("a1", "ferry", None), Placement("a2", "dam", "c")], [passage], [note], GROUPED
    )
    assert store.passages() == [passage]
    store.set_grouping([Placement("a1", "ferry", None)], [], [], GROUPED)
    assert store.placements() == [Placement("a1", "ferry", None)]
    assert store.passages() == []
    assert store.left_out() == []
    assert store.findings("dam") == {}
    assert [story for story, *_ in store.evidence()] == ["ferry"]
    assert list(store.ledger("comparison")) == [("facts", "ferry")]


def test_a_change_that_breaks_off_leaves_nothing(store):
    def articles() -> Iterator[Article]:
        yield ARTICLE
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        store.add_articles(articles(), [])
    with pytest.raises(StoreError, match="UNIQUE"):
        store.add_articles([ARTICLE, ARTICLE], [])
    assert store.articles() == []


def test_no_file_no_project(tmp_path):
    with pytest.raises(
        StoreError, match=r"no\.db: there is no project here; make one with: untold add"
    ):
        Store.open(tmp_path / "no.db")
    assert not (tmp_path / "no.db").exists()


def test_another_kind_of_file_is_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Some notes, longer than a header.")
    with pytest.raises(StoreError, match=r"notes\.txt: not a project of Untold"):
        Store.open(path, create=True)
    assert path.read_text() == "Some notes, longer than a header."


@pytest.mark.parametrize("table", ["songs (name)", "meta (key, value)"])
def test_another_database_is_left_alone(tmp_path, table):
    path = tmp_path / "other.db"
    other = sqlite3.connect(path)
    other.execute(f"create table {table}")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a project of Untold"):
        Store.open(path, create=True)
    assert path.read_bytes() == before


def test_another_version_is_said(tmp_path):
    with Store.open(tmp_path / "old.db", create=True) as store:
        store.set_meta("untold", "0")
    with pytest.raises(StoreError, match=r"written as version 0, this Untold reads version \d"):
        Store.open(tmp_path / "old.db")


def test_a_damaged_file_is_said(tmp_path):
    path = tmp_path / "bad.db"
    path.write_bytes(b"SQLite format 3\x00" + b"nonsense " * 500)
    with pytest.raises(StoreError, match=r"bad\.db"):
        Store.open(path)


def test_a_file_that_another_program_holds_is_said(tmp_path, monkeypatch):
    path = tmp_path / "untold.db"
    with Store.open(path, create=True) as store:
        holder = sqlite3.connect(path)
        holder.execute("begin exclusive")
        monkeypatch.setattr("untold.store.database.PATIENCE", 0.1)
        with pytest.raises(StoreError, match="no other program writes to it"), Store(path) as second:
            second.set_meta("a", "b")
        holder.close()
        assert store.meta("a") is None
