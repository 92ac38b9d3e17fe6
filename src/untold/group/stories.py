"""Stories: the articles about one event, told apart from those about the same kind of event."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from untold.group.linkage import Floats, Ints, average_linkage, best_cut
from untold.group.moments import moment_of
from untold.model import Article, Readability

# Every number below was chosen on stories/giveme5w1h, stories/ecbplus and outlets/fakes together;
# docs/04-stories-and-copies.md shows how little the figures change around each.

#: Words of the title and the head of the text: an article says first which event it is about.
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
#: Days after which most of the weight of nearness in time is gone, and what is left of similarity
#: between articles far apart: dates are wrong too often, and stories too long, to forbid anything.
TIME_SCALE = 7.0
TIME_FLOOR = 0.35
#: What an article has in common with others of its kind is measured on articles this many days
#: away, at this rank: fewer than that may be the same long story.
KIND_DAYS = 30
KIND_RANK = 20
#: The share of it that is taken off between articles of one day; between distant ones, all of it.
KIND_NEAR = 0.3
#: The lowest mean similarity at which two groups still merge.
LEAST_MEAN = 0.08
#: ... and the lowest share of the mean similarity inside the tighter of the two.
LEAST_SHARE = 0.3
#: Pairs below this count as 0: well under LEAST_MEAN, it keeps the graph sparse.
LEAST_PAIR = 0.04
#: A group is two stories where its best normalised cut is below this.
SPLIT_BELOW = 0.5
#: No pair inside a group counts as more alike: copies would pass for a story of their own.
COPY_CAP = 0.4
#: The second look compares all pairs: groups above this size (128 MB) are left as they are.
LARGEST_SPLIT = 4000
#: Rows of the similarity matrix held at a time: bounds memory.
ROWS = 512

_WORD = re.compile(r"[^\W_]+")


def find_stories(articles: Sequence[Article]) -> dict[str, str]:
    """The story id of every article, by article id.

    Articles are compared by their words: rare ones, names, numbers and words of the head weigh
    more. Similarity fades with the days between two articles, and between distant ones what each
    has in common with any others of its kind is taken off. Average linkage groups them; then each
    group is looked at again with the words that all of it shares left out, and cut in two where
    the halves have too little else in common. So two floods in one town come apart although they
    share the town and the flood.

    The id is made from the id of the story's earliest article (by dateline or ``published``, then
    by id): it stays when later articles come, and changes when an earlier one comes, or when the
    story merges into an earlier one.

    Args:
        articles: each id once. Those in different languages never share a story; a stub is placed
            by its title, an article without words is a story of its own.

    Raises:
        ModelError: the table of word rarity is missing or isn't the pinned one.

    Known failures: two events with the same actors, place and week (a match and its return match)
    merge; one event's first reports and its court case a year later come apart; in languages
    written without spaces nothing merges. Not for streams: every call groups all it is given.
    """
    ordered = sorted(articles, key=lambda article: article.id)
    found: dict[str, str] = {}
    for language in sorted({article.language or "" for article in ordered}):
        same = [article for article in ordered if (article.language or "") == language]
        for members in _cluster(same):
            name = _name([same[i] for i in members])
            found.update((same[i].id, name) for i in members)
    return found


def _name(members: list[Article]) -> str:
    first = min(members, key=lambda article: (moment_of(article) or 10**7, article.id))
    return "s-" + hashlib.sha256(first.id.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _cluster(articles: list[Article]) -> Iterator[list[int]]:
    moments = np.array([moment_of(article) or np.nan for article in articles], np.float64)
    counts, rarity = _term_matrix([_terms(article) for article in articles])
    pairs = _pairs(_rows_of_length_1(counts, rarity), moments)
    for members in average_linkage(len(articles), pairs, LEAST_MEAN, LEAST_SHARE, COPY_CAP):
        for part in _split(np.array(members), counts, rarity):
            yield part.tolist()


def _terms(article: Article) -> dict[str, float]:
    """The weight of each word in one article, before its rarity comes in."""
    words = _WORD.findall(article.title)
    if article.readability is not Readability.STUB or not words:
        words += _WORD.findall(article.text)  # what a stub says beside its title is the paywall's
    lowered = [word.lower() for word in words]
    uses = Counter(lowered)
    names = Counter(low for low, word in zip(lowered, words, strict=True) if not word[0].islower())
    head = set(lowered[:HEAD_WORDS])
    return {
        word: (1 + np.log(count))
        * (NAME_WEIGHT if 2 * names[word] > count else 1.0)
        * (HEAD_WEIGHT if word in head else 1.0)
        for word, count in uses.items()
    }


def _term_matrix(articles: list[dict[str, float]]) -> tuple[Any, Floats]:
    """Articles x words (sparse), and the rarity of each word in natural units of information."""
    from scipy.sparse import csr_matrix

    from untold.models import rarity

    counted, background = rarity()
    uses = Counter(word for terms in articles for word in terms)
    words = sorted(uses)
    known = np.array([background.get(word, 0) + 0.5 for word in words]) / counted
    here = np.array([uses[word] for word in words])
    share = (here + PRIOR_ARTICLES * known) / (len(articles) + PRIOR_ARTICLES)
    kept = share < COMMON
    column = {words[i]: place for place, i in enumerate(np.flatnonzero(kept))}
    values, columns, ends = [], [], [0]
    for terms in articles:
        for word in sorted(terms):
            if word in column:
                values.append(terms[word])
                columns.append(column[word])
        ends.append(len(values))
    shape = (len(articles), len(column))
    return csr_matrix((values, columns, ends), shape=shape, dtype=np.float64), -np.log(share[kept])


def _rows_of_length_1(counts: Any, weights: Floats) -> Any:
    from scipy.sparse import diags

    weighted = counts @ diags(weights, shape=(len(weights), len(weights)))
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(1)).ravel())
    return (diags(1 / np.where(length > 0, length, 1.0)) @ weighted).tocsr()


def _pairs(rows: Any, moments: Floats) -> Iterator[tuple[int, int, float]]:
    """Pairs that are alike enough to matter: cosine of words, less what the kind of event explains,
    faded by the days between."""
    i, j, alike = _alike(rows)
    days = np.abs(moments[i] - moments[j])
    near = np.where(np.isnan(days), 1.0, np.exp(-days / TIME_SCALE))
    kind = _kind(rows.shape[0], i, j, alike, days)
    own = alike - (1 - near * (1 - KIND_NEAR)) * np.minimum(kind[i], kind[j])
    value = own * (TIME_FLOOR + (1 - TIME_FLOOR) * near)
    kept = value >= LEAST_PAIR
    yield from zip(i[kept].tolist(), j[kept].tolist(), value[kept].tolist(), strict=True)


def _alike(rows: Any) -> tuple[Ints, Ints, Floats]:
    """The cosines of LEAST_PAIR or more, as (i, j, cosine) with i < j."""
    columns = rows.T.tocsr()
    found: list[tuple[Ints, Ints, Floats]] = []
    for start in range(0, rows.shape[0], ROWS):
        block = (rows[start : start + ROWS] @ columns).tocoo()
        kept = (block.data >= LEAST_PAIR) & (block.col > block.row + start)
        found.append((block.row[kept] + start, block.col[kept], block.data[kept]))
    i, j, alike = (np.concatenate(part) for part in zip(*found, strict=True))
    return i, j, alike


def _kind(size: int, i: Ints, j: Ints, alike: Floats, days: Floats) -> Floats:
    """How alike each article is to those that are not on its event: its KIND_RANK-th likest among
    the articles of other months; 0 where it has fewer."""
    apart = days > KIND_DAYS
    item = np.concatenate((i[apart], j[apart]))
    value = np.concatenate((alike[apart], alike[apart]))
    order = np.lexsort((-value, item))
    item, value = item[order], value[order]
    first = np.searchsorted(item, np.arange(size))
    many = np.searchsorted(item, np.arange(size), "right") - first >= KIND_RANK
    kind = np.zeros(size)
    kind[many] = value[first[many] + KIND_RANK - 1]
    return kind


def _split(members: Ints, counts: Any, rarity: Floats) -> Iterator[Ints]:
    """The stories in one group: itself, or the parts of both sides of its best cut."""
    if len(members) > LARGEST_SPLIT:
        yield members
        return
    found = best_cut(_second_look(counts[members], rarity))
    if found is None or found[0] >= SPLIT_BELOW:
        yield members
        return
    for side in found[1:]:
        yield from _split(members[side], counts, rarity)


def _second_look(counts: Any, rarity: Floats) -> Floats:
    """Similarity inside one group: words weigh by how few of its articles share them."""
    size = counts.shape[0]
    uses = np.bincount(counts.indices, minlength=counts.shape[1])
    within = np.log((size + 1) / (uses + 0.5))
    rows = _rows_of_length_1(counts, np.where(uses >= 2, np.maximum(rarity * within, 0), 0.0))
    similarity: Floats = np.minimum((rows @ rows.T).toarray(), COPY_CAP)
    np.fill_diagonal(similarity, 0.0)
    return similarity
