"""The command line. Each command is a module of its own, loaded when it is called.

Data goes to standard output, everything else to standard error. Exit status: 0 well, 1 an error, 2 a
call that is off, 3 finished but something failed or was left out.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from untold import __version__
from untold.errors import UntoldError, UsageError

#: In the order a user meets them; every module holds a command of its name.
COMMANDS = (
    "compare", "ask", "annotate", "group",
    "add", "run", "list", "show", "actors", "report", "export", "serve", "verify",
    "eval", "doctor",
)  # fmt: skip


class Commands(click.Group):
    """Commands by name, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of use, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"untold.cli.{cmd_name}_command").command
        return command if isinstance(command, click.Command) else None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="untold %(version)s")
def cli() -> None:
    """What did each outlet tell about an event, what did it leave untold, whom did it hear, and what
    did it call the people?

    \b
    At one go:      untold compare articles.jsonl -o report.html
    With a project: untold add articles.jsonl; untold run; untold report
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its status; errors are one line, never a traceback."""
    try:
        status = cli.main(arguments, prog_name="untold", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except click.Abort:
        status = _stopped()
    except KeyboardInterrupt:
        status = _stopped()
    except BrokenPipeError:
        # Who read our output has enough of it; nothing more may be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except UsageError as error:
        status = _failed(error, 2)
    except (UntoldError, OSError) as error:
        status = _failed(error, 1)
    sys.exit(status or 0)


def _stopped() -> int:
    click.echo("Stopped. What a project holds is kept; the same command goes on from there.", err=True)
    return 130


def _failed(error: Exception, status: int) -> int:
    if isinstance(error, OSError) and error.filename is not None:
        message = f"{error.filename}: {error.strerror}; check the path and your rights to it"
    else:
        message = " ".join(str(error).split())
    click.echo(f"Error: {message}", err=True)
    return status
