"""The tables and views of the SQLite export, named so that they read well in Datasette.

Datasette shows a foreign key by the column ``name`` or ``title`` of the row it leads to, and makes a
link of any address: so facts, actors and speakers have a ``name``, and each row of evidence a ``url``.
"""

from __future__ import annotations

# The columns of a table that shows where something stands. Offsets count code points of that field.
_EVIDENCE = """
    text text, sentence text, url text, published text, article text references articles(id),
    field text, char_start integer, char_end integer"""

#: By table its columns; every one of them is filled in `sqlite_file`.
TABLES = {
    "stories": """
    id text primary key, title text, first_published text, last_published text, articles integer,
    outlets integer, facts integer, differ integer, compared integer, note text""",
    "summaries": """
    id integer primary key, story text references stories(id), text text, about text""",
    "outlets": """
    name text primary key, articles integer, unreadable integer, stories integer,
    first_published text, last_published text""",
    "articles": """
    id text primary key, title text, outlet text references outlets(name),
    story text references stories(id), url text, published text, language text, readability text,
    reason text, copy_family text, sha256 text""",
    "facts": f"""
    id text primary key, name text, story text references stories(id), kind text, told_by integer,
    first_published text, {_EVIDENCE}""",
    "cells": f"""
    id integer primary key, fact text references facts(id), outlet text references outlets(name),
    state text, probability real, role text, {_EVIDENCE}, source text, differs text, missing text,
    searched integer, reason text""",
    "coverage": """
    id integer primary key, story text references stories(id), outlet text references outlets(name),
    state text, reason text, first_published text, last_published text""",
    "actors": """
    id integer primary key, name text, story text references stories(id), kind text, outlets integer,
    pinned integer""",
    "names": f"""
    id integer primary key, name text, actor integer references actors(id),
    outlet text references outlets(name), uses integer, own_voice integer, quoted integer,
    alone integer, {_EVIDENCE}""",
    "same_roles": """
    id integer primary key, actor integer references actors(id),
    article text references articles(id), text text, sentence text, url text,
    other_article text references articles(id), other_text text, other_sentence text, other_url text""",
    "voices": """
    id integer primary key, name text, story text references stories(id),
    outlet text references outlets(name), kind text, decided text, naming text, attributions integer,
    words integer, share real, cues text""",
    "attributions": f"""
    id integer primary key, voice integer references voices(id), {_EVIDENCE}""",
    "voice_shares": """
    id integer primary key, name text, story text references stories(id), outlets text,
    counted_by text, attributions integer, total integer, share real, low real, high real,
    word_share real, enough integer, only_here integer, treatments text""",
    "voice_share_evidence": f"""
    id integer primary key, voice_share integer references voice_shares(id), {_EVIDENCE}""",
    "harms": f"""
    id integer primary key, story text references stories(id), outlet text references outlets(name),
    harm text, form text, agent text, victim text, {_EVIDENCE}""",
    "same_harms": f"""
    id integer primary key, story text references stories(id), outlet text references outlets(name),
    outlet_group text, victims text, alleged_agent text, harms integer, total integer, named integer,
    share real, low real, high real, enough integer, naming text, harm text, form text, agent text,
    victim text, {_EVIDENCE}""",
    "figures": """
    id integer primary key, name text, story text references stories(id), outlets integer,
    verdict text, note text""",
    "figure_points": f"""
    id integer primary key, figure integer references figures(id),
    outlet text references outlets(name), value real, low real, high real, hedge text,
    attributed_to text, {_EVIDENCE}""",
    "origins": """
    fact text primary key references facts(id), outlets integer, independent integer,
    unstated integer, differing integer""",
    "origin_steps": f"""
    id integer primary key, fact text references facts(id), outlet text references outlets(name),
    source text, via text, chain text, matches integer, {_EVIDENCE}""",
    "words": """
    id integer primary key, name text, story text references stories(id), kind text, why text,
    side text, log_odds real, low real, high real, q real, stability real""",
    "word_uses": f"""
    id integer primary key, word integer references words(id), outlet text references outlets(name),
    uses integer, of_words integer, {_EVIDENCE}""",
    "blindspots": """
    id integer primary key, name text, story text references stories(id),
    fact text references facts(id), outlet_group text, direction text, told integer, judged integer,
    expected real, others_told integer, others_judged integer, p real, q real""",
    "blindspot_evidence": f"""
    id integer primary key, blindspot integer references blindspots(id), role text, {_EVIDENCE}""",
    "copies": """
    id integer primary key, story text references stories(id), similarity real,
    earlier_article text references articles(id), earlier_text text, earlier_url text,
    article text references articles(id), text text, url text""",
    "other_findings": """
    id integer primary key, story text references stories(id), comparison text, record text""",
    "left_out": """
    id integer primary key, place text, reason text, advice text, stage text, fatal integer""",
    "manifest": """
    key text primary key, value text""",
}

#: Beside these every foreign key has an index.
INDEXES = ("cells(state)", "articles(published)", "facts(kind)", "names(name)", "voices(name)")


# A column that lists the outlets with one state for a fact.
_WHERE_STATE = """
        (select group_concat(outlet, ', ') from (select outlet from cells
            where fact = facts.id and state = 'STATE' order by outlet)) as "STATE",
"""
_BY_STATE = "".join(
    _WHERE_STATE.replace("STATE", state)
    for state in (
        "told", "attributed", "disputed", "partial", "untold", "unsure", "too early", "unreadable",
    )
)  # fmt: skip

#: Views by name: what a reader would ask first.
VIEWS = {
    "gaps": """
    select stories.title as story, facts.name as fact, cells.outlet, cells.probability,
        facts.told_by, cells.text as nearest_sentence, cells.missing, cells.searched, cells.url,
        facts.sentence as told_elsewhere, facts.url as told_elsewhere_url,
        stories.id as story_id, facts.id as fact_id
    from cells join facts on facts.id = cells.fact join stories on stories.id = facts.story
    where cells.state = 'untold'
    order by facts.told_by desc, cells.probability, facts.id, cells.outlet""",
    "matrix": """
    select stories.title as story, facts.name as fact, facts.kind, facts.told_by, BY_STATE
        facts.url, stories.id as story_id, facts.id as fact_id
    from facts join stories on stories.id = facts.story
    order by stories.differ desc, stories.id, facts.told_by desc, facts.id
    """.replace("BY_STATE", _BY_STATE),
    "proofs": """
    select stories.title as story, facts.name as fact, cells.outlet, cells.state, cells.source,
        cells.differs, cells.probability, cells.sentence, cells.published, cells.url,
        facts.id as fact_id
    from cells join facts on facts.id = cells.fact join stories on stories.id = facts.story
    where cells.role = 'proof'
    order by stories.id, facts.id, cells.published, cells.outlet""",
    "names_by_outlet": """
    select stories.title as story, actors.name as actor, names.outlet, names.name, names.uses,
        names.own_voice, names.quoted, names.alone, names.sentence, names.url
    from names join actors on actors.id = names.actor join stories on stories.id = actors.story
    order by stories.id, actors.outlets desc, actors.id, names.outlet, names.uses desc, names.id""",
    "who_is_heard": """
    select stories.title as story, voices.outlet, voices.name as speaker, voices.kind, voices.naming,
        voices.attributions, voices.words, voices.share
    from voices join stories on stories.id = voices.story
    order by stories.id, voices.outlet, voices.words desc, voices.id""",
    "figures_over_time": """
    select stories.title as story, figures.name as counted, figures.verdict, points.published,
        points.outlet, points.value, points.low, points.high, points.hedge, points.attributed_to,
        points.sentence, points.url
    from figure_points as points join figures on figures.id = points.figure
        join stories on stories.id = figures.story
    order by stories.id, figures.id, points.published, points.id""",
    "who_did_it": """
    select stories.title as story, harms.outlet, harms.harm, harms.form, harms.agent, harms.victim,
        harms.sentence, harms.published, harms.url
    from harms join stories on stories.id = harms.story
    order by stories.id, harms.harm, harms.outlet, harms.id""",
}  # fmt: skip
