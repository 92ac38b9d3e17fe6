"""The app over a project made from sample/, and a browser."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient

from untold.web.app import make_app

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "http://127.0.0.1:8500"


def client_of(path: Path, **options: object) -> TestClient:
    """A client of the app over a project, that asks as a page of the app would."""
    return TestClient(make_app(path, "serial"), base_url=ADDRESS, **options)  # type: ignore[arg-type]


class Asking:
    """A client with the token: what a person does in the app, without the browser."""

    def __init__(self, path: Path) -> None:
        self.http = client_of(path)
        self.token = self.http.get("/session.json").json()["token"]

    def get(self, path: str, **query: object):
        return self.http.get(path, params=query or None)

    def send(self, path: str, files: object = None, **fields: object):
        return self.http.post(
            path, data={"token": self.token, **fields}, files=files,
            headers={"Accept": "application/json"}, follow_redirects=False,
        )  # fmt: skip

    def wait(self) -> dict:
        """The latest job, when the work is done."""
        self.http.app.state.live.jobs.wait()
        return self.get("/runs.json").json()["jobs"][0]


@pytest.fixture
def copied(sample_project, tmp_path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copy(sample_project, tmp_path / "sample.db"))


@pytest.fixture
def app(copied) -> Asking:
    return Asking(copied)


@pytest.fixture(scope="session")
def reading(sample_project) -> Asking:
    """For tests that change nothing."""
    return Asking(sample_project)


@contextmanager
def served(path: Path) -> Iterator[str]:
    """The app as a server on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(make_app(path, "serial"), host="127.0.0.1", port=port, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """A running Chromium."""
    from tests.present.browser import started

    with started() as browser:
        yield browser


@pytest.fixture
def visit(chromium, address) -> Iterator[object]:
    """A visit to the module's own ``address`` that may show no error and ask nobody outside."""
    from tests.web.browser import PATIENCE, Visit

    context = chromium.new_context(viewport={"width": 1360, "height": 900})
    context.set_default_timeout(PATIENCE)
    made = Visit(context.new_page(), address)
    yield made
    context.close()
    assert made.errors == []
    assert made.outside == []
