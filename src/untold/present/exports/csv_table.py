"""CSV: a row per finding and outlet, safe to open in a spreadsheet, and read back without loss."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from untold.present.exports import Exported, Material
from untold.present.exports.rows import COLUMNS, rows

# What makes a spreadsheet take a cell for a formula, also after spaces and in full width (OWASP, CSV
# injection). A quotation mark before it counts too, so that `unguard` undoes `guard` and nothing else.
_FORMULA = re.compile(r"[\s']*[=+\-@\t\r\n＝＋－＠]")


def render(material: Material) -> Exported:
    """UTF-8 without a byte-order mark, commas, lines ending in CR LF (RFC 4180), a head first.

    A text that a spreadsheet could take for a formula has a single quotation mark before it.
    """
    stream = io.StringIO(newline="")
    table = csv.writer(stream, lineterminator="\r\n")
    table.writerow(COLUMNS)
    count: Counter[str] = Counter()
    for row in rows(material.document):
        table.writerow(guard(v) if isinstance(v, str) else v for v in row.values())
        count[row["finding"]] += 1
    return Exported(stream.getvalue().encode(), count, {})


def guard(text: str) -> str:
    """The text with a single quotation mark before it where a spreadsheet could run it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """What `guard` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
