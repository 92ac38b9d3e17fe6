"""How common told cells are in a story, and what that asks of a told cell."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from untold.compare import finding
from untold.compare.base_rate import share_told, told_from

TAUGHT = 0.5


def _probabilities(share: float, count: int) -> np.ndarray:
    """What a matcher taught where half is told says of cells of which ``share`` is told."""
    rng = np.random.default_rng(1)
    told = rng.random(count) < share
    odds = rng.normal(
        np.where(told, 2.0, -2.0), 2.0
    )  # log odds with like scatter, calibrated at a half
    return 1 / (1 + np.exp(-odds))


@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 0.8])
def test_the_share_is_found_from_probabilities_alone(share: float) -> None:
    assert share_told(_probabilities(share, 4_000), TAUGHT) == pytest.approx(share, abs=0.03)


def test_where_told_cells_are_rare_a_surer_one_is_asked() -> None:
    limits = [told_from(_probabilities(share, 2_000), 0.9) for share in (0.5, 0.2, 0.05, 0.01)]
    assert limits == sorted(limits)
    assert limits[0] < 0.92
    assert limits[-1] > 0.98


def test_what_is_asked_leaves_as_few_wrong_as_elsewhere() -> None:
    rng = np.random.default_rng(2)
    told = rng.random(50_000) < 0.03
    p = 1 / (1 + np.exp(-rng.normal(np.where(told, 2.0, -2.0), 2.0)))
    wrong = 1 - told[p >= 0.9].mean()
    assert wrong > 0.4
    assert 1 - told[p >= told_from(p, 0.9)].mean() < 0.1


def test_without_cells_nothing_changes() -> None:
    taught = float(finding.matcher_file()["taught"])
    assert share_told([], taught) == taught
    assert told_from([], 0.9) == pytest.approx(0.9)


@given(st.lists(st.floats(0, 1), max_size=60), st.floats(0.05, 0.95))
def test_never_lower_and_never_out_of_reach(p: list[float], limit: float) -> None:
    assert limit <= told_from(p, limit) < 1
