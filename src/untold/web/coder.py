"""Who judges, and whether blind: kept in the browser, since the app has no accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from fastapi import Request
from starlette.responses import Response

from untold.errors import UsageError
from untold.store.judgements import Judgement

COOKIE = "untold_coder"
#: Longer names would break tables.
LONGEST = 60
#: A year, in seconds: a study lasts longer than a browser's window.
_KEPT = 31_536_000


@dataclass(frozen=True, slots=True)
class Coder:
    """Who judges; no name while nobody has said. ``blind``: is shown no other coder's judgements."""

    name: str = ""
    blind: bool = False

    def sees(self, judgements: Iterable[Judgement]) -> list[Judgement]:
        """Those that this coder may see: all, or one's own."""
        return [j for j in judgements if not self.blind or j.coder == self.name]


def coder_of(request: Request) -> Coder:
    """Who judges in this browser."""
    blind, _, name = request.cookies.get(COOKIE, "").partition("~")
    return Coder(unquote(name), blind == "blind") if name else Coder()


def remember(response: Response, name: str, blind: bool) -> None:
    """Keep who judges, for this browser.

    Raises:
        UsageError: the name is empty, too long, or Untold's own.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise UsageError(f"a coder's name has 1 to {LONGEST} characters; write another")
    if name.lower() == "untold":
        raise UsageError("that is the machine's name in the tables; take another")
    value = f"{'blind' if blind else 'open'}~{quote(name, safe='')}"
    response.set_cookie(COOKIE, value, max_age=_KEPT, httponly=True, samesite="strict")
