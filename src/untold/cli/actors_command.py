"""``untold actors``: the list of who is meant by which words, in use or as a draft."""

from __future__ import annotations

import click

from untold.cli.common import example, opened, project_option, say_if_stale
from untold.errors import UsageError


@click.command(
    "actors",
    short_help="Draft or show the list of who is meant by which words.",
    epilog=example("untold actors --suggest -p untold.db"),
)
@click.option("--suggest", is_flag=True, help="Draft a list from what the project's articles hold.")
@project_option
def command(suggest: bool, project_file: str) -> None:
    """Print the list of actors in use, as YAML; with --suggest a draft of one, to be corrected.

    Give the corrected list to `untold run --actors FILE`: what it names is one actor in every
    story, and nothing else joins or splits it.
    """
    from untold.acquire.actor_list import write_actors

    with opened(project_file) as project:
        say_if_stale(project)
        actors = project.suggest_actors() if suggest else project.settings.actors
        if suggest and not actors:
            raise UsageError(f"{project_file}: no actor was found; run it first: untold run")
        click.echo(write_actors(actors), nl=False)
