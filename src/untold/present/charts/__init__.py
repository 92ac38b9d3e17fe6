"""Charts of a story's views, drawn once when a report or page is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from untold.present.charts.contrasts import draw_blindspots, draw_copies, draw_naming
from untold.present.charts.drawing import Drawing
from untold.present.charts.links import draw_origins, draw_wording
from untold.present.charts.shares import draw_agency, draw_same_harms, draw_voices
from untold.present.charts.times import draw_figures, draw_first

_OF_STORY = (
    draw_naming, draw_voices, draw_agency, draw_same_harms, draw_figures, draw_origins, draw_wording,
    draw_blindspots,
)  # fmt: skip


def warm_up() -> None:
    """Load what draws, so that the first chart takes no longer than the others."""
    import altair as alt

    from untold.present.charts.drawing import draw

    draw(alt.Chart(alt.InlineData(values=[{}])).mark_point(), "", "")


def story_charts(
    story: Mapping[str, Any], articles: Mapping[str, Mapping[str, Any]]
) -> Iterator[Drawing]:
    """All charts of a story of the document, in the order of its views.

    Args:
        story: as it stands in the document; nothing is drawn for one that was not compared.
        articles: the heads of the document's articles, by id.
    """
    if not story["compared"]:
        return
    from altair.utils.schemapi import debug_mode

    # Altair would check every part against its schema, which takes longer than the drawing.
    with debug_mode(False):
        yield from draw_first(story, articles)
        for draw in _OF_STORY:
            yield from draw(story)
        yield from draw_copies(story, articles)
