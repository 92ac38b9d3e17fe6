"""Copies: real articles edited by program, told from unrelated ones; agencies by PolNeAR's field.

The copies are constructed: nobody labelled them. They say how much editing the method bears, not
how newsrooms edit.
"""

from __future__ import annotations

import random
import re
from itertools import islice
from typing import Any

from evals.data import read_lines
from evals.table import Figure
from untold.group.agencies import agency_of
from untold.group.copies import copy_families, find_passages
from untold.model import Article

#: Originals that are copied, and other articles that stand around them.
ORIGINALS = 150
OTHERS = 1000
#: Words of an article that is long enough to be worth copying, and that an editor keeps.
LEAST_WORDS = 120
#: Shares of words swapped, for the three kinds of copy; sentences dropped, for the last two.
KINDS = (("light", 0.03, 0.0), ("edited", 0.08, 0.3), ("heavy", 0.15, 0.5))
_LABELS = "constructed by program"
_SPELLINGS = {"reuters": "Reuters"}


def score() -> list[Figure]:
    """Recall of constructed copies by kind, precision of families, and agencies on PolNeAR."""
    return [*_copies(), *_agencies()]


def _copies() -> list[Figure]:
    records = islice(read_lines("scale/articles.jsonl.gz"), ORIGINALS * 3 + OTHERS)
    real = [_article(record) for record in records]
    long = [article for article in real if len(article.text.split()) >= LEAST_WORDS][:ORIGINALS]
    chance = random.Random(4)  # noqa: S311 (any fixed seed: the edits must be the same each run)
    words = [word for article in real[-50:] for word in article.text.split()]
    made: dict[str, list[tuple[str, str]]] = {}
    copies = []
    for kind, swapped, dropped in KINDS:
        for article in long:
            text = _edited(article.text, swapped, dropped, words, chance)
            copy = Article(f"{article.id}/{kind}", f"copyist {kind}", "", text)
            copies.append(copy)
            made.setdefault(kind, []).append((article.id, copy.id))
    everything = [*real, *copies]
    passages = find_passages(everything)
    families = copy_families(everything, passages)
    figures = []
    for kind, pairs in made.items():
        found = sum(a in families and families[a] == families.get(b) for a, b in pairs)
        whole = _containing(long, pairs, everything)
        size = f"{len(pairs)} copies among {len(real)} articles"
        figures.append(
            Figure("copies", f"constructed, {kind}", size, "recall", "text contained", whole,
                   found / len(pairs), _LABELS)
        )  # fmt: skip
    figures.append(_precision(real, copies, families))
    return figures


def _precision(real: list[Article], copies: list[Article], families: dict[str, str]) -> Figure:
    """Of the pairs in one family, those that are a copy and its original, or copies of one."""
    members: dict[str, list[str]] = {}
    constructed = {copy.id.split("/")[0] for copy in copies}
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


def _containing(long: list[Article], pairs: list[tuple[str, str]], everything: list[Article]) -> float:
    """The trivial method: a copy is what holds the first hundred characters of the original."""
    texts = {article.id: article.text for article in everything}
    heads = {article.id: article.text[:100] for article in long}
    return sum(heads[a] in texts[b] for a, b in pairs) / len(pairs)


def _edited(text: str, swapped: float, dropped: float, words: list[str], chance: random.Random) -> str:
    """The text with sentences dropped, words swapped for others and numbers changed."""
    sentences = re.split(r"(?<=[.!?])\s+", text)
    kept = [sentence for sentence in sentences if chance.random() >= dropped] or sentences[:1]
    edited = []
    for word in " ".join(kept).split():
        if word.isdigit():
            edited.append(str(int(word[:9]) + chance.randint(1, 9)))
        else:
            edited.append(chance.choice(words) if chance.random() < swapped else word)
    return " ".join(edited)


def _agencies() -> list[Figure]:
    truth, found = [], []
    for part in ("train", "dev"):
        for record in read_lines(f"quotes/polnear-{part}.jsonl.gz"):
            wire = record["wire"]
            if wire == "NA":
                continue  # nobody looked
            credit = agency_of(_article(record))
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


def _article(record: dict[str, Any]) -> Article:
    return Article(record["id"], record["outlet"] or "", record["title"] or "", record["text"],
                   published=record.get("published"))  # fmt: skip
