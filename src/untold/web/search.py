"""Search by words and by meaning; and ask: which outlets told a fact that the user words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from untold.compare.ask import STRENGTH, Answer, by_outlet
from untold.compare.ask import Query as Asked
from untold.compare.calibration import measured
from untold.model import Span
from untold.steps.search import Place
from untold.web.open import At
from untold.web.pages import page
from untold.web.stories import Head, head_of

router = APIRouter()

By = Literal["words", "meaning"]
#: Longer is no fact and no query, and would be read for minutes.
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that was found."""

    article: Head
    story: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What a search found. ``searched`` of ``articles`` were searched; ``asked`` is False before."""

    find: str
    by: By
    asked: bool
    hits: list[Hit]
    searched: int
    articles: int


@dataclass(frozen=True, slots=True)
class OutletAnswer:
    """What one outlet says of the fact: the answer of the article that says most.

    ``sentence`` proves it, or is the ``nearest`` one. ``articles`` counts those searched.
    """

    answer: Answer
    sentence: Span | None
    nearest: bool
    articles: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A story to ask in."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """The answers for one fact, by outlet and by article.

    ``wrong_gaps`` is the share of wrong gaps that was measured at the setting in force, ``partly_gaps``
    the share of facts told in part that came out as gaps.
    """

    fact: str
    story: str
    stories: list[Choice]
    outlets: list[OutletAnswer]
    answers: list[Answer]
    allowed: float
    wrong_gaps: float
    partly_gaps: float


@page(router, "/search", "search.html")
def search(
    at: At,
    find: Annotated[str, Query(max_length=LONGEST)] = "",
    by: By = "words",
) -> SearchPage:
    """Places in the articles that hold some words, or the sentences nearest in meaning."""
    places: list[Place] = []
    count = 0
    if find.strip():
        engine = at.live.words(at.project) if by == "words" else at.live.meaning(at.project)
        places, count = engine.find(find), engine.count
    articles = {
        a.id: head_of(a)
        for a in at.project.store.articles({place.evidence.article for place in places})
    }
    placed = {p.article: p.story for p in at.project.store.placements()} if places else {}
    hits = [
        Hit(articles[place.evidence.article], placed.get(place.evidence.article), place)
        for place in places
    ]
    return SearchPage(find, by, bool(find.strip()), hits, count, len(at.project.store.hashes()))


@page(router, "/ask", "ask.html")
def ask(
    at: At,
    fact: Annotated[str, Query(max_length=LONGEST)] = "",
    story: str = "",
) -> AskPage:
    """Which outlets told a fact in the user's words, with the sentence, or the nearest one."""
    allowed = at.project.settings.max_false_gaps
    answers: list[Answer] = []
    if fact.strip():
        at.live.jobs.check_idle()  # both would load the models and write
        answers = list(at.project.ask([Asked("1", fact.strip(), story or None)]))
    document, rate = at.live.document(at.project), measured(allowed, "asked")
    return AskPage(
        fact=fact,
        story=story,
        stories=[Choice(s["id"], s["title"]) for s in document["stories"] if s["compared"]],
        outlets=_lines(answers),
        answers=answers,
        allowed=allowed,
        wrong_gaps=rate["measured"],
        partly_gaps=rate["partly"],
    )


def _lines(answers: list[Answer]) -> list[OutletAnswer]:
    """One line for each outlet, by what they say and by name."""
    searched = Counter(answer.outlet for answer in answers)
    best = by_outlet(answers).values()
    return [
        OutletAnswer(
            answer, _said(answer) or answer.nearest, _said(answer) is None, searched[answer.outlet]
        )
        for answer in sorted(best, key=lambda a: (STRENGTH.index(a.state), a.outlet))
    ]


def _said(answer: Answer) -> Span | None:
    """The sentence that proves it."""
    if answer.start is None or answer.end is None or answer.text is None:
        return None
    return Span("title" if answer.field == "title" else "text", answer.start, answer.end, answer.text)
