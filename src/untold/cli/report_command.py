"""``untold report``: the report of a project."""

from __future__ import annotations

import click

from untold.cli.common import DEFAULT_REPORT, example, opened, project_option, say_if_stale
from untold.cli.compare_command import check_folder, write_report


@click.command(
    "report",
    short_help="Write a project's report.",
    epilog=example("untold report -p untold.db -o report.html"),
)
@click.option("-o", "--output", default=DEFAULT_REPORT, show_default=True, metavar="FILE")
@project_option
def command(output: str, project_file: str) -> None:
    """Write what the last run found as one HTML file that opens offline."""
    check_folder(output)
    with opened(project_file) as project:
        say_if_stale(project)
        write_report(project.document(), output)
