"""Progress on standard error: a bar on a terminal, one plain line per stage elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from untold.execution.progress import STAGES, Advance, Progress


class Plain:
    """One line when a stage begins."""

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Advance]:
        """The stage and how much there is to do."""
        click.echo(f"{STAGES[name]}{'' if total is None else f' ({total})'}", err=True)
        yield lambda items: None


class Bars:
    """A bar for each stage, with the time left."""

    @contextmanager
    def stage(self, name: str, total: int | None) -> Iterator[Advance]:
        """The bar, full at the end."""
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        text = TextColumn("{task.description}")
        columns = (text, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        # Data on standard output must never be drawn into: rich would send it to standard error.
        with Progress(*columns, console=Console(stderr=True), redirect_stdout=False) as bars:
            bar = bars.add_task(STAGES[name], total=total)
            yield lambda items: bars.advance(bar, items)
            done = bars.tasks[bar].completed
            bars.update(bar, total=total or max(done, 1), completed=total or max(done, 1))


def shown_progress() -> Progress:
    """Progress as standard error can show it."""
    return Bars() if sys.stderr.isatty() else Plain()
