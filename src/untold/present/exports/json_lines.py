"""JSON Lines: one finding a line, as ``lines.findings_lines`` has them."""

from __future__ import annotations

import json
from collections import Counter

from untold.present.exports import Exported, Material
from untold.present.exports.lines import findings_lines


def render(material: Material) -> Exported:
    """One JSON object a line, in the document's order; UTF-8."""
    lines = list(findings_lines(material.document))
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return Exported(text.encode(), Counter(line["finding"] for line in lines), {})
