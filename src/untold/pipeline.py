"""The six stages in order: read this first.

    acquire ─▶ extract ─▶ group ─▶ annotate ─▶ compare ─▶ present

Each step does what its project lacks and keeps it there: a second run does nothing, an interrupted
one goes on, a changed setting redoes just what depends on it. Two tiers of cost: every article is
extracted and grouped, only those of stories that two outlets report are annotated and compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from untold.steps import Run
from untold.steps.add import add
from untold.steps.annotate import annotate
from untold.steps.compare import compare
from untold.steps.corpus import Corpus
from untold.steps.due import compared_layers
from untold.steps.group import group
from untold.steps.present import document


def tell(run: Run, paths: Sequence[str], **reading: Any) -> dict[str, Any]:
    """The whole way, from paths to the document that every view is made from."""
    add(run, paths, **reading)
    bring_up_to_date(run)
    return document(run)


def bring_up_to_date(run: Run) -> None:
    """Group, annotate and compare what the project holds, as far as that is not done."""
    group(run)
    annotate(run, Corpus.read(run.store).to_annotate, compared_layers())
    compare(run)
