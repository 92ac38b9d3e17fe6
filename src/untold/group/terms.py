"""What an article is about, as weighted words, and all articles as one sparse matrix of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from untold.group.words import (
    TOGETHER,
    Bools,
    Keys,
    Places,
    Words,
    capital,
    firsts_of,
    ranked,
    stretches,
    together,
    words_of,
    words_of_all,
)
from untold.model import Article, Readability

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Every number below was chosen on stories/giveme5w1h, stories/ecbplus and outlets/fakes together;
# docs/04-stories-and-copies.md shows how little the figures change around each.

#: Characters of the text that are read, about 400 words: an article says first which event it is about;
#: what follows is background that it shares with others. More cost twice the time and gained nothing.
READ = 2500
#: Words of the title and the head of the text, where the event is named.
HEAD_WORDS = 100
#: How much more a word in the head weighs.
HEAD_WEIGHT = 2.0
#: How much more a name or number weighs: they tell an event from its kind.
NAME_WEIGHT = 1.5
#: Articles of general news that the input's own word counts are mixed with. A small input can't
#: know which words are rare; a large one on one war knows it better than general news does.
PRIOR_ARTICLES = 3000
#: A word in a larger share of articles than this says nothing about the event.
COMMON = 0.1
#: A word in so many articles of an outlet, in this share of them, and that many times as often as
#: elsewhere, is the house's own (a footer, a slogan, its spelling of a name), not the event's.
HOUSE_USES = 10
HOUSE_SHARE = 0.3
HOUSE_TIMES = 10


#: Bits for the place of an article among `TOGETHER`.
PLACE_BITS = np.uint64(6)


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of one article, each once, by key: their weights before rarity comes in, which are
    numbers, and which stand in the title."""

    keys: Keys
    weights: Floats
    numbers: Bools
    titles: Bools


def terms_of(articles: Sequence[Article]) -> list[Terms]:
    """The words that place each article: a stub's title, any other's title and the head of its text."""
    found: list[Terms] = []
    texts = [f"{article.title}\n{article.text[:READ]}" for article in articles]
    for some in together([len(text) for text in texts], TOGETHER):
        words, begins, borders = words_of_all(texts[some])
        found += terms_in(words, begins, borders[:-1], articles[some])
    return found


def terms_in(words: Words, begins: Places, firsts: Places, articles: Sequence[Article]) -> list[Terms]:
    """The terms of a few articles.

    Args:
        words: those of their titles and texts, a line of each, as `words_of_all` gives them; of the
            texts what is beyond `READ` characters may be missing.
        begins: the character with which each article begins there.
        firsts: the word with which it does.
        articles: no more than `TOGETHER`.
    """
    sizes = np.searchsorted(words.starts, begins + [_read(article) for article in articles]) - firsts
    holder = np.repeat(np.arange(len(articles)), sizes)
    if not len(holder):
        nothing = Terms(words.keys[:0], np.zeros(0), np.zeros(0, bool), np.zeros(0, bool))
        return [nothing] * len(articles)
    chosen = stretches(firsts, sizes)
    # by article, then by word, then by place: a key's lowest bits make room for the article's number
    keys = words.keys[chosen] >> PLACE_BITS | holder.astype(np.uint64) << (64 - PLACE_BITS)
    both, order = ranked(keys)
    starts = np.append(firsts_of(both), len(both))
    uses = np.diff(starts)
    chosen = chosen[order]
    capitals = np.append(0, np.cumsum(capital(words.firsts[chosen])))[starts]
    place = chosen[starts[:-1]]
    words, holder = words[place], holder[order[starts[:-1]]]
    weights = (1 + np.log(np.arange(1, uses.max() + 1)))[uses - 1]
    weights *= np.where(2 * np.diff(capitals) > uses, NAME_WEIGHT, 1.0)
    weights *= np.where(place - firsts[holder] < HEAD_WORDS, HEAD_WEIGHT, 1.0)
    numbers = words.number
    ends = begins + [len(article.title) for article in articles]
    titles = words.starts < ends[holder]
    parts = pairwise(np.searchsorted(holder, np.arange(len(articles) + 1)).tolist())
    return [Terms(words.keys[a:b], weights[a:b], numbers[a:b], titles[a:b]) for a, b in parts]


def _read(article: Article) -> int:
    """How many characters are read of an article: its title and the head of its text up to the last
    whole word; of a stub the title alone, since what it says beside that is the paywall's."""
    title, text = article.title, article.text
    if article.readability is Readability.STUB and any(map(str.isalnum, title)):
        return len(title)
    head = len(text) if len(text) <= READ else max(0, text.rfind(" ", 0, READ))
    return len(title) + 1 + head


@dataclass(frozen=True, slots=True)
class Matrix:
    """Articles x words. ``weights`` as in `Terms`, ``rows`` times rarity and of length 1, both sparse
    (CSR) over the same words; ``rarity`` of each word in natural units of information, ``numbers``
    which words are; ``titles`` which values of ``rows`` are of words in the article's title.

    Words that only one article has count in a row's length but have no column: nothing meets there.
    """

    weights: Any
    rows: Any
    rarity: Floats
    numbers: Bools
    titles: Bools


def matrix_of(terms: Sequence[Terms], outlets: Sequence[str]) -> Matrix:
    """The matrix of these articles, in their order; what are an outlet's house words weighs nothing
    in its articles.

    Raises:
        ModelError: the table of word rarity is missing or isn't the pinned one.
    """
    from scipy.sparse import csr_matrix

    found, order = ranked(np.concatenate([np.zeros(0, np.uint64), *(one.keys for one in terms)]))
    firsts = firsts_of(found)
    uses = np.diff(firsts, append=len(found))
    share = (uses + PRIOR_ARTICLES * _known(found[firsts])) / (len(terms) + PRIOR_ARTICLES)
    rarity = np.where(share < COMMON, -np.log(share), 0.0)
    met = (rarity > 0) & (uses > 1)
    word = np.empty(len(found), np.int32)
    word[order] = np.repeat(np.arange(len(uses), dtype=np.int32), uses)
    numbers = np.concatenate([np.zeros(0, bool), *(one.numbers for one in terms)])[order[firsts[met]]]
    del found, order  # the largest arrays of the stories
    row = np.repeat(np.arange(len(terms)), [len(one.keys) for one in terms])
    weights = np.concatenate([np.zeros(0), *(one.weights for one in terms)])
    scaled = rarity[word]
    scaled *= weights
    length = np.sqrt(np.bincount(row, scaled**2, len(terms)))
    kept = np.flatnonzero(met[word])
    row, scaled = row[kept], scaled[kept]
    column = (np.cumsum(met, dtype=np.int32) - 1)[word[kept]]
    ends = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=len(terms)))))
    titles = np.concatenate([np.zeros(0, bool), *(one.titles for one in terms)])

    def matrix_with(values: Floats) -> Any:
        return csr_matrix((values, column, ends), shape=(len(terms), int(met.sum())))

    rows = matrix_with(scaled / np.where(length > 0, length, 1.0)[row])
    matrix = Matrix(matrix_with(weights[kept]), rows, rarity[met], numbers, titles[kept])
    _leave_out_house_words(matrix, outlets)
    return matrix


def _leave_out_house_words(matrix: Matrix, outlets: Sequence[str]) -> None:
    """Sets the weights of each outlet's house words in its articles to 0; rows keep length 1."""
    rows, weights = matrix.rows, matrix.weights
    everywhere = np.bincount(rows.indices, minlength=rows.shape[1])
    members: dict[str, list[int]] = {}
    for place, outlet in enumerate(outlets):
        if outlet:
            members.setdefault(outlet, []).append(place)
    for own in members.values():
        if len(own) < HOUSE_USES:
            continue
        sizes = np.diff(rows.indptr)[own]
        values = stretches(rows.indptr[own], sizes)
        words = rows.indices[values]
        uses = np.bincount(words, minlength=rows.shape[1])
        often = np.flatnonzero(uses >= HOUSE_USES)
        share = uses[often] / len(own)
        elsewhere = (everywhere[often] - uses[often] + 0.5) / (len(outlets) - len(own) + 1)
        house = np.zeros(rows.shape[1], bool)
        house[often] = (share >= HOUSE_SHARE) & (share > HOUSE_TIMES * elsewhere)
        gone = house[words]
        row = np.repeat(np.arange(len(own)), sizes)
        left = 1 - np.bincount(row[gone], rows.data[values[gone]] ** 2, len(own))
        rows.data[values[gone]] = weights.data[values[gone]] = 0.0
        rows.data[values] /= np.sqrt(np.maximum(left, 1e-9))[row]


def _known(words: Keys) -> Floats:
    """The share of articles of general news that each word stands in; half an article if in none."""
    counted, known, counts = _background()
    place = np.minimum(np.searchsorted(known, words), len(known) - 1)
    return (np.where(known[place] == words, counts[place], 0) + 0.5) / counted


@lru_cache(maxsize=1)
def _background() -> tuple[int, Keys, Ints]:
    from untold.models import rarity

    counted, background = rarity()
    words = [word for word in background if word.isalnum()]  # others are no words to `words_of`
    keys = words_of(" ".join(words)).keys
    order = np.argsort(keys)
    return counted, keys[order], np.array([background[word] for word in words])[order]
