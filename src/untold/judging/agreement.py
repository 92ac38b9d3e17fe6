"""How far coders agree with each other and with Untold: Krippendorff's alpha, with its interval.

Krippendorff, Content Analysis (4th ed., 2018), ch. 12, for nominal answers. Our own few lines, since
the package that computes it is under the GPL; the tests hold them against it. The interval is a
bootstrap over items (1,000 draws, always the same ones). Alpha is undefined where all answers are
alike: then nothing could have been told apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from untold.model import State
from untold.store.judgements import Judgement

#: Draws of the bootstrap: the ends of a 95 % interval then rest on 25 draws each.
DRAWS = 1000
SEED = 20250310
#: Below so many items judged by both, an interval would promise more than there is.
LEAST = 10

_SAID = frozenset(str(state) for state in State if state.said)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far some coders agree on one question.

    ``alpha`` is 1 for full agreement, 0 for what chance gives; None where it is undefined, and
    ``note`` says why. ``low`` and ``high`` bound it at 95 %, None under ten items. ``items`` counts
    those that at least two of the coders answered, ``same`` the share of pairs of answers alike.
    """

    question: str
    coders: tuple[str, ...]
    items: int
    same: float | None
    alpha: float | None
    low: float | None
    high: float | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """Something that judgements answer: by whom, and what counts as one answer."""

    kind: str
    words: str
    label: Callable[[Judgement], str | None]
    machine: Callable[[str], str | None] | None  # Untold's own answer from what it found


def _verdict(judgement: Judgement) -> str | None:
    return judgement.verdict if judgement.verdict in ("right", "wrong") else None


def _told(state: str | None) -> str | None:
    if state is None or state == State.UNSURE:
        return None
    return "told" if state in _SAID else "untold"


#: Names and figures have no second answer that Untold could have given: for those coders are compared
#: with each other alone.
QUESTIONS = (
    Question("cell", "cells: is the fact told at all?", lambda j: _told(j.answer), _told),
    Question("cell", "cells: in which state?", lambda j: j.answer,
             lambda found: None if found == State.UNSURE else found),
    Question("name", "names: right or wrong?", _verdict, None),
    Question("figure", "figures: right or wrong?", _verdict, None),
)  # fmt: skip

MACHINE = "Untold"


def between_coders(judgements: Iterable[Judgement]) -> list[Agreement]:
    """For each question every two coders, and all of them where there are more than two."""
    given = list(judgements)
    found = []
    for question in QUESTIONS:
        answers = _answers(question, given)
        coders = sorted(answers)
        teams = list(combinations(coders, 2))
        if len(coders) > 2:
            teams.append(tuple(coders))  # type: ignore[arg-type]
        found += [_agreement(question.words, {c: answers[c] for c in team}) for team in teams]
    return [agreement for agreement in found if agreement.items]


def with_machine(judgements: Iterable[Judgement]) -> list[Agreement]:
    """For each question that Untold answers too, every coder beside Untold.

    Untold's answer is the one that the coder judged. Picked cells would flatter or blame it, and gaps
    alone leave no other answer, so that only those count that came up at random among all.
    """
    drawn = [j for j in judgements if j.frame == "all"]
    found = []
    for question in QUESTIONS:
        if question.machine is None:
            continue
        for coder in sorted({j.coder for j in drawn}):
            own = [j for j in drawn if j.coder == coder and j.kind == question.kind]
            pair = _answers(question, own)
            said = {j.item: question.machine(j.found) for j in own}
            pair[MACHINE] = {item: label for item, label in said.items() if label is not None}
            found.append(
                _agreement(question.words, {coder: pair.get(coder, {}), MACHINE: pair[MACHINE]})
            )
    return [agreement for agreement in found if agreement.items]


def alpha(answers: Sequence[Sequence[str | None]]) -> float | None:
    """Krippendorff's alpha of nominal answers; None where it is undefined.

    Args:
        answers: shape (coders, items); None where a coder gave none.
    """
    labels = sorted({label for row in answers for label in row if label is not None})
    if len(labels) < 2:
        return None
    counts = np.array(
        [[sum(row[i] == label for row in answers) for label in labels] for i in range(len(answers[0]))]
    )
    return _alpha(counts)


def _alpha(counts: np.ndarray) -> float | None:
    """From a table of items by labels; None where fewer than two labels are left in pairs.

    One less the ratio of the disagreement seen to that which chance would give, both over the pairs of
    answers to one item.
    """
    paired = counts[counts.sum(1) > 1]
    given = paired.sum(0)
    if (given > 0).sum() < 2:
        return None
    each = paired.sum(1)
    seen = ((each**2 - (paired**2).sum(1)) / (each - 1)).sum()
    by_chance = (given.sum() ** 2 - (given**2).sum()) / (given.sum() - 1)
    return float(1 - seen / by_chance)


def _answers(question: Question, judgements: Iterable[Judgement]) -> dict[str, dict[str, str]]:
    """By coder and item, what each answered."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for judgement in judgements:
        if judgement.kind == question.kind and (label := question.label(judgement)) is not None:
            found[judgement.coder][judgement.item] = label
    return found


def _agreement(words: str, answers: Mapping[str, Mapping[str, str]]) -> Agreement:
    given = [item for coder in answers.values() for item in coder]
    items = sorted({item for item in given if given.count(item) > 1})
    labels = sorted({coder[item] for coder in answers.values() for item in items if item in coder})
    counts = np.array(
        [[sum(c.get(item) == label for c in answers.values()) for label in labels] for item in items]
    ).reshape(len(items), len(labels))
    value = _alpha(counts) if items else None
    low, high = _interval(counts) if len(items) >= LEAST else (None, None)
    note = None
    if items and value is None:
        note = f"undefined: every answer is “{labels[0]}”"
    elif low is None:
        few = len(items) < LEAST
        why = f"fewer than {LEAST} items" if few else "nearly all answers are alike"
        note = f"no interval: {why}"
    return Agreement(words, tuple(answers), len(items), _same(counts), _rounded(value), low, high, note)


def _same(counts: np.ndarray) -> float | None:
    """The share of pairs of answers to one item that are alike."""
    totals = counts.sum(1)
    pairs = float((totals * (totals - 1)).sum())
    return _rounded(float((counts * (counts - 1)).sum()) / pairs) if pairs else None


def _interval(counts: np.ndarray) -> tuple[float | None, float | None]:
    random = np.random.default_rng(SEED)
    drawn = [_alpha(counts[random.integers(0, len(counts), len(counts))]) for _ in range(DRAWS)]
    defined = [value for value in drawn if value is not None]
    # a draw in which all answers are alike has no alpha; where that is common, neither has an interval
    if len(defined) < 0.9 * DRAWS:
        return None, None
    low, high = np.quantile(defined, [0.025, 0.975])
    return _rounded(float(low)), _rounded(float(high))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
