"""Ask: where facts that the user words are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from untold.errors import UsageError
from untold.model import Article
from untold.steps import Run
from untold.steps.annotate import annotate
from untold.steps.corpus import Corpus
from untold.steps.group import group

if TYPE_CHECKING:
    from untold.compare.ask import Answer, Query


def ask(run: Run, queries: Sequence[Query]) -> Iterator[Answer]:
    """Where each fact is told: per fact and article, in the order of the queries.

    A query that names a story is searched for in the articles that the input gives that story, or
    that were grouped into it; any other in all articles.

    Raises:
        UsageError: a query names a story that is not here.
    """
    from untold.compare.ask import answer, needed_layers

    named = {query.story for query in queries if query.story is not None}
    if named - {article.story for article in run.store.articles()}:
        group(run)
    corpus = Corpus.read(run.store)
    scopes = {story: _scope(corpus, story) for story in sorted(named)}
    everything = {None: list(corpus.articles.values())} if any(not q.story for q in queries) else {}
    read = {a.id for articles in (scopes | everything).values() for a in articles}
    annotate(run, sorted(read & set(corpus.readable)), needed_layers)
    corpus = Corpus.read(run.store)
    for name, group_of in groupby(queries, key=lambda q: q.story):
        articles = (scopes | everything)[name]
        story = corpus.story_of(run.store, name or "", articles, needed_layers)
        yield from answer(list(group_of), story, run.settings)


def _scope(corpus: Corpus, story: str) -> list[Article]:
    given = [article for article in corpus.articles.values() if article.story == story]
    if found := given or corpus.members.get(story):
        return list(found)
    raise UsageError(f"no story {story!r} here; untold list stories shows those there are")
