"""Annotate: the layers of single articles."""

from __future__ import annotations

from collections.abc import Iterable

from untold.execution import Outcome
from untold.steps import Run, batches
from untold.steps.due import article_tasks, layer_entry, with_needs
from untold.steps.work import ArticleTask, LayerResult, annotate_article


def annotate(run: Run, ids: Iterable[str], names: Iterable[str]) -> None:
    """These layers, and all that they need, for these articles."""
    tasks = article_tasks(run.store, ids, with_needs(names))
    if not tasks:
        return
    with run.progress.stage("annotate", len(tasks)) as advance:
        for batch in batches(zip(tasks, run.runner.map(annotate_article, tasks), strict=True)):
            run.store.put_annotations(
                (layer_entry(task, result), result.payload)
                for task, outcome in batch
                for result in _layer_results(task, outcome)
            )
            advance(len(batch))


def _layer_results(task: ArticleTask, outcome: Outcome[list[LayerResult]]) -> list[LayerResult]:
    if outcome.value is None:
        return [LayerResult(name, None, outcome.failure) for name in task.layers]
    return outcome.value
