"""Judgements to test with."""

from __future__ import annotations

from typing import Any

from untold.store.judgements import Judgement


def judged(item: str, coder: str, found: str, answer: str | None = None, **more: Any) -> Judgement:
    """A judgement of a cell: right without an answer, wrong (or settled) with another one."""
    verdict = "right" if answer is None else "settled" if found == "unsure" else "wrong"
    values: dict[str, Any] = {"drawn": "all@0.05", "p": 0.01, "story": "s-1", **more}
    return Judgement(
        item=item, coder=coder, kind="cell", verdict=verdict, should_be=answer, found=found, **values
    )
