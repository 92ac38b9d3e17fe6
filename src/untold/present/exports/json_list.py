"""JSON: the same objects as in JSON Lines, as one list."""

from __future__ import annotations

import json
from collections import Counter

from untold.present.exports import Exported, Material
from untold.present.exports.lines import findings_lines


def render(material: Material) -> Exported:
    """One JSON list, indented; UTF-8."""
    lines = list(findings_lines(material.document))
    text = json.dumps(lines, ensure_ascii=False, indent=1) + "\n"
    return Exported(text.encode(), Counter(line["finding"] for line in lines), {})
