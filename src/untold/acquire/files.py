"""Paths and standard input: what each one is, opened, walked and handed to its reader."""

from __future__ import annotations

import gzip
import os
import shutil
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import MappingProxyType
from typing import IO, cast

from untold.acquire import raw
from untold.acquire.decoding import HEAD, decode, decode_page, encoding_by_mark, why_binary
from untold.acquire.raw import COLUMNS, Kind, Raw, left_out
from untold.acquire.tables import Reader, Rename, read_csv, read_json, read_jsonl, read_parquet
from untold.model import LeftOut

_TABLES: dict[str, Reader] = {
    ".jsonl": read_jsonl, ".ndjson": read_jsonl, ".json": read_json, ".csv": read_csv, ".tsv": read_csv,
    ".parquet": read_parquet,
}  # fmt: skip
_PAGES: dict[str, Kind] = {".html": "html", ".htm": "html", ".txt": "text", ".md": "text"}
_KNOWN = ", ".join((*_TABLES, *_PAGES))

#: Standard input is kept in memory up to this many bytes, then on disk: it may have to be read twice.
_SPOOL = 64_000_000

_NOTHING: Rename = MappingProxyType({})

Opening = Callable[[], AbstractContextManager[IO[bytes]]]


def acquire(
    paths: Sequence[str], rename: Mapping[str, str] = _NOTHING, stdin: IO[bytes] | None = None
) -> Iterator[Raw | LeftOut]:
    """Every article-to-be of some files, folders and tables, in order, and whatever can't be read.

    Args:
        paths: files, folders, or ``-`` for standard input.
        rename: for a column that Untold knows, the input's own name of it: ``{"text": "body"}``.
        stdin: the bytes that ``-`` stands for; the process's own if None.

    Nothing raises for what an input holds: each failure is a `LeftOut` and the rest goes through.
    Known limit: what can't be told from a file's ending is not guessed, save on standard input.
    """
    for path in paths:
        if path == "-":
            yield from _standard_input(stdin or sys.stdin.buffer, rename)
        elif Path(path).is_dir():
            yield from _folder(Path(path), rename)
        else:
            yield from _file(Path(path), rename)


def acquire_stream(stream: IO[bytes], name: str, rename: Rename = _NOTHING) -> Iterator[Raw | LeftOut]:
    """As `acquire`, for one open file that somebody sent; the ending of its name tells its kind.

    Args:
        stream: its bytes, seekable, at their beginning.
        name: what messages call it.
        rename: as for `acquire`.
    """
    yield from _by_ending(lambda: nullcontext(stream), name, _ending(Path(name)), None, rename)


def _file(path: Path, rename: Rename) -> Iterator[Raw | LeftOut]:
    name = _name(path)
    if not os.path.lexists(path):
        yield left_out(name, "no such file or folder", "check the path")
    else:
        yield from _by_ending(lambda: path.open("rb"), name, _ending(path), path, rename)


def _by_ending(
    opening: Opening, name: str, kind: tuple[str, bool], path: Path | None, rename: Rename
) -> Iterator[Raw | LeftOut]:
    ending, zipped = kind
    if ending not in _TABLES and ending not in _PAGES:
        reason = f"is of a kind that is not known ({ending or 'no ending'})"
        yield left_out(name, reason, f"give it the ending of what it is: {_KNOWN}, with .gz or without")
    else:
        yield from _guarded(opening, name, ending, zipped, path, rename)


def _guarded(
    opening: Opening, name: str, ending: str, zipped: bool, path: Path | None, rename: Rename
) -> Iterator[Raw | LeftOut]:
    last = name
    try:
        with opening() as file:
            stream = cast("IO[bytes]", gzip.GzipFile(fileobj=file, mode="rb")) if zipped else file
            for item in _read(stream, name, ending, path, rename):
                last = item.place
                yield item
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        if isinstance(error, gzip.BadGzipFile) and last == name:
            what, advice = "is not compressed with gzip", "drop the .gz from its name"
        else:
            what, advice = f"breaks off after {last}", "fetch or compress it again"
        yield left_out(name, f"{what} ({error})", advice)
    except UnicodeDecodeError as error:
        yield left_out(last, f"is not in {error.encoding} from here on", "convert the file to UTF-8")
    except OSError as error:
        yield left_out(name, f"can't be read: {error.strerror or error}", _advice(error))


def _advice(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "give yourself the right to read it"
    return "check the path, and where it is a link, what it points to"


def _read(
    stream: IO[bytes], name: str, ending: str, path: Path | None, rename: Rename
) -> Iterator[Raw | LeftOut]:
    """The items of one open file; refuses what is empty or isn't text."""
    head = stream.read(HEAD)
    stream.seek(0)
    if not head.strip() and len(head) < HEAD:
        yield left_out(name, "is empty", "check how it was written")
        return
    if ending == ".parquet":
        yield from read_parquet(stream, name, rename)
    elif what := why_binary(head):
        yield left_out(name, f"is not text: it looks {_article(what)}", "export the articles as text")
    elif ending in _TABLES:
        yield from _TABLES[ending](stream, name, rename)
    else:
        yield from _page(stream, name, _PAGES[ending], path)


def _article(what: str) -> str:
    return what if what.startswith(("compressed", "binary")) else f"like {what}"


def _page(stream: IO[bytes], name: str, kind: Kind, path: Path | None) -> Iterator[Raw | LeftOut]:
    data = stream.read(raw.MAX_LINE + 1)
    if len(data) > raw.MAX_LINE:
        reason = f"has more than {raw.MAX_LINE // 1_000_000} MB"
        yield left_out(
            name, reason, "one file of this kind is one article: split it, or make it a table"
        )
        return
    text, replaced = decode_page(data) if kind == "html" else (decode(data), 0)
    if text is None:
        declared = " and declares no encoding that fits" if kind == "html" else ""
        yield left_out(
            name, f"is not in UTF-8{declared}", "convert it to UTF-8, for example with iconv"
        )
        return
    if replaced:
        reason = f"{replaced} characters are not in the encoding that the page declares"
        yield left_out(name, reason, "nothing needs doing; they show as \ufffd", fatal=False)
    folder = path.resolve().parent.name if path is not None else ""
    yield Raw(name, kind, body=text, folder=_printable(folder) or None)


def _folder(root: Path, rename: Rename) -> Iterator[Raw | LeftOut]:
    others: Counter[str] = Counter()
    read = False
    for item in _walk(root, (), others, rename):
        read = True
        yield item
    if others:
        listed = ", ".join(
            f"{number} {ending or 'without ending'}" for ending, number in sorted(others.items())
        )
        reason = f"{others.total()} files of other kinds were not read: {listed}"
        yield left_out(_name(root), reason, f"kinds that are read: {_KNOWN}", fatal=False)
    if not read:
        yield left_out(_name(root), "holds no file that can be read", f"kinds that are read: {_KNOWN}")


def _walk(
    folder: Path, above: tuple[tuple[int, int], ...], others: Counter[str], rename: Rename
) -> Iterator[Raw | LeftOut]:
    """Files of a folder and the folders in it, by name. A link that leads back up is not followed."""
    try:
        here = folder.stat()
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield left_out(_name(folder), f"can't be read: {error.strerror or error}", _advice(error))
        return
    known = (here.st_dev, here.st_ino)
    if known in above:
        reason = "is a link back to a folder that holds it"
        yield left_out(
            _name(folder), reason, "nothing needs doing; that folder is read once", fatal=False
        )
        return
    for entry in entries:
        ending, _ = _ending(entry)
        if entry.is_dir():
            yield from _walk(entry, (*above, known), others, rename)
        elif ending in _TABLES or ending in _PAGES:
            yield from _file(entry, rename)
        else:
            others[ending] += 1


def _standard_input(stdin: IO[bytes], rename: Rename) -> Iterator[Raw | LeftOut]:
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as spool:
        shutil.copyfileobj(stdin, spool)
        spool.seek(0)
        stream = cast("IO[bytes]", spool)
        try:
            zipped = spool.read(2) == b"\x1f\x8b"
            spool.seek(0)
            if zipped:
                stream = cast("IO[bytes]", gzip.GzipFile(fileobj=stream, mode="rb"))
            ending = _sniffed(stream.read(HEAD), rename)
            stream.seek(0)
            if ending is None:
                reason = "is neither JSON Lines nor a table with a column text nor a page"
                yield left_out("-", reason, "give JSON Lines, or name the column: --map text=COLUMN")
            else:
                yield from _read(stream, "-", ending, None, rename)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            yield left_out("-", f"breaks off ({error})", "compress it again")
        except UnicodeDecodeError as error:
            yield left_out("-", f"is not in {error.encoding} from some line on", "convert it to UTF-8")


def _sniffed(head: bytes, rename: Rename) -> str | None:
    """The ending that a file with this beginning would have."""
    if head.startswith(b"PAR1"):
        return ".parquet"
    if not head.strip() or why_binary(head):
        return ".jsonl"  # which says what is wrong with it
    text = head.decode(encoding_by_mark(head) or "utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("["):
        return ".json"
    if text.startswith("<"):
        return ".html"
    header = text.partition("\n")[0].lower()
    if any(rename.get(name, name).lower() in header for name in COLUMNS) and not text.startswith("{"):
        return ".csv"
    return ".jsonl" if any(line.lstrip().startswith("{") for line in text.splitlines()) else None


def _ending(path: Path) -> tuple[str, bool]:
    """The ending that says what a file is, in lower case, and whether it is compressed."""
    name = path.name.lower()
    zipped = name.endswith(".gz")
    ending = Path(name.removesuffix(".gz")).suffix
    if ending == ".parquet" and zipped:
        return ".parquet.gz", True  # not read: Parquet is compressed inside
    return ending, zipped


def _name(path: Path) -> str:
    return _printable(path.as_posix())


def _printable(name: str) -> str:
    """A file's name for messages: names that aren't text can't be printed."""
    return os.fsencode(name).decode("utf-8", "replace")
