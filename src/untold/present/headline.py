"""A story's headline: the title of its most central article, verbatim."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from untold.model import Article, Evidence

# Words of three letters and fewer are mostly articles, prepositions and initials.
_WORD = re.compile(r"[^\W\d_]{4,}")

# A title with fewer content words than this is a rubric ("World news"), not a headline.
_FEWEST_WORDS = 3

# Where an article has no title, its first sentence ends here at the latest.
_LONGEST = 160


def central_headline(articles: Sequence[Article]) -> Evidence | None:
    """The title whose words stand in the most articles of the story, as evidence; None if none.

    An article without a title stands with its first sentence. Each headline is scored by the mean,
    over its distinct words of four letters and more, of the share of the story's articles that use
    the word; ties go to the earliest, then by id. Known failure: a title that says little in common
    words ("More fighting in Syria") can win.
    """
    candidates = [h for h in map(_own_headline, articles) if h is not None]
    if not candidates:
        return None
    used = Counter(word for article in articles for word in _words(f"{article.title} {article.text}"))
    published = {article.id: article.published or "9999" for article in articles}

    def rank(headline: Evidence) -> tuple[float, str, str]:
        words = _words(headline.text)
        shared = sum(used[word] for word in words) / max(len(words), _FEWEST_WORDS)
        return -round(shared, 6), published[headline.article], headline.article

    return min(candidates, key=rank)


def _words(text: str) -> set[str]:
    return {match.group().casefold() for match in _WORD.finditer(text)}


def _own_headline(article: Article) -> Evidence | None:
    title = article.title.strip()
    if title:
        start = article.title.index(title)
        return Evidence.of(article, article.span("title", start, start + len(title)))
    text = article.text.lstrip()
    if not text.strip():
        return None
    start = len(article.text) - len(text)
    stops = _stops(text)
    return Evidence.of(article, article.span("text", start, start + stops))


def _stops(text: str) -> int:
    """Where the first sentence ends, or the last word that fits."""
    ends: Iterable[int] = (m.end(1) for m in re.finditer(r"([.!?؟。])(?=\s|$)|$", text) if m.group(1))
    first = min((*ends, len(text.split("\n", 1)[0])))
    if first <= _LONGEST:
        return first
    space = text.rfind(" ", 0, _LONGEST)
    return space if space > 0 else _LONGEST
