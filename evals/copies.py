"""Copies: real articles edited by program, told from unrelated ones; boilerplate, which is no copy;
agencies by PolNeAR's field.

The copies are constructed: nobody labelled them. They say how much editing the method bears, not
how newsrooms edit.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from evals.articles import article_of
from evals.data import read_lines
from evals.peers import NGRAMS, ngram_families
from evals.scores import ari, bcubed
from evals.table import Figure
from untold.group.agencies import agency_of
from untold.group.copies import copy_families, find_passages
from untold.model import Article, Passage

#: Originals that are copied, and other articles that stand around them.
ORIGINALS = 150
OTHERS = 1000
#: Words of an article that is long enough to be worth copying, and that an editor keeps.
LEAST_WORDS = 120
#: Shares of words swapped, for the three kinds of copy; sentences dropped, for the last two.
KINDS = (("light", 0.03, 0.0), ("edited", 0.08, 0.3), ("heavy", 0.15, 0.5))
#: Footers and stock paragraphs that are put under articles, each under so many.
PARAGRAPHS, HOLDERS = 25, 4
_LABELS = "constructed by program"
_SPELLINGS = {"reuters": "Reuters"}


@dataclass(frozen=True, slots=True)
class Copy:
    """A constructed copy, the id of its original, its kind, and where its changed numbers stand."""

    article: Article
    original: str
    kind: str
    numbers: tuple[tuple[int, int], ...]


def score() -> list[Figure]:
    """Recall of constructed copies by kind, families as a grouping, edits shown, boilerplate left
    out, and agencies on PolNeAR."""
    records = islice(read_lines("scale/articles.jsonl.gz"), ORIGINALS * 3 + OTHERS)
    real = [article_of(record) for record in records]
    return [*_copies(real), *_boilerplate(real), *_agencies()]


def _copies(real: list[Article]) -> list[Figure]:
    long = [article for article in real if len(article.text.split()) >= LEAST_WORDS][:ORIGINALS]
    copies = _constructed(long, real)
    everything = [*real, *(copy.article for copy in copies)]
    passages = find_passages(everything)
    families = copy_families(everything, passages)
    figures = []
    for kind, _, _ in KINDS:
        pairs = [(copy.original, copy.article) for copy in copies if copy.kind == kind]
        found = sum(a in families and families[a] == families.get(b.id) for a, b in pairs)
        heads = {article.id: article.text[:100] for article in long}
        whole = sum(heads[a] in b.text for a, b in pairs)
        size = f"{len(pairs)} copies among {len(real)} articles"
        figures.append(
            Figure("copies", f"constructed, {kind}", size, "recall", "text contained",
                   whole / len(pairs), found / len(pairs), _LABELS)
        )  # fmt: skip
    figures.append(_precision(real, copies, families))
    figures += _as_grouping(long, copies, everything, families)
    figures.append(_edits_shown(copies, passages))
    return figures


def _constructed(long: list[Article], real: list[Article]) -> list[Copy]:
    chance = random.Random(4)  # noqa: S311 (any fixed seed: the edits must be the same each run)
    words = [word for article in real[-50:] for word in article.text.split()]
    copies = []
    for kind, swapped, dropped in KINDS:
        for article in long:
            text, numbers = _edited(article.text, swapped, dropped, words, chance)
            copy = Article(f"{article.id}/{kind}", f"copyist {kind}", "", text)
            copies.append(Copy(copy, article.id, kind, numbers))
    return copies


def _precision(real: list[Article], copies: list[Copy], families: dict[str, str]) -> Figure:
    """Of the pairs in one family, those that are a copy and its original, or copies of one."""
    members: dict[str, list[str]] = {}
    constructed = {copy.original for copy in copies}
    for name, family in sorted(families.items()):
        members.setdefault(family, []).append(name.split("/")[0])
    right = together = 0
    for names in members.values():
        if not constructed.intersection(names):
            continue  # real articles among themselves: nobody knows
        for i, one in enumerate(names):
            right += sum(one == other for other in names[:i])
            together += i
    size = f"{together} pairs in families with a constructed copy"
    pairs = len(real) + len(copies)
    chance = 6 * ORIGINALS / (pairs * (pairs - 1) / 2)
    return Figure("copies", "constructed", size, "precision", "all one family", chance,
                  right / together, _LABELS)  # fmt: skip


def _as_grouping(
    long: list[Article], copies: list[Copy], everything: list[Article], families: dict[str, str]
) -> list[Figure]:
    """Originals and copies as a grouping, against the runs of words that texts have in common."""
    gold = {article.id: article.id for article in long}
    gold |= {copy.article.id: copy.original for copy in copies}
    names = sorted(gold)
    truth = [gold[name] for name in names]
    ours = [families.get(name, name) for name in names]
    peers = [[groups[name] for name in names] for groups in ngram_families(everything)]
    theirs = max(peers, key=lambda groups: ari(groups, truth))  # its best threshold here
    size = f"{len(names)} articles, {len(long)} families, among {len(everything)}"
    measures = zip(("B-cubed P", "B-cubed R", "B-cubed F1"), bcubed(theirs, truth), bcubed(ours, truth),
                   strict=True)  # fmt: skip
    rows = [*measures, ("ARI", ari(theirs, truth), ari(ours, truth))]
    return [Figure("copies", "constructed, as families", size, measure, NGRAMS, peer, mine, _LABELS)
            for measure, peer, mine in rows]  # fmt: skip


def _edits_shown(copies: Sequence[Copy], passages: Sequence[Passage]) -> Figure:
    """Changed numbers that stand inside a passage shared with the original, so that they are shown
    side by side with what they replaced. Runs of equal words alone hold none."""
    sides: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for passage in passages:
        for one, other in ((passage.a, passage.b), (passage.b, passage.a)):
            sides.setdefault((one.article, other.article), []).append((one.start, one.end))
    asked = shown = 0
    for copy in copies:
        spans = sides.get((copy.article.id, copy.original), [])
        asked += len(copy.numbers)
        shown += sum(any(s <= start and end <= e for s, e in spans) for start, end in copy.numbers)
    size = f"{asked} changed numbers in {len(copies)} copies"
    return Figure("copies", "constructed", size, "edited numbers shown", "equal runs of words", 0.0,
                  shown / asked, _LABELS)  # fmt: skip


def _edited(
    text: str, swapped: float, dropped: float, words: list[str], chance: random.Random
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text with sentences dropped, words swapped for others and numbers changed; the places of
    the numbers."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    kept = [sentence for sentence in sentences if chance.random() >= dropped] or sentences[:1]
    edited, numbers, length = [], [], 0
    for word in " ".join(kept).split():
        if word.isdigit():
            new = str(int(word[:9]) + chance.randint(1, 9))
            numbers.append((length, length + len(new)))
        else:
            new = chance.choice(words) if chance.random() < swapped else word
        edited.append(new)
        length += len(new) + 1
    return " ".join(edited), tuple(numbers)


def _boilerplate(real: list[Article]) -> list[Figure]:
    """Paragraphs of real words in no order, put under unrelated articles: of one outlet, as a footer;
    of several outlets over months, as an agency's background. None of them is a copy."""
    chance = random.Random(7)  # noqa: S311 (any fixed seed)
    words = sorted({word for article in real[-200:] for word in article.text.split() if word.isalpha()})
    figures = []
    for name in ("one outlet's footer", "stock paragraph over months"):
        made, paragraphs = [], []
        for number in range(PARAGRAPHS):
            paragraph = " ".join(chance.sample(words, 40)).capitalize() + "."
            paragraphs.append(paragraph)
            for place in range(HOLDERS):
                article = real[number * HOLDERS + place]
                day = date(2015, 1, 1) + timedelta(days=number + 60 * place)
                outlet = f"House {number}" if "footer" in name else f"Outlet {number} {place}"
                text = f"{article.text}\n{paragraph}"
                made.append(replace(article, id=f"made {number} {place}", outlet=outlet, text=text,
                                    published=day.isoformat()))  # fmt: skip
        reported = _reported(find_passages(made), paragraphs)
        size = f"{PARAGRAPHS} paragraphs, each under {HOLDERS} articles"
        figures.append(
            Figure("copies", name, size, "shown as copies", "every long run of equal words", 1.0,
                   reported / PARAGRAPHS, _LABELS, lower_is_better=True)
        )  # fmt: skip
    return figures


def _reported(passages: Iterable[Passage], paragraphs: Sequence[str]) -> int:
    """How many of the paragraphs stand in a passage."""
    texts = [passage.a.text for passage in passages]
    return sum(any(paragraph.rstrip(".") in text for text in texts) for paragraph in paragraphs)


def _agencies() -> list[Figure]:
    truth, found = [], []
    for part in ("train", "dev"):
        for record in read_lines(f"quotes/polnear-{part}.jsonl.gz"):
            wire = record["wire"]
            if wire == "NA":
                continue  # nobody looked
            credit = agency_of(article_of(record))
            truth.append(None if wire in (None, "None") else _SPELLINGS.get(wire, wire))
            found.append(credit.agency if credit else None)
    named = sum(agency is not None for agency in truth)
    size = f"{len(truth)} articles, {named} from agencies"
    right = sum(a is not None and a == b for a, b in zip(truth, found, strict=True))
    precision = right / max(1, sum(agency is not None for agency in found))
    commonest = sum(agency == "AP" for agency in truth)
    return [
        Figure("agency credits", "polnear", size, "recall", "always AP", commonest / named,
               right / named, "PolNeAR"),
        Figure("agency credits", "polnear", size, "precision", "always AP", commonest / len(truth),
               precision, "PolNeAR"),
    ]  # fmt: skip
