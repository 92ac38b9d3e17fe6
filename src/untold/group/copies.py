"""Copies: passages that stand in two articles, word for word or with edits, and their families."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from untold.group.moments import moment_of
from untold.group.shingles import SHINGLE, Shingles, meetings, shingles_of
from untold.group.words import (
    TOGETHER,
    Bools,
    firsts_of,
    places_of_all,
    ranked,
    stretches,
    together,
    words_of_all,
)
from untold.model import Article, Evidence, Passage

Ints = NDArray[np.int64]

#: Shared shingles that make a pair of articles worth aligning: a dozen words in a row.
SEEDS = 8
#: Words between two shared stretches that still count as one edited passage: a sentence rewritten, put
#: in or left out.
GAP = 30
#: Words outside quotation marks that a passage must share: about one sentence. Less is chance, and
#: the words of somebody whom both quote are no copy of each other.
OWN_WORDS = 16
#: Words that can stand in one pair of quotation marks; a longer stretch is a mark left open.
QUOTE_WORDS = 120
#: Share of the shorter text that makes two articles one family: a third of an article is agency
#: copy with a paragraph of one's own, a sentence or two is a borrowed passage.
FAMILY_SHARE = 0.33
#: Days: copy is printed within days; what returns months later is a stock paragraph.
FAMILY_DAYS = 30

#: The day of an article without a date: after all others.
NO_DAY = 10**7

#: Words in a row: start in a, start in b, how many.
Block = tuple[int, int, int]

_QUOTES = {"“": "”", '"': '"', "``": "''", "«": "»"}


class _Text(NamedTuple):
    """Where an article's words begin and end, in turn, and which are outside quotation marks."""

    article: Article
    edges: NDArray[np.int32]
    own: Bools

    def evidence(self, words: slice) -> Evidence:
        """These words as evidence."""
        start, end = int(self.edges[2 * words.start]), int(self.edges[2 * words.stop - 1])
        return Evidence.of(self.article, self.article.span("text", start, end))


def _quotes(text: str) -> list[int]:
    """Where quotations begin and end, one after the other, their marks included."""
    ahead = {mark: place for mark in _QUOTES if (place := text.find(mark)) >= 0}
    found, end = list[int](), 0
    while ahead:
        mark = min(ahead, key=ahead.__getitem__)
        start = ahead.pop(mark)
        if start >= end:  # else it stands inside another quotation
            closed = text.find(_QUOTES[mark], start + len(mark))
            if closed < 0:  # nor is any that this mark opens later
                continue
            end = closed + len(mark)
            found += [start, end]
        if (place := text.find(mark, max(end, start + 1))) >= 0:
            ahead[mark] = place
    return found


class _Both(NamedTuple):
    """What stands in two articles: both sides."""

    a: Evidence
    b: Evidence


def _texts(articles: Sequence[Article]) -> Iterator[_Text]:
    for batch in together([len(article.text) for article in articles], TOGETHER):
        some = articles[batch]
        edges, begins, borders = places_of_all([article.text for article in some])
        marks = [
            np.array(_quotes(one.text), int) + begin for one, begin in zip(some, begins, strict=True)
        ]
        firsts, ends = np.searchsorted(edges[::2], np.concatenate(marks)).reshape(-1, 2).T
        sizes = ends - firsts
        own = np.ones(borders[-1], bool)
        own[stretches(firsts, np.where(sizes <= QUOTE_WORDS, sizes, 0))] = False
        parts = zip(some, begins.tolist(), pairwise(borders.tolist()), strict=True)
        for article, begin, (first, last) in parts:
            places = (edges[2 * first : 2 * last] - begin).astype(np.int32)
            yield _Text(article, places, own[first:last])


def find_passages(
    articles: Sequence[Article],
    shingles: Shingles | None = None,
    days: Mapping[str, int | None] | None = None,
) -> tuple[Passage, ...]:
    """Every passage that stands in two articles, the earlier article first, sorted by the articles.

    Articles that share many runs of five words (hashed, so no article meets every other) are
    aligned: runs in the same order with at most a sentence between them are one passage, edits
    included. ``similarity`` is twice the words in common order over the words of both sides.
    "Earlier" is by dateline or ``published``, then by id: the earliest seen isn't always the first
    written. Order of the input makes no difference.

    Left out: what is shared inside quotation marks, what only articles of one outlet share three
    times or more (its boilerplate), what returns in otherwise different articles of another month
    (an agency's stock paragraph), and less than about a sentence.

    Args:
        articles: each id once; only their texts are read.
        shingles: of these articles sorted by id, where they have been read; used up by this.
        days: what `moment_of` gives for each article, by id, where that has been asked.

    Known failures: copy with an edit in every five words; words moved to another place count as
    two passages; quotations whose marks were stripped pass for copies.
    """
    ordered = sorted(articles, key=lambda article: article.id)
    day = cache(lambda i: days[ordered[i].id] if days is not None else moment_of(ordered[i]))

    def written(i: int) -> tuple[int, str, str]:
        return day(i) or NO_DAY, ordered[i].published or "9999", ordered[i].id

    met = list[tuple[int, int, list[list[Block]]]]()
    for a, b, runs in _candidates(ordered, shingles or shingles_of(ordered)):
        if written(b) < written(a):
            a, b, runs = b, a, [(j, i, size) for i, j, size in runs]
        shared = [blocks for blocks in _passages_of(runs) if sum(n for *_, n in blocks) >= OWN_WORDS]
        if shared:
            met.append((a, b, shared))
    asked = sorted({i for a, b, _ in met for i in (a, b)})  # few articles share anything
    text = dict(zip(asked, _texts([ordered[i] for i in asked]), strict=True))
    kept, stock = list[_Both](), dict[str, list[Evidence]]()
    for a, b, shared in met:
        found = [
            _both(text[a], text[b], blocks) for blocks in shared if _is_own(text[a], text[b], blocks)
        ]
        if _of_one_time(day(a), day(b)) or _is_much(ordered[a], ordered[b], found):
            kept += found
            continue
        for side in (side for one in found for side in (one.a, one.b)):
            stock.setdefault(side.article, []).append(side)
    lasting = [one for one in kept if not _is_stock(one, stock)]
    return tuple(sorted(_passages(lasting), key=lambda passage: (passage.a, passage.b)))


def _of_one_time(one: int | None, other: int | None) -> bool:
    """Whether two articles may be of one month."""
    return not one or not other or abs(one - other) <= FAMILY_DAYS


def _is_much(one: Article, other: Article, shared: Sequence[_Both | Passage]) -> bool:
    """Whether what they share, that of ``one`` on side a, makes a third of the shorter text."""
    first = len(one.text) <= len(other.text)
    sides = [both.a if first else both.b for both in shared]
    copied = sum(side.end - side.start for side in sides)
    return copied >= FAMILY_SHARE * min(len(one.text), len(other.text))


def _is_stock(both: _Both, stock: Mapping[str, Sequence[Evidence]]) -> bool:
    """Whether half of either side is a paragraph that an unlike article of another month has too."""
    return any(
        2 * (min(side.end, known.end) - max(side.start, known.start)) >= side.end - side.start
        for side in (both.a, both.b)
        for known in stock.get(side.article, ())
    )


def copy_families(
    articles: Sequence[Article],
    passages: Sequence[Passage],
    days: Mapping[str, int | None] | None = None,
) -> dict[str, str]:
    """The family of every article that has one: articles of one month joined by pairs of which at
    least a third of the shorter text (in characters, passages added up) stands in the other.

    The id is made from the ids of the family's articles: it changes when one joins or leaves.

    Args:
        articles: all articles the passages are about.
        passages: as `find_passages` yields them.
        days: as there.
    """
    shared: dict[tuple[str, str], list[Passage]] = {}
    for passage in passages:
        shared.setdefault((passage.a.article, passage.b.article), []).append(passage)
    asked = {name for pair in shared for name in pair}
    known = {article.id: article for article in articles if article.id in asked}
    head = {name: name for name in known}
    for (a, b), found in sorted(shared.items()):
        one, other = (days[name] if days is not None else moment_of(known[name]) for name in (a, b))
        if _of_one_time(one, other) and _is_much(known[a], known[b], found):
            head[max(_top(head, a), _top(head, b))] = min(_top(head, a), _top(head, b))
    families: dict[str, list[str]] = {}
    for name in sorted(head):
        families.setdefault(_top(head, name), []).append(name)
    return {name: _family_id(names) for names in families.values() if len(names) > 1 for name in names}


def _top(head: dict[str, str], name: str) -> str:
    while head[name] != name:
        name = head[name] = head[head[name]]
    return name


def _family_id(names: list[str]) -> str:
    return "c-" + hashlib.sha256("\x1f".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _candidates(
    articles: Sequence[Article], shingles: Shingles
) -> Iterator[tuple[int, int, list[Block]]]:
    """Pairs of articles a < b with the runs of words that stand in both."""
    keys, holders, places = shingles.shared()
    left, right = meetings(keys, holders, np.array(_numbers([article.outlet for article in articles])))
    unused = np.uint64(64 - (len(articles) ** 2).bit_length())  # bits above a pair's number
    pairs = (holders[left] * len(articles) + holders[right]).astype(np.uint64) << unused
    pairs, order = ranked(pairs)
    shared = np.diff(firsts_of(pairs), append=len(pairs))
    kept = np.repeat(shared >= SEEDS, shared)  # most pairs share a phrase and no more
    pair, order = (pairs[kept] >> unused).view(np.int64), order[kept]
    a, b = places[left[order]], places[right[order]]
    order = np.lexsort((a, b - a, pair))
    pair, a, b = pair[order], a[order], b[order]
    # shingles that follow one another in both texts are one run
    follows = (pair[1:] == pair[:-1]) & (np.diff(a) == 1) & (np.diff(b) == 1)
    starts = np.flatnonzero(np.concatenate(([True], ~follows))[: len(pair)])
    words = np.diff(starts, append=len(pair)) + SHINGLE - 1
    pair, a, b = pair[starts], a[starts], b[starts]
    runs = list(zip(a.tolist(), b.tolist(), words.tolist(), strict=True))
    starts = firsts_of(pair)
    borders = pairwise([*starts.tolist(), len(pair)])
    for both, (start, end) in zip(pair[starts].tolist(), borders, strict=True):
        yield *divmod(both, len(articles)), runs[start:end]


def _numbers(outlets: list[str]) -> list[int]:
    """A number for each outlet; an unknown outlet is like no other."""
    known = {name: i for i, name in enumerate(sorted(set(outlets)))}
    return [known[name] if name else len(known) + i for i, name in enumerate(outlets)]


def _passages_of(runs: list[Block]) -> Iterator[list[Block]]:
    """Runs of the same words in the same order with little between them, by place."""
    passage: list[Block] = []
    for block in _apart(runs):
        if passage:
            a, b, size = passage[-1]
            if not (block[0] - a - size <= GAP and 0 <= block[1] - b - size <= GAP):
                yield passage
                passage = []
        passage.append(block)
    if passage:
        yield passage


def _apart(runs: list[Block]) -> list[Block]:
    """The runs by place in a, without those that overlap a longer one in either text."""
    kept: list[Block] = []
    for run in sorted(runs, key=lambda run: (-run[2], run[0], run[1])):
        if all(_clear(run, other, 0) and _clear(run, other, 1) for other in kept):
            kept.append(run)
    return sorted(kept)


def _clear(one: Block, other: Block, side: int) -> bool:
    return one[side] + one[2] <= other[side] or other[side] + other[2] <= one[side]


def _is_own(a: _Text, b: _Text, blocks: list[Block]) -> bool:
    """Whether enough of these runs stands outside quotation marks."""
    own = sum(int(np.count_nonzero(a.own[i : i + n] & b.own[j : j + n])) for i, j, n in blocks)
    return own >= OWN_WORDS


def _both(a: _Text, b: _Text, blocks: list[Block]) -> _Both:
    (first_a, first_b, _), (last_a, last_b, size) = blocks[0], blocks[-1]
    words_a, words_b = slice(first_a, last_a + size), slice(first_b, last_b + size)
    return _Both(a.evidence(words_a), b.evidence(words_b))


def _passages(found: Sequence[_Both]) -> Iterator[Passage]:
    keys = _keys([side.text for both in found for side in both])
    for both, words_a, words_b in zip(found, keys, keys, strict=True):  # a side after the other
        yield Passage(both.a, both.b, _similarity(words_a, words_b))


def _keys(texts: Sequence[str]) -> Iterator[list[int]]:
    """The words of each text, by key."""
    for batch in together([len(text) for text in texts], TOGETHER):
        words, _, borders = words_of_all(texts[batch])
        for first, last in pairwise(borders.tolist()):
            yield words.keys[first:last].tolist()


def _similarity(words_a: list[int], words_b: list[int]) -> float:
    if words_a == words_b:
        return 1.0
    matcher = SequenceMatcher(None, words_a, words_b, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    return round(2 * common / (len(words_a) + len(words_b)), 4)
