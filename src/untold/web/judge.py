"""Judging: one finding after the other, by keyboard; who judged what; how far coders agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from starlette.responses import Response

from untold.errors import InputError, UsageError
from untold.judging.agreement import Agreement, between_coders, with_machine
from untold.judging.items import Item, draw, item_at
from untold.judging.own_gaps import OwnGaps, own_gaps
from untold.judging.table import fault, read_judgements, snapshot, write_judgements
from untold.model import Article
from untold.steps.own_threshold import OwnThreshold, own_threshold, set_own_threshold
from untold.steps.present import findings_of
from untold.store.judgements import ItemKind, Judgement, Verdict
from untold.web.coder import Coder, remember
from untold.web.errors import NotHereError
from untold.web.guard import own_form
from untold.web.intake import Changed, update
from untold.web.open import At
from untold.web.pages import ERRORS, address, done, page

router = APIRouter()
changing = APIRouter(dependencies=[Depends(own_form)], responses=ERRORS)

#: What to judge: all that there is of a kind, or the gaps alone, which a measured share needs most.
What = Literal["cell", "gap", "name", "figure"]
#: Characters of a note, and of an upload of judgements in bytes.
LONGEST_NOTE, BIGGEST = 2000, 50_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """An article to judge by: its paragraphs, and where the sentence shown stands in it."""

    id: str
    outlet: str
    title: str
    url: str | None
    published: str | None
    before: str
    marked: str
    after: str
    shown: bool


@dataclass(frozen=True, slots=True)
class JudgePage:
    """The finding to judge now; None where all are judged. ``drawn``: it came up at random.

    ``others`` are what other coders said of it; a blind coder is shown none. What the item is found
    to be goes by ``allowed``, the project's share of wrong gaps.
    """

    coder: Coder
    what: What
    story: str
    item: Item | None
    drawn: bool
    mine: Judgement | None
    others: list[Judgement]
    readings: list[Reading]
    judged: int
    total: int
    allowed: float


@dataclass(frozen=True, slots=True)
class OpenItem:
    """The finding that stands open in the report, and one's judgement of it; None: none to judge."""

    item: Item | None
    mine: Judgement | None
    allowed: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement and whether the finding still stands as it was judged; ``now`` is what it is now."""

    judgement: Judgement
    now: str | None


@dataclass(frozen=True, slots=True)
class JudgementsPage:
    """The judgements that this coder may see."""

    coder: Coder
    judgements: list[Judged]
    hidden: int


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """How far coders agree, with each other and with Untold; what the user's own cells say."""

    coder: Coder
    coders: dict[str, int]
    between: list[Agreement]
    machine: list[Agreement]
    gaps: OwnGaps
    own: OwnThreshold | None
    working: bool


@dataclass(frozen=True, slots=True)
class Session:
    """What a program needs to change anything: the token, and who judges in it."""

    token: str
    coder: Coder


@router.get("/session.json", response_model=Session, summary="The token for changes, and who judges.")
def session(request: Request, at: At) -> Session:
    return Session(request.app.state.token, at.coder)


@changing.post("/coder", response_model=Changed, summary="Say who judges, and whether blind.")
def coder(
    request: Request,
    name: Annotated[str, Form()],
    blind: Annotated[bool, Form()] = False,
) -> Response:
    response = done(request, Changed(f"{name} judges"), "/judge")
    remember(response, name, blind)
    return response


@page(router, "/judge", "judge.html")
def judge(
    at: At,
    what: What = "cell",
    story: Annotated[str, Query(description="one story's id; empty: all")] = "",
    item: Annotated[str, Query(description="one finding; empty: the next at random")] = "",
) -> JudgePage:
    """The next finding to judge, in an order drawn at random, or the one asked for."""
    items = at.live.items(at.project)
    judgements = at.project.judgements.all()
    mine = {j.item: j for j in judgements if j.coder == at.coder.name}
    queue = [i for i in items.values() if _is(i, what) and i.story == (story or i.story)]
    if item:
        if item not in items:
            raise NotHereError("there is no such finding (any more); start from the list of stories")
        chosen: Item | None = items[item]
    else:
        chosen = next((i for i in draw(queue) if not _came_up(mine.get(i.id), what)), None)
    return JudgePage(
        coder=at.coder, what=what, story=story, item=chosen, drawn=not item,
        mine=mine.get(chosen.id) if chosen else None,
        others=[j for j in at.coder.sees(judgements)
                if chosen and j.item == chosen.id and j.coder != at.coder.name],
        readings=_readings(at, chosen) if chosen else [],
        judged=sum(_came_up(mine.get(i.id), what) for i in queue), total=len(queue),
        allowed=at.project.settings.max_false_gaps,
    )  # fmt: skip


@router.get(
    "/item.json",
    response_model=OpenItem,
    responses=ERRORS,
    summary="What a place of the report judges.",
)
def item_of_place(
    at: At,
    story: str,
    place: Annotated[list[str], Query(description="what follows the story in the report's address")],
) -> OpenItem:
    name = item_at(story, findings_of(at.project.store, story), place)
    item = at.live.items(at.project).get(name or "")
    mine = [j for j in at.project.judgements.all() if j.item == name and j.coder == at.coder.name]
    return OpenItem(item, mine[0] if mine else None, at.project.settings.max_false_gaps)


@changing.post("/judge", response_model=Judgement, summary="Judge one finding.")
def put(
    request: Request,
    item: Annotated[str, Form()],
    verdict: Annotated[Verdict, Form()],
    at: At,
    should_be: Annotated[str, Form(max_length=200)] = "",
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
    drawn: Annotated[bool, Form(description="whether /judge brought it up at random")] = False,
    what: Annotated[What, Form()] = "cell",
    story: Annotated[str, Form()] = "",
) -> Response:
    if not at.coder.name:
        raise UsageError("nobody judges yet; say who does on the page Judge")
    found = at.live.items(at.project).get(item)
    if found is None:
        raise NotHereError("there is no such finding (any more); start from the list of stories")
    known = {j.item: j for j in at.project.judgements.all() if j.coder == at.coder.name}
    before = known.get(item)
    judgement = snapshot(
        Judgement(
            item, at.coder.name, found.kind, verdict, should_be.strip() or None, note.strip(),
            # what came up at random stays so when it is looked at again
            drawn=_drawn(at, what) if drawn else before.drawn if before else "",
            blind=at.coder.blind and (before is None or before.blind),
        ),
        found,
    )  # fmt: skip
    if why := fault(judgement):
        raise UsageError(why)
    at.project.judgements.put([judgement])
    return done(request, judgement, address("/judge", what=what, story=story))


@changing.post(
    "/judge/take-back", response_model=Changed, summary="Forget one's judgement of a finding."
)
def take_back(request: Request, item: Annotated[str, Form()], at: At) -> Response:
    gone = at.project.judgements.take_back(item, at.coder.name)
    return done(request, Changed("taken back" if gone else "there was none"), "/judgements")


@page(router, "/judgements", "judgements.html")
def judgements(at: At) -> JudgementsPage:
    """All judgements, or one's own where one judges blind."""
    every = at.project.judgements.all()
    seen = at.coder.sees(every)
    items = at.live.items(at.project)
    listed = [Judged(j, items[j.item].found if j.item in items else None) for j in seen]
    return JudgementsPage(at.coder, listed, len(every) - len(seen))


@router.get("/judgements.csv", summary="The judgements as CSV.")
def judgements_csv(at: At) -> Response:
    text = write_judgements(at.coder.sees(at.project.judgements.all()))
    headers = {"Content-Disposition": 'attachment; filename="judgements.csv"'}
    return Response(
        text.encode("utf-8", "replace"), media_type="text/csv; charset=utf-8", headers=headers
    )


@changing.post("/judgements/import", response_model=Changed, summary="Take in judgements from CSV.")
def import_csv(
    request: Request,
    file: UploadFile,
    at: At,
    replace: Annotated[bool, Form(description="put them in place of what differs")] = False,
) -> Response:
    name = file.filename or "the file"
    data = file.file.read(BIGGEST + 1)
    if len(data) > BIGGEST:
        raise InputError(f"{name}: has more than {BIGGEST // 1_000_000} MB; split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: is not UTF-8 (byte {error.start}); save it as CSV in UTF-8"
        ) from None
    given = read_judgements(name, text, at.live.items(at.project))
    known = {(j.item, j.coder): j for j in at.project.judgements.all()}
    other = [j for j in given if known.get((j.item, j.coder), j) != j]
    if other and not replace:
        first = other[0]
        raise InputError(
            f"{name}: {len(other)} judgements differ from what is here, first {first.coder!r} on "
            f"{first.item}; tick the box to put them in their place, or leave those lines out"
        )
    new = [j for j in given if known.get((j.item, j.coder)) != j]
    at.project.judgements.put(new)
    said = f"{len(new)} judgements taken in, {len(given) - len(new)} were here already"
    return done(request, Changed(said), "/judgements")


@page(router, "/agreement", "agreement.html")
def agreement(at: At) -> AgreementPage:
    """How far coders agree with each other and with Untold, and what the user's own cells say."""
    seen = at.coder.sees(at.project.judgements.all())
    return AgreementPage(
        coder=at.coder,
        coders=dict(sorted(Counter(j.coder for j in seen).items())),
        between=between_coders(seen),
        machine=with_machine(seen),
        gaps=own_gaps(seen, _allowed(at)),
        own=own_threshold(at.project.store, at.project.settings),
        working=at.live.jobs.working,
    )


@changing.post(
    "/agreement/use", response_model=Changed, summary="Use the threshold one's cells support."
)
def use(request: Request, at: At) -> Response:
    at.live.jobs.check_idle()
    allowed = _allowed(at)
    found = own_gaps(at.coder.sees(at.project.judgements.all()), allowed).supported
    if found is None:
        raise UsageError(
            "your own cells support no threshold yet; judge more gaps that come up at random"
        )
    at.project.configure(found.max_false_gaps)
    own = OwnThreshold(found.max_false_gaps, allowed, found.cells.of, found.cells.wrong, found.bound)
    set_own_threshold(at.project.store, own)
    said = "Gaps by the threshold that your own judgements support"
    at.live.jobs.start(said, update)
    return done(request, Changed(said), "/runs")


@changing.post("/agreement/back", response_model=Changed, summary="Back to the shipped calibration.")
def back(request: Request, at: At) -> Response:
    at.live.jobs.check_idle()
    at.project.configure(_allowed(at))
    set_own_threshold(at.project.store, None)
    said = "Gaps by the shipped calibration"
    at.live.jobs.start(said, update)
    return done(request, Changed(said), "/runs")


def _came_up(judgement: Judgement | None, what: What) -> bool:
    """Whether it was judged when it came up at random, among these or among more.

    One that was picked, or came up among the gaps alone, has to come up again among all: without it
    the sample of all would lack it.
    """
    return judgement is not None and judgement.frame in (("all", "gaps") if what == "gap" else ("all",))


def _drawn(at: At, what: What) -> str:
    setting = at.project.settings.max_false_gaps
    return f"{'gaps' if what == 'gap' else 'all'}@{setting:g}"


def _allowed(at: At) -> float:
    """The share of wrong gaps that the user asked for, whatever threshold their judgements set."""
    own = own_threshold(at.project.store, at.project.settings)
    return own.allowed if own else at.project.settings.max_false_gaps


def _is(item: Item, what: What) -> bool:
    kind: ItemKind = "cell" if what == "gap" else what
    return item.kind == kind and (what != "gap" or item.found == "untold")


def _readings(at: At, item: Item) -> list[Reading]:
    """The articles that the finding rests on, that of the sentence shown first."""
    names: Iterable[str] = item.articles
    articles: Mapping[str, Article] = {a.id: a for a in at.project.store.articles(names)}
    shown = item.evidence.article if item.evidence else None
    order = sorted(articles.values(), key=lambda a: (a.id != shown, a.published or "9999", a.id))
    return [_reading(article, item) for article in order]


def _reading(article: Article, item: Item) -> Reading:
    e = item.evidence
    start = end = 0
    if e is not None and e.article == article.id and e.field == "text":
        start, end = e.start, e.end
    return Reading(
        article.id, article.outlet, article.title, article.url, article.published,
        article.text[:start], article.text[start:end], article.text[end:],
        e is not None and e.article == article.id,
    )  # fmt: skip
