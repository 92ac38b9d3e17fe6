"""``untold serve``: a project in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from untold.cli.common import DEFAULT_PROJECT, example, run_options


@click.command(
    "serve",
    short_help="A project in the browser, on this machine alone.",
    epilog=example("untold serve untold.db"),
)
@click.argument("project_file", metavar="[PROJECT]", default=DEFAULT_PROJECT)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8500, show_default=True,
    help="The port on this machine where it answers.",
)  # fmt: skip
@run_options
def command(project_file: str, port: int, runner: str | None, jobs: int | None) -> None:
    """Serve a project's stories, search, judging and runs at 127.0.0.1, until Ctrl+C.

    A project that isn't there yet is made. Nothing is fetched from the network unless you ask for an
    address on the page Add.
    """
    import uvicorn

    from untold.project import open_project
    from untold.web.app import make_app

    open_project(project_file, create=True).close()
    app = make_app(Path(project_file), runner, jobs)
    click.echo(f"{project_file}: open http://127.0.0.1:{port}/ in a browser; Ctrl+C ends it", err=True)
    # the address is no option: whoever can reach the app can read and change the project
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", server_header=False)
