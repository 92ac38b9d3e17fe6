"""``untold show``: one story on the terminal."""

from __future__ import annotations

import json

import click

from untold.cli.common import example, json_option, opened, project_option, say_if_stale


@click.command(
    "show",
    short_help="Show one story of a project.",
    epilog=example("untold show STORY -p untold.db"),
)
@click.argument("story")
@json_option
@project_option
def command(story: str, as_json: bool, project_file: str) -> None:
    """Show what each outlet told of one story. `untold list stories` names them."""
    with opened(project_file) as project:
        say_if_stale(project)
        name = project.story(story).id
        document = project.document()
    if as_json:
        shown = next(item for item in document["stories"] if item["id"] == name)
        click.echo(json.dumps(shown, ensure_ascii=False))
        return
    from untold.present.terminal import render_story

    click.echo(render_story(document, name))
