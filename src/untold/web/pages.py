"""A page and its ``.json`` twin from one function: both show the same value of the same type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, get_type_hints
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

from untold.present.notebook import SHAPES
from untold.web.coder import Coder, coder_of
from untold.web.errors import Failure, wants_json
from untold.web.live import Live

View = TypeVar("View", bound=Callable[..., Any])
#: What any page may answer instead, for its description.
ERRORS: dict[int | str, dict[str, Any]] = {"4XX": {"model": Failure}, "5XX": {"model": Failure}}


@dataclass(frozen=True, slots=True)
class Around:
    """What every page shows around its own content."""

    token: str
    project: str
    coder: Coder
    working: bool
    path: str
    address: str


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("untold.web"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals["address"] = address
    made.globals["shapes"] = SHAPES
    made.filters["percent"] = percent
    made.filters["number"] = lambda value: f"{value:,}"
    made.filters["day"] = lambda value: value[:16].replace("T", " ") if value else "no date"
    made.filters["many"] = many
    made.filters["web"] = lambda url: url if url and url.startswith(("https://", "http://")) else None
    return made


def address(path: str, **values: object) -> str:
    """A path with its query; values that are None or empty are left out."""
    kept = {key: value for key, value in values.items() if value not in (None, "")}
    return f"{path}?{urlencode(kept, quote_via=quote)}" if kept else path


def percent(share: float | None) -> str:
    """A share in per cent, with a digit after the point where it is small."""
    if share is None:
        return "–"
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"


def many(number: int, one: str, more: str | None = None) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def live_of(request: Request) -> Live:
    """The project that is served."""
    live: Live = request.app.state.live
    return live


def show(request: Request, template: str, page: Any, status: int = 200) -> HTMLResponse:
    """The page as HTML."""
    live = live_of(request)
    around = Around(
        token=request.app.state.token,
        project=live.path.name,
        coder=coder_of(request),
        working=live.jobs.working,
        path=request.url.path,
        address=address(request.url.path, **dict(request.query_params)),
    )
    return HTMLResponse(_templates().get_template(template).render(page=page, around=around), status)


def plain_page(template: str, page: Any, status: int) -> HTMLResponse:
    """A page that needs nothing of the project, for when something is wrong."""
    return HTMLResponse(_templates().get_template(template).render(page=page, around=None), status)


def page(router: APIRouter, path: str, template: str) -> Callable[[View], View]:
    """Serve what a function returns as a page at ``path`` and as JSON at ``path.json``.

    The function's parameters are the query's, its return type describes the JSON in OpenAPI.
    """

    def register(view: View) -> View:
        def shown(request: Request, value: Any = Depends(view)) -> HTMLResponse:  # noqa: B008
            return show(request, template, value)

        router.add_api_route(
            f"{path}.json", view, response_model=get_type_hints(view)["return"], responses=ERRORS,
            name=view.__name__, summary=(view.__doc__ or "").strip().split("\n")[0],
        )  # fmt: skip
        router.add_api_route(path, shown, include_in_schema=False, response_class=HTMLResponse)
        return view

    return register


def done(request: Request, value: Any, then: str) -> Response:
    """The answer to a change: to a program the value as JSON, to a person the page to go on with."""
    if wants_json(request):
        from fastapi.encoders import jsonable_encoder

        return JSONResponse(jsonable_encoder(value))
    return RedirectResponse(then, 303)
