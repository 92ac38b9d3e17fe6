"""What several commands share: options, the project they work on, tables, the last lines."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from untold.errors import InputError, UsageError

if TYPE_CHECKING:
    from untold.model import LeftOut
    from untold.project import Project

Command = TypeVar("Command", bound=Callable[..., Any])

DEFAULT_PROJECT = "untold.db"
DEFAULT_REPORT = "untold-report.html"

#: Finished, but something failed or was left out.
INCOMPLETE = 3

#: Reasons told at the end before "and N more": a screen has 24 lines.
REASONS_SHOWN = 10

paths_argument = click.argument("paths", nargs=-1, metavar="PATH...")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
project_option = click.option(
    "-p", "--project", "project_file", default=DEFAULT_PROJECT, show_default=True, metavar="FILE",
    help="The project's file.",
)  # fmt: skip
instead_option = click.option(
    "-p", "--project", "project_file", metavar="FILE", help="A project's file instead of PATHs."
)


def _renames(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    if bad := [name for name, equals, column in pairs if not (name and equals and column)]:
        raise click.BadParameter(f"write OURS=YOURS, for example text=body, not {bad[0]!r}")
    if pairs:
        from untold.acquire import COLUMNS

        if unknown := [name for name, _, _ in pairs if name not in COLUMNS]:
            raise click.BadParameter(f"no column {unknown[0]!r}; there are: {', '.join(COLUMNS)}")
    return {name: column for name, _, column in pairs}


map_option = click.option(
    "--map", "rename", multiple=True, metavar="OURS=YOURS", callback=_renames,
    help="Read the column OURS from the input's column YOURS. Repeatable.",
)  # fmt: skip


def run_options(command: Command) -> Command:
    """The options of commands that may work for long."""
    options = (
        click.option(
            "--runner",
            type=click.Choice(["serial", "processes"]),
            help="Where to work: this process, or several. [default: by the amount of work]",
        ),
        click.option("--jobs", type=click.IntRange(1), help="How many processes. [default: all cores]"),
    )
    for option in reversed(options):
        command = option(command)
    return command


false_gaps_option = click.option(
    "--max-false-gaps", type=float, metavar="SHARE",
    help="The share of gaps (untold) that may be wrong. [default: 0.05]",
)  # fmt: skip


def _groups(_: click.Context, __: click.Parameter, path: str | None) -> Any:
    if path is None:
        return None
    from untold.acquire.groups import read_groups

    return read_groups(path)


def _actors(_: click.Context, __: click.Parameter, path: str | None) -> Any:
    if path is None:
        return None
    from untold.acquire.actor_list import read_actors

    return read_actors(path)


def setting_options(command: Command) -> Command:
    """The settings that results depend on."""
    options = (
        click.option(
            "--stories",
            type=click.Choice(["found", "given"]),
            help="Find stories by grouping, or take the input's column story. [default: found]",
        ),
        false_gaps_option,
        click.option(
            "--groups",
            metavar="FILE",
            callback=_groups,
            help="Your groups of outlets: a CSV file with the columns outlet, group. [default: none]",
        ),
        click.option(
            "--actors",
            metavar="FILE",
            callback=_actors,
            help="Your list of actors, in YAML; for a draft: untold actors --suggest. [default: none]",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def example(text: str) -> str:
    """The end of a command's help: an example that a test runs."""
    return f"\b\nExample:\n  {text}"


@contextmanager
def opened(
    project_file: str | None,
    *,
    create: bool = False,
    runner: str | None = None,
    jobs: int | None = None,
) -> Iterator[Project]:
    """The project in that file, or a temporary one, with progress shown."""
    from untold.cli.progress import shown_progress
    from untold.project import open_project, temporary_project

    progress = shown_progress()
    if project_file is None:
        with temporary_project(runner, jobs, progress) as project:
            yield project
    else:
        with open_project(
            project_file, create=create, runner=runner, jobs=jobs, progress=progress
        ) as project:
            yield project


def paths_or_project(paths: Sequence[str], project_file: str | None) -> str | None:
    """The project's file, or None where paths are given.

    Raises:
        UsageError: both are given, or neither while there is no default project.
    """
    if paths and project_file:
        raise UsageError(f"give PATHs or -p {project_file}, not both")
    if not paths and not project_file:
        if not Path(DEFAULT_PROJECT).exists():
            raise UsageError("nothing to read: give PATHs, or a project with -p FILE")
        return DEFAULT_PROJECT
    return project_file


def read_into(project: Project, paths: Sequence[str], rename: dict[str, str]) -> None:
    """Add the paths' articles to the project, if there are any paths.

    Raises:
        InputError: not one article came of them.
    """
    if not paths:
        return
    added = project.add(*paths, rename=rename, stdin=sys.stdin.buffer)
    if not added.new and not added.known:
        tell_left_out(added.left_out)
        raise InputError("no article in the input; see above what was left out, and why")


def tell_left_out(left_out: Iterable[LeftOut]) -> bool:
    """Say on standard error what was left out or failed, and why; whether there was any.

    Like reasons stand on one line with the first place. Notes are told too, but do not count.
    """
    listed = sorted(left_out, key=lambda x: (not x.fatal, x.stage, x.place, x.reason))
    fatal = sum(x.fatal for x in listed)
    if fatal:
        click.echo(f"Left out or failed: {fatal}", err=True)
    like = Counter((x.fatal, x.reason, x.advice) for x in listed)
    first = {(x.fatal, x.reason, x.advice): x.place for x in reversed(listed)}
    for key, count in list(like.items())[:REASONS_SHOWN]:
        kind, reason, advice = key
        more = f" (and {count - 1} more)" if count > 1 else ""
        click.echo(f"  {'' if kind else 'note: '}{first[key]}{more}: {reason}; {advice}", err=True)
    if len(like) > REASONS_SHOWN:
        click.echo(f"  and {len(like) - REASONS_SHOWN} more reasons; the report lists all", err=True)
    return bool(fatal)


def finish(ctx: click.Context, project: Project, more: Iterable[LeftOut] = ()) -> None:
    """Say what was left out (here and in ``more``) and failed, and exit with 3 if anything was."""
    if tell_left_out([*more, *project.left_out(), *project.failures()]):
        ctx.exit(INCOMPLETE)


def say_unknown_outlets(project: Project) -> None:
    """Say on standard error which outlets of the user's groups published nothing here."""
    known = {article.outlet for article in project.articles()}
    if unknown := [outlet for outlet, _ in project.settings.groups if outlet not in known]:
        some = ", ".join(unknown[:REASONS_SHOWN])
        click.echo(f"Note: of no outlet here, though in a group: {some}; check the spelling", err=True)


def say_if_stale(project: Project) -> None:
    """Say on standard error where findings are not those of what the project holds now."""
    if why := project.stale():
        click.echo(f"Note: {why}; bring it up to date with: untold run", err=True)


def print_json_lines(records: Iterable[Any]) -> None:
    """One JSON value a line, keys in the order they came in."""
    for record in records:
        click.echo(json.dumps(record, ensure_ascii=False))


def print_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Aligned columns, the last one as long as it likes, on one line each."""
    cells = [[" ".join(str("" if v is None else v).split()) for v in row] for row in (head, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head) - 1)]
    for row in cells:
        padded = [value.ljust(width) for value, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*padded, row[-1]]).rstrip())
