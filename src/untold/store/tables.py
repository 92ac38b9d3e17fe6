"""The tables of a project, in one metadata, as SQLite keeps them.

Findings and annotations are JSON payloads in the shape of their record types, so a new analysis needs
no migration. Evidence stands in rows of its own, to be queried and checked. Text columns hold
Python strings; offsets count Python characters.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

#: Raised whenever a table or the meaning of a column changes.
SCHEMA_VERSION = 1

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

article = Table(
    "article",
    metadata,
    Column("id", String, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("outlet", String, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("url", String),
    Column("published", String),
    Column("language", String),
    Column("story", String),
    Column("readability", String, nullable=False),
    Column("reason", Text),
    Column("place", Text),
    Column("extra", Text, nullable=False),  # JSON: [[column, value], ...]
)

left_out = Table(
    "left_out",
    metadata,
    Column("place", String, primary_key=True),
    Column("reason", String, primary_key=True),
    Column("advice", Text, nullable=False),
    Column("stage", String, nullable=False),
    Column("fatal", Boolean, nullable=False),
)

annotation = Table(
    "annotation",
    metadata,
    Column("article", String, primary_key=True),
    Column("layer", String, primary_key=True),
    Column("payload", Text),  # JSON: a list of the layer's records
    Column("array", LargeBinary),  # for a layer that is one array: a .npy file's bytes
)

placement = Table(
    "placement",
    metadata,
    Column("article", String, primary_key=True),
    Column("story", String, nullable=False, index=True),
    Column("copy_family", String),
)

passage = Table(
    "passage",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("a_article", String, nullable=False),
    Column("a_field", String, nullable=False),
    Column("a_start", Integer, nullable=False),
    Column("a_end", Integer, nullable=False),
    Column("a_text", Text, nullable=False),
    Column("b_article", String, nullable=False),
    Column("b_field", String, nullable=False),
    Column("b_start", Integer, nullable=False),
    Column("b_end", Integer, nullable=False),
    Column("b_text", Text, nullable=False),
    Column("similarity", Float, nullable=False),
)

finding = Table(
    "finding",
    metadata,
    Column("story", String, primary_key=True),
    Column("analysis", String, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("payload", Text, nullable=False),  # JSON: one record
)

evidence = Table(
    "evidence",
    metadata,
    Column("story", String, primary_key=True),
    Column("analysis", String, primary_key=True),
    Column("position", Integer, primary_key=True),  # the finding's
    Column("number", Integer, primary_key=True),  # counts through one finding's evidence
    Column("article", String, nullable=False, index=True),
    Column("field", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("kind", String, primary_key=True),  # layer, group or comparison
    Column("analysis", String, primary_key=True),
    Column("item", String, primary_key=True),  # an article, or a story
    Column("fingerprint", String, nullable=False),
    Column("failure", Text),  # why it failed; null where it is done
)

#: What people say of findings: never touched by a run. Files made before it came lack it until somebody
#: judges, so it did not raise the version.
judgement = Table(
    "judgement",
    metadata,
    Column("item", String, primary_key=True),
    Column("coder", String, primary_key=True),
    Column("kind", String, nullable=False),  # cell, name or figure
    Column("verdict", String, nullable=False),  # right, wrong, settled or open
    Column("should_be", String),
    Column("note", Text, nullable=False),
    Column("drawn", String, nullable=False),  # among what it came up at random; empty: picked
    Column("blind", Boolean, nullable=False),
    # the finding as it stood when it was judged
    Column("story", String, nullable=False),
    Column("outlet", String, nullable=False),
    Column("what", Text, nullable=False),
    Column("found", Text, nullable=False),
    Column("p", Float),
    Column("article", String),
    Column("quote", Text),
)
