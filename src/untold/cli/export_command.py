"""``untold export``: findings for other programs."""

from __future__ import annotations

import json

import click

from untold.cli.common import example, opened, print_json_lines, project_option, say_if_stale


@click.command(
    "export",
    short_help="Print a project's findings for other programs.",
    epilog=example("untold export findings --nl -p untold.db"),
)
@click.argument("what", type=click.Choice(["findings"]))
@click.option("--nl", "lines", is_flag=True, help="JSON Lines: one finding a line.")
@project_option
def command(what: str, lines: bool, project_file: str) -> None:
    """Print every finding with its evidence as one JSON list, or as JSON Lines with --nl."""
    from untold.present.jsonl import findings_lines

    with opened(project_file) as project:
        say_if_stale(project)
        found = findings_lines(project.document())
    if lines:
        print_json_lines(found)
    else:
        click.echo(json.dumps(list(found), ensure_ascii=False, indent=1))
