"""An invented flood at an invented town, told by invented outlets, as real records with real offsets.

``sample()`` is small and holds everything a view must bear: all ten states, hostile strings, text
from right to left, empty titles, odd dates. ``large()`` grows it to any size.
"""

# ruff: noqa: E501 (tables of data)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from untold.annotate.sentences import Sentence
from untold.compare.agency import Agency, HarmClause
from untold.compare.blindspots import Blindspot
from untold.compare.coverage import Absence
from untold.compare.facts import Cell, Fact
from untold.compare.figures import FigureLine, FigurePoint
from untold.compare.naming import Name, NamedActor
from untold.compare.origins import Edge, Origins
from untold.compare.same_harms import AlignedClause, Naming, SameHarms
from untold.compare.voice_shares import VoiceShare, wilson
from untold.compare.voices import Heard
from untold.compare.wording import Use, Wording
from untold.model import (
    Article,
    Evidence,
    LeftOut,
    Passage,
    Placement,
    Readability,
    State,
    Story,
)
from untold.present.document import StoryFindings, build_document

ATTACK = "document.documentElement.setAttribute('data-owned','1')"
HOSTILE = (
    f'</script><script>{ATTACK}</script><img src=x onerror="{ATTACK}">{{{{policy}}}} {{% raw %}}<!--'
)

LEDGER, LANTERN, QUAY, WIRE = "Ondmere Ledger", "The Lantern", "Quay Post", "Halvar Wire"
BULLETIN, MARSH, PORT = "State Bulletin", "Radio Marsh", "صوت الميناء"
EVIL = (
    f"<script>{ATTACK}</script> Gazette & Daily Chronicle of the Lower Marshes and Adjoining Parishes"
)
SILENT, UNSEEN = "Upland Mirror", "Far Coast Times"

# Per article: outlet, moment, title, sentences.
ARTICLES: Sequence[tuple[str, str, str | None, str, tuple[str, ...]]] = (
    ("a01", LEDGER, "2031-03-04T06:10:00+00:00", "Water takes the lower market of Ondmere",
     ("The sluice above Ondmere opened shortly after two in the morning.",
      "Six people drowned in the lower market, the harbour office said.",
      "“The bell never rang,” said Ilsa Torn, who sells lamps there.",
      "The wardens had locked the gatehouse from outside, two neighbours said.",
      "The strikers left the weir at midnight.")),
    ("a02", LEDGER, "2031-03-05", "Eleven dead as water falls in Ondmere",
     ("Eleven people drowned when the sluice opened, the harbour office said on Wednesday.",
      "The wardens drove the strikers from the weir with hoses.",
      "The company had been warned about the gate in January.")),
    ("a03", LANTERN, "2031-03-04T09:00:00+00:00", "Who opened the gate?",
     ("The sluice above the town opened at about two o'clock at night.",
      "At least nine people were killed, a nurse at the infirmary said.",
      "The gatehouse had been locked from outside, a survivor said.",
      "“Nobody was at the wheel,” said Ilsa Torn.",
      "The company knew since January that the gate was rusted through, its own letters show.",
      "Company guards beat four strikers on the weir.")),
    ("a04", QUAY, "2031-03-04T11:30:00+00:00", "Market flooded",
     ("Halvar Wire reports that the sluice above Ondmere opened shortly after two in the morning.",
      "Six people drowned in the lower market, according to the harbour office.",
      "Firemen opened the gatehouse to reach the pumps.")),
    ("a05", WIRE, "2031-03-04T05:40:00+00:00", "Sluice opens above Ondmere, six dead",
     ("The sluice above Ondmere opened shortly after two in the morning.",
      "Six people drowned in the lower market, the harbour office said.",
      "The wreckers who held the weir had left at midnight, the office said.")),
    ("a06", BULLETIN, "2031-03-04T12:00:00+00:00", "Order restored at Ondmere weir",
     ("The wreckers opened the sluice and fled, the interior office said.",
      "Claims that the gatehouse was locked are false, the interior office said.",
      "Five people died in the flood.",
      "Order has been restored at the weir.")),
    ("a07", MARSH, "2031-03-04T02:30:00+00:00", "",
     ("Water is rising in the lower market of Ondmere tonight.",
      "Listeners report that the bridge is closed.")),
    ("a08", PORT, "2031-03-05T08:00:00+03:00", "المياه تغمر السوق السفلي",
     ("انفتحت بوابة السد فوق المدينة بعد الثانية ليلا.", "غرق أحد عشر شخصا في السوق السفلي.")),
    ("a09", EVIL, "yesterday", HOSTILE,
     (f"Fourteen people drowned {HOSTILE} in the market.", "The gate was old 𝔸𝔹 and nobody 🙂 kept it.")),
    ("a10", SILENT, "2031-03-04", "Subscribe to read on", ("Subscribe.",)),
)  # fmt: skip

URLS = {
    "a09": f"javascript:{ATTACK}",
    "a07": None,
    "a06": "ftp://bulletin.example/6",
    "a08": "data:text/html,<b>x",
}


@dataclass(frozen=True)
class Book:
    """Articles and the way from words to evidence."""

    articles: Mapping[str, Article]

    def find(self, article: str, words: str) -> Evidence:
        """The first place of the words in the article's text, or in its title."""
        for name in ("text", "title"):
            at = self.articles[article].value(name).find(words)  # type: ignore[arg-type]
            if at >= 0:
                span = self.articles[article].span(name, at, at + len(words))  # type: ignore[arg-type]
                return Evidence.of(article, span)
        raise ValueError(f"{article} does not say {words!r}")

    def sentence(self, evidence: Evidence) -> Evidence:
        """The sentence around a piece of evidence."""
        for sentence in sentences(self.articles[evidence.article]):
            if (
                sentence.span.field == evidence.field
                and sentence.span.start <= evidence.start < sentence.span.end
            ):
                return Evidence.of(evidence.article, sentence.span)
        raise ValueError(f"no sentence around {evidence}")


def sentences(article: Article) -> tuple[Sentence, ...]:
    """Title and lines as sentences: the sample puts one sentence on a line."""
    found = []
    if article.title:
        found.append(article.span("title", 0, len(article.title)))
    at = 0
    for line in article.text.split("\n"):
        if line:
            found.append(article.span("text", at, at + len(line)))
        at += len(line) + 1
    return tuple(Sentence(span, index) for index, span in enumerate(found))


def _articles() -> dict[str, Article]:
    made = {}
    for name, outlet, published, title, lines in ARTICLES:
        stub = name == "a10"
        made[name] = Article(
            id=name, outlet=outlet, title=title, text="\n".join(lines), published=published,
            url=URLS.get(name, f"https://{name}.example/story?a=1&b=2"), language="ar" if name == "a08" else "en",
            readability=Readability.STUB if stub else Readability.READABLE,
            reason="a paywall notice" if stub else None,
        )  # fmt: skip
    return made


# Per fact: kind, the article and words that state it, and per outlet its state, article, words, source or part.
Row = tuple[State, str, str, str | None]
FACTS: Sequence[tuple[str, str, str, Mapping[str, Row]]] = (
    ("event", "a05", "The sluice above Ondmere opened shortly after two in the morning", {
        LEDGER: (State.TOLD, "a01", "The sluice above Ondmere opened shortly after two in the morning", None),
        LANTERN: (State.TOLD, "a03", "The sluice above the town opened at about two o'clock at night", None),
        QUAY: (State.ATTRIBUTED, "a04", "the sluice above Ondmere opened shortly after two in the morning", WIRE),
        WIRE: (State.TOLD, "a05", "The sluice above Ondmere opened shortly after two in the morning", None),
        BULLETIN: (State.PARTIAL, "a06", "The wreckers opened the sluice and fled", "time"),
        PORT: (State.TOLD, "a08", "انفتحت بوابة السد فوق المدينة بعد الثانية ليلا", None)}),
    ("event", "a03", "The gatehouse had been locked from outside", {
        LEDGER: (State.ATTRIBUTED, "a01", "The wardens had locked the gatehouse from outside", "two neighbours"),
        LANTERN: (State.ATTRIBUTED, "a03", "The gatehouse had been locked from outside", "a survivor"),
        QUAY: (State.UNTOLD, "a04", "Firemen opened the gatehouse to reach the pumps.", None),
        WIRE: (State.UNTOLD, "a05", "The wreckers who held the weir had left at midnight, the office said.", None),
        BULLETIN: (State.DISPUTED, "a06", "Claims that the gatehouse was locked are false", "interior office")}),
    ("number", "a01", "Six people drowned in the lower market", {
        LEDGER: (State.ATTRIBUTED, "a01", "Six people drowned in the lower market", "the harbour office"),
        LANTERN: (State.PARTIAL, "a03", "At least nine people were killed", "number"),
        QUAY: (State.ATTRIBUTED, "a04", "Six people drowned in the lower market", "the harbour office"),
        WIRE: (State.ATTRIBUTED, "a05", "Six people drowned in the lower market", "the harbour office"),
        BULLETIN: (State.PARTIAL, "a06", "Five people died in the flood", "number"),
        PORT: (State.PARTIAL, "a08", "غرق أحد عشر شخصا في السوق السفلي", "number"),
        EVIL: (State.PARTIAL, "a09", f"Fourteen people drowned {HOSTILE} in the market", "number")}),
    ("event", "a02", "The company had been warned about the gate in January", {
        LEDGER: (State.TOLD, "a02", "The company had been warned about the gate in January", None),
        LANTERN: (State.TOLD, "a03", "The company knew since January that the gate was rusted through", None),
        QUAY: (State.UNTOLD, "a04", "Market flooded", None),
        WIRE: (State.UNTOLD, "a05", "The sluice above Ondmere opened shortly after two in the morning.", None),
        BULLETIN: (State.UNTOLD, "a06", "Order has been restored at the weir.", None),
        EVIL: (State.UNSURE, "a09", "The gate was old 𝔸𝔹 and nobody 🙂 kept it.", None)}),
    ("event", "a03", "Company guards beat four strikers on the weir", {
        LEDGER: (State.PARTIAL, "a02", "The wardens drove the strikers from the weir with hoses", "actor"),
        LANTERN: (State.TOLD, "a03", "Company guards beat four strikers on the weir", None),
        QUAY: (State.UNSURE, "a04", "Firemen opened the gatehouse to reach the pumps.", None),
        BULLETIN: (State.UNTOLD, "a06", "Order has been restored at the weir.", None)}),
    ("event", "a01", "The strikers left the weir at midnight", {
        LEDGER: (State.TOLD, "a01", "The strikers left the weir at midnight", None),
        WIRE: (State.ATTRIBUTED, "a05", "The wreckers who held the weir had left at midnight", "the office")}),
)  # fmt: skip

# By the words of a cell's evidence: what of the same article may say it too.
ALSO = {"The wardens had locked the gatehouse from outside": ("“The bell never rang,” said Ilsa Torn",)}

OUTLETS = (LEDGER, LANTERN, QUAY, WIRE, BULLETIN, MARSH, PORT, EVIL, SILENT)
ABSENT = {
    MARSH: (State.TOO_EARLY, ("a07",), "all its articles are older than the first report"),
    SILENT: (State.UNREADABLE, ("a10",), "a paywall notice"),
}
COVERAGE = (
    Absence(
        UNSEEN,
        State.NO_ARTICLE,
        "collected from 2031-01-02 to 2031-05-09, with nothing on this story",
        "2031-01-02",
        "2031-05-09",
    ),
    Absence(
        "Northern Almanac",
        State.NOT_COLLECTED,
        "collected only from 2029-01-02 to 2029-05-09",
        "2029-01-02",
        "2029-05-09",
    ),
)


def _cell(book: Book, outlet: str, row: Row | None, fact: Evidence) -> Cell:
    own = tuple(a.id for a in book.articles.values() if a.outlet == outlet)
    if row is None and outlet in ABSENT:
        state, articles, reason = ABSENT[outlet]
        return Cell(outlet, state, 0.0, None, None, None, None, (), 0, articles, reason)
    searched = sum(len(sentences(book.articles[name])) for name in own)
    if row is None:
        return Cell(outlet, State.UNTOLD, 0.0123456789, None, None, None, None, (), searched, own, None)
    state, article, words, detail = row
    evidence = book.find(article, words)
    source = detail if state in (State.ATTRIBUTED, State.DISPUTED) else None
    part = detail if state is State.PARTIAL else None
    if state.said:
        also = tuple(book.find(article, other) for other in ALSO.get(words, ()))
        return Cell(outlet, state, 0.97, evidence, source, part, None, (), searched, own, None, also)
    near = set(evidence.text.lower().split())
    missing = tuple(w for w in fact.text.lower().split() if len(w) > 3 and w not in near)
    p = 0.03 if state is State.UNTOLD else 0.41
    return Cell(outlet, state, p, None, None, None, evidence, missing, searched, own, None)


def _facts(book: Book, story: str) -> tuple[Fact, ...]:
    made = []
    for at, (kind, article, words, rows) in enumerate(FACTS):
        evidence = book.find(article, words)
        cells = tuple(_cell(book, outlet, rows.get(outlet), evidence) for outlet in sorted(OUTLETS))
        told = [c for c in cells if c.state.said]
        first = min(book.articles[c.evidence.article].published or "9999" for c in told if c.evidence)
        made.append(
            Fact(
                f"f{at:02}",
                story,
                evidence.text,
                kind,
                evidence,
                book.sentence(evidence),
                len(told),
                first,
                cells,
            )
        )
    return tuple(made)


def _naming(book: Book) -> tuple[NamedActor, ...]:
    def name(outlet: str, article: str, word: str, count: int, own: int) -> Name:
        return Name(outlet, word, count, own, count - own, book.find(article, word))

    strikers, wreckers = book.find("a01", "strikers"), book.find("a05", "wreckers")
    return (
        NamedActor("harbour office", "organisation", 3, (
            name(LEDGER, "a01", "the harbour office", 2, 2), name(WIRE, "a05", "the harbour office", 1, 1),
            name(QUAY, "a04", "the harbour office", 1, 1)), ()),
        NamedActor("strikers", "group", 4, (
            name(LEDGER, "a01", "strikers", 2, 2), name(LANTERN, "a03", "strikers", 1, 1),
            name(WIRE, "a05", "wreckers", 1, 1), name(BULLETIN, "a06", "wreckers", 3, 2)),
            ((strikers, wreckers),)),
    )  # fmt: skip


def _wording(book: Book) -> tuple[Wording, ...]:
    def use(outlet: str, article: str, word: str, count: int) -> Use:
        return Use(outlet, count, 40, (book.find(article, word),))

    return (
        Wording("wrecker", "contrast", None, BULLETIN, 2.1, 0.6, 3.6, 0.04, 0.97, (
            use(WIRE, "a05", "wreckers", 1), use(BULLETIN, "a06", "wreckers", 3))),
        Wording("restore", "evaluative", "says that all is well again", None, None, None, None, None, None, (
            use(BULLETIN, "a06", "restored", 2),)),
    )  # fmt: skip


def _blindspots(book: Book, facts: Sequence[Fact]) -> tuple[Blindspot, ...]:
    proof = (book.find("a01", "The wardens had locked the gatehouse from outside"),)
    near = (book.find("a06", "Claims that the gatehouse was locked are false"),)
    return (
        Blindspot("s-flood", None, "", "harbour papers", "more", 4, 4, 2.2, 3, 9, 0.004, 0.05, proof, ()),
        Blindspot("s-flood", facts[0].id, facts[0].text, "agencies", "less", 0, 2, 1.4, 5, 5, 0.01, 0.08,
                  proof, near),
    )  # fmt: skip


def _voices(book: Book) -> tuple[Heard, ...]:
    return (
        Heard(BULLETIN, "interior office", True, 2, 17, 1.0, (("said", 2),), (
            book.find("a06", "The wreckers opened the sluice and fled, the interior office said"),
            book.find("a06", "Claims that the gatehouse was locked are false, the interior office said"))),
        Heard(LANTERN, "a survivor", False, 1, 7, 0.333333333, (("said", 1),),
              (book.find("a03", "The gatehouse had been locked from outside, a survivor said"),)),
        Heard(LANTERN, "ilsa torn", True, 1, 5, 0.2, (("said", 1),),
              (book.find("a03", "“Nobody was at the wheel,” said Ilsa Torn"),)),
        Heard(LEDGER, "harbour office", True, 3, 18, 0.6, (("said", 3),),
              (book.find("a01", "Six people drowned in the lower market, the harbour office said"),)),
        Heard(LEDGER, "ilsa torn", True, 1, 4, 0.1, (("said", 1),),
              (book.find("a01", "“The bell never rang,” said Ilsa Torn"),)),
        Heard(WIRE, "harbour office", True, 2, 16, 1.0, (("said", 2),),
              (book.find("a05", "Six people drowned in the lower market, the harbour office said"),)),
    )  # fmt: skip


def _voice_shares(book: Book) -> tuple[VoiceShare, ...]:
    def share(group: str, name: str, count: int, total: int, article: str, words: str) -> VoiceShare:
        low, high = wilson(count, total)
        return VoiceShare(
            group, "kind", name, count, total, round(count / total, 4), low, high, 0.5, total >= 10, False,
            (("neutral", count),), (book.find(article, words),),
        )  # fmt: skip

    return (
        share(BULLETIN, "government", 2, 2, "a06", "The wreckers opened the sluice and fled"),
        share(EVIL, f"kind {HOSTILE}", 4, 11, "a09", "The gate was old 𝔸𝔹 and nobody 🙂 kept it."),
        share(LEDGER, "government", 9, 12, "a01", "Six people drowned in the lower market"),
        share(LEDGER, "witness or resident", 3, 12, "a01", "“The bell never rang,” said Ilsa Torn"),
    )


def _agency(book: Book) -> tuple[Agency, ...]:
    def clause(form: str, agent: str | None, victim: str, article: str, words: str) -> HarmClause:
        return HarmClause(form, agent, victim, book.find(article, words))

    drowned = clause(
        "intransitive", None, "six people", "a01", "Six people drowned in the lower market"
    )
    killed = clause("passive-no-agent", None, "nine people", "a03", "At least nine people were killed")
    beat = clause(
        "active",
        "company guards",
        "four strikers",
        "a03",
        "Company guards beat four strikers on the weir",
    )
    return (
        Agency(LANTERN, "kill", 1, 0, (("passive-no-agent", 1),), (killed,)),
        Agency(LANTERN, "wound", 3, 2, (("active", 2), ("noun", 1)), (beat, beat, replace(beat, form="noun"))),
        Agency(LEDGER, "kill", 3, 0, (("intransitive", 3),), (drowned, drowned, drowned)),
        Agency(LEDGER, "wound", 4, 1, (("active", 1), ("passive-no-agent", 3)), (
            clause("active", "the wardens", "the strikers", "a02",
                   "The wardens drove the strikers from the weir with hoses"),)),
    )  # fmt: skip


def _same_harms(book: Book) -> tuple[SameHarms, ...]:
    def record(group: str, naming: Naming, article: str, words: str) -> SameHarms:
        clause = AlignedClause(
            group, "kill", "noun", "missing", None, "people", book.find(article, words)
        )
        clauses = (replace(clause, naming=naming), clause, clause, clause)
        named = sum(one.naming == "named" for one in clauses)
        low, high = wilson(named, 4)
        return SameHarms(
            "people", None, group, 1, 4, named, 0, 4 - named, named / 4, low, high, False, clauses
        )

    return (
        record(LANTERN, "named", "a03", "At least nine people were killed"),
        record(LEDGER, "missing", "a01", "Six people drowned in the lower market"),
    )


def _figures(book: Book) -> tuple[FigureLine, ...]:
    rows: Sequence[
        tuple[str, str, float | None, float | None, float | None, str | None, str | None]
    ] = (
        ("a05", "Six people", 6, 6, 6, None, "the harbour office"),
        ("a01", "Six people", 6, 6, 6, None, "the harbour office"),
        ("a03", "At least nine people", 9, 9, None, "at least", "a nurse"),
        ("a04", "Six people", 6, 6, 6, None, "the harbour office"),
        ("a06", "Five people", 5, 5, 5, None, None),
        ("a02", "Eleven people", 11, 11, 11, None, "the harbour office"),
        ("a08", "أحد عشر شخصا", 11, 11, 11, None, None),
        ("a09", "Fourteen people", 14, 14, 14, None, None),
    )
    points = tuple(
        FigurePoint(
            book.articles[a].outlet,
            a,
            book.articles[a].published,
            v,
            low,
            high,
            hedge,
            by,
            book.find(a, words),
        )
        for a, words, v, low, high, hedge, by in rows
    )
    outlets = len({p.outlet for p in points})
    return (FigureLine("killed", outlets, "differ", "5, 6 and 9 for 4 March", points),)


def _origins(book: Book, facts: Sequence[Fact]) -> tuple[Origins, ...]:
    made = []
    for fact in facts:
        told = [c for c in fact.cells if c.evidence is not None]
        edges = tuple(
            Edge(c.outlet, c.source, "c1" if c.outlet in (QUAY, WIRE) else None, c.evidence)
            for c in told
            if c.evidence is not None
        )
        sources = {e.via or e.source or e.outlet for e in edges}
        none = sum(e.source is None for e in edges)
        made.append(Origins(fact.id, fact.text, len(edges), len(sources), none, edges))
    return tuple(made)


MANIFEST: Mapping[str, Any] = {
    "untold": "0.1.0",
    "settings": {"max_false_gaps": 0.05, "stories": "found"},
    "models": {"parser": "sha256 0000", "encoder": "sha256 1111"},
    "inputs": [{"place": "flood.jsonl", "sha256": "ab" * 32, "articles": 11}],
    "error_rate": {"stated": 0.05, "measured": 0.043, "cells": 312, "stories": 9, "low": 0.02, "high": 0.07,
                   "labels": "written for this project"},
    "error_rates": [
        {"threshold": at, "stated": stated, "measured": stated * 0.8, "worst": stated, "low": stated / 2, "high": stated,
         "cells": cells, "of_cells": 568, "stories": 9, "found": found, "labels": "written for this project"}
        for at, stated, cells, found in ((0.02, 0.02, 105, 0.47), (0.07, 0.05, 233, 0.72), (0.42, 0.1, 446, 0.96))
    ],
    "figures": [
        {"task": "absence", "data": "invented", "measure": "precision of untold", "trivial": 0.62, "ours": 0.957,
         "size": "312 cells", "labels": "written for this project"},
        {"task": "voices", "data": "invented", "measure": "F1", "trivial": 0.31, "ours": 0.74,
         "size": "84 articles", "labels": "people"},
    ],
}  # fmt: skip

LEFT_OUT = (
    LeftOut("flood.jsonl:12", "no text", "fill the column text or name another with --map"),
    LeftOut(
        "pages/3.html", f"no article was found {HOSTILE}", "open the page and check that it holds one"
    ),
    LeftOut(
        "flood.jsonl:9", "the date “yesterday” can't be read", "write it as 2031-03-04", fatal=False
    ),
)


def parts() -> tuple[list[StoryFindings], list[Article], list[Placement]]:
    """The arguments of ``build_document``: one compared story, one with a single outlet."""
    book = Book(_articles())
    single = Article(
        "b01", MARSH, "A goat wins the fair", "A goat won the fair.", published="2031-03-06"
    )
    layers = {"sentences": {a.id: sentences(a) for a in book.articles.values()}}
    passage = Passage(
        book.find("a05", "Six people drowned in the lower market, the harbour office said."),
        book.find("a04", "Six people drowned in the lower market, according to the harbour office."), 0.78,
    )  # fmt: skip
    again = Passage(
        book.find("a01", "Six people drowned in the lower market, the harbour office said."),
        book.find("a05", "Six people drowned in the lower market, the harbour office said."), 1.0,
    )  # fmt: skip
    story = Story(
        "s-flood",
        tuple(book.articles.values()),
        layers,
        {"a01": "c1", "a04": "c1", "a05": "c1"},
        (again, passage),
    )
    facts = _facts(book, story.id)
    findings: dict[str, tuple[Any, ...]] = {
        "facts": facts, "coverage": COVERAGE, "naming": _naming(book), "voices": _voices(book), "agency": _agency(book),
        "voice_shares": _voice_shares(book), "same_harms": _same_harms(book), "figures": _figures(book), "origins": _origins(book, facts),
        "wording": _wording(book), "blindspots": _blindspots(book, facts),
    }  # fmt: skip
    placements = [Placement(a, "s-flood", story.copies.get(a)) for a in book.articles]
    placements.append(Placement("b01", "s-goat", None))
    return [StoryFindings(story, findings)], [*book.articles.values(), single], placements


def sample() -> dict[str, Any]:
    """The document of the small sample."""
    stories, articles, placements = parts()
    return build_document(stories, articles, placements, LEFT_OUT, MANIFEST)


WORDS = ("gate", "water", "market", "weir", "office", "lamp", "bridge", "pump", "signal", "harbour", "stone", "winter",
         "letter", "engine", "rope", "morning", "station", "ladder", "copper", "window", "barrel", "ferry")  # fmt: skip


def large(
    stories: int = 100, facts: int = 100, first: int | None = None, seed: int = 7
) -> dict[str, Any]:
    """A document of five articles a story; each fact is told by two outlets and searched in three.

    ``first`` is the number of facts of the first story, as many as of the others if None.
    """
    random = Random(seed)  # noqa: S311
    outlets = [f"Outlet {n:02}" for n in range(15)]
    found, articles, placements = [], [], []
    for number in range(stories):
        own = sorted(random.sample(outlets, 5))
        lines = {
            o: [" ".join(random.choices(WORDS, k=20)).capitalize() + "." for _ in range(24)]
            for o in own
        }
        members = {
            o: Article(f"{number:03}-{o}", o, f"Story {number} in {o}", "\n".join(lines[o]), published="2031-03-04",
                       url=f"https://example.org/{number}/{o}")
            for o in own
        }  # fmt: skip
        absent = tuple(
            Absence(o, State.NO_ARTICLE, "collected", "2031-01-01", "2031-12-31")
            for o in outlets
            if o not in own
        )
        records = []
        for at in range(first if first and number == 0 else facts):
            places = {o: _line(members[o], lines[o], random.randrange(24)) for o in own}
            base = places[own[at % 5]]
            cells = []
            for o in own:
                if (own.index(o) + at) % 5 < 2:
                    cells.append(
                        Cell(
                            o,
                            State.TOLD,
                            0.9,
                            places[o],
                            None,
                            None,
                            None,
                            (),
                            25,
                            (members[o].id,),
                            None,
                        )
                    )
                else:
                    words = tuple(random.sample(WORDS, 4))
                    p = round(random.random() / 20, 6)
                    cells.append(
                        Cell(
                            o,
                            State.UNTOLD,
                            p,
                            None,
                            None,
                            None,
                            places[o],
                            words,
                            25,
                            (members[o].id,),
                            None,
                        )
                    )
            clause = members[own[at % 5]].span("text", base.start, base.end - 20)
            first = Evidence.of(members[own[at % 5]], clause)
            records.append(
                Fact(
                    f"{number:03}-{at:04}",
                    f"s{number:03}",
                    first.text,
                    "event",
                    first,
                    base,
                    2,
                    "2031-03-04",
                    tuple(cells),
                )
            )
        layers = {"sentences": {a.id: sentences(a) for a in members.values()}}
        story = Story(f"s{number:03}", tuple(members.values()), layers)
        found.append(StoryFindings(story, {"facts": tuple(records), "coverage": absent}))
        articles.extend(members.values())
        placements.extend(Placement(a.id, story.id, None) for a in members.values())
    return build_document(found, articles, placements, (), MANIFEST)


def _line(article: Article, lines: Sequence[str], at: int) -> Evidence:
    start = sum(len(line) + 1 for line in lines[:at])
    return Evidence.of(article, article.span("text", start, start + len(lines[at])))
