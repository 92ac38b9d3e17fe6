"""Coverage: the outlets without an article on a story, and whether that can mean anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from untold.analysis import Comparison, Settings
from untold.model import State, Story


@dataclass(frozen=True, slots=True)
class Absence:
    """An outlet of the input without an article on the story: every fact's cell there.

    ``state`` is ``no article`` if the outlet was being collected at the time, ``unreadable`` if what
    it published then can't be read, else ``not collected``. ``first`` and ``last`` are the days of
    its first and last article in the whole input that can be read.
    """

    outlet: str
    state: State
    reason: str
    first: str | None
    last: str | None


def compare_coverage(story: Story, settings: Settings) -> Iterator[Absence]:
    """One record for each outlet of the input that has no article on the story, outlets sorted.

    An outlet counts as collected at the time if its articles in the input begin no later than the
    story's last day and end no earlier than its first. Known failure: a collection with holes.
    """
    days = sorted(article.published[:10] for article in story.articles if article.published)
    present = {article.outlet for article in story.articles}
    for outlet, (first, last) in sorted(story.outlets.items()):
        if outlet in present:
            continue
        closed = [day for day in story.closed.get(outlet, ()) if days and days[0] <= day <= days[-1]]
        if closed:
            reason = f"what it published on {', '.join(sorted(set(closed)))} can't be read"
            yield Absence(outlet, State.UNREADABLE, reason, first, last)
        elif not days or first is None or last is None:
            reason = "publication dates are missing, so it can't be known whether it was collected"
            yield Absence(outlet, State.NOT_COLLECTED, reason, first, last)
        elif first[:10] <= days[-1] and last[:10] >= days[0]:
            reason = f"collected from {first[:10]} to {last[:10]}, with nothing on this story"
            yield Absence(outlet, State.NO_ARTICLE, reason, first, last)
        else:
            reason = f"collected only from {first[:10]} to {last[:10]}"
            yield Absence(outlet, State.NOT_COLLECTED, reason, first, last)


SPEC = Comparison(
    name="coverage",
    version=2,
    record=Absence,
    compare=compare_coverage,
    summary="outlets without an article on the story: not told, or not collected",
)
