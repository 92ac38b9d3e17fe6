"""W3C Web Annotations: every sentence that a finding rests on, as JSON-LD.

Follows the Web Annotation Data Model (W3C Recommendation, 23 February 2017): a collection with one
page. Positions and quotations count Unicode code points, as it asks for.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from untold.model import Article
from untold.present.exports import Exported, Material
from untold.present.exports.rows import Row, rows

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

#: Characters before and after a quotation: enough to tell it from another of the same words.
AROUND = 32

# What the names of articles and annotations are made under: the same input gives the same names.
_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "https://www.w3.org/ns/anno#untold")

# What may not stand in an IRI (RFC 3987) though addresses in the wild have it.
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`\x7f]')

_UNPLACED = "findings without a sentence: an annotation needs one"
_UNADDRESSED = "addresses of articles that are none of the web; a urn:uuid stands for each"


def render(material: Material) -> Exported:
    """An AnnotationCollection as JSON-LD, its annotations in the document's order; UTF-8.

    Each annotation has the article's address as its target (for an article without an http address a
    ``urn:uuid`` made from its id), with a TextQuoteSelector and a TextPositionSelector. Its bodies
    are a plain sentence on the finding, tags, and the row as JSON. A finding without evidence can't
    be one, and is counted.
    """
    articles = {article.id: article for article in material.articles}
    count: Counter[str] = Counter()
    left: Counter[str] = Counter()
    items = []
    for row in rows(material.document):
        if row["text"] is None:
            left[_UNPLACED] += 1
        else:
            items.append(_annotation(row, articles[row["article"]]))
            count[row["finding"]] += 1
    cited = {item["target"]["source"] for item in items}
    if urns := sum(source.startswith("urn:") for source in cited):
        left[_UNADDRESSED] = urns
    text = json.dumps(_collection(list(_named(items)), material.document), ensure_ascii=False)
    return Exported((text + "\n").encode(), count, left)


def _collection(items: list[Row], document: Mapping[str, Any]) -> Row:
    digest = json.dumps([item["id"] for item in items])
    name = f"urn:uuid:{uuid.uuid5(_OURS, 'collection' + digest)}"
    page = {
        "id": f"urn:uuid:{uuid.uuid5(_OURS, 'page' + digest)}",
        "type": "AnnotationPage",
        "partOf": name,
        "startIndex": 0,
        "items": items,
    }
    return {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": "Untold: the sentences that findings rest on",
        "generator": {"type": "Software", "name": f"Untold {document['manifest'].get('untold', '')}"},
        "total": len(items),
        "first": page,
        "last": page["id"],
    }


def _named(items: Iterable[Row]) -> Iterator[Row]:
    """Each annotation with an id from its content; equal ones are told apart by their number."""
    seen: Counter[str] = Counter()
    for item in items:
        content = json.dumps(item, ensure_ascii=False, sort_keys=True)
        seen[content] += 1
        name = uuid.uuid5(_OURS, f"{seen[content]}\x1f{content}")
        yield {"id": f"urn:uuid:{name}", **item}


def _annotation(row: Row, article: Article) -> Row:
    value = article.value(row["field"])
    quoted = {
        "type": "TextQuoteSelector",
        "exact": row["text"],
        "prefix": value[max(0, row["start"] - AROUND) : row["start"]],
        "suffix": value[row["end"] : row["end"] + AROUND],
    }
    place = {"type": "TextPositionSelector", "start": row["start"], "end": row["end"]}
    return {
        "type": "Annotation",
        "motivation": "describing",
        "body": list(_bodies(row, hashlib.sha256(value.encode()).hexdigest())),
        "target": {
            "type": "SpecificResource",
            "source": source_of(article),
            "selector": [quoted, place],
        },
    }


def source_of(article: Article) -> str:
    """The article's address as an IRI; a ``urn:uuid`` made from its id where it has none of the web."""
    if article.url and article.url.startswith(("http://", "https://")):
        return _NOT_IN_IRI.sub(lambda found: quote(found.group()), article.url)
    return f"urn:uuid:{uuid.uuid5(_OURS, 'article' + article.id)}"


def _bodies(row: Row, digest: str) -> Iterator[Row]:
    """The finding in words, as tags, and as data."""
    outcome = next((str(row[k]) for k in ("state", "value", "number") if row[k] is not None), "")
    words = [row["finding"], row["what"], outcome]
    if row["role"] == "nearest":
        words.append("this is the nearest sentence, not a proof")
    yield _text("describing", ": ".join(word for word in words if word), "text/plain")
    for tag in (row["finding"], row["state"], row["role"]):
        if tag:
            yield _text("tagging", tag, "text/plain")
    left = ("text", "sentence", "start", "end", "url", "detail")
    data = {key: value for key, value in row.items() if value is not None and key not in left}
    data |= {"detail": json.loads(row["detail"]), "field_sha256": digest}
    yield _text("describing", json.dumps(data, ensure_ascii=False), "application/json")


def _text(purpose: str, value: str, form: str) -> Row:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": form}
