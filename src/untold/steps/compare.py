"""Compare: the findings of single stories."""

from __future__ import annotations

from untold.execution import Outcome
from untold.steps import Run
from untold.steps.corpus import Corpus
from untold.steps.due import StoryPlan, story_plans
from untold.steps.work import FindingResult, compare_story
from untold.store.database import Entry, FindingRow


def compare(run: Run) -> None:
    """Every comparison of every story that at least two outlets report."""
    corpus = Corpus.read(run.store)
    plans = list(story_plans(run.store, corpus, run.settings))
    if not plans:
        return
    tasks = (plan.task(run.store, corpus, run.settings) for plan in plans)
    with run.progress.stage("compare", len(plans)) as advance:
        for plan, outcome in zip(plans, run.runner.map(compare_story, tasks), strict=True):
            run.store.put_findings(plan.story, _finding_rows(plan, outcome))
            advance(1)


def _finding_rows(
    plan: StoryPlan, outcome: Outcome[list[FindingResult]]
) -> list[tuple[Entry, list[FindingRow]]]:
    results = outcome.value
    if results is None:
        results = [FindingResult(name, (), outcome.failure) for name in plan.missing]
    return [(plan.entry(r.analysis, r.failure), [FindingRow(*f) for f in r.findings]) for r in results]
