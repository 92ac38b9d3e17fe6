"""The app: one project, its pages, and their JSON."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path
from threading import Thread

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from untold import __version__
from untold.present.charts import warm_up
from untold.web import errors, intake, judge, search, stories
from untold.web.guard import Guard, new_token
from untold.web.live import Live

#: Fields of a form: a group for each of some thousands of outlets.
MOST_FIELDS = 20_000

ABOUT = (
    "A project of Untold: what each outlet told about an event. Every page has a twin that ends in "
    ".json. Errors have one shape, Failure. Whatever changes something needs the token of "
    "/session.json, in the field token or the header X-Untold-Token."
)


def make_app(path: Path, runner: str | None = None, jobs: int | None = None) -> FastAPI:
    """The app over the project in a file.

    Args:
        path: the project's file, which must be there.
        runner: where runs work: ``serial``, ``processes``, or None to go by the amount of work.
        jobs: how many processes.

    Raises:
        StoreError: there is no project in that file.
    """
    live = Live(path, runner, jobs)
    live.open().close()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        Thread(target=warm_up, name="untold-warm-up", daemon=True).start()
        yield
        live.jobs.close()

    app = FastAPI(
        title="Untold", version=__version__, description=ABOUT, lifespan=lifespan,
        docs_url=None, redoc_url=None,  # both would fetch scripts from elsewhere
        # reports on requests and errors, to wherever an environment variable says: not from here
        telemetry={
            "tracing": False, "metrics": False, "logs": False, "operation_spans": False,
            "auto_configure": False,
        },
        max_body_size=intake.BIGGEST, form_limits={"max_fields": MOST_FIELDS},
    )  # fmt: skip
    app.state.live = live
    app.state.token = new_token()
    for part in (stories, search, intake, judge):
        app.include_router(part.router)
    for part in (intake, judge):
        app.include_router(part.changing)
    static = resources.files("untold.web").joinpath("static")
    app.mount("/static", StaticFiles(directory=str(static)), name="static")
    errors.handle(app)
    app.add_middleware(Guard)
    return app
