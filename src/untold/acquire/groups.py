"""The user's groups of outlets, from a CSV file with the columns outlet and group."""

from __future__ import annotations

import csv
from pathlib import Path

from untold.errors import InputError

COLUMNS = ("outlet", "group")


def read_groups(path: str | Path) -> tuple[tuple[str, str], ...]:
    """Pairs of outlet and group, sorted; none for a file that holds the header alone.

    Untold ships no groups and puts no outlet into one: whoever compares groups has drawn them up.

    Raises:
        InputError: a column is missing, a value is empty, or an outlet is in two groups.
        OSError: the file can't be read.
    """
    found: dict[str, str] = {}
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            if missing := [c for c in COLUMNS if c not in (rows.fieldnames or ())]:
                raise InputError(
                    f"{path}: no column {missing[0]!r}; the first line must be outlet,group"
                )
            for row in rows:
                outlet, group = ((row[column] or "").strip() for column in COLUMNS)
                place = f"{path}:{rows.line_num}"
                if not outlet or not group:
                    raise InputError(f"{place}: write an outlet and its group, or take the line out")
                if found.setdefault(outlet, group) != group:
                    raise InputError(
                        f"{place}: {outlet!r} is in {found[outlet]!r} already; keep one line"
                    )
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except csv.Error as error:
        raise InputError(f"{path}: no CSV ({error}); the first line must be outlet,group") from None
    return tuple(sorted(found.items()))
