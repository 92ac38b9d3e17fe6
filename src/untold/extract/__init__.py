"""What an input wrote becomes articles: body, metadata, date, language, and whether it is readable."""

from __future__ import annotations

from untold.extract.articles import MAX_TEXT, NO_OUTLET, extract, unique

__all__ = ["MAX_TEXT", "NO_OUTLET", "extract", "unique"]
