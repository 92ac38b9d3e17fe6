"""``untold eval``: the accuracy of every task, on a checkout with its development data."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click

import untold
from untold.cli.common import example
from untold.errors import UsageError


@click.command(
    "eval",
    short_help="Measure every task against its data and floor (in a checkout).",
    epilog=example("untold eval"),
    context_settings={"ignore_unknown_options": True, "help_option_names": ["-h", "--help"]},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def command(ctx: click.Context, arguments: tuple[str, ...]) -> None:
    """Print for each task its data, size, trivial floor and our figure. Needs a checkout.

    ARGUMENTS go to `python -m evals` as they are.
    """
    checkout = Path(untold.__file__).resolve().parents[2]
    if not (checkout / "evals" / "__main__.py").is_file():
        raise UsageError("eval needs a checkout of Untold's source: clone it, then run make eval there")
    done = subprocess.run([sys.executable, "-m", "evals", *arguments], cwd=checkout, check=False)  # noqa: S603
    ctx.exit(done.returncode)
