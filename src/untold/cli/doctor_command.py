"""``untold doctor``: whether this installation is whole."""

from __future__ import annotations

import platform

import click

import untold
from untold.cli.common import example
from untold.errors import ModelError


@click.command(
    "doctor",
    short_help="Check this installation: versions, models, cores.",
    epilog=example("untold doctor"),
)
def command() -> None:
    """Print versions and cores, and check every byte of the models."""
    from importlib.metadata import version

    from untold.execution import cores
    from untold.models import checked_folder, pins
    from untold.steps.manifest import PACKAGES

    click.echo(f"untold {untold.__version__}")
    click.echo(f"Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    click.echo(f"cores {cores()}")
    for name in PACKAGES:
        click.echo(f"{name} {version(name)}")
    problems = []
    for key, pin in sorted(pins().items()):
        try:
            checked_folder(key)
        except ModelError as error:
            problems.append(str(error))
            click.echo(f"model {pin.name}: not as pinned")
        else:
            click.echo(f"model {pin.name}: every byte as pinned ({pin.licence})")
    if problems:
        raise ModelError("; ".join(problems))
