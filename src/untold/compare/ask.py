"""Answers ``untold ask``: a fact in the user's words, sought in every article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from untold.analysis import Settings
from untold.compare import finding, matching, verdict
from untold.compare.calibration import limits
from untold.model import Evidence, Span, State, Story

#: Layers that must be there for every article of the story that is asked.
needed_layers: tuple[str, ...] = (*matching.LAYERS, *verdict.LAYERS)


@dataclass(frozen=True, slots=True)
class Query:
    """One fact to ask for. ``story`` names the story it is searched in; None: all articles."""

    id: str
    fact: str
    story: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One fact in one article. ``p`` is the probability that the article tells the fact at all.

    ``field``, ``start``, ``end`` and ``text`` are the evidence where it is said, else None;
    ``nearest`` is the nearest sentence where it isn't; ``also`` are the next likeliest ones.
    ``searched`` counts the sentences searched.
    """

    fact: str
    article: str
    outlet: str
    state: State
    p: float
    field: str | None
    start: int | None
    end: int | None
    text: str | None
    source: str | None
    searched: int
    nearest: Span | None
    also: tuple[Span, ...] = ()


#: What an article can say of a fact, strongest first.
STRENGTH = (
    State.TOLD, State.ATTRIBUTED, State.DISPUTED, State.PARTIAL, State.UNSURE, State.UNTOLD,
    State.TOO_EARLY, State.UNREADABLE, State.NO_ARTICLE, State.NOT_COLLECTED,
)  # fmt: skip


def by_outlet(answers: Iterable[Answer]) -> dict[str, Answer]:
    """For each outlet the answer that stands for it: that of its article which says most.

    Args:
        answers: to one query.
    """
    best: dict[str, Answer] = {}
    for one in sorted(answers, key=lambda a: (STRENGTH.index(a.state), -a.p, a.article)):
        best.setdefault(one.outlet, one)
    return best


def answer(queries: Sequence[Query], story: Story, settings: Settings) -> Iterator[Answer]:
    """One answer for each query and article of the story, in their orders.

    Every article is judged by its own words; whether an outlet could have known the fact yet is a
    matter of the matrix. An article without a sentence, or one that can't be read in full and doesn't
    say the fact, is ``unreadable``.

    Raises:
        UsageError: ``settings.max_false_gaps`` was not measured.
    """
    hay = matching.Haystack(story, story.articles)
    bounds = limits(settings.max_false_gaps, "asked")
    for query in queries:
        sought = matching.sought_text(query.fact)
        matches = {match.article.id: match for match in finding.find_matches(sought, hay, "asked")}
        for article in story.articles:
            if article.id not in matches:
                yield Answer(
                    query.id, article.id, article.outlet, State.UNREADABLE, 0.0,
                    None, None, None, None, None, 0, None,
                )  # fmt: skip
                continue
            match = matches[article.id]
            found = verdict.judge(match.sought, match, hay, story, bounds)
            shown: Evidence | None = found.evidence
            near = found.nearest
            yield Answer(
                query.id, article.id, article.outlet, found.state, found.p,
                shown.field if shown else None,
                shown.start if shown else None,
                shown.end if shown else None,
                shown.text if shown else None,
                found.source, found.searched,
                _span(near) if near else None,
                tuple(_span(one) for one in found.also),
            )  # fmt: skip


def _span(evidence: Evidence) -> Span:
    return Span(evidence.field, evidence.start, evidence.end, evidence.text)
