"""The document: everything a run found, as one versioned JSON value that every view is made from."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from untold.model import Article, LeftOut, Placement, Readability, Story
from untold.present.around import cited_sentences, paragraphs, parts
from untold.present.headline import central_headline
from untold.present.rates import at_rates, differs
from untold.present.summary import summarise

VERSION = 1

# The comparisons of the first version, in reading order; others follow by name.
ORDER = (
    "facts", "coverage", "naming", "voices", "agency", "figures", "origins", "wording", "blindspots",
)  # fmt: skip

ONE_OUTLET = "one outlet: nothing to compare"
UNDONE = "not compared in this run"
ONE_READABLE = "fewer than two outlets with a readable article: nothing to compare"

_AS_IT_IS = frozenset({str, int, bool})

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class StoryFindings:
    """A story and what each comparison found in it, by the comparison's name."""

    story: Story
    findings: Mapping[str, tuple[Any, ...]]


def build_document(
    stories: Sequence[StoryFindings],
    articles: Sequence[Article],
    placements: Sequence[Placement],
    left_out: Sequence[LeftOut],
    manifest: Mapping[str, Any],
) -> dict[str, Any]:
    """The JSON of ``untold compare --json``: stories, most different first, with all their findings.

    Holds no full text: of each article its head (id, outlet, url, published, title, ...), of its text
    only the sentences that some finding cites and what stands around them in their paragraphs
    (``sentences`` and ``paragraphs`` of each story). Every evidence is
    ``{"article", "field", "start", "end", "text"}``. Equal for any order of the arguments' items.

    A story differs by the number of facts that at least one outlet tells and at least one other
    leaves untold; ties go to the one with more articles, then by id. A story placed but not given in
    ``stories`` is listed with the reason it was not compared.
    """
    by_id = {article.id: article for article in articles}
    placed = {placement.article: placement for placement in placements}
    given = {item.story.id: item for item in stories}
    members: dict[str, list[Article]] = defaultdict(list)
    for article in sorted(articles, key=lambda a: a.id):
        if article.id in placed:
            members[placed[article.id].story].append(article)
    for item in given.values():
        members.setdefault(item.story.id, list(item.story.articles))
    views = in_order({*ORDER, *(view for item in stories for view in item.findings)})
    rates = manifest.get("error_rates", ())
    told = [
        _story(name, members[name], given.get(name), by_id, views, rates) for name in sorted(members)
    ]
    told.sort(key=lambda s: (not s["compared"], -s["differ"], -len(s["articles"]), s["id"]))
    return {
        "version": VERSION,
        "manifest": plain(manifest),
        "outlets": _outlets(articles, placed),
        "articles": [_head(by_id[name], placed.get(name)) for name in sorted(by_id)],
        "stories": told,
        "left_out": sorted((plain(item) for item in left_out), key=lambda i: (i["place"], i["reason"])),
    }


def plain(value: Any) -> Any:
    """A record as JSON values: dataclasses as objects, enums as words, floats to 6 digits."""
    if value is None or type(value) in _AS_IT_IS:
        return value
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if names := parts(value.__class__):
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {str(key): plain(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    if isinstance(value, (str, int)):
        return value
    raise TypeError(f"no JSON for a {type(value).__name__}")


def in_order(names: Iterable[str]) -> list[str]:
    """Names of comparisons in reading order."""
    return sorted(names, key=lambda n: (ORDER.index(n) if n in ORDER else len(ORDER), n))


def _head(article: Article, placement: Placement | None) -> dict[str, Any]:
    return {
        "id": article.id,
        "outlet": article.outlet,
        "url": article.url,
        "published": article.published,
        "title": article.title,
        "language": article.language,
        "readability": article.readability.value,
        "reason": article.reason,
        "sha256": article.sha256(),
        "story": placement.story if placement else None,
        "copy_family": placement.copy_family if placement else None,
    }


def _outlets(articles: Sequence[Article], placed: Mapping[str, Placement]) -> list[dict[str, Any]]:
    grouped: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        grouped[article.outlet].append(article)
    return [
        {
            "name": name,
            "articles": len(items),
            "unreadable": sum(a.readability is not Readability.READABLE for a in items),
            "stories": len({placed[a.id].story for a in items if a.id in placed}),
            **_between(items),
        }
        for name, items in sorted(grouped.items())
    ]


def _between(articles: Iterable[Article]) -> dict[str, str | None]:
    times = sorted(a.published for a in articles if a.published and _DATE.match(a.published))
    return {"from": times[0] if times else None, "to": times[-1] if times else None}


def _story(
    name: str,
    members: list[Article],
    given: StoryFindings | None,
    by_id: Mapping[str, Article],
    names: Sequence[str],
    rates: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    findings = dict(given.findings) if given else {}
    views = {view: plain(findings.get(view, ())) for view in names}
    passages = given.story.passages if given else ()
    copies = sorted((plain(p) for p in passages), key=lambda p: _place(p["a"]) + _place(p["b"]))
    outlets = sorted({a.outlet for a in members})
    readable = {a.outlet for a in members if a.readability is Readability.READABLE}
    headline = central_headline(members)
    note = _why_not(len(outlets), len(readable), given is not None)
    shaped: dict[str, Any] = {
        "id": name,
        "title": headline.text if headline else "",
        "title_evidence": plain(headline),
        **_between(members),
        "articles": [a.id for a in sorted(members, key=lambda a: (a.published or "9999", a.id))],
        "outlets": outlets,
        "compared": note is None,
        "note": note,
        "differ": sum(differs(fact) for fact in views["facts"]),
        **views,
        "copies": copies,
        **(_texts(given, by_id) if given else {"sentences": [], "paragraphs": []}),
    }
    by_outlet = {a.id: a.outlet for a in members}
    shaped["summary"] = summarise(shaped, by_outlet) if shaped["compared"] else []
    closed = {a.id for a in members if a.readability is not Readability.READABLE}
    shaped["at_rates"] = at_rates(views["facts"], rates, closed) if shaped["compared"] else []
    return shaped


def _why_not(outlets: int, readable: int, given: bool) -> str | None:
    """Why a story was not compared; None where it was."""
    if outlets < 2:
        return ONE_OUTLET
    if readable < 2:
        return ONE_READABLE
    return None if given else UNDONE


def _place(evidence: Mapping[str, Any]) -> tuple[str, str, int, int]:
    return evidence["article"], evidence["field"], evidence["start"], evidence["end"]


def _texts(given: StoryFindings, by_id: Mapping[str, Article]) -> dict[str, Any]:
    """The sentences that the story's findings cite, and their paragraphs, to be read around them."""
    known = {article.id: article for article in given.story.articles} | dict(by_id)
    sentences = cited_sentences(given.findings, known, given.story)
    return {"sentences": plain(sentences), "paragraphs": plain(paragraphs(sentences, known))}
