"""Origins: from whom each outlet has a fact; copies and one shared source count once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from untold.analysis import Comparison, Settings
from untold.annotate.people.lexicon import class_of, fold, offices, same_names, singular, titles
from untold.annotate.speech.voice_kinds import kind_book
from untold.compare.chains import Link, chain_of
from untold.compare.facts import Cell, Fact
from untold.model import Evidence, State, Story


@dataclass(frozen=True, slots=True)
class Edge:
    """An outlet has the fact from ``source`` (None: no origin given), by way of ``via`` if copied.

    ``via`` names the copy family whose text the outlet shares, if any. ``chain`` holds every step from
    the outlet to the source, nearest first, each with the words that tell. ``matches`` is False where
    the outlet tells the fact with another number or part, or disputes it: that corroborates nothing.
    """

    outlet: str
    source: str | None
    via: str | None
    evidence: Evidence
    chain: tuple[Link, ...] = ()
    matches: bool = True


@dataclass(frozen=True, slots=True)
class Origins:
    """Who has one fact from whom. ``independent`` counts distinct origins of matching claims,
    ``unstated`` the outlets that give none (each is one unknown origin unless its text is a copy),
    ``differing`` those that tell it otherwise and so corroborate nothing."""

    fact: str
    text: str
    outlets: int
    independent: int
    unstated: int
    edges: tuple[Edge, ...]
    differing: int = 0


def compare_origins(story: Story, settings: Settings) -> Iterator[Origins]:
    """The origins of every fact that two or more outlets tell, in the order of the facts.

    An outlet's origin is the end of its chain (see `chains`): whom its sentence names, or whom that
    one cites, else the agency that its article credits, else none: nothing is guessed. Two outlets
    have one origin where both name the same (whatever the case, article, title, or known acronym, or
    a full name and its surname) or where both sentences stand in copied text of one family. An outlet
    that names only an agency through which others have the fact adds none. ``independent`` counts
    what is left among the outlets whose claim matches.

    Args:
        story: with the layers voices and actors, the findings of ``facts``, its passages and its copy
            families.
        settings: not used.

    Known failures: two outlets that drop the agency and reword its report count as two origins;
    unnamed sources in the same words ("officials") count as one.
    """
    acronyms = _acronyms(story)
    copied = _copied(story)
    for fact in story.findings.get("facts", ()):
        edges = tuple(_edges(fact, story, copied))
        if len(edges) >= 2:
            yield Origins(
                fact=fact.id,
                text=fact.text,
                outlets=len(edges),
                independent=_independent(edges, acronyms),
                unstated=sum(edge.source is None for edge in edges),
                edges=edges,
                differing=sum(not edge.matches for edge in edges),
            )


def _edges(fact: Fact, story: Story, copied: Mapping[str, Sequence[Evidence]]) -> Iterator[Edge]:
    for cell in fact.cells:
        if cell.state.said and cell.evidence is not None:
            article = cell.evidence.article
            via = story.copies.get(article) if _inside(cell, copied.get(article, ())) else None
            chain = chain_of(cell, story)
            source = chain[-1].who if chain else None
            matches = cell.state in (State.TOLD, State.ATTRIBUTED) and cell.differs is None
            yield Edge(cell.outlet, source, via, cell.evidence, chain, matches)


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
    """How many groups the matching edges form when joined by one source or one copied text."""
    edges = [edge for edge in edges if edge.matches]
    named = {_key(link.who, acronyms) for edge in edges for link in edge.chain}
    keys = _same_person(named)
    through = {keys[_key(link.who, acronyms)] for edge in edges for link in edge.chain[:-1]}
    groups: list[set[tuple[str, str]]] = []
    for number, edge in enumerate(edges):
        mine = {("edge", str(number))}
        if edge.source is not None:
            source = keys[_key(edge.source, acronyms)]
            if source in through and edge.via is None:
                continue  # the agency's own sources are counted where others name them
            mine.add(("source", source))
        if edge.via is not None:
            mine.add(("copy", edge.via))
        joined = [group for group in groups if group & mine]
        groups = [group for group in groups if not group & mine] + [mine.union(*joined)]
    return len(groups)


def joined_sources(sources: Iterable[str]) -> dict[str, str]:
    """Each source with a key that it shares with the others that name the same one.

    Args:
        sources: as edges give them, of one story. Acronyms that only the articles explain stay apart.
    """
    keys = {source: _key(source, {}) for source in sources}
    joined = _same_person(set(keys.values()))
    return {source: joined[key] for source, key in keys.items()}


def _key(source: str, acronyms: Mapping[str, str]) -> str:
    words = fold(_core(source)).split()
    while len(words) > 1 and words[0] in titles():
        words = words[1:]
    name = " ".join(words)
    name = acronyms.get(name, name)
    return same_names().get(name, name)


#: Who speaks for a body speaks as that body: "a Nato spokesman", "a spokesperson for Nato".
_SPEAKS_FOR = re.compile(
    r"^(?:an?|the)?\s*(?:local\s+)?spokes(?:man|woman|person|people)\s+(?:for|of)\s+(?:the\s+)?"
    r"|\s+spokes(?:man|woman|person|people)$",
    re.I,
)
_ARTICLE = re.compile(r"^(?:an?|the|local)\s+", re.I)


def _core(source: str) -> str:
    """The name in a phrase for a speaker: "Mayor Ida Quell" and "the mayor, Ida Quell" are one."""
    for part in source.split(","):
        words = part.split()
        last = max((i for i, word in enumerate(words) if _is_title(word)), default=-1)
        name = words[last + 1 :]
        proper = all(word[:1].isupper() for word in name)
        if len(name) >= 2 and proper and (last >= 0 or part is not source.split(",")[0]):
            return " ".join(name)
    first = source.split(",")[0].strip() or source
    while (shorter := _ARTICLE.sub("", first)) != first:
        first = shorter
    return _SPEAKS_FOR.sub("", first) or first


def _is_title(word: str) -> bool:
    """Whether a word says what somebody is: what stands after it is the name."""
    low = fold(word)
    return low in titles() or low in offices() or low in kind_book().carriers


def _same_person(keys: set[str]) -> dict[str, str]:
    """A name that ends exactly one longer name of two or three words is that name; so is one of two
    words or more that begins exactly one longer name ("Ida Quell", "Ida Quell Amaro")."""
    full = {}
    for key in sorted(keys):
        longer = [other for other in sorted(keys) if other.endswith(f" {key}")]
        short = len(longer) == 1 and len(longer[0].split()) <= 3
        begun = [other for other in sorted(keys) if other.startswith(f"{key} ")]
        full[key] = longer[0] if short and not _common(key) else key
        if full[key] == key and len(begun) == 1 and len(key.split()) > 1 and not _common(key):
            full[key] = begun[0]
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
    version=3,
    record=Origins,
    compare=compare_origins,
    summary="from whom each outlet has a fact, step by step; copies and shared sources count once",
    needs=("voices", "actors"),
    after=("facts",),
)
