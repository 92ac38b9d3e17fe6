"""Acquire and extract: inputs become articles of the project."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any

from untold.model import Article, LeftOut
from untold.steps import BATCH, Run
from untold.steps.rename import renamed_outlets

if TYPE_CHECKING:
    from untold.acquire import Raw
    from untold.acquire.web import Address


@dataclass(frozen=True, slots=True)
class Added:
    """How many articles were new and how many were there before, and what was left out."""

    new: int
    known: int
    left_out: tuple[LeftOut, ...]


def add(
    run: Run,
    paths: Sequence[str],
    rename: Mapping[str, str] | None = None,
    stdin: IO[bytes] | None = None,
) -> Added:
    """New articles into the project, and a record of everything left out on the way."""
    from untold.acquire import acquire

    return _keep(run, acquire(paths, rename or {}, stdin))


def add_stream(run: Run, stream: IO[bytes], name: str) -> Added:
    """The articles of one open file, as if it lay under that name."""
    from untold.acquire import acquire_stream

    return _keep(run, acquire_stream(stream, name))


def add_from_web(run: Run, url: str, kind: Address) -> Added:
    """A page, or the pages of a feed, fetched now and kept like any other input."""
    from untold.acquire.web import acquire_web

    return _keep(run, acquire_web(url, kind))


def _keep(run: Run, items: Iterable[Raw | LeftOut]) -> Added:
    from untold.extract import unique

    articles, left_out = unique(list(_extracted(run, items)))
    names = renamed_outlets(run.store)
    articles = [replace(a, outlet=names[a.outlet]) if a.outlet in names else a for a in articles]
    hashes = run.store.hashes()
    new, known = [], 0
    for article in articles:
        if article.id not in hashes:
            new.append(article)
        elif hashes[article.id] == article.sha256():
            known += 1
        else:
            left_out.append(_other_content(article))
    run.store.add_articles(new, left_out)
    return Added(len(new), known, tuple(left_out))


def _extracted(
    run: Run, items: Iterable[Raw | LeftOut]
) -> Iterator[tuple[Article | None, tuple[LeftOut, ...]]]:
    """What became of each input; one whose extraction breaks down is left out with the reason."""
    from untold.extract import extract

    left_out: list[LeftOut] = []
    places: deque[str] = deque()

    def raws() -> Iterator[Any]:
        for item in items:
            if isinstance(item, LeftOut):
                left_out.append(item)
            else:
                places.append(item.place)
                yield item

    with run.progress.stage("read", None) as advance:
        for outcome in run.runner.map(extract, raws(), BATCH):
            place = places.popleft()
            if outcome.value is not None:
                yield outcome.value
            else:
                reason = f"could not be extracted: {outcome.failure}"
                yield None, (LeftOut(place, reason, "report it with this input", "extract"),)
            advance(1)
    yield None, tuple(left_out)


def _other_content(article: Article) -> LeftOut:
    return LeftOut(
        place=article.place or article.id,
        reason=f"the project holds another article with the id {article.id!r}",
        advice="give this one an id of its own",
        stage="extract",
    )
