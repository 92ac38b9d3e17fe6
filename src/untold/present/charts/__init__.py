"""Charts of a story's views, drawn once when a report or page is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from untold.present.charts.drawing import Drawing
from untold.present.charts.links import draw_origins, draw_wording
from untold.present.charts.shares import draw_agency, draw_same_harms, draw_voices
from untold.present.charts.times import draw_figures, draw_first


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
    yield from draw_first(story, articles)
    for draw in (draw_voices, draw_agency, draw_same_harms, draw_figures, draw_origins, draw_wording):
        yield from draw(story)
