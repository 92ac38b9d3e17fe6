"""Charts as drawings: an Altair chart is turned to SVG, and the SVG to a short list of marks.

The page builds the marks anew from text and numbers, so that no markup made from data reaches it,
colours follow the reader's light or dark setting, and a chart is a few kilobytes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from untold.present.summary import shortened

if TYPE_CHECKING:
    import altair as alt

#: Colours are written into charts as these stand-ins; the page's style says what they look like.
COLOURS = {
    "ink": "#000010", "dim": "#000020", "line": "#000030", "main": "#000040", "soft": "#000050",
    "gap": "#000060", "paper": "#000070",
}  # fmt: skip
_NAMES = {code: name for name, code in COLOURS.items()}
_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_MOVE = re.compile(r"translate\(([-\d.e]+),([-\d.e]+)\)(?: rotate\(([-\d.e]+)\))?")
_LONG = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
_UNDRAWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STRAIGHT = re.compile(r"M0,0L(-?[\d.]+),(-?[\d.]+)")
_EMPTY = re.compile(r"M0,0h0v0h0Z|")


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart of a story's view.

    ``title`` says what it shows and is its name to screen readers; ``note`` what it leaves out.
    ``marks`` are ``["p", classes, x, y, path, width, dash, href, label]`` and ``["t", classes, x, y,
    text, anchor, size, turn, href, label]``, lengths in CSS pixels, trailing nulls cut off. ``key``
    names the record it belongs to where a view has several charts.
    """

    view: str
    key: str
    title: str
    note: str
    width: float
    height: float
    marks: tuple[tuple[Any, ...], ...]

    def plain(self) -> dict[str, Any]:
        """The drawing as JSON values."""
        return asdict(self)


def draw(chart: alt.TopLevelMixin, view: str, title: str, key: str = "", note: str = "") -> Drawing:
    """The drawing of an Altair chart whose colours are all from `COLOURS`.

    Args:
        chart: any chart; an ``href`` channel must hold addresses within the page (``#...``), a
            ``description`` channel the words a screen reader says of a linked mark.
        view: the view of the report it belongs to.
        title: what it shows, in plain words.
        key: the record it belongs to, if the view has several.
        note: what it leaves out.
    """
    import vl_convert

    svg = vl_convert.vegalite_to_svg(json.dumps(chart.to_dict(), sort_keys=True))
    root = ElementTree.fromstring(svg)  # noqa: S314 (written by our own renderer a moment ago)
    marks = tuple(_trim(mark) for mark in _joined(_marks(root, 0.0, 0.0, None)))
    return Drawing(
        view, key, title, note, float(root.get("width", 0)), float(root.get("height", 0)), marks
    )


def configured(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    """The chart in the report's look: small plain letters, faint lines, no frame."""
    ink, dim, line = COLOURS["ink"], COLOURS["dim"], COLOURS["line"]
    # Labels are never cut or dropped by the renderer: measuring them takes most of its time.
    looks: alt.TopLevelMixin = (
        chart.configure(font="sans-serif", background="transparent")
        .configure_axis(
            labelColor=dim, titleColor=dim, gridColor=line, domainColor=line, tickColor=line,
            labelFontSize=11, titleFontSize=11, titleFontWeight="normal", labelLimit=0,
            labelOverlap=False,
        )
        .configure_header(labelColor=ink, labelFontSize=12, labelLimit=0, labelFontWeight="bold")
        .configure_view(stroke=None)
        .configure_text(color=ink, fontSize=11)
    )  # fmt: skip
    return looks


def page_address(*parts: str) -> str:
    """An address within the page, as the page itself writes it."""
    from urllib.parse import quote

    return "#" + "/".join(quote(clean(part), safe="!'()*-._~") for part in parts)


def _marks(
    node: ElementTree.Element, x: float, y: float, href: str | None
) -> Iterator[tuple[Any, ...]]:
    turn = None
    if moved := _MOVE.match(node.get("transform", "")):
        x, y = x + float(moved[1]), y + float(moved[2])
        turn = float(moved[3]) if moved[3] else None
    if node.tag == _SVG + "a":
        # The renderer sets a base address of its own before ours, which is always one within the page.
        _, hashed, fragment = (node.get(_HREF) or node.get("href") or "").partition("#")
        href = hashed + fragment or None
    elif node.tag == _SVG + "text" and (node.text or "").strip():
        size = float(node.get("font-size", "11px").removesuffix("px"))
        bold = "b" if node.get("font-weight") == "bold" else ""
        yield (
            "t", _classes(node, bold), _short(x), _short(y), node.text, node.get("text-anchor"),
            size, turn, href, _label(node, href),
        )  # fmt: skip
    elif node.tag in (_SVG + "path", _SVG + "line") and (classes := _classes(node)):
        path = node.get("d") or f"M0,0L{node.get('x2', '0')},{node.get('y2', '0')}"
        if not _EMPTY.fullmatch(path):
            width = node.get("stroke-width")
            yield (
                "p", classes, _short(x), _short(y), _LONG.sub(_rounded, path),
                _short(float(width)) if width and node.get("stroke") else None,
                node.get("stroke-dasharray") or None, href, _label(node, href),
            )  # fmt: skip
    for child in node:
        yield from _marks(child, x, y, href)


def _joined(marks: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The marks with straight lines of one look that follow each other made one path."""
    held: tuple[Any, ...] | None = None
    for mark in marks:
        line = _STRAIGHT.fullmatch(mark[4]) if mark[0] == "p" and mark[7] is None else None
        if line is None:
            if held:
                yield held
            held = None
            yield mark
            continue
        x, y = mark[2], mark[3]
        path = f"M{x},{y}l{line[1]},{line[2]}"
        look = mark[1], mark[5], mark[6]
        if held and look == (held[1], held[5], held[6]):
            path = held[4] + path
        elif held:
            yield held
        held = ("p", mark[1], 0, 0, path, mark[5], mark[6], None, None)
    if held:
        yield held


def _classes(node: ElementTree.Element, more: str = "") -> str:
    """What colours a mark, as class names; nothing for what can't be seen."""
    found = [
        f"{kind[0]}-{_NAMES[code]}"
        for kind in ("fill", "stroke")
        if (code := node.get(kind, "")) in _NAMES
    ]
    return " ".join([*found, more]).strip() if found else ""


def _label(node: ElementTree.Element, href: str | None) -> str | None:
    return node.get("aria-label") if href else None


def _short(number: float) -> float | int:
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def _rounded(found: re.Match[str]) -> str:
    return str(_short(float(found.group())))


def _trim(values: Sequence[Any]) -> tuple[Any, ...]:
    """Without the nulls at its end."""
    last = max(at for at, value in enumerate(values) if value is not None)
    return tuple(values[: last + 1])


def rows_of(records: Sequence[Mapping[str, Any]]) -> alt.InlineData:
    """Records as the data of a chart, without what no drawing can hold."""
    import altair as alt

    rows = [
        {key: clean(value) if isinstance(value, str) else value for key, value in record.items()}
        for record in records
    ]
    # As one text: Altair copies a list of rows again for every layer and channel.
    return alt.InlineData(values=json.dumps(rows), format=alt.JsonDataFormat(type="json"))


def short_names(names: Iterable[str], longest: int) -> dict[str, str]:
    """Each name as a chart writes it: shortened, but whole where two would look alike."""
    short = {name: shortened(name, longest) for name in names}
    often = Counter(short.values())
    return {name: short[name] if often[short[name]] == 1 else name for name in short}


def clean(text: str) -> str:
    """A text without control signs and halves of signs, which XML has no place for."""
    return _UNDRAWABLE.sub("\ufffd", text)
