"""Clauses of harm in fresh sentences and articles: labels in labels/harms.json, texts as given."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from evals.data import ROOT, read_lines
from untold.model import Article

HALVES = ("develop", "held out")
FORMS = {
    "a": "active", "w": "passive-with-agent", "p": "passive-no-agent", "n": "noun",
    "i": "intransitive",
}  # fmt: skip
_FILES = ("outlets/fakes.jsonl", "stories/giveme5w1h.jsonl", "facts/fivew1h.jsonl")
_MARK = " T-I-T-L-E-E-N-D."  # what the data set puts behind a headline


@cache
def labels() -> dict[str, Any]:
    """The labels file."""
    loaded: dict[str, Any] = json.loads((ROOT / "evals/labels/harms.json").read_text("utf-8"))
    return loaded


@cache
def sentences() -> list[dict[str, Any]]:
    """Every line of agency/deaths.jsonl."""
    return list(read_lines("agency/deaths.jsonl"))


@cache
def _texts() -> dict[str, dict[str, Any]]:
    texts: dict[str, dict[str, Any]] = {}
    for file in _FILES:
        for row in read_lines(file):
            texts.setdefault(row["id"], row)
    return texts


def read(half: str, source: str) -> tuple[list[dict[str, Any]], list[Article]]:
    """The labelled clauses of one half and kind of source, and their articles.

    Args:
        half: "develop" or "held out".
        source: "deaths" (single sentences of one outlet) or "article".

    Returns:
        Clauses as keywords of `evals.harms.Coded`, and the articles; a sentence is one of its own.
    """
    clauses, articles = [], {}
    for kind, item, field, form, trigger, agent, apart, victims in labels()["clauses"][half]:
        if kind != source:
            continue
        name = f"deaths-{item}" if kind == "deaths" else item
        if name not in articles:
            articles[name] = _article(kind, item, name)
        text = articles[name].value("title" if field == "title" else "text")
        parts = [trigger, *victims, *([agent] if agent and not apart else [])]
        clauses.append({
            "article": name,
            "field": "title" if field == "title" else "text",
            "start": min(start for start, _ in parts),
            "end": max(end for _, end in parts),
            "form": FORMS[form],
            "agent": text[agent[0] : agent[1]] if agent else None,
            "victim": " ... ".join(text[start:end] for start, end in victims) or None,
        })  # fmt: skip
    return clauses, list(articles.values())


def _article(kind: str, item: Any, name: str) -> Article:
    if kind == "deaths":
        return Article(name, "o", "", sentences()[item]["sentence"].replace(_MARK, ""))
    row = _texts()[item]
    return Article(name, row["outlet"], row["title"], row["text"])


def voices() -> dict[str, tuple[int, int]]:
    """How often the data set's own ``voice`` is right in the labelled sentences.

    Returns:
        By "PASSIVE", "ACTIVE": the sentences with a clause labelled so, and all sentences it calls so.
    """
    wanted = {"PASSIVE": {"w", "p"}, "ACTIVE": {"a"}}
    forms: dict[int, set[str]] = {}
    for half in HALVES:
        for kind, item, _, form, *_ in labels()["clauses"][half]:
            if kind == "deaths":
                forms.setdefault(item, set()).add(form)
    return {
        voice: (
            sum(bool(forms[i] & those) for i in forms if sentences()[i]["voice"] == voice),
            sum(sentences()[i]["voice"] == voice for i in forms),
        )
        for voice, those in wanted.items()
    }


def agreement() -> tuple[float, int]:
    """Krippendorff's alpha of the two readings on the forms of clauses, and how many clauses."""
    import krippendorff

    first: dict[str, str] = {}
    for half in HALVES:
        rows = [row for row in labels()["clauses"][half] if row[0] == "deaths"]
        for _, item, _, form, *_ in sorted(rows, key=lambda row: row[4]):
            first[str(item)] = first.get(str(item), "") + form
    one, other = "", ""
    first |= labels()["corrected"]  # as they were when read twice
    for item, forms in labels()["second"].items():
        width = max(len(first[item]), len(forms))
        one += first[item].ljust(width, "-")
        other += forms.ljust(width, "-")
    kinds = "".join(FORMS) + "-"
    coded = [[kinds.index(form) for form in reading] for reading in (one, other)]
    alpha = krippendorff.alpha(reliability_data=coded, level_of_measurement="nominal")
    return round(float(alpha), 3), len(one)
