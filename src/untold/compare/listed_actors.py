"""The user's list of actors: whom it pins in a story, and a draft of one from what was found."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from untold.annotate.actors import Mention
from untold.annotate.people.lexicon import fold
from untold.annotate.speech.quotations import find_quotations
from untold.model import FIELDS, Article, Span, Story

if TYPE_CHECKING:
    from untold.compare.naming import NamedActor

#: Name, aliases, terms.
Actor = tuple[str, tuple[str, ...], tuple[str, ...]]

_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


class ListedActors:
    """Which mentions the list pins. An empty list pins none.

    A name or alias means its actor where it stands as written, a term in any case and also with
    words before it ("armed rebels" for "rebels"). The longest word that fits decides.
    """

    def __init__(self, actors: Sequence[Actor]) -> None:
        self._names = {alias: name for name, aliases, _ in actors for alias in (name, *aliases)}
        self._terms = {fold(term): name for name, _, terms in actors for term in terms}
        self._folded = {fold(alias): name for alias, name in self._names.items()}
        longest = sorted(self._names, key=lambda word: (-len(word), word))
        self._named = _pattern(longest, 0)
        terms = sorted({t for _, _, those in actors for t in those}, key=lambda w: (-len(w), w))
        self._called = _pattern(terms, re.IGNORECASE)

    def owner(self, mention: Mention) -> str | None:
        """Whom the list says a mention means; None where it says nothing."""
        text = " ".join(_ARTICLE.sub("", mention.span.text).split())
        if text in self._names:
            return self._names[text]
        words = fold(text).split()
        for start in range(len(words)):
            if (term := " ".join(words[start:])) in self._terms:
                return self._terms[term]
        return self._folded.get(fold(mention.actor))

    def added(self, story: Story) -> Story:
        """The story with mentions where a listed word stands that is part of no mention yet."""
        if not self._names:
            return story
        found = {
            article.id: (*story.records("actors", article), *self._unseen(story, article))
            for article in story.articles
        }
        return replace(story, layers={**story.layers, "actors": found})

    def without(self, story: Story) -> Story:
        """The story without the mentions that the list pins."""
        free = {
            article.id: tuple(m for m in story.records("actors", article) if self.owner(m) is None)
            for article in story.articles
        }
        return replace(story, layers={**story.layers, "actors": free}) if self._names else story

    def _unseen(self, story: Story, article: Article) -> list[Mention]:
        taken: list[Span] = [mention.span for mention in story.records("actors", article)]
        found = []
        for name in FIELDS:
            text = article.value(name)
            quotations = find_quotations(text)
            for pattern, kind in ((self._named, "other"), (self._called, "group")):
                for match in pattern.finditer(text) if pattern else ():
                    span = article.span(name, *match.span())
                    if not any(span.overlaps(other) for other in taken):
                        taken.append(span)
                        quoted = any(q.start < span.end and span.start < q.end for q in quotations)
                        found.append(Mention(span, fold(match.group()), kind, quoted))  # type: ignore[arg-type]
        return sorted(found, key=lambda m: m.span)


def _pattern(words: Sequence[str], flags: int) -> re.Pattern[str] | None:
    """The words as they stand between other characters than letters and digits; None for no words."""
    if not words:
        return None
    either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", flags)


def suggest_actors(found: Iterable[NamedActor]) -> list[Actor]:
    """A draft of a list: every actor that was found, the most used first, each word once.

    An actor is named by the name used most. A name that is always written with a capital is an alias,
    any other a term. A word found for two actors goes to the one that is called so most.

    Known failure: a noun that only ever begins a sentence passes for an alias.
    """
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    for actor in found:
        counts = Counter[str]()
        for one in actor.names:
            counts[one.name] += one.count
        uses[min(counts, key=lambda word: (-counts[word], word))].update(counts)
    owner: dict[str, tuple[int, str]] = {}
    for name, counts in sorted(uses.items()):
        for word, count in counts.items():
            owner[fold(word)] = max(owner.get(fold(word), (0, "")), (count, name))
    drafts: list[tuple[int, Actor]] = []
    for name, counts in uses.items():
        spelled: dict[str, list[str]] = defaultdict(list)
        for word in sorted(counts):
            if owner[fold(word)][1] == name and fold(word) != fold(name):
                spelled[fold(word)].append(word)
        names = [words for words in spelled.values() if all(map(_capital, words))]
        aliases = tuple(sorted(word for words in names for word in words))
        terms = tuple(sorted(key for key, words in spelled.items() if words not in names))
        if owner[fold(name)][1] == name:
            drafts.append((-counts.total(), (name, aliases, terms)))
    return [draft for _, draft in sorted(drafts)]


def _capital(word: str) -> bool:
    return word[:1].isupper()
