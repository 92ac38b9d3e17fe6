"""Wording: words that set outlets or the user's groups apart, and loaded words with their sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from untold.analysis import Comparison, Settings
from untold.annotate.speech.own_voice import OwnVoice
from untold.compare.chance import attainable, q_values
from untold.model import FIELDS, Article, Evidence, Span, Story

#: The kind of a word that sets sides apart; all other kinds are those of the layer wording.
CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Use:
    """How often one outlet uses a word in its own voice, of how many content words.

    ``evidence`` holds the first uses, at most `MAX_SHOWN`.
    """

    outlet: str
    count: int
    words: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """One word. ``kind`` is ``contrast`` or that of a loaded word, with ``why`` the list has it.

    For a contrast ``side`` is the outlet or group that uses it more (``log_odds`` above 0) or less
    (below) than all the others together; ``low`` and ``high`` bound the log-odds ratio at 95 %, ``q``
    is the share of false discoveries at which it would be one, ``stability`` the share of resamples
    that keep its direction. All five are None for a loaded word.
    """

    word: str
    kind: str
    why: str | None
    side: str | None
    log_odds: float | None
    low: float | None
    high: float | None
    q: float | None
    stability: float | None
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """A word that one side uses more or less than the others; fields as in `Wording`."""

    word: str
    side: str
    log_odds: float
    low: float
    high: float
    q: float
    stability: float


#: One stretch of own-voice text, as the keys of its content words.
Unit = tuple[str, ...]

#: How many words of all sides together the prior weighs as much as: Monroe et al. (2008) take about
#: the length of a speech; a news article of some 500 words is ours.
PRIOR_WORDS = 500.0
#: Of the words shown, one in ten may be chance.
MAX_Q = 0.1
#: Fewer uses than this on all sides together can't reach `MAX_Q`.
MIN_USES = 3
#: A word must keep its direction in this share of resamples: one sentence that uses it three times
#: is drawn in 63 % of them and so never reaches it.
MIN_STABLE = 0.95
RESAMPLES = 200
#: With as many articles on each side whole articles are drawn anew, else sentences.
ENOUGH_ARTICLES = 5
#: A constant, so that equal input gives equal output.
SEED = 20080101
#: 95 % of a normal distribution lie within so many standard deviations.
Z95 = 1.959964
MAX_SHOWN = 12


@dataclass(frozen=True, slots=True)
class OwnWord:
    """One content word in an outlet's own voice."""

    outlet: str
    article: str
    sentence: int
    said: str  # the sentence's text
    key: str
    span: Span


def compare_wording(story: Story, settings: Settings) -> Iterator[Wording]:
    """The words that set sides apart, surest first; then the loaded words, most used first.

    Sides are the groups of ``settings.groups``, or the outlets where there are none. Only what stands
    in an outlet's own voice counts; a sentence that an outlet prints twice counts once.

    Args:
        story: with the layers sentences, terms, voices and wording.
        settings: ``groups``.

    Known failures: names of people and places set outlets apart that tell of different parts of the
    event; a wrong lemma; short articles show nothing.
    """
    words = [word for article in _in_order(story) for word in own_words(story, article)]
    total = Counter(word.outlet for word in words)
    groups = dict(settings.groups)
    side_of = groups if groups else {outlet: outlet for outlet in total}
    places: dict[str, list[OwnWord]] = defaultdict(list)
    for word in words:
        places[word.key].append(word)
    for found in find_contrasts(units_of(words, side_of)):
        at = [(w.outlet, Evidence.of(w.article, w.span)) for w in places[found.word]]
        yield Wording(
            found.word, CONTRAST, None, found.side, found.log_odds, found.low, found.high, found.q,
            found.stability, _uses(at, total),
        )  # fmt: skip
    yield from _loaded(story, total)


def _loaded(story: Story, total: Mapping[str, int]) -> Iterator[Wording]:
    """Every loaded word of the story with its uses by outlet."""
    found: dict[tuple[str, str, str], list[tuple[str, Evidence]]] = defaultdict(list)
    for article in _in_order(story):
        for word in story.records("wording", article):
            place = (article.outlet, Evidence.of(article, word.span))
            found[word.kind, word.word, word.why].append(place)
    for (kind, name, why), places in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        uses = _uses(places, total)
        yield Wording(name, kind, why, None, None, None, None, None, None, uses)


def _in_order(story: Story) -> list[Article]:
    return [article for articles in story.by_outlet().values() for article in articles]


def _uses(places: Sequence[tuple[str, Evidence]], total: Mapping[str, int]) -> tuple[Use, ...]:
    by_outlet: dict[str, list[Evidence]] = defaultdict(list)
    for outlet, evidence in places:
        by_outlet[outlet].append(evidence)
    return tuple(
        Use(outlet, len(those), total.get(outlet, 0), tuple(those[:MAX_SHOWN]))
        for outlet, those in sorted(by_outlet.items())
    )


def own_words(story: Story, article: Article) -> Iterator[OwnWord]:
    """The words and names of an article in its outlet's own voice, numbers left out."""
    voices = story.records("voices", article)
    own = {name: OwnVoice(article, name, voices) for name in FIELDS}
    said = {sentence.index: sentence.span.text for sentence in story.records("sentences", article)}
    for term in story.records("terms", article):
        if term.kind != "number" and own[term.span.field].holds(term.span):
            key = term.key if term.kind == "word" else term.span.text.lower()
            text = said[term.sentence]
            yield OwnWord(article.outlet, article.id, term.sentence, text, key, term.span)


def units_of(words: Sequence[OwnWord], side_of: Mapping[str, str]) -> dict[str, list[list[Unit]]]:
    """For each side its articles, each as a list of sentences; a sentence said before is left out."""
    first: dict[tuple[str, str], tuple[str, int]] = {}
    sentences: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for word in words:
        place = (word.article, word.sentence)
        if word.outlet in side_of and first.setdefault((word.outlet, word.said), place) == place:
            sentences[word.outlet, *place].append(word.key)
    sides: dict[str, dict[str, list[Unit]]] = defaultdict(lambda: defaultdict(list))
    for (outlet, article, _), keys in sentences.items():
        sides[side_of[outlet]][article].append(tuple(keys))
    return {side: [articles[a] for a in sorted(articles)] for side, articles in sorted(sides.items())}


def find_contrasts(sides: Mapping[str, Sequence[Sequence[Unit]]]) -> list[Contrast]:
    """The words by which one side differs from all the others, surest first; each word once.

    Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008): the prior is
    the frequency of the word on all sides together, as strong as `PRIOR_WORDS` words. Its 95 %
    interval must leave out 0, the exact count must hold among all words and sides, and the direction
    must stay when the sides' articles (sentences where they are few) are drawn anew.

    Args:
        sides: for each side its articles, each a list of units.
    """
    if len(sides) < 2:
        return []
    names = sorted(sides)
    counts = {name: Counter(k for a in sides[name] for unit in a for k in unit) for name in names}
    pool = sum(counts.values(), Counter[str]())
    vocabulary = sorted(word for word, count in pool.items() if count >= MIN_USES)
    if not vocabulary:
        return []
    everything = np.array([pool[word] for word in vocabulary], float)
    prior = everything / pool.total() * PRIOR_WORDS
    size = np.array([counts[name].total() for name in names], float)
    table = np.array([[counts[name][word] for word in vocabulary] for name in names], float)
    odds, error = _log_odds(table, size, prior)
    q = _false_discoveries(table, size)
    best = np.argmin(q - odds * 1e-9, axis=0)  # of equal q the side that uses it more
    columns = np.arange(len(vocabulary))
    sure = (q[best, columns] <= MAX_Q) & (np.abs(odds) > Z95 * error)[best, columns]
    kept = np.flatnonzero(sure)
    words = [vocabulary[w] for w in kept]
    stable = _stability(sides, names, words, prior[kept], best[kept], odds[:, kept])
    found = []
    for place, w in enumerate(kept):
        side = int(best[w])
        value, width = float(odds[side, w]), Z95 * float(error[side, w])
        if stable[place] >= MIN_STABLE:
            numbers = (value, value - width, value + width, float(q[side, w]), stable[place])
            found.append(Contrast(vocabulary[w], names[side], *(round(n, 4) for n in numbers)))
    return sorted(found, key=lambda c: (c.q, -abs(c.log_odds), c.word))


def _false_discoveries(table: NDArray[np.float64], size: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each side and word the q-value of its count; 1 where no count could have been telling.

    Given all uses of a word, how many fall to a side is binomial by the side's share of all words. The
    normal approximation of the log-odds ratio would be blind to words that one side never uses.
    """
    from scipy.special import bdtr, bdtrc

    uses = table.sum(axis=0).astype(np.int64)
    share = (size / size.sum())[:, None]
    fewer, more = bdtr(table, uses, share), np.where(table > 0, bdtrc(table - 1, uses, share), 1.0)
    p = np.minimum(1.0, 2 * np.minimum(fewer, more))
    least = np.minimum(1.0, 2 * np.minimum((1 - share) ** uses, share**uses))
    tested = 1 if len(size) == 2 else len(size)  # of two sides one says it all
    able = attainable(least[:tested].ravel().tolist(), MAX_Q)
    q = np.ones(tested * len(uses))
    q[np.array(able, np.int64)] = q_values([float(p.flat[i]) for i in able])
    return np.broadcast_to(q.reshape(tested, len(uses)), p.shape)


def _log_odds(
    table: NDArray[np.float64], size: NDArray[np.float64], prior: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each side against all others: the log-odds ratio and its standard error, (..., sides, words)."""
    mine = table + prior
    rest = table.sum(axis=-2, keepdims=True) - table + prior
    whole = size[..., None] + PRIOR_WORDS
    others = size.sum(axis=-1, keepdims=True)[..., None] - size[..., None] + PRIOR_WORDS
    odds = np.log(mine / (whole - mine)) - np.log(rest / (others - rest))
    return odds, np.sqrt(1 / mine + 1 / rest)


def _stability(
    sides: Mapping[str, Sequence[Sequence[Unit]]],
    names: Sequence[str],
    words: Sequence[str],
    prior: NDArray[np.float64],
    side: NDArray[np.int64],
    odds: NDArray[np.float64],
) -> list[float]:
    """For each word the share of resamples in which its side stays on the same side of the others."""
    if not words:
        return []
    random = np.random.default_rng(SEED)
    whole = min(len(sides[name]) for name in names) >= ENOUGH_ARTICLES
    tables, sizes = [], []
    for name in names:
        articles = [[k for unit in article for k in unit] for article in sides[name]]
        drawn = articles if whole else [list(unit) for article in sides[name] for unit in article]
        held = [Counter(keys) for keys in drawn]
        each = np.array([[c[word] for word in words] for c in held], float)
        length = np.array([len(keys) for keys in drawn], float)
        weights = random.multinomial(len(drawn), [1 / len(drawn)] * len(drawn), size=RESAMPLES)
        tables.append(weights @ each)
        sizes.append(weights @ length)
    again, _ = _log_odds(np.stack(tables, axis=1), np.stack(sizes, axis=1), prior)
    columns = np.arange(len(words))
    same = np.sign(again[:, side, columns]) == np.sign(odds[side, columns])
    return [float(share) for share in same.mean(axis=0)]


SPEC = Comparison(
    name="wording",
    version=1,
    record=Wording,
    compare=compare_wording,
    summary="words that set outlets or groups apart; loaded words in the outlets' own voice",
    needs=("sentences", "terms", "voices", "wording"),
    reads=("groups",),
)
