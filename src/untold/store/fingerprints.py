"""What a result depends on, as one hash: where it is unchanged, the work is not done again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from typing import Any

from untold.analysis import Settings, comparisons, layers
from untold.model import Passage


def digest(*parts: Any) -> str:
    """SHA-256 (hex) of plain values: strings, numbers, None, lists and mappings of them."""
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def models_digest(keys: Iterable[str]) -> str:
    """One hash over the bytes of the pinned models with these keys."""
    from untold.models import pins

    return digest([[key, pins()[key].digest] for key in sorted(keys)])


@cache
def layer_revision(name: str) -> str:
    """A layer's version, models and those of every layer that it needs."""
    spec = layers()[name]
    needs = [layer_revision(need) for need in sorted(spec.needs)]
    return digest(name, spec.version, models_digest(spec.models), needs)


def layer_fingerprint(name: str, article_hash: str) -> str:
    """What the records of one layer for one article depend on."""
    return digest(layer_revision(name), article_hash)


@cache
def comparison_revision(name: str, settings: Settings) -> str:
    """A comparison's version, models and the settings it reads, and those of all that it builds on."""
    spec = comparisons()[name]
    needs = [layer_revision(need) for need in sorted(spec.needs)]
    after = [comparison_revision(other, settings) for other in sorted(spec.after)]
    read = {key: asdict(settings)[key] for key in sorted(spec.reads)}
    return digest(name, spec.version, models_digest(spec.models), needs, after, read)


def story_digest(
    article_hashes: Mapping[str, str],
    copies: Mapping[str, str],
    passages: Iterable[Passage],
    outlets: Mapping[str, tuple[str | None, str | None]],
    closed: Mapping[str, tuple[str, ...]],
    failures: Mapping[str, str],
) -> str:
    """What a story holds, as the comparisons see it; ``failures`` by article id."""
    return digest(
        sorted(article_hashes.items()),
        sorted(copies.items()),
        [asdict(passage) for passage in passages],
        sorted(outlets.items()),
        sorted(closed.items()),
        sorted(failures.items()),
    )
