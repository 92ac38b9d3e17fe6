"""``untold compare``: the main job at one go."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from untold.cli.common import (
    DEFAULT_REPORT,
    example,
    finish,
    instead_option,
    json_option,
    map_option,
    opened,
    paths_argument,
    paths_or_project,
    read_into,
    run_options,
    say_unknown_outlets,
    setting_options,
)
from untold.errors import InputError

if TYPE_CHECKING:
    from untold.project import Actors, Groups


@click.command(
    "compare",
    short_help="Lay what outlets told side by side; write the report.",
    epilog=example("untold compare articles.jsonl -o report.html"),
)
@paths_argument
@click.option(
    "-o", "--output", metavar="FILE", help=f"Where the report goes. [default: {DEFAULT_REPORT}]"
)
@json_option
@map_option
@setting_options
@run_options
@instead_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    output: str | None,
    as_json: bool,
    rename: dict[str, str],
    stories: str | None,
    max_false_gaps: float | None,
    groups: Groups | None,
    actors: Actors | None,
    runner: str | None,
    jobs: int | None,
    project_file: str | None,
) -> None:
    """Lay side by side what the outlets of some articles told, and what they left untold.

    PATH is any mix of tables (.jsonl .csv .parquet) with the columns id, outlet, url, published,
    title, text; folders and files of .html, .txt or .md; and - for standard input.

    Prints a summary and writes the report, one HTML file that opens offline. With --json it prints
    everything as one JSON value, and writes the report only where -o says so.
    """
    where = paths_or_project(paths, project_file)
    check_folder(output)
    with opened(where, runner=runner, jobs=jobs) as project:
        project.configure(
            max_false_gaps, stories, groups, actors
        )  # before anything long: it may be refused
        read_into(project, paths, rename)
        say_unknown_outlets(project)
        project.run()
        document = project.document()
        if output or not as_json:
            write_report(document, output or DEFAULT_REPORT)
        if as_json:
            click.echo(json.dumps(document, ensure_ascii=False))
        else:
            from untold.present.terminal import render_summary

            click.echo(render_summary(document))
        finish(ctx, project)


def check_folder(output: str | None) -> None:
    """Refuse an output whose folder isn't there, before anything long.

    Raises:
        InputError: there is no such folder.
    """
    folder = Path(output or DEFAULT_REPORT).parent
    if not folder.is_dir():
        raise InputError(f"{output}: there is no folder {folder}; make it, or choose another with -o")


def write_report(document: dict[str, object], output: str) -> None:
    """Write the report and say where it is."""
    from untold.execution import make_runner
    from untold.present.files import write_whole
    from untold.present.report import render_report

    with closing(make_runner()) as runner:
        write_whole(output, render_report(document, runner).encode())
    click.echo(f"Report: {output}", err=True)
