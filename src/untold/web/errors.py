"""Errors in one shape: ``{"error": {"status", "what", "next"}}``, or a page that says the same."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from untold.errors import InputError, StoreError, UntoldError, UsageError


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, and the next step."""

    status: int
    what: str
    next: str


@dataclass(frozen=True, slots=True)
class Failure:
    """The shape of every error."""

    error: Problem


class NotHereError(UntoldError):
    """What an address names is not in the project (any more)."""


class BusyError(UntoldError):
    """A run is at work, and this has to wait for it."""


_STATUS: tuple[tuple[type[UntoldError], int], ...] = (
    (NotHereError, 404), (BusyError, 409), (InputError, 422), (UsageError, 422), (StoreError, 503),
)  # fmt: skip


def wants_json(request: Request) -> bool:
    """Whether a program asks, and not a person."""
    if request.url.path.endswith(".json"):
        return True
    accepted = request.headers.get("accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def answer(request: Request, status: int, what: str, step: str) -> Response:
    """The error as JSON or as a page."""
    problem = Problem(status, what, step)
    if wants_json(request):
        return JSONResponse(asdict(Failure(problem)), status)
    from untold.web.pages import plain_page

    return plain_page("error.html", problem, status)


def said(request: Request, status: int, message: str) -> Response:
    """An error whose message holds what and next step, parted by a semicolon."""
    what, _, step = " ".join(message.split()).rpartition("; ")
    return answer(request, status, what or step, step if what else "go back and try something else")


def handle(app: FastAPI) -> None:
    """Give the app its error handlers."""

    @app.exception_handler(UntoldError)
    def ours(request: Request, error: UntoldError) -> Response:
        status = next((number for kind, number in _STATUS if isinstance(error, kind)), 500)
        return said(request, status, str(error))

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404:
            return answer(request, 404, "there is no such page", "start from the list of stories")
        return said(request, error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    def unread(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"][1:]) or "the request"
        return answer(request, 422, f"{place}: {first['msg']}", "correct the address or the form")

    # the server prints the traceback
    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> Response:
        what = f"something in Untold itself broke ({type(error).__name__})"
        return answer(request, 500, what, "the terminal has the details; please report them")
