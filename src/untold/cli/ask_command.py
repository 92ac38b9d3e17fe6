"""``untold ask``: which outlets told a fact that you word yourself."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from untold.cli.common import (
    example,
    false_gaps_option,
    finish,
    instead_option,
    json_option,
    map_option,
    opened,
    paths_or_project,
    print_json_lines,
    print_table,
    read_into,
    run_options,
)
from untold.errors import InputError, UsageError

if TYPE_CHECKING:
    from untold.acquire.claim_reviews import Claim
    from untold.compare.ask import Answer, Query
    from untold.model import LeftOut


@click.command(
    "ask",
    short_help="Which outlets told this fact? Word it yourself.",
    epilog=example('untold ask "Three bridges were closed" articles.jsonl'),
)
@click.argument("fact_and_paths", nargs=-1, metavar='["FACT"] PATH...')
@click.option(
    "--facts", metavar="FILE",
    help='Many facts: a file with one {"fact", "id"?, "story"?} a line; - is standard input.',
)  # fmt: skip
@click.option(
    "--claims", metavar="FILE",
    help="Claims that fact-checkers reviewed: a file of schema.org ClaimReviews (JSON, JSON-LD).",
)  # fmt: skip
@json_option
@map_option
@false_gaps_option
@run_options
@instead_option
@click.pass_context
def command(
    ctx: click.Context,
    fact_and_paths: tuple[str, ...],
    facts: str | None,
    claims: str | None,
    as_json: bool,
    rename: dict[str, str],
    max_false_gaps: float | None,
    runner: str | None,
    jobs: int | None,
    project_file: str | None,
) -> None:
    """Find where a fact is told: per outlet the state and the sentence that proves it, or the nearest.

    A line of --facts that names a story is searched for in that story's articles alone. With --json a
    line per fact and article. Of --claims the claim is asked for; the review's verdict is not read.
    """
    reviewed, left_out = _read_claims(claims)
    if facts is not None and claims is not None:
        raise UsageError("give --facts or --claims, not both")
    if facts is not None:
        queries, paths = read_queries(facts), fact_and_paths
    elif claims is not None:
        queries, paths = _queries_of(reviewed), fact_and_paths
    else:
        if not fact_and_paths:
            raise UsageError(
                'ask what? untold ask "FACT" PATH..., or --facts FILE PATH..., or --claims FILE PATH...'
            )
        queries, paths = _one_query(fact_and_paths[0]), fact_and_paths[1:]
    where = paths_or_project(paths, project_file)
    with opened(where, runner=runner, jobs=jobs) as project:
        project.configure(max_false_gaps)
        read_into(project, paths, rename)
        answers = project.ask(queries)
        if as_json:
            print_json_lines({**answer_line(a), **reviewed_as(a, reviewed)} for a in answers)
        else:
            _print_readable(queries, answers, reviewed)
        finish(ctx, project, left_out)


def _read_claims(name: str | None) -> tuple[dict[str, Claim], tuple[LeftOut, ...]]:
    """The claims of a file by their ids, and what was left out of it; nothing for no file."""
    if name is None:
        return {}, ()
    from untold.acquire.claim_reviews import read_claims

    claims, left_out = read_claims(name)
    return {claim.id: claim for claim in claims}, left_out


def _queries_of(claims: Mapping[str, Claim]) -> list[Query]:
    from untold.compare.ask import Query

    return [Query(id=name, fact=claim.text) for name, claim in claims.items()]


def reviewed_as(answer: Answer, claims: Mapping[str, Claim]) -> dict[str, Any]:
    """Of an answer to a reviewed claim the claim and where its review stands; nothing of others."""
    claim = claims.get(answer.fact)
    if claim is None:
        return {}
    return {"claim": claim.text, "review": claim.review, "reviewer": claim.reviewer}


def _one_query(fact: str) -> list[Query]:
    from untold.compare.ask import Query

    if not fact.strip():
        raise UsageError("the fact is empty")
    return [Query(id="1", fact=fact, story=None)]


def read_queries(name: str) -> list[Query]:
    """The queries of a file of JSON lines; a line without an id is named by its number.

    Raises:
        InputError: a line is no JSON object with a fact; the message names it.
    """
    from untold.compare.ask import Query

    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: is not UTF-8 ({error.reason}); convert it") from error
    queries: list[Query] = []
    seen: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        value = _json_object(line, f"{name}:{number}")
        story = value.get("story")
        queries.append(
            Query(
                id=str(value.get("id", number)),
                fact=value["fact"],
                story=None if story is None else str(story),
            )
        )
        if queries[-1].id in seen:
            raise InputError(
                f"{name}:{number}: the id {queries[-1].id!r} was there before; make it unique"
            )
        seen.add(queries[-1].id)
    if not queries:
        raise InputError(f'{name}: holds no fact; write one {{"fact": "..."}} a line')
    return queries


def _json_object(line: str, place: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise InputError(f"{place}: is not JSON ({error}); write one JSON object a line") from error
    if (
        not isinstance(value, dict)
        or not isinstance(value.get("fact"), str)
        or not value["fact"].strip()
    ):
        raise InputError(f'{place}: names no fact; write {{"fact": "..."}}')
    return dict(value)


def answer_line(answer: Answer) -> dict[str, Any]:
    """An answer as JSON values, in the order of its fields."""
    from untold.present.document import plain

    return {part.name: plain(getattr(answer, part.name)) for part in fields(answer)}


def _print_readable(
    queries: Sequence[Query], answers: Iterable[Answer], reviewed: Mapping[str, Claim]
) -> None:
    by_fact: dict[str, list[Answer]] = {query.id: [] for query in queries}
    for answer in answers:
        by_fact[answer.fact].append(answer)
    for number, query in enumerate(queries):
        click.echo(("\n" if number else "") + query.fact)
        if (claim := reviewed.get(query.id)) is not None:
            click.echo(f"reviewed by {claim.reviewer or 'somebody'}: {claim.review or 'no address'}")
        print_table(("outlet", "state", "p", "article", "sentence"), _per_outlet(by_fact[query.id]))


def _per_outlet(answers: list[Answer]) -> Iterator[tuple[object, ...]]:
    from untold.compare.ask import by_outlet

    for outlet, answer in sorted(by_outlet(answers).items()):
        sentence = answer.text or (f"nearest: {answer.nearest.text}" if answer.nearest else "")
        yield outlet, str(answer.state), f"{answer.p:.2f}", answer.article, sentence
