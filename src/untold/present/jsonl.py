"""Findings as lines: one JSON object per finding and outlet, each with the sentence that proves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Line = dict[str, Any]

_CELL = ("p", "source", "differs", "missing", "searched", "articles", "reason")


def findings_lines(document: Mapping[str, Any]) -> Iterator[Line]:
    """One flat object per finding and outlet, in the document's order.

    Every line has ``story``, ``finding`` (facts, naming, ...), ``id`` (of the fact, else None),
    ``what`` (the fact's text, the actor, the speaker, the kind of harm, what is counted),
    ``outlet``, ``value`` (the cell's state, the name used, the figure, ...), ``role`` of its
    evidence (``proof``, or ``nearest`` for a gap), ``article``, ``field``, ``start``, ``end``,
    ``text``, ``url``, ``published`` (None where there is no evidence), and ``detail``, the numbers
    of that kind of finding.
    ``article.field[start:end] == text`` always.
    """
    heads = {article["id"]: article for article in document["articles"]}
    for story in document["stories"]:
        for finding, lines in _READERS.items():
            for record in story.get(finding, ()):
                for line in lines(record):
                    yield {"story": story["id"], "finding": finding, **_with_evidence(line, heads)}


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


def _agency(record: Line) -> Iterator[Line]:
    for clause in record["clauses"]:
        who = {"agent": clause["agent"], "victim": clause["victim"]}
        yield _line(record["harm"], record["outlet"], clause["form"], clause["evidence"], **who)


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
    for role, pieces in (("proof", record["evidence"]), ("nearest", record["nearest"])):
        for evidence in pieces:
            yield _line(what, None, record["direction"], evidence, role, record["fact"], **detail)


def _copies(passage: Line) -> Iterator[Line]:
    for side, other in (("a", "b"), ("b", "a")):
        other_article = passage[other]["article"]
        what = "passage in two articles"
        yield _line(what, None, passage["similarity"], passage[side], also_in=other_article)


_READERS: Mapping[str, Callable[[Line], Iterator[Line]]] = {
    "facts": _facts,
    "coverage": _coverage,
    "naming": _naming,
    "voices": _voices,
    "agency": _agency,
    "figures": _figures,
    "origins": _origins,
    "wording": _wording,
    "blindspots": _blindspots,
    "copies": _copies,
}
