"""A project: one file that holds articles, what was found in them, and what is still to do.

import untold

project = untold.open("ceasefire.db")
project.add("articles.jsonl")
project.run()
for story in project.stories():
    for fact in story.facts():
        print(fact.text, [cell.outlet for cell in fact.cells if cell.state == "untold"])
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from untold.analysis import Settings
from untold.errors import UsageError
from untold.execution import make_runner
from untold.execution.progress import Progress, Silent

if TYPE_CHECKING:
    from untold.acquire.web import Address
    from untold.compare.ask import Answer, Query
    from untold.compare.blindspots import Blindspot
    from untold.compare.facts import Fact
    from untold.model import Article, LeftOut, Story
    from untold.present.exports import Exported
    from untold.steps import Run
    from untold.steps.add import Added
    from untold.steps.verify import Verified
    from untold.store.database import Store
    from untold.store.judgements import Judgements


Groups = Sequence[tuple[str, str]]
Actors = Sequence[tuple[str, tuple[str, ...], tuple[str, ...]]]


class Project:
    """A project's file, opened. Use it as a context manager, or close it.

    Args:
        store: the file.
        runner: ``serial``, ``processes``, or None to go by the amount of work. In a script,
            processes need ``if __name__ == "__main__":``; so the default here is ``serial``.
        jobs: how many processes; all cores if None.
        progress: told what happens.
    """

    def __init__(
        self,
        store: Store,
        runner: str | None = "serial",
        jobs: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.store = store
        self._runner = make_runner(runner, jobs)
        self._progress = progress or Silent()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file and of the runner's processes."""
        self._runner.close()
        self.store.close()

    @property
    def settings(self) -> Settings:
        """Those of the last run, or the defaults."""
        kept = self.store.meta("settings")
        if not kept:
            return Settings()
        values = json.loads(kept)
        groups = tuple((outlet, group) for outlet, group in values.pop("groups", ()))
        actors = tuple((name, tuple(a), tuple(t)) for name, a, t in values.pop("actors", ()))
        return Settings(**values, groups=groups, actors=actors)

    def _run(self) -> Run:
        from untold.steps import Run

        return Run(self.store, self.settings, self._runner, self._progress)

    def add(
        self,
        *paths: str | Path,
        rename: Mapping[str, str] | None = None,
        stdin: IO[bytes] | None = None,
    ) -> Added:
        """Read articles in; what was there before is known again and not added twice.

        Args:
            paths: files, folders, or ``-`` for standard input.
            rename: the input's own column names by Untold's: ``{"text": "body"}``.
            stdin: the bytes that ``-`` stands for.

        Nothing raises for what an input holds: the answer says what was left out and why.
        """
        from untold.steps.add import add

        return add(self._run(), [str(path) for path in paths], rename, stdin)

    def add_stream(self, stream: IO[bytes], name: str) -> Added:
        """As `add`, for one open file that somebody sent; the ending of its name tells its kind."""
        from untold.steps.add import add_stream

        return add_stream(self._run(), stream, name)

    def add_from_web(self, url: str, kind: Address = "page") -> Added:
        """Fetch a page, or the pages that a feed links to, and add them: the one call that uses the
        network.

        Nothing raises for what an address holds: the answer says what was left out and why.
        """
        from untold.steps.add import add_from_web

        return add_from_web(self._run(), url, kind)

    def rename_outlet(self, old: str, new: str) -> int:
        """Give an outlet another name, or join it to another outlet; how many articles changed.

        Raises:
            UsageError: there is no such outlet, or the new name is empty.
        """
        from untold.steps.rename import rename_outlet

        return rename_outlet(self._run(), old, new)

    @property
    def judgements(self) -> Judgements:
        """What people said of the findings."""
        from untold.store.judgements import Judgements

        return Judgements(self.store)

    def run(
        self,
        max_false_gaps: float | None = None,
        stories: str | None = None,
        groups: Groups | None = None,
        actors: Actors | None = None,
    ) -> tuple[LeftOut, ...]:
        """Group, annotate and compare whatever is not done; failed analyses are tried again.

        Args:
            max_false_gaps: the share of ``untold`` cells that may be wrong; one that was measured.
            stories: ``found`` by grouping, or ``given`` by the input's column.
            groups: pairs of outlet and group, as ``acquire.groups.read_groups`` yields them.
            actors: name, aliases and terms of each, as ``acquire.actor_list.read_actors`` yields them.
            None keeps what the run before used.

        Returns:
            What failed, each with its reason; the rest is done all the same.

        Raises:
            UsageError: a setting that makes no sense, or a project without articles.
            ModelError: a model is missing or is not the pinned one.
        """
        from untold.pipeline import bring_up_to_date

        self.configure(max_false_gaps, stories, groups, actors)
        if not self.store.hashes():
            raise UsageError(f"{self.store.path}: holds no article; add some: untold add PATH...")
        bring_up_to_date(self._run())
        return self.failures()

    def configure(
        self,
        max_false_gaps: float | None = None,
        stories: str | None = None,
        groups: Groups | None = None,
        actors: Actors | None = None,
    ) -> None:
        """Keep settings for this and later runs.

        Raises:
            UsageError: a setting that makes no sense.
        """
        if max_false_gaps is not None:
            from untold.compare.calibration import limits

            limits(max_false_gaps, "stated")  # raises where that share was not measured
        if stories not in (None, "found", "given"):
            raise UsageError(f"stories are found or given, not {stories!r}")
        settings = self.settings
        if max_false_gaps is not None:
            settings = replace(settings, max_false_gaps=max_false_gaps)
        if stories is not None:
            settings = replace(settings, stories=stories)
        if groups is not None:
            settings = replace(settings, groups=tuple(sorted(groups)))
        if actors is not None:
            settings = replace(settings, actors=tuple(sorted(actors)))
        if settings != self.settings:
            self.store.set_meta("settings", json.dumps(asdict(settings), sort_keys=True))

    def failures(self) -> tuple[LeftOut, ...]:
        """Every analysis that failed, with its reason."""
        from untold.steps.corpus import Corpus
        from untold.steps.manifest import failures

        return tuple(failures(self.store, Corpus.read(self.store)))

    def left_out(self) -> tuple[LeftOut, ...]:
        """Every input that was left out, and every note."""
        return tuple(self.store.left_out())

    def articles(self) -> list[Article]:
        """All articles, sorted by id."""
        return self.store.articles()

    def stories(self) -> list[StoryOf]:
        """All stories, those with most outlets first."""
        from untold.steps.corpus import Corpus

        corpus = Corpus.read(self.store)
        compared = set(corpus.comparable)
        found = [
            StoryOf(self, name, tuple(articles), name in compared)
            for name, articles in corpus.members.items()
        ]
        return sorted(found, key=lambda s: (-len(s.outlets), -len(s.articles), s.id))

    def story(self, name: str) -> StoryOf:
        """The story with that id.

        Raises:
            UsageError: there is none.
        """
        for story in self.stories():
            if story.id == name:
                return story
        raise UsageError(f"no story {name!r}; see: untold list stories -p {self.store.path}")

    def annotations(self, layer: str) -> Iterator[tuple[Article, Any]]:
        """One layer's records of every readable article, found now where they are not stored.

        Raises:
            UsageError: there is no such layer.
        """
        from untold.analysis import layers
        from untold.steps import batches
        from untold.steps.annotate import annotate
        from untold.steps.corpus import Corpus

        if layer not in layers():
            raise UsageError(f"no layer {layer!r}; there are: {', '.join(layers())}")
        corpus = Corpus.read(self.store)
        annotate(self._run(), corpus.readable, [layer])
        for names in batches(corpus.readable, 100):  # so many are held at once
            for name, records in self.store.annotations(layers()[layer], names).items():
                yield corpus.articles[name], records

    def group(self) -> None:
        """Give every article its story, where that is not done."""
        from untold.steps.group import group

        group(self._run())

    def ask(self, queries: Sequence[Query]) -> Iterator[Answer]:
        """Where facts that you word are told: an answer per fact and article.

        Raises:
            UsageError: a query names a story that is not here.
        """
        from untold.steps.ask import ask

        return ask(self._run(), queries)

    def blindspots(self) -> dict[str, tuple[Blindspot, ...]]:
        """By story what the user's groups tell far more or less than expected; empty without groups."""
        from untold.steps.present import blindspots_of

        return blindspots_of(self._run())

    def suggest_actors(self) -> Actors:
        """A draft of a list of actors from the names that were found, the most used first."""
        from untold.compare.listed_actors import suggest_actors
        from untold.steps.present import findings_of

        stories = [story.id for story in self.stories() if story.compared]
        return suggest_actors(
            actor
            for story in sorted(stories)
            for actor in findings_of(self.store, story).get("naming", ())
        )

    def document(self) -> dict[str, Any]:
        """Everything found, as the JSON value that the report is made from."""
        from untold.steps.present import document

        return document(self._run())

    def report(self, path: str | Path) -> None:
        """Write the report: one HTML file that opens offline."""
        from untold.present.files import write_whole
        from untold.present.report import render_report

        write_whole(path, render_report(self.document(), self._runner).encode())

    def exported(self, form: str, story: str | None = None) -> Exported:
        """All findings, or one story's, in a format of ``present.exports.FORMATS``, with counts.

        Raises:
            UsageError: there is no such format or story, or the format can't hold so much.
        """
        from untold.present.exports import Material, render

        material = Material(self.document(), self.articles())
        return render(form, material if story is None else material.of_story(story))

    def export(self, path: str | Path, story: str | None = None) -> None:
        """Write all findings, or one story's, in the format that the file's ending stands for.

        Raises:
            UsageError: the ending stands for none, there is no such story, or it can't hold so much.
        """
        from untold.present.exports import format_of
        from untold.present.files import write_whole

        write_whole(path, self.exported(format_of(str(path)), story).data)

    def _repr_html_(self) -> str:
        """The project in a notebook: its stories, those that differ most first."""
        from untold.present.notebook import project_html

        return project_html(self.document(), self.stale())

    def stale(self) -> str | None:
        """Why the findings are not those of the articles held now, or None if they are."""
        from untold.steps.due import grouping_entry

        held = self.store.ledger("group").get(("group", ""))
        if held is None:
            return "not run yet"
        if held != grouping_entry(self.store, self.settings):
            return "articles or settings changed since the last run"
        return None

    def verify(self) -> Verified:
        """Every hash and every span against the texts held."""
        from untold.steps.verify import verify

        return verify(self.store)


@dataclass(frozen=True)
class StoryOf:
    """One story of a project. ``compared`` tells whether at least two outlets can be compared."""

    project: Project
    id: str
    articles: tuple[Article, ...]
    compared: bool

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who published it, sorted."""
        return tuple(sorted({article.outlet for article in self.articles}))

    def findings(self, comparison: str) -> tuple[Any, ...]:
        """What one comparison found, as its records; empty where it was not made.

        Raises:
            UsageError: there is no such comparison.
        """
        from untold.analysis import comparisons
        from untold.steps.present import findings_of

        if comparison not in comparisons():
            raise UsageError(f"no comparison {comparison!r}; there are: {', '.join(comparisons())}")
        return findings_of(self.project.store, self.id).get(comparison, ())

    def facts(self) -> tuple[Fact, ...]:
        """The facts that outlets told, each with every outlet's cell."""
        return self.findings("facts")

    def read(self, layers: Iterable[str] = ("sentences",)) -> Story:
        """The story as comparisons take it, with these layers: for your own ``compare_*``."""
        from untold.steps.corpus import Corpus

        return Corpus.read(self.project.store).story(self.project.store, self.id, layers)

    def _repr_html_(self) -> str:
        """The story in a notebook: its summary, and facts by outlets."""
        from untold.present.notebook import story_html

        return story_html(self.project.document(), self.id, self.project.stale())


def open_project(
    path: str | Path = "untold.db",
    *,
    create: bool = True,
    runner: str | None = "serial",
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Project:
    """The project in that file, a new one where there is none (unless ``create`` is False).

    Raises:
        StoreError: the file is no project, or another version of Untold wrote it.
        UsageError: there is no such runner.
    """
    from untold.store.database import Store

    return Project(Store.open(path, create), runner, jobs, progress)


@contextmanager
def temporary_project(
    runner: str | None = "serial", jobs: int | None = None, progress: Progress | None = None
) -> Iterator[Project]:
    """A project that is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="untold-") as folder:
        path = Path(folder) / "untold.db"
        with closing(open_project(path, runner=runner, jobs=jobs, progress=progress)) as project:
            yield project
