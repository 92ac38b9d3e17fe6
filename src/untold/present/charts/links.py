"""The graph of origins, and words with their intervals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from untold.compare.origins import joined_sources
from untold.present.charts.drawing import COLOURS, Drawing, configured, draw, page_address, rows_of
from untold.present.summary import counted, shortened

UNSTATED = "no source given"

#: Origins drawn: more lines can't be told apart. The table has all.
_ORIGINS = 12
_WORDS = 16
_NAME = 28
_WIDTH, _STEP = 400, 26
#: Sweeps that move each side to the middle of what it is joined to; more change nothing to speak of.
_SWEEPS = 4

Pair = tuple[str, str]


def draw_origins(story: Mapping[str, Any]) -> Iterator[Drawing]:
    """From whom each outlet has the story's facts: origins left, outlets right."""
    records = story.get("origins", ())
    forms = Counter(edge["source"] for record in records for edge in record["edges"] if edge["source"])
    joined = joined_sources(forms)
    names = _names(forms, joined)
    links: Counter[Pair] = Counter()
    for record in records:
        links.update(
            {
                (names[joined[e["source"]]] if e["source"] else UNSTATED, e["outlet"])
                for e in record["edges"]
            }
        )
    weight: Counter[str] = Counter()
    for (source, _), facts in links.items():
        weight[source] += facts
    named = sorted((s for s in weight if s != UNSTATED), key=lambda s: (-weight[s], s))
    shown = [*named[:_ORIGINS], *([UNSTATED] if UNSTATED in weight else [])]
    links = Counter({pair: facts for pair, facts in links.items() if pair[0] in shown})
    if len(shown) < 2:
        return
    note = "The wider a line, the more facts."
    if (left := len(named) - _ORIGINS) > 0:
        note += f" {counted(left, 'further origin')} in the table."
    spelt: dict[str, list[str]] = defaultdict(list)
    for form, key in sorted(joined.items()):
        spelt[names[key]].append(form)
    yield _graph(story["id"], links, shown, spelt, note)


def _names(forms: Mapping[str, int], joined: Mapping[str, str]) -> dict[str, str]:
    """For each key of a source the form that stands for it: the commonest, the shorter of two."""
    best: dict[str, str] = {}
    for form in sorted(forms, key=lambda form: (-forms[form], len(form), form)):
        best.setdefault(joined[form], form)
    return best


def untangled(
    links: Mapping[Pair, int], left: Sequence[str], right: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Both sides in an order with few crossings: each goes to the mean place of what it is joined to.

    The barycentre method (K. Sugiyama, S. Tagawa, M. Toda, 1981).
    """
    sides = [list(left), list(right)]
    for sweep in range(2 * _SWEEPS):
        moved, fixed = (0, 1) if sweep % 2 else (1, 0)
        place = {name: at / max(len(sides[fixed]) - 1, 1) for at, name in enumerate(sides[fixed])}
        pulls: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for pair, facts in links.items():
            pulls[pair[moved]].append((place[pair[fixed]], facts))
        sides[moved].sort(key=lambda name: (_middle(pulls[name]), name))
    return sides[0], sides[1]


def _middle(pulls: Iterable[tuple[float, int]]) -> float:
    pulls = list(pulls)
    return round(sum(at * facts for at, facts in pulls) / max(sum(f for _, f in pulls), 1), 6)


def _graph(
    story: str,
    links: Mapping[Pair, int],
    shown: Sequence[str],
    spelt: Mapping[str, Sequence[str]],
    note: str,
) -> Drawing:
    import altair as alt

    left, right = untangled(links, shown, sorted({outlet for _, outlet in links}))
    tall = max(len(left), len(right))
    height = tall * _STEP

    def places(names: Sequence[str]) -> dict[str, float]:
        return {name: round((at + 0.5) * height / len(names), 1) for at, name in enumerate(names)}

    of_left, of_right = places(left), places(right)
    lines = [
        {
            "x": 0, "x2": _WIDTH, "y": of_left[source], "y2": of_right[outlet], "facts": facts,
            "width": round(min(1 + facts * 0.6, 7), 1),
        }
        for (source, outlet), facts in sorted(links.items())
    ]  # fmt: skip
    nodes = [
        {
            "x": x, "y": y, "name": shortened(name, _NAME), "side": side,
            "href": page_address(story, "~origins", kind, *spelt.get(name, (name,))),
            "label": f"{name}: {counted(_facts(links, side, name), 'fact')}",
        }
        for side, x, kind, of in ((0, 0, "from", of_left), (1, _WIDTH, "to", of_right))
        for name, y in of.items()
    ]  # fmt: skip
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, _WIDTH], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False))
    drawn = (
        alt.Chart(rows_of(lines))
        .mark_rule(color=COLOURS["soft"], opacity=1)
        .encode(
            x=x,
            y=y,
            x2=alt.X2("x2:Q"),
            y2=alt.Y2("y2:Q"),
            strokeWidth=alt.StrokeWidth("width:Q", scale=None, legend=None),
        )
    )
    points = alt.Chart(rows_of(nodes)).mark_point(
        size=40, filled=True, opacity=1, color=COLOURS["main"]
    ).encode(x=x, y=y)  # fmt: skip
    layers = [drawn, points]
    sides: tuple[tuple[int, Literal["right", "left"]], ...] = ((0, "right"), (1, "left"))
    for side, align in sides:
        mine = [node for node in nodes if node["side"] == side]
        layers.append(
            alt.Chart(rows_of(mine))
            .mark_text(align=align, dx=-8 if side == 0 else 8, fontSize=12, color=COLOURS["ink"])
            .encode(
                x=x,
                y=y,
                text=alt.Text("name:N"),
                href=alt.Href("href:N"),
                description=alt.Description("label:N"),
            )
        )
    # The page's letters may be wider than those the drawing was measured with.
    room = {"left": 30, "right": 30, "top": 4, "bottom": 4}
    chart = alt.layer(*layers).properties(width=_WIDTH, height=height, padding=room)
    return draw(
        configured(chart), "origins", "From whom each outlet has the facts of this story", note=note
    )


def _facts(links: Mapping[Pair, int], side: int, name: str) -> int:
    return sum(facts for pair, facts in links.items() if pair[side] == name)


def draw_wording(story: Mapping[str, Any]) -> Iterator[Drawing]:
    """Words that set sides apart: log-odds with the 95 % interval, those of one side left of zero."""
    import altair as alt

    apart = [word for word in story.get("wording", ()) if word["kind"] == "contrast"][:_WORDS]
    if not apart:
        return
    rows = [
        {
            "word": shortened(f"{word['word']} ({word['side']})", 44), "odds": word["log_odds"],
            "low": word["low"], "high": word["high"],
            "href": page_address(story["id"], "~wording", "contrast", word["word"]),
            "label": f"{word['word']}, {word['side']}: log-odds {word['log_odds']:.1f}",
        }
        for word in apart
    ]  # fmt: skip
    order = [row["word"] for row in sorted(rows, key=lambda row: (-row["odds"], row["word"]))]
    base = alt.Chart(rows_of(rows)).encode(
        y=alt.Y(
            "word:N", title=None, sort=order, axis=alt.Axis(ticks=False, domain=False, minExtent=220)
        )
    )
    odds = alt.X("odds:Q", title="less than the others  ·  log-odds  ·  more than the others")
    points = base.mark_point(size=46, filled=True, opacity=1, color=COLOURS["main"]).encode(
        x=odds, href=alt.Href("href:N"), description=alt.Description("label:N")
    )
    spans = base.mark_rule(strokeWidth=1.4, color=COLOURS["main"]).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q")
    )
    zero = alt.Chart(rows_of([{"odds": 0}])).mark_rule(color=COLOURS["dim"]).encode(x=alt.X("odds:Q"))
    chart = (zero + spans + points).properties(width=420, height=alt.Step(22))
    title = "Words that one side uses more or less than the others, with the 95 % interval"
    yield draw(configured(chart), "wording", title)
