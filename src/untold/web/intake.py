"""What comes in and what became of it: files, pages, feeds; runs; outlets and the user's groups."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, UploadFile
from starlette.responses import Response

from untold.acquire.web import Address
from untold.compare.calibration import rates
from untold.errors import InputError, UsageError
from untold.model import LeftOut, Readability
from untold.project import Project
from untold.steps.add import Added
from untold.steps.own_threshold import set_own_threshold
from untold.web.guard import own_form
from untold.web.jobs import Job
from untold.web.live import GREW, sizes
from untold.web.open import At
from untold.web.pages import ERRORS, done, many, page

router = APIRouter()
changing = APIRouter(dependencies=[Depends(own_form)], responses=ERRORS)

#: Bytes of one upload: what the reader of one file takes.
BIGGEST = 200_000_000


@dataclass(frozen=True, slots=True)
class AddPage:
    """What can be added, and what the project holds."""

    articles: int
    outlets: int
    working: bool


@dataclass(frozen=True, slots=True)
class RunsPage:
    """The jobs since the server started, latest first; and what the project could not take in."""

    working: bool
    jobs: list[Job]
    stale: str | None
    failures: list[LeftOut]
    left_out: list[LeftOut]


@dataclass(frozen=True, slots=True)
class OutletLine:
    """One outlet, the group that the user put it into, and names it had before."""

    name: str
    group: str
    articles: int
    readable: int
    stories: int
    before: list[str]


@dataclass(frozen=True, slots=True)
class OutletsPage:
    """The outlets, the user's groups, and the share of wrong gaps that is allowed."""

    outlets: list[OutletLine]
    groups: list[str]
    unknown: list[str]
    allowed: float
    rates: tuple[float, ...]
    working: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did, in words."""

    said: str


@page(router, "/add", "add.html")
def add(at: At) -> AddPage:
    """Where files, pages and feeds come in."""
    articles = at.project.articles()
    return AddPage(len(articles), len({a.outlet for a in articles}), at.live.jobs.working)


@changing.post("/add/file", response_model=Job, summary="Add a file of articles.")
def add_file(request: Request, file: UploadFile, at: At) -> Response:
    name = PurePosixPath((file.filename or "").replace("\\", "/")).name
    if not name or name in (".", "..") or not name.isprintable():
        raise InputError("no file was chosen; choose one")
    if (file.size or 0) > BIGGEST:
        raise InputError(f"{name}: has more than {BIGGEST // 1_000_000} MB; use untold add on it")
    at.live.jobs.check_idle()
    kept = tempfile.TemporaryFile(prefix="untold-")  # noqa: SIM115 (the job outlives the request)
    shutil.copyfileobj(file.file, kept)
    kept.seek(0)

    def work(project: Project) -> tuple[str, list[LeftOut]]:
        with kept:
            return _bring_in(project, lambda: project.add_stream(kept, name))

    return done(request, at.live.jobs.start(f"Add {name}", work), "/runs")


@changing.post("/add/web", response_model=Job, summary="Fetch a page or a feed's pages, and add them.")
def add_web(
    request: Request,
    url: Annotated[str, Form(max_length=2000)],
    at: At,
    kind: Annotated[Address, Form()] = "page",
) -> Response:
    url = url.strip()
    if not url.startswith(("https://", "http://")):
        raise InputError(f"{url or 'the address'}: is no web address; it begins with https://")

    def work(project: Project) -> tuple[str, list[LeftOut]]:
        return _bring_in(project, lambda: project.add_from_web(url, kind))

    return done(request, at.live.jobs.start(f"Fetch the {kind} {url}", work), "/runs")


@changing.post("/runs", response_model=Job, summary="Bring the project up to date.")
def run(request: Request, at: At) -> Response:
    return done(request, at.live.jobs.start("Bring up to date", update), "/runs")


@page(router, "/runs", "runs.html")
def runs(at: At) -> RunsPage:
    """How the work goes, what failed and why."""
    return RunsPage(
        at.live.jobs.working,
        at.live.jobs.listed,
        at.project.stale(),
        list(at.project.failures()),
        list(at.project.left_out()),
    )


@page(router, "/outlets", "outlets.html")
def outlets(at: At) -> OutletsPage:
    """The outlets and the user's groups of them."""
    from untold.steps.rename import renamed_outlets

    settings = at.project.settings
    groups = dict(settings.groups)
    articles = at.project.articles()
    count = Counter(a.outlet for a in articles)
    readable = Counter(a.outlet for a in articles if a.readability is Readability.READABLE)
    placed = {p.article: p.story for p in at.project.store.placements()}
    stories = {(a.outlet, placed[a.id]) for a in articles if a.id in placed}
    in_stories = Counter(outlet for outlet, _ in stories)
    before: dict[str, list[str]] = {}
    for old, new in sorted(renamed_outlets(at.project.store).items()):
        before.setdefault(new, []).append(old)
    return OutletsPage(
        outlets=[
            OutletLine(
                name, groups.get(name, ""), count[name], readable[name], in_stories[name],
                before.get(name, []),
            )
            for name in sorted(count)
        ],
        groups=sorted(set(groups.values())),
        unknown=sorted(set(groups) - set(count)),
        allowed=settings.max_false_gaps,
        rates=rates(),
        working=at.live.jobs.working,
    )  # fmt: skip


@changing.post("/outlets/groups", response_model=Changed, summary="Put outlets into groups, or none.")
def set_groups(
    request: Request,
    outlet: Annotated[list[str], Form(description="outlets, in the order of their groups")],
    group: Annotated[list[str], Form(description="the group of each outlet; empty: none")],
    at: At,
) -> Response:
    if len(outlet) != len(group):
        raise UsageError(f"{len(outlet)} outlets but {len(group)} groups; give each outlet one")
    at.live.jobs.check_idle()
    pairs = {name: " ".join(chosen.split()) for name, chosen in zip(outlet, group, strict=True)}
    at.project.configure(groups=[(name, chosen) for name, chosen in pairs.items() if chosen])
    return _changed(request, at, "The groups are kept.")


@changing.post("/outlets/name", response_model=Changed, summary="Give an outlet another name.")
def rename(
    request: Request,
    outlet: Annotated[str, Form()],
    name: Annotated[str, Form(max_length=200)],
    at: At,
) -> Response:
    at.live.jobs.check_idle()
    count = at.project.rename_outlet(outlet, name)
    return _changed(request, at, f"{many(count, 'article')} of {outlet} now under {name}.")


@changing.post("/outlets/gaps", response_model=Changed, summary="Allow another share of wrong gaps.")
def set_gaps(request: Request, max_false_gaps: Annotated[float, Form()], at: At) -> Response:
    at.live.jobs.check_idle()
    at.project.configure(max_false_gaps)
    set_own_threshold(at.project.store, None)
    return _changed(request, at, f"At most {max_false_gaps:.0%} of gaps may be wrong, as measured.")


def _changed(request: Request, at: At, said: str) -> Response:
    """After a change of settings the findings are made anew."""
    if at.project.store.hashes():
        at.live.jobs.start(said, update)
    return done(request, Changed(said), "/runs")


def _bring_in(project: Project, take: Callable[[], Added]) -> tuple[str, list[LeftOut]]:
    """Add, then run, if there is anything to run on."""
    added = take()
    there = f", {added.known:,} there already" if added.known else ""
    said = f"{many(added.new, 'new article')}{there}."
    left_out = list(added.left_out)
    if added.new:
        more, failed = update(project)
        said, left_out = f"{said} {more}", left_out + failed
    return said, left_out


def update(project: Project) -> tuple[str, list[LeftOut]]:
    """Group, annotate and compare what is not done; what the stories held before is noted."""
    before = sizes(project)
    failed = list(project.run())
    project.store.set_meta(GREW, json.dumps(before, sort_keys=True))
    after = sizes(project)
    new = len(after.keys() - before.keys())
    grown = sum(after[name] > before[name] for name in after.keys() & before.keys())
    said = f"{many(len(after), 'story', 'stories')}: {new:,} new, {grown:,} grown."
    return said, failed
