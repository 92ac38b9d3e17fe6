"""Records to JSON and back by their type hints; arrays to the bytes of a ``.npy`` file and back.

What is read back equals what was written, so a run that goes on after a break gives the same bytes as
one that never stopped.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cache
from types import GenericAlias
from typing import Any

import numpy as np
from pydantic import TypeAdapter

#: An encoded layer: JSON text of its records, or an array's bytes.
Payload = str | bytes
#: A record type. (mypy does not take ``type[Any]`` for a key of a cache.)
Kind = Any


@cache
def _adapter(kind: Kind, many: bool = False) -> TypeAdapter[Any]:
    shape: Any = GenericAlias(tuple, (kind, ...)) if many else kind
    return TypeAdapter(shape)


def encode_record(kind: Kind, record: Any) -> str:
    """One record as JSON text.

    Raises:
        ValueError: the record is not of that kind, or a field does not keep its type hint.
    """
    if not isinstance(record, kind):
        raise ValueError(f"a {kind.__name__} was promised, not a {type(record).__name__}")
    payload = _adapter(kind).dump_json(record, warnings="error").decode()
    if decode_record(kind, payload) != record:
        raise ValueError(f"a {kind.__name__} that does not keep its types: {record}"[:500])
    return payload


def decode_record(kind: Kind, payload: str) -> Any:
    """The record that `encode_record` wrote."""
    return _adapter(kind).validate_json(payload)


def encode_layer(kind: Kind, records: Any) -> Payload:
    """All records of one layer for one article, or its array.

    Raises:
        ValueError: as `encode_record`.
    """
    if kind is np.ndarray:
        buffer = io.BytesIO()
        np.save(buffer, np.asarray(records), allow_pickle=False)
        return buffer.getvalue()
    return f"[{','.join(encode_record(kind, record) for record in records)}]"


def decode_layer(kind: Kind, payload: Payload) -> Any:
    """What `encode_layer` was given: a tuple of records, or the array."""
    if isinstance(payload, bytes):
        return np.load(io.BytesIO(payload), allow_pickle=False)
    return _adapter(kind, many=True).validate_json(payload)


def encode_findings(kind: Kind, records: Iterable[Any]) -> tuple[str, ...]:
    """Each finding as JSON text.

    Raises:
        ValueError: as `encode_record`.
    """
    return tuple(encode_record(kind, record) for record in records)


def decode_findings(kind: Kind, payloads: Iterable[str]) -> tuple[Any, ...]:
    """What `encode_findings` was given."""
    return tuple(decode_record(kind, payload) for payload in payloads)
