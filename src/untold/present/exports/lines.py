"""Findings as flat lines: one per finding and outlet, each with the sentence that proves it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Line = dict[str, Any]

_EVIDENCE = frozenset({"article", "field", "start", "end", "text"})

# Where a record without a reader of its own may say what it is about.
_SUBJECTS = ("what", "text", "name", "actor", "speaker", "word", "harm", "fact", "group")

_CELL = ("p", "source", "differs", "missing", "searched", "articles", "reason", "also")


def findings_lines(document: Mapping[str, Any]) -> Iterator[Line]:
    """One flat object per finding and outlet, in the document's order.

    Every line has ``story``, ``finding`` (facts, naming, ...), ``id`` (of the fact, else None),
    ``what`` (the fact's text, the actor, the speaker, the kind of harm, what is counted),
    ``outlet``, ``value`` (the cell's state, the name used, the figure, ...), ``role`` of its
    evidence (``proof``, or ``nearest`` for a gap), ``article``, ``field``, ``start``, ``end``,
    ``text``, ``url``, ``published`` (None where there is no evidence), and ``detail``, the numbers
    of that kind of finding.
    ``article.field[start:end] == text`` always. A comparison without a reader of its own below is
    read by its field names: nothing that a run found is missing here.
    """
    heads = {article["id"]: article for article in document["articles"]}
    views = [*_READERS, *other_views(document)]
    for story in document["stories"]:
        for finding in views:
            lines = _READERS.get(finding, _any)
            for record in story.get(finding, ()):
                for line in lines(record):
                    yield {"story": story["id"], "finding": finding, **_with_evidence(line, heads)}


def other_views(document: Mapping[str, Any]) -> list[str]:
    """Comparisons of the run that have no reader of their own here, by name."""
    return sorted(set(document["manifest"].get("comparisons", ())) - set(_READERS))


def _line(
    what: str,
    outlet: str | None,
    value: Any,
    evidence: Any,
    role: str = "proof",
    name: str | None = None,
    **detail: Any,
) -> Line:
    return {
        "id": name,
        "what": what,
        "outlet": outlet,
        "value": value,
        "role": role if evidence else None,
        "evidence": evidence,
        "detail": detail,
    }


def _with_evidence(line: Line, heads: Mapping[str, Any]) -> Line:
    evidence = line.pop("evidence") or dict.fromkeys(("article", "field", "start", "end", "text"))
    head = heads[evidence["article"]] if evidence["article"] else {}
    detail = line.pop("detail")
    outlet = line["outlet"] or head.get("outlet")
    known = {"url": head.get("url"), "published": head.get("published")}
    return {**line, "outlet": outlet, **evidence, **known, "detail": detail}


def _facts(fact: Line) -> Iterator[Line]:
    for cell in fact["cells"]:
        detail = {key: cell[key] for key in _CELL}
        yield _line(
            fact["text"],
            cell["outlet"],
            cell["state"],
            cell["evidence"] or cell["nearest"],
            "proof" if cell["evidence"] else "nearest",
            fact["id"],
            kind=fact["kind"],
            **detail,
        )


def _coverage(absence: Line) -> Iterator[Line]:
    """An outlet without an article on the story: the same cell in every fact."""
    known = {key: absence[key] for key in ("first", "last")}
    yield _line(
        "every fact", absence["outlet"], absence["state"], None, reason=absence["reason"], **known
    )


def _naming(actor: Line) -> Iterator[Line]:
    for name in actor["names"]:
        detail = {"kind": actor["kind"]} | {key: name[key] for key in ("count", "own", "quoted")}
        yield _line(actor["actor"], name["outlet"], name["name"], name["evidence"], **detail)


def _voices(heard: Line) -> Iterator[Line]:
    keys = ("named", "kind", "decided", "naming", "attributions", "words", "share", "cues")
    counts = {key: heard[key] for key in keys}
    for evidence in heard["evidence"]:
        yield _line(heard["speaker"], heard["outlet"], heard["share"], evidence, **counts)


def _voice_shares(record: Line) -> Iterator[Line]:
    detail = {key: value for key, value in record.items() if key not in ("name", "share", "evidence")}
    for evidence in _or_none(record["evidence"]):
        yield _line(record["name"], None, record["share"], evidence, **detail)


def _agency(record: Line) -> Iterator[Line]:
    for clause in record["clauses"]:
        who = {"agent": clause["agent"], "victim": clause["victim"]}
        yield _line(record["harm"], record["outlet"], clause["form"], clause["evidence"], **who)


def _same_harms(record: Line) -> Iterator[Line]:
    keys = ("agent", "victims", "group", "harms", "total", "named", "share", "low", "high", "enough")
    side = {key: record[key] for key in keys}
    for clause in record["clauses"]:
        detail = {
            **side,
            "form": clause["form"],
            "named_as": clause["agent"],
            "victim": clause["victim"],
        }
        yield _line(clause["harm"], clause["outlet"], clause["naming"], clause["evidence"], **detail)


def _figures(line: Line) -> Iterator[Line]:
    for point in line["points"]:
        detail = {key: point[key] for key in ("low", "high", "hedge", "attributed_to")}
        detail["verdict"] = line["verdict"]
        yield _line(line["what"], point["outlet"], point["value"], point["evidence"], **detail)


def _origins(record: Line) -> Iterator[Line]:
    for edge in record["edges"]:
        steps = [f"{link['who']} ({link['how']})" for link in edge["chain"]]
        detail = {"name": record["fact"], "via": edge["via"], "chain": " <- ".join(steps)}
        detail["matches"] = edge["matches"]
        yield _line(record["text"], edge["outlet"], edge["source"], edge["evidence"], **detail)


def _wording(record: Line) -> Iterator[Line]:
    numbers = {key: record[key] for key in ("kind", "why", "side", "log_odds", "low", "high", "q")}
    for use in record["uses"]:
        counts = {"words": use["words"], "stability": record["stability"]}
        for evidence in use["evidence"]:
            yield _line(record["word"], use["outlet"], use["count"], evidence, **numbers, **counts)


def _blindspots(record: Line) -> Iterator[Line]:
    left = ("evidence", "nearest", "text", "fact", "story")
    detail = {key: value for key, value in record.items() if key not in left}
    what = record["text"] or "the story as a whole"
    for evidence in _or_none([*record["evidence"], *record["nearest"]]):
        role = "proof" if evidence in record["evidence"] else "nearest"
        yield _line(what, None, record["direction"], evidence, role, record["fact"], **detail)


def _copies(passage: Line) -> Iterator[Line]:
    for side, other in (("a", "b"), ("b", "a")):
        other_article = passage[other]["article"]
        what = "passage in two articles"
        yield _line(what, None, passage["similarity"], passage[side], also_in=other_article)


def _any(record: Line) -> Iterator[Line]:
    """A record of any shape: a line for each piece of evidence in it, or one without evidence."""
    what = next((record[key] for key in _SUBJECTS if isinstance(record.get(key), str)), "")
    detail = {key: value for key, value in record.items() if not isinstance(value, (list, dict))}
    for evidence in _or_none(_evidence_in(record)):
        yield {**_line(what, record.get("outlet"), None, evidence), "detail": detail}


def _or_none(evidence: Iterable[Line]) -> list[Line | None]:
    """The evidence, or None once: a finding without any still has its line."""
    return list(evidence) or [None]


def _evidence_in(value: Any) -> Iterator[Line]:
    if isinstance(value, dict):
        if value.keys() == _EVIDENCE:
            yield value
        else:
            for part in value.values():
                yield from _evidence_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from _evidence_in(part)


_READERS: Mapping[str, Callable[[Line], Iterator[Line]]] = {
    "facts": _facts,
    "coverage": _coverage,
    "naming": _naming,
    "voices": _voices,
    "voice_shares": _voice_shares,
    "agency": _agency,
    "same_harms": _same_harms,
    "figures": _figures,
    "origins": _origins,
    "wording": _wording,
    "blindspots": _blindspots,
    "copies": _copies,
}
