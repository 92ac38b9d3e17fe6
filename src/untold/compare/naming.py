"""Names: what each outlet calls the actors of a story."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import combinations

from untold.analysis import Comparison, Settings
from untold.annotate.actors import PRONOUNS, Mention
from untold.annotate.people.lexicon import (
    class_of,
    fold,
    is_plural,
    offices,
    predicate_classes,
    same_names,
)
from untold.annotate.people.resolution import same_people
from untold.annotate.speech.cues import names_people
from untold.annotate.speech.quotations import find_quotations
from untold.compare.listed_actors import ListedActors
from untold.model import FIELDS, Article, Evidence, State, Story


@dataclass(frozen=True, slots=True)
class Name:
    """One name that one outlet uses. ``own`` counts uses in its own voice, ``quoted`` in quotation.

    ``alone`` tells that no other outlet of the story uses this name for the actor.
    """

    outlet: str
    name: str
    count: int
    own: int
    quoted: int
    evidence: Evidence  # the first use
    alone: bool = False


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor of the story and the names every outlet uses. ``outlets`` counts those that do.

    ``aligned`` holds pairs of mentions that two outlets put into the same role of the same fact
    where that is what joined different names; empty where alias matching alone did. ``pinned`` tells
    that the user's list says who is meant.
    """

    actor: str
    kind: str
    outlets: int
    names: tuple[Name, ...]
    aligned: tuple[tuple[Evidence, Evidence], ...]
    pinned: bool = False


#: Verbs so common that a shared one shows nothing, and verbs of saying: two outlets that give one
#: fact to two speakers do not call one speaker by two names.
SAYS_LITTLE = frozenset(
    [
        "be",
        "have",
        "do",
        "make",
        "take",
        "get",
        "give",
        "go",
        "come",
        "see",
        "say",
        "tell",
        "add",
        "report",
        "announce",
        "state",
        "claim",
        "note",
        "call",
        "ask",
        "accuse",
        "blame",
        "deny",
        "confirm",
        "want",
        "try",
        "begin",
        "start",
        "continue",
        "include",
        "use",
        "know",
        "think",
        "believe",
        "describe",
        "warn",
        "urge",
        "cite",
        "quote",
        "speak",
        "write",
        "show",
        "become",
        "remain",
        "seem",
        "appear",
        "happen",
        "follow",
        "keep",
        "let",
        "need",
        "help",
        "find",
        "carry",
        "put",
        "set",
        "bring",
    ]
)
#: Words in common order above which two passages are one text with a few words changed.
COPIED = 0.8
#: Pairs kept to show per actor; more say the same again.
MAX_PAIRS = 6
#: Actor names shown in a label that joins several.
MAX_LABEL = 3

_MARKS = ".,;:!?()\"'“”‘’"

Located = tuple[str, str, Mention]  # outlet, article, mention
Pair = tuple[str, str]  # two actors, sorted
Proof = tuple[Evidence, Evidence]


def compare_naming(story: Story, settings: Settings) -> Iterator[NamedActor]:
    """Actors that at least two outlets mention, with every name each outlet uses for them.

    Mentions are joined across articles by name, surname and acronym; then by aligned facts: where
    two outlets tell the same fact, or print the same copied passage, and one single actor fills the
    same role of the same verb (or a listed near-synonym) in each, both names mean one actor. Such a
    join is made only between names of the same class of people (a state's forces and those who fight
    them never join), never between two proper names, and never where some article of the story has
    both in one sentence, as it would if they were two.

    Args:
        story: with the layers sentences and actors, and the finding facts if that ran.
        settings: ``actors``, the user's own list: whom it names is joined and split by nothing else.

    Yields:
        Actors of that list first; then those whose names aligned facts set side by side, then those
        with the most different names over the most outlets; places last.

    Known failures: an outlet that uses one word for several groups; two outlets that disagree about
    who did it in the same words, where the class is the same; names that differ in no fact told by
    both stay apart.
    """
    listed = ListedActors(settings.actors)
    story = listed.added(_with_exchanged(story))
    pinned = [located for located in _mentions(story) if listed.owner(located[2]) is not None]
    story = listed.without(story)
    mentions = _mentions(story)
    actors = story_actors(story)
    apart = _together(story, actors)
    proper = {
        actors[a, m.actor]
        for _, a, m in mentions
        if m.kind in ("organisation", "person") and not class_of(m.actor)
    }
    kinds = _kinds(mentions, actors)
    joined, pairs = _join(_candidates(story, actors), kinds, proper, apart)
    grouped: dict[str, list[Located]] = defaultdict(list)
    for located in mentions:
        own = actors[located[1], located[2].actor]
        grouped[joined.get(own, own)].append(located)
    found = list(_pinned(pinned, listed))
    for actor, uses in sorted(grouped.items()):
        names = _names(uses)
        outlets = len({name.outlet for name in names})
        if outlets > 1:
            members = Counter(actors[a, m.actor] for _, a, m in uses)
            label = " / ".join(sorted(members, key=lambda m: (-members[m], m))[:MAX_LABEL])
            shown = tuple(p for p in pairs.get(actor, ()) if fold(p[0].text) != fold(p[1].text))
            shown = shown[:MAX_PAIRS]
            found.append(NamedActor(label, kinds[actor], outlets, names, shown))
    # contrasts that aligned facts show first; places last: what they are called seldom differs
    yield from sorted(
        found,
        key=lambda one: (
            not one.pinned, one.kind == "place", not one.aligned, -_variety(one), one.actor,
        ),
    )  # fmt: skip


def _pinned(mentions: Iterable[Located], listed: ListedActors) -> Iterator[NamedActor]:
    """The actors of the user's list that two outlets mention."""
    grouped: dict[str, list[Located]] = defaultdict(list)
    for located in mentions:
        grouped[listed.owner(located[2]) or ""].append(located)
    for actor, uses in sorted(grouped.items()):
        names = _names(uses)
        kinds = Counter(mention.kind for _, _, mention in uses)
        outlets = len({name.outlet for name in names})
        if outlets > 1:
            kind = min(kinds, key=lambda k: (-kinds[k], k))
            yield NamedActor(actor, kind, outlets, names, (), pinned=True)


def _variety(actor: NamedActor) -> int:
    return len({fold(name.name) for name in actor.names}) * actor.outlets


def _mentions(story: Story) -> list[Located]:
    """Every mention that is a name (no pronoun), in order of article id and place."""
    return [
        (article.outlet, article.id, mention)
        for article in sorted(story.articles, key=lambda a: a.id)
        for mention in story.records("actors", article)
        if mention.span.text.lower() not in PRONOUNS
    ]


def story_actors(story: Story) -> dict[tuple[str, str], str]:
    """Article id and the actor's name in it, to the actor's name in the story.

    People join by name as inside one article. Any other name, and an office of two words or more
    ("the Mesran president"), joins the only actor whom some article of the story calls so.
    """
    mentions = _mentions(story)
    forms: dict[str, set[str]] = defaultdict(set)
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    people: Counter[str] = Counter()
    for _, _, mention in mentions:
        key, form = fold(mention.actor), fold(mention.span.text)
        shown[key][mention.actor] += 1
        if mention.kind == "person" and key.split()[-1] not in offices():
            people[key] += 1
        if mention.kind in ("organisation", "place") or " " in form:
            forms[form].add(key)
    same = same_people(people)
    named: dict[str, str] = {}
    for key in sorted(shown):
        best = same.get(key, key)
        others = sorted({same.get(form, form) for form in forms.get(key, ())} - {key})
        if best == key and len(others) == 1:
            best = others[0]
        best = same_names().get(best, best)
        spellings = shown.get(best, Counter([best]))
        named[key] = min(spellings, key=lambda form: (-spellings[form], form))
    return {(article, m.actor): named[fold(m.actor)] for _, article, m in mentions}


def _kinds(mentions: Iterable[Located], actors: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """The commonest kind of each actor; a place, where some article shows one and none a person."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    acting: set[str] = set()
    for _, article, mention in mentions:
        actor = actors[article, mention.actor]
        counts[actor][mention.kind] += 1
        if mention.kind == "person" and any(role == "agent" for role, _ in mention.roles):
            acting.add(actor)
    for actor, kinds in counts.items():
        if kinds["place"] and kinds["person"] and " " not in actor and actor not in acting:
            kinds["place"] += kinds.pop("person")
    return {actor: min(kinds, key=lambda k: (-kinds[k], k)) for actor, kinds in counts.items()}


def _together(story: Story, actors: Mapping[tuple[str, str], str]) -> set[Pair]:
    """Pairs of actors that some sentence of the story mentions side by side: they are two."""
    found: set[Pair] = set()
    for article in story.articles:
        mentions = story.records("actors", article)
        for sentence in story.records("sentences", article):
            inside = sorted({
                actors[article.id, m.actor]
                for m in mentions
                if sentence.span.contains(m.span) and (article.id, m.actor) in actors
            })  # fmt: skip
            found.update(combinations(inside, 2))
    return found


def _candidates(story: Story, actors: Mapping[tuple[str, str], str]) -> dict[Pair, list[Proof]]:
    """Pairs of actors in the same role of the same fact or copied passage, with both mentions."""
    outlets = {article.id: article.outlet for article in story.articles}
    found: dict[Pair, set[Proof]] = defaultdict(set)

    def note(a: Evidence, one: Mention, b: Evidence, other: Mention) -> None:
        if is_plural(one.span.text) != is_plural(other.span.text):
            return
        left = (actors[a.article, one.actor], Evidence.of(a.article, one.span))
        right = (actors[b.article, other.actor], Evidence.of(b.article, other.span))
        if left[0] != right[0] and outlets[a.article] != outlets[b.article]:
            (first, proof), (second, counter) = sorted((left, right))
            found[first, second].add((proof, counter))

    for a, b in _told_alike(story):
        for one, other in _same_roles(_inside(story, a), _inside(story, b)):
            note(a, one, b, other)
    for passage in sorted(story.passages, key=lambda p: (p.a, p.b)):
        if (
            passage.similarity >= COPIED
            and passage.a.article in outlets
            and passage.b.article in outlets
        ):
            for one, other in _exchanged(story, passage.a, passage.b):
                note(passage.a, one, passage.b, other)
    return {pair: sorted(proofs) for pair, proofs in sorted(found.items())}


def _told_alike(story: Story) -> Iterator[Proof]:
    """Evidence of every two outlets that tell the same whole fact."""
    for fact in story.findings.get("facts", ()):
        told = [
            cell.evidence
            for cell in fact.cells
            if cell.evidence is not None and cell.state in (State.TOLD, State.ATTRIBUTED)
        ]
        yield from combinations(told, 2)


def _inside(story: Story, evidence: Evidence) -> list[Mention]:
    return [
        m
        for m in story.records("actors", evidence.article)
        if m.span.field == evidence.field
        and evidence.start <= m.span.start
        and m.span.end <= evidence.end
        and m.span.text.lower() not in PRONOUNS
    ]


def _same_roles(a: list[Mention], b: list[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Mentions that alone fill the same role of the same or a near-synonymous verb on both sides."""
    left, right = _slots(a), _slots(b)
    for slot in sorted(set(left) & set(right)):
        if len(left[slot]) == len(right[slot]) == 1:
            yield left[slot][0], right[slot][0]


def _slots(mentions: Iterable[Mention]) -> dict[tuple[str, str], list[Mention]]:
    """Role and verb (or set of near-synonyms) to the mentions that fill it."""
    found: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        for role, verb in mention.roles:
            if verb not in SAYS_LITTLE:
                sets = {f"#{number}" for number in predicate_classes().get(verb, ())}
                for name in sorted({verb} | sets):
                    if mention not in found[role, name]:
                        found[role, name].append(mention)
    return found


def _exchanged(story: Story, a: Evidence, b: Evidence) -> Iterator[tuple[Mention, Mention]]:
    """Mentions that stand for each other in two copies of one text: same words before and after."""
    left, right = a.text.split(), b.text.split()
    for kind, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind != "replace":
            continue
        one = _at_words(_inside(story, a), a, i, j)
        other = _at_words(_inside(story, b), b, k, m)
        if len(one) == len(other) == 1:
            yield one[0], other[0]


def _with_exchanged(story: Story) -> Story:
    """The story with mentions of the nouns for people that one copy has where another has another
    ("dockers", "squatters"): the lists of the actors layer can't hold them all."""
    words: set[str] = set()
    for passage in story.passages:
        articles = [next((x for x in story.articles if x.id == e.article), None)
                    for e in (passage.a, passage.b)]  # fmt: skip
        if passage.similarity >= COPIED and None not in articles:
            for pair in _swapped_nouns(passage.a.text.split(), passage.b.text.split()):
                words.update(pair)
    if not words:
        return story
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(words))})\b", re.IGNORECASE)
    found = {
        article.id: (*story.records("actors", article), *_of_words(story, article, pattern))
        for article in story.articles
    }
    return replace(story, layers={**story.layers, "actors": found})


def _swapped_nouns(left: list[str], right: list[str]) -> Iterator[tuple[str, str]]:
    """Plural nouns for people in which two copies differ."""
    for kind, _, j, _, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        one, other = left[j - 1].strip(_MARKS), right[m - 1].strip(_MARKS)
        if kind == "replace" and one != other and all(map(_is_people, (one, other))):
            yield one, other


def _is_people(word: str) -> bool:
    plural = word.endswith("s") and not word.endswith("ss")
    return plural and word.isalpha() and word.islower() and names_people(word)


def _of_words(story: Story, article: Article, pattern: re.Pattern[str]) -> Iterator[Mention]:
    """A mention of a group wherever a word stands that is part of none."""
    known = [mention.span for mention in story.records("actors", article)]
    for name in FIELDS:
        text = article.value(name)
        quotations = find_quotations(text)
        for match in pattern.finditer(text):
            span = article.span(name, *match.span())
            if not any(span.overlaps(other) for other in known):
                quoted = any(q.start < span.end and span.start < q.end for q in quotations)
                yield Mention(span, match.group().lower(), "group", quoted)


def _at_words(mentions: Iterable[Mention], evidence: Evidence, first: int, last: int) -> list[Mention]:
    """The mentions whose last word is among the words [first, last) of the evidence."""
    found = []
    for mention in mentions:
        end = len(evidence.text[: mention.span.end - evidence.start].split()) - 1
        if first <= end < last:
            found.append(mention)
    return found


def _join(
    candidates: Mapping[Pair, list[Proof]],
    kinds: Mapping[str, str],
    proper: set[str],
    apart: set[Pair],
) -> tuple[dict[str, str], dict[str, list[Proof]]]:
    """Actor to the actor it joins, and by that one the pairs that show it; most shown pairs first."""
    members: dict[str, set[str]] = {}
    proofs: dict[str, list[Proof]] = {}
    into: dict[str, str] = {}
    for pair in sorted(candidates, key=lambda p: (-len(candidates[p]), p)):
        a, b = into.get(pair[0], pair[0]), into.get(pair[1], pair[1])
        if a == b:
            proofs[a] = proofs[a] + candidates[pair]
            continue
        both = members.get(a, {a}) | members.get(b, {b})
        if not all(_may_be_one(x, y, kinds, proper, apart) for x, y in combinations(sorted(both), 2)):
            continue
        keep = min(a, b)
        members[keep] = both
        for actor in both:
            into[actor] = keep
        proofs[keep] = proofs.pop(a, []) + proofs.pop(b, []) + candidates[pair]
    return into, proofs


def _may_be_one(a: str, b: str, kinds: Mapping[str, str], proper: set[str], apart: set[Pair]) -> bool:
    """Whether two different names can mean one actor, judged strictly."""
    if (a, b) in apart or "place" in (kinds[a], kinds[b]) or (a in proper and b in proper):
        return False
    one, other = class_of(a), class_of(b)
    if a in proper or b in proper:  # "the Mesra Front" and "militants"; a person and "the dictator"
        named, common = (a, b) if a in proper else (b, a)
        if kinds[named] == "person":
            return kinds[common] == "person"
        return kinds[named] == "organisation" and class_of(common) in ("armed", "politics", "")
    return one == other and (one != "" or kinds[a] == kinds[b])


def _names(uses: list[Located]) -> tuple[Name, ...]:
    """Every name of one actor by outlet, the commonest first; names differ in more than case."""
    counted: dict[tuple[str, str], list[tuple[str, Mention]]] = defaultdict(list)
    keys = {fold(mention.span.text) for _, _, mention in uses}
    for outlet, article, mention in uses:
        key = fold(mention.span.text)
        if key.endswith("s") and key[:-1] in keys and mention.kind in ("person", "place"):
            key = key[:-1]  # a genitive without its apostrophe
        counted[outlet, key].append((article, mention))
    users: dict[str, set[str]] = defaultdict(set)
    for outlet, key in counted:
        users[key].add(outlet)
    found = []
    for (outlet, key), seen in counted.items():
        spellings = Counter(" ".join(mention.span.text.split()) for _, mention in seen)
        quoted = sum(mention.quoted for _, mention in seen)
        article, first = seen[0]
        found.append(
            Name(
                outlet=outlet,
                name=min(spellings, key=lambda s: (-spellings[s], s)),
                count=len(seen), own=len(seen) - quoted, quoted=quoted,
                evidence=Evidence.of(article, first.span), alone=len(users[key]) == 1,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda name: (name.outlet, -name.count, name.name)))


SPEC = Comparison(
    name="naming",
    version=3,
    record=NamedActor,
    compare=compare_naming,
    summary="what each outlet calls the actors",
    needs=("sentences", "actors"),
    after=("facts",),
    reads=("actors",),
)
