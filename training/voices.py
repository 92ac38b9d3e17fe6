"""The weights of the voice tagger: ``python -m training.voices`` writes ``data/voice_weights.json``.

Trained on PolNeAR's training articles, the first annotator of each. A candidate is right if people
marked its word as part of a cue and its content shares a character with what they marked for that cue.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evals.data import read_lines
from evals.voices import TRAIN

TARGET = Path(__file__).resolve().parent.parent / "src/untold/annotate/data/voice_weights.json"
#: A feature seen in fewer candidates says more about those than about English.
FEWEST = 5
#: Strength of the L1 penalty (liblinear C), the only one tried: on every fourth training article an L2
#: penalty with 20,000 weights reached an F1 of contents that is .003 higher.
PENALTY = 0.3


def train_voices() -> str:
    """Trains on all training articles, writes the weights and says how many there are."""
    rows = list(read_lines(TRAIN))
    named, right = [], []
    for row in rows:
        for names, label in examples(row):
            named.append(names)
            right.append(label)
    bias, weights = fit(named, right)
    about = (
        "Log-odds weights of the voice tagger (speech/weighing.py), trained by training/voices.py on "
        f"{len(named)} candidates in PolNeAR's {len(rows)} training articles; no text is kept."
    )
    TARGET.write_text(
        json.dumps({"about": about, "bias": bias, "weights": weights}, indent=0, ensure_ascii=False)
        + "\n",
        "utf-8",
    )
    return f"{len(weights)} weights from {len(named)} candidates"


def examples(row: dict[str, Any]) -> Iterator[tuple[list[str], bool]]:
    """Each candidate's features and whether people marked it."""
    from untold.annotate.reading import Reading
    from untold.model import Article

    doc = Reading(Article(row["id"], row["outlet"], "", row["text"])).doc("text")
    yield from examples_of(doc, row["annotations"][0]["attributions"])


def examples_of(doc: Any, marked: Sequence[dict[str, Any]]) -> Iterator[tuple[list[str], bool]]:
    """As `examples`, of a parsed text."""
    from untold.annotate.speech.candidates import find_candidates
    from untold.annotate.speech.quotations import find_quotations
    from untold.annotate.speech.quoting import tokens_inside
    from untold.annotate.speech.reporting import find_reported
    from untold.annotate.speech.weighing import features, hosts_of

    inside = tokens_inside(doc, find_quotations(doc.text))
    quoted = frozenset(i for first, end in inside for i in range(first, end))
    ruled = list(find_reported(doc, quoted))
    hosts = hosts_of(ruled)
    for one in find_candidates(doc, quoted, ruled):
        yield sorted(set(features(one, hosts))), _marked(one, marked)


def _marked(candidate: Any, marked: Sequence[dict[str, Any]]) -> bool:
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


if __name__ == "__main__":
    print(train_voices())
