"""Claims that fact-checkers reviewed, from files in schema.org's ClaimReview: facts to ask for.

Only what was claimed, where the review stands and who wrote it are read. The review's rating is never
read: Untold says which outlet told a claim, not whether it is true.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from untold.errors import InputError
from untold.model import LeftOut

TYPE = "ClaimReview"

_ADVICE = "give it a claimReviewed in words, or take it out"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim as its review words it.

    ``id`` is unique in its file: the review's address, or its number. ``review`` is the address of the
    review, ``reviewer`` who wrote it; None where it doesn't say.
    """

    id: str
    text: str
    review: str | None
    reviewer: str | None


def read_claims(path: str | Path) -> tuple[tuple[Claim, ...], tuple[LeftOut, ...]]:
    """The claims of a file in its order, and the reviews that name none.

    The file is JSON or JSON-LD that holds ClaimReviews at any depth (one, a list, an ``@graph``, a data
    feed), or JSON Lines of these. A claim reviewed twice is there twice, each with its review.

    Raises:
        InputError: the file is no JSON, or holds no ClaimReview.
        OSError: the file can't be read.
    """
    claims: list[Claim] = []
    left: list[LeftOut] = []
    number = 0
    for place, value in _values(Path(path)):
        for review in _reviews(value):
            number += 1
            text = _words(_field(review, "claimReviewed"))
            if text is None:
                left.append(
                    LeftOut(f"{place}, review {number}", "a ClaimReview without a claim", _ADVICE)
                )
                continue
            address = _address(review)
            taken = address is None or any(claim.id == address for claim in claims)
            name = str(number) if address is None else f"{address}#{number}" if taken else address
            claims.append(Claim(name, text, address, _author(review)))
    if not number:
        raise InputError(
            f'{path}: holds no ClaimReview; write {{"@type": "ClaimReview", "claimReviewed": "..."}}'
        )
    return tuple(claims), tuple(left)


def _values(path: Path) -> Iterator[tuple[str, Any]]:
    """The file as one JSON value, or each of its lines, with its place."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 (byte {error.start}); convert it") from None
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield from _lines(path, text, error)
    else:
        yield str(path), whole


def _lines(path: Path, text: str, whole: Exception) -> Iterator[tuple[str, Any]]:
    """JSON Lines; where already the first line is none, the file as a whole is at fault."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield f"{path}:{number}", json.loads(line)
        except (ValueError, RecursionError) as error:
            if number == 1:
                raise InputError(f"{path}: is not JSON ({whole}); save it as JSON or JSON-LD") from None
            raise InputError(f"{path}:{number}: is not JSON ({error}); correct the line") from None


def _reviews(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of that type, outermost first, in the order of the file."""
    waiting = [value]
    while waiting:
        held = waiting.pop()
        if isinstance(held, dict):
            if TYPE in {_local(name) for name in _listed(_field(held, "@type"))}:
                yield held
            waiting.extend(reversed(held.values()))
        elif isinstance(held, list):
            waiting.extend(reversed(held))


def _local(name: Any) -> str:
    """A type's or a key's name without its vocabulary: schema:ClaimReview is ClaimReview."""
    text = str(name)
    return text[max(text.rfind(mark) for mark in ":/#") + 1 :]


def _field(held: dict[str, Any], name: str) -> Any:
    """The value under a name, with or without a vocabulary before it."""
    if name in held or name.startswith("@"):
        return held.get(name)
    return next((value for key, value in held.items() if _local(key) == name), None)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _words(value: Any) -> str | None:
    """A text, or the first of several, that says anything; on one line."""
    for held in _listed(value):
        text = held.get("@value") if isinstance(held, dict) else held
        if isinstance(text, str) and text.strip():
            return " ".join(text.split())
    return None


def _address(review: dict[str, Any]) -> str | None:
    for value in (_field(review, "url"), review.get("@id")):
        for held in _listed(value):
            found = _words(held.get("@id") if isinstance(held, dict) else held)
            if found is not None:
                return found
    return None


def _author(review: dict[str, Any]) -> str | None:
    for held in _listed(_field(review, "author")):
        if (name := _words(_field(held, "name") if isinstance(held, dict) else held)) is not None:
            return name
    return None
