"""The project behind the app: opened anew for each request, with what is dear to work out kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from untold.compare.blindspots import Blindspot
from untold.judging.items import Item, items_of
from untold.project import Project, open_project
from untold.steps.own_threshold import OWN
from untold.steps.present import findings_of
from untold.steps.search import Meaning, Words
from untold.store.fingerprints import digest
from untold.web.errors import NotHereError
from untold.web.jobs import Job, Jobs

Value = TypeVar("Value")

#: Things kept, reports of single stories most of all: a megabyte or two each.
MOST_KEPT = 40
#: The project's note of how many articles each story had before the last run.
GREW = "web_before_run"


class Live:
    """A project that is served.

    Args:
        path: its file.
        runner: where runs work, as for the command line.
        jobs: how many processes.
    """

    def __init__(self, path: Path, runner: str | None = None, jobs: int | None = None) -> None:
        self.path = path
        self._runner, self._processes = runner, jobs
        self.jobs = Jobs(self._for_job)
        self._kept: dict[str, tuple[str, Any]] = {}
        self._making: dict[str, Lock] = {}
        self._lock = Lock()

    def open(self) -> Project:
        """The project, for one request."""
        return open_project(self.path, create=False)

    def _for_job(self, job: Job) -> Project:
        return open_project(
            self.path, create=False, runner=self._runner, jobs=self._processes, progress=job
        )

    def document(self, project: Project) -> dict[str, Any]:
        """Everything found, as the JSON value that the report is made from."""
        return self._keep("document", _found(project), project.document)

    def report(self, project: Project, story: str | None) -> str:
        """The report of one story or of all; those looked at last are kept."""
        part = part_of(self.document(project), story)
        return self._keep(f"report {story or ''}", _found(project), lambda: self._drawn(part))

    def _drawn(self, document: Mapping[str, Any]) -> str:
        from untold.execution import make_runner
        from untold.present.report import render_report

        with closing(make_runner(self._runner, self._processes)) as runner:
            return render_report(document, runner)

    def blindspots(self, project: Project) -> Mapping[str, tuple[Blindspot, ...]]:
        """By story what the user's groups tell far more or less than expected."""
        if not project.settings.groups:
            return {}
        return self._keep("blindspots", _found(project), project.blindspots)

    def items(self, project: Project) -> Mapping[str, Item]:
        """All that can be judged, by id, in the order of the stories' ids."""

        def read() -> dict[str, Item]:
            stories = sorted({p.story for p in project.store.placements()})
            return {
                item.id: item
                for story in stories
                for item in items_of(story, findings_of(project.store, story))
            }

        return self._keep("items", _found(project), read)

    def words(self, project: Project) -> Words:
        """The full-text index."""
        held = digest(sorted(project.store.hashes().items()))
        return self._keep("words", held, lambda: Words(project.articles()))

    def meaning(self, project: Project) -> Meaning:
        """The sentences' vectors."""
        layer = project.store.ledger("layer").items()
        held = digest([[i, e.fingerprint] for (name, i), e in layer if name == "embeddings"])
        return self._keep("meaning", held, lambda: Meaning.read(project.store))

    def _keep(self, name: str, state: str, make: Callable[[], Value]) -> Value:
        """What was made in that state of the project, made again where the state is another.

        Whoever asks for what is being made waits for it, and for nothing else.
        """
        with self._lock:
            making = self._making.setdefault(name, Lock())
        with making:
            held, value = self._kept.pop(name, ("", None))
            if held != state:
                value = make()
            with self._lock:
                self._kept[name] = (state, value)  # now the youngest
                for old in list(self._kept)[:-MOST_KEPT]:
                    self._kept.pop(old, None)
            return value  # type: ignore[no-any-return]


def _found(project: Project) -> str:
    """What the findings, and the list of what was left out, are of now."""
    store = project.store
    ledger = [
        [kind, name, item, entry.fingerprint, entry.failure]
        for kind in ("group", "comparison", "layer")
        for (name, item), entry in store.ledger(kind).items()
        if kind != "layer" or entry.failure is not None
    ]
    noted = [store.meta("settings"), store.meta(OWN), [asdict(item) for item in store.left_out()]]
    return digest(ledger, sorted(store.hashes().items()), noted)


def sizes(project: Project) -> dict[str, int]:
    """How many articles each story holds."""
    found: dict[str, int] = {}
    for placement in project.store.placements():
        found[placement.story] = found.get(placement.story, 0) + 1
    return found


def part_of(document: Mapping[str, Any], story: str | None) -> dict[str, Any]:
    """The document, or what of it concerns one story.

    Raises:
        NotHereError: there is none of that id.
    """
    from untold.present.exports import Material

    if story is None:
        return dict(document)
    story_in(document, story)
    return dict(Material(document, ()).of_story(story).document)


def story_in(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    """One story of the document.

    Raises:
        NotHereError: there is none of that id.
    """
    for story in document["stories"]:
        if story["id"] == name:
            found: dict[str, Any] = story
            return found
    raise NotHereError(f"there is no story {name!r} (any more); start from the list of stories")
