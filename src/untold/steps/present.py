"""Present: what the project holds, as the one document that every view is made from."""

from __future__ import annotations

from typing import Any

from untold.analysis import comparisons
from untold.compare.blindspots import Blindspot, find_blindspots
from untold.model import Story
from untold.steps import Run
from untold.steps.corpus import Corpus
from untold.steps.manifest import failures, manifest
from untold.store.codec import decode_findings
from untold.store.database import Store


def document(run: Run) -> dict[str, Any]:
    """Everything the project's last run found, as one JSON value."""
    from untold.present.document import StoryFindings, build_document

    corpus = Corpus.read(run.store)
    compared = _compared(run, corpus)
    blindspots = find_blindspots(compared, run.settings.groups)
    stories = [
        StoryFindings(story, {**findings, "blindspots": blindspots.get(story.id, ())})
        for story, findings in compared
    ]
    left_out = [*run.store.left_out(), *failures(run.store, corpus)]
    articles, placements = list(corpus.articles.values()), list(corpus.placements.values())
    return build_document(
        stories, articles, placements, left_out, manifest(run.store, corpus, run.settings)
    )


def blindspots_of(run: Run) -> dict[str, tuple[Blindspot, ...]]:
    """What the user's groups of outlets tell far more or less than expected, by story."""
    return find_blindspots(_compared(run, Corpus.read(run.store)), run.settings.groups)


def _compared(run: Run, corpus: Corpus) -> list[tuple[Story, dict[str, tuple[Any, ...]]]]:
    return [
        (corpus.story(run.store, name, ["sentences"]), findings_of(run.store, name))
        for name in corpus.comparable
    ]


def findings_of(store: Store, story: str) -> dict[str, tuple[Any, ...]]:
    """A story's findings by comparison, in the order the comparisons were made."""
    held = store.findings(story)
    return {
        name: decode_findings(spec.record, held[name])
        for name, spec in comparisons().items()
        if name in held
    }
