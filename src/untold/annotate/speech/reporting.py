"""Indirect speech: cues whose content the parse shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from untold.annotate.speech.cues import Cue, cue_book
from untold.annotate.speech.speakers import named_before, speaker_of, trimmed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

_CLOSING_SINGLE = re.compile(r"’(?!\w)")
#: "A film called ...": gives a title, not a voice.
_TITLING = frozenset({"call", "title", "entitle", "name", "dub", "label", "term"})
#: Words before the speaker from which on a sentence can be what was said.
_MIN_UNMARKED = 4
#: Verbs that lend a noun their subject ("made the claim that ...").
_LIGHT = frozenset({"make", "issue", "express", "have", "voice", "repeat"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
#: What somebody who counts "puts" at a number or "gives".
_TOLLS = frozenset({"toll", "number", "figure", "count", "total", "estimate"})
_COPULAS = frozenset({"be", "feel", "remain", "seem", "become"})
#: Where one of these stands, a clause does.
_CLAUSE = frozenset({"nsubj", "nsubjpass", "ROOT"})
#: Prepositions that go on with an object's content ("blamed the army for ..."); others say when,
#: where and to whom it was said.
_GO_ON = frozenset({"for", "as", "of", "to", "from", "into", "over", "against", "about", "than"})
#: Dependents of a cue that begin something new rather than go on with its content.
_STOPS = frozenset({"conj", "cc", "punct", "parataxis", "nsubj", "dep"})


@dataclass(frozen=True)
class Attribution:
    """One attribution in tokens; ``contents`` holds its pieces in order."""

    cue: DocSpan
    entry: Cue
    speaker: DocSpan | None
    contents: tuple[DocSpan, ...]
    frame: str

    @property
    def retold(self) -> bool:
        """Whether it stays a voice inside another's content: plain saying, in a finite clause."""
        if self.frame in ("phrase", "cited"):
            return True
        says = self.entry.kind == "speech" and "quote" in self.entry.frames
        unsaid = any(t.tag_ == "MD" or t.dep_ == "neg" or t.lower_ == "to" for t in self.cue)
        return says and self.frame == "clause" and not unsaid


def entry_of(verb: Token) -> Cue | None:
    """The cue list's entry for a verb, with its particle if the list has that ("point out")."""
    book = cue_book()
    lemma = verb.lemma_.lower()
    lemma = book.lemma_repairs.get(lemma, lemma)
    if verb.tag_ == "VBN" and verb.dep_ == "acl" and lemma in _TITLING:
        return None
    for child in verb.rights:
        if child.dep_ == "prt" and (entry := book.verbs.get(f"{lemma} {child.lower_}")):
            return entry
    return book.verbs.get(lemma)


def cue_span(verb: Token, last: int | None = None) -> DocSpan:
    """The verb with the auxiliaries, "not" and particle that stand beside it, up to ``last``."""
    first, end = verb.i, verb.i if last is None else last
    helpers = {t.i for t in verb.lefts if t.dep_ in ("aux", "auxpass", "neg")}
    while first - 1 in helpers:
        first -= 1
    if end + 1 < len(verb.doc) and verb.doc[end + 1].dep_ == "prt" and verb.doc[end + 1].head == verb:
        end += 1
    return verb.doc[first : end + 1]


def find_reported(doc: Doc, quoted: frozenset[int]) -> Iterator[Attribution]:
    """Every indirect attribution outside quotations.

    Args:
        doc: the parsed field.
        quoted: the indices of the tokens inside direct quotations, where no cue is looked for.
    """
    for token in doc:
        if token.i in quoted:
            continue
        found = None
        if token.pos_ == "VERB":
            found = _by_verb(token)
        elif token.pos_ == "NOUN":
            found = _by_noun(token)
        elif token.pos_ == "ADJ":
            found = _by_adjective(token)
        if found is None and token.lower_ in ("according", "in"):
            found = _by_phrase(token)
        if found is not None:
            yield found


def outermost(found: Iterable[Attribution]) -> Iterator[Attribution]:
    """Those whose cue does not stand inside another's content, and reports of reports.

    What people are said to want, fear or praise is part of what is said of them; that they say
    something ("the agency reported that the governor said ...") is a voice of its own.
    """
    listed = list(found)
    for one in listed:
        hosts = (
            other
            for other in listed
            if other is not one and any(_holds(piece, one.cue) for piece in other.contents)
        )
        if one.retold or next(hosts, None) is None:
            yield one


def _holds(outer: DocSpan, inner: DocSpan) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _by_verb(verb: Token) -> Attribution | None:
    if (tolled := _tolled(verb)) is not None:
        return tolled
    entry = entry_of(verb)
    if entry is None:
        return None
    frames = entry.frames
    if (cited := _cited(verb)) is not None:
        return cited
    if verb.lower_ == "saying" and verb.i > 0 and verb.nbor(-1).lower_ == "as" and _is_cited(verb):
        return None  # told with "cited"
    speaker = speaker_of(verb)
    passive = any(t.dep_ == "nsubjpass" for t in verb.lefts)
    if speaker is None and entry.kind == "attitude" and not passive:
        return None  # "to recognise that ...": nobody does
    for frame, find in FRAMES:
        if frame in frames and (pieces := find(verb)):
            kept = _lasting(verb, entry) if frame == "object" else entry
            return Attribution(cue_span(verb), kept, speaker, pieces, frame)
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ in entry.prepositions:
            pieces = complement(child, verb)
            if pieces:
                last = child.i if child.i - verb.i <= 2 else None
                kept = _lasting(verb, entry)
                return Attribution(cue_span(verb, last), kept, speaker, pieces, f"+{child.lower_}")
    return unmarked(verb, entry)


def _tolled(verb: Token) -> Attribution | None:
    """ "The observatory put the toll at 48", "police gave a toll of 48"."""
    counted = next((t for t in verb.rights if t.dep_ == "dobj"), None)
    if counted is None or verb.lemma_ not in ("put", "give") or counted.lemma_ not in _TOLLS:
        return None
    speaker, pieces = speaker_of(verb), _from(verb, counted)
    entry = Cue(verb.lemma_, "neutral", "speech", frozenset({"object"}))
    return Attribution(cue_span(verb), entry, speaker, pieces, "toll") if speaker and pieces else None


def _lasting(verb: Token, entry: Cue) -> Cue:
    """The cue; what people "had been defending" or "have been protesting against" is a stance."""
    lasts = verb.tag_ == "VBG" and any(t.lower_ == "been" for t in verb.lefts)
    return replace(entry, kind="attitude") if lasts else entry


def _is_cited(saying: Token) -> bool:
    citing = (token for token in saying.ancestors if token.lemma_ in ("cite", "quote"))
    return any(child.dep_ == "dobj" for verb in citing for child in verb.rights)


def piece(doc: Doc, first: int, last: int) -> tuple[DocSpan, ...]:
    """Tokens first to last without marks and leading conjunction; a closing quotation mark stays
    with its full stop where the quotation opened inside."""
    while first <= last and (_is_mark(doc[first]) or doc[first].dep_ == "cc"):
        first += 1
    end = last
    while end >= first and _is_mark(doc[end]):
        end -= 1
    inside = doc[first : end + 1].text
    following = end + 1
    while following < len(doc) and doc[following].text in (".", ",", "!", "?", "’", "'"):
        following += 1
    if following < len(doc) and _closes(inside, doc[following].text):
        end = following
    if end + 1 < len(doc) and inside.count("(") > inside.count(")") and doc[end + 1].text == ")":
        end += 1
    return (doc[first : end + 1],) if first <= end else ()


def _is_mark(token: Token) -> bool:
    return token.is_space or (token.is_punct and not token.is_quote and token.text not in "([")


def _closes(inside: str, mark: str) -> bool:
    """Whether a mark closes a quotation that is still open at the end of a text."""
    if mark == "”":
        return inside.count("“") > inside.count("”")
    if mark in ('"', "''"):
        return inside.count(mark) % 2 == 1
    return mark == "’" and inside.count("‘") > len(_CLOSING_SINGLE.findall(inside))


def _reach(verb: Token, first: Token) -> int:
    """The last token of what the verb governs from ``first`` on, up to a new verb of equal rank."""
    last = first.right_edge.i
    for child in verb.rights:
        if child.i <= first.i:
            continue
        if child.dep_ in ("conj", "cc"):
            break
        if child.dep_ not in _STOPS:
            last = max(last, child.right_edge.i)
    return _before_participle(verb.doc, first, last)


def _before_participle(doc: Doc, first: Token, last: int) -> int:
    """Where a trailing ", adding that ..." begins: the parse hangs it into what was said before."""
    for i in range(first.i + 1, last):
        token = doc[i]
        if token.tag_ == "VBG" and doc[i - 1].text == "," and token.dep_ in ("advcl", "conj", "acl"):
            entry = entry_of(token)
            if entry is not None and entry.kind == "speech":
                return i - 1
    return last


def _from(verb: Token, first: Token) -> tuple[DocSpan, ...]:
    start = max(first.left_edge.i, verb.i + 1)
    return piece(verb.doc, start, _reach(verb, first))


def _clause(verb: Token) -> tuple[DocSpan, ...]:
    after = next((t for t in verb.rights if t.dep_ == "ccomp"), None)
    if after is not None:
        return _from(verb, after)
    before = next((t for t in verb.lefts if t.dep_ == "ccomp"), None)
    if before is not None:
        subject = next((t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass")), None)
        stop = min(verb.i, subject.left_edge.i if subject is not None else verb.i) - 1
        return piece(verb.doc, before.left_edge.i, max(before.i, stop))
    if verb.dep_ == "parataxis" and verb.head is not verb:
        return _around(verb)
    mark = next((t for t in verb.lefts if t.dep_ in ("mark", "advmod") and t.lower_ == "as"), None)
    if verb.dep_ == "advcl" and mark is not None:
        return _around(verb)
    return ()


def unmarked(verb: Token, entry: Cue) -> Attribution | None:
    """The sentence before a cue that ends it without a comma, as in text whose punctuation was lost:
    "12 people died the observatory said on Monday"."""
    if "quote" not in entry.frames or verb.tag_ not in _FINITE or verb.dep_ == "relcl":
        return None
    after = verb.doc[verb.i + 1 : verb.sent.end]
    if any(token.dep_ in ("dobj", "xcomp", "ccomp", "nsubj") for token in after):
        return None
    named = named_before(verb)
    if named is None or named.start - verb.sent.start < _MIN_UNMARKED:
        return None
    if verb.doc[named.start - 1].dep_ == "mark":
        return None  # "... while the repairs went on"
    pieces = piece(verb.doc, verb.sent.start, named.start - 1)
    return Attribution(cue_span(verb), entry, named, pieces, "clause") if pieces else None


def _cited(verb: Token) -> Attribution | None:
    """ "... state television cited the ministry as saying": the ministry says what stands before or
    after."""
    source = next((t for t in verb.rights if t.dep_ == "dobj"), None)
    if verb.lemma_ not in ("cite", "quote") or source is None:
        return None
    later = verb.doc[source.i : verb.sent.end]
    saying = next((t for t in later if t.lower_ == "saying" and t.nbor(-1).lower_ == "as"), None)
    if saying is None:
        return None
    entry = cue_book().verbs["say"]
    pieces = _clause(saying)
    if not pieces and (named := named_before(verb)) is not None:
        pieces = piece(verb.doc, verb.sent.start, named.start - 1)
    last = min(source.right_edge.i, saying.i - 2)
    speaker = trimmed(verb.doc[source.left_edge.i : last + 1])
    cue = verb.doc[saying.i - 1 : saying.i + 1]
    return Attribution(cue, entry, speaker, pieces, "cited") if pieces else None


def _around(inner: Token) -> tuple[DocSpan, ...]:
    """What the head of an inserted clause says, before and after the insertion."""
    host = inner.head
    left = piece(inner.doc, host.left_edge.i, inner.left_edge.i - 1)
    right = piece(inner.doc, inner.right_edge.i + 1, host.right_edge.i)
    return left + right


def _infinitive(verb: Token) -> tuple[DocSpan, ...]:
    found = next((t for t in verb.rights if t.dep_ == "xcomp"), None)
    return _from(verb, found) if found is not None else ()


def _object(verb: Token) -> tuple[DocSpan, ...]:
    found = next((t for t in verb.rights if t.dep_ == "dobj"), None)
    if found is None:
        return ()
    last = _phrase_end(found)
    for child in verb.rights:
        if child.i > last and (child.dep_ != "prep" or child.lower_ not in _GO_ON):
            break
        last = max(last, _phrase_end(child) if child.i >= found.i else last)
    return piece(verb.doc, max(found.left_edge.i, verb.i + 1), last)


def _phrase_end(head: Token) -> int:
    """The last token of a phrase, short of a clause that a comma sets off (", who ...")."""
    for token in head.subtree:
        if token.i <= head.i or token.dep_ not in ("relcl", "advcl", "acl"):
            continue
        if token.doc[token.left_edge.i - 1].text == ",":
            return token.left_edge.i - 2
    return head.right_edge.i


def _object_with(verb: Token, wanted: frozenset[str]) -> tuple[DocSpan, ...]:
    found = next((t for t in verb.rights if t.dep_ == "dobj"), None)
    if found is None:
        return ()
    rest = [t for t in (*verb.rights, *found.rights) if t.i > found.i]
    with_rest = any(
        token.dep_ in ("xcomp", "oprd", "ccomp", "acl")
        or (token.dep_ == "prep" and token.lower_ in wanted)
        for token in rest
    )
    return _from(verb, found) if with_rest else ()


def _whom(verb: Token) -> tuple[DocSpan, ...]:
    return _object_with(verb, frozenset({"of", "for", "with", "into", "to"}))


def _as(verb: Token) -> tuple[DocSpan, ...]:
    found = _object_with(verb, frozenset({"as"}))
    if found:
        return found
    clause = next((t for t in verb.rights if t.dep_ in ("ccomp", "oprd")), None)
    if clause is not None:
        return _from(verb, clause)
    manner = next((t for t in verb.rights if t.dep_ == "prep" and t.lower_ == "as"), None)
    return _from(verb, manner) if manner is not None else ()


def _seems(verb: Token) -> tuple[DocSpan, ...]:
    subject = next((t for t in verb.lefts if t.dep_ in ("nsubjpass", "nsubj")), None)
    if subject is None or (subject.dep_ == "nsubj" and verb.lemma_ not in ("seem", "appear")):
        return ()
    found = next((t for t in verb.rights if t.dep_ in ("xcomp", "oprd")), None)
    return _from(verb, found) if found is not None else ()


def complement(preposition: Token, verb: Token) -> tuple[DocSpan, ...]:
    """What stands after a verb's preposition, up to a new verb of equal rank."""
    found = next((t for t in preposition.rights if t.dep_ in ("pobj", "pcomp")), None)
    if found is None:
        return ()
    return piece(verb.doc, found.left_edge.i, _reach(verb, preposition))


#: Where a verb's content stands, and what finds it there; the first that finds anything wins.
FRAMES = (
    ("clause", _clause),
    ("whom", _whom),
    ("as", _as),
    ("to", _infinitive),
    ("object", _object),
    ("seems", _seems),
)


def _by_noun(noun: Token) -> Attribution | None:
    """ "His claim that ...", "the allegation that ...", "its call for ..."."""
    entry = cue_book().nouns.get(noun.lemma_.lower())
    if entry is None:
        return None
    speaker, last = owner(noun), noun.i
    for child in noun.rights:
        if child.dep_ in ("acl", "ccomp", "relcl") and child.left_edge.lower_ == "that":
            if any(t.lower_ == "that" and t.dep_ != "mark" for t in child.children):
                continue  # "the report that she wrote"
            pieces = piece(noun.doc, child.left_edge.i, child.right_edge.i)
            return Attribution(noun.doc[noun.i : last + 1], entry, speaker, pieces, "noun clause")
        if child.dep_ == "prep" and child.lower_ in entry.prepositions:
            found = next((t for t in child.rights if t.dep_ in ("pobj", "pcomp")), None)
            if found is not None:
                pieces = piece(noun.doc, found.left_edge.i, found.right_edge.i)
                return Attribution(noun.doc[noun.i : child.i + 1], entry, speaker, pieces, "noun +")
    return None


def owner(noun: Token) -> DocSpan | None:
    """Whose claim it is: the possessive, a "by" or "from" phrase, or the light verb's subject."""
    for child in noun.lefts:
        if child.dep_ == "poss":
            last = child.right_edge.i
            if noun.doc[last].tag_ == "POS":
                last -= 1
            return trimmed(noun.doc[child.left_edge.i : last + 1])
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("by", "from", "among"):
            found = next((t for t in child.rights if t.dep_ == "pobj"), None)
            if found is not None:
                return trimmed(noun.doc[found.left_edge.i : found.right_edge.i + 1])
    if noun.dep_ == "dobj" and noun.head.lemma_ in _LIGHT:
        return speaker_of(noun.head)
    return None


def _by_adjective(word: Token) -> Attribution | None:
    """ "Officials are confident that ...", "was critical of ..."."""
    entry = cue_book().adjectives.get(word.lower_)
    if entry is None or word.dep_ != "acomp" or word.head.lemma_ not in _COPULAS:
        return None
    speaker = speaker_of(word.head)
    for child in word.rights:
        if child.dep_ in ("ccomp", "xcomp"):
            pieces = piece(word.doc, child.left_edge.i, child.right_edge.i)
        elif child.dep_ == "prep" and child.lower_ in entry.prepositions:
            pieces = complement(child, word)
        else:
            continue
        if pieces:
            cue = word.doc[word.head.i : word.i + 1]
            return Attribution(cue, entry, speaker, pieces, "adjective")
    return None


def _source_end(token: Token, source: Token) -> int:
    """The last token of who is named: up to the comma where the phrase opens the sentence and the
    parse hangs the whole clause under the name."""
    last = source.right_edge.i
    if token.i > token.sent.start + 1:
        return last
    for i in range(source.i + 1, last):
        rest = token.doc[i:last]
        if token.doc[i].text == "," and any(t.dep_ in _CLAUSE for t in rest):
            return i - 1
    return last


def _by_phrase(token: Token) -> Attribution | None:
    """ "According to police, ..." and its like."""
    doc = token.doc
    for words, treatment in sorted(cue_book().phrases.items()):
        end = token.i + len(words)
        if tuple(t.lower_ for t in doc[token.i : end]) != words:
            continue
        source = next((t for t in doc[end - 1].rights if t.dep_ == "pobj"), None)
        if source is None:
            return None
        stop = _source_end(token, source)
        entry = Cue(" ".join(words), treatment, "speech", frozenset())
        sentence = token.sent
        left = piece(doc, sentence.start, token.i - 1)
        right = piece(doc, stop + 1, sentence.end - 1)
        speaker = trimmed(doc[source.left_edge.i : stop + 1])
        return Attribution(doc[token.i : end], entry, speaker, left + right, "phrase")
    return None
