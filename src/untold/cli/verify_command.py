"""``untold verify``: every hash and every span of a project."""

from __future__ import annotations

import click

from untold.cli.common import example, opened, project_option
from untold.errors import StoreError

#: Broken things that are named; more are counted.
NAMED = 20


@click.command(
    "verify",
    short_help="Check every hash and every piece of evidence.",
    epilog=example("untold verify -p untold.db"),
)
@project_option
def command(project_file: str) -> None:
    """Compute every article's hash anew and hold every span against the text it comes from."""
    with opened(project_file) as project:
        checked = project.verify()
    click.echo(
        f"{checked.articles} articles, {checked.spans} spans, {checked.evidence} pieces of evidence"
    )
    for problem in checked.problems[:NAMED]:
        click.echo(problem, err=True)
    if checked.problems:
        raise StoreError(
            f"{project_file}: {len(checked.problems)} broken; add the same inputs to a new file with -p"
        )
    click.echo("All intact.")
