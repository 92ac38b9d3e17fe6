"""Copies: passages that stand in two articles, word for word or with edits, and their families."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from untold.group.moments import moment_of
from untold.group.words import BASE, Bools, Keys, firsts_of, put_places, words_of_all
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

#: Articles read together.
TOGETHER = 16

#: Words in a row: start in a, start in b, how many.
Block = tuple[int, int, int]

_QUOTE = re.compile(r"“[^”]*”|\"[^\"]*\"|``.*?''|«[^»]*»", re.DOTALL)


class _Text:
    """An article's words as numbers, where each stands, and which are outside quotation marks."""

    def __init__(self, article: Article, words: Keys, starts: Ints, ends: Ints) -> None:
        self.article, self.words, self.starts, self.ends = article, words, starts, ends
        self.own = np.ones(len(words), bool)
        quotes = [place for quote in _QUOTE.finditer(article.text) for place in quote.span()]
        places = iter(np.searchsorted(starts, quotes).tolist())
        for first, last in zip(places, places, strict=True):
            if last - first <= QUOTE_WORDS:
                self.own[first:last] = False

    def evidence(self, first: int, last: int) -> Evidence:
        """The words first..last-1 as evidence."""
        span = self.article.span("text", int(self.starts[first]), int(self.ends[last - 1]))
        return Evidence.of(self.article, span)


def _texts(articles: Sequence[Article]) -> Iterator[_Text]:
    for start in range(0, len(articles), TOGETHER):
        some = articles[start : start + TOGETHER]
        words, begins, borders = words_of_all([article.text for article in some])
        parts = zip(some, begins, pairwise(borders.tolist()), strict=True)
        for article, begin, (first, last) in parts:
            starts, ends = words.starts[first:last] - begin, words.ends[first:last] - begin
            yield _Text(article, words.keys[first:last], starts, ends)


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
    written = cache(lambda i: _written(ordered[i]))
    met = list[tuple[int, int, list[list[Block]]]]()
    for a, b, runs in _candidates(ordered):
        if written(b) < written(a):
            a, b, runs = b, a, [(j, i, size) for i, j, size in runs]
        shared = [blocks for blocks in _passages_of(runs) if sum(n for *_, n in blocks) >= OWN_WORDS]
        if shared:
            met.append((a, b, shared))
    asked = sorted({i for a, b, _ in met for i in (a, b)})  # few articles share anything
    text = dict(zip(asked, _texts([ordered[i] for i in asked]), strict=True))
    kept, stock = list[Passage](), dict[str, list[Evidence]]()
    for a, b, shared in met:
        found = [_passage(text[a], text[b], blocks) for blocks in shared]
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


def _candidates(articles: Sequence[Article]) -> Iterator[tuple[int, int, list[Block]]]:
    """Pairs of articles a < b with the runs of words that stand in both."""
    keys, holders, places = _shingles(articles)
    left, right = _meetings(keys, holders, np.array(_numbers([article.outlet for article in articles])))
    pair = holders[left] * len(articles) + holders[right]
    order = np.argsort(pair)
    shared = np.diff(firsts_of(pair[order]), append=len(pair))
    order = order[np.repeat(shared >= SEEDS, shared)]  # most pairs share a phrase and no more
    pair, a, b = pair[order], places[left[order]], places[right[order]]
    order = np.lexsort((a, b - a, pair))
    pair, a, b = pair[order], a[order], b[order]
    # shingles that follow one another in both texts are one run
    follows = (pair[1:] == pair[:-1]) & (np.diff(a) == 1) & (np.diff(b) == 1)
    starts = np.flatnonzero(np.concatenate(([True], ~follows))[: len(pair)])
    words = np.diff(starts, append=len(pair)) + SHINGLE - 1
    pair, a, b = pair[starts], a[starts], b[starts]
    starts = firsts_of(pair)
    runs = list(zip(a.tolist(), b.tolist(), words.tolist(), strict=True))
    ends = np.append(starts[1:], len(pair))[: len(starts)]
    for both, start, end in zip(pair[starts].tolist(), starts.tolist(), ends.tolist(), strict=True):
        yield *divmod(both, len(articles)), runs[start:end]


def _shingles(articles: Sequence[Article]) -> tuple[Keys, Ints, Ints]:
    """Every shingle that more than one article has: its key, who has it, and the word where it first
    starts there; by key, article and place."""
    # no text has more words than this; what stays empty takes no memory
    key = np.empty(sum(len(article.text) // 2 + 1 for article in articles), np.uint64)
    ends = [0]
    for start in range(0, len(articles), TOGETHER):
        found, sizes = _shingle_keys([article.text for article in articles[start : start + TOGETHER]])
        key[ends[-1] : ends[-1] + len(found)] = found
        ends += (ends[-1] + np.cumsum(sizes)).tolist()
    key = key[: ends[-1]]
    lower = key.astype(np.uint32)  # holds the bits that give way to places, of up to 2**32 shingles
    low = put_places(key)
    key.sort()
    key = key[_with_its_like(key | low)]  # what occurs twice, perhaps: by all but its lowest bits
    order = (key & low).view(np.int64)
    key = key & ~low | lower[order] & low  # whole again
    rank = np.argsort(key, kind="stable")
    key, order = key[rank], order[rank]
    kept = _with_its_like(key)
    key, order = key[kept], order[kept]
    holder = np.searchsorted(ends, order, "right") - 1
    place = order - np.array(ends)[holder]
    first = np.ones(len(key), bool)
    first[1:] = (key[1:] != key[:-1]) | (holder[1:] != holder[:-1])
    key, holder, place = key[first], holder[first], place[first]
    kept = _with_its_like(key)
    return key[kept], holder[kept], place[kept]


def _shingle_keys(texts: Sequence[str]) -> tuple[Keys, Ints]:
    """The key of each run of SHINGLE words of these texts, in order, and how many each text has."""
    words, _, borders = words_of_all(texts)
    uses = np.diff(borders)
    size = max(0, len(words.keys) - SHINGLE + 1)
    key = words.keys[:size]
    for offset in range(1, SHINGLE):
        key = key * np.uint64(BASE) + words.keys[offset : offset + size]
    within = np.arange(SHINGLE, SHINGLE + size) <= np.repeat(borders[1:], uses)[:size]
    return key[within], np.maximum(uses - SHINGLE + 1, 0)


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


def _meetings(keys: Keys, holders: Ints, outlets: Ints) -> tuple[Ints, Ints]:
    """Rows (left, right) whose texts hold the same shingle and are to be compared."""
    starts = firsts_of(keys)
    size = np.diff(starts, append=len(keys))
    group = np.repeat(np.arange(len(starts)), size)
    outlet = outlets[holders]
    others = np.bincount(group, outlet != outlet[starts][group], len(starts))
    asked = (size < BOILERPLATE) | (others > 0)
    left, right = [holders[:0]], [holders[:0]]
    for step in range(1, min(ALL_PAIRS, int(size.max(initial=0)))):
        many = asked & (size > step)
        if step > CHAIN:
            many &= size <= ALL_PAIRS
        row = np.flatnonzero(many[group[:-step]] & (group[:-step] == group[step:]))
        left.append(row)
        right.append(row + step)
    return np.concatenate(left), np.concatenate(right)


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
