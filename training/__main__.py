"""``python -m training [PART...]``: trains what ships, in order, and pins it; all without a part."""

from __future__ import annotations

import argparse

from training.pins import write_pins

PARTS = ("corpus", "same_event", "voices", "reader", "matcher")  # each reads through those before it


def main() -> None:
    """Trains the parts named."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    chosen = parser.parse_args().parts or list(PARTS)
    if unknown := [part for part in chosen if part not in PARTS]:
        parser.error(f"no part {unknown[0]}; there are {', '.join(PARTS)}")
    for part in PARTS:
        if part in chosen:
            _train(part)
            write_pins()


def _train(part: str) -> None:
    if part == "corpus":
        from training.corpus import train_projection, train_rarity

        print(train_rarity())
        print(train_projection())
    elif part == "same_event":
        from training.same_event import main as same_event

        print(same_event())
    elif part == "voices":
        from training.voices import train_voices

        print(train_voices())
    elif part == "reader":
        from training.reader import write_reader

        print(write_reader())
    else:
        from training.matcher import train_matcher

        print(train_matcher())


if __name__ == "__main__":
    main()
