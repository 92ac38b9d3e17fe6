"""Group: every article gets its story; copies and shared passages are marked."""

from __future__ import annotations

from untold.model import LeftOut
from untold.steps import Run
from untold.steps.due import as_given, grouping_entry
from untold.store.fingerprints import digest, models_digest

#: The key of the project's note by which method its stories were found.
METHOD = "grouping"


def group(run: Run) -> None:
    """Every article's story, copies and shared passages, where an article has come in.

    Stories found before by the same method are gone on with, so that they keep their ids; copies are
    looked for anew.
    """
    from untold.group import MODELS, VERSION
    from untold.group import group as find_groups

    articles = run.store.articles()
    entry = grouping_entry(run.store, run.settings)
    if run.store.ledger("group").get(("group", "")) == entry:
        return
    given = run.settings.stories == "given"
    method = "given" if given else digest(VERSION, models_digest(MODELS))
    same = run.store.meta(METHOD) == method
    before = {p.article: p.story for p in run.store.placements()} if same and not given else {}
    with run.progress.stage("group", None):
        found = find_groups(articles, before)
    placements, notes = list(found.placements), list[LeftOut]()
    if given:
        placements, notes = as_given(articles, found.placements)
    if not same:  # a kill before the last line leaves a project that groups anew
        run.store.set_meta(METHOD, "")
    run.store.set_grouping(placements, found.passages, notes, entry)
    if not same:
        run.store.set_meta(METHOD, method)
