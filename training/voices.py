"""What reads voices: ``python -m training voices`` writes the weights and the span tagger.

Trained on PolNeAR's training articles, the first annotator of each. Three of four articles of each
outlet teach the weights of words and frames (``data/voice_weights.json``) and the span tagger
(``models/span_tagger.onnx``); the fourth, which neither has seen, teaches what the two are worth
together (`second_look`), and on it every threshold was set.

A candidate is right if people marked its word as part of a cue and its content shares a character with
what they marked for that cue.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evals.data import read_lines
from evals.voices import TRAIN
from training.span_tagger import TARGET, Example, labels_of, marked_of, save, teach
from untold.annotate.reading import Reading
from untold.annotate.speech.candidates import Candidate
from untold.annotate.speech.first_look import FirstLook, for_tagger
from untold.annotate.speech.second_look import sights
from untold.annotate.speech.span_tagger import SpanTagger
from untold.annotate.speech.weighing import features
from untold.model import Article

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from untold.annotate.speech.span_tagger import Labels

WEIGHTS = Path(__file__).resolve().parent.parent / "src/untold/annotate/data/voice_weights.json"
#: One of so many articles of each outlet teaches the second look alone.
PARTS = 4
#: A feature seen in fewer candidates says more about those than about English.
FEWEST = 5
#: Strength of the L1 penalty (liblinear C), the only one tried: on every fourth training article an L2
#: penalty with 20,000 weights reached an F1 of contents that is .003 higher.
PENALTY = 0.3

Row = dict[str, Any]


@dataclass(frozen=True)
class Taught:
    """One article with what people marked; ``right``: which of its candidates they did."""

    row: Row
    look: FirstLook
    right: tuple[bool, ...]


def train_voices() -> str:
    """Trains everything, writes it and says how much there is; about half an hour on one core."""
    rows = list(read_lines(TRAIN))
    articles = [Article(row["id"], row["outlet"], "", row["text"]) for row in rows]
    taught = [taught_by(row, Reading(one).doc("text")) for row, one in zip(rows, articles, strict=True)]
    kept = kept_apart(rows)
    labels = labels_of(
        candidate.frame
        for i, one in enumerate(taught)
        if i not in kept
        for candidate in one.look.candidates
    )
    examples = [example_of(one, article, labels) for one, article in zip(taught, articles, strict=True)]
    return train_on(taught, examples, kept, labels)


def taught_by(row: Row, doc: Doc) -> Taught:
    """A parsed article and what its first annotator marked."""
    look = FirstLook(doc)
    marked = row["annotations"][0]["attributions"]
    return Taught(row, look, tuple(_marked(candidate, marked) for candidate in look.candidates))


def example_of(taught: Taught, article: Article, labels: Labels) -> Example:
    """An article as the span tagger learns from it."""
    given, rows = for_tagger(Reading(article), "text", taught.look, labels)
    return Example(given, rows, marked_of(taught.row, taught.look.doc), np.array(taught.right, bool))


def train_on(
    taught: Sequence[Taught], examples: Sequence[Example], kept: frozenset[int], labels: Labels
) -> str:
    """As `train_voices`, on articles that were read; ``kept`` are those that teach the second look."""
    learned = [one for i, one in enumerate(examples) if i not in kept]
    said = save(teach(learned, labels), labels, learned[0])
    named = [
        sorted(set(features(candidate, one.look.hosts)))
        for i, one in enumerate(taught)
        if i not in kept
        for candidate in one.look.candidates
    ]
    right = [r for i, one in enumerate(taught) if i not in kept for r in one.right]
    bias, weights = fit(named, right)
    apart = [(taught[i], examples[i]) for i in sorted(kept)]
    second_bias, second = fit_second(apart, bias, weights, SpanTagger(TARGET))
    about = (
        "Log-odds weights of the voice tagger (speech/weighing.py, speech/second_look.py), trained by "
        f"training/voices.py on PolNeAR's {len(taught)} training articles; no text is kept."
    )
    book = {
        "about": about, "second bias": second_bias, "second": second, "bias": bias, "weights": weights,
    }  # fmt: skip
    WEIGHTS.write_text(json.dumps(book, indent=0, ensure_ascii=False) + "\n", "utf-8")
    return f"{said}; {len(weights)} weights from {len(named)} candidates"


def kept_apart(rows: Sequence[Row]) -> frozenset[int]:
    """The articles that teach the second look: every fourth of each outlet."""
    seen: Counter[str] = Counter()
    found = []
    for i, row in enumerate(rows):
        seen[row["outlet"]] += 1
        if seen[row["outlet"]] % PARTS == 0:
            found.append(i)
    return frozenset(found)


def _marked(candidate: Candidate, marked: Sequence[Row]) -> bool:
    first, end = candidate.word.idx, candidate.word.idx + len(candidate.word)
    for attribution in marked:
        if any(a < end and first < b for a, b in attribution.get("cue", ())):
            return any(
                a < part.end_char and part.start_char < b
                for a, b in attribution.get("content", ())
                for part in candidate.contents
            )
    return False


def fit(named: Sequence[Sequence[str]], right: Sequence[bool]) -> tuple[float, dict[str, float]]:
    """The bias and the weights other than 0, by name."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen = Counter(name for names in named for name in names)
    place = {name: i for i, name in enumerate(sorted(n for n in seen if seen[n] >= FEWEST))}
    held = [[place[name] for name in names if name in place] for names in named]
    ends = np.cumsum([0, *map(len, held)]).astype(np.int32)
    columns = np.array([i for row in held for i in row], np.int32)
    matrix = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(held), len(place)))
    model = LogisticRegression(
        C=PENALTY, l1_ratio=1, solver="liblinear", max_iter=300, random_state=0
    ).fit(matrix, np.array(right))
    weights = {n: round(float(model.coef_[0, i]), 4) for n, i in place.items() if model.coef_[0, i]}
    return round(float(model.intercept_[0]), 4), weights


def fit_second(
    apart: Sequence[tuple[Taught, Example]],
    bias: float,
    weights: dict[str, float],
    tagger: SpanTagger,
) -> tuple[float, dict[str, float]]:
    """The bias and the weights of the second look, from articles that the others didn't see."""
    from sklearn.linear_model import LogisticRegression

    seen = []
    for taught, example in apart:
        tags, odds = tagger(example.given, example.rows)
        for candidate, read in zip(taught.look.candidates, odds, strict=True):
            names = sorted(set(features(candidate, taught.look.hosts)))
            weighed = bias + sum(weights.get(name, 0.0) for name in names)
            seen.append(sights(candidate, weighed, tags, float(read)))
    names = list(seen[0])
    matrix = np.array([[row[name] for name in names] for row in seen])
    right = np.array([r for taught, _ in apart for r in taught.right])
    model = LogisticRegression(max_iter=2000).fit(matrix, right)
    found = {name: round(float(value), 4) for name, value in zip(names, model.coef_[0], strict=True)}
    return round(float(model.intercept_[0]), 4), found
