"""``untold group``: which articles tell of one event, and which are copies."""

from __future__ import annotations

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


@click.command(
    "group",
    short_help="Group articles into stories; mark copies.",
    epilog=example("untold group articles.jsonl --json"),
)
@paths_argument
@json_option
@map_option
@run_options
@instead_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    as_json: bool,
    rename: dict[str, str],
    runner: str | None,
    jobs: int | None,
    project_file: str | None,
) -> None:
    """Group articles into stories and mark copies.

    With --json a line per article: {"article", "story", "copy_family"}, the last one null where the
    article is no copy and has none.
    """
    where = paths_or_project(paths, project_file)
    with opened(where, runner=runner, jobs=jobs) as project:
        read_into(project, paths, rename)
        project.group()
        placements = project.store.placements()
        if as_json:
            print_json_lines(
                {"article": p.article, "story": p.story, "copy_family": p.copy_family}
                for p in placements
            )
        else:
            known = {article.id: article for article in project.articles()}
            print_table(
                ("story", "copy family", "article", "outlet", "published", "title"),
                [
                    (p.story, p.copy_family, p.article, a.outlet, a.published, a.title)
                    for p in sorted(placements, key=lambda p: (p.story, p.article))
                    for a in [known[p.article]]
                ],
            )
        finish(ctx, project)
