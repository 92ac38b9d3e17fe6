"""From bytes to text: byte order marks, UTF-8, a page's own declaration, and what isn't text at all."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from untold.acquire import raw

_BYTE_ORDER_MARKS = (  # the longer first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: How files begin that somebody may have given a wrong ending.
_MAGIC = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "compressed with gzip (its name should end in .gz)",
    b"PAR1": "a Parquet table (its name should end in .parquet)",
    b"SQLite format 3": "an SQLite database",
    b"\x7fELF": "a program",
}
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})  # without tab, line and page feeds, escape

#: Share of control bytes above which a file isn't text: text has next to none, UTF-16 without its
#: mark (every second byte of English is 0) and pictures have many.
_MAX_CONTROL = 0.02
HEAD = 8192  # bytes that decide; a file system's block or two

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_UNDECODED = re.compile("[\udc80-\udcff]")
_HALF = re.compile("[\ud800-\udfff]")

#: Share of a page's characters that may be undecodable and the page still be read, with a note.
_MAX_REPLACED = 0.001


def encoding_by_mark(head: bytes) -> str | None:
    """The encoding that a byte order mark names, if there is one."""
    return next((name for mark, name in _BYTE_ORDER_MARKS if head.startswith(mark)), None)


def why_binary(head: bytes) -> str | None:
    """What the file is, if its first bytes show that it isn't text."""
    for magic, name in _MAGIC.items():
        if head.startswith(magic):
            return name
    if encoding_by_mark(head) in ("utf-16", "utf-32") or not head:
        return None
    control = len(head) - len(head.translate(None, _CONTROL))
    if control / len(head) > _MAX_CONTROL:
        return "binary, or UTF-16 without its byte order mark"
    return None


def decode(data: bytes) -> str | None:
    """The text of a file in UTF-8 or with a byte order mark; None if it is in another encoding."""
    try:
        return data.decode(encoding_by_mark(data) or "utf-8")
    except UnicodeDecodeError:
        return None


def decode_page(data: bytes) -> tuple[str | None, int]:
    """A page's text and how many characters had to be replaced; None if its encoding is unknown.

    UTF-8 and byte order marks come first, then the charset that the page declares.
    """
    text = decode(data)
    if text is not None:
        return text, 0
    declared = _CHARSET.search(data[:HEAD])
    if declared is None:
        return None, 0
    name = declared[1].decode("ascii", "replace").lower()
    if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"):
        name = "cp1252"  # what browsers read under these names (WHATWG Encoding)
    try:
        text = data.decode(name, "replace")
    except LookupError:
        return None, 0
    replaced = text.count("\ufffd")
    return (text, replaced) if replaced <= max(1, len(text) * _MAX_REPLACED) else (None, replaced)


def has_undecoded(line: str) -> bool:
    """Whether a line read by `text_of` holds bytes that are not in the file's encoding."""
    return _UNDECODED.search(line) is not None


def has_half_characters(value: str) -> bool:
    """Whether a value holds lone surrogates: halves of characters."""
    return _HALF.search(value) is not None


@contextmanager
def text_of(stream: IO[bytes], newline: str) -> Iterator[io.TextIOWrapper]:
    """The stream as text. Bytes that aren't in its encoding become marks that `has_undecoded` sees."""
    encoding = encoding_by_mark(stream.read(4)) or "utf-8"
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline=newline)
    try:
        yield text
    finally:
        text.detach()  # who opened the stream closes it


def bounded_lines(text: io.TextIOWrapper) -> Iterator[tuple[int, str | None]]:
    """Lines with their numbers from 1; None for a line over `MAX_LINE`, of which no more is kept."""
    number = 0
    while line := text.readline(raw.MAX_LINE + 1):
        number += 1
        if len(line) <= raw.MAX_LINE or line[-1] in "\r\n":
            yield number, line
            continue
        while line and line[-1] not in "\r\n":
            line = text.readline(raw.MAX_LINE)
        yield number, None
