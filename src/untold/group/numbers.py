"""The numbers that decide what is one story, in one place, so that evals can choose them anew."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Weights:
    """What each piece of evidence that a pair is on one event counts, in log-odds: a logistic
    regression on labelled pairs, made by ``python -m training same_event``.

    Attributes:
        alike: of the logarithm of the cosine of their words.
        near: of nearness in time, 0 to 1.
        kind: of what their kind of event explains of their likeness, times 10.
        best: of the logarithm of their likeness as a share of the likeness that the one of the two
            which has the less alike best match has to that match.
        figures: of the root of the cosine of their numbers.
        title: of the share of the words of one's title that the other has too, the lower of the two.
        start: where all of these are 0.
    """

    alike: float
    near: float
    kind: float
    best: float
    figures: float
    title: float
    start: float


#: As trained on all labelled pairs; what they reach where pairs were left out stands in
#: docs/04-stories-and-copies.md.
SAME_EVENT = Weights(1.31, 3.68, -1.75, 1.36, 1.21, 2.18, 1.34)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What decides between one event and two. The defaults are the one setting for all data.

    Chosen on stories/giveme5w1h, stories/ecbplus and labelled look-alikes; what they reach where
    they weren't chosen is in docs/04-stories-and-copies.md.

    Attributes:
        weights: of the evidence that two articles are on one event.
        evenness: log-odds are divided by this before they are averaged as probabilities: labels are of
            single pairs, and the pairs of one story don't vouch for it independently.
        least_mean: the lowest mean probability at which two groups still merge.
        doubt: a mean counts as over so many pairs more, of probability 0: a single pair has to be
            likelier than a mean of many.
        least_share: the lowest share of the mean inside the tighter of the two.
        split_below: a group is two stories where its best normalised cut is below this.
        time_scale: days after which most of the weight of nearness in time is gone.
        undated: nearness in time of articles of which one has no day of its own, at most.
        kind_rank: what an article has in common with its kind is its likeness to the article of this
            rank among those of other days: fewer may be the same long story.
    """

    weights: Weights = field(default=SAME_EVENT)
    evenness: float = 2.5
    least_mean: float = 0.38
    doubt: float = 0.85
    least_share: float = 0.55
    split_below: float = 0.5
    time_scale: float = 4.0
    undated: float = 0.25
    kind_rank: int = 12


NUMBERS = Numbers()
