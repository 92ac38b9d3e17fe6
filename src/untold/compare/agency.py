"""Agency: how each outlet puts harm, and how often it names who did it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from untold.analysis import Comparison, Settings
from untold.annotate.harm.words import HARMS
from untold.annotate.harms import Harm
from untold.model import FIELDS, Article, Evidence, Story


@dataclass(frozen=True, slots=True)
class HarmClause:
    """One clause of harm with its parts as the outlet words them."""

    form: str
    agent: str | None
    victim: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Agency:
    """One outlet's clauses of one kind of harm (kill, wound ...) in one story.

    ``clauses`` in article and text order; ``named`` counts those with an agent; ``forms`` the
    counts by form, commonest first.
    """

    outlet: str
    harm: str
    total: int
    named: int
    forms: tuple[tuple[str, int], ...]
    clauses: tuple[HarmClause, ...]


def compare_agency(story: Story, settings: Settings) -> Iterator[Agency]:
    """For each outlet and kind of harm: its clauses, their forms, and how many name who did it.

    Outlets are sorted, kinds of harm in the order kill, wound, destroy, detain, displace; clauses run
    by the time of their article, title before text. Verbs that share a clause ("killed four and
    wounded six") count once under each kind. A clause that stands in the title and again in the text
    counts twice, and so does one in two articles: the counts say what a reader meets. Clauses that
    deny a harm or tell of a possible one are left out.

    Args:
        story: needs the layer ``harms``.
        settings: not used.

    Known failures: a clause without an agent may follow a sentence that named it; the count is of
    clauses, not of harms, and the layer's own failures (see find_harms) pass through.
    """
    for outlet, articles in story.by_outlet().items():
        told = [(article, harm) for article in articles for harm in _reported(story, article)]
        for kind in HARMS:
            clauses = [_clause(article, harm) for article, harm in told if harm.harm == kind]
            if clauses:
                yield _summed(outlet, kind, clauses)


def _reported(story: Story, article: Article) -> list[Harm]:
    """The article's harms that it says happened, title first, in the order of the text."""
    harms: list[Harm] = [h for h in story.records("harms", article) if h.standing == "reported"]
    return sorted(harms, key=lambda h: (FIELDS.index(h.span.field), h.trigger.start))


def _clause(article: Article, harm: Harm) -> HarmClause:
    return HarmClause(
        form=harm.form,
        agent=harm.agent.text if harm.agent else None,
        victim=harm.victim.text if harm.victim else None,
        evidence=Evidence.of(article, harm.span),
    )


def _summed(outlet: str, kind: str, clauses: list[HarmClause]) -> Agency:
    forms = Counter(clause.form for clause in clauses)
    return Agency(
        outlet=outlet,
        harm=kind,
        total=len(clauses),
        named=sum(clause.agent is not None for clause in clauses),
        forms=tuple(sorted(forms.items(), key=lambda item: (-item[1], item[0]))),
        clauses=tuple(clauses),
    )


SPEC = Comparison(
    name="agency",
    version=1,
    record=Agency,
    compare=compare_agency,
    summary="how each outlet puts harm, and how often it names who did it",
    needs=("harms",),
)
