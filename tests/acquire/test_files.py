"""Paths: what can't be read is named with its place, reason and next step; the rest goes through."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path

import pytest

from tests.acquire.test_tables import GOOD, read, write
from untold.acquire import Raw, acquire
from untold.model import LeftOut

PAGE = "<html><body><p>A boat sank at Orrin.</p></body></html>"


def only(path: Path) -> LeftOut:
    """The one note on a path from which nothing could be read."""
    found, (note,) = read(path)
    assert not found
    assert note.fatal
    assert note.advice
    assert note.place.startswith(path.as_posix())
    return note


@pytest.mark.parametrize(
    "name", ["n.jsonl", "n.json", "n.csv", "n.tsv", "n.parquet", "n.html", "n.txt"]
)
def test_empty_files_are_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert only(tmp_path / name).reason == "is empty"


@pytest.mark.parametrize("name", ["n.jsonl", "n.csv", "n.json", "n.html", "n.txt", "n.parquet"])
@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 \x00\x01", bytes(range(256)) * 20, "A text".encode("utf-16-le")]
)
def test_binary_files_are_named(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert "not" in only(tmp_path / name).reason


def test_a_missing_file_and_an_unknown_ending(tmp_path: Path) -> None:
    assert only(tmp_path / "none.jsonl").reason == "no such file or folder"
    (tmp_path / "news.docx").write_bytes(b"something")
    assert "of a kind that is not known (.docx)" in only(tmp_path / "news.docx").reason
    (tmp_path / "news").write_bytes(b"something")
    assert "no ending" in only(tmp_path / "news").reason


def test_one_bad_path_does_not_stop_the_others(tmp_path: Path) -> None:
    good = write(tmp_path / "news.jsonl", json.dumps(GOOD))
    items = list(acquire([str(tmp_path / "none.csv"), str(good)]))
    assert [type(item) for item in items] == [LeftOut, Raw]


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "news.jsonl", json.dumps(GOOD))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # the superuser may read anything
    note = only(path)
    assert "Permission denied" in note.reason
    assert note.advice == "give yourself the right to read it"


def test_links_in_a_circle(tmp_path: Path) -> None:
    os.symlink(tmp_path / "loop.jsonl", tmp_path / "loop.jsonl")
    assert "can't be read" in only(tmp_path / "loop.jsonl").reason
    inner = tmp_path / "pages" / "inner"
    inner.mkdir(parents=True)
    (inner / "one.html").write_text(PAGE, "utf-8")
    os.symlink(tmp_path / "pages", inner / "back")
    found, (note,) = read(tmp_path / "pages")
    assert len(found) == 1
    assert "a link back to a folder" in note.reason
    assert not note.fatal


def test_folders_are_walked_in_order_and_other_kinds_counted_once(tmp_path: Path) -> None:
    for name in ("b/two.html", "a/one.HTM", "a/three.md", "a/style.css", "b/four.css", "b/x.html.gz"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(PAGE.encode()) if name.endswith(".gz") else PAGE.encode())
    write(tmp_path / "c.jsonl", json.dumps(GOOD))
    found, (note,) = read(tmp_path)
    names = [Path(r.place).relative_to(tmp_path).as_posix() for r in found]
    assert names == ["a/one.HTM", "a/three.md", "b/two.html", "b/x.html.gz", "c.jsonl:1"]
    assert [r.folder for r in found] == ["a", "a", "b", "b", None]
    assert [r.kind for r in found] == ["html", "text", "html", "html", "record"]
    assert "2 .css" in note.reason
    assert not note.fatal


def test_a_folder_without_anything_to_read(tmp_path: Path) -> None:
    assert "holds no file that can be read" in only(tmp_path).reason


def test_the_encoding_that_a_page_declares(tmp_path: Path) -> None:
    page = '<html><meta charset="{}"><p>Caf\u00e9 \u201cOrrin\u201d burnt down.</p></html>'
    path = tmp_path / "p.html"
    path.write_bytes(page.format("windows-1252").encode("cp1252"))
    assert "Caf\u00e9 \u201cOrrin\u201d" in read(path)[0][0].body
    path.write_bytes(page.format("iso-8859-1").encode("cp1252"))  # as browsers read it
    assert "Caf\u00e9 \u201cOrrin\u201d" in read(path)[0][0].body
    path.write_bytes(page.format("utf-8").encode("cp1252"))
    assert "is not in UTF-8" in only(path).reason
    path.write_bytes(page.format("no-such-thing").encode("cp1252"))
    assert "is not in UTF-8" in only(path).reason


def test_a_page_with_a_few_bad_bytes_goes_through_with_a_note(tmp_path: Path) -> None:
    page = '<html><meta charset="utf-8"><p>' + "A boat sank at Orrin. " * 200 + "\u00e9"
    (tmp_path / "p.html").write_bytes(page.encode() + b"\xff</p></html>")
    (found,), (note,) = read(tmp_path / "p.html")
    assert "\ufffd" in found.body
    assert "1 characters" in note.reason
    assert not note.fatal


def test_a_text_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_bytes("Caf\u00e9 Orrin burnt down.".encode("latin-1"))
    assert "is not in UTF-8" in only(tmp_path / "t.txt").reason


def test_compressed_pages_that_are_not(tmp_path: Path) -> None:
    (tmp_path / "p.html.gz").write_text(PAGE, "utf-8")
    assert "is not compressed with gzip" in only(tmp_path / "p.html.gz").reason


@pytest.mark.parametrize(
    ("data", "kind", "count"),
    [
        (f"{json.dumps(GOOD)}\n{json.dumps(GOOD)}\n".encode(), "record", 2),
        (gzip.compress(json.dumps(GOOD).encode()), "record", 1),
        (json.dumps([GOOD]).encode(), "record", 1),
        (b"outlet,text\nThe Ferry,A boat sank.\n", "record", 1),
        (b"outlet;text\nThe Ferry;A boat sank.\n", "record", 1),
        (f"  \n{PAGE}".encode(), "html", 1),
    ],
)
def test_standard_input_says_what_it_is(data: bytes, kind: str, count: int) -> None:
    found = list(acquire(["-"], stdin=io.BytesIO(data)))
    assert [item.kind for item in found if isinstance(item, Raw)] == [kind] * count
    assert all(item.place.startswith("-") for item in found)


@pytest.mark.parametrize(
    "data", [b"", b"just some words\n", b"\x89PNG\r\n\x00\x00", b"\x1f\x8b no gzip"]
)
def test_standard_input_that_can_not_be_read(data: bytes) -> None:
    (note,) = acquire(["-"], stdin=io.BytesIO(data))
    assert isinstance(note, LeftOut)
    assert note.advice


def test_a_file_name_that_is_no_text(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")
    try:
        Path(os.fsdecode(path)).write_text("A boat sank at Orrin.", "utf-8")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    (found,), _ = read(tmp_path)
    assert found.place.encode("utf-8").endswith("caf\ufffd.txt".encode())
