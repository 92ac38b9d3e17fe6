"""The numbers that decide what is one story, in one place, so that evals can choose them anew."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numbers:
    """What decides between one event and two. The defaults are the one setting for all data.

    Chosen on stories/giveme5w1h, stories/ecbplus, five coded events of outlets/fakes and labelled
    pairs of near neighbours; what they reach where they weren't chosen is in
    docs/04-stories-and-copies.md.

    Attributes:
        least_mean: the lowest mean likeness at which two groups still merge.
        least_share: the lowest share of the mean likeness inside the tighter of the two.
        split_below: a group is two stories where its best normalised cut is below this.
        time_scale: days after which most of the weight of nearness in time is gone.
        time_floor: what is left of likeness between articles far apart: dates are wrong too often,
            and stories too long, to forbid anything.
        kind_rank: what an article has in common with its kind is its likeness to the article of this
            rank among those of other days: fewer may be the same long story.
    """

    least_mean: float = 0.095
    least_share: float = 0.3
    split_below: float = 0.5
    time_scale: float = 4.0
    time_floor: float = 0.55
    kind_rank: int = 12


NUMBERS = Numbers()
