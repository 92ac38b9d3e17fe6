"""A project and a story as they show themselves in a notebook: HTML that asks for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from untold.present.summary import counted, shortened

STORIES_SHOWN = 20
FACTS_SHOWN = 20

GAP = "A gap (untold) is a finding to check, not a proof."

# A shape beside the word of a state, as in the report, so that the eye finds it without colour.
SHAPES = {
    "told": "●", "attributed": "❝", "disputed": "⚠", "partial": "◐", "untold": "○", "unsure": "?",
    "too early": "◷", "no article": "–", "not collected": "·", "unreadable": "✕",
}  # fmt: skip

# Inline, since viewers of notebooks drop style elements; no colour, so that it reads in dark too.
_TABLE = "border-collapse:collapse"
_CELL = "text-align:left;vertical-align:top;padding:2px 8px;border-bottom:1px solid #8884"
_GAP = "font-weight:bold"


def project_html(document: Mapping[str, Any], note: str | None = None) -> str:
    """What a project holds: counts, and its stories, those that differ most first.

    Args:
        document: everything found, as `build_document` makes it.
        note: why that is not the last word, if it isn't.
    """
    stories = document["stories"]
    left_out = sum(item["fatal"] for item in document["left_out"])
    head = (
        f"{counted(len(document['articles']), 'article')} from "
        f"{counted(len(document['outlets']), 'outlet')}: {counted(len(stories), 'story', 'stories')}, "
        f"{sum(story['compared'] for story in stories):,} compared; {left_out:,} left out or failed"
    )
    rows = [
        [
            _text(str(story["differ"] if story["compared"] else "–")), _text(str(len(story["facts"]))),
            _text(str(len(story["articles"]))), _text(str(len(story["outlets"]))),
            _text(story["title"] or "(no title)"), f"<code>{escape(story['id'])}</code>",
        ]
        for story in stories[:STORIES_SHOWN]
    ]  # fmt: skip
    table = _table(("differ", "facts", "articles", "outlets", "story", "id"), rows)
    return _box(head, note, table, _rest(len(stories), STORIES_SHOWN, "story", "stories"))


def story_html(document: Mapping[str, Any], story_id: str, note: str | None = None) -> str:
    """One story: its title, its summary, and what each outlet did with its facts.

    A cell's tip shows its sentence, and its word leads to the article where that has an http address.

    Raises:
        KeyError: the document holds no such story.
    """
    story = {story["id"]: story for story in document["stories"]}[story_id]
    urls = {article["id"]: article["url"] for article in document["articles"]}
    facts = sorted(story["facts"], key=lambda f: (-f["outlets"], f["id"]))
    outlets = story["outlets"]
    rows = []
    for fact in facts[:FACTS_SHOWN]:
        cells = {cell["outlet"]: cell for cell in fact["cells"]}
        rows.append([_text(fact["text"]), *(_cell(cells.get(outlet), urls) for outlet in outlets)])
    lines = "".join(f"<li>{_text(line['text'])}</li>" for line in story["summary"])
    head = (
        f"“{story['title']}”: {counted(len(story['articles']), 'article')}, "
        f"{counted(len(outlets), 'outlet')}, {story['from'] or 'no date'} to {story['to'] or 'no date'}"
    )
    return _box(
        head, note or story["note"], f"<ul>{lines}</ul>" if lines else "",
        _table(("fact", *outlets), rows) if rows else "",
        _rest(len(facts), FACTS_SHOWN, "fact", "facts"), f"<p>{GAP}</p>" if rows else "",
    )  # fmt: skip


def _cell(cell: Mapping[str, Any] | None, urls: Mapping[str, str | None]) -> str:
    if cell is None:
        return ""
    shown = cell["evidence"] or cell["nearest"]
    said = cell["source"] or cell["differs"]
    word = f"{SHAPES[cell['state']]} {cell['state']}" + (f" ({said})" if said else "")
    held = _text(word)
    if cell["state"] == "untold":
        held = f'<span style="{_GAP}">{held}</span>'
    if shown:
        role = "" if cell["evidence"] else "nearest: "
        tip = escape(role + shortened(shown["text"], 300))
        url = urls.get(shown["article"]) or ""
        if url.startswith(("http://", "https://")):
            address = escape(url)
            held = f'<a href="{address}" title="{tip}" rel="noreferrer noopener">{held}</a>'
        else:
            held = f'<span title="{tip}">{held}</span>'
    return held


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of cells that are markup already."""
    head = "".join(f'<th scope="col" style="{_CELL}">{_text(name)}</th>' for name in heads)
    body = "".join(
        "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in row) + "</tr>" for row in rows
    )
    return f'<table style="{_TABLE}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _text(text: str) -> str:
    """Any text as markup that shows it, in its own direction."""
    return f'<span dir="auto">{escape(" ".join(text.split()))}</span>'


def _rest(total: int, shown: int, one: str, many: str) -> str:
    more = counted(total - shown, f"more {one}", f"more {many}")
    return f"<p>... and {more}</p>" if total > shown else ""


def _box(head: str, note: str | None, *parts: str) -> str:
    noted = f"<p>{_text(note)}</p>" if note else ""
    return f"<div><p><strong>{_text(head)}</strong></p>{noted}{''.join(parts)}</div>"
