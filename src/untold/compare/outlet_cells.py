"""One fact in one outlet: what the cell is when all of the outlet's articles are weighed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from untold.compare.calibration import Limits
from untold.compare.verdict import Verdict
from untold.model import Article, Evidence, Readability, State

#: From here on a cell rather tells the fact than not.
EVEN = 0.5
#: Why a cell is unsure that probably tells something of the fact.
PERHAPS_IN_PART = "some of it is told; whether all of it is isn't sure"


@dataclass(frozen=True, slots=True)
class Cell:
    """One fact in one outlet.

    ``p`` is the probability that the outlet's articles tell the fact at all. ``evidence`` proves
    told, attributed, disputed and partial; ``nearest`` is the nearest sentence of a gap or an unsure
    cell; ``missing`` the fact's words that the nearest sentence lacks. ``source`` names who the fact
    is attributed to, as the article does. ``differs`` says which part of a partial cell differs
    (number, actor, place, time, polarity). ``searched`` counts sentences searched in ``articles``.
    ``also`` holds the same article's next likeliest sentences: what proves it nearly as likely, or what
    comes nearest after ``nearest``. ``reason`` says in plain words why the state is what it is where
    that isn't plain.
    """

    outlet: str
    state: State
    p: float
    evidence: Evidence | None
    source: str | None
    differs: str | None
    nearest: Evidence | None
    missing: tuple[str, ...]
    searched: int
    articles: tuple[str, ...]
    reason: str | None
    also: tuple[Evidence, ...] = ()


def outlet_cell(
    outlet: str,
    articles: Sequence[Article],
    verdicts: Sequence[Verdict],
    first: str | None,
    limits: Limits,
) -> Cell:
    """The cell of an outlet.

    Args:
        outlet: its name.
        articles: all its articles on the story, readable or not.
        verdicts: one for each of them that could be searched.
        first: when the fact was first reported by anybody, ISO 8601; None if unknown.
        limits: the probabilities below which a gap is claimed and above which a fact is told.

    Method: told by one article is told by the outlet, and the most probable one gives the proof. The
    probability that any tells it is taken as if the articles erred independently, so that a gap over
    many articles needs more certainty in each. An article that can't be read in full can't make a
    gap; nor can one printed before anybody had reported the fact.
    """
    names = tuple(article.id for article in articles)
    searched = sum(verdict.searched for verdict in verdicts)
    said = [verdict for verdict in verdicts if verdict.state.said]
    if said:
        best = max(said, key=lambda v: (v.p, v.article.id))
        return Cell(
            outlet, best.state, best.p, best.evidence, best.source, best.differs,
            None, (), searched, names, None, best.also,
        )  # fmt: skip
    p = round(1 - math.prod(1 - verdict.p for verdict in verdicts), 4)
    near = max(verdicts, key=lambda v: (v.p, v.article.id), default=None)
    state, reason = _unsaid(articles, verdicts, p, first, limits)
    return Cell(
        outlet, state, p, None, None, None,
        near.nearest if near else None,
        near.missing if near else (),
        searched, names, reason, near.also if near else (),
    )  # fmt: skip


def _unsaid(
    articles: Sequence[Article],
    verdicts: Sequence[Verdict],
    p: float,
    first: str | None,
    limits: Limits,
) -> tuple[State, str | None]:
    """The state of a cell that nobody's verdict calls said, and why."""
    closed = [a for a in articles if a.readability != Readability.READABLE]
    if len(closed) == len(articles) or not verdicts:
        reasons = sorted({a.reason or a.readability.value for a in closed})
        return State.UNREADABLE, "; ".join(reasons) or "no sentence could be found in it"
    if any(verdict.p >= limits.told for verdict in verdicts):
        return State.UNSURE, PERHAPS_IN_PART
    older = first is not None and all(a.published and earlier(a.published, first) for a in articles)
    if older and p < EVEN:  # else it rather tells the fact, and the first report was another
        return State.TOO_EARLY, f"its articles are older than the first report of this, {first}"
    if p > limits.untold:
        return State.UNSURE, None
    if closed:
        return State.UNSURE, f"{len(closed)} of its {len(articles)} articles can't be read in full"
    return State.UNTOLD, None


def earlier(one: str, other: str) -> bool:
    """Whether a publication is surely earlier than another, both ISO 8601.

    By the moment where both give one, else by the day: two articles of one day, one without its
    hour, are never surely in order.
    """
    if len(one) > 10 and len(other) > 10:
        return one < other
    return one[:10] < other[:10]
