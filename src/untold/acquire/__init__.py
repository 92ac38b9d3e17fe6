"""Files, tables and standard input: bytes become articles-to-be, and nothing is dropped silently."""

from __future__ import annotations

from untold.acquire.files import acquire, acquire_stream
from untold.acquire.raw import COLUMNS, Raw

__all__ = ["COLUMNS", "Raw", "acquire", "acquire_stream"]
