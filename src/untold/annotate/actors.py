"""Actors: the people, groups, organisations and countries of an article, mention by mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from untold.analysis import Layer
from untold.annotate.harm.grammar import subject_of
from untold.annotate.people.lexicon import carriers, fold, group_nouns, offices, same_names, seats
from untold.annotate.people.persons import checked
from untold.annotate.people.resolution import Phrase, resolve
from untold.annotate.reading import Reading, read
from untold.annotate.speech.quotations import find_quotations
from untold.model import Article, Field, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

Kind = Literal["person", "organisation", "place", "group", "other"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention. ``actor`` is the same for all mentions of one actor in the article.

    ``actor`` is a lower-cased canonical name ("bashar al-assad", "rebels"); ``quoted`` tells whether
    the mention stands inside quotation marks. ``roles`` holds what it does: pairs of "agent" or
    "patient" with the lemma of the verb, passives turned round.
    """

    span: Span
    actor: str
    kind: Kind
    quoted: bool
    roles: tuple[tuple[str, str], ...] = ()


KINDS: dict[str, Kind] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "NORP": "group",
}  # fmt: skip
#: What belongs to a name when it stands left of its head.
_LEFT = frozenset({"compound", "amod", "nmod", "npadvmod", "advmod", "punct"})
#: What a place does as a place: "Ostrel has seen shelling".
_OF_PLACES = frozenset({"see", "have", "witness", "lie", "fall", "become", "remain", "host", "suffer"})
#: Counting and pointing words are no part of a name.
_NO_NAME = frozenset({
    "other", "many", "several", "few", "some", "more", "most", "such", "same", "new", "former",
    "late", "dozens", "hundreds", "thousands", "least", "all", "both", "any", "every", "another",
    "own", "first", "second", "third", "last", "next", "various", "numerous", "scores", "different",
    "killed", "wounded", "injured", "dead",
})  # fmt: skip
#: More words before a noun than this is a parse that ran over a lost border.
MAX_LEFT = 5
PRONOUNS = frozenset({"he", "she", "they", "him", "them", "himself", "herself", "themselves"})


def find_actors(source: Article | Reading) -> Iterator[Mention]:
    """Every mention of a person, group, organisation or country, in order.

    Names come from the parser's entities, groups and offices from the lists in ``data/people.json``.
    Inside an article a surname means the person with that name, an acronym the name with these
    initials, "the president" whom the article calls so, a bare noun ("the army") the only one so
    named ("the Syrian army"); "he", "she" and "they" the only person or group in this sentence and
    the one before. What stays ambiguous keeps its own name; an ambiguous pronoun is left out.

    Args:
        source: the article or its reading.

    Known failures: the parser's entities (in text without its punctuation a name can swallow its
    neighbour); descriptions that are in no list ("the real-estate heir"); two people with one
    surname; "the group" for an organisation named before.
    """
    reading = read(source)
    phrases: list[Phrase] = []
    docs = dict(reading.docs())
    done: dict[tuple[str, int], tuple[tuple[str, str], ...]] = {}
    spans: list[tuple[Span, bool, tuple[tuple[str, str], ...]]] = []
    for name, doc in docs.items():
        quotations = [(q.start, q.end) for q in find_quotations(doc.text)]
        roles = _roles(doc)
        for phrase in _phrases(name, doc):
            span = reading.span(name, doc[phrase.start : phrase.end])
            quoted = any(a < span.end and span.start < b for a, b in quotations)
            phrases.append(replace(phrase, quoted=quoted))
            done[name, phrase.head] = tuple(roles.get(phrase.head, ()))
            spans.append((span, quoted, done[name, phrase.head]))
    phrases = checked(
        phrases,
        before=lambda p: _before(docs[p.field], p),  # type: ignore[index]
        roles=lambda p: done[p.field, p.head],
    )
    for (span, quoted, does), (actor, kind) in zip(spans, resolve(phrases), strict=True):
        if fold(actor):
            yield Mention(span, actor, kind, quoted, does)  # type: ignore[arg-type]


def _before(doc: Doc, phrase: Phrase) -> str:
    """The word before a name that stands by itself ("the Amaro inquiry" is no "the Amaro")."""
    modifies = doc[phrase.head].dep_ in ("compound", "nmod", "amod", "poss")
    return doc[phrase.start - 1].lower_ if phrase.start and not modifies else ""


def _phrases(name: Field, doc: Doc) -> list[Phrase]:
    """The phrases that can name an actor, in text order, with what resolving them takes."""
    numbers = {token.i: number for number, part in enumerate(doc.sents) for token in part}
    found: dict[int, Phrase] = {}
    inside: set[int] = set()
    for entity in doc.ents:
        # "the Amaro regime" read as one name: the lower-case noun at its end heads a group
        last = entity[-1]
        if last.text.islower() and (last.text in group_nouns() or last.text in carriers()):
            continue
        if entity.label_ in KINDS and (phrase := _named(name, doc, entity, numbers)) is not None:
            found[phrase.head] = phrase
            inside.update(range(entity.start, entity.end))
    for token in doc:
        if token.i not in inside and (phrase := _common(name, doc, token, numbers)) is not None:
            # "Daesh fighters", "US troops": the entity is part of the group's name
            for other in [h for h, p in found.items() if phrase.start <= p.start and h < phrase.head]:
                if doc[other].dep_ != "poss" and found[other].kind != "person":
                    del found[other]
            found[phrase.head] = phrase
    for phrase in list(_overlooked(name, doc, found.values(), inside, numbers)):
        found.setdefault(phrase.head, phrase)
    return sorted(found.values(), key=lambda phrase: (phrase.start, phrase.head))


def _overlooked(
    name: Field, doc: Doc, found: Iterable[Phrase], inside: set[int], numbers: dict[int, int]
) -> Iterator[Phrase]:
    """Names that the parser knew elsewhere in this field: the person's surname, the body's name."""
    known: dict[str, str] = {}
    for phrase in found:
        if phrase.kind in ("person", "organisation", "place"):
            known.setdefault(
                phrase.name.split()[-1] if phrase.kind == "person" else phrase.name, phrase.kind
            )
    for token in doc:
        kind = known.get(fold(token.text)) if token.pos_ == "PROPN" and token.i not in inside else None
        if kind is not None and token.text[:1].isupper():
            yield Phrase(
                field=name, start=token.i, end=token.i + 1, head=token.i, sentence=numbers[token.i],
                name=fold(token.text), shown=token.lower_, kind=kind,
            )  # fmt: skip


def _named(name: Field, doc: Doc, entity: DocSpan, numbers: dict[int, int]) -> Phrase | None:
    """A phrase with a proper name, with the title or description before it."""
    start, end = entity.start, entity.end
    while start < end and (doc[start].lower_ in ("the", "a", "an") or doc[start].is_punct):
        start += 1
    while start < end and (doc[end - 1].tag_ == "POS" or doc[end - 1].is_punct):
        end -= 1
    if start == end or not any(c.isalpha() for c in doc[start:end].text):
        return None
    person = entity.label_ == "PERSON"
    if person and doc[start:end].text.islower() and doc[end - 1].pos_ == "NOUN":
        return None  # "the tanker lorry" read as a name
    while person and end - start > 1 and (doc[end - 1].text.islower() or doc[end - 1].is_punct):
        end -= 1  # "Amaro memos", "Amaro head of"
    head = doc[start:end].root
    proper = fold(doc[start:end].text)
    if not proper:  # "'s" read as a name
        return None
    adjective = head.pos_ == "ADJ" or head.dep_ in ("amod", "compound")
    if entity.label_ == "NORP" and adjective and proper not in same_names():
        return None
    left = start
    if person:
        left = _title_edge(doc, start, head)
    described = _description(doc, start, head)
    if proper in seats() and entity.label_ in ("GPE", "ORG", "LOC", "FAC") and _acts(head):
        return Phrase(
            field=name, start=start, end=end, head=head.i, sentence=numbers[head.i],
            name=seats()[proper], shown=seats()[proper], kind="place",
        )  # fmt: skip
    return Phrase(
        field=name, start=left, end=end, head=head.i, sentence=numbers[head.i],
        name=proper, shown=doc[start:end].text.lower(), kind=KINDS[entity.label_],
        words=tuple(t.lower_ for t in doc[left:start] if not t.is_punct), described=described,
    )  # fmt: skip


def _acts(head: Token) -> bool:
    """Whether a city does or is done with as a state is: "Ostrel denied", "talks with Ostrel"."""
    if head.dep_ == "nsubj":
        return head.head.pos_ == "VERB" and head.head.lemma_ not in _OF_PLACES
    return head.dep_ == "pobj" and head.head.lower_ in ("with", "by", "between", "against", "toward")


def _description(doc: Doc, start: int, head: Token) -> tuple[tuple[str, ...], ...]:
    """Every office that the text gives a named person: before the name or as an apposition."""
    found = []
    before = doc[_title_edge(doc, start, head) : start]
    if any(t.lower_ in offices() for t in before):
        found.append(tuple(t.lower_ for t in before if t.is_alpha))
    beside = [c for c in head.children if c.dep_ == "appos"]
    if head.dep_ == "appos":
        beside.append(head.head)
    for token in beside:
        if token.lower_ in offices():
            edge = _left_edge(doc, token.i, token)
            found.append(tuple(t.lower_ for t in doc[edge : token.i + 1] if t.is_alpha))
    return tuple(found)


def _common(name: Field, doc: Doc, token: Token, numbers: dict[int, int]) -> Phrase | None:
    """A phrase whose head is a listed noun or a pronoun of the third person."""
    word = token.lower_
    if word in PRONOUNS and token.pos_ == "PRON":
        return Phrase(
            field=name, start=token.i, end=token.i + 1, head=token.i, sentence=numbers[token.i],
            name=word, shown=word, kind="pronoun",
        )  # fmt: skip
    if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("compound", "amod", "nmod"):
        return None
    listed = word in group_nouns() or word in carriers()
    if not listed and word not in offices():
        return None
    left = _left_edge(doc, token.i, token)
    words = tuple(t.lower_ for t in doc[left : token.i] if not t.is_punct and t.tag_ != "POS")
    if word in offices():
        if token.i + 1 < len(doc) and doc[token.i + 1].ent_type_ == "PERSON":
            return None  # a title: part of the name that follows
        pointed = any(c.lower_ in ("the", "this", "its", "their") for c in token.children)
        if not (pointed or words) or token.tag_ in ("NNS", "NNPS"):
            return None
        kind = "office"
    else:
        kind = "group"
    if word in carriers() and word not in group_nouns() and not words:
        return None
    owner = {fold(e.text): KINDS[e.label_] for e in doc[left : token.i].ents if e.label_ in KINDS}
    if token.ent_type_ and not owner:
        proper = [t.text for t in doc[left : token.i] if t.text[:1].isupper()]
        owner = {fold(" ".join(proper)): "group"} if proper else {}
    return Phrase(
        field=name, start=left, end=token.i + 1, head=token.i, sentence=numbers[token.i],
        name=word, shown=word, kind=kind, words=words, owners=tuple(sorted(owner.items())),
        plural=token.tag_ in ("NNS", "NNPS"),
        trade=tuple(
            t.lower_ for t in doc[left : token.i] if t.dep_ == "compound" and t.pos_ == "NOUN"
        ),
    )  # fmt: skip


def _title_edge(doc: Doc, start: int, head: Token) -> int:
    """Where the title before a person's name begins, also where the parse sets the two apart."""
    before = doc[start - 1] if start > head.sent.start else None
    if before is not None and before.lower_ in offices():
        return _left_edge(doc, before.i, before)
    return _left_edge(doc, start, head)


def _left_edge(doc: Doc, start: int, head: Token) -> int:
    """Where a name begins: its modifiers without articles, numbers and counting words."""
    edge = start
    while edge > head.sent.start and start - edge < MAX_LEFT:
        token = doc[edge - 1]
        counts = token.lower_ in _NO_NAME or token.like_num or token.pos_ in ("DET", "NUM", "PRON")
        verbal = token.pos_ == "VERB" and token.dep_ != "amod"
        belongs = token.dep_ in _LEFT and token.text not in ",;:()" and head.is_ancestor(token)
        if counts or verbal or not (belongs or token.dep_ == "poss" or token.tag_ == "POS"):
            break
        edge -= 1
    while edge < start and (doc[edge].is_punct or doc[edge].tag_ in ("POS", "RB", "IN")):
        edge += 1
    return edge


def _roles(doc: Doc) -> dict[int, list[tuple[str, str]]]:
    """Token index to the roles it fills: agent or patient, and of which verb."""
    found: dict[int, list[tuple[str, str]]] = {}

    def fill(token: Token | None, role: str, verb: Token) -> None:
        if token is None:
            return
        for part in (token, *token.conjuncts):
            pair = (role, verb.lemma_.lower())
            if pair not in found.setdefault(part.i, []):
                found[part.i].append(pair)

    for verb in doc:
        if verb.pos_ != "VERB":
            continue
        turned = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
        fill(subject_of(verb), "patient" if turned else "agent", verb)
        for child in verb.children:
            if child.dep_ == "dobj":
                fill(child, "patient", verb)
            elif child.dep_ == "agent":
                fill(next((c for c in child.children if c.dep_ == "pobj"), None), "agent", verb)
    return found


SPEC = Layer(
    name="actors",
    version=3,
    record=Mention,
    find=find_actors,
    summary="people, groups, organisations and countries",
    models=("parser",),
)
