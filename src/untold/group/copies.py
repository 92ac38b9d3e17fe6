"""Copies: passages that stand in two articles, word for word or with edits, and their families."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache

import numpy as np
from numpy.typing import NDArray

from untold.group.moments import moment_of
from untold.group.words import Bools, Keys, mixed, words_of
from untold.model import Article, Evidence, Passage

Ints = NDArray[np.int64]

#: Words in a row that two articles must share to be compared there. Four words in a row are often
#: chance; with five, an edit in every second line still leaves many.
SHINGLE = 5
#: Shared shingles that make a pair of articles worth aligning: a dozen words in a row.
SEEDS = 8
#: Up to this many holders every pair of them is looked at; of more, each with the next CHAIN by
#: id, so that a report printed by a hundred outlets costs a hundred pairs and stays one family.
ALL_PAIRS = 8
CHAIN = 2
#: A shingle in this many articles of one outlet, and in no other outlet, is its boilerplate.
BOILERPLATE = 3
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

#: Places of a table in which keys that occur twice are marked: few others fall on a mark, and it fits
#: into a processor's cache. A power of two.
SIEVE = 1 << 24

_QUOTE = re.compile(r"“[^”]*”|\"[^\"]*\"|``.*?''|«[^»]*»", re.DOTALL)


class _Text:
    """An article's words as numbers, where each stands, and which are outside quotation marks."""

    def __init__(self, article: Article) -> None:
        words = words_of(article.text)
        self.article = article
        self.words, self.starts, self.ends = words.keys, words.starts, words.ends
        self.own = np.ones(len(self.words), bool)
        for quote in _QUOTE.finditer(article.text):
            first, last = np.searchsorted(self.starts, quote.span())
            if last - first <= QUOTE_WORDS:
                self.own[first:last] = False

    def evidence(self, first: int, last: int) -> Evidence:
        """The words first..last-1 as evidence."""
        span = self.article.span("text", int(self.starts[first]), int(self.ends[last - 1]))
        return Evidence.of(self.article, span)


def find_passages(articles: Sequence[Article]) -> tuple[Passage, ...]:
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

    Known failures: copy with an edit in every five words; words moved to another place count as
    two passages; quotations whose marks were stripped pass for copies.
    """
    ordered = sorted(articles, key=lambda article: article.id)
    text = cache(lambda i: _Text(ordered[i]))  # few articles share anything
    kept, stock = list[Passage](), dict[str, list[Evidence]]()
    for a, b, places in _candidates(ordered):
        if _written(ordered[b]) < _written(ordered[a]):
            a, b, places = b, a, places[:, ::-1]
        enough = (blocks for blocks in _passages_of(places) if sum(n for *_, n in blocks) >= OWN_WORDS)
        found = (_passage(text(a), text(b), blocks) for blocks in enough)
        passages = [passage for passage in found if passage is not None]
        if _of_one_time(ordered[a], ordered[b]) or _is_much(ordered[a], ordered[b], passages):
            kept += passages
            continue
        for side in (side for passage in passages for side in (passage.a, passage.b)):
            stock.setdefault(side.article, []).append(side)
    lasting = (passage for passage in kept if not _is_stock(passage, stock))
    return tuple(sorted(lasting, key=lambda passage: (passage.a, passage.b)))


def _of_one_time(one: Article, other: Article) -> bool:
    """Whether two articles may be of one month."""
    first, second = moment_of(one), moment_of(other)
    return not first or not second or abs(first - second) <= FAMILY_DAYS


def _is_much(one: Article, other: Article, passages: Sequence[Passage]) -> bool:
    """Whether the passages, those of ``one`` on side a, make a third of the shorter text."""
    first = len(one.text) <= len(other.text)
    sides = [passage.a if first else passage.b for passage in passages]
    copied = sum(side.end - side.start for side in sides)
    return copied >= FAMILY_SHARE * min(len(one.text), len(other.text))


def _is_stock(passage: Passage, stock: Mapping[str, Sequence[Evidence]]) -> bool:
    """Whether half of either side is a paragraph that an unlike article of another month has too."""
    return any(
        2 * (min(side.end, known.end) - max(side.start, known.start)) >= side.end - side.start
        for side in (passage.a, passage.b)
        for known in stock.get(side.article, ())
    )


def copy_families(articles: Sequence[Article], passages: Sequence[Passage]) -> dict[str, str]:
    """The family of every article that has one: articles of one month joined by pairs of which at
    least a third of the shorter text (in characters, passages added up) stands in the other.

    The id is made from the ids of the family's articles: it changes when one joins or leaves.

    Args:
        articles: all articles the passages are about.
        passages: as `find_passages` yields them.
    """
    known = {article.id: article for article in articles}
    shared: dict[tuple[str, str], list[Passage]] = {}
    for passage in passages:
        shared.setdefault((passage.a.article, passage.b.article), []).append(passage)
    head = {name: name for name in known}
    for (a, b), found in sorted(shared.items()):
        if _of_one_time(known[a], known[b]) and _is_much(known[a], known[b], found):
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


def _written(article: Article) -> tuple[int, str, str]:
    # 10**7: an article without a date comes after all others
    return (moment_of(article) or 10**7, article.published or "9999", article.id)


def _candidates(articles: Sequence[Article]) -> Iterator[tuple[int, int, Ints]]:
    """Pairs of articles a < b with the places (in a, in b) where a shingle of both starts."""
    keys, holders, places = _shingles(articles)
    left, right = _meetings(keys, holders, np.array(_numbers([article.outlet for article in articles])))
    if not len(left):
        return
    pair = holders[left] * len(articles) + holders[right]
    order = np.lexsort((places[right], places[left], pair))
    left, right, pair = left[order], right[order], pair[order]
    starts = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]])
    ends = np.r_[starts[1:], len(pair)]
    for start, end in zip(starts, ends, strict=True):
        if end - start >= SEEDS:
            both = np.stack((places[left[start:end]], places[right[start:end]]), 1)
            yield int(pair[start] // len(articles)), int(pair[start] % len(articles)), both


def _shingles(articles: Sequence[Article]) -> tuple[Ints, Ints, Ints]:
    """Key, article and place of every shingle that stands in more than one article, the first place
    in each, sorted by key and article. Two have one key by chance about once in 10**19 pairs."""
    keys = [np.zeros(0, np.uint64), *(_shingle_keys(article.text) for article in articles)]
    ends = np.cumsum([len(one) for one in keys])
    key = np.concatenate(keys)
    del keys  # the largest arrays of the whole grouping
    order = _perhaps_twice(key)
    order = order[np.argsort(key[order])]
    order = order[_with_its_like(key[order])]
    holder = np.searchsorted(ends, order, "right") - 1
    place = order - ends[holder]
    key = key[order]
    order = np.lexsort((place, holder, key))
    key, holder, place = key[order], holder[order], place[order]
    first = np.r_[True, (key[1:] != key[:-1]) | (holder[1:] != holder[:-1])][: len(key)]
    key, holder, place = key[first], holder[first], place[first]
    kept = _with_its_like(key)
    return key[kept].view(np.int64), holder[kept], place[kept]


def _perhaps_twice(key: Keys) -> Ints:
    """The places of all keys that occur more than once, and of a few others: sorting keys alone, and
    then the few places, takes half the time of sorting all places."""
    ranked = np.sort(key)
    twice = ranked[1:][ranked[1:] == ranked[:-1]]
    low = np.uint64(SIEVE - 1)
    sieve = np.zeros(SIEVE, bool)
    sieve[twice & low] = True
    return np.flatnonzero(sieve[key & low])


def _shingle_keys(text: str) -> Keys:
    """The key of each run of SHINGLE words, in order."""
    words = words_of(text).keys
    size = max(0, len(words) - SHINGLE + 1)
    key = np.zeros(size, np.uint64)
    for offset in range(SHINGLE):
        key = mixed(key ^ words[offset : offset + size])
    return key


def _with_its_like(ranked: Keys) -> Bools:
    """Which of the ranked keys stand beside an equal one."""
    same = ranked[1:] == ranked[:-1]
    beside = np.zeros(len(ranked), bool)
    beside[:-1] |= same
    beside[1:] |= same
    return beside


def _numbers(outlets: list[str]) -> list[int]:
    """A number for each outlet; an unknown outlet is like no other."""
    known = {name: i for i, name in enumerate(sorted(set(outlets)))}
    return [known[name] if name else len(known) + i for i, name in enumerate(outlets)]


def _meetings(keys: Ints, holders: Ints, outlets: Ints) -> tuple[Ints, Ints]:
    """Rows (left, right) whose texts hold the same shingle and are to be compared."""
    if not len(keys):
        return keys, keys
    group = np.cumsum(np.r_[True, keys[1:] != keys[:-1]]) - 1
    size = np.bincount(group)
    outlet = outlets[holders]
    first = outlet[np.r_[True, keys[1:] != keys[:-1]]]
    others = np.bincount(group, outlet != first[group])
    boilerplate = (size >= BOILERPLATE) & (others == 0)
    left, right = [], []
    for step in range(1, min(ALL_PAIRS, int(size.max()))):
        row = np.arange(len(keys) - step)
        met = (group[row] == group[row + step]) & ~boilerplate[group[row]]
        met &= (size[group[row]] <= ALL_PAIRS) | (step <= CHAIN)
        left.append(row[met])
        right.append(row[met] + step)
    return np.concatenate(left), np.concatenate(right)


Block = tuple[int, int, int]  # words in a row: start in a, start in b, how many


def _passages_of(places: Ints) -> Iterator[list[Block]]:
    """Stretches of the same words in the same order with little between them, by place."""
    passage: list[Block] = []
    for block in _apart(_runs(places)):
        if passage:
            a, b, size = passage[-1]
            if not (block[0] - a - size <= GAP and 0 <= block[1] - b - size <= GAP):
                yield passage
                passage = []
        passage.append(block)
    if passage:
        yield passage


def _runs(places: Ints) -> list[Block]:
    """Shingles that follow one another in both texts, joined."""
    order = np.lexsort((places[:, 0], places[:, 1] - places[:, 0]))
    a, b = places[order].T
    starts = np.flatnonzero(np.r_[True, (np.diff(a) != 1) | (np.diff(b) != 1)])
    ends = np.r_[starts[1:], len(a)]
    return [(int(a[i]), int(b[i]), int(k - i) + SHINGLE - 1) for i, k in zip(starts, ends, strict=True)]


def _apart(runs: list[Block]) -> list[Block]:
    """The runs by place in a, without those that overlap a longer one in either text."""
    kept: list[Block] = []
    for run in sorted(runs, key=lambda run: (-run[2], run[0], run[1])):
        if all(_clear(run, other, 0) and _clear(run, other, 1) for other in kept):
            kept.append(run)
    return sorted(kept)


def _clear(one: Block, other: Block, side: int) -> bool:
    return one[side] + one[2] <= other[side] or other[side] + other[2] <= one[side]


def _passage(a: _Text, b: _Text, blocks: list[Block]) -> Passage | None:
    own = sum(int((a.own[i : i + n] & b.own[j : j + n]).sum()) for i, j, n in blocks)
    if own < OWN_WORDS:
        return None
    (first_a, first_b, _), (last_a, last_b, size) = blocks[0], blocks[-1]
    words_a = a.words[first_a : last_a + size].tolist()
    words_b = b.words[first_b : last_b + size].tolist()
    matcher = SequenceMatcher(None, words_a, words_b, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    similarity = round(2 * common / (len(words_a) + len(words_b)), 4)
    return Passage(a.evidence(first_a, last_a + size), b.evidence(first_b, last_b + size), similarity)
