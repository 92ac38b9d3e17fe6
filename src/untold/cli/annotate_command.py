"""``untold annotate``: one layer of annotations over some articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from untold.cli.common import (
    example,
    finish,
    instead_option,
    json_option,
    map_option,
    opened,
    paths_argument,
    paths_or_project,
    print_json_lines,
    print_table,
    read_into,
    run_options,
)
from untold.errors import UsageError

if TYPE_CHECKING:
    from untold.model import Article


@click.command(
    "annotate",
    short_help="Find sentences, voices, harms, figures ... in articles.",
    epilog=example("untold annotate articles.jsonl --layer voices --json"),
)
@paths_argument
@click.option(
    "--layer", required=True, metavar="NAME",
    help="sentences, statements, voices, actors, harms, figures or wording.",
)  # fmt: skip
@json_option
@map_option
@run_options
@instead_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    layer: str,
    as_json: bool,
    rename: dict[str, str],
    runner: str | None,
    jobs: int | None,
    project_file: str | None,
) -> None:
    """Find one layer of annotations in every readable article.

    With --json a line per annotation: {"article", "layer", "field", "start", "end", "text", ...}.
    Offsets count characters of the field (title or text), end not included.
    """
    from untold.analysis import layers

    printable = [name for name, spec in layers().items() if spec.record.__module__ != "numpy"]
    if layer not in printable:
        raise UsageError(f"no layer {layer!r} to print; there are: {', '.join(printable)}")
    where = paths_or_project(paths, project_file)
    with opened(where, runner=runner, jobs=jobs) as project:
        read_into(project, paths, rename)
        lines = (
            line
            for article, records in project.annotations(layer)
            for line in annotation_lines(article, layer, records)
        )
        if as_json:
            print_json_lines(lines)
        else:
            _print_readable(list(lines))
        finish(ctx, project)


def annotation_lines(article: Article, layer: str, records: Any) -> Iterator[dict[str, Any]]:
    """One JSON value per record: its span flattened, every other field as it is."""
    from untold.present.document import plain

    for record in records:
        shaped = plain(record)
        yield {"article": article.id, "layer": layer, **shaped.pop("span"), **shaped}


def _print_readable(lines: list[dict[str, Any]]) -> None:
    shown = [
        (line["article"], line["field"], f"{line['start']}-{line['end']}", _rest(line), line["text"])
        for line in lines
    ]
    print_table(("article", "field", "place", "what", "text"), shown)


def _rest(line: dict[str, Any]) -> str:
    """Every other field that says something, in short."""
    skipped = ("article", "layer", "field", "start", "end", "text")
    rest = {key: value for key, value in line.items() if key not in skipped and value is not None}
    return " ".join(f"{k}={v['text'] if isinstance(v, dict) else v}" for k, v in rest.items())
