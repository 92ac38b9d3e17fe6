"""A small invented story, annotated once, for the tests of comparisons."""

from __future__ import annotations

from functools import cache

from evals.gold import known_layers
from untold.annotate.reading import Reading
from untold.compare.facts import SPEC
from untold.model import Article, Readability, Story

FIRE = "A fire destroyed the grain store on the Lower Quay of Port Maren early on Tuesday."
TOLL = "Nine dockers were killed, the harbour office said."
GATES = "The gates of the quay had been locked from outside, two survivors said."

ARTICLES = (
    Article(
        "a1", "Maren Tribune", "Nine dead in Port Maren store fire", f"{FIRE} {TOLL} {GATES}",
        published="2025-05-06",
    ),
    Article(
        "b1", "Coast Courier", "Blaze at Port Maren",
        f"Flames tore through the grain store at the Lower Quay of Port Maren on Tuesday. {TOLL} "
        "The mayor promised new hydrants. Firemen needed six hours to put the flames out.",
        published="2025-05-07",
    ),
    Article(
        "c1", "Selene Radio", "Smoke over Port Maren",
        "Smoke was seen over Port Maren in the night. Nobody could say where it came from.",
        published="2025-05-05",
    ),
    Article(
        "d1", "Northern Post", "Store fire", "Subscribe to go on reading.",
        published="2025-05-07", readability=Readability.STUB, reason="a paywall notice",
    ),
)  # fmt: skip


@cache
def fire_story(articles: tuple[Article, ...] = ARTICLES) -> Story:
    """The articles as a story, with the layers that facts need."""
    readings = {article.id: Reading(article) for article in articles}
    layers = {
        layer: {name: reading.records(layer) for name, reading in readings.items()}
        for layer in known_layers(SPEC.needs)
    }
    outlets = {a.outlet: (a.published, a.published) for a in articles}
    outlets["Far Herald"] = ("2024-01-01", "2024-02-01")
    outlets["Harbour Sheet"] = ("2025-01-01", "2025-12-01")
    return Story("s-fire", articles, layers, outlets=outlets)
