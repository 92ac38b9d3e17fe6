"""The page's way of reading the packed data back, written again in Python: nothing may be lost."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.present import sample as flood
from untold.present.pack import pack, shape_of
from untold.present.report import as_script_data


def unpack(value: Any, shape: Any, packed: dict[str, Any]) -> Any:
    if shape == "=" or value is None:
        return value
    if shape == "$":
        return packed["strings"][value]
    if shape == "@":
        where, *rest = packed["evidence"][value]
        paragraph, *place = packed["sentences"][where]
        article, field, start, whole = packed["paragraphs"][paragraph]
        at, size = place or (0, len(whole))
        start, sentence = start + at, whole[at : at + size]
        offset, length = rest or (0, len(sentence))
        return {
            "article": packed["strings"][article],
            "field": ("title", "text")[field],
            "start": start + offset,
            "end": start + offset + length,
            "text": sentence[offset : offset + length],
        }
    if isinstance(shape, list):
        return [unpack(item, shape[0], packed) for item in value]
    row = value if isinstance(value, list) else packed["rows"][value]
    row = [*row, *[None] * (len(shape) - len(row))]
    record = {
        key: unpack(part, inner, packed) for (key, inner), part in zip(shape.items(), row, strict=True)
    }
    return record | {"text": record["evidence"]["text"]} if shape.get("text") == "^" else record


def test_what_is_packed_comes_back_whole() -> None:
    document = flood.sample()
    index, stories = pack(json.loads(json.dumps(document)))
    assert len(stories) == len(document["stories"])
    for given_story, packed in zip(document["stories"], stories, strict=True):
        assert set(packed["views"]) >= {
            "facts",
            "naming",
            "voices",
            "agency",
            "figures",
            "origins",
            "copies",
        }
        for name, records in packed["views"].items():
            read = [unpack(record, index["shapes"][name], packed) for record in records]
            assert read == given_story[name]


def test_the_shape_comes_from_the_data() -> None:
    assert shape_of(["a", None]) == "$"
    assert shape_of([["a"], []]) == ["$"]
    assert shape_of([["said", 2]]) == "="
    assert shape_of([{"a": 1}, {"a": None}]) == {"a": "="}
    assert shape_of([{"a": 1}, {"b": 1}]) == "="
    assert shape_of([]) == "="


def test_a_comparison_that_nobody_foresaw_is_packed_too() -> None:
    document = flood.sample()
    for story in document["stories"]:
        story["wording"] = [{"word": "gate", "z": 2.5, "outlets": ["A", "B"]}]
    index, stories = pack(document)
    assert unpack(stories[0]["views"]["wording"][0], index["shapes"]["wording"], stories[0]) == {
        "word": "gate",
        "z": 2.5,
        "outlets": ["A", "B"],
    }


@given(st.text())
def test_script_data_reads_back_and_holds_no_markup(text: str) -> None:
    data = as_script_data({"text": text})
    assert json.loads(data) == {"text": text}
    assert not set("<>&\u2028\u2029") & set(data)
    data.encode("utf-8")


def test_lone_surrogates_survive() -> None:
    data = as_script_data("a\ud800b")
    assert data.encode("utf-8").decode() == data
    assert json.loads(data) == "a\ud800b"
