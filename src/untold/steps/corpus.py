"""A project's articles and groups as they stand now, and the stories made from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from untold.model import Article, Passage, Placement, Readability, Story

if TYPE_CHECKING:
    from untold.store.database import Store

#: What holds text in a language that can be read: a teaser or the half of a text can prove that a fact
#: was told, though never that it was not.
ANNOTATED = (Readability.READABLE, Readability.TRUNCATED, Readability.STUB)


@dataclass(frozen=True)
class Corpus:
    """Everything cheap to hold at once. ``broken`` says of articles why their annotation failed."""

    articles: Mapping[str, Article]
    hashes: Mapping[str, str]
    placements: Mapping[str, Placement]
    passages: Sequence[Passage]
    broken: Mapping[str, str]

    @classmethod
    def read(cls, store: Store) -> Corpus:
        """What the project holds now."""
        failures: dict[str, list[str]] = {}
        for (layer, article), entry in store.ledger("layer").items():
            if entry.failure is not None:
                failures.setdefault(article, []).append(f"{layer}: {entry.failure}")
        return cls(
            articles={article.id: article for article in store.articles()},
            hashes=store.hashes(),
            placements={placement.article: placement for placement in store.placements()},
            passages=store.passages(),
            broken={article: "; ".join(sorted(why)) for article, why in failures.items()},
        )

    @cached_property
    def members(self) -> dict[str, list[Article]]:
        """The articles of every story, both sorted by id."""
        found: dict[str, list[Article]] = {}
        for placement in sorted(self.placements.values(), key=lambda p: (p.story, p.article)):
            found.setdefault(placement.story, []).append(self.articles[placement.article])
        return found

    @cached_property
    def comparable(self) -> list[str]:
        """Stories with readable articles of at least two outlets; largest first, to end together."""
        found = [
            story
            for story, articles in self.members.items()
            if len({a.outlet for a in articles if a.readability is Readability.READABLE}) > 1
        ]
        return sorted(found, key=lambda story: (-len(self.members[story]), story))

    @cached_property
    def readable(self) -> list[str]:
        """Ids of all articles that can be annotated."""
        return sorted(a.id for a in self.articles.values() if a.readability in ANNOTATED)

    @cached_property
    def to_annotate(self) -> list[str]:
        """Ids of the articles that comparisons read."""
        articles = [article for story in self.comparable for article in self.members[story]]
        return sorted(a.id for a in articles if a.readability in ANNOTATED)

    @cached_property
    def outlets(self) -> dict[str, tuple[str | None, str | None]]:
        """The days of every outlet's first and last article that can be read, in the whole input."""
        days = self._days(lambda article: article.readability in ANNOTATED)
        return {name: (d[0], d[-1]) if d else (None, None) for name, d in days.items()}

    @cached_property
    def closed(self) -> dict[str, tuple[str, ...]]:
        """The days on which an outlet published something that can't be read."""
        days = self._days(lambda article: article.readability not in ANNOTATED)
        return {name: tuple(d) for name, d in days.items() if d}

    def _days(self, chosen: Callable[[Article], bool]) -> dict[str, list[str]]:
        """For every outlet, sorted, the days of its chosen articles, earliest first."""
        days: dict[str, list[str]] = {}
        for article in self.articles.values():
            found = days.setdefault(article.outlet, [])
            if article.published and chosen(article):
                found.append(article.published[:10])
        return {name: sorted(found) for name, found in sorted(days.items())}

    @cached_property
    def _passages_of(self) -> dict[str, list[Passage]]:
        """Passages by the story that both their articles stand in."""
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            a, b = self.placements[passage.a.article], self.placements[passage.b.article]
            if a.story == b.story:
                found.setdefault(a.story, []).append(passage)
        return found

    def story(self, store: Store, name: str, layer_names: Iterable[str]) -> Story:
        """One story with these layers of its articles."""
        return self.story_of(
            store, name, self.members[name], layer_names, tuple(self._passages_of.get(name, ()))
        )

    def story_of(
        self,
        store: Store,
        name: str,
        articles: Iterable[Article],
        layer_names: Iterable[str],
        passages: tuple[Passage, ...] = (),
    ) -> Story:
        """Any articles as a story with these layers.

        An article whose annotation failed is told as unreadable: nothing was searched in it.
        """
        from untold.analysis import layers

        listed = sorted((self._as_read(a) for a in articles), key=lambda a: a.id)
        ids = [article.id for article in listed]
        families = {name: self.placements[name].copy_family for name in ids if name in self.placements}
        return Story(
            id=name,
            articles=tuple(listed),
            layers={layer: store.annotations(layers()[layer], ids) for layer in sorted(layer_names)},
            copies={name: family for name, family in families.items() if family is not None},
            passages=passages,
            outlets=self.outlets,
            closed=self.closed,
        )

    def _as_read(self, article: Article) -> Article:
        if article.id not in self.broken:
            return article
        reason = f"its analysis failed ({self.broken[article.id]})"
        return replace(article, readability=Readability.EMPTY, reason=reason)

    def story_digest(self, name: str) -> str:
        """One hash over all that comparisons can see of a story, apart from its layers."""
        from untold.store.fingerprints import story_digest

        ids = [article.id for article in self.members[name]]
        return story_digest(
            {i: self.hashes[i] for i in ids},
            {i: self.placements[i].copy_family or "" for i in ids},
            self._passages_of.get(name, ()),
            self.outlets,
            self.closed,
            {i: self.broken[i] for i in ids if i in self.broken},
        )
