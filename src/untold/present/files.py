"""A file that is there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: str | Path, data: bytes) -> None:
    """Write a file so that nobody ever finds half of it, and one that was there stays until then.

    It is written beside its place under another name, then renamed. What is no plain file (a pipe, a
    terminal) is written to as it is.

    Raises:
        OSError: the folder or the disk takes no more; no half of a file is left.
    """
    place = Path(path).resolve()  # a link stays a link
    if place.exists() and not place.is_file():
        place.write_bytes(data)
        return
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(place)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
