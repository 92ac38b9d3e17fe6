"""The coded cells: facts in plain words, and for each article what two coders found.

Both coders are language models; a cell counts where they agree on absent or not and neither says
``partial`` (see the README beside the data).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from evals.data import ROOT, data_folder, read_lines
from untold.acquire import acquire
from untold.analysis import layers
from untold.annotate.reading import Reading
from untold.compare.facts import SPEC
from untold.compare.finding import Wording
from untold.extract import extract, unique
from untold.model import Article, LeftOut, Readability, Story

#: D and E are news of many outlets, F the Syrian war; N and W are other stories of the same two
#: sources, coded for this project; S is the invented sample corpus of this project, whose tellings
#: were paraphrased on purpose; M are cells of the matrix itself: statements of one article sought in
#: another, of stories that may also be in N and W, not in D, E and F.
SETS = ("D", "E", "F", "N", "W", "S", "M")
#: Sets that nothing is trained, chosen or calibrated on: B from BASIL's articles, C from NewsWCL50's.
ASIDE = ("B", "C")
#: The same for the matrix: cells of stories that no other set holds.
ASIDE_MATRIX = "L"
#: The sets whose facts are statements of other articles.
STATED = ("M", "K", ASIDE_MATRIX)
#: The sets that came with the development data.
GOLD = ("D", "E", "F")
SOURCES = (
    "stories/giveme5w1h.jsonl", "outlets/fakes.jsonl", "wording/basil.jsonl", "naming/newswcl50.jsonl",
)  # fmt: skip
LABELS = "a language model (two passes; S: one)"
SAMPLE = "sample-"
#: Cells of sets M, N and W, by offsets; written for this project, the texts are not in them.
MATRIX = ROOT / "evals" / "labels" / "matrix.json"
CODED = ROOT / "evals" / "labels" / "coded.json"
#: Cells of the matrix of the stories kept aside: set K, for the thresholds of the matrix alone.
FRESH = ROOT / "evals" / "labels" / "fresh.json"
KEPT_ASIDE = ROOT / "evals" / "labels" / "aside.json"
KEPT_MATRIX = ROOT / "evals" / "labels" / "kept_matrix.json"
#: Which set a story of the two files is in, by how its name begins; N where no other does.
PREFIXES = {"war-": "W", "basil-": "B", "wcl-": "C"}


@dataclass(frozen=True, slots=True)
class Coded:
    """One fact in one article, as two passes coded it.

    ``said`` is where the fact stands word for word, where it is a statement of another article.
    ``weight`` is how many cells of its kind it stands for, on average 1 in each set.
    """

    set: str
    story: str
    fact: str
    text: str
    kind: str
    article: str
    labels: tuple[str, str]
    spans: tuple[tuple[str, int, int] | None, ...]  # field, start, end of either pass
    sources: tuple[str | None, str | None]
    said: tuple[str, str, int, int] | None = None  # article, field, start, end
    differs: tuple[str, ...] = ()  # of a partly told one: the parts that differ or are missing
    weight: float = 1.0

    @property
    def wording(self) -> Wording:
        """Whose words the fact is in."""
        return "asked" if self.said is None else "stated"

    @property
    def told(self) -> bool:
        """Whether the first pass found anything of the fact."""
        return self.labels[0] != "absent"

    @property
    def counts(self) -> bool:
        """Whether the cell is clear: both agree on absent or not, and neither says partial."""
        same = (self.labels[0] == "absent") == (self.labels[1] == "absent")
        return same and "partial" not in self.labels


def coded_cells(sets: Iterable[str] = SETS) -> list[Coded]:
    """All coded cells of the sets, in the order of their files' first pass."""
    folder = data_folder()
    if folder is None:
        raise FileNotFoundError("no development data: set UNTOLD_DATA to the folder that holds it")
    cells = _sample_cells() if "S" in sets else []
    cells += _matrix_cells(MATRIX, "M") if "M" in sets else []
    cells += _matrix_cells(FRESH, "K") if "K" in sets else []
    cells += _matrix_cells(KEPT_MATRIX, ASIDE_MATRIX) if ASIDE_MATRIX in sets else []
    cells += [cell for path in (CODED, KEPT_ASIDE) for cell in _own_cells(path) if cell.set in sets]
    for name in (name for name in sets if name in GOLD):
        facts = {
            f["id"]: f for f in json.loads((folder / f"gold/set{name}-facts.json").read_text("utf-8"))
        }
        first, second = (
            {(r["fact"], r["article"]): r for r in read_lines(f"gold/set{name}-coder{coder}.jsonl")}
            for coder in (1, 2)
        )
        for key in sorted(first.keys() & second.keys()):
            rows = (first[key], second[key])
            fact = facts[key[0]]
            cells.append(
                Coded(
                    set=name, story=fact["story"], fact=key[0], text=fact["fact"], kind=fact["kind"],
                    article=key[1], labels=(rows[0]["label"], rows[1]["label"]),
                    spans=tuple(_span(row) for row in rows),
                    sources=(rows[0].get("source"), rows[1].get("source")),
                )
            )  # fmt: skip
    return cells


def _sample_cells() -> list[Coded]:
    """The sample corpus's cells in articles that can be read in full; coded once, in the writing."""
    truth = json.loads((ROOT / "sample" / "truth.json").read_text("utf-8"))
    articles = {article.id: article for article in sample_articles()}
    cells = []
    for fact in truth["facts"]:
        for name, row in sorted(fact["articles"].items()):
            article = articles.get(name)
            if article is None or article.readability != Readability.READABLE:
                continue
            span = None
            if row["label"] != "absent":
                start = article.value(row["field"]).index(row["quote"])
                span = (row["field"], start, start + len(row["quote"]))
            cells.append(
                Coded(
                    set="S", story=SAMPLE + fact["story"], fact=fact["id"], text=fact["fact"], kind="",
                    article=name, labels=(row["label"], row["label"]), spans=(span, span),
                    sources=(None, None),
                )
            )  # fmt: skip
    return cells


def _own_cells(path: Path) -> list[Coded]:
    """Sets N and W, B and C: facts in a reader's words, written and coded for this project."""
    raw = json.loads(path.read_text("utf-8"))
    facts = {fact["id"]: fact for fact in raw["facts"]}
    cells = []
    for row in raw["cells"]:
        fact, passes = facts[row["fact"]], row["passes"]
        cells.append(
            Coded(
                set=next((s for p, s in PREFIXES.items() if fact["story"].startswith(p)), "N"),
                story=fact["story"],
                fact=fact["id"], text=fact["fact"], kind=fact["kind"], article=row["article"],
                labels=(passes[0]["label"], passes[1]["label"]),
                spans=tuple(_span(found) for found in passes),
                sources=(passes[0].get("source"), passes[1].get("source")),
                differs=tuple(sorted({d for found in passes for d in found.get("differs", ())})),
            )
        )  # fmt: skip
    return cells


def _matrix_cells(path: Path, name: str) -> list[Coded]:
    """Cells of the matrix, drawn by their probability and coded blind to it."""
    rows = json.loads(path.read_text("utf-8"))["cells"]
    mean = sum(row["weight"] for row in rows) / len(rows)
    cells = []
    for row in rows:
        fact, second = row["fact"], row.get("second", row)
        cells.append(
            Coded(
                set=name, story=row["story"], fact="{article}:{field}:{start}:{end}".format(**fact),
                text="", kind="", article=row["article"],
                labels=(row["label"], second["label"]), spans=(_span(row), _span(second)),
                sources=(None, None), weight=row["weight"] / mean,
                said=(fact["article"], fact["field"], fact["start"], fact["end"]),
            )
        )  # fmt: skip
    return cells


@cache
def sample_articles() -> tuple[Article, ...]:
    """The articles of the sample corpus, read as a user's would be."""
    paths = [str(ROOT / "sample" / "articles.jsonl"), str(ROOT / "sample" / "pages")]
    results = [((None, (raw,)) if isinstance(raw, LeftOut) else extract(raw)) for raw in acquire(paths)]
    return tuple(
        replace(article, id=f"pages/{Path(article.place or '').name}")
        if article.place and not article.place.startswith(paths[0])
        else article
        for article in unique(results)[0]
    )  # the truth calls a page by its file


def _span(row: dict[str, Any]) -> tuple[str, int, int] | None:
    if row["label"] == "absent" or row.get("start") is None:
        return None
    return row.get("field") or "text", row["start"], row["end"]


@cache
def gold_stories() -> dict[str, Story]:
    """The coded stories with what facts need, by their name in the gold; annotated once a process."""
    needed = known_layers(SPEC.needs)
    folder = data_folder()
    if folder is None:
        raise FileNotFoundError("no development data: set UNTOLD_DATA to the folder that holds it")
    listed = json.loads((folder / "gold/articles.json").read_text("utf-8"))
    stories_of: dict[str, set[str]] = {}
    for group in listed.values():
        for article, story in group.items():
            stories_of.setdefault(article, set()).add(story)
    for path in (MATRIX, CODED, KEPT_ASIDE, KEPT_MATRIX):
        for story, members in json.loads(path.read_text("utf-8"))["stories"].items():
            for article in members:
                stories_of.setdefault(article, set()).add(story)
    articles: dict[str, list[Article]] = {}
    for source in SOURCES:
        for record in read_lines(source):
            for story in sorted(stories_of.pop(record["id"], ())):
                found = Article(
                    id=record["id"], outlet=record["outlet"] or "", title=record["title"] or "",
                    text=record["text"], published=record.get("published"), language="en",
                )  # fmt: skip
                articles.setdefault(story, []).append(found)
    truth = json.loads((ROOT / "sample" / "truth.json").read_text("utf-8"))
    readable = {a.id: a for a in sample_articles() if a.readability == Readability.READABLE}
    for name, keys in truth["stories"].items():
        articles[SAMPLE + name] = [readable[key] for key in keys if key in readable]
    stories = {}
    for name, together in sorted(articles.items()):
        together.sort(key=lambda a: a.id)
        readings = [Reading(article) for article in together]
        records = {layer: {r.article.id: r.records(layer) for r in readings} for layer in needed}
        stories[name] = Story(name, tuple(together), records)
    return stories


def known_layers(needed: Iterable[str]) -> tuple[str, ...]:
    """The layers asked for and those they need in turn, each once, sorted."""
    names = set(needed)
    while True:
        more = {n for name in names for n in layers()[name].needs} - names
        if not more:
            return tuple(sorted(names))
        names |= more


@cache
def left_out_together() -> dict[str, str]:
    """For each coded story the first by name of those it shares articles with, itself at least.

    Stories of sets M, N and W may hold the same article; who leaves one out must leave out all.
    """
    first: dict[str, str] = {}  # the name of each story's company
    of_article: dict[str, str] = {}
    for name, story in sorted(gold_stories().items()):
        shared = {first[of_article[a.id]] for a in story.articles if a.id in of_article}
        company = min({name, *shared})
        first.update({other: company for other, old in first.items() if old in shared})
        first[name] = company
        of_article.update({a.id: name for a in story.articles})
    return first
