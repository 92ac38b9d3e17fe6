"""What a layer and a comparison are, and how they are found.

An analysis is one file in ``annotate/`` or ``compare/``: its record type, one pure function and its
``SPEC``. From the spec come the CLI choice, the ledger entry, the storage and the contract tests.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from untold.model import Story

if TYPE_CHECKING:
    from untold.annotate.reading import Reading


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose. Every field is part of the ledger's fingerprint.

    ``max_false_gaps`` is the share of the cells called ``untold`` that may be wrong, as measured on
    stories left out when it was set. ``stories`` is ``found`` (by grouping) or ``given`` (the input's
    own column). ``groups`` holds pairs of outlet and the group that the user puts it into, sorted;
    none by default. ``actors`` holds the
    user's own actors: name, aliases and terms, sorted by name.
    """

    max_false_gaps: float = 0.05
    stories: str = "found"
    groups: tuple[tuple[str, str], ...] = ()
    actors: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """An annotation of single articles. ``find`` is pure; ``models`` names entries of models/."""

    name: str
    version: int
    record: type[Any]
    find: Callable[[Reading], Iterable[Any]]
    summary: str
    needs: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison inside one story. ``needs`` names layers, ``after`` other comparisons.

    ``reads`` names the settings that its result depends on: it is handed no others, and is made anew
    when one of them changes.
    """

    name: str
    version: int
    record: type[Any]
    compare: Callable[[Story, Settings], Iterable[Any]]
    summary: str
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    reads: tuple[str, ...] = ("max_false_gaps", "stories")

    def settings(self, settings: Settings) -> Settings:
        """The settings it may see; all others are the defaults."""
        return Settings(**{name: getattr(settings, name) for name in self.reads})


@cache
def _discover(package: str, kind: type[Any]) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    root = importlib.import_module(package)
    for module_info in sorted(pkgutil.iter_modules(root.__path__), key=lambda m: m.name):
        module = importlib.import_module(f"{package}.{module_info.name}")
        spec = getattr(module, "SPEC", None)
        if isinstance(spec, kind):
            if spec.name in found:
                raise ValueError(f"two analyses are named {spec.name!r} in {package}")
            found[spec.name] = spec
    return found


def layers() -> Mapping[str, Layer]:
    """Every layer of ``untold.annotate`` by name, in the order of their files."""
    return _discover("untold.annotate", Layer)


def comparisons() -> Mapping[str, Comparison]:
    """Every comparison of ``untold.compare`` by name, each after those it builds on.

    Raises:
        ValueError: a comparison names one that does not exist, or they go round in a circle.
    """
    specs = _discover("untold.compare", Comparison)
    ordered: dict[str, Comparison] = {}
    waiting = dict(specs)
    while waiting:
        ready = [name for name, spec in waiting.items() if set(spec.after) <= set(ordered)]
        if not ready:
            raise ValueError(f"comparisons that wait for each other: {sorted(waiting)}")
        for name in sorted(ready):
            ordered[name] = waiting.pop(name)
    return ordered
