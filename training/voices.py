"""What reads voices: ``python -m training voices`` writes the weights and the span tagger.

Trained on PolNeAR's training articles, the first annotator of each. Three of four articles of each
outlet teach the weights of words and frames (``data/voice_weights.json``) and the span tagger
(``models/span_tagger.npz``); the fourth, which neither has seen, teaches what the two are worth
together (`second_look`), and on it every threshold was set.

A candidate is right if people marked its word as part of a cue and its content shares a character with
what they marked for that cue.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evals.data import read_lines
from evals.voices import TRAIN
from training.span_tagger import Example, example_of, labels_of_parser, save, tagger_of, teach
from untold.annotate.reading import Reading
from untold.annotate.speech.candidates import Candidate, find_candidates
from untold.annotate.speech.quotations import find_quotations
from untold.annotate.speech.quoting import tokens_inside
from untold.annotate.speech.reporting import find_reported
from untold.annotate.speech.second_look import sights
from untold.annotate.speech.weighing import Hosts, features, hosts_of
from untold.model import Article

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from untold.annotate.speech.span_tagger import SpanTagger

TARGET = Path(__file__).resolve().parent.parent / "src/untold/annotate/data/voice_weights.json"
#: One of so many articles of each outlet teaches the second look alone.
PARTS = 4
#: A feature seen in fewer candidates says more about those than about English.
FEWEST = 5
#: Strength of the L1 penalty (liblinear C), the only one tried: on every fourth training article an L2
#: penalty with 20,000 weights reached an F1 of contents that is .003 higher.
PENALTY = 0.3

Row = dict[str, Any]


def train_voices() -> str:
    """Trains everything, writes it and says how much there is."""
    rows = list(read_lines(TRAIN))
    readings = [Reading(Article(row["id"], row["outlet"], "", row["text"])) for row in rows]
    return train_on(rows, [(r.doc("text"), r.records("embeddings")) for r in readings])


def train_on(rows: Sequence[Row], read: Sequence[tuple[Doc, Any]]) -> str:
    """As `train_voices`, on rows whose texts were parsed and embedded."""
    labels = labels_of_parser()
    kept = kept_apart(rows)
    examples = [example_of(row, *pair, labels) for row, pair in zip(rows, read, strict=True)]
    network = teach([one for i, one in enumerate(examples) if i not in kept], labels)
    said = save(network, labels)
    named, right = [], []
    for i, (row, (doc, _)) in enumerate(zip(rows, read, strict=True)):
        if i not in kept:
            for candidate, hosts in candidates_of(doc):
                named.append(sorted(set(features(candidate, hosts))))
                right.append(_marked(candidate, row["annotations"][0]["attributions"]))
    bias, weights = fit(named, right)
    apart = [(rows[i], read[i][0], examples[i]) for i in sorted(kept)]
    second_bias, second = fit_second(apart, bias, weights, tagger_of(network, labels))
    about = (
        "Log-odds weights of the voice tagger (speech/weighing.py, speech/second_look.py), trained by "
        f"training/voices.py on PolNeAR's {len(rows)} training articles; no text is kept."
    )
    book = {
        "about": about, "second bias": second_bias, "second": second, "bias": bias, "weights": weights,
    }  # fmt: skip
    TARGET.write_text(json.dumps(book, indent=0, ensure_ascii=False) + "\n", "utf-8")
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


def candidates_of(doc: Doc) -> Iterator[tuple[Candidate, Hosts]]:
    """Each candidate of a parsed text, with what hosts it."""
    inside = tokens_inside(doc, find_quotations(doc.text))
    quoted = frozenset(i for first, end in inside for i in range(first, end))
    ruled = list(find_reported(doc, quoted))
    hosts = hosts_of(ruled)
    for one in find_candidates(doc, quoted, ruled):
        yield one, hosts


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
    apart: Sequence[tuple[Row, Doc, Example]],
    bias: float,
    weights: dict[str, float],
    tagger: SpanTagger,
) -> tuple[float, dict[str, float]]:
    """The bias and the weights of the second look, from articles that the others didn't see."""
    from sklearn.linear_model import LogisticRegression

    seen, right = [], []
    for row, doc, one in apart:
        tags = tagger(one.vectors, one.classes, one.heads)
        for candidate, hosts in candidates_of(doc):
            names = sorted(set(features(candidate, hosts)))
            weighed = bias + sum(weights.get(name, 0.0) for name in names)
            seen.append(sights(candidate, weighed, tags))
            right.append(_marked(candidate, row["annotations"][0]["attributions"]))
    names = list(seen[0])
    matrix = np.array([[row[name] for name in names] for row in seen])
    model = LogisticRegression(max_iter=2000).fit(matrix, np.array(right))
    found = {name: round(float(value), 4) for name, value in zip(names, model.coef_[0], strict=True)}
    return round(float(model.intercept_[0]), 4), found
