"""The document, packed small for a page: tables of strings, sentences and evidence.

Each story becomes one JSON text of its own, so that a page parses only the story that is looked at:

- ``strings``    every string once; a string elsewhere is its index here
- ``paragraphs`` ``[article, field, start, text]``: article as in ``strings``, field 0 title, 1 text
- ``sentences``  ``[paragraph]`` (the whole of it) or ``[paragraph, offset, length]``
- ``evidence``   ``[sentence]`` (the whole of it) or ``[sentence, offset, length]``
- ``rows``       every record inside a record, once; elsewhere it is its index here
- ``views``      by name, the records as arrays of values in the order of the view's shape

A *shape* says how to read a value back: ``"="`` as it stands, ``"$"`` a string, ``"@"`` evidence,
``"^"`` the text of the same record's ``evidence``, ``[shape]`` a list, ``{key: shape}`` a record (an
array of its values, trailing nulls cut off). Shapes come from the data, so a new comparison needs no
line here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Shape = Any  # "=", "$", "@", "^", [Shape] or {key: Shape}

_EVIDENCE = frozenset({"article", "field", "start", "end", "text"})

# Keys of a story that the index of all stories holds; every other list of records is a view.
HEAD = (
    "id", "title", "from", "to", "articles", "outlets", "compared", "note", "differ", "summary",
    "at_rates",
)  # fmt: skip


def pack(document: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The index (everything but findings) and one packed value per story, in the document's order."""
    views = _views(document)
    shapes = {
        name: shape_of([record for story in document["stories"] for record in story[name]])
        for name in views
    }
    index = {
        "version": document["version"],
        "manifest": document["manifest"],
        "outlets": document["outlets"],
        "left_out": document["left_out"],
        "articles": _columns(document["articles"]),
        "shapes": shapes,
        "stories": [
            {key: story[key] for key in HEAD}
            | {"headline": (story["title_evidence"] or {}).get("article")}
            | {"at_rates": _rates(story["at_rates"])}
            | {"counts": {name: len(story[name]) for name in views}}
            for story in document["stories"]
        ],
    }
    return index, [_Packer(story, shapes).story() for story in document["stories"]]


def _rates(at_rates: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How many facts differ at each share, and the lines of the summary, those that repeat once."""
    lines = _Table()
    rows = [[at["differ"], [lines.add(line) for line in at["summary"]]] for at in at_rates]
    return {"lines": lines.items, "rows": rows}


def _views(document: Mapping[str, Any]) -> list[str]:
    known = {*HEAD, "sentences", "paragraphs", "title_evidence"}
    return list(
        dict.fromkeys(key for story in document["stories"] for key in story if key not in known)
    )


def _columns(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    keys = list(records[0]) if records else []
    return {"keys": keys, "rows": [[record[key] for key in keys] for record in records]}


def shape_of(values: Iterable[Any]) -> Shape:
    """The shape that all the values share; ``"="`` where they share none."""
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, str) for value in known):
        return "$"
    if known and all(isinstance(value, list) for value in known):
        inner = shape_of(item for value in known for item in value)
        return "=" if inner == "=" else [inner]
    if known and all(isinstance(value, dict) for value in known):
        if all(value.keys() == _EVIDENCE for value in known):
            return "@"
        keys = list(known[0])
        if all(list(value) == keys for value in known):
            shape = {key: shape_of(value[key] for value in known) for key in keys}
            return shape | {"text": "^"} if _quotes(known, shape) else shape
    return "="


def _quotes(records: Sequence[Mapping[str, Any]], shape: Mapping[str, Shape]) -> bool:
    """Whether each record's text is its evidence, word for word."""
    if shape.get("text") != "$" or shape.get("evidence") != "@":
        return False
    return all(r["evidence"] and r["text"] == r["evidence"]["text"] for r in records)


class _Table:
    """Things in the order they first came, each once."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self._index: dict[str, int] = {}

    def add(self, item: Any) -> int:
        key = repr(item)  # tells 1 from True and "1", unlike the item itself
        if key not in self._index:
            self._index[key] = len(self.items)
            self.items.append(item)
        return self._index[key]


class _Packer:
    """Packs one story."""

    def __init__(self, story: Mapping[str, Any], shapes: Mapping[str, Shape]) -> None:
        self._given = story
        self._shapes = shapes
        self._strings, self._evidence, self._rows = (_Table() for _ in range(3))
        self._sentences, self._paragraphs = _Table(), _Table()
        self._sentences_of = _by_field(story["sentences"])
        self._paragraphs_of = _by_field(story["paragraphs"])

    def story(self) -> dict[str, Any]:
        views = {
            name: [self._value(record, shape, top=True) for record in self._given[name]]
            for name, shape in self._shapes.items()
        }
        return {
            "views": views,
            "strings": self._strings.items,
            "paragraphs": self._paragraphs.items,
            "sentences": self._sentences.items,
            "evidence": self._evidence.items,
            "rows": self._rows.items,
        }

    def _value(self, value: Any, shape: Shape, top: bool = False) -> Any:
        if shape == "^":
            return None
        if value is None or shape == "=":
            return value
        if shape == "$":
            return self._strings.add(value)
        if shape == "@":
            return self._evidence.add(self._place(value))
        if isinstance(shape, list):
            return [self._value(item, shape[0]) for item in value]
        row = [
            part if inner == "=" or part is None else self._value(part, inner)
            for inner, part in ((inner, value[key]) for key, inner in shape.items())
        ]
        while row and row[-1] is None:
            row.pop()
        return row if top else self._rows.add(row)

    def _place(self, evidence: Mapping[str, Any]) -> list[int]:
        start, end, field = evidence["start"], evidence["end"], evidence["field"]
        itself = (start, end, evidence["text"])
        sentence = _holding(self._sentences_of[evidence["article"], field], start, end) or itself
        paragraphs = self._paragraphs_of[evidence["article"], field]
        paragraph = _holding(paragraphs, sentence[0], sentence[1]) or sentence
        article = self._strings.add(evidence["article"])
        row = [article, 0 if field == "title" else 1, paragraph[0], paragraph[2]]
        within = self._sentences.add(_inside(self._paragraphs.add(row), paragraph, sentence))
        return _inside(within, sentence, itself)


_Stretch = tuple[int, int, str]  # start, end, text


def _by_field(evidence: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], list[_Stretch]]:
    found: dict[tuple[str, str], list[_Stretch]] = defaultdict(list)
    for one in evidence:
        found[one["article"], one["field"]].append((one["start"], one["end"], one["text"]))
    for stretches in found.values():
        stretches.sort()
    return found


def _holding(stretches: Sequence[_Stretch], start: int, end: int) -> _Stretch | None:
    """The nearest of the stretches that holds a place whole."""
    # The last that begins at or before it is nearest; an earlier one may hold it too.
    first = bisect_right(stretches, (start, 1 << 60, "")) - 1
    return next((stretches[at] for at in range(first, -1, -1) if stretches[at][1] >= end), None)


def _inside(at: int, outer: _Stretch, inner: _Stretch) -> list[int]:
    """The outer one's index, then where in it the inner one stands unless it is the whole."""
    # Code points, as in Python; the page counts the same way.
    return [at] if outer[:2] == inner[:2] else [at, inner[0] - outer[0], inner[1] - inner[0]]
