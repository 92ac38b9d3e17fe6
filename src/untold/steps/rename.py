"""Another name for an outlet: "example.org" and "The Example" are one, if the user says so."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from untold.errors import UsageError
from untold.steps import Run

if TYPE_CHECKING:
    from untold.store.database import Store

#: The key of the project's note of outlets that got another name: old name to new.
NAMES = "outlet_names"


def renamed_outlets(store: Store) -> dict[str, str]:
    """Old names of outlets to new ones, as the user has given them."""
    kept: dict[str, str] = json.loads(store.meta(NAMES) or "{}")
    return kept


def rename_outlet(run: Run, old: str, new: str) -> int:
    """Give an outlet another name, or that of another outlet to join the two; the articles changed.

    Later input under the old name gets the new one. What depends on the articles' outlet is redone by
    the next run. Its group goes with it, unless the new name is in one.

    Raises:
        UsageError: there is no such outlet, or the new name is empty.
    """
    new = " ".join(new.split())
    if not new:
        raise UsageError("the outlet's new name is empty; write one")
    articles = [article for article in run.store.articles() if article.outlet == old]
    if not articles:
        raise UsageError(f"no outlet {old!r} here; see: untold list outlets")
    if new == old:
        return 0
    names = {
        name: new if target == old else target for name, target in renamed_outlets(run.store).items()
    }
    names = {name: target for name, target in {**names, old: new}.items() if name != target}
    groups = dict(run.settings.groups)
    if old in groups:
        groups.setdefault(new, groups.pop(old))
        groups.pop(old, None)
    settings = replace(run.settings, groups=tuple(sorted(groups.items())))
    run.store.replace_articles(
        [replace(article, outlet=new) for article in articles],
        {
            NAMES: json.dumps(names, ensure_ascii=False, sort_keys=True),
            "settings": json.dumps(asdict(settings), sort_keys=True),
        },
    )
    return len(articles)
