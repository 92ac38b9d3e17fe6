"""Stories: articles grouped by event, against people's grouping and against the usual method."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from evals.data import read_lines
from evals.table import Figure
from untold.group.stories import find_stories
from untold.model import Article

#: The peer: TF-IDF with logarithmic counts and English stop words, average linkage, one threshold.
PEER = "TF-IDF + average linkage at 0.84"
PEER_DISTANCE = 0.84

SETS = (
    ("giveme5w1h", "stories/giveme5w1h.jsonl", "Giveme5W1H"),
    ("ecbplus", "stories/ecbplus.jsonl", "ECB+"),
)
#: Articles of other news that the labelled ones are mixed with: grouping must not depend on company.
OTHER_NEWS = 2000


def score() -> list[Figure]:
    """B-cubed P, R and F1 and ARI on each set, alone and among other news."""
    figures = []
    other = [_article(record) for record in islice(read_lines("scale/articles.jsonl.gz"), OTHER_NEWS)]
    for name, path, labels in SETS:
        articles = [_article(record) for record in read_lines(path)]
        gold = [article.story or "" for article in articles]
        figures += _figures(name, articles, gold, _found(articles, ()), labels)
        among = _found(articles, other)
        size = f"{len(articles)} articles among {len(other)} others"
        alone = bcubed(range(len(gold)), gold)[2]
        ours = bcubed(among, gold)[2]
        data = f"{name} in company"
        figures.append(Figure("stories", data, size, "B-cubed F1", "each alone", alone, ours, labels))
    return figures


def _figures(
    name: str, articles: list[Article], gold: list[str], found: list[str], labels: str
) -> list[Figure]:
    size = f"{len(articles)} articles, {len(set(gold))} stories"
    alone = range(len(gold))
    rows = zip(
        ("B-cubed P", "B-cubed R", "B-cubed F1"), bcubed(alone, gold), bcubed(found, gold), strict=True
    )
    figures = [
        Figure("stories", name, size, measure, "each alone", floor, ours, labels)
        for measure, floor, ours in rows
    ]
    figures.append(
        Figure("stories", name, size, "ARI", "each alone", ari(alone, gold), ari(found, gold), labels)
    )
    peer = _peer(articles)
    for measure, theirs, ours in (
        ("B-cubed F1 to peer", bcubed(peer, gold)[2], bcubed(found, gold)[2]),
        ("ARI to peer", ari(peer, gold), ari(found, gold)),
    ):
        figures.append(Figure("stories", name, size, measure, PEER, theirs, ours, labels))
    return figures


def _article(record: dict[str, str | None]) -> Article:
    return Article(
        id=record["id"] or "",
        outlet=record.get("outlet") or "",
        title=record.get("title") or "",
        text=record["text"] or "",
        published=record.get("published"),
        story=record.get("story"),
    )


def _found(articles: list[Article], other: Sequence[Article]) -> list[str]:
    stories = find_stories([*articles, *other])
    return [stories[article.id] for article in articles]


def _peer(articles: list[Article]) -> list[int]:
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [f"{article.title}\n{article.text}" for article in articles]
    rows = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
    clusters = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=PEER_DISTANCE
    )
    return [int(label) for label in clusters.fit_predict(rows.toarray())]


def bcubed(found: Sequence[object], gold: Sequence[object]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of one grouping against another (Bagga and Baldwin 1998)."""
    both = Counter(zip(found, gold, strict=True))
    ours, theirs = Counter(found), Counter(gold)
    precision = sum(n * n / ours[a] for (a, _), n in both.items()) / len(gold)
    recall = sum(n * n / theirs[b] for (_, b), n in both.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def ari(found: Sequence[object], gold: Sequence[object]) -> float:
    """The adjusted Rand index of two groupings (Hubert and Arabie 1985)."""
    from sklearn.metrics import adjusted_rand_score

    first = {label: i for i, label in enumerate(dict.fromkeys(found))}
    second = {label: i for i, label in enumerate(dict.fromkeys(gold))}
    return float(adjusted_rand_score([second[x] for x in gold], [first[x] for x in found]))
