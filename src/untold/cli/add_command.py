"""``untold add``: articles into a project."""

from __future__ import annotations

import sys

import click

from untold.cli.common import (
    INCOMPLETE,
    example,
    map_option,
    opened,
    paths_argument,
    project_option,
    run_options,
    tell_left_out,
)
from untold.errors import UsageError


@click.command(
    "add",
    short_help="Read articles into a project.",
    epilog=example("untold add articles.jsonl -p untold.db"),
)
@paths_argument
@map_option
@run_options
@project_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    rename: dict[str, str],
    runner: str | None,
    jobs: int | None,
    project_file: str,
) -> None:
    """Read articles into a project's file, which is made where there is none.

    Articles that are there already are not added twice.
    """
    if not paths:
        raise UsageError("nothing to add: give PATHs")
    with opened(project_file, create=True, runner=runner, jobs=jobs) as project:
        added = project.add(*paths, rename=rename, stdin=sys.stdin.buffer)
        there = f", {added.known} there already" if added.known else ""
        click.echo(f"{project_file}: {added.new} articles added{there}", err=True)
        if tell_left_out(added.left_out):
            ctx.exit(INCOMPLETE)
