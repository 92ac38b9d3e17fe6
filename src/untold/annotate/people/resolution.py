"""Who is meant: phrases of one article that name the same actor, by plain rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from untold.annotate.people.lexicon import carriers, class_of, fold, group_nouns, same_names, titles


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that can name an actor. Offsets are tokens of its field.

    ``name`` is folded, ``shown`` lower-case as written; ``words`` stand before the head;
    ``described`` holds the offices given to a named person; ``owners`` the names among ``words``
    with their kinds; ``trade`` the nouns among them ("mill workers"). ``kind`` is an actor's kind, or
    "office" or "pronoun".
    """

    field: str
    start: int
    end: int
    head: int
    sentence: int
    name: str
    shown: str
    kind: str
    words: tuple[str, ...] = ()
    described: tuple[tuple[str, ...], ...] = ()
    owners: tuple[tuple[str, str], ...] = ()
    plural: bool = False
    trade: tuple[str, ...] = ()
    quoted: bool = False


#: How many times as often one holder of an office must be named as the next to be the one meant.
MUCH_MORE = 3

#: Classes of people whom the noun before tells apart; "riot police" are police.
_TRADES = frozenset({"public", "helpers"})

Named = tuple[str, str]  # actor and kind; an empty actor is left out


def resolve(phrases: Sequence[Phrase]) -> list[Named]:
    """The actor and kind of every phrase, in their order."""
    people = _people(phrases)
    bodies = _bodies(phrases, people)
    groups = _groups(phrases, bodies | {name: (actor, "person") for name, actor in people.items()})
    held = _offices(phrases, people)
    heard = Counter(people[p.name] for p in phrases if p.name in people)
    found: list[Named] = []
    for phrase in phrases:
        if phrase.kind == "pronoun":
            found.append(_pronoun(phrase, phrases, found))
        elif phrase.kind == "office":
            holder = _holder(phrase, held, heard)
            found.append((holder or _office_name(phrase), "person"))
        elif phrase.kind == "group" and phrase.name in group_nouns() | dict.fromkeys(carriers()):
            found.append(groups[phrase])
        elif phrase.name in people:
            found.append((people[phrase.name], "person"))
        else:
            found.append(bodies[phrase.name])
    return found


def _bare(name: str) -> tuple[str, ...]:
    """A person's name without titles and the Arabic article, as words."""
    words = [w for w in name.split() if w not in titles() and w not in ("al", "el")]
    return tuple(words or name.split())


def _people(phrases: Sequence[Phrase]) -> dict[str, str]:
    """Folded name to the form (lower-case) under which the article's person goes.

    A single name that the parser takes for a place or a body is the person whose surname it is.
    """
    shown: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for phrase in phrases:
        if phrase.kind == "person" and _bare(phrase.name):
            shown.setdefault(phrase.name, _shown_person(phrase.shown))
            counts[phrase.name] += 1
    surnames = {_bare(name)[-1] for name in shown if len(_bare(name)) > 1}
    for phrase in phrases:
        if phrase.kind in ("organisation", "place") and phrase.name in surnames:
            shown.setdefault(phrase.name, phrase.shown)
            counts[phrase.name] += 1
    return {name: shown[full] for name, full in same_people(counts).items()}


def same_people(counts: Mapping[str, int]) -> dict[str, str]:
    """Each folded name to the commonest full form of the same person's name.

    A shorter form joins the fuller one that it fits: by surname first, then by first name; where
    several fit, the one named `MUCH_MORE` often, else none.

    Args:
        counts: how often each name stands in the article or the story.
    """
    clusters: dict[tuple[str, ...], list[str]] = {}
    # A bare title ("the minister") is no name: it stands for itself.
    named = [name for name in counts if _bare(name)]
    for name in sorted(named, key=lambda n: (-len(_bare(n)), -counts[n], n)):
        words = _bare(name)
        fits = {full: _fit(words, full) for full in clusters}
        best = max(fits.values(), default=0)
        ranked = sorted(
            (full for full, fit in fits.items() if fit == best and best),
            key=lambda full: (-sum(counts[n] for n in clusters[full]), full),
        )
        totals = [sum(counts[n] for n in clusters[full]) for full in ranked[:2]]
        if ranked and (len(ranked) == 1 or totals[0] >= MUCH_MORE * totals[1]):
            clusters[ranked[0]].append(name)
        else:
            clusters[words] = [*clusters.get(words, ()), name]
    found = {name: name for name in counts}
    for names in clusters.values():
        full = min(names, key=lambda n: (len(_bare(n)) < 2, -counts[n], n))
        found.update(dict.fromkeys(names, full))
    return found


def _shown_person(shown: str) -> str:
    words = shown.replace("’s", "").replace("'s", "").split()
    while len(words) > 1 and fold(words[0]) in titles():
        words = words[1:]
    return " ".join(words)


def _fit(words: tuple[str, ...], full: tuple[str, ...]) -> int:
    """How well a name is a shorter form of a fuller one: 3 surname, 2 first name, 0 not at all."""
    if ("jr" in words) != ("jr" in full):
        return 0
    if len(words) == 1:
        word = words[0]
        lost = word[:-1] if word.endswith("s") else word  # a genitive without its apostrophe
        if full[-1] in (word, lost):
            return 3
        return 2 if full[0] in (word, lost) else 0
    first = words[0] in (full[0], full[0][:1]) or full[0] == words[0][:1]
    return 3 if (words[-1] == full[-1] and first) or set(words) < set(full) else 0


def _bodies(phrases: Sequence[Phrase], people: dict[str, str]) -> dict[str, Named]:
    """Folded name to actor and kind, for organisations, places and peoples."""
    named = [p for p in phrases if p.kind in ("organisation", "place", "group", "person", "other")]
    counts = Counter((p.name, p.kind) for p in named)
    known = {p.name for p in named}
    shown = {p.name: p.shown for p in reversed(named)}
    initials: dict[str, set[str]] = {}
    for name in known:
        words = [w for w in name.split() if w not in ("of", "the", "and", "for", "in", "on")]
        if len(words) > 1:
            initials.setdefault("".join(w[0] for w in words), set()).add(name)
    found: dict[str, Named] = {}
    for name in sorted(known):
        kind = max(sorted(k for n, k in counts if n == name), key=lambda k: counts[name, k])
        key = same_names().get(name)
        if key is None and name.endswith("s") and name[:-1] in known:
            key = same_names().get(name[:-1], shown[name[:-1]])  # a lost apostrophe: "Mesras army"
        if key is None and len(initials.get(name, ())) == 1:
            (long,) = initials[name]
            key = same_names().get(long, shown[long])
        if key is None and name in ("north", "south"):
            halves = {same_names().get(n, shown[n]) for n in known if n.startswith(f"{name} ")}
            key = next(iter(halves)) if len(halves) == 1 else None  # "the North"
        found[name] = (key or _shown_body(shown[name]), kind)
    return found


def _shown_body(shown: str) -> str:
    return " ".join(shown.replace("’s", "").replace("'s", "").split())


def _groups(phrases: Sequence[Phrase], bodies: dict[str, Named]) -> dict[Phrase, Named]:
    """Actor and kind of each group phrase; a bare noun joins the only variant of it."""
    found = {p: _group(p, bodies) for p in phrases if p.kind == "group" and _is_common(p)}
    variants: dict[str, set[str]] = {}
    for actor in sorted({actor for actor, _ in found.values() if actor}):
        variants.setdefault(actor.split()[-1], set()).add(actor)
    for phrase, (actor, kind) in found.items():
        others = variants.get(actor, set()) - {actor}
        if actor and " " not in actor and len(others) == 1:
            found[phrase] = (next(iter(others)), kind)
    return found


def _is_common(phrase: Phrase) -> bool:
    return phrase.name in group_nouns() or phrase.name in carriers()


def _group(phrase: Phrase, bodies: dict[str, Named]) -> Named:
    """Who a group noun names, by the noun, the names before it and the nouns before it."""
    owners = [bodies.get(name, (same_names().get(name, name), kind)) for name, kind in phrase.owners]
    noun = group_nouns().get(phrase.name)
    key = (noun.key if noun and phrase.plural else phrase.name) if noun else phrase.name
    kind = noun.kind if noun else "group"
    before = [group_nouns()[w] for w in phrase.words if w in group_nouns()]
    armed = noun is None or noun.group in ("armed", "forces")
    if phrase.name in carriers() and before:
        inner = before[-1]
        if inner.group in ("armed", "crowd", "public", "migrants"):
            key, kind = inner.key, inner.kind
        else:
            key = f"{inner.key} {phrase.name}"
    elif armed and owners and owners[-1][1] == "organisation":
        return owners[-1][0], "organisation"  # "Daesh fighters" are Daesh
    elif phrase.name in carriers() and noun is None and not owners:
        return "", "group"  # "elements", "a large group": nobody in particular
    if owners and owners[-1][1] in ("group", "place", "person"):
        return f"{owners[-1][0]} {key}", kind
    if noun and phrase.plural and noun.group in _TRADES and key == noun.key:
        key = " ".join((*phrase.trade, key))  # "mill workers" and "dock workers" are two
    return key, kind


def _offices(phrases: Sequence[Phrase], people: dict[str, str]) -> list[tuple[tuple[str, ...], str]]:
    """Every office given to a person in the article, with the person."""
    found = []
    for phrase in phrases:
        for office in phrase.described:
            if phrase.name in people and (office, people[phrase.name]) not in found:
                found.append((office, people[phrase.name]))
    return found


def _holder(phrase: Phrase, held: list[tuple[tuple[str, ...], str]], heard: Counter[str]) -> str | None:
    """The person whom the article gives this office: in the very words, else in a part of them.

    Of several holders ("President Doe", "former President Roe") the one who is named far more often.
    """
    words = {*phrase.words, phrase.name}
    exact = sorted({person for office, person in held if set(office) == words})
    part = sorted({person for office, person in held if words <= set(office)})
    for holders in (exact, part):
        ranked = sorted(holders, key=lambda person: (-heard[person], person))
        if len(ranked) == 1 or (ranked and heard[ranked[0]] >= MUCH_MORE * heard[ranked[1]]):
            return ranked[0]
        if ranked:
            return None
    return None


def _office_name(phrase: Phrase) -> str:
    return " ".join((*phrase.words, phrase.shown))


def _pronoun(pronoun: Phrase, phrases: Sequence[Phrase], found: Sequence[Named]) -> Named:
    """Whom a pronoun means: the only fitting actor before it in its sentence and the one before."""
    nobody = ("", "other")
    if pronoun.quoted:
        return nobody
    many = pronoun.name.startswith("the")
    near = {
        named
        for phrase, named in zip(phrases, found, strict=False)
        if phrase.field == pronoun.field
        and pronoun.sentence - 1 <= phrase.sentence <= pronoun.sentence
        and named[0]
        and (named[1] != "person" if many else named[1] == "person")
        and named[1] != "place"
        and not (many and phrase.kind == "group" and class_of(named[0]) == "state")
    }
    return next(iter(near)) if len(near) == 1 else nobody
