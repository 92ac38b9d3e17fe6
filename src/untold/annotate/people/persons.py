"""Who is a person: the parser's people, checked against what the article says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from untold.annotate.people.lexicon import fold, offices, titles
from untold.annotate.people.resolution import Phrase
from untold.annotate.speech.cues import cue_book

#: Last words of the names of places, and of companies, boats and other bodies.
_PLACES = frozenset(
    ["airport", "alley", "avenue", "bay", "beach", "boulevard", "bridge", "canal", "cape", "channel",
     "coast", "creek", "crossing", "district", "docks", "falls", "forest", "gate", "harbor", "harbour",
     "heights", "highway", "hills", "island", "islands", "lake", "lane", "marina", "market", "marsh",
     "marshes", "mountain", "mountains", "park", "peninsula", "pier", "plaza", "point", "port",
     "province", "quarter", "quay", "reef", "reservoir", "river", "road", "sea", "square", "station",
     "street", "strait", "terminal", "tunnel", "valley", "wharf", "woods"]
)  # fmt: skip
_BODIES = frozenset(
    ["agency", "airlines", "airways", "alliance", "association", "bank", "brothers", "club",
     "coalition", "commission", "committee", "company", "council", "court", "daughters", "energy",
     "federation", "ferries", "foundation", "front", "group", "holdings", "hospital", "inc",
     "institute", "insurance", "league", "lines", "ltd", "ministry", "motors", "museum", "mutual",
     "office", "partners", "party", "police", "railways", "shipping", "sons", "steel", "terminals",
     "union", "university", "water", "works"]
)  # fmt: skip
#: After these a name by itself is a place, unless something makes it a person.
_WHERE = frozenset({"in", "at", "near", "outside", "around", "across", "off", "inside", "through"})
_NUMBERS = frozenset(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
)

#: These stand before names of boats.
_VESSELS = frozenset(
    ["ship", "ferry", "boat", "vessel", "freighter", "tanker", "trawler", "yacht", "liner", "frigate",
     "destroyer", "submarine", "lifeboat", "tug", "barge", "cutter", "steamer", "schooner"]
)  # fmt: skip

#: The word before a phrase, in lower case, by field and token; "" where there is none.
Before = Callable[[Phrase], str]
Roles = Callable[[Phrase], Sequence[tuple[str, str]]]


def checked(phrases: Sequence[Phrase], before: Before, roles: Roles) -> list[Phrase]:
    """The phrases; people who are none become a place, an organisation or something else.

    A title or an office, an act of speech or of mind, or a surname used alone makes a person of a
    name. Without that, "Pier Four" and "Kell Road" are places by their last word, "Quay Lines" an
    organisation, "in Lowen" a place, "the ferry Anna" something else, and any other name of a
    person stays one.

    Args:
        phrases: the article's phrases, the parser's kinds in them.
        before: the word before a phrase.
        roles: what a phrase's head does: pairs of "agent" or "patient" with a verb's lemma.
    """
    named: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        if phrase.kind == "person":
            named.setdefault(phrase.name, []).append(phrase)
    kinds = {name: _kind(name, uses, named, before, roles) for name, uses in named.items()}
    bodies = {p.name for p in phrases if p.kind == "organisation"}
    bodies |= {name for name, kind in kinds.items() if kind == "organisation"}
    people = [name for name in kinds if kinds[name] == "person"]
    alone = [name for name in people if " " not in name and not any(map(_titled, named[name]))]
    short = _short_for(alone, people, bodies)
    return [
        replace(p, kind="organisation", name=short[p.name], shown=short[p.name]) if p.kind == "person"
        and p.name in short else replace(p, kind=kinds[p.name]) if p.kind == "person" else p
        for p in phrases
    ]  # fmt: skip


def _short_for(alone: Sequence[str], people: Sequence[str], bodies: set[str]) -> dict[str, str]:
    """Names of one word to the only body whose name they begin: "quay" is "quay lines"."""
    found = {}
    for name in alone:
        longer = [body for body in sorted(bodies) if body.split()[0] == name != body]
        longer = [body for body in longer if body.split()[-1] in _BODIES]
        if len(longer) == 1 and not any(name != other and name in other.split() for other in people):
            found[name] = longer[0]
    return found


def _kind(
    name: str, uses: Sequence[Phrase], named: Mapping[str, list[Phrase]], before: Before, roles: Roles
) -> str:
    words = name.split()
    if any(_titled(use) for use in uses):
        return "person"
    if len(words) > 1:
        if words[-1] in _NUMBERS or words[-1].isdigit() or words[-1] in _PLACES:
            return "place"
        if words[-1] in _BODIES:
            return "organisation"
    if any(before(use) in _VESSELS for use in uses):
        return "other"
    acts = any(_acts(pair) for use in uses for pair in roles(use))
    surname = any(words[-1] in (o.split()[-1], o.split()[-1] + "s") and o != name for o in named)
    if acts or surname:
        return "person"
    if len(words) == 1 and any(before(use) in _WHERE for use in uses):
        return "place"
    if all(before(use) == "the" for use in uses):
        return "other"
    return "person"


def _titled(use: Phrase) -> bool:
    return bool(use.described) or any(word in offices() or fold(word) in titles() for word in use.words)


def _acts(pair: tuple[str, str]) -> bool:
    return pair[0] == "agent" and pair[1] in cue_book().verbs
