"""An SQLite file of a run: tables, foreign keys and views that read well in Datasette."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any

from untold.present.exports import Exported, Material
from untold.present.exports.lines import other_views
from untold.present.exports.rows import Sentences
from untold.present.exports.sqlite_schema import INDEXES, TABLES, VIEWS

Record = Mapping[str, Any]

_PAIRED = ("article", "text", "sentence", "url")

_REFERENCE = re.compile(r"(\w+) (?:text|integer) references")


def render(material: Material) -> Exported:
    """The file's bytes. Every list of the document is in a table; a comparison that no table is made
    for stands in ``other_findings`` as JSON."""
    with closing(sqlite3.connect(":memory:")) as database:
        filled = _Filler(database, material.document)
        filled.fill()
        if broken := database.execute("pragma foreign_key_check").fetchall():
            raise ValueError(f"the document's own references lead nowhere: {broken[:3]}")
        return Exported(database.serialize(), filled.counts, {})


class _Filler:
    """Fills the tables in the document's order, so that equal documents give equal bytes."""

    def __init__(self, database: sqlite3.Connection, document: Record) -> None:
        self._database = database
        self._document = document
        self._heads = {article["id"]: article for article in document["articles"]}
        self._sentences = Sentences({"sentences": ()})
        self.counts: Counter[str] = Counter()

    def fill(self) -> None:
        """Tables with their rows, then indexes and views."""
        for name, columns in TABLES.items():
            self._database.execute(f"create table {name} ({columns}\n)")
        self._heads_of_all()
        for story in self._document["stories"]:
            self._sentences = Sentences(story)
            for view, put in self._readers().items():
                for record in story.get(view, ()):
                    put(story["id"], record)
            for view in other_views(self._document):
                for record in story.get(view, ()):
                    self._put(
                        "other_findings", story=story["id"], comparison=view, record=_json(record)
                    )
        for name, columns in TABLES.items():
            for column in _REFERENCE.findall(columns):
                self._database.execute(f"create index {name}_{column} on {name}({column})")
        for place in INDEXES:
            name = re.sub(r"\W+", "_", place).strip("_")
            self._database.execute(f"create index {name} on {place}")
        for name, query in VIEWS.items():
            self._database.execute(f"create view {name} as {query}")
        self._database.commit()

    def _readers(self) -> dict[str, Any]:
        return {
            "summary": self._summary, "facts": self._fact, "coverage": self._absence,
            "naming": self._actor, "voices": self._voice, "voice_shares": self._share,
            "agency": self._harm, "same_harms": self._same_harm, "figures": self._figure,
            "origins": self._origins, "wording": self._word, "blindspots": self._blindspot,
            "copies": self._copy,
        }  # fmt: skip

    def _put(self, table: str, **values: Any) -> int:
        """Inserts one row; its rowid."""
        names, holes = ", ".join(values), ", ".join("?" * len(values))
        row = self._database.execute(
            f"insert into {table} ({names}) values ({holes})",  # noqa: S608 (names are ours)
            list(values.values()),
        )
        self.counts[table] += 1
        return int(row.lastrowid or 0)

    def _evidence(self, evidence: Record | None) -> dict[str, Any]:
        if evidence is None:
            return {}
        head = self._heads[evidence["article"]]
        return {
            "text": evidence["text"],
            "sentence": self._sentences.around(evidence),
            "url": head["url"],
            "published": head["published"],
            "article": evidence["article"],
            "field": evidence["field"],
            "char_start": evidence["start"],
            "char_end": evidence["end"],
        }

    def _heads_of_all(self) -> None:
        document = self._document
        known = {outlet["name"]: outlet for outlet in document["outlets"]}
        for name in sorted({*known, *_outlets_of(document)}):
            outlet = known.get(name, {})
            keys = ("articles", "unreadable", "stories")
            self._put(
                "outlets", name=name, **{key: outlet.get(key, 0) for key in keys},
                first_published=outlet.get("from"), last_published=outlet.get("to"),
            )  # fmt: skip
        for story in document["stories"]:
            counts = {key: len(story[key]) for key in ("articles", "outlets", "facts")}
            held = {key: story[key] for key in ("id", "title", "differ", "compared", "note")}
            self._put(
                "stories", **held, **counts,
                first_published=story["from"], last_published=story["to"],
            )  # fmt: skip
        stories = {story["id"] for story in document["stories"]}
        for article in document["articles"]:
            self._put("articles", **{**article, "story": _known(article["story"], stories)})
        for left in document["left_out"]:
            self._put("left_out", **left)
        for key, value in document["manifest"].items():
            self._put("manifest", key=key, value=_json(value))

    def _summary(self, story: str, line: Record) -> None:
        self._put("summaries", story=story, text=line["text"], about=line["view"])

    def _fact(self, story: str, fact: Record) -> None:
        self._put(
            "facts", id=fact["id"], name=fact["text"], story=story, kind=fact["kind"],
            told_by=fact["outlets"], first_published=fact["first"], **self._evidence(fact["evidence"]),
        )  # fmt: skip
        for cell in fact["cells"]:
            shown = cell["evidence"] or cell["nearest"]
            role = "proof" if cell["evidence"] else "nearest" if shown else None
            keys = ("outlet", "state", "source", "differs", "searched", "reason")
            self._put(
                "cells", fact=fact["id"], probability=cell["p"], role=role,
                missing=", ".join(cell["missing"]) or None, **_part(cell, keys),
                **self._evidence(shown),
            )  # fmt: skip

    def _absence(self, story: str, absence: Record) -> None:
        self._put(
            "coverage", story=story, **_part(absence, ("outlet", "state", "reason")),
            first_published=absence["first"], last_published=absence["last"],
        )  # fmt: skip

    def _actor(self, story: str, actor: Record) -> None:
        held = _part(actor, ("kind", "outlets", "pinned"))
        number = self._put("actors", name=actor["actor"], story=story, **held)
        for name in actor["names"]:
            self._put(
                "names", actor=number, uses=name["count"], own_voice=name["own"],
                **_part(name, ("name", "outlet", "quoted", "alone")),
                **self._evidence(name["evidence"]),
            )  # fmt: skip
        for pair in actor["aligned"]:
            one, other = (_part(self._evidence(e), _PAIRED) for e in pair)
            self._put("same_roles", actor=number, **one, **{f"other_{k}": v for k, v in other.items()})

    def _voice(self, story: str, heard: Record) -> None:
        keys = ("outlet", "kind", "decided", "naming", "attributions", "words", "share")
        cues = ", ".join(f"{cue} ({count})" for cue, count in heard["cues"])
        number = self._put(
            "voices", name=heard["speaker"], story=story, cues=cues, **_part(heard, keys)
        )
        for evidence in heard["evidence"]:
            self._put("attributions", voice=number, **self._evidence(evidence))

    def _share(self, story: str, share: Record) -> None:
        keys = ("name", "attributions", "total", "share", "low", "high", "word_share", "enough")
        treated = ", ".join(f"{how} ({count})" for how, count in share["treatments"])
        number = self._put(
            "voice_shares", story=story, outlets=share["group"], counted_by=share["by"],
            only_here=share["only"], treatments=treated, **_part(share, keys),
        )  # fmt: skip
        for evidence in share["evidence"]:
            self._put("voice_share_evidence", voice_share=number, **self._evidence(evidence))

    def _harm(self, story: str, record: Record) -> None:
        for clause in record["clauses"]:
            self._put(
                "harms", story=story, **_part(record, ("outlet", "harm")),
                **_part(clause, ("form", "agent", "victim")), **self._evidence(clause["evidence"]),
            )  # fmt: skip

    def _same_harm(self, story: str, record: Record) -> None:
        keys = ("outlet", "naming", "harm", "form", "agent", "victim")
        counts = _part(record, ("harms", "total", "named", "share", "low", "high", "enough"))
        for clause in record["clauses"]:
            self._put(
                "same_harms", story=story, outlet_group=record["group"], victims=record["victims"],
                alleged_agent=record["agent"], **counts, **_part(clause, keys),
                **self._evidence(clause["evidence"]),
            )  # fmt: skip

    def _figure(self, story: str, line: Record) -> None:
        held = _part(line, ("outlets", "verdict", "note"))
        number = self._put("figures", name=line["what"], story=story, **held)
        keys = ("outlet", "value", "low", "high", "hedge", "attributed_to")
        for point in line["points"]:
            self._put(
                "figure_points",
                figure=number,
                **_part(point, keys),
                **self._evidence(point["evidence"]),
            )

    def _origins(self, _: str, record: Record) -> None:
        keys = ("fact", "outlets", "independent", "unstated", "differing")
        self._put("origins", **_part(record, keys))
        for edge in record["edges"]:
            chain = " <- ".join(f"{link['who']} ({link['how']})" for link in edge["chain"])
            self._put(
                "origin_steps", fact=record["fact"], chain=chain or None,
                **_part(edge, ("outlet", "source", "via", "matches")),
                **self._evidence(edge["evidence"]),
            )  # fmt: skip

    def _word(self, story: str, record: Record) -> None:
        keys = ("kind", "why", "side", "log_odds", "low", "high", "q", "stability")
        number = self._put("words", name=record["word"], story=story, **_part(record, keys))
        for use in record["uses"]:
            for evidence in use["evidence"]:
                self._put(
                    "word_uses", word=number, outlet=use["outlet"], uses=use["count"],
                    of_words=use["words"], **self._evidence(evidence),
                )  # fmt: skip

    def _blindspot(self, story: str, spot: Record) -> None:
        keys = ("told", "judged", "expected", "others_told", "others_judged", "p", "q")
        number = self._put(
            "blindspots", name=spot["text"] or "the story as a whole", story=story,
            outlet_group=spot["group"], **_part(spot, ("fact", "direction", *keys)),
        )  # fmt: skip
        for role, pieces in (("proof", spot["evidence"]), ("nearest", spot["nearest"])):
            for evidence in pieces:
                self._put("blindspot_evidence", blindspot=number, role=role, **self._evidence(evidence))

    def _copy(self, story: str, passage: Record) -> None:
        earlier, later = (self._evidence(passage[side]) for side in ("a", "b"))
        self._put(
            "copies", story=story, similarity=passage["similarity"],
            **{f"earlier_{key}": earlier[key] for key in ("article", "text", "url")},
            **_part(later, ("article", "text", "url")),
        )  # fmt: skip


def _part(record: Record, keys: Iterable[str]) -> dict[str, Any]:
    return {key: record[key] for key in keys}


def _known(story: str | None, stories: set[str]) -> str | None:
    """The story where it is in this export, else none."""
    return story if story in stories else None


def _outlets_of(document: Record) -> set[str]:
    """Every outlet that a cell or a gap in coverage names."""
    return {
        record["outlet"]
        for story in document["stories"]
        for record in (*story["coverage"], *(c for fact in story["facts"] for c in fact["cells"]))
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
