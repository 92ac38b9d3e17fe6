"""Harms: who did what to whom, and how the clause puts it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from untold.analysis import Layer
from untold.annotate.harm import nouns, verbs
from untold.annotate.harm.clause import Clause, standing
from untold.annotate.harm.grammar import Stretch
from untold.annotate.reading import Reading, read
from untold.model import Article, Field, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

Form = Literal["active", "passive-with-agent", "passive-no-agent", "noun", "intransitive"]
HarmKind = Literal["kill", "wound", "destroy", "detain", "displace"]
Standing = Literal["reported", "denied", "possible"]


@dataclass(frozen=True, slots=True)
class Harm:
    """One clause of harm. ``span`` is the clause, ``trigger`` the word that names the harm.

    ``agent`` is who or what the clause says did it, ``victim`` to whom; None where it doesn't say.
    Verbs that share a clause ("killed four and wounded six") are a record each, with one ``span``.
    ``standing`` is ``denied`` for "no one was killed", ``possible`` for "could kill", else
    ``reported``.
    """

    span: Span
    harm: HarmKind
    form: Form
    trigger: Span
    agent: Span | None
    victim: Span | None
    standing: Standing = "reported"


def find_harms(source: Article | Reading) -> Iterator[Harm]:
    """Every clause of killing, wounding, destroying, detaining or displacing, in text order.

    Forms: ``active`` ("the raid killed nine", "left nine dead"), ``passive-with-agent``,
    ``passive-no-agent`` (also bare: "nine killed in raid"), ``noun`` ("the killing of", "the death
    toll", "the wounded"), ``intransitive`` ("nine died", "nine dead in raid"). The agent is what the
    clause gives, so an instrument or an event ("a car bomb", "the attack") is one.

    Method: words of data/harms.json, spaCy's parse, and word order where the parse of headlines and
    of text without punctuation fails (annotate/clauses.py).

    Known failures: pronouns stay pronouns; a harm told without a word of the list ("was caught by
    the missiles") is missed; of a victim only the core phrase is given, not "in the town of X".

    Args:
        source: an article, or its reading.
    """
    reading = read(source)
    for name, doc in reading.docs():
        clauses = nouns.tolls(doc)
        clauses += verbs.find(doc, _words(clauses))
        clauses += nouns.find(doc, _words(clauses))
        for clause in _shared(doc, _outermost(sorted(clauses, key=lambda c: c.trigger))):
            yield _record(reading, name, doc, clause)


def _words(clauses: list[Clause]) -> set[int]:
    """The tokens that other harms have used up: their triggers, and the whole of a bare toll."""
    return {i for c in clauses for i in range(*(c.trigger if c.verbal else c.extent))}


def _outermost(clauses: list[Clause]) -> list[Clause]:
    """Without the harms that only name a part of another: "those killed had died" is one clause."""
    kept = []
    for clause in clauses:
        inside = any(
            part is not None and part[0] <= clause.trigger[0] and clause.trigger[1] <= part[1]
            for other in clauses
            if other is not clause and not (clause.verbal and not other.verbal)
            for part in (other.victim, other.agent)
        )
        if not (inside and clause.nests):
            kept.append(clause)
    return kept


def _shared(doc: Doc, clauses: list[Clause]) -> list[Clause]:
    """Clauses whose verbs share subject or auxiliary get one extent: they are one clause."""
    found: list[Clause] = []
    for clause in clauses:
        before = found[-1] if found else None
        if before is not None and clause.shares_agent(before, doc):
            found[-1] = before = replace(before, form=clause.form, agent=clause.agent)
        if before is not None and clause.joins(before, doc):
            extent = (min(before.extent[0], clause.extent[0]), max(before.extent[1], clause.extent[1]))
            joined = before.extent
            found = [replace(c, extent=extent) if c.extent == joined else c for c in found]
            clause = replace(clause, extent=extent)
        found.append(clause)
    return found


def _record(reading: Reading, name: Field, doc: Doc, clause: Clause) -> Harm:
    def span(stretch: Stretch) -> Span:
        start, end = stretch
        while end - start > 1 and doc[end - 1].is_space:
            end -= 1
        while end - start > 1 and doc[start].is_space:
            start += 1
        return reading.span(name, doc[start:end])

    return Harm(
        span=span(clause.extent),
        harm=clause.harm,  # type: ignore[arg-type]
        form=clause.form,  # type: ignore[arg-type]
        trigger=span(clause.trigger),
        agent=span(clause.agent) if clause.agent else None,
        victim=span(clause.victim) if clause.victim else None,
        standing=standing(doc, clause),  # type: ignore[arg-type]
    )


SPEC = Layer(
    name="harms",
    version=3,
    record=Harm,
    find=find_harms,
    summary="clauses of killing, wounding, destroying, detaining, displacing",
    models=("parser",),
)
