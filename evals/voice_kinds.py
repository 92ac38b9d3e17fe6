"""Kinds of voice on labelled speakers of the development stories (``labels/voice_kinds.json``).

A label whose speaker our voices layer doesn't find or resolve counts as missed. ``tuned`` is the half
on which the lists were mended, ``aside`` the half on which nothing was chosen.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from evals.data import ROOT, read_lines
from evals.table import Figure
from untold.annotate.reading import Reading
from untold.annotate.speech.speaker_names import speaker_names
from untold.annotate.speech.voice_kinds import voice_kinds
from untold.model import Article

LABELS = ROOT / "evals" / "labels" / "voice_kinds.json"
SOURCES = ("stories/giveme5w1h.jsonl", "outlets/fakes.jsonl")
BY = "a language model (one pass)"


def score() -> list[Figure]:
    """The share of speakers whose kind is the labelled one, by half."""
    labels: list[dict[str, Any]] = json.loads(LABELS.read_text("utf-8"))["labels"]
    wanted = {label["article"] for label in labels}
    found: dict[tuple[str, str, int, int], str] = {}
    for name in SOURCES:
        for row in read_lines(name):
            if row["id"] in wanted:
                found |= _found(Article(row["id"], row["outlet"], row["title"], row["text"]))
    figures = []
    for half in ("tuned", "aside"):
        mine = [label for label in labels if label["half"] == half]
        (_, commonest), *_ = Counter(label["kind"] for label in mine).most_common(1)
        right = sum(found.get(_key(label)) == label["kind"] for label in mine)
        figures.append(
            Figure(
                "voice_kinds", f"development stories, {half}", f"{len(mine)} speakers", "kind right",
                "always government", commonest / len(mine), round(right / len(mine), 4), BY,
            )
        )  # fmt: skip
    return figures


def _key(label: dict[str, Any]) -> tuple[str, str, int, int]:
    return label["article"], label["field"], label["start"], label["end"]


def _found(article: Article) -> dict[tuple[str, str, int, int], str]:
    """Our kinds by where the speaker stands."""
    reading = Reading(article)
    voices, mentions = reading.records("voices"), reading.records("actors")
    names = speaker_names(voices, mentions)
    kinds = voice_kinds(article, voices, names, mentions)
    return {
        (article.id, voice.speaker.field, voice.speaker.start, voice.speaker.end): kind.kind
        for voice, kind in zip(voices, kinds, strict=True)
        if kind is not None and voice.speaker is not None
    }
