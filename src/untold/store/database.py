"""One project in one SQLite file. Every change is one transaction: a kill at any time loses only what
was under way, and the next run goes on from there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Self

from sqlalchemy import Connection, Table, create_engine, delete, event, insert, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from untold.analysis import Layer
from untold.errors import StoreError
from untold.model import Article, Evidence, LeftOut, Passage, Placement, Readability
from untold.store import tables
from untold.store.codec import Payload, decode_layer

Kind = Literal["layer", "group", "comparison"]

#: Seconds to wait for another program that writes to the file: a batch is written in far less.
PATIENCE = 10.0

#: How many ids go into one query: below the number of parameters that any database takes.
MANY = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: an analysis of an item, with what it depended on and how it ended.

    ``item`` is an article's id for a layer, a story's for a comparison, empty for the grouping.
    """

    kind: Kind
    analysis: str
    item: str
    fingerprint: str
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as it is stored: its payload and the evidence inside it."""

    payload: str
    evidence: tuple[Evidence, ...]


class Store:
    """A project's file. Open it with `Store.open`; use it as a context manager, or close it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        waiting = {"timeout": PATIENCE}
        self._engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args=waiting)
        # The driver would commit before table definitions: let every transaction be ours.
        event.listen(self._engine, "connect", _no_implicit_transactions)
        event.listen(self._engine, "begin", _begin)

    @classmethod
    def open(cls, path: str | Path, create: bool = False) -> Self:
        """The project in that file; with ``create`` a new one where there is none.

        Raises:
            StoreError: there is no such file, it is no project, or another version wrote it.
        """
        path = Path(path)
        new = not path.exists() or path.stat().st_size == 0
        if new and not create:
            raise StoreError(
                f"{path}: there is no project here; make one with: untold add PATH... -p {path}"
            )
        if not new:
            with path.open("rb") as file:
                if file.read(16) != b"SQLite format 3\x00":
                    raise StoreError(f"{path}: not a project of Untold; choose another file with -p")
        store = cls(path)
        if new:
            with store.transaction() as connection:
                tables.metadata.create_all(connection)
                store._put_meta(connection, "untold", str(tables.SCHEMA_VERSION))
        store._check_version()
        return store

    def _check_version(self) -> None:
        with self.transaction() as connection:
            known = inspect(connection).has_table("meta")
        if not known or self.meta("untold") is None:
            raise StoreError(f"{self.path}: not a project of Untold; choose another file with -p")
        if (found := self.meta("untold")) != str(tables.SCHEMA_VERSION):
            raise StoreError(
                f"{self.path}: written as version {found}, this Untold reads version "
                f"{tables.SCHEMA_VERSION}; add the same inputs to a new file with -p"
            )

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All of it or nothing; what the database complains of names the file."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise StoreError(
                f"{self.path}: {error.orig}; check that no other program writes to it and that the "
                "disk has room"
            ) from error

    def _rows(self, query: Any) -> Sequence[Any]:
        with self.transaction() as connection:
            return connection.execute(query).all()

    # Meta

    def meta(self, key: str) -> str | None:
        """A value kept under a key."""
        rows = self._rows(select(tables.meta.c.value).where(tables.meta.c.key == key))
        return rows[0][0] if rows else None

    def set_meta(self, key: str, value: str) -> None:
        """Keep a value under a key."""
        with self.transaction() as connection:
            self._put_meta(connection, key, value)

    def _put_meta(self, connection: Connection, key: str, value: str) -> None:
        connection.execute(delete(tables.meta).where(tables.meta.c.key == key))
        connection.execute(insert(tables.meta), [{"key": key, "value": value}])

    # Articles

    def add_articles(self, articles: Iterable[Article], left_out: Iterable[LeftOut]) -> None:
        """New articles, and what was left out on the way."""
        with self.transaction() as connection:
            _insert(connection, tables.article, [_article_row(a) for a in articles])
            _put_left_out(connection, left_out)

    def replace_articles(self, articles: Iterable[Article], notes: Mapping[str, str]) -> None:
        """Articles in place of those with their ids, and notes that belong with the change."""
        with self.transaction() as connection:
            for article in articles:
                row = _article_row(article)
                connection.execute(
                    tables.article.update().where(tables.article.c.id == article.id).values(row)
                )
            for key, value in notes.items():
                self._put_meta(connection, key, value)

    def articles(self, ids: Iterable[str] | None = None) -> list[Article]:
        """The articles (with those ids, or all), sorted by id."""
        columns = [c for c in tables.article.c if c.name != "sha256"]
        query = select(*columns)
        if ids is None:
            rows = self._rows(query)
        else:
            rows = [r for some in _pieces(ids) for r in self._rows(query.where(columns[0].in_(some)))]
        return sorted((_article(row) for row in rows), key=lambda a: a.id)

    def hashes(self) -> dict[str, str]:
        """Every article's SHA-256 as it was stored, by id, sorted."""
        rows = self._rows(select(tables.article.c.id, tables.article.c.sha256))
        return dict(sorted((row.id, row.sha256) for row in rows))

    def left_out(self) -> list[LeftOut]:
        """All that was left out and all notes, sorted."""
        rows = self._rows(select(tables.left_out))
        found = [LeftOut(r.place, r.reason, r.advice, r.stage, bool(r.fatal)) for r in rows]
        return sorted(found, key=lambda x: (x.stage, x.place, x.reason))

    # Groups

    def set_grouping(
        self,
        placements: Iterable[Placement],
        passages: Iterable[Passage],
        notes: Iterable[LeftOut],
        entry: Entry,
    ) -> None:
        """The whole grouping in place of the one before; findings of stories gone are dropped."""
        placements = list(placements)
        stories = {p.story for p in placements}
        with self.transaction() as connection:
            for table in (tables.placement, tables.passage):
                connection.execute(delete(table))
            connection.execute(delete(tables.left_out).where(tables.left_out.c.stage == "group"))
            _insert(connection, tables.placement, [
                {"article": p.article, "story": p.story, "copy_family": p.copy_family}
                for p in placements
            ])  # fmt: skip
            _insert(connection, tables.passage, [_passage_row(i, p) for i, p in enumerate(passages)])
            _put_left_out(connection, notes)
            _forget_stories(connection, stories)
            _put_entries(connection, [entry])

    def placements(self) -> list[Placement]:
        """Where each article was put, sorted by article id."""
        rows = self._rows(select(tables.placement))
        found = [Placement(r.article, r.story, r.copy_family) for r in rows]
        return sorted(found, key=lambda p: p.article)

    def passages(self) -> list[Passage]:
        """Passages that stand in two articles, in the order they were found."""
        rows = self._rows(select(tables.passage).order_by(tables.passage.c.position))
        return [
            Passage(
                Evidence(r.a_article, r.a_field, r.a_start, r.a_end, r.a_text),
                Evidence(r.b_article, r.b_field, r.b_start, r.b_end, r.b_text),
                r.similarity,
            )
            for r in rows
        ]

    # Annotations and findings

    def put_annotations(self, done: Iterable[tuple[Entry, Payload | None]]) -> None:
        """Layers of articles with their ledger entries; no payload where it failed."""
        with self.transaction() as connection:
            for entry, payload in done:
                where = tables.annotation.c
                connection.execute(
                    delete(tables.annotation).where(
                        where.article == entry.item, where.layer == entry.analysis
                    )
                )
                if payload is not None:
                    _insert(connection, tables.annotation, [_annotation_row(entry, payload)])
                _put_entries(connection, [entry])

    def annotations(self, layer: Layer, ids: Iterable[str]) -> dict[str, Any]:
        """One layer's records by article id, sorted by id; no key where there are none stored."""
        table = tables.annotation
        query = select(table.c.article, table.c.payload, table.c.array).where(
            table.c.layer == layer.name
        )
        found = {}
        for some in _pieces(ids):
            for row in self._rows(query.where(table.c.article.in_(some))):
                payload = row.array if row.payload is None else row.payload
                found[row.article] = decode_layer(layer.record, payload)
        return dict(sorted(found.items()))

    def put_findings(self, story: str, done: Iterable[tuple[Entry, Sequence[FindingRow]]]) -> None:
        """Findings of some analyses of one story with their evidence rows and ledger entries."""
        with self.transaction() as connection:
            for entry, rows in done:
                for table in (tables.finding, tables.evidence):
                    connection.execute(
                        delete(table).where(table.c.story == story, table.c.analysis == entry.analysis)
                    )
                key = {"story": story, "analysis": entry.analysis}
                findings = [
                    {**key, "position": i, "payload": row.payload} for i, row in enumerate(rows)
                ]
                evidence = [
                    {
                        **key, "position": i, "number": n, "article": e.article, "field": e.field,
                        "start": e.start, "end": e.end, "text": e.text,
                    }
                    for i, row in enumerate(rows)
                    for n, e in enumerate(row.evidence)
                ]  # fmt: skip
                _insert(connection, tables.finding, findings)
                _insert(connection, tables.evidence, evidence)
                _put_entries(connection, [entry])

    def findings(self, story: str) -> dict[str, list[str]]:
        """The payloads of a story's findings by analysis, each in their order."""
        table = tables.finding
        query = select(table).where(table.c.story == story)
        found: dict[str, list[str]] = {}
        for row in self._rows(query.order_by(table.c.analysis, table.c.position)):
            found.setdefault(row.analysis, []).append(row.payload)
        return found

    def evidence(self) -> Iterator[tuple[str, str, int, Evidence]]:
        """Every evidence row as (story, analysis, position of the finding, evidence), sorted."""
        table = tables.evidence
        order = (table.c.story, table.c.analysis, table.c.position, table.c.number)
        for r in self._rows(select(table).order_by(*order)):
            yield r.story, r.analysis, r.position, Evidence(r.article, r.field, r.start, r.end, r.text)

    def payloads(self) -> Iterator[tuple[str, str, int, str]]:
        """Every finding as (story, analysis, position, payload), sorted."""
        table = tables.finding
        order = (table.c.story, table.c.analysis, table.c.position)
        for r in self._rows(select(table).order_by(*order)):
            yield r.story, r.analysis, r.position, r.payload

    def damage(self) -> Iterator[str]:
        """What the database itself finds wrong with its file."""
        with self.transaction() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        yield from (f"{self.path}: {line}" for line in found if line != "ok")

    def ledger(self, kind: Kind) -> dict[tuple[str, str], Entry]:
        """The ledger's entries of one kind by (analysis, item), sorted."""
        table = tables.ledger
        query = select(table).where(table.c.kind == kind)
        return {
            (r.analysis, r.item): Entry(kind, r.analysis, r.item, r.fingerprint, r.failure)
            for r in self._rows(query.order_by(table.c.analysis, table.c.item))
        }


def _no_implicit_transactions(connection: Any, _: Any) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _pieces(ids: Iterable[str]) -> Iterator[list[str]]:
    listed = sorted(set(ids))
    for start in range(0, len(listed), MANY):
        yield listed[start : start + MANY]


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:  # an empty list would insert one row of defaults
        connection.execute(insert(table), list(rows))


def _put_entries(connection: Connection, entries: Iterable[Entry]) -> None:
    table = tables.ledger
    for e in entries:
        where = (table.c.kind == e.kind, table.c.analysis == e.analysis, table.c.item == e.item)
        connection.execute(delete(table).where(*where))
        _insert(connection, table, [asdict(e)])


def _forget_stories(connection: Connection, kept: set[str]) -> None:
    ledger = tables.ledger
    items = select(ledger.c.item).where(ledger.c.kind == "comparison").distinct()
    for story in sorted(set(connection.execute(items).scalars()) - kept):
        for table in (tables.finding, tables.evidence):
            connection.execute(delete(table).where(table.c.story == story))
        connection.execute(delete(ledger).where(ledger.c.kind == "comparison", ledger.c.item == story))


def _put_left_out(connection: Connection, left_out: Iterable[LeftOut]) -> None:
    table = tables.left_out
    for x in left_out:
        connection.execute(delete(table).where(table.c.place == x.place, table.c.reason == x.reason))
        _insert(connection, table, [asdict(x)])


def _article_row(a: Article) -> dict[str, Any]:
    return {
        "id": a.id, "sha256": a.sha256(), "outlet": a.outlet, "title": a.title, "text": a.text,
        "url": a.url, "published": a.published, "language": a.language, "story": a.story,
        "readability": a.readability.value, "reason": a.reason, "place": a.place,
        "extra": json.dumps(a.extra, ensure_ascii=False),
    }  # fmt: skip


def _article(row: Any) -> Article:
    return Article(
        row.id, row.outlet, row.title, row.text, row.url, row.published, row.language, row.story,
        Readability(row.readability), row.reason, row.place,
        tuple((name, value) for name, value in json.loads(row.extra)),
    )  # fmt: skip


def _passage_row(position: int, passage: Passage) -> dict[str, Any]:
    row: dict[str, Any] = {"position": position, "similarity": passage.similarity}
    for side, e in (("a", passage.a), ("b", passage.b)):
        row |= {
            f"{side}_article": e.article, f"{side}_field": e.field, f"{side}_start": e.start,
            f"{side}_end": e.end, f"{side}_text": e.text,
        }  # fmt: skip
    return row


def _annotation_row(entry: Entry, payload: Payload) -> dict[str, Any]:
    array = payload if isinstance(payload, bytes) else None
    text = payload if isinstance(payload, str) else None
    return {"article": entry.item, "layer": entry.analysis, "payload": text, "array": array}
