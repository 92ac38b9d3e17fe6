"""``python -m training``: trains everything that ships, in order, and pins it."""

from __future__ import annotations

from training.corpus import train_projection, train_rarity
from training.pins import write_pins

if __name__ == "__main__":
    print(train_rarity())
    print(train_projection())
    write_pins()  # the matcher reads through the two above
    from training.matcher import train_matcher

    print(train_matcher())
    print(write_pins())
