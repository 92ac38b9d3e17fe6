"""Harms: clauses, forms, agents and victims on coded articles; passives on gold parses.

The rules were written while reading four of the five events coded in gold/ (`DEVELOPED`); the fifth
was scored on the way. The honest figures are those of labels/harms.json, held-out half: other events
and sentences, labelled by a language model after the rules were done, and scored once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from evals import labelled_harms
from evals.data import data_folder, read_lines
from evals.table import Figure

DEVELOPED = (
    "fakes-khan-sheikhoun",
    "fakes-hasakah-bakery",
    "fakes-shayrat-strike",
    "fakes-qamishli-bombing",
)
MACHINE = "one pass by a language model"
_ARTICLES = frozenset(("a", "an", "the"))


@dataclass(frozen=True)
class Coded:
    """One clause, gold or found: where it stands, its form, its parties."""

    article: str
    field: str
    start: int
    end: int
    form: str
    agent: str | None
    victim: str | None

    def overlap(self, other: Coded) -> float:
        """Shared characters over all characters of the two, 0 where they stand apart."""
        if (self.article, self.field) != (other.article, other.field):
            return 0.0
        shared = min(self.end, other.end) - max(self.start, other.start)
        return max(0, shared) / (max(self.end, other.end) - min(self.start, other.start))


Finder = Callable[[Any], list[Coded]]


def score() -> list[Figure]:
    """F1 of (clause, form), agent and victim on coded articles; passives on GUM's gold parses."""
    figures = []
    for name, events in _splits().items():
        gold, articles = _gold(events)
        found = [c for a in articles for c in find_clauses(a)]
        floor = [c for a in articles for c in find_by_words(a)]
        ours, trivial = measures(gold, found), measures(gold, floor)
        for measure, value in ours.items():
            figures.append(
                Figure("harms", f"setF-agency ({name})", f"{len(gold)} clauses", measure,
                       "word list, was/were + word = passive", trivial[measure], value, MACHINE)
            )  # fmt: skip
    return [*figures, *score_labelled(), *score_voice(), *score_passives()]


def score_labelled() -> list[Figure]:
    """The same measures on the labelled sentences and articles, each half whole and in parts."""
    figures = []
    for half in labelled_harms.HALVES:
        gold: list[Coded] = []
        found: list[Coded] = []
        floor: list[Coded] = []
        for source, name in (("deaths", "sentences"), ("article", "articles")):
            clauses, articles = labelled_harms.read(half, source)
            part = [Coded(**clause) for clause in clauses]
            ours = [c for a in articles for c in find_clauses(a)]
            trivial = [c for a in articles for c in find_by_words(a)]
            figures += _labelled(f"labelled {name} ({half})", part, ours, trivial)
            gold, found, floor = gold + part, found + ours, floor + trivial
        figures += _labelled(f"labelled ({half})", gold, found, floor)
    alpha, clauses_read_twice = labelled_harms.agreement()
    size = f"{clauses_read_twice} clauses read twice"
    return [
        *figures,
        Figure("harms", "labelled sentences", size, "alpha of two readings of the form",
               "chance", 0.0, alpha, "one language model, twice")
    ]  # fmt: skip


def _labelled(data: str, gold: list[Coded], found: list[Coded], floor: list[Coded]) -> list[Figure]:
    ours, trivial = measures(gold, found), measures(gold, floor)
    return [
        Figure("harms", data, f"{len(gold)} clauses", measure,
               "word list, was/were + word = passive", trivial[measure], value, MACHINE)
        for measure, value in ours.items()
    ]  # fmt: skip


def score_voice() -> list[Figure]:
    """How often the machine-made ``voice`` of agency/deaths is right: a check of data, not of us."""
    counts = labelled_harms.voices()
    total = sum(size for _, size in counts.values())
    return [
        Figure("harms", "agency/deaths, its own voice", f"{size} sentences", f"{voice} is right",
               f"calling all so, of {total} sentences it calls either", round(right / total, 3),
               round(right / size, 3), MACHINE)
        for voice, (right, size) in counts.items()
    ]  # fmt: skip


def _splits() -> dict[str, tuple[str, ...]]:
    stories = set(_events().values())
    return {"developed on": DEVELOPED, "held out": tuple(sorted(stories - set(DEVELOPED)))}


def _events() -> dict[str, str]:
    folder = data_folder()
    if folder is None:
        raise FileNotFoundError("no development data")
    loaded: dict[str, str] = json.loads((folder / "gold/articles.json").read_text("utf-8"))["setF"]
    return loaded


def _gold(events: Iterable[str]) -> tuple[list[Coded], list[Any]]:
    from untold.model import Article

    wanted = {article for article, event in _events().items() if event in set(events)}
    rows = (r for r in read_lines("gold/setF-agency.jsonl") if r["article"] in wanted)
    gold = [Coded(*(r[k] for k in Coded.__dataclass_fields__)) for r in rows]
    articles = [
        Article(r["id"], r["outlet"], r["title"], r["text"])
        for r in read_lines("outlets/fakes.jsonl")
        if r["id"] in wanted
    ]
    return gold, articles


def find_clauses(article: Any) -> list[Coded]:
    """Our clauses of killing and wounding (the gold codes no others); verbs that share one merged."""
    from untold.annotate.harms import find_harms

    merged: dict[tuple[str, int, int, str], list[Any]] = {}
    for harm in find_harms(article):
        if harm.harm in ("kill", "wound"):
            key = (harm.span.field, harm.span.start, harm.span.end, harm.form)
            merged.setdefault(key, []).append(harm)
    return [
        Coded(article.id, *key, _joined(h.agent for h in group), _joined(h.victim for h in group))
        for key, group in merged.items()
    ]


def _joined(spans: Iterable[Any]) -> str | None:
    return " ... ".join(dict.fromkeys(s.text for s in spans if s is not None)) or None


def find_by_words(article: Any) -> list[Coded]:
    """The floor: a word of harm after a form of "be" is passive, else active; the words beside it."""
    found = []
    pattern = re.compile(
        r"(?P<before>\w+)?\s*(?P<be>\b(?:was|were|been|be)\s)?\b(?P<word>kill(?:s|ed|ing)?|wound(?:s|ed|ing)?"
        r"|injur(?:es|ed|ing)|die[sd]?|deaths?|dead|massacre|casualties)\b\s*(?P<after>\w+)?", re.I
    )  # fmt: skip
    for field in ("title", "text"):
        for m in pattern.finditer(article.value(field)):
            form = "passive-no-agent" if m["be"] else "active"
            before, after = m["before"], m["after"]
            agent, victim = (None, before) if m["be"] else (before, after)
            found.append(Coded(article.id, field, m.start(), m.end(), form, agent, victim))
    return found


def measures(gold: list[Coded], found: list[Coded]) -> dict[str, float]:
    """F1 of (clause, form), of the clause alone, of agent and of victim.

    A clause is found where the two overlap, one to one, best overlap first. An agent or a victim is
    right where one phrase holds all words of the other, articles apart, or they share half of their
    words; missed clauses and clauses too many count against them.
    """
    formed = pairs(gold, found, same_form=True)
    anyhow = pairs(gold, found, same_form=False)
    return {
        "F1 clause and form": _f1(len(formed), len(gold), len(found)),
        "F1 clause": _f1(len(anyhow), len(gold), len(found)),
        "F1 agent": _party("agent", gold, found, anyhow),
        "F1 victim": _party("victim", gold, found, anyhow),
    }


def pairs(gold: list[Coded], found: list[Coded], *, same_form: bool) -> list[tuple[int, int]]:
    """Gold and found clauses that overlap, one to one; those of one form first."""
    ranked = sorted(
        (
            (-(g.form == f.form), -g.overlap(f), i, j)
            for i, g in enumerate(gold)
            for j, f in enumerate(found)
            if g.overlap(f) > 0 and (g.form == f.form or not same_form)
        )
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    kept = []
    for _, _, i, j in ranked:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            kept.append((i, j))
    return kept


def _party(name: str, gold: list[Coded], found: list[Coded], matched: list[tuple[int, int]]) -> float:
    right = sum(same_phrase(getattr(gold[i], name), getattr(found[j], name)) for i, j in matched)
    total = sum(getattr(g, name) is not None for g in gold)
    return _f1(right, total, sum(getattr(f, name) is not None for f in found))


def same_phrase(one: str | None, other: str | None) -> bool:
    """Whether two phrases name the same party, as far as their words tell."""
    if one is None or other is None:
        return False
    a, b = _words(one), _words(other)
    shared = len(a & b)
    return bool(shared) and (shared == min(len(a), len(b)) or 2 * shared >= 0.5 * (len(a) + len(b)))


def _words(phrase: str) -> set[str]:
    words = set(re.findall(r"\w+", phrase.lower()))
    return words - _ARTICLES or words


def _f1(right: int, gold: int, found: int) -> float:
    return round(2 * right / (gold + found), 3) if gold + found else 0.0


# Passives on gold parses


def score_passives() -> list[Figure]:
    """Precision and recall of passive verbs, and of those with an agent, on GUM's Wikinews."""
    from untold.annotate.harm.grammar import finite_passives
    from untold.annotate.reading import Reading
    from untold.model import Article

    folder = data_folder()
    counts = {key: [0, 0, 0] for key in ("passive", "agent", "floor")}
    for path in sorted((folder / "agency/gum").glob("*.conllu")) if folder else []:
        text, passives, agents = read_parse(path.read_text("utf-8"))
        doc = Reading(Article(path.stem, "gum", "", text)).doc("text")
        found = {token.idx: agent for token, agent in finite_passives(doc)}
        by = {start for start, agent in found.items() if agent is not None}
        floor = {m.start(1) for m in re.finditer(r"\b(?:was|were|been) (\w+ed)\b", text)}
        for key, gold, got in (
            ("passive", passives, set(found)),
            ("agent", agents, by),
            ("floor", passives, floor),
        ):
            counts[key] = [a + b for a, b in zip(counts[key], _counted(gold, got), strict=True)]
    ours, agent, trivial = (counts[key] for key in ("passive", "agent", "floor"))
    return [
        *_precision_recall("passive verbs", "was/were/been + -ed", ours, trivial),
        *_precision_recall("passives with an agent", "no agents", agent, [0, 1, 1]),
    ]


def _counted(gold: set[int], found: set[int]) -> list[int]:
    return [len(gold & found), len(gold), len(found)]


def _precision_recall(what: str, floor: str, ours: list[int], trivial: list[int]) -> list[Figure]:
    return [
        Figure("harms", f"GUM Wikinews, {what}", f"{ours[1]} verbs", measure, floor,
               round(trivial[0] / max(trivial[of], 1), 3), round(ours[0] / max(ours[of], 1), 3),
               "people (GUM)")
        for measure, of in (("precision", 2), ("recall", 1))
    ]  # fmt: skip


def read_parse(conllu: str) -> tuple[str, set[int], set[int]]:
    """Text of a CoNLL-U file, and the offsets of its passive verbs and of those with a by-agent."""
    text, passives, agents = "", set(), set()
    for block in conllu.strip().split("\n\n"):
        starts: dict[str, int] = {}
        rows = [line.split("\t") for line in block.split("\n") if line and not line.startswith("#")]
        until, held_space = 0, ""
        for row in rows:
            number, form, misc = row[0], row[1], row[-1]
            space = "" if "SpaceAfter=No" in misc else " "
            if "-" in number:  # a word that the parse splits: its parts stand inside it
                until = int(number.split("-")[1])
                first, held_space = int(number.split("-")[0]), space
                for inner in range(first, until + 1):
                    starts[str(inner)] = len(text)
                text += form + held_space
            elif "." not in number and int(number) > until:
                starts[number] = len(text)
                text += form + space
        for row in rows:
            if row[7] in ("nsubj:pass", "aux:pass", "csubj:pass", "obl:agent") and row[6] in starts:
                passives.add(starts[row[6]])
                if row[7] == "obl:agent":
                    agents.add(starts[row[6]])
        text = text.rstrip() + " "
    return text.strip(), passives, agents
