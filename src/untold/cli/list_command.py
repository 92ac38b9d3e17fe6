"""``untold list``: the stories, articles or outlets of a project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from untold.cli.common import (
    example,
    json_option,
    opened,
    print_json_lines,
    print_table,
    project_option,
    say_if_stale,
)

if TYPE_CHECKING:
    from untold.project import Project


@click.command(
    "list",
    short_help="List a project's stories, articles or outlets.",
    epilog=example("untold list stories -p untold.db"),
)
@click.argument("what", type=click.Choice(["stories", "articles", "outlets"]))
@json_option
@project_option
def command(what: str, as_json: bool, project_file: str) -> None:
    """List what a project holds: stories (those with most outlets first), articles or outlets."""
    with opened(project_file) as project:
        if what == "stories":
            say_if_stale(project)
        rows = list({"stories": _stories, "articles": _articles, "outlets": _outlets}[what](project))
    if as_json:
        print_json_lines(rows)
    elif rows:
        print_table(list(rows[0]), [list(row.values()) for row in rows])
    else:
        click.echo(f"No {what} yet.", err=True)


def _stories(project: Project) -> Iterator[dict[str, Any]]:
    for story in project.stories():
        days = sorted(a.published[:10] for a in story.articles if a.published)
        titles = sorted((a.published or "9999", a.id, a.title) for a in story.articles if a.title)
        yield {
            "story": story.id,
            "articles": len(story.articles),
            "outlets": len(story.outlets),
            "first": days[0] if days else None,
            "last": days[-1] if days else None,
            "title": titles[0][2] if titles else None,
        }


def _articles(project: Project) -> Iterator[dict[str, Any]]:
    story_of = {a.id: story.id for story in project.stories() for a in story.articles}
    for article in project.articles():
        yield {
            "article": article.id,
            "outlet": article.outlet,
            "published": article.published,
            "readability": article.readability.value,
            "story": story_of.get(article.id),
            "title": article.title,
        }


def _outlets(project: Project) -> Iterator[dict[str, Any]]:
    by_outlet: dict[str, list[str]] = {}
    for article in project.articles():
        by_outlet.setdefault(article.outlet, []).append((article.published or "")[:10])
    for outlet, days in sorted(by_outlet.items()):
        known = sorted(day for day in days if day)
        yield {
            "outlet": outlet,
            "articles": len(days),
            "first": known[0] if known else None,
            "last": known[-1] if known else None,
        }
