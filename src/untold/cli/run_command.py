"""``untold run``: whatever a project lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from untold.cli.common import (
    example,
    finish,
    opened,
    project_option,
    run_options,
    say_unknown_outlets,
    setting_options,
)

if TYPE_CHECKING:
    from untold.project import Actors, Groups


@click.command(
    "run",
    short_help="Do what a project lacks: group, annotate, compare.",
    epilog=example("untold run -p untold.db"),
)
@setting_options
@run_options
@project_option
@click.pass_context
def command(
    ctx: click.Context,
    stories: str | None,
    max_false_gaps: float | None,
    groups: Groups | None,
    actors: Actors | None,
    runner: str | None,
    jobs: int | None,
    project_file: str,
) -> None:
    """Group, annotate and compare what is not done yet. Stopped and run again, it goes on.

    Settings are kept in the project: an option left out stays what it was in the run before.
    """
    with opened(project_file, runner=runner, jobs=jobs) as project:
        project.run(max_false_gaps, stories, groups, actors)
        say_unknown_outlets(project)
        stories_found = project.stories()
        compared = sum(story.compared for story in stories_found)
        click.echo(
            f"{project_file}: {len(project.articles())} articles in {len(stories_found)} stories, "
            f"{compared} of them told by two outlets or more and compared",
            err=True,
        )
        finish(ctx, project)
