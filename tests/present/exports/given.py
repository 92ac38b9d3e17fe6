"""What the exports are tested on: the invented flood with its hostile words."""

from __future__ import annotations

from tests.present import sample as flood
from untold.present import exports
from untold.present.exports import Exported, Material


def material() -> Material:
    """The flood's document and articles."""
    _, articles, _ = flood.parts()
    return Material(flood.sample(), articles)


def exported(name: str) -> Exported:
    """The flood in that format."""
    return exports.render(name, material())
