"""Trains and calibrates the fact matcher on the coded cells; writes ``matcher.json``.

Weights come from all coded cells. Everything that is *claimed* of them comes from leaving out one
story at a time, with all that share an article with it: its cells are judged by weights that never saw
them, and its thresholds by predictions for the others. The reader never saw any of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from evals.data import ROOT
from evals.gold import (
    ASIDE_MATRIX,
    LABELS,
    MATRIX,
    Coded,
    coded_cells,
    gold_stories,
    left_out_together,
)
from training.corpus import MODELS
from training.lessons import Lessons, kept_lessons, write_lessons
from training.thresholds import INVENTED, RATES, Judged, by_wording, measured_gaps
from untold.compare import finding, matching
from untold.compare.attribution import attribution_features
from untold.model import Field, Story
from untold.models.reading import read_once

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

#: Chosen leaving stories out; from 0.03 to 0.3 the AUC moves by 0.001.
STRENGTH = 0.1
#: For three features and thousands of cells: held back more, probabilities stay too far from 0 and 1.
SETTLING = 1.0
#: The set of matrix cells that have a say in thresholds only.
FRESH = "K"
#: Sets of the matrix that the reader learnt nothing from.
UNSEEN = (FRESH, ASIDE_MATRIX)
#: Readings of coded cells' sentences by readers that never saw the cell's story (training/reader.py).
READINGS = ROOT / "evals" / "labels" / "readings.npz"
#: What a cell that both passes call partly told weighs beside a clear one, as a told one: so fewer of
#: them are called gaps.
PARTLY = 0.2


@dataclass(frozen=True, slots=True)
class Place:
    """A cell's article among those of its story."""

    features: Array  # FEATURES of all the articles
    number: int


@dataclass(frozen=True)
class Cells:
    """Every coded cell: its features, its article's sentences, and what the reader reads of them."""

    coded: list[Coded]
    features: Array
    sentences: list[Array]  # per cell: SENTENCE_FEATURES of the article's sentences
    shown: list[Mask]  # per cell: which of them overlap a coder's evidence
    company: NDArray[Any]  # per cell: the stories it is left out with
    sought: list[matching.Sought]
    rows: list[tuple[matching.Haystack, NDArray[np.int64]]]  # per cell: where its sentences are
    read: list[Array]  # per cell: the reader's logits for each sentence, nan until asked for
    places: list[Place]
    said: dict[tuple[int, ...], Array]  # `attribution`, as far as it was asked for

    def __len__(self) -> int:
        return len(self.coded)

    @property
    def use(self) -> Mask:
        """Which cells are clear."""
        return np.array([cell.counts for cell in self.coded])

    @property
    def told(self) -> Mask:
        """In which the first pass found the fact."""
        return np.array([cell.told for cell in self.coded])

    @property
    def partly(self) -> Mask:
        """Which ones both passes call partly told."""
        return np.array([cell.labels == ("partial", "partial") for cell in self.coded])

    def pieces(self, cell: int, row: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The word pieces of a cell's fact and of one of its sentences."""
        hay, rows = self.rows[cell]
        fact, sentence = self.sought[cell].pieces["id"], hay.rows[int(rows[row])].pieces["id"]
        return tuple(fact.tolist()), tuple(sentence.tolist())

    def reading(self, cell: int, chosen: Sequence[int]) -> Array:
        """The logits of a reader that never saw the cell's story, for some sentences: (chosen, 2).

        Raises:
            KeyError: a sentence's reading was not kept: run python -m training reader.
        """
        known = self.read[cell]
        for row in chosen:
            if not np.isnan(known[row, 0]):
                continue
            fact, sentence = self.pieces(cell, row)
            if self.coded[cell].set in UNSEEN:  # the reader that ships never saw it either
                known[row] = read_once(fact, sentence)
            else:
                known[row] = kept_readings()[reading_key(self.company[cell], fact, sentence)]
        return known[list(chosen)]

    def attribution(self, cell: int, seen: Look) -> Array:
        """ATTRIBUTION_FEATURES of a cell's fact where it was seen."""
        key = (cell, seen.shown[0], *seen.ranked)
        if key not in self.said:
            hay, numbers = self.rows[cell]
            story = gold_stories()[self.coded[cell].story]
            near = [hay.rows[int(numbers[row])] for row in seen.ranked]
            whole = self.reading(cell, seen.ranked)[:, 1].tolist()
            best = hay.rows[int(numbers[seen.shown[0]])]
            self.said[key] = attribution_features(
                self.sought[cell], best, zip(near, whole, strict=True), story
            )
        return self.said[key]


def collect(coded: Sequence[Coded]) -> Cells:
    """Searches every coded fact in the articles of its story."""
    stories, company = gold_stories(), left_out_together()
    hays = {name: matching.Haystack(story, story.articles) for name, story in stories.items()}
    searches: dict[str, matching.Search] = {}
    found: list[tuple[Any, ...]] = []
    for cell in coded:
        hay = hays[cell.story]
        number = next((i for i, a in enumerate(hay.articles) if a.id == cell.article), None)
        if number is None:
            continue  # an article without any sentence: nothing to learn from
        if cell.fact not in searches:
            sought = _sought(cell, stories[cell.story])
            searches[cell.fact] = matching.search(sought, hay)
        seen = searches[cell.fact]
        rows = np.nonzero(hay.owners == number)[0]
        found.append((
            cell, seen.articles[number], seen.sentences[rows],
            np.array([_shows(cell, hay, int(row)) for row in rows]), company[cell.story],
            seen.sought[number], (hay, rows), np.full((len(rows), 2), np.nan),
            Place(seen.articles, number),
        ))  # fmt: skip
    columns: list[Any] = [*(list(column) for column in zip(*found, strict=True)), {}]
    columns[1], columns[4] = np.array(columns[1]), np.array(columns[4])
    return Cells(*columns)


def among(cells: Cells) -> list[Array | None]:
    """For each cell AMONG_FEATURES; None where it isn't weighed beside others."""
    return [
        None if cell.wording == "stated" else finding.among_features(place.features, place.number)
        for cell, place in zip(cells.coded, cells.places, strict=True)
    ]


def reading_key(company: str, fact: Sequence[int], sentence: Sequence[int]) -> int:
    """What a kept reading is found by: a hash of the company left out and of both texts' pieces."""
    text = f"{company}|{list(fact)}|{list(sentence)}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def keep_readings(readings: Mapping[int, tuple[float, float]]) -> None:
    """Writes ``READINGS``."""
    keys = sorted(readings)
    np.savez_compressed(
        READINGS,
        keys=np.array(keys, np.uint64),
        logits=np.array([readings[key] for key in keys], np.float16),
    )


@cache
def kept_readings() -> dict[int, tuple[float, float]]:
    """What readers that never saw a coded cell's story read of its sentences, by `reading_key`."""
    with np.load(READINGS) as kept:
        keys, logits = kept["keys"].tolist(), kept["logits"].astype(np.float64)
    return {key: (float(some), float(whole)) for key, (some, whole) in zip(keys, logits, strict=True)}


def _sought(cell: Coded, story: Story) -> matching.Sought:
    """The fact as the matcher meets it: in a reader's words, or as a statement of another article."""
    if cell.said is None:
        return matching.sought_text(cell.text)
    name, field, start, end = cell.said
    article = next(article for article in story.articles if article.id == name)
    row = matching.row_at(story, article, article.span(cast("Field", field), start, end))
    if row is None:
        raise ValueError(f"{MATRIX}: {cell.fact} lies in no sentence any more")
    return row.sought


def _shows(cell: Coded, hay: matching.Haystack, row: int) -> bool:
    span = hay.rows[row].span
    return any(
        s is not None and s[0] == span.field and s[1] < span.end and span.start < s[2]
        for s in cell.spans
    )


def fit(
    features: Array, told: Mask, weight: Array | None = None, strength: float = STRENGTH
) -> finding.Weights:
    """A logistic regression on standardised features, cells weighed alike unless told otherwise."""
    mean, scale = features.mean(0), features.std(0)
    scale = np.where(scale > 1e-9, scale, 1.0)
    model = LogisticRegression(C=strength, max_iter=5000).fit((features - mean) / scale, told, weight)
    return finding.Weights(mean, scale, model.coef_[0], float(model.intercept_[0]))


def fit_matcher(cells: Cells, inside: Mask) -> finding.Matcher:
    """All regressions, from the cells ``inside``; only the last from such as are not clear.

    That an article tells a fact is learnt from set V too, which shares no article with any other.
    """
    rest = cells.use & inside
    shows, evidence = fit_shows(cells, rest), evidence_cells(cells, rest)
    taught = np.nonzero(rest | cells.partly & inside)[0].tolist()
    chosen = {i: likeliest(cells, shows, i) for i in taught}
    read = {i: cells.reading(i, rows[: finding.READ]) for i, rows in chosen.items()}
    also = kept_lessons()
    clear = also.only(~also.partly)
    tells = _teach(
        cells, {i: cells.features[i] for i in np.nonzero(rest)[0].tolist()}, clear, clear.features
    )
    own = {i: [*cells.features[i], *finding.read_features(read[i])] for i in taught}
    alone = _teach(cells, own, also, also.after_reading)
    beside = among(cells)
    both = {i: [*row, *others] for i, row in own.items() if (others := beside[i]) is not None}
    compared = _teach(cells, both, also, np.hstack([also.after_reading, also.beside]))
    read_shows = fit(
        np.concatenate(
            [np.hstack([cells.sentences[i][chosen[i]], cells.reading(i, chosen[i])]) for i in evidence]
        ),
        np.concatenate([cells.shown[i][chosen[i]] for i in evidence]),
    )
    known = finding.Matcher(tells, shows, alone, compared, read_shows, whole=tells, attributed=tells)
    said = [i for i in np.nonzero(inside)[0].tolist() if "absent" not in cells.coded[i].labels]
    looks = {i: look(cells, known, i, beside[i]) for i in said}
    return replace(known, whole=_fit_whole(cells, looks), attributed=_fit_attributed(cells, looks))


def _teach(
    cells: Cells, rows: Mapping[int, Sequence[float] | Array], also: Lessons, lessons: Array
) -> finding.Weights:
    """The regression that an article tells a fact, from features of some cells and of the lessons."""
    chosen = list(rows)
    partly = np.concatenate([cells.partly[chosen], also.partly])
    return fit(
        np.concatenate([np.array(list(rows.values())), lessons]),
        np.concatenate([cells.told[chosen], also.told]),
        np.where(partly, PARTLY, 1.0),
    )


def _fit_whole(cells: Cells, looks: Mapping[int, Look]) -> finding.Weights:
    """The regression that a told fact is told in full, from cells whose passes agree on that."""
    labels = {i: cells.coded[i].labels for i in looks}
    sure = [i for i, (a, b) in labels.items() if (a == "partial") == (b == "partial")]
    return fit(
        np.array([looks[i].whole for i in sure]), np.array([labels[i][0] != "partial" for i in sure])
    )


def _fit_attributed(cells: Cells, looks: Mapping[int, Look]) -> finding.Weights:
    """The regression that a fact is given to somebody, from cells that both passes call so or told."""
    labels = {i: cells.coded[i].labels for i in looks}
    sure = [i for i, (a, b) in labels.items() if a == b and a in ("told", "attributed")]
    return fit(
        np.array([cells.attribution(i, looks[i]) for i in sure]),
        np.array([labels[i][0] == "attributed" for i in sure]),
    )


@dataclass(frozen=True, slots=True)
class Look:
    """What a matcher sees in one cell after reading, as `finding.find_matches` does."""

    p: float
    ranked: list[int]  # the sentences that the words find likeliest, best first
    shown: list[int]  # those that are shown, the best one first
    shows: float  # the probability that the best one shows the fact
    whole: Array  # WHOLE_FEATURES


def look(cells: Cells, matcher: finding.Matcher, cell: int, beside: Array | None) -> Look:
    """Reads one cell."""
    rows = likeliest(cells, matcher.shows, cell)
    read = cells.reading(cell, rows[: finding.READ])
    sentences = cells.sentences[cell]
    p = finding.read_tells(matcher, cells.features[cell], read, beside)
    first = np.hstack([sentences[rows[: finding.READ]], read])
    order = np.argsort(-matcher.read_shows(first), kind="stable")
    hay, numbers = cells.rows[cell]
    ranked = [rows[k] for k in order]
    found = [int(numbers[row]) for row in ranked]
    whole = finding.whole_features(cells.sought[cell], hay, found, read[order], p)
    if p >= finding.TOLD[cells.coded[cell].wording]:
        read = cells.reading(cell, rows)
    shows = matcher.read_shows(np.hstack([sentences[rows[: len(read)]], read]))
    shown = [rows[k] for k in finding.shown_places(shows)]
    return Look(p, ranked, shown, float(shows.max()), whole)


def evidence_cells(cells: Cells, rest: Mask) -> list[int]:
    """Of which cells sentences can be learnt from.

    Of a told cell whose evidence lies in no sentence nothing can; of an absent one that none of its
    sentences shows the fact.
    """
    told = cells.told
    return [i for i in np.nonzero(rest)[0].tolist() if cells.shown[i].any() or not told[i]]


def fit_shows(cells: Cells, rest: Mask) -> finding.Weights:
    """The regression that a sentence shows the fact, by shared words."""
    evidence = evidence_cells(cells, rest)
    return fit(
        np.concatenate([cells.sentences[i] for i in evidence]),
        np.concatenate([cells.shown[i] for i in evidence]),
    )


def likeliest(cells: Cells, shows: finding.Weights, cell: int) -> list[int]:
    """The sentences of a cell that are read, likeliest first."""
    order = np.argsort(-shows(cells.sentences[cell]), kind="stable")
    return [int(row) for row in order[: finding.LOOKED]]


@dataclass(frozen=True)
class Predictions:
    """For every cell, by weights that never saw its company: the probability, and the places."""

    p: Array
    words: Array  # the probability by words alone, before reading
    settled: Array  # SETTLED_FEATURES; nan where nothing is settled, as in the matrix
    ranked: list[list[int]]  # the likeliest sentences, best first
    shown: list[list[int]]  # the sentences that are shown, the best one first
    whole: Array  # the probability that a told one is told in full; nan where nothing was read
    by: list[finding.Matcher]  # the regressions


def stated(cells: Cells) -> Mask:
    """In which cells the fact is a statement of another article."""
    return np.array([cell.wording == "stated" for cell in cells.coded])


def unread(cells: Cells) -> Array:
    """For each cell the probability by words alone below which its article isn't read."""
    return np.where(stated(cells), finding.UNREAD["stated"], finding.UNREAD["asked"])


def left_out_predictions(cells: Cells) -> Predictions:
    """Predictions for every cell, clear or not, leaving its company out."""
    count = len(cells)
    p, words, shows, whole = *np.zeros((3, count)), np.full(count, np.nan)
    ranked: list[list[int]] = [[] for _ in range(count)]
    shown: list[list[int]] = [[] for _ in range(count)]
    beside, least = among(cells), unread(cells)
    by = {name: fit_matcher(cells, cells.company != name) for name in sorted(set(cells.company))}
    for name, matcher in by.items():
        own = cells.company == name
        words[own] = p[own] = matcher.tells(cells.features[own])
        for i in np.nonzero(own)[0]:
            if words[i] >= least[i]:
                seen = look(cells, matcher, int(i), beside[i])
                p[i], ranked[i], shown[i], shows[i] = seen.p, seen.ranked, seen.shown, seen.shows
                whole[i] = matcher.whole(seen.whole[None])[0]
            else:
                ranked[i] = likeliest(cells, matcher.shows, int(i))[: finding.READ]
                shown[i] = ranked[i][:1]
                shows[i] = matcher.shows(cells.sentences[i][shown[i]])[0]
    settled = settled_features(cells, p, shows)
    for name in by:
        own = (cells.company == name) & ~np.isnan(settled[:, 0])
        if own.any():
            p[own] = fit_settled(cells, settled, cells.company != name)(settled[own])
    by_cell = [by[name] for name in cells.company]
    return Predictions(p, words, settled, ranked, shown, whole, by_cell)


def settled_features(cells: Cells, p: Array, shows: Array) -> Array:
    """SETTLED_FEATURES of every cell; nan where nothing settles it, as in the matrix."""
    found = np.full((len(cells), len(finding.SETTLED_FEATURES)), np.nan)
    of_fact: dict[str, list[int]] = {}
    for i, cell in enumerate(cells.coded):
        if cell.wording == "asked":
            of_fact.setdefault(cell.fact, []).append(i)
    for rows in of_fact.values():
        if len(rows) > 1:
            found[rows] = finding.settled_features(p[rows], shows[rows])
    return found


def fit_settled(cells: Cells, features: Array, inside: Mask) -> finding.Weights:
    """The regression that settles what is told, from left-out cells of news.

    The invented set has no say, as in thresholds: it is worded to be hard to find, and with it the
    probabilities of news come out too high.
    """
    news = np.array([cell.set != INVENTED for cell in cells.coded])
    rest = cells.use & inside & news & ~np.isnan(features[:, 0])
    return fit(features[rest], cells.told[rest], strength=SETTLING)


def fresh_predictions(fresh: Cells, matcher: finding.Matcher) -> tuple[Array, Array]:
    """The probabilities that cells of the matrix tell the fact, and tell it in full, nan where unread.

    Args:
        fresh: cells that the regressions learnt nothing from.
        matcher: the one that ships.
    """
    p, whole = matcher.tells(fresh.features), np.full(len(fresh), np.nan)
    for i in np.nonzero(p >= unread(fresh))[0].tolist():
        seen = look(fresh, matcher, i, None)
        p[i], whole[i] = seen.p, matcher.whole(seen.whole[None])[0]
    return p, whole


def taught_share(cells: Cells) -> float:
    """The share of told cells among those that the regressions learn from, as these weigh them."""
    also = kept_lessons()
    weight = np.concatenate([
        cells.use + PARTLY * cells.partly, np.where(also.partly, PARTLY, 1.0),
    ])  # fmt: skip
    told = np.concatenate([cells.told, also.told])
    return round(float((weight * told).sum() / weight.sum()), 4)


def _rounded(weights: finding.Weights) -> dict[str, Any]:
    return {
        "mean": [round(float(x), 6) for x in weights.mean],
        "scale": [round(float(x), 6) for x in weights.scale],
        "weights": [round(float(x), 6) for x in weights.weights],
        "bias": round(weights.bias, 6),
    }


def train_matcher() -> Path:
    """Trains on every clear cell, measures leaving stories out, writes ``matcher.json``."""
    cells, fresh = collect(coded_cells()), collect(coded_cells((FRESH,)))
    write_lessons(fit_shows(cells, cells.use))
    matcher = fit_matcher(cells, np.ones(len(cells), bool))
    predictions = left_out_predictions(cells)
    settled = fit_settled(cells, predictions.settled, np.ones(len(cells), bool))
    left_out = Judged.of(cells, predictions.p)
    gaps = {}
    both = left_out + Judged.of(fresh, fresh_predictions(fresh, matcher)[0])
    for wording, judged in by_wording(both).items():
        rows = [measured_gaps(judged, rate) for rate in RATES]
        p = predictions.p[cells.partly & (stated(cells) == (wording == "stated"))]
        gaps[wording] = [
            row | {"partly": round(float((p <= row["threshold"]).mean()), 4)}
            for row in rows
            if row["called"]  # a rate that no threshold keeps is no offer
        ]
    written = {
        "features": finding.feature_names(),
        **{field.name: _rounded(getattr(matcher, field.name)) for field in fields(matcher)},
        "settled": _rounded(settled),
        "gaps": gaps,
        "taught": taught_share(cells),
        "data": "gold/set{D,E,F}-coder{1,2}.jsonl, sample/truth.json, "
                "evals/labels/coded.json, evals/labels/matrix.json, evals/labels/us_lessons.json",
        "labels": LABELS,
    }  # fmt: skip
    path = MODELS / "matcher.json"
    path.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    return path
