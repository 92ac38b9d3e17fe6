"""Grouping, how it grows from 3,000 to 12,000 articles, and the usual tools on the same articles.

Stories beside TF-IDF and average linkage from scikit-learn in two forms. "plain": its classes one
after the other as its manual has them (the clustering wants dense rows), at sizes where that ends,
and from those what 12,000 would take. "precomputed": on a matrix of all distances that the user makes
from sparse rows, the best that can be done with it. Copies beside MinHash and LSH from datasketch, on
the same runs of five words. How well each groups: ``untold eval stories``, ``untold eval copies``.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path
from time import process_time

from benchmarks import corpora
from benchmarks.measure import inside
from benchmarks.table import Row, Target
from evals.articles import article_of
from evals.peers import TFIDF_DISTANCE, tfidf_groups
from untold.model import Article

RUNS = 1
NEEDS_DATA = True
#: The growth between these is looked at.
SIZES = (3000, 12000)
#: Articles that come into a project of the larger size, for the stream.
LATE = 100
#: Articles that each way groups before it is timed.
WARM = 200
#: What is aimed at; it leaves open which way of using scikit-learn.
EXPONENT = Target(1.15)
FASTER = Target(10, at_most=False)
#: Dense rows grow with articles, words and pairs: at 12,000 articles they need 10 GB and hours.
PLAIN_SIZES = (1000, 2000)
#: Articles that are read in and grouped in a project, for what every article pays; and how many a
#: second are asked for, on two cores.
PAYING = 1000
#: What only compared stories pay is timed on every so manyth of these.
EVERY = 25
PACE = Target(12, at_most=False)
#: datasketch's defaults, and a third of the shingles in common, as our families ask.
PERMUTATIONS = 128
IN_COMMON = 1 / 3

TFIDF, MINHASH = "TF-IDF + average linkage, precomputed", "MinHash-LSH"
PLAIN = "TF-IDF + average linkage, plain"

Figures = dict[tuple[str, int], tuple[float, float]]


def measure(runs: int) -> list[Row]:
    """Medians of processor seconds and gigabytes; each figure from a process of its own."""
    both = ("group", "stories", "copies", "tfidf", "minhash")
    found: Figures = {(who, size): _medians(who, size, runs) for who in both for size in SIZES}
    rows = []
    for size in SIZES:
        on = f"{size:,} news articles"
        for what, ours, peer, name in (
            ("group", "group", None, ""),
            ("stories", "stories", "tfidf", TFIDF),
            ("copies", "copies", "minhash", MINHASH),
        ):
            mine, theirs = found[ours, size], found[peer, size] if peer else (None, None)
            rows.append(Row(f"{what}, time", on, mine[0], "s", runs, theirs[0], name))
            rows.append(Row(f"{what}, peak memory", on, mine[1], "GB", runs, theirs[1], name))
    rows += _growth(found, runs)
    rows += _ratios(found, runs)
    rows += _plainly(found, runs)
    on = f"{LATE} articles into {SIZES[-1]:,}"
    rows.append(Row("stream, time", on, _medians("stream", SIZES[-1], runs)[0], "s", runs))
    return [*rows, *_paid()]


def _plainly(found: Figures, runs: int) -> list[Row]:
    """Ours and scikit-learn's plain use where both were run, and the latter's growth carried on."""
    rows = []
    for size in PLAIN_SIZES:
        for who in ("stories", "plain"):
            found[who, size] = _medians(who, size, runs)
        ours, theirs = found["stories", size][0], found["plain", size][0]
        on = f"{size:,} news articles"
        rows.append(Row("stories, time", on, ours, "s", runs, theirs, PLAIN))
        rows.append(Row("stories, times faster", on, theirs / ours, "", runs, 1.0, PLAIN))
    first, last = (found["plain", size][0] for size in PLAIN_SIZES)
    power = log(last / first) / log(PLAIN_SIZES[-1] / PLAIN_SIZES[0])
    carried = last * (SIZES[-1] / PLAIN_SIZES[-1]) ** power
    on = f"{SIZES[-1]:,} news articles; theirs by its growth, exponent {power:.2f}"
    ratio = carried / found["stories", SIZES[-1]][0]
    return [*rows, Row("stories, times faster", on, ratio, "", runs, 1.0, PLAIN, FASTER)]


def _paid() -> list[Row]:
    """What every article pays, in a project, on one core; and what it would, were it embedded and
    its sentences found too; or parsed, which only articles of compared stories are."""
    seconds, _ = inside("benchmarks.grouping", "paid", str(PAYING))
    beside, paid = seconds["beside"], seconds["paid"]
    total = sum(paid.values())
    on = f"{PAYING:,} articles into a project, one core"
    rows = [Row("paid by every article", on, PAYING / total, "articles/s", target=PACE)]
    rows += [Row(f"paid by every article: {what}", "share", 100 * value / total, "%")
             for what, value in paid.items()]  # fmt: skip
    for what, value in beside.items():
        total += value
        rows.append(
            Row(f"... if it paid for {what} too", on, PAYING / total, "articles/s", target=PACE)
        )
    parsed = PAYING / (total + seconds["parsed"])
    return [*rows, Row("... and, as in compared stories, for a parse", on, parsed, "articles/s")]


def _growth(found: Figures, runs: int) -> list[Row]:
    """The exponent b where time or memory grow like articles to the power of b."""
    first, last = SIZES[0], SIZES[-1]
    rows = []
    for place, what in enumerate(("time", "memory")):

        def exponent(who: str, place: int = place) -> float:
            return log(found[who, last][place] / found[who, first][place]) / log(last / first)

        on = f"{first:,} to {last:,} articles"
        rows.append(Row(f"growth of group's {what}", on, exponent("group"), "", runs, target=EXPONENT))
        for ours, peer, name in (("stories", "tfidf", TFIDF), ("copies", "minhash", MINHASH)):
            row = Row(f"growth of {ours}' {what}", on, exponent(ours), "", runs, exponent(peer), name)
            rows.append(row)
    return rows


def _ratios(found: Figures, runs: int) -> list[Row]:
    """The peers' time in ours."""
    rows = []
    for size in SIZES:
        on = f"{size:,} news articles"
        target = FASTER if size == SIZES[-1] else None
        for ours, peer, name in (
            ("stories", "tfidf", TFIDF), ("group", "tfidf", TFIDF), ("copies", "minhash", MINHASH),
        ):  # fmt: skip
            ratio = found[peer, size][0] / found[ours, size][0]
            asked = target if peer == "tfidf" else None
            rows.append(Row(f"{ours}, times faster", on, ratio, "", runs, 1.0, name, asked))
    return rows


def _medians(who: str, size: int, runs: int) -> tuple[float, float]:
    """Seconds of the grouping alone, gigabytes of its whole process."""
    found = [inside("benchmarks.grouping", who, str(size)) for _ in range(runs)]
    seconds = statistics.median(seconds for seconds, _ in found)
    return seconds, statistics.median(taken.peak for _, taken in found) / 1e9


def _main(who: str, size: int) -> None:
    if who == "paid":
        print(json.dumps(_parts(size)))
        return
    articles = [article_of(record) for record in corpora.news(size)]
    WORKS[who](articles[:WARM])  # loads ours and theirs, which is no article's cost
    print(json.dumps(WORKS[who](articles)))


def _timed(work: Callable[[], object]) -> float:
    """Seconds of processor time: one process, one thread, so that other work hardly disturbs it."""
    began = process_time()
    work()
    return process_time() - began


def _group(articles: Sequence[Article]) -> float:
    from untold.group import group

    return _timed(lambda: group(articles))


def _stories(articles: Sequence[Article]) -> float:
    from untold.group.stories import find_stories

    return _timed(lambda: find_stories(articles))


def _copies(articles: Sequence[Article]) -> float:
    from untold.group.copies import copy_families, find_passages

    return _timed(lambda: copy_families(articles, find_passages(articles)))


def _stream(articles: Sequence[Article]) -> float:
    from untold.group.stories import Stories

    stories = Stories()
    stories.add(articles[:-LATE])
    return _timed(lambda: stories.add(articles[-LATE:]))


def _tfidf(articles: Sequence[Article]) -> float:
    return _timed(lambda: tfidf_groups(articles))


def _plain(articles: Sequence[Article]) -> float:
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    def work() -> None:
        texts = [f"{article.title}\n{article.text}" for article in articles]
        rows = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts)
        AgglomerativeClustering(
            n_clusters=None, metric="cosine", linkage="average", distance_threshold=TFIDF_DISTANCE
        ).fit(rows.toarray())

    return _timed(work)


def _minhash(articles: Sequence[Article]) -> float:
    from datasketch import MinHash, MinHashLSH

    from untold.group.shingles import SHINGLE

    def work() -> None:
        index = MinHashLSH(IN_COMMON, PERMUTATIONS)
        for article in articles:
            words = re.findall(r"[^\W_]+", article.text.lower())
            runs = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
            sketch = MinHash(PERMUTATIONS)
            sketch.update_batch([run.encode("utf-8", "surrogatepass") for run in sorted(runs)])
            index.query(sketch)
            index.insert(article.id, sketch)

    return _timed(work)


def _parts(size: int) -> dict[str, dict[str, float] | float]:
    """Seconds of what every article pays, of two things that grouping leaves out, and of a parse."""
    from untold.group.copies import copy_families, find_passages
    from untold.group.stories import find_stories
    from untold.models import encoder, parser
    from untold.project import open_project

    with tempfile.TemporaryDirectory(prefix="untold-benchmark-") as folder:
        source = corpora.write(corpora.news(size), Path(folder) / "articles.jsonl")
        with open_project(Path(folder) / "paid.db", runner="serial") as project:
            paid = {"read": _timed(lambda: project.add(source))}
            articles = project.articles()
            paid["place in a story"] = _timed(lambda: find_stories(articles))
            paid["shingles and copies"] = _timed(
                lambda: copy_families(articles, find_passages(articles))
            )
            whole = _timed(project.group)
    known = paid["place in a story"] + paid["shingles and copies"]
    paid["reading and writing the project"] = max(0.0, whole - known)
    some = articles[::EVERY]
    texts = [article.text for article in some]
    nlp = parser()
    encoder()(texts[:1])  # loading is no article's
    leads = [f"{article.title}. {' '.join(article.text.split()[:60])}" for article in some]
    scale = len(articles) / len(some)
    beside = {
        "one embedding (title and lead)": scale * _timed(lambda: encoder()(leads)),
    }
    with nlp.select_pipes(disable=nlp.pipe_names):
        nlp.enable_pipe("senter")  # finds sentences and nothing else; the parse finds its own
        beside["sentences (by spaCy's recogniser of sentences)"] = scale * _timed(
            lambda: [list(doc.sents) for doc in nlp.pipe(texts)]
        )
        nlp.disable_pipe("senter")
    parsed = scale * _timed(lambda: list(nlp.pipe(texts)))
    return {"paid": paid, "beside": beside, "parsed": parsed}


WORKS: dict[str, Callable[[Sequence[Article]], float]] = {
    "group": _group,
    "stories": _stories,
    "copies": _copies,
    "stream": _stream,
    "tfidf": _tfidf,
    "plain": _plain,
    "minhash": _minhash,
}

if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
