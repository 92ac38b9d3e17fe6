"""What people say of findings: kept beside them, and never overwritten by a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy import Connection, and_, delete, insert, inspect, select

from untold.store.database import Store
from untold.store.tables import judgement

ItemKind = Literal["cell", "name", "figure"]
Verdict = Literal["right", "wrong", "settled", "open"]

KINDS: tuple[ItemKind, ...] = ("cell", "name", "figure")
#: What findings come up at random among.
FRAMES = ("all", "gaps")
#: ``settled`` answers a cell that Untold itself left unsure; ``open`` is "can't tell".
VERDICTS: tuple[Verdict, ...] = ("right", "wrong", "settled", "open")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One coder's word on one finding, and the finding as it stood then.

    ``item`` names the finding (`untold.judging.items`). ``should_be`` is the coder's own answer where
    the finding is wrong or was left unsure. ``drawn`` tells among what the finding came up at random,
    and at which allowed share of wrong gaps: ``all@0.05`` among all of its kind, ``gaps@0.05`` among
    the gaps; empty where it was picked, so that it counts in no measured share. ``blind`` tells that
    the coder saw no other judgement. ``found`` is what Untold said, ``p`` the probability behind it,
    ``quote`` the sentence it showed.
    """

    item: str
    coder: str
    kind: ItemKind
    verdict: Verdict
    should_be: str | None = None
    note: str = ""
    drawn: str = ""
    blind: bool = False
    story: str = ""
    outlet: str = ""
    what: str = ""
    found: str = ""
    p: float | None = None
    article: str | None = None
    quote: str | None = None

    @property
    def frame(self) -> str:
        """Among what it came up at random: ``all``, ``gaps``, or empty where it was picked."""
        return self.drawn.partition("@")[0]

    @property
    def setting(self) -> float:
        """The share of wrong gaps that was allowed when it came up; 0 where it was picked."""
        return float(self.drawn.partition("@")[2] or 0)

    @property
    def answer(self) -> str | None:
        """What the coder holds to be so: the finding where it is right; None where they can't tell."""
        if self.verdict == "open":
            return None
        return self.found if self.verdict == "right" else self.should_be


class Judgements:
    """The judgements in a project's file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Judgement]:
        """Every judgement, sorted by kind, item and coder."""
        with self._store.transaction() as connection:
            if not inspect(connection).has_table(judgement.name):
                return []
            rows = connection.execute(select(judgement)).mappings().all()
        found = [_read(row) for row in rows]
        return sorted(found, key=lambda j: (j.kind, j.item, j.coder))

    def put(self, judgements: Iterable[Judgement]) -> None:
        """Keep these; one of the same item and coder takes the place of the one before."""
        rows = [asdict(j) for j in judgements]
        with self._writing() as connection:
            for row in rows:
                connection.execute(delete(judgement).where(_same(row["item"], row["coder"])))
            if rows:
                connection.execute(insert(judgement), rows)

    def take_back(self, item: str, coder: str) -> bool:
        """Forget one judgement; whether there was one."""
        with self._writing() as connection:
            gone = connection.execute(delete(judgement).where(_same(item, coder)))
            return bool(gone.rowcount)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._store.transaction() as connection:
            judgement.create(connection, checkfirst=True)  # a file made before there were judgements
            yield connection


def _same(item: str, coder: str) -> Any:
    return and_(judgement.c.item == item, judgement.c.coder == coder)


def _read(row: Any) -> Judgement:
    return Judgement(**{**row, "blind": bool(row["blind"])})
