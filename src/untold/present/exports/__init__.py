"""Exports: what a run found, as files that other programs read. One module a format.

Each module has ``render(material) -> Exported``, a pure function: equal material gives equal bytes.
No export holds a whole article: sentences that findings rest on, offsets, addresses and hashes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import PurePath
from typing import Any

from untold.errors import UsageError
from untold.model import Article


@dataclass(frozen=True, slots=True)
class Material:
    """What an export is made from: the document, and the articles for the words around a quotation."""

    document: Mapping[str, Any]
    articles: Sequence[Article]

    def of_story(self, story: str) -> Material:
        """The same for one story alone; outlets, manifest and what was left out stay the whole run's.

        Raises:
            UsageError: there is no such story.
        """
        found = [s for s in self.document["stories"] if s["id"] == story]
        if not found:
            raise UsageError(f"no story {story!r}; see: untold list stories")
        held = set(found[0]["articles"])
        heads = [head for head in self.document["articles"] if head["id"] in held]
        document = {**self.document, "stories": found, "articles": heads}
        return replace(self, document=document)


@dataclass(frozen=True, slots=True)
class Exported:
    """A file's bytes, how many of what it holds, and how many of what it can't hold and why."""

    data: bytes
    written: Mapping[str, int]
    left: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its module here, the endings of its files, whether a terminal can show it."""

    module: str
    endings: tuple[str, ...]
    text: bool


FORMATS: Mapping[str, Format] = {
    "json": Format("json_list", (".json",), True),
    "jsonl": Format("json_lines", (".jsonl", ".ndjson"), True),
    "csv": Format("csv_table", (".csv",), True),
    "xlsx": Format("xlsx", (".xlsx",), False),
    "parquet": Format("parquet", (".parquet",), False),
    "annotations": Format("web_annotation", (".jsonld",), True),
    "sqlite": Format("sqlite_file", (".db", ".sqlite", ".sqlite3"), False),
}


def format_of(path: str) -> str:
    """The format that a file's ending stands for.

    Raises:
        UsageError: it stands for none.
    """
    ending = PurePath(path).suffix.lower()
    for name, form in FORMATS.items():
        if ending in form.endings:
            return name
    known = " ".join(ending for form in FORMATS.values() for ending in form.endings)
    raise UsageError(f"{path}: its ending names no format; there are {known}, or say --format")


def render(name: str, material: Material) -> Exported:
    """The export in that format.

    Raises:
        UsageError: there is no such format, or it can't hold so much.
    """
    if name not in FORMATS:
        raise UsageError(f"no format {name!r}; there are: {', '.join(FORMATS)}")
    module = import_module(f"untold.present.exports.{FORMATS[name].module}")
    exported = module.render(material)
    if not isinstance(exported, Exported):
        raise TypeError(f"{module.__name__}.render gave a {type(exported).__name__}")
    return exported
