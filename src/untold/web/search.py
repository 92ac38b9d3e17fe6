"""Search by words and by meaning; and ask: which outlets told a fact that the user words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from untold.compare.ask import Answer
from untold.compare.ask import Query as Asked
from untold.compare.calibration import measured
from untold.model import Evidence, Span, State
from untold.steps.search import Piece, Place
from untold.web.open import At
from untold.web.pages import page

router = APIRouter()

By = Literal["words", "meaning"]
#: Longer is no fact and no query, and would be read for minutes.
LONGEST = 500
#: What an outlet did, strongest first: of its articles, the one that says most stands for it.
STRENGTH = [*State]


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that was found."""

    article: str
    outlet: str
    title: str
    published: str | None
    story: str | None
    place: Evidence
    pieces: tuple[Piece, ...]
    likeness: float | None


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
    """What one outlet's articles say of the fact: the strongest of them, and the sentence.

    ``sentence`` proves it, or is the ``nearest`` one. ``articles`` counts those searched.
    """

    outlet: str
    state: State
    p: float
    article: str
    source: str | None
    sentence: Span | None
    nearest: bool
    searched: int
    articles: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A story to ask in."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """The answers for one fact, by outlet and by article.

    ``wrong_gaps`` is the share of wrong gaps that was measured at the setting in force.
    """

    fact: str
    story: str
    stories: list[Choice]
    outlets: list[OutletAnswer]
    answers: list[Answer]
    allowed: float
    wrong_gaps: float


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
        a.id: a for a in at.project.store.articles({place.evidence.article for place in places})
    }
    placed = {p.article: p.story for p in at.project.store.placements()} if places else {}
    hits = [
        Hit(
            article=place.evidence.article,
            outlet=articles[place.evidence.article].outlet,
            title=articles[place.evidence.article].title,
            published=articles[place.evidence.article].published,
            story=placed.get(place.evidence.article),
            place=place.evidence,
            pieces=place.pieces,
            likeness=place.likeness,
        )
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
    document = at.live.document(at.project)
    return AskPage(
        fact=fact,
        story=story,
        stories=[Choice(s["id"], s["title"]) for s in document["stories"] if s["compared"]],
        outlets=by_outlet(answers),
        answers=answers,
        allowed=allowed,
        wrong_gaps=measured(allowed, "asked")["measured"],
    )


def by_outlet(answers: list[Answer]) -> list[OutletAnswer]:
    """One line for each outlet, outlets sorted by what they say and by name."""
    best: dict[str, Answer] = {}
    count: dict[str, int] = {}
    for answer in sorted(answers, key=lambda a: (STRENGTH.index(a.state), -a.p, a.article)):
        best.setdefault(answer.outlet, answer)
        count[answer.outlet] = count.get(answer.outlet, 0) + 1
    lines = []
    for outlet, a in best.items():
        said = None
        if a.field and a.start is not None and a.end is not None and a.text is not None:
            said = Span("title" if a.field == "title" else "text", a.start, a.end, a.text)
        lines.append(
            OutletAnswer(
                outlet,
                a.state,
                a.p,
                a.article,
                a.source,
                said or a.nearest,
                said is None,
                a.searched,
                count[outlet],
            )
        )
    return sorted(lines, key=lambda line: (STRENGTH.index(line.state), line.outlet))
