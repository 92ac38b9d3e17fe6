"""Untold: what each outlet told about an event, and what it left untold.

Importing it is light: each name below is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from untold.errors import UntoldError as UntoldError
    from untold.model import Article as Article
    from untold.model import Evidence as Evidence
    from untold.model import Span as Span
    from untold.model import State as State
    from untold.project import Project as Project
    from untold.project import open_project as open  # noqa: A004

_WHERE = {
    "Article": ("untold.model", "Article"),
    "Evidence": ("untold.model", "Evidence"),
    "Project": ("untold.project", "Project"),
    "Span": ("untold.model", "Span"),
    "State": ("untold.model", "State"),
    "UntoldError": ("untold.errors", "UntoldError"),
    "open": ("untold.project", "open_project"),
}

__all__ = [
    "Article",
    "Evidence",
    "Project",
    "Span",
    "State",
    "UntoldError",
    "__version__",
    "open",
]


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'untold' has no attribute {name!r}")
    module, attribute = _WHERE[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return __all__
