"""Charts of names, of blindspots, and of the text that outlets share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from untold.present.charts.drawing import (
    COLOURS,
    Drawing,
    configured,
    draw,
    page_address,
    rows_of,
    short_names,
)
from untold.present.summary import as_written, contrasted, counted, shortened

#: Actors, names of one, outlets and rows that are drawn: more can't be read; the table has all.
_ACTORS, _NAMES, _OUTLETS, _ROWS = 3, 5, 12, 14
_NAME = 22


def draw_naming(story: Mapping[str, Any]) -> Iterator[Drawing]:
    """For the actors whose main names differ: who uses which name, a circle as large as its uses."""
    actors = [actor for actor in story.get("naming", ()) if contrasted(actor)]
    actors.sort(key=lambda a: (not a["aligned"], -a["outlets"], -len(contrasted(a)), a["actor"]))
    for actor in actors[:_ACTORS]:
        yield _names(story["id"], actor)


def _names(story: str, actor: Mapping[str, Any]) -> Drawing:
    import altair as alt

    uses: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for name in actor["names"]:
        uses[name["name"].casefold()].setdefault(name["outlet"], name)
    main = {name.casefold() for name in contrasted(actor)}
    order = sorted(uses, key=lambda k: (k not in main, -len(uses[k]), -_total(uses[k]), k))
    shown = order[:_NAMES]
    often = Counter(outlet for name in shown for outlet in uses[name])
    outlets = sorted(sorted(often, key=lambda outlet: (-often[outlet], outlet))[:_OUTLETS])
    short = short_names(outlets, _NAME)
    words = short_names((next(iter(uses[key].values()))["name"] for key in shown), 34)
    rows = [
        {
            "name": f"“{words[next(iter(uses[key].values()))['name']]}”", "outlet": short[outlet],
            "count": use["count"], "own": use["own"] > 0, "said": str(use["count"]),
            "href": page_address(story, "~naming", actor["actor"], use["name"], outlet),
            "label": f"{outlet}: “{use['name']}”, {counted(use['count'], 'use')}",
        }
        for key in shown for outlet, use in sorted(uses[key].items()) if outlet in short
    ]  # fmt: skip
    base = alt.Chart(rows_of(rows)).encode(
        x=alt.X("outlet:N", title=None, sort=[short[outlet] for outlet in outlets],
                axis=alt.Axis(orient="top", ticks=False, domain=False, labelAngle=-35, grid=True)),
        y=alt.Y("name:N", title=None, sort=list(dict.fromkeys(row["name"] for row in rows)),
                axis=alt.Axis(ticks=False, domain=False, grid=True, minExtent=150)),
    )  # fmt: skip
    largest = max(row["count"] for row in rows)
    marks = base.mark_point(filled=True, opacity=1).encode(
        href=alt.Href("href:N"),
        description=alt.Description("label:N"),
        size=alt.Size(
            "count:Q", legend=None, scale=alt.Scale(domain=[1, max(largest, 2)], range=[60, 420])
        ),
        color=alt.condition("datum.own", alt.value(COLOURS["main"]), alt.value(COLOURS["soft"])),
    )
    texts = base.mark_text(dx=16, fontSize=10, align="left").encode(text=alt.Text("said:N"))
    note = "A circle is as large as the number beside it, the uses. Pale: inside quotation marks only."
    if (left := len(order) - len(shown)) > 0:
        note += f" {counted(left, 'further name')} in the table."
    written = as_written(actor["actor"], ({"text": name["name"]} for name in actor["names"]))
    title = f"What each outlet calls “{shortened(written, 60)}”"
    chart = (marks + texts).properties(width=alt.Step(58), height=alt.Step(26))
    return draw(configured(chart), "naming", title, actor["actor"], note)


def _total(uses: Mapping[str, Mapping[str, Any]]) -> int:
    return sum(int(use["count"]) for use in uses.values())


def draw_blindspots(story: Mapping[str, Any]) -> Iterator[Drawing]:
    """For each finding: which share of a group's outlets tell it, what was expected, and the others."""
    import altair as alt

    found: Sequence[Mapping[str, Any]] = story.get("blindspots", ())
    if not found:
        return
    rows = [
        {
            "what": f"{at + 1}. {shortened(one['text'] if one['fact'] else 'the story', 32)}"
            f" ({shortened(one['group'], 18)})",
            "told": one["told"] / max(one["judged"], 1),
            "expected": one["expected"] / max(one["judged"], 1),
            "others": one["others_told"] / max(one["others_judged"], 1),
            "href": page_address(story["id"], "~blindspots", one["group"], one["fact"] or ""),
            "label": f"{one['group']}: {one['told']} of {one['judged']} tell it, "
            f"{one['expected']:.1f} expected",
        }
        for at, one in enumerate(found[:_ROWS])
    ]
    base = alt.Chart(rows_of(rows)).encode(
        y=alt.Y("what:N", title=None, sort=[row["what"] for row in rows],
                axis=alt.Axis(ticks=False, domain=False, grid=True, minExtent=300)),
    )  # fmt: skip
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    told = alt.X("told:Q", title="share of the outlets that tell it", scale=scale, axis=axis)
    lines = base.mark_rule(strokeWidth=2, color=COLOURS["soft"]).encode(x=told, x2=alt.X2("expected:Q"))
    expected = base.mark_tick(thickness=2, size=16, color=COLOURS["ink"]).encode(x=alt.X("expected:Q"))
    others = base.mark_point(size=50, filled=False, color=COLOURS["dim"], opacity=1).encode(
        x=alt.X("others:Q")
    )
    marks = base.mark_point(size=80, filled=True, opacity=1, color=COLOURS["main"]).encode(
        x=told, href=alt.Href("href:N"), description=alt.Description("label:N")
    )
    note = (
        "Full: the group. Stroke: what its other coverage leads to expect. Hollow: all other outlets."
    )
    if (left := len(found) - _ROWS) > 0:
        note += f" {left} more in the table."
    chart = (lines + expected + others + marks).properties(width=340, height=alt.Step(26))
    title = "What a group tells more or less than expected"
    yield draw(configured(chart), "blindspots", title, note=note)


def draw_copies(
    story: Mapping[str, Any], articles: Mapping[str, Mapping[str, Any]]
) -> Iterator[Drawing]:
    """How many words two outlets share in copied passages: a bar for each pair.

    Args:
        story: a story of the document.
        articles: the heads of the document's articles, by id.
    """
    import altair as alt

    words: Counter[tuple[str, str]] = Counter()
    passages: Counter[tuple[str, str]] = Counter()
    for passage in story.get("copies", ()):
        one, two = sorted(articles[passage[side]["article"]]["outlet"] for side in ("a", "b"))
        if one != two:
            longest = max(len(passage[side]["text"].split()) for side in ("a", "b"))
            words[one, two] += round(longest * passage["similarity"])
            passages[one, two] += 1
    if len(words) < 2:
        return  # one pair is read faster than a chart of it
    pairs = sorted(words, key=lambda pair: (-words[pair], pair))
    short = short_names((name for pair in pairs for name in pair), _NAME)
    rows: list[dict[str, Any]] = [
        {
            "pair": f"{short[one]} · {short[two]}", "words": words[one, two],
            "said": f"{words[one, two]:,} in {counted(passages[one, two], 'passage')}",
            "href": page_address(story["id"], "~copies", one, two),
            "label": f"{one} and {two}: {counted(passages[one, two], 'passage')} in both",
        }
        for one, two in pairs[:_ROWS]
    ]  # fmt: skip
    base = alt.Chart(rows_of(rows)).encode(
        y=alt.Y("pair:N", title=None, sort=[row["pair"] for row in rows],
                axis=alt.Axis(ticks=False, domain=False, minExtent=230)),
        x=alt.X("words:Q", title=None, axis=None),
    )  # fmt: skip
    bars = base.mark_bar(height=11, color=COLOURS["main"]).encode(
        href=alt.Href("href:N"), description=alt.Description("label:N")
    )
    said = base.mark_text(align="left", dx=6, color=COLOURS["dim"]).encode(text=alt.Text("said:N"))
    note = "Words that stand in both in the same order."
    if (left := len(pairs) - _ROWS) > 0:
        note += f" {counted(left, 'further pair')} among the passages below."
    chart = (bars + said).properties(width=300, height=alt.Step(22))
    yield draw(configured(chart), "copies", "Words that two outlets share in passages", note=note)
