"""Stories: the articles about one event, told apart from those about the same kind of event."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from untold.group.likeness import likeness
from untold.group.linkage import Floats, Ints, average_linkage, best_cut
from untold.group.moments import moment_of
from untold.group.numbers import NUMBERS, Numbers
from untold.group.terms import Matrix, Terms, matrix_of, terms_of
from untold.model import Article

#: No pair counts as more alike in the second look: copies would pass for a story of their own.
COPY_CAP = 0.4
#: The second look compares all pairs: groups above this size (128 MB) are left as they are.
LARGEST_SPLIT = 4000
#: The day of an article without one: after all others.
NO_DAY = 10**7


def find_stories(
    articles: Sequence[Article],
    before: Mapping[str, str] | None = None,
    numbers: Numbers = NUMBERS,
    terms: Mapping[str, Terms] | None = None,
    days: Mapping[str, int | None] | None = None,
) -> dict[str, str]:
    """The story id of every article, by article id.

    Articles are compared by their words: rare ones, names, numbers and words of the head weigh
    more. A logistic regression makes of their likeness, the days between them, what their kind of
    event explains, their numbers and their titles how probably two are on one event. Average
    linkage groups them; then each group is looked at again with the words that all of it shares
    left out, and cut in two where the halves have too little else in common. So two floods in one
    town come apart although they share the town and the flood.

    A story's id is made from the id of its earliest article (by dateline or ``published``, then by
    id) when it is first found. Order of the input makes no difference.

    Args:
        articles: each id once. Those in different languages never share a story; a stub is placed
            by its title, an article without words is a story of its own.
        before: stories found before, by article id. Then only articles that aren't in it are
            placed, as `Stories.add` does.
        numbers: what decides; others than the default are for evals.
        terms: what `terms_of` gives for each article, by id, where they have been read.
        days: what `moment_of` gives for each, where that has been asked.

    Raises:
        ModelError: the table of word rarity is missing or isn't the pinned one.

    Known failures: two events with the same actors, place and week (a match and its return match)
    merge; one event's first reports and its court case a year later come apart; in languages
    written without spaces nothing merges.
    """
    before = before or {}
    stories = Stories(
        [article for article in articles if article.id in before], before, numbers, terms, days
    )
    stories.add([article for article in articles if article.id not in before], terms, days)
    return stories.placed


@dataclass(frozen=True, slots=True)
class _Known:
    """What is kept of an article: enough to compare it with those to come."""

    id: str
    outlet: str
    language: str
    day: int | None
    terms: Terms


class Stories:
    """Stories kept up to date while articles come in, in any order and at any time.

    ``placed`` maps article ids to story ids. All that an object knows are its articles and where
    they were placed: one made anew from these goes on as if it had never stopped.
    """

    def __init__(
        self,
        articles: Iterable[Article] = (),
        placed: Mapping[str, str] | None = None,
        numbers: Numbers = NUMBERS,
        terms: Mapping[str, Terms] | None = None,
        days: Mapping[str, int | None] | None = None,
    ) -> None:
        self._numbers = numbers
        self._known = _known(articles, terms, days)
        self.placed = {name: (placed or {})[name] for name in sorted(self._known)}

    def add(
        self,
        articles: Iterable[Article],
        terms: Mapping[str, Terms] | None = None,
        days: Mapping[str, int | None] | None = None,
    ) -> dict[str, str]:
        """Places new articles; what it changed, by article id.

        Only these are grouped anew: the new articles, and the stories with an article that is alike
        enough to one of them to merge. So stories merge and split as articles come in. Of the
        stories that a group was before, it keeps the id of the one it shares most articles with; a
        new one is called after its earliest article. All articles' words count for rarity.

        Args:
            articles: ids that aren't placed yet.
            terms, days: as `find_stories`.

        Raises:
            ModelError: as `find_stories`.

        Known failure: stories that no new article is like stay as they were, though rarer words would
        group them otherwise now; how often is measured in docs/04-stories-and-copies.md.
        """
        new = _known(articles, terms, days)
        self._known |= new
        before = dict(self.placed)
        for language in sorted({one.language for one in new.values()}):
            self._place(language, new.keys())
        self.placed = dict(sorted(self.placed.items()))
        return {name: story for name, story in self.placed.items() if before.get(name) != story}

    def _place(self, language: str, new: Set[str]) -> None:
        known = sorted((k for k in self._known.values() if k.language == language), key=lambda k: k.id)
        matrix = matrix_of([one.terms for one in known], [one.outlet for one in known])
        days = np.array([one.day or np.nan for one in known], np.float64)
        active = self._touched(known, matrix, days, new)
        groups = [
            [known[i] for i in group.tolist()]
            for group in _cluster(matrix, days, active, self._numbers)
        ]
        groups.sort(key=_order)
        taken = set(self.placed.values())
        kept = _kept_ids(groups, self.placed)
        for place, group in enumerate(groups):
            name = kept[place] if place in kept else _new_id(group, taken)
            taken.add(name)
            self.placed.update((one.id, name) for one in group)

    def _touched(self, known: list[_Known], matrix: Matrix, days: Floats, new: Set[str]) -> Ints:
        """The new articles, and all of those stories that may merge with one of them."""
        fresh = np.array([one.id in new for one in known])
        if fresh.all():
            return np.arange(len(known))
        numbers = self._numbers
        i, j, value = likeness(matrix, days, np.flatnonzero(fresh), numbers)
        enough = np.tile(value >= numbers.least_mean, 2)
        near = {known[k].id for k in np.concatenate((i, j))[enough].tolist()}
        stories = {self.placed[name] for name in near - new}
        return np.flatnonzero([one.id in new or self.placed[one.id] in stories for one in known])


def _known(
    articles: Iterable[Article],
    terms: Mapping[str, Terms] | None,
    days: Mapping[str, int | None] | None,
) -> dict[str, _Known]:
    listed = list(articles)
    read = terms_of(listed) if terms is None else [terms[one.id] for one in listed]
    written = map(moment_of, listed) if days is None else [days[one.id] for one in listed]
    return {
        one.id: _Known(one.id, one.outlet, one.language or "", day, words)
        for one, words, day in zip(listed, read, written, strict=True)
    }


def _cluster(matrix: Matrix, days: Floats, active: Ints, numbers: Numbers) -> list[Ints]:
    """The active articles in groups of one event each."""
    i, j, value = likeness(matrix, days, active, numbers)
    place = np.full(len(days), -1)
    place[active] = np.arange(len(active))
    i, j = place[i], place[j]
    both = (i >= 0) & (j >= 0)
    pairs = i[both], j[both], value[both]
    least, share, doubt = numbers.least_mean, numbers.least_share, numbers.doubt
    groups = [active[members] for members in average_linkage(len(active), pairs, least, share, doubt)]
    return _split(groups, matrix, numbers.split_below)


def _order(group: list[_Known]) -> tuple[int, str]:
    return min(map(_age, group))


def _age(one: _Known) -> tuple[int, str]:
    return one.day or NO_DAY, one.id


def _kept_ids(groups: list[list[_Known]], placed: Mapping[str, str]) -> dict[int, str]:
    """The old id of each group that keeps one: most shared articles first, then the earlier group."""
    shared = Counter(
        (placed[one.id], place)
        for place, group in enumerate(groups)
        for one in group
        if one.id in placed
    )
    kept: dict[int, str] = {}
    given: set[str] = set()
    for (name, place), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0][1], item[0][0])):
        if place not in kept and name not in given:
            kept[place] = name
            given.add(name)
    return kept


def _new_id(group: list[_Known], taken: Set[str]) -> str:
    """A story's id from its earliest article; from the next one if a story bears it that this
    article has left."""
    for one in sorted(group, key=_age):
        if (name := _id(one.id)) not in taken:
            return name
    again, name = 1, _id(group[0].id)
    while name in taken:
        again, name = again + 1, _id(f"{group[0].id}\x1f{again}")
    return name


def _id(name: str) -> str:
    return "s-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def _split(groups: list[Ints], matrix: Matrix, below: float) -> list[Ints]:
    """The stories in the groups: each itself, or the parts of both sides of its best cut."""
    whole: list[Ints] = []
    while groups:
        asked = [members for members in groups if 4 <= len(members) <= LARGEST_SPLIT]
        whole += [members for members in groups if not 4 <= len(members) <= LARGEST_SPLIT]
        groups = []
        for members, similarity in zip(asked, _second_looks(asked, matrix), strict=True):
            found = best_cut(similarity)
            if found is None or found[0] >= below:
                whole.append(members)
            else:
                groups += [members[side] for side in found[1:]]
    return whole


def _second_looks(groups: list[Ints], matrix: Matrix) -> Iterator[Floats]:
    """Similarity inside each group: words weigh by how few of its articles share them. Many groups are
    looked at together, since most are small, but no more pairs than `LARGEST_SPLIT` articles have."""
    start, pairs = 0, 0
    for end, members in enumerate(groups):
        pairs += len(members) ** 2
        if pairs > LARGEST_SPLIT**2:
            yield from _similarities(groups[start:end], matrix)
            start, pairs = end, len(members) ** 2
    yield from _similarities(groups[start:], matrix)


def _similarities(groups: list[Ints], matrix: Matrix) -> Iterator[Floats]:
    from scipy.sparse import csr_matrix

    if not groups:
        return
    sizes = np.array([len(members) for members in groups])
    weights = matrix.weights[np.concatenate(groups)]
    words = np.diff(weights.indptr)
    row = np.repeat(np.arange(len(words)), words)
    # a word of one group is another word than that of another: what they share doesn't meet
    own = np.repeat(np.arange(len(groups)), sizes)[row] * weights.shape[1] + weights.indices
    known, column, uses = np.unique(own, return_inverse=True, return_counts=True)
    group, word = np.divmod(known, weights.shape[1])
    within = np.maximum(matrix.rarity[word] * np.log((sizes[group] + 1) / (uses + 0.5)), 0.0)
    values = weights.data * np.where(uses >= 2, within, 0.0)[column]
    length = np.sqrt(np.bincount(row, values**2, len(words)))
    values /= np.where(length > 0, length, 1.0)[row]
    rows = csr_matrix((values, column, weights.indptr), shape=(len(words), len(known)))
    product = rows @ rows.T
    place, ends = np.diff(product.indptr), np.cumsum(sizes)
    for size, end in zip(sizes.tolist(), ends.tolist(), strict=True):
        part = slice(product.indptr[end - size], product.indptr[end])
        similarity = np.zeros((size, size))
        one = np.repeat(np.arange(size), place[end - size : end])
        similarity[one, product.indices[part] - (end - size)] = np.minimum(product.data[part], COPY_CAP)
        np.fill_diagonal(similarity, 0.0)
        yield similarity
