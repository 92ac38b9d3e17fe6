"""Origins: from whom each outlet has a fact; copies and one shared source count once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from untold.analysis import Comparison, Settings
from untold.annotate.people.lexicon import class_of, fold, offices, same_names, singular, titles
from untold.compare.facts import Cell, Fact
from untold.group.agencies import agency_of
from untold.model import Evidence, Story


@dataclass(frozen=True, slots=True)
class Edge:
    """An outlet has the fact from ``source`` (None: no origin given), by way of ``via`` if copied.

    ``via`` names the copy family whose text the outlet shares, if any.
    """

    outlet: str
    source: str | None
    via: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Origins:
    """Who has one fact from whom. ``independent`` counts distinct origins, ``unstated`` the outlets
    that give none (each is one unknown origin unless its text is a copy)."""

    fact: str
    text: str
    outlets: int
    independent: int
    unstated: int
    edges: tuple[Edge, ...]


def compare_origins(story: Story, settings: Settings) -> Iterator[Origins]:
    """The origins of every fact that two or more outlets tell, in the order of the facts.

    An outlet's origin is whom its sentence names, else the agency that its article credits, else
    none: nothing is guessed. Two outlets have one origin where both name the same (whatever the
    case, article, title, or known acronym, or a full name and its surname) or where both sentences
    stand in copied text of one family. ``independent`` counts what is left.

    Args:
        story: with the findings of ``facts``, its passages and its copy families.
        settings: not used.

    Known failures: two outlets that drop the agency and reword its report count as two origins;
    unnamed sources in the same words ("officials") count as one; only the nearest source is read,
    not whom that source quotes.
    """
    acronyms = _acronyms(story)
    credits_ = ((article.id, agency_of(article)) for article in story.articles)
    agencies = {name: credit.agency for name, credit in credits_ if credit is not None}
    copied = _copied(story)
    for fact in story.findings.get("facts", ()):
        edges = tuple(_edges(fact, agencies, copied, story.copies))
        if len(edges) >= 2:
            yield Origins(
                fact=fact.id,
                text=fact.text,
                outlets=len(edges),
                independent=_independent(edges, acronyms),
                unstated=sum(edge.source is None for edge in edges),
                edges=edges,
            )


def _edges(
    fact: Fact,
    agencies: Mapping[str, str],
    copied: Mapping[str, Sequence[Evidence]],
    families: Mapping[str, str],
) -> Iterator[Edge]:
    for cell in fact.cells:
        if cell.state.said and cell.evidence is not None:
            article = cell.evidence.article
            via = families.get(article) if _inside(cell, copied.get(article, ())) else None
            yield Edge(cell.outlet, cell.source or agencies.get(article), via, cell.evidence)


def _inside(cell: Cell, passages: Sequence[Evidence]) -> bool:
    """Whether at least half of the cell's evidence lies in copied text: edits clip its ends."""
    proof = cell.evidence
    if proof is None:
        return False
    shared = (
        min(passage.end, proof.end) - max(passage.start, proof.start)
        for passage in passages
        if passage.field == proof.field
    )
    return any(2 * characters >= proof.end - proof.start for characters in shared)


def _copied(story: Story) -> dict[str, list[Evidence]]:
    """Each article's passages that stand in another article of its own copy family."""
    found: dict[str, list[Evidence]] = {}
    for passage in story.passages:
        one, other = passage.a.article, passage.b.article
        if one in story.copies and story.copies[one] == story.copies.get(other):
            found.setdefault(one, []).append(passage.a)
            found.setdefault(other, []).append(passage.b)
    return found


def _independent(edges: Sequence[Edge], acronyms: Mapping[str, str]) -> int:
    """How many groups the edges form when joined by one source or one copied text."""
    keys = _same_person({_key(edge.source, acronyms) for edge in edges if edge.source is not None})
    groups: list[set[tuple[str, str]]] = []
    for number, edge in enumerate(edges):
        mine = {("edge", str(number))}
        if edge.source is not None:
            mine.add(("source", keys[_key(edge.source, acronyms)]))
        if edge.via is not None:
            mine.add(("copy", edge.via))
        joined = [group for group in groups if group & mine]
        groups = [group for group in groups if not group & mine] + [mine.union(*joined)]
    return len(groups)


def _key(source: str, acronyms: Mapping[str, str]) -> str:
    words = fold(source).split()
    while len(words) > 1 and words[0] in titles():
        words = words[1:]
    name = " ".join(words)
    name = acronyms.get(name, name)
    return same_names().get(name, name)


def _same_person(keys: set[str]) -> dict[str, str]:
    """A name that ends exactly one longer name of two or three words is that name."""
    full = {}
    for key in sorted(keys):
        longer = [other for other in sorted(keys) if other.endswith(f" {key}")]
        short = len(longer) == 1 and len(longer[0].split()) <= 3
        full[key] = longer[0] if short and not _common(key) else key
    return full


def _common(key: str) -> bool:
    """Whether a key is a common noun ("officials"), which a longer one ("army officials") narrows."""
    last = key.split()[-1]
    return bool(class_of(last)) or last in offices() or singular(last) in offices()


#: A name and, in brackets, its acronym: "Port Health Union (PHU)".
_ACRONYM = re.compile(r"((?:[\w’'-]+ ){2,8})\(([A-Z]{2,8})\)")
#: Words that acronyms skip.
_SKIPPED = frozenset({"of", "for", "and", "the", "in", "on", "to"})


def _acronyms(story: Story) -> dict[str, str]:
    """Folded acronyms that an article of the story writes out, with the folded full name."""
    found: dict[str, str] = {}
    for article in story.articles:
        for match in _ACRONYM.finditer(article.text):
            words, letters = match.group(1).split(), match.group(2)
            for start in range(len(words) - 2, -1, -1):
                counted = [word for word in words[start:] if word.lower() not in _SKIPPED]
                if "".join(word[0] for word in counted).upper() == letters:
                    if words[start].lower() not in _SKIPPED:
                        found.setdefault(fold(letters), fold(" ".join(words[start:])))
                    break
    return found


SPEC = Comparison(
    name="origins",
    version=1,
    record=Origins,
    compare=compare_origins,
    summary="from whom each outlet has a fact, copies and shared sources counted once",
    after=("facts",),
)
