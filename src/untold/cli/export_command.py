"""``untold export``: findings for other programs."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click

from untold.cli.common import example, opened, project_option, say_if_stale
from untold.cli.compare_command import check_folder
from untold.errors import StoreError, UsageError

#: As in ``present.exports.FORMATS``, which a test compares; listed here so that help loads nothing.
FORMATS = ("json", "jsonl", "csv", "xlsx", "parquet", "annotations", "sqlite")


@click.command(
    "export",
    short_help="Write a project's findings for other programs.",
    epilog=example("untold export findings -o findings.csv -p untold.db"),
)
@click.argument("what", type=click.Choice(["findings"]), default="findings")
@click.option(
    "-o", "--output", metavar="FILE", help="Where it goes; its ending says the format. [default: -]"
)
@click.option(
    "-f", "--format", "name", type=click.Choice(FORMATS), help="The format. [default: json, or by FILE]"
)
@click.option("--nl", is_flag=True, help="JSON Lines: one finding a line.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV: one row per finding and outlet.")
@click.option("--story", metavar="STORY", help="This story alone. [default: all]")
@project_option
def command(
    what: str,
    output: str | None,
    name: str | None,
    nl: bool,
    as_csv: bool,
    story: str | None,
    project_file: str,
) -> None:
    """Write every finding with its evidence, as one JSON list where nothing says otherwise.

    \b
    json, jsonl, csv, parquet   a row per finding and outlet, with sentence, offsets and URL
    xlsx                        the same as a workbook, with the matrix of facts by outlets
    annotations                 W3C Web Annotations (JSON-LD), one per sentence that proves something
    sqlite                      tables and views, made for Datasette
    """
    where = None if output in (None, "-") else output
    form = _format(where, name, nl, as_csv)
    if where is not None:
        check_folder(where)
        _check_no_project(where)
    elif not _can_print(form):
        raise UsageError(f"{form} is no text for a terminal; give it a file with -o FILE")
    with opened(project_file) as project:
        say_if_stale(project)
        exported = project.exported(form, story)
    if where is None:
        sys.stdout.buffer.write(exported.data)
        sys.stdout.buffer.flush()
    else:
        from untold.present.files import write_whole

        write_whole(where, exported.data)
    _tell(where, exported.written, exported.left)


def _format(where: str | None, name: str | None, nl: bool, as_csv: bool) -> str:
    asked = [n for n, on in ((name, name is not None), ("jsonl", nl), ("csv", as_csv)) if on]
    if len(asked) > 1:
        raise UsageError("choose one of --format, --nl and --csv")
    if asked:
        return str(asked[0])
    if where is None:
        return "json"
    from untold.present.exports import format_of

    return format_of(where)


def _can_print(form: str) -> bool:
    from untold.present import exports

    return exports.FORMATS[form].text or not sys.stdout.isatty()


def _check_no_project(where: str) -> None:
    """Refuse to write over a project, this one or another."""
    from untold.project import open_project

    try:
        open_project(where, create=False).close()
    except StoreError:
        return
    raise UsageError(f"{where}: is a project of Untold; choose another FILE with -o")


def _tell(where: str | None, written: Mapping[str, int], left: Mapping[str, int]) -> None:
    """What went in and what the format can't hold, on standard error."""
    parts = ", ".join(f"{count:,} {what}" for what, count in written.items())
    click.echo(f"{where or 'Exported'}: {parts or 'no finding'}", err=True)
    for reason, count in left.items():
        click.echo(f"  not in it: {count:,} {reason}", err=True)
