"""Records of the development data as articles."""

from __future__ import annotations

from typing import Any

from untold.model import Article


def article_of(record: dict[str, Any]) -> Article:
    """A record with the fields id, text and, if known, outlet, title, published and story."""
    return Article(
        id=record["id"] or "",
        outlet=record.get("outlet") or "",
        title=record.get("title") or "",
        text=record["text"] or "",
        published=record.get("published"),
        story=record.get("story"),
    )
