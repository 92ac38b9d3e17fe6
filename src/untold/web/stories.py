"""Stories: the list, one story with its views, an article, the report and the document."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import create_model
from starlette.responses import Response

from untold.analysis import comparisons
from untold.compare.blindspots import Blindspot
from untold.model import Article
from untold.project import Project
from untold.steps.own_threshold import OwnThreshold, own_threshold
from untold.steps.present import findings_of
from untold.web.errors import NotHereError
from untold.web.guard import REPORT_POLICY
from untold.web.live import GREW, part_of, story_in
from untold.web.open import At
from untold.web.pages import page

router = APIRouter()

#: Stories on one page: more than a screen or two nobody reads through.
PAGE = 50

if TYPE_CHECKING:
    Findings = Any
else:
    #: Each comparison's records, in the types of their specs.
    Findings = create_model(
        "Findings",
        **{name: (tuple[spec.record, ...], ()) for name, spec in comparisons().items()},
        blindspots=(tuple[Blindspot, ...], ()),
    )


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One story in a list. ``differ`` counts facts that some outlets tell and others leave untold.

    ``grown`` counts the articles that the last run brought; ``new`` tells that it brought the story.
    ``gap`` is the summary's sentence on its plainest gap, if it has one.
    """

    id: str
    title: str
    first: str | None
    last: str | None
    articles: int
    outlets: list[str]
    compared: bool
    note: str | None
    differ: int
    gap: str | None
    grown: int
    new: bool


@dataclass(frozen=True, slots=True)
class Stories:
    """Stories, most different first. ``stale`` says why they are not of what the project holds now."""

    stories: list[StoryLine]
    matching: int
    total: int
    find: str
    page: int
    pages: int
    articles: int
    outlets: int
    stale: str | None
    own: OwnThreshold | None


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a summary; ``view`` is where it can be checked, ``fact`` the fact it is about."""

    text: str
    view: str
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of an article without its text."""

    id: str
    outlet: str
    title: str
    published: str | None
    url: str | None
    readability: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One story: its line in the list, its summary, its articles by time, and all findings."""

    story: StoryLine
    summary: list[Line]
    articles: list[Head]
    findings: Findings
    stale: str | None
    own: OwnThreshold | None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article with its text, and the stretch that was asked for."""

    article: Head
    story: str | None
    before: str
    marked: str
    after: str
    in_title: bool


@router.get("/", include_in_schema=False)
def home() -> RedirectResponse:
    return RedirectResponse("/stories")


@page(router, "/stories", "stories.html")
def stories(
    at: At,
    find: Annotated[str, Query(description="words of a title or outlet")] = "",
    page: Annotated[int, Query(ge=1)] = 1,
) -> Stories:
    """The stories, most different first."""
    document = at.live.document(at.project)
    words = find.lower().split()
    chosen = [
        story
        for story in document["stories"]
        if all(word in f"{story['title']} {' '.join(story['outlets'])}".lower() for word in words)
    ]
    before = _before(at.project)
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(page, pages)
    return Stories(
        stories=[_line(story, before) for story in chosen[(page - 1) * PAGE : page * PAGE]],
        matching=len(chosen), total=len(document["stories"]), find=find, page=page, pages=pages,
        articles=len(document["articles"]), outlets=len(document["outlets"]),
        stale=at.project.stale(), own=own_threshold(at.project.store, at.project.settings),
    )  # fmt: skip


@page(router, "/story", "story.html")
def story(id: str, at: At) -> StoryPage:  # noqa: A002
    """One story with all its findings."""
    document = at.live.document(at.project)
    found = story_in(document, id)
    heads = {article["id"]: article for article in document["articles"]}
    store = at.project.store
    blindspots = at.live.blindspots(at.project)
    return StoryPage(
        story=_line(found, _before(at.project)),
        summary=[Line(x["text"], x["view"], x.get("fact")) for x in found["summary"]],
        articles=[_head(heads[name]) for name in found["articles"]],
        findings=Findings.model_construct(**findings_of(store, id), blindspots=blindspots.get(id, ())),
        stale=at.project.stale(),
        own=own_threshold(at.project.store, at.project.settings),
    )


@page(router, "/article", "article.html")
def article(
    id: str,  # noqa: A002
    at: At,
    field: Annotated[str, Query(pattern="^(title|text)$")] = "text",
    start: Annotated[int, Query(ge=0)] = 0,
    end: Annotated[int, Query(ge=0)] = 0,
) -> ArticlePage:
    """One article with its whole text, and a stretch of it marked."""
    found = at.project.store.articles([id])
    if not found:
        raise NotHereError(f"there is no article {id!r}; start from the list of stories")
    one = found[0]
    placed = {p.article: p.story for p in at.project.store.placements()}
    in_title = field == "title"
    size = len(one.title if in_title else one.text)
    start, end = (0, 0) if in_title else (min(start, size), min(max(start, end), size))
    return ArticlePage(
        head_of(one),
        placed.get(id),
        one.text[:start],
        one.text[start:end],
        one.text[end:],
        in_title,
    )


@router.get("/report", include_in_schema=False, response_class=HTMLResponse)
def report(request: Request, at: At, story: str | None = None) -> HTMLResponse:
    """The report of one story or of all, as ``untold report`` writes it, under its own policy."""
    html = at.live.report(at.project, story)
    return HTMLResponse(html, headers={"Content-Security-Policy": REPORT_POLICY})


@router.get(
    "/report.json", summary="The document that the report is made from, of one story or of all."
)
def document(at: At, story: str | None = None) -> dict[str, Any]:
    return part_of(at.live.document(at.project), story)


@router.get("/export", summary="All findings, or one story's, as a file of a format.")
def export(
    at: At,
    form: Annotated[str, Query(description="csv, xlsx, parquet, jsonl, json, annotations or sqlite")],
    story: str = "",
) -> Response:
    from untold.present.exports import FORMATS

    found = at.project.exported(form, story or None)
    name = f"untold{FORMATS[form].endings[0]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(found.data, media_type="application/octet-stream", headers=headers)


def _before(project: Project) -> dict[str, int]:
    found: dict[str, int] = json.loads(project.store.meta(GREW) or "{}")
    return found


def _line(story: Mapping[str, Any], before: Mapping[str, int]) -> StoryLine:
    count = len(story["articles"])
    new = bool(before) and story["id"] not in before
    return StoryLine(
        id=story["id"], title=story["title"], first=story["from"], last=story["to"], articles=count,
        outlets=story["outlets"], compared=story["compared"], note=story["note"],
        differ=story["differ"], gap=next((x["text"] for x in story["summary"] if "fact" in x), None),
        grown=max(0, count - before.get(story["id"], count)), new=new,
    )  # fmt: skip


def _head(article: Mapping[str, Any]) -> Head:
    return Head(**{name: article[name] for name in Head.__dataclass_fields__})


def head_of(a: Article) -> Head:
    """What a page shows of an article beside its text."""
    return Head(a.id, a.outlet, a.title, a.published, a.url, a.readability.value, a.reason)
