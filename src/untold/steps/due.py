"""What is still to do: the ledger against what each result depends on now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from untold.analysis import Settings, comparisons, layers
from untold.model import Article, LeftOut, Placement
from untold.steps.corpus import Corpus
from untold.steps.work import ArticleTask, StoryTask
from untold.store.codec import decode_findings
from untold.store.database import Entry, Store
from untold.store.fingerprints import comparison_revision, digest, layer_fingerprint, models_digest

if TYPE_CHECKING:
    from untold.steps.work import LayerResult


def grouping_entry(store: Store, settings: Settings) -> Entry:
    """The ledger's line for the grouping as it would be made now."""
    from untold.group import MODELS, VERSION

    held = sorted(store.hashes().items())
    fingerprint = digest(VERSION, models_digest(MODELS), settings.stories, held)
    return Entry("group", "group", "", fingerprint)


def as_given(
    articles: Sequence[Article], found: Iterable[Placement]
) -> tuple[list[Placement], list[LeftOut]]:
    """The input's own stories in place of those found; copies stay as found.

    An article without a story becomes one of its own, named by its id, and a note counts them.
    """
    families = {placement.article: placement.copy_family for placement in found}
    named = {article.story for article in articles if article.story}
    placements, alone = [], []
    for article in articles:
        story = article.story
        if not story:
            alone.append(article.id)
            story = article.id
            while story in named:  # never into a story that the input names alike
                story = f"{story} (alone)"
        placements.append(Placement(article.id, story, families.get(article.id)))
    if not alone:
        return placements, []
    note = LeftOut(
        place=f"article {alone[0]}" + (f" and {len(alone) - 1} more" if alone[1:] else ""),
        reason="no story given: each of these stands alone and is compared with nothing",
        advice="fill the column story, or let stories be found",
        stage="group",
        fatal=False,
    )
    return placements, [note]


def with_needs(names: Iterable[str]) -> tuple[str, ...]:
    """The layers with those names and all that they need, those that others need first."""
    ordered: dict[str, None] = {}

    def visit(name: str) -> None:
        for need in sorted(layers()[name].needs):
            visit(need)
        ordered.setdefault(name)

    for name in sorted(names):
        visit(name)
    return tuple(ordered)


def compared_layers() -> tuple[str, ...]:
    """The layers that the comparisons read, and the sentences that every view shows."""
    return with_needs({"sentences", *(need for spec in comparisons().values() for need in spec.needs)})


def article_tasks(store: Store, ids: Iterable[str], names: Iterable[str]) -> list[ArticleTask]:
    """The layers that these articles lack, or that failed before."""
    ledger = store.ledger("layer")
    hashes = store.hashes()
    wanted = {
        article: tuple(
            name
            for name in names
            if not _done(ledger.get((name, article)), layer_fingerprint(name, hashes[article]))
        )
        for article in ids
    }
    missing = {article: names for article, names in wanted.items() if names}
    return [ArticleTask(article, missing[article.id]) for article in store.articles(missing)]


def layer_entry(task: ArticleTask, result: LayerResult) -> Entry:
    """The ledger's line for a layer of an article."""
    fingerprint = layer_fingerprint(result.layer, task.article.sha256())
    return Entry("layer", result.layer, task.article.id, fingerprint, result.failure)


@dataclass(frozen=True)
class StoryPlan:
    """The comparisons that a story lacks; ``fingerprints`` of all of them by name."""

    story: str
    missing: tuple[str, ...]
    fingerprints: dict[str, str]

    def task(self, store: Store, corpus: Corpus, settings: Settings) -> StoryTask:
        """The work itself, with all that it reads."""
        specs = comparisons()
        needed = {need for name in self.missing for need in specs[name].needs}
        held = store.findings(self.story)
        done = {
            name: decode_findings(spec.record, held.get(name, ()))
            for name, spec in specs.items()
            if name not in self.missing
        }
        story = replace(corpus.story(store, self.story, needed), findings=done)
        return StoryTask(story, self.missing, settings)

    def entry(self, analysis: str, failure: str | None) -> Entry:
        """The ledger's line for one comparison of the story."""
        return Entry("comparison", analysis, self.story, self.fingerprints[analysis], failure)


def story_plans(store: Store, corpus: Corpus, settings: Settings) -> Iterator[StoryPlan]:
    """The stories that lack a comparison, or where one failed before."""
    ledger = store.ledger("comparison")
    for story in corpus.comparable:
        content = corpus.story_digest(story)
        fingerprints = {
            name: digest(comparison_revision(name, settings), content) for name in comparisons()
        }
        missing = tuple(
            name
            for name, fingerprint in fingerprints.items()
            if not _done(ledger.get((name, story)), fingerprint)
        )
        if missing:
            yield StoryPlan(story, missing, fingerprints)


def _done(entry: Entry | None, fingerprint: str) -> bool:
    return entry is not None and entry.failure is None and entry.fingerprint == fingerprint
