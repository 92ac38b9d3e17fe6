"""A story in plain sentences, each built from findings alone and linked to where it can be checked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from unicodedata import combining, normalize

from untold.annotate.people.lexicon import fold, offices, same_names, seats

Line = dict[str, Any]

# Of fewer clauses or attributions than this, a share says nothing.
FEWEST = 3

# Names listed by name; more are counted.
_LISTED = 3

_LONGEST_QUOTE = 120
_LONGEST_NAME = 60

HARMS = {
    "kill": "killing",
    "wound": "wounding",
    "destroy": "destruction",
    "detain": "detention",
    "displace": "displacement",
}

VERDICTS = {
    "agree": "they agree",
    "growth": "later ones are higher",
    "differ": "they differ, and not by growth alone",
}


def summarise(story: Mapping[str, Any], outlet_of: Mapping[str, str]) -> list[Line]:
    """Sentences about one story of the document, each ``{"text", "view"}`` and, for one fact, ``fact``.

    Args:
        story: the story as it stands in the document, with its findings.
        outlet_of: the outlet of each article of the story.
    """
    makers = (
        _facts, _figures, _naming, _agency, _origins, _voices, _disputed, _wording, _blindspots,
    )  # fmt: skip
    told = [list(maker(story)) for maker in makers] + [list(_copies(story, outlet_of))]
    # The facts, then one line of each view: a page shows the first few, and no view fills them.
    first = told[0] + [line for lines in told[1:] for line in lines[:1]]
    return first + [line for lines in told[1:] for line in lines[1:]]


def facts_in_short(facts: Sequence[Mapping[str, Any]], differ: int) -> list[Line]:
    """What the summary says of the facts: how many differ, and the plainest gap.

    Args:
        facts: of one story, as in the document.
        differ: how many of them some outlets tell and others leave untold.
    """
    return [*_counts(facts, differ), *_widest_gap(facts)]


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 fact``, ``2 facts``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(names: Iterable[str], limit: int = _LISTED, longest: int = _LONGEST_NAME) -> str:
    """Names in a row: ``A, B and C``; beyond the limit the rest are counted."""
    items = [shortened(name, longest) for name in names]
    if len(items) > limit:
        items = [*items[: limit - 1], f"{len(items) - limit + 1} others"]
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def shortened(text: str, longest: int = _LONGEST_QUOTE) -> str:
    """A text on one line, cut at a space with an ellipsis where it is longer."""
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    space = flat.rfind(" ", 0, longest)
    return flat[: space if space > longest // 2 else longest].rstrip(" ,;:") + "…"


def number(value: float) -> str:
    """A count as people write it."""
    return f"{int(value):,}" if value == int(value) else f"{value:,.2f}".rstrip("0")


#: Words that names write small.
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "at", "to"})


def as_written(name: str, evidence: Iterable[Mapping[str, Any]]) -> str:
    """A lower-cased name as the first piece of evidence that holds it writes it; else with capitals."""
    for piece in evidence:
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", piece["text"], re.IGNORECASE)
        if found:
            return found.group()
    return " ".join(w if w in _SMALL else w[:1].upper() + w[1:] for w in name.split(" "))


def _said(fact: Mapping[str, Any]) -> list[str]:
    return [
        c["outlet"]
        for c in fact["cells"]
        if c["state"] in ("told", "attributed", "disputed", "partial")
    ]


def _untold(fact: Mapping[str, Any]) -> list[str]:
    return [cell["outlet"] for cell in fact["cells"] if cell["state"] == "untold"]


def _facts(story: Mapping[str, Any]) -> Iterator[Line]:
    yield from facts_in_short(story["facts"], story["differ"])


def _counts(facts: Sequence[Mapping[str, Any]], differ: int) -> Iterator[Line]:
    if not facts:
        yield {"text": "No fact was found that two outlets share.", "view": "facts"}
        return
    shared = sum(fact["outlets"] > 1 for fact in facts)
    text = f"{counted(len(facts), 'fact')} found, {shared:,} told by more than one outlet; "
    yield {"text": text + f"{differ:,} told by some and left untold by others.", "view": "facts"}


def _widest_gap(facts: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    gaps = [(fact, _said(fact), _untold(fact)) for fact in facts]
    gaps = [gap for gap in gaps if gap[1] and gap[2]]
    if gaps:
        # Told by the most outlets; among those, left untold by the fewest: the plainest exception.
        fact, said, untold = min(gaps, key=lambda g: (-len(g[1]), len(g[2]), g[0]["id"]))
        verb = "leaves" if len(untold) == 1 else "leave"
        told = counted(len(said), "outlet") + (" tells" if len(said) == 1 else " tell")
        text = f"{listed(untold)} {verb} untold what {told}: “{shortened(fact['text'])}”."
        yield {"text": text, "view": "facts", "fact": fact["id"]}


def _disputed(story: Mapping[str, Any]) -> Iterator[Line]:
    disputed = [f for f in story["facts"] if any(c["state"] == "disputed" for c in f["cells"])]
    if disputed:
        are = "is" if len(disputed) == 1 else "are"
        text = f"{counted(len(disputed), 'fact')} {are} told together with a denial or doubt somewhere."
        yield {"text": text, "view": "facts", "state": "disputed"}


def _figures(story: Mapping[str, Any]) -> Iterator[Line]:
    lines = [line for line in story["figures"] if line["outlets"] > 1]
    lines.sort(key=lambda line: (line["verdict"] != "differ", -line["outlets"], line["what"]))
    for line in lines[:2]:
        values = [p["value"] for p in line["points"] if p["value"] is not None]
        if not values:
            continue
        low, high = number(min(values)), number(max(values))
        span = low if low == high else f"{low} to {high}"
        verdict = "" if low == high else f" ({VERDICTS.get(line['verdict'], line['verdict'])})"
        text = f"{line['outlets']} of {counted(len(story['outlets']), 'outlet')} give a figure for "
        yield {"text": f"{text}“{line['what']}”: {span}{verdict}.", "view": "figures"}


def main_names(actor: Mapping[str, Any]) -> dict[str, str]:
    """The name each outlet uses most for an actor, in its own voice where it has any."""
    best: dict[str, tuple[tuple[int, int, str], str]] = {}
    for name in actor["names"]:
        rank = (-name["own"], -name["count"], name["name"])
        if name["outlet"] not in best or rank < best[name["outlet"]][0]:
            best[name["outlet"]] = (rank, name["name"])
    return {outlet: best[outlet][1] for outlet in sorted(best)}


def contrasted(actor: Mapping[str, Any]) -> dict[str, list[str]]:
    """Main names that differ, with their outlets; empty where they are forms of one name.

    Parts of the actor's own name ("Torn", "Ilsa"), names with the same last word ("union leaders",
    "party leaders") and names that everybody knows to be one ("Washington", "United States") are.
    """
    own = _words(str(actor.get("actor", "")).casefold())
    by_name: dict[str, list[str]] = defaultdict(list)
    spelling: dict[str, str] = {}
    for outlet, name in main_names(actor).items():
        key = name.casefold()
        spelling.setdefault(key, name)
        by_name[key].append(outlet)
    kept: list[str] = []
    for key in sorted(by_name, key=lambda k: (-len(by_name[k]), k)):
        if not any(_one_name(key, other, own) for other in kept):
            kept.append(key)
    return {spelling[key]: by_name[key] for key in kept} if len(kept) > 1 else {}


def _one_name(a: str, b: str, own: set[str]) -> bool:
    """Whether two names of an actor are forms of one; ``own`` are the words of its label."""
    one, two = _words(a), _words(b)
    # More than half of the shorter in common: two long titles of one person, not two names.
    if 2 * len(one & two) > min(len(one), len(two)) or one | two <= own:
        return True
    if a.split()[-1:] == b.split()[-1:] or _known(a) == _known(b):
        return True
    return any(
        re.sub(r"\W", "", x) in (_initials(y), re.sub(r"\W", "", y)) for x, y in ((a, b), (b, a))
    )


def _known(name: str) -> str:
    """The body that a name is known to stand for; a seat of government stands for its state."""
    key = fold(name)
    key = seats().get(key, key)
    return same_names().get(key, key)


def _words(name: str) -> set[str]:
    """Its words without accents and endings of the plural: “San José” is no other name."""
    bare = normalize("NFKD", name)
    words = re.findall(r"\w+", "".join(char for char in bare if not combining(char)))
    return {re.sub(r"ies$", "y", word).removesuffix("s") for word in words}


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", name) if word not in ("of", "the", "and"))


def _worth_a_line(actor: Mapping[str, Any], names: Mapping[str, Any]) -> bool:
    """Whether a contrast that no fact shows is more than two forms of one name.

    Not for places and groups ("men", "marchers"), which only their words join, nor for an office beside
    a name.
    """
    if actor.get("pinned"):
        return True
    offered = [name for name in names if not _words(name.casefold()) <= offices()]
    return actor["kind"] in ("person", "organisation") and len(offered) > 1


def _naming(story: Mapping[str, Any]) -> Iterator[Line]:
    actors = [(actor, contrasted(actor)) for actor in story["naming"]]
    actors = [pair for pair in actors if pair[1] and (pair[0]["aligned"] or _worth_a_line(*pair))]
    if actors:
        _, names = min(
            actors, key=lambda a: (not a[0]["aligned"], -a[0]["outlets"], -len(a[1]), a[0]["actor"])
        )
        parts = [f"“{name}” ({listed(outlets, 2)})" for name, outlets in list(names.items())[:_LISTED]]
        yield {
            "text": f"What appears to be the same actor is called {listed(parts, longest=400)}.",
            "view": "naming",
        }


def _agency(story: Mapping[str, Any]) -> Iterator[Line]:
    by_harm: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for record in story["agency"]:
        if record["total"] >= FEWEST:
            by_harm[record["harm"]].append(record)
    rows = [(harm, group) for harm, group in sorted(by_harm.items()) if len(group) > 1]
    if rows:
        harm, group = max(rows, key=lambda r: (sum(g["total"] for g in r[1]), r[0]))
        group = sorted(group, key=lambda g: (g["named"] / g["total"], g["outlet"]))
        low, high = group[0], group[-1]
        if low["named"] * high["total"] != high["named"] * low["total"]:
            text = (
                f"On {HARMS.get(harm, harm)}, {low['outlet']} names who did it in {low['named']} of "
                f"{low['total']} clauses, {high['outlet']} in {high['named']} of {high['total']}."
            )
            yield {"text": text, "view": "agency"}


def _voices(story: Mapping[str, Any]) -> Iterator[Line]:
    named = [heard for heard in story["voices"] if heard["named"]]
    heard_by = Counter(heard["speaker"] for heard in named)
    if not heard_by:
        return
    speaker, outlets = min(heard_by.items(), key=lambda item: (-item[1], item[0]))
    if outlets > 1:
        written = as_written(
            speaker, (e for h in named if h["speaker"] == speaker for e in h["evidence"])
        )
        text = f"{outlets} of {counted(len(story['outlets']), 'outlet')} report what “{written}” says."
        yield {"text": text, "view": "voices"}
    often = [heard for heard in named if heard["attributions"] >= FEWEST]
    if often:
        most = max(often, key=lambda h: (h["share"], h["outlet"], h["speaker"]))
        text = (
            f"{most['outlet']} gives {most['share']:.0%} of the words it attributes to anybody "
            f"to “{as_written(most['speaker'], most['evidence'])}”."
        )
        yield {"text": text, "view": "voices"}


def _origins(story: Mapping[str, Any]) -> Iterator[Line]:
    shared = [
        o for o in story["origins"] if o["outlets"] - o["differing"] > o["independent"] > 0
    ]  # what another number tells is no second telling
    if shared:
        most = max(
            shared,
            key=lambda o: (o["outlets"] - o["differing"] - o["independent"], o["outlets"], o["fact"]),
        )
        outlets = counted(most["outlets"] - most["differing"], "outlet")
        text = (
            f"“{shortened(most['text'])}”: told by {outlets}, "
            f"with {counted(most['independent'], 'independent origin')}."
        )
        yield {"text": text, "view": "origins"}


def _wording(story: Mapping[str, Any]) -> Iterator[Line]:
    apart = [word for word in story["wording"] if word["kind"] == "contrast"]
    if apart:
        surest = apart[0]
        more = "more" if surest["log_odds"] > 0 else "less"
        text = f"{surest['side']} uses “{surest['word']}” {more} than the others, beyond chance."
        yield {"text": text, "view": "wording"}


def _blindspots(story: Mapping[str, Any]) -> Iterator[Line]:
    for found in story["blindspots"][:1]:
        what = f"“{shortened(found['text'])}”" if found["fact"] else "this story"
        told = f"{found['told']} of {counted(found['judged'], 'outlet')} tell {what}"
        text = f"Of “{found['group']}”, {told}; {found['expected']:.1f} would be expected."
        yield {"text": text, "view": "blindspots"}


def _copies(story: Mapping[str, Any], outlet_of: Mapping[str, str]) -> Iterator[Line]:
    across: Sequence[tuple[str, str]] = [
        (outlet_of[p["a"]["article"]], outlet_of[p["b"]["article"]]) for p in story["copies"]
    ]
    across = [pair for pair in across if pair[0] != pair[1]]
    if across:
        outlets = sorted({outlet for pair in across for outlet in pair})
        passages = counted(len(across), "passage stands", "passages stand")
        yield {
            "text": f"{passages} in articles of more than one outlet: {listed(outlets)}.",
            "view": "copies",
        }
