"""Bars with intervals: what share of an outlet's attributions or clauses is of one kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from untold.compare.voice_shares import UNRESOLVED, wilson
from untold.present.charts.drawing import (
    COLOURS,
    Drawing,
    configured,
    draw,
    page_address,
    rows_of,
    short_names,
)
from untold.present.summary import FEWEST, HARMS

#: Kinds that fit side by side; the table has all.
_KINDS = 4
#: The longest outlet's name beside a bar, in letters.
_NAME = 22


def draw_voices(story: Mapping[str, Any]) -> Iterator[Drawing]:
    """Share of voice by kind of voice: a bar with its 95 % interval for each outlet or group."""
    shares = [share for share in story.get("voice_shares", ()) if share["by"] == "kind"]
    if len({share["group"] for share in shares if share["enough"]}) < 2:
        return  # nothing to compare: the table has the counts
    total: Counter[str] = Counter()
    for share in shares:
        total[share["name"]] += share["attributions"]
    # Who could not be told apart says least: last, whatever its size.
    kinds = sorted(total, key=lambda k: (k in (UNRESOLVED, "unknown"), -total[k], k))
    groups = sorted({share["group"] for share in shares})
    of = {(share["name"], share["group"]): share for share in shares}
    sizes = {share["group"]: (share["total"], share["enough"]) for share in shares}
    rows = []
    for kind in kinds[:_KINDS]:
        for group in groups:
            share = of.get((kind, group)) or _nothing(*sizes[group])
            rows.append(
                _row(share, kind, group, page_address(story["id"], "~voices", "kind", kind, group))
            )
    left = len(kinds) - _KINDS
    note = f"{left} more in the table. " if left > 0 else ""
    note += "Pale: under 10 attributions, too few to say."
    title = "Share of an outlet's attributions by kind of voice, with the 95 % interval"
    yield _bars(rows, kinds[:_KINDS], "voices", title, note)


def draw_agency(story: Mapping[str, Any]) -> Iterator[Drawing]:
    """How many of an outlet's clauses of harm name who did it, with the 95 % interval."""
    records: Sequence[Mapping[str, Any]] = story.get("agency", ())
    often = Counter(record["harm"] for record in records if record["total"] >= FEWEST)
    records = [record for record in records if often[record["harm"]] > 1]
    total: Counter[str] = Counter()
    for record in records:
        total[record["harm"]] += record["total"]
    harms = sorted(total, key=lambda harm: (-total[harm], harm))
    rows = []
    for record in records:
        low, high = wilson(record["named"], record["total"])
        share = {
            "share": record["named"] / record["total"], "low": low, "high": high,
            "attributions": record["named"], "total": record["total"], "enough": record["total"] >= 10,
        }  # fmt: skip
        address = page_address(story["id"], "~agency", record["harm"], record["outlet"])
        rows.append(_row(share, HARMS.get(record["harm"], record["harm"]), record["outlet"], address))
    if rows:
        title = "Share of clauses of harm that name who did it, with the 95 % interval"
        note = "Pale: under 10 clauses, too few to say."
        yield _bars(rows, [HARMS.get(harm, harm) for harm in harms], "agency", title, note)


def draw_same_harms(story: Mapping[str, Any]) -> Iterator[Drawing]:
    """Who names the doer of harms that others tell too, by victims and alleged doer."""
    records = story.get("same_harms", ())
    total: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for record in records:
        total[_harms(record)] += record["total"]
        groups[_harms(record)] += record["total"] >= FEWEST
        named[_harms(record)] += record["named"]
    # Where nobody names anybody, bars would all be empty: the table says so in a word.
    told = (panel for panel in total if groups[panel] > 1 and named[panel])
    panels = sorted(told, key=lambda panel: (-total[panel], panel))[:_KINDS]
    rows = [
        _row(
            {**record, "attributions": record["named"]}, _harms(record), record["group"],
            page_address(
                story["id"], "~agency", "same",
                record["victims"], record["agent"] or "", record["group"],
            ),
        )
        for record in records if _harms(record) in panels
    ]  # fmt: skip
    if rows:
        title = "Of the same harms: share of clauses that name who did it, with the 95 % interval"
        yield _bars(rows, panels, "agency", title, "Pale: under 10 clauses, too few to say.")


def _harms(record: Mapping[str, Any]) -> str:
    """Victims and alleged doer of a record's harms, for the head of a panel."""
    return f"{record['victims']}, by {record['agent']}" if record["agent"] else str(record["victims"])


def _nothing(total: int, enough: bool) -> dict[str, Any]:
    low, high = wilson(0, total)
    return {"share": 0.0, "low": low, "high": high, "attributions": 0, "total": total, "enough": enough}


def _row(share: Mapping[str, Any], panel: str, outlet: str, address: str) -> dict[str, Any]:
    part = f"{share['attributions']} of {share['total']}"
    return {
        "panel": panel, "outlet": outlet, "share": share["share"], "low": share["low"],
        "high": share["high"], "part": part, "enough": share["enough"], "href": address,
        "label": f"{outlet}, {panel}: {part}",
    }  # fmt: skip


def _bars(
    rows: Sequence[Mapping[str, Any]], panels: Iterable[str], view: str, title: str, note: str
) -> Drawing:
    import altair as alt

    outlets = short_names((row["outlet"] for row in rows), _NAME)
    panels = list(panels)
    kinds = short_names(panels, _NAME if len(panels) > 1 else 2 * _NAME)
    named = [{**r, "outlet": outlets[r["outlet"]], "panel": kinds[r["panel"]]} for r in rows]
    base = alt.Chart(rows_of(named)).encode(
        y=alt.Y("outlet:N", title=None, sort=sorted(set(outlets.values())),
                axis=alt.Axis(ticks=False, domain=False, minExtent=130)),
    )  # fmt: skip
    share = alt.X(
        "share:Q", title=None, scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(
            values=[0, 0.5, 1], labelExpr="datum.value == 0.5 ? '' : format(datum.value, '.0%')"
        ),
    )  # fmt: skip
    colour = alt.condition("datum.enough", alt.value(COLOURS["main"]), alt.value(COLOURS["soft"]))
    bars = base.mark_bar(height=9).encode(x=share, color=colour)
    lines = base.mark_rule(strokeWidth=1.4, color=COLOURS["ink"]).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q")
    )
    said = base.mark_text(align="right", dx=34, fontSize=10, color=COLOURS["dim"]).encode(
        x=alt.datum(1),
        text=alt.Text("part:N"),
        href=alt.Href("href:N"),
        description=alt.Description("label:N"),
    )
    drawn = (bars + lines + said).properties(width=92, height=alt.Step(20))
    column = alt.Column("panel:N", title=None, sort=list(kinds.values()))
    return draw(configured(drawn.facet(column=column, spacing=42)), view, title, note=note)
