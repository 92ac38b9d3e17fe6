"""A measured figure, and the table of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of one task on one data set.

    ``trivial`` is what a method without any understanding reaches on the same data, ``trivial_name``
    says which; ``size`` says how much was measured ("1,081 cells"); ``labels`` who made the gold.
    Higher is better unless ``lower_is_better``. ``interval`` is the 95 % interval of ``ours``, where
    it was drawn. ``key`` names it in ``floors.json``.
    """

    task: str
    data: str
    size: str
    measure: str
    trivial_name: str
    trivial: float
    ours: float
    labels: str
    lower_is_better: bool = False
    interval: tuple[float, float] | None = None

    @property
    def key(self) -> str:
        """The name under which its floor is kept."""
        return f"{self.task}/{self.data}/{self.measure}"
