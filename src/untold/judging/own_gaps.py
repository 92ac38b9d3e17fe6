"""What a user's own judgements say of the gaps called, and which threshold they support."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from untold.compare.calibration import limits, rates
from untold.model import State
from untold.store.judgements import Judgement

SURETY = 0.95
_SAID = frozenset(str(state) for state in State if state.said)


@dataclass(frozen=True, slots=True)
class Share:
    """``wrong`` of ``of``, with the share's exact 95 % interval (Clopper and Pearson 1934).

    The interval takes the cells for independent. Those of one story are alike: the fewer the
    ``stories``, the wider it truly is.
    """

    wrong: int
    of: int
    stories: int
    share: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the shipped thresholds on the user's cells: gaps at most this probable, and how many err.

    ``bound`` is what the share of wrong gaps stays under, at 95 % over all candidates together.
    """

    max_false_gaps: float
    threshold: float
    cells: Share
    bound: float


@dataclass(frozen=True, slots=True)
class OwnGaps:
    """What the user's own cells say.

    ``gaps`` is the share of judged gaps that were wrong, of cells that came up at random; ``picked``
    that of cells the user picked, which measures nothing and is shown for what it is. ``allowed`` is
    the share now set; ``supported`` the loosest candidate, not above the threshold now in force,
    whose bound stays within it, None where there is none. ``needed`` counts the gaps that would do
    if not one of them were wrong.
    """

    allowed: float
    gaps: Share
    picked: Share
    open: int
    candidates: tuple[Candidate, ...]
    supported: Candidate | None
    needed: int


def own_gaps(judgements: Iterable[Judgement], allowed: float) -> OwnGaps:
    """The measure of wrong gaps on a user's own cells.

    Args:
        judgements: all of them; those of cells that Untold called untold are used.
        allowed: the share of wrong gaps the user allows, one that was measured.

    A cell that several coders judged is wrong where at least half of them say so. A threshold is tried
    on the cells alone that came up while it, or a looser one, was in force: under a stricter one the
    cells between the two were no gaps and could not come up.
    """
    called = [j for j in judgements if j.kind == "cell" and j.found == State.UNTOLD and j.p is not None]
    drawn = [j for j in called if j.frame]
    settings = [rate for rate in rates() if rate <= allowed + 1e-9]
    candidates = tuple(
        _candidate(rate, [j for j in drawn if j.setting >= rate - 1e-9], len(settings))
        for rate in settings
    )
    supported = [c for c in candidates if c.bound <= allowed]
    return OwnGaps(
        allowed=allowed,
        gaps=_share(_cells(drawn)),
        picked=_share(_cells(j for j in called if not j.frame)),
        open=len({j.item for j in called if j.verdict == "open"}),
        candidates=candidates,
        supported=supported[-1] if supported else None,
        needed=needed(allowed, len(settings)),
    )


def needed(allowed: float, candidates: int) -> int:
    """How many gaps, none of them wrong, keep the bound within the share allowed."""
    return math.ceil(math.log((1 - SURETY) / candidates) / math.log(1 - allowed))


def interval(wrong: int, of: int) -> tuple[float, float]:
    """The exact two-sided 95 % interval of a share; 0 to 1 where nothing was counted."""
    from scipy.stats import beta

    tail = (1 - SURETY) / 2
    low = float(beta.ppf(tail, wrong, of - wrong + 1)) if wrong else 0.0
    high = float(beta.ppf(1 - tail, wrong + 1, of - wrong)) if wrong < of else 1.0
    return round(low, 4), round(high, 4)


def upper_bound(wrong: int, of: int, chance: float) -> float:
    """What a share stays under, but for that chance; 1 where nothing was counted."""
    from scipy.stats import beta

    return float(beta.ppf(1 - chance, wrong + 1, of - wrong)) if wrong < of else 1.0


@dataclass(frozen=True, slots=True)
class _Cell:
    p: float
    wrong: bool
    story: str


def _cells(judgements: Iterable[Judgement]) -> list[_Cell]:
    """One for each cell that somebody decided."""
    by_item: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if judgement.verdict in ("right", "wrong"):
            by_item[judgement.item].append(judgement)
    return [
        _Cell(
            max(j.p or 0.0 for j in given),
            2 * sum(_told(j) for j in given) >= len(given),
            given[0].story,
        )
        for _, given in sorted(by_item.items())
    ]


def _told(judgement: Judgement) -> bool:
    return judgement.verdict == "wrong" and judgement.should_be in _SAID


def _share(cells: Sequence[_Cell]) -> Share:
    wrong = sum(cell.wrong for cell in cells)
    stories = len({cell.story for cell in cells})
    share = round(wrong / len(cells), 4) if cells else None
    return Share(wrong, len(cells), stories, share, *interval(wrong, len(cells)))


def _candidate(rate: float, drawn: Iterable[Judgement], tried: int) -> Candidate:
    threshold = limits(rate, "stated").untold
    below = [cell for cell in _cells(drawn) if cell.p <= threshold]
    # Bonferroni: one of several thresholds is picked by the same cells
    bound = upper_bound(sum(c.wrong for c in below), len(below), (1 - SURETY) / tried)
    return Candidate(rate, threshold, _share(below), round(bound, 4))
