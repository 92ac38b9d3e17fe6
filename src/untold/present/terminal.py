"""The document as plain text for a terminal: a summary of the run, and one story as a matrix."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from untold.present.summary import as_written, counted, main_names, number, shortened

WIDTH = 100
STORIES_SHOWN = 20
FACTS_SHOWN = 40
TOP = 8

# Every state in a word short enough for a column.
SHORT = {
    "told": "told",
    "attributed": "attrib",
    "disputed": "disput",
    "partial": "part",
    "untold": "UNTOLD",
    "unsure": "unsure",
    "too early": "early",
    "no article": "-",
    "not collected": "n/c",
    "unreadable": "unread",
}


def render_summary(document: Mapping[str, Any]) -> str:
    """The run on one screen: what was read, stories, cells by state, how much was left out.

    What was left out and why stands on standard error and in the report, not here again.
    """
    stories = document["stories"]
    compared = [story for story in stories if story["compared"]]
    articles, outlets = len(document["articles"]), len(document["outlets"])
    lines = [
        f"{counted(articles, 'article')} from {counted(outlets, 'outlet')}: "
        f"{counted(len(stories), 'story', 'stories')}, {len(compared)} compared, "
        f"{len(stories) - len(compared)} with nothing to compare",
        "",
    ]
    if compared:
        lines += ["Stories, most different first", ""]
        lines += render_table(
            [
                (
                    str(story["differ"]),
                    str(len(story["facts"])),
                    str(len(story["articles"])),
                    str(len(story["outlets"])),
                    _titled(story["title"], 58),
                    story["id"],
                )
                for story in compared[:STORIES_SHOWN]
            ],
            ("differ", "facts", "articles", "outlets", "story", "id"),
        )
        lines += _rest(len(compared), STORIES_SHOWN, "story", "stories")
        lines += ["", *_cells(compared)]
    lines += _left_out(document)
    return "\n".join(_clean(line) for line in lines).rstrip() + "\n"


def render_story(document: Mapping[str, Any], story_id: str) -> str:
    """One story: its summary, the facts by outlets in short words, then names, voices and figures.

    Raises:
        KeyError: the document holds no story with this id.
    """
    story = next((s for s in document["stories"] if s["id"] == story_id), None)
    if story is None:
        raise KeyError(story_id)
    lines = [
        _titled(story["title"], WIDTH),
        f"{story['from'] or 'no date'} to {story['to'] or 'no date'}; "
        f"{counted(len(story['articles']), 'article')}; {', '.join(story['outlets'])}",
        "",
    ]
    if story["note"]:
        lines += [story["note"], ""]
    for line in story["summary"]:
        lines += textwrap.wrap(line["text"], WIDTH, initial_indent="- ", subsequent_indent="  ")
    for part in (_matrix, _names, _voices, _figures):
        drawn = list(part(story))
        if drawn:
            lines += ["", *drawn]
    return "\n".join(_clean(line) for line in lines).rstrip() + "\n"


def render_table(rows: Iterable[Sequence[str]], headers: Sequence[str]) -> list[str]:
    """Lines of a table in columns; a column of numbers is set to the right."""
    cells = [[_clean(cell) for cell in row] for row in rows]
    widths = [max([len(head), *(len(row[at]) for row in cells)]) for at, head in enumerate(headers)]
    right = [
        bool(cells) and all(row[at].replace(",", "").isdigit() for row in cells)
        for at in range(len(headers))
    ]

    def line(row: Sequence[str]) -> str:
        parts = zip(row, widths, right, strict=True)
        return "  ".join(
            cell.rjust(wide) if num else cell.ljust(wide) for cell, wide, num in parts
        ).rstrip()

    return [line(headers), line(["-" * wide for wide in widths]), *map(line, cells)]


def _titled(title: str, longest: int) -> str:
    """A story's title, an outlet's own words, in quotation marks."""
    return f"“{shortened(title, longest - 2)}”" if title else "(no title)"


def _clean(text: str) -> str:
    """Text from the data without control characters, which could drive a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _rest(total: int, shown: int, one: str, many: str) -> list[str]:
    return [f"... and {counted(total - shown, f'more {one}', f'more {many}')}"] if total > shown else []


def _cells(stories: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    states = Counter(
        cell["state"]
        for story in stories
        for fact in story["facts"]
        for cell in (*fact["cells"], *story.get("coverage", ()))
    )
    yield "Cells: " + (", ".join(f"{states[s]:,} {s}" for s in SHORT if states[s]) or "none")


def _left_out(document: Mapping[str, Any]) -> Iterator[str]:
    unreadable = Counter(
        article["reason"] or article["readability"]
        for article in document["articles"]
        if article["readability"] != "readable"
    )
    if unreadable:
        yield ""
        yield f"{counted(sum(unreadable.values()), 'article')} unreadable:"
        yield from (f"  {count:,} x {reason}" for reason, count in sorted(unreadable.items()))
    noted = [
        f"{counted(count, 'input')} {what}"
        for fatal, what in ((True, "left out"), (False, "with a note"))
        if (count := sum(item["fatal"] is fatal for item in document["left_out"]))
    ]
    if noted:
        yield ""
        yield ", ".join(noted)


def _matrix(story: Mapping[str, Any]) -> Iterator[str]:
    facts = sorted(story["facts"], key=lambda f: (-f["outlets"], f["id"]))
    if not facts:
        return
    outlets = [c["outlet"] for c in facts[0]["cells"] if c["outlet"] in story["outlets"]]
    yield "Facts by outlets"
    for at, outlet in enumerate(outlets):
        yield f"  {chr(ord('A') + at % 26)}{at // 26 or ''} = {outlet}"
    yield "  " + ", ".join(f"{short} = {state}" for state, short in SHORT.items() if short != state)
    yield ""
    heads = [f"{chr(ord('A') + at % 26)}{at // 26 or ''}" for at in range(len(outlets))]
    rows = []
    for fact in facts[:FACTS_SHOWN]:
        state = {cell["outlet"]: cell["state"] for cell in fact["cells"]}
        rows.append([shortened(fact["text"], 60), *(SHORT.get(state.get(o, ""), "") for o in outlets)])
    yield from render_table(rows, ("fact", *heads))
    yield from _rest(len(facts), FACTS_SHOWN, "fact", "facts")


def _names(story: Mapping[str, Any]) -> Iterator[str]:
    actors = [(actor, main_names(actor)) for actor in story["naming"] if actor["outlets"] > 1]
    actors = [pair for pair in actors if len({name.casefold() for name in pair[1].values()}) > 1]
    if actors:
        yield "Names that differ"
        for actor, names in actors[:TOP]:
            said = "; ".join(f"{outlet} “{name}”" for outlet, name in names.items())
            yield f"  “{actor['actor']}”: {shortened(said, WIDTH)}"
        yield from ("  " + line for line in _rest(len(actors), TOP, "actor", "actors"))


def _voices(story: Mapping[str, Any]) -> Iterator[str]:
    heard = sorted(story["voices"], key=lambda h: (-h["words"], h["outlet"], h["speaker"]))
    if heard:
        yield "Heard most, by words"
        rows = [
            (
                h["outlet"],
                as_written(h["speaker"], h["evidence"]),
                str(h["attributions"]),
                str(h["words"]),
                f"{h['share']:.0%}",
            )
            for h in heard[:TOP]
        ]
        yield from render_table(
            rows, ("outlet", "speaker", "times", "words", "of its attributed words")
        )
        yield from _rest(len(heard), TOP, "speaker", "speakers")


def _figures(story: Mapping[str, Any]) -> Iterator[str]:
    lines = [line for line in story["figures"] if line["outlets"] > 1]
    if lines:
        yield "Figures"
    for line in lines[:TOP]:
        yield f"  {line['what']}: {line['note'] or line['verdict']}"
        for point in line["points"][:TOP]:
            value = point["evidence"]["text"] if point["value"] is None else number(point["value"])
            hedge = f"{point['hedge']} " if point["hedge"] and point["value"] is not None else ""
            by = f" ({point['attributed_to']})" if point["attributed_to"] else ""
            yield f"    {point['published'] or 'no date'}  {point['outlet']}: {hedge}{value}{by}"
        yield from ("    " + rest for rest in _rest(len(line["points"]), TOP, "figure", "figures"))
