"""What acquiring yields: one article-to-be, still as the input wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from untold.model import LeftOut

#: The columns that have a meaning; all others pass through.
COLUMNS = ("id", "outlet", "url", "published", "title", "text", "story")

#: Characters of one line of a table, or bytes of one page or text file. The longest article that is
#: read has 200,000 characters; a hundred times that leaves room for any other columns, and keeps
#: memory bounded where somebody's line has no end.
MAX_LINE = 20_000_000

#: Bytes of a .json file, which has to be read whole: about a fifth of a small machine's memory.
MAX_JSON = 200_000_000

Kind = Literal["record", "html", "text"]


@dataclass(frozen=True, slots=True)
class Raw:
    """One article-to-be.

    ``place`` names the file and, where there is one, the line or row ("news.jsonl:12"). ``columns``
    holds a record's own values, absent ones left out; ``body`` a page or text file, decoded.
    ``folder`` is the name of the folder that a page or text file lies in.
    """

    place: str
    kind: Kind
    columns: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    folder: str | None = None


def left_out(place: str, reason: str, advice: str, *, fatal: bool = True) -> LeftOut:
    """An input that this stage leaves out (or, not fatal, has something to say about)."""
    return LeftOut(place, reason, advice, "acquire", fatal)
