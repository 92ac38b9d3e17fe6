"""The JSON files that ship inside the package: lists of words, weights, measured figures."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any


@cache
def packaged(place: str) -> Any:
    """The content of a JSON file, read once; nobody may change it.

    Args:
        place: the path inside the package, such as ``annotate/data/cues.json``.
    """
    return json.loads((resources.files("untold") / place).read_text("utf-8"))
