"""The annotations against what the W3C's Web Annotation Data Model requires, section by section."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from uuid import UUID

import pytest

from tests.present.exports.given import exported, material
from untold.model import Article
from untold.present import exports
from untold.present.exports import Material
from untold.present.exports.rows import rows
from untold.present.exports.web_annotation import source_of

# An absolute IRI without what RFC 3987 forbids.
_IRI = re.compile(r'[a-z][a-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`\x7f]+')

# Section 3.3.5: the motivations of the model.
_MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting",
    "identifying", "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip


def faults(collection: Any) -> Iterator[str]:
    """What in a collection breaks a MUST of the model (sections 3 to 5)."""
    if collection.get("@context") != "http://www.w3.org/ns/anno.jsonld":
        yield "a document has the context of the model"
    if not _iri(collection.get("id")):
        yield "a collection has one IRI"
    if "AnnotationCollection" not in _listed(collection.get("type")):
        yield "a collection has its type"
    if not (isinstance(collection.get("total"), int) and collection["total"] >= 0):
        yield "a total is a non-negative integer"
    page = collection.get("first")
    if not isinstance(page, dict) or page.get("type") != "AnnotationPage" or not _iri(page.get("id")):
        yield "a page has an IRI and its type"
        return
    if page.get("partOf") != collection["id"] or page.get("startIndex") != 0:
        yield "a page is part of its collection, and counts from 0"
    items = page.get("items")
    if not isinstance(items, list) or len(items) != collection["total"]:
        yield "a page has a list of annotations"
        return
    if len({item.get("id") for item in items}) != len(items):
        yield "an IRI names one annotation"
    for item in items:
        yield from _annotation_faults(item)


def _annotation_faults(item: Any) -> Iterator[str]:
    if not _iri(item.get("id")):
        yield "an annotation has one IRI"
    if "Annotation" not in _listed(item.get("type")):
        yield "an annotation has its type"
    if not set(_listed(item.get("motivation"))) <= _MOTIVATIONS:
        yield "a motivation is one of the model's"
    if not _listed(item.get("target")):
        yield "an annotation has a target"
    for body in _listed(item.get("body")):
        if body.get("type") != "TextualBody" or not isinstance(body.get("value"), str):
            yield "a textual body has its type and one value"
        if body.get("purpose") not in _MOTIVATIONS or "/" not in body.get("format", ""):
            yield "a body's purpose is a motivation, its format a media type"
    for target in _listed(item.get("target")):
        if target.get("type") != "SpecificResource" or not _iri(target.get("source")):
            yield "a specific resource has one source"
        for selector in _listed(target.get("selector")):
            yield from _selector_faults(selector)


def _selector_faults(selector: Any) -> Iterator[str]:
    kind = selector.get("type")
    if kind == "TextQuoteSelector":
        if not isinstance(selector.get("exact"), str) or not selector["exact"]:
            yield "a quotation has one exact text"
        if not all(isinstance(selector.get(key, ""), str) for key in ("prefix", "suffix")):
            yield "prefix and suffix are texts"
    elif kind == "TextPositionSelector":
        start, end = selector.get("start"), selector.get("end")
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            yield "a position has a start and an end, non-negative integers"
    else:
        yield "a selector has a type of the model"


def _iri(value: Any) -> bool:
    return isinstance(value, str) and bool(_IRI.fullmatch(value))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


@pytest.fixture(scope="module")
def collection() -> Any:
    return json.loads(exported("annotations").data)


def test_the_model_is_kept(collection: Any) -> None:
    assert list(faults(collection)) == []


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("@context",), "http://schema.org", "a document has the context of the model"),
        (("id",), "no iri", "a collection has one IRI"),
        (("total",), -1, "a total is a non-negative integer"),
        (("first", "partOf"), "urn:x:y", "a page is part of its collection, and counts from 0"),
        (("first", "items", 0, "id"), None, "an annotation has one IRI"),
        (("first", "items", 0, "type"), "Note", "an annotation has its type"),
        (("first", "items", 0, "motivation"), "gossiping", "a motivation is one of the model's"),
        (("first", "items", 0, "target"), None, "an annotation has a target"),
        (("first", "items", 0, "target", "source"), "a b", "a specific resource has one source"),
        (("first", "items", 0, "target", "selector", 0, "exact"), "", "a quotation has one exact text"),
        (("first", "items", 0, "target", "selector", 1, "end"), -1,
         "a position has a start and an end, non-negative integers"),
        (("first", "items", 0, "body", 0, "value"), 7, "a textual body has its type and one value"),
    ],
)  # fmt: skip
def test_the_checks_see_faults(collection: Any, path: Any, value: Any, fault: str) -> None:
    broken = deepcopy(collection)
    place = broken
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert fault in set(faults(broken))


def test_positions_and_quotations_point_at_the_article_s_text(collection: Any) -> None:
    articles = {article.id: article for article in material().articles}
    for item in collection["first"]["items"]:
        data = json.loads(item["body"][-1]["value"])
        article = articles[data["article"]]
        value = article.value(data["field"])
        quoted, place = item["target"]["selector"]
        assert value[place["start"] : place["end"]] == quoted["exact"]
        around = quoted["prefix"] + quoted["exact"] + quoted["suffix"]
        assert around in value
        assert value.find(around) == place["start"] - len(quoted["prefix"])
        assert max(len(quoted["prefix"]), len(quoted["suffix"])) <= 32
        assert item["target"]["source"] == source_of(article)


def test_every_row_with_a_sentence_is_an_annotation(collection: Any) -> None:
    listed = list(rows(material().document))
    placed = [row["what"] for row in listed if row["text"] is not None]
    bodies = [json.loads(item["body"][-1]["value"]) for item in collection["first"]["items"]]
    assert [body["what"] for body in bodies] == placed
    left = exported("annotations").left
    assert left["findings without a sentence: an annotation needs one"] == len(listed) - len(placed) > 0


def test_a_gap_says_that_its_sentence_proves_nothing(collection: Any) -> None:
    gaps = [
        item
        for item in collection["first"]["items"]
        if "untold" in [body["value"] for body in item["body"] if body["purpose"] == "tagging"]
    ]
    assert gaps
    for gap in gaps:
        assert gap["body"][0]["value"].endswith("this is the nearest sentence, not a proof")


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "ftp://a.example/6", "data:text/html,<b>"]
)
def test_what_is_no_address_of_the_web_becomes_a_urn(url: str | None) -> None:
    source = source_of(Article("a1", "Quay Post", "", "", url=url))
    assert source.startswith("urn:uuid:")
    assert UUID(source.removeprefix("urn:uuid:"))
    assert source == source_of(Article("a1", "Other", "", "", url=None))
    assert source != source_of(Article("a2", "Quay Post", "", "", url=url))


def test_an_address_with_spaces_and_brackets_becomes_an_iri() -> None:
    source = source_of(Article("a1", "Quay Post", "", "", url='https://a.example/a b?<c>="1"&d=á'))
    assert source == "https://a.example/a%20b?%3Cc%3E=%221%22&d=á"


def test_an_id_goes_with_the_content() -> None:
    given = material()
    document = deepcopy(dict(given.document))
    document["stories"][0]["facts"].reverse()
    turned = json.loads(exports.render("annotations", Material(document, given.articles)).data)
    plain = json.loads(exported("annotations").data)
    ids = [{item["id"] for item in held["first"]["items"]} for held in (turned, plain)]
    assert ids[0] == ids[1]
    assert turned["id"] != plain["id"]
