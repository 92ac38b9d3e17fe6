"""The served project, open for one request."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from untold.project import Project
from untold.web.coder import Coder, coder_of
from untold.web.live import Live


@dataclass(frozen=True, slots=True)
class Opened:
    """What a page works with."""

    live: Live
    project: Project
    coder: Coder


def opened(request: Request) -> Iterator[Opened]:
    """The project, closed again when the request is answered."""
    live: Live = request.app.state.live
    with live.open() as project:
        yield Opened(live, project, coder_of(request))


At = Annotated[Opened, Depends(opened)]
