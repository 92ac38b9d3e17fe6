"""Where the development data lies: `UNTOLD_DATA`, or `../shared/data` beside the checkout."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def data_folder() -> Path | None:
    """The folder of the development data, or None where this machine has none."""
    named = os.environ.get("UNTOLD_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    return folder if folder.is_dir() else None


def read_lines(name: str) -> Iterator[dict[str, Any]]:
    """Records of a ``.jsonl`` or ``.jsonl.gz`` file of the data folder.

    Raises:
        FileNotFoundError: this machine has no development data.
    """
    folder = data_folder()
    if folder is None:
        raise FileNotFoundError("no development data: set UNTOLD_DATA to the folder that holds it")
    path = folder / name
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
