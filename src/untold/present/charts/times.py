"""Charts over time: the figures of one count, and who told what first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from untold.present.charts.drawing import (
    COLOURS,
    Drawing,
    configured,
    draw,
    page_address,
    rows_of,
    short_names,
)
from untold.present.rates import SAID
from untold.present.summary import counted, number, shortened

if TYPE_CHECKING:
    import altair as alt

#: Counts that get a chart of their own: beyond the first few a table says it better.
_COUNTS = 6
_WIDTH, _HEIGHT = 560, 190
#: The size of a label's letters in pixels, for room that has to be known beforehand.
_LETTER, _LINE = 6.2, 13.0
_NAME = 22
#: A day's name under a drawing, in pixels with room around it.
_LABEL = 84
#: Numbers nearer than this, in pixels, would lie on each other.
_APART = 24
_MINUTE = 60_000


def draw_figures(story: Mapping[str, Any]) -> Iterator[Drawing]:
    """One chart for each of the first counts that outlets give differently: a mark per article."""
    lines = sorted(
        story.get("figures", ()),
        key=lambda line: (-line["outlets"], -len(line["points"]), line["what"]),
    )
    drawn = 0
    for line in lines:
        points = [
            (at, point, moment)
            for at, point in enumerate(line["points"])
            if point["value"] is not None and (moment := moment_of(point["published"])) is not None
        ]
        values = {point["value"] for _, point, _ in points}
        if len(values) > 1 and line["outlets"] > 1 and drawn < _COUNTS:
            drawn += 1
            yield _count(story, line, points)


def moment_of(published: str | None) -> int | None:
    """A publication's moment in milliseconds since 1970, UTC; noon of a day without an hour."""
    try:
        moment = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    if len(published or "") == 10:
        moment = moment.replace(hour=12)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()) * 1000


@dataclass(frozen=True, slots=True)
class _Box:
    """A place on the drawing that is taken, in pixels."""

    x: float
    y: float
    width: float
    height: float = _LINE

    def meets(self, other: _Box) -> bool:
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height


def _count(
    story: Mapping[str, Any],
    line: Mapping[str, Any],
    points: Sequence[tuple[int, Mapping[str, Any], int]],
) -> Drawing:
    import altair as alt

    times = [moment for _, _, moment in points]
    start, end = _widened(min(times), max(times))
    values = [float(point["value"]) for _, point, _ in points]
    low, high = _bounds(min(values), max(values))
    rows = []
    for at, point, moment in points:
        said = f"{point['hedge'] + ' ' if point['hedge'] else ''}{number(point['value'])}"
        rows.append(
            {
                "time": moment, "value": point["value"], "outlet": point["outlet"],
                "bound": point["high"] is None and point["low"] is not None,
                "href": page_address(story["id"], "~figures", line["what"], str(at)),
                "label": f"{point['outlet']}, {(point['published'] or '')[:16]}: {said}",
            }
        )  # fmt: skip
    x = alt.X("time:T", title=None, scale=alt.Scale(domain=[start, end], type="utc"),
              axis=_time_axis([p["published"] for _, p, _ in points], (start, end)))  # fmt: skip
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=[low, high], nice=False),
              axis=alt.Axis(tickCount=4, tickMinStep=1, format=",~r", minExtent=46))  # fmt: skip
    marks = (
        alt.Chart(rows_of(rows))
        .mark_point(size=62, filled=True, opacity=1, color=COLOURS["main"])
        .encode(
            x=x,
            y=y,
            href=alt.Href("href:N"),
            description=alt.Description("label:N"),
            shape=alt.condition("datum.bound", alt.value("triangle-up"), alt.value("circle")),
        )
    )
    labels = _labels(rows, (start, end), (low, high))
    texts = (
        alt.Chart(rows_of(labels))
        .mark_text(align="left", baseline="middle")
        .encode(x=x, y=y, text=alt.Text("text:N"))
    )
    note = "A triangle is a lower bound (“at least”)."
    if missing := len(line["points"]) - len(points):
        note += f" {counted(missing, 'figure')} without a date or a single value in the table only."
    title = f"“{line['what']}” by time of publication"
    chart = alt.layer(marks, texts) if labels else alt.layer(marks)
    return draw(
        configured(chart.properties(width=_WIDTH, height=_HEIGHT)), "figures", title, line["what"], note
    )


def _widened(first: int, last: int) -> tuple[int, int]:
    """A stretch of time with room for marks at its ends and for labels at its right."""
    span = max(last - first, 60 * _MINUTE)
    return first - span // 20, last + span // 4


def _bounds(low: float, high: float) -> tuple[float, float]:
    """An axis with room above and beneath; from 0 where the lowest is small beside the highest."""
    room = (high - low) * 0.15
    return (0.0 if low <= high / 2 else low - room), high + room


def _time_axis(published: Sequence[str], times: tuple[int, int], grid: bool = False) -> alt.Axis:
    """Days where no hour is known; hours where the time is short."""
    import altair as alt

    start, end = times
    daily = all(len(day) == len("2031-03-04") for day in published)
    moments = sorted({moment for day in published if (moment := moment_of(day)) is not None})
    days: list[int] = []
    for moment in moments:
        if not days or _across(moment, times) - _across(days[-1], times) >= _LABEL:
            days.append(moment)
    short = end - start < 4 * 24 * 60 * _MINUTE and not daily
    ticks = {"values": days} if daily else {"tickCount": 4}
    return alt.Axis(
        **ticks, grid=grid, format="%-d %b %H:%M" if short else "%-d %b %Y", labelFlush=False
    )


def _labels(
    rows: Sequence[Mapping[str, Any]], times: tuple[int, int], values: tuple[float, float]
) -> list[dict[str, Any]]:
    """The value and its outlets beside the marks, each at the first free place near; else none."""
    groups: dict[tuple[int, float], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[round(_across(row["time"], times) / 8), row["value"]].append(row)
    taken = [
        _Box(_across(row["time"], times) - 5, _down(row["value"], values) - 5, 10, 10) for row in rows
    ]
    labels = []
    for _, group in sorted(groups.items()):
        names = sorted({row["outlet"] for row in group})
        text = f"{number(group[0]['value'])} {shortened(names[0], _NAME)}"
        text += f" +{len(names) - 1}" if len(names) > 1 else ""
        x, y = _across(group[-1]["time"], times), _down(group[0]["value"], values)
        width = len(text) * _LETTER
        spots = [
            _Box(left, y + down - _LINE / 2, width)
            for down in (0, -14, 14, -27, 27)
            for left in (x + 8, x - 8 - width)
        ]
        free = [spot for spot in spots if _inside(spot) and not any(spot.meets(box) for box in taken)]
        if free:
            taken.append(free[0])
            middle = (free[0].y + _LINE / 2) / _HEIGHT
            labels.append(
                {
                    "time": round(times[0] + free[0].x / _WIDTH * (times[1] - times[0])),
                    "value": round(values[1] - middle * (values[1] - values[0]), 4),
                    "text": text,
                }
            )  # fmt: skip
    return labels


def _across(moment: int, times: tuple[int, int]) -> float:
    return (moment - times[0]) / (times[1] - times[0]) * _WIDTH


def _down(value: float, values: tuple[float, float]) -> float:
    return (values[1] - value) / (values[1] - values[0]) * _HEIGHT


def _inside(box: _Box) -> bool:
    return box.x >= 0 and box.x + box.width <= _WIDTH + 60 and 0 <= box.y <= _HEIGHT - _LINE


def draw_first(
    story: Mapping[str, Any], articles: Mapping[str, Mapping[str, Any]]
) -> Iterator[Drawing]:
    """When each outlet's articles came out, and how many shared facts each was the first to tell.

    Args:
        story: a story of the document.
        articles: the heads of the document's articles, by id.
    """
    firsts = Counter(
        cell["evidence"]["article"] for fact in story["facts"] for cell in told_first(fact, articles)
    )
    rows: list[dict[str, Any]] = []
    outlets = short_names((articles[name]["outlet"] for name in story["articles"]), _NAME)
    for name in story["articles"]:
        article = articles[name]
        moment = moment_of(article["published"])
        if moment is not None:
            count = firsts[name]
            said = f"first to tell {counted(count, 'shared fact')}" if count else "first with none"
            rows.append(
                {
                    "time": moment, "published": article["published"],
                    "outlet": outlets[article["outlet"]], "count": count,
                    "some": count > 0, "said": str(count) if count else "",
                    "href": page_address(story["id"], "~time", name),
                    "label": f"{article['outlet']}, {article['published'][:16]}: {said}",
                }
            )  # fmt: skip
    if len({row["outlet"] for row in rows}) > 1 and firsts:
        yield _first(rows, len(story["articles"]) - len(rows))


def told_first(
    fact: Mapping[str, Any], articles: Mapping[str, Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The cells of a fact that tell it at its first known publication; none for a fact told once."""
    said = [cell for cell in fact["cells"] if cell["state"] in SAID and cell["evidence"]]
    if len(said) < 2 or not fact["first"]:
        return []
    return [c for c in said if articles[c["evidence"]["article"]]["published"] == fact["first"]]


def _first(rows: Sequence[Mapping[str, Any]], undated: int) -> Drawing:
    import altair as alt

    times = [row["time"] for row in rows]
    start, end = _widened(min(times), max(times))
    earliest: dict[str, int] = {}
    for row in rows:
        earliest[row["outlet"]] = min(row["time"], earliest.get(row["outlet"], row["time"]))
    order = sorted(earliest, key=lambda outlet: (earliest[outlet], outlet))
    base = alt.Chart(rows_of(rows)).encode(
        x=alt.X("time:T", title=None, scale=alt.Scale(domain=[start, end], type="utc"),
                axis=_time_axis([row["published"] for row in rows], (start, end), grid=True)),
        y=alt.Y("outlet:N", title=None, sort=order,
                axis=alt.Axis(ticks=False, domain=False, grid=True, minExtent=130)),
    )  # fmt: skip
    marks = base.mark_point(filled=True, opacity=1).encode(
        href=alt.Href("href:N"),
        description=alt.Description("label:N"),
        size=alt.Size("count:Q", legend=None, scale=alt.Scale(range=[40, 320])),
        color=alt.condition("datum.some", alt.value(COLOURS["main"]), alt.value(COLOURS["soft"])),
    )
    said = alt.Chart(rows_of(_joined(rows, (start, end))))
    texts = said.mark_text(dy=-14, fontSize=10).encode(
        x=base.encoding.x, y=base.encoding.y, text=alt.Text("said:N")
    )
    note = "A number says how many facts that several outlets tell this article told first. Pale: none."
    if undated:
        note += f" {counted(undated, 'article')} without a date not drawn."
    chart = (marks + texts).properties(width=_WIDTH, height=alt.Step(30))
    return draw(
        configured(chart), "time", "Who told what first: articles by outlet and time", note=note
    )


def _joined(rows: Sequence[Mapping[str, Any]], times: tuple[int, int]) -> list[Mapping[str, Any]]:
    """The rows whose numbers are written; those that would lie on each other as one."""
    near: dict[tuple[str, int], list[Mapping[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["time"]):
        if row["said"]:
            near[row["outlet"], round(_across(row["time"], times) / _APART)].append(row)
    return [{**group[0], "said": " + ".join(r["said"] for r in group)} for group in near.values()]
