"""Group: every article gets its story; copies and shared passages are marked."""

from __future__ import annotations

from untold.model import LeftOut
from untold.steps import Run
from untold.steps.due import as_given, grouping_entry


def group(run: Run) -> None:
    """Every article's story, copies and shared passages; all anew where an article has come in."""
    from untold.group import group as find_groups

    articles = run.store.articles()
    entry = grouping_entry(run.store, run.settings)
    if run.store.ledger("group").get(("group", "")) == entry:
        return
    with run.progress.stage("group", None):
        found = find_groups(articles)
    placements, notes = list(found.placements), list[LeftOut]()
    if run.settings.stories == "given":
        placements, notes = as_given(articles, found.placements)
    run.store.set_grouping(placements, found.passages, notes, entry)
