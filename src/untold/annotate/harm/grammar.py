"""Who does what to whom in a clause: voice, subject, object, by-phrase, noun phrases.

Works on spaCy's English parse. News headlines, and texts whose punctuation was stripped, break that
parse often, so each question has a second answer from word order alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from untold.annotate.harm.words import noun_form, verb_form, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: A half-open range of token indexes.
Stretch = tuple[int, int]

BE = words("grammar", "be")
_HAVE = words("grammar", "have")
_NOMINAL = frozenset(("NOUN", "PROPN", "NUM", "PRON"))
#: Dependencies of what stands before a noun and belongs to its phrase.
_LEFT = words("grammar", "left")
_COUNT = words("grammar", "count")
_WHEN = words("grammar", "when")
_SHORT = 3  # words of up to three letters stay small in headlines with capitals
_MONTHS = words("grammar", "months")
_PLACE = words("grammar", "place")
_DOZENS = words("grammar", "dozens")
_MANY = _DOZENS | {"dozen", "many", "several"}
_COLLECTIVE = words("grammar", "collective")
RELATIVE = frozenset(("that", "which", "who", "whom"))
_BLAME = words("grammar", "blame")


def nominal(token: Token) -> bool:
    """Whether a token can head a noun phrase."""
    if token.pos_ in _NOMINAL or token.like_num or token.lower_ == "more":
        return True
    if token.tag_ == "VBG" and token.lower_ in words("attacks", "nouns"):
        return True  # "shelling in the town killed nine"
    return token.dep_ in ("nsubj", "nsubjpass", "dobj")


def phrase(head: Token) -> Stretch:
    """The noun phrase of a head: what stands before it, its "of ...", "including ..." and conjuncts.

    Phrases of place and time and relative clauses stay outside: they say where, not who.
    """
    start = head.i
    whole = head.lower_ in _DOZENS  # what a run-on text puts before "dozens" is another phrase
    for child in sorted(head.lefts, key=lambda t: -t.i):
        gap = start - child.right_edge.i
        if whole and (child.dep_ in ("compound", "poss") or verb_form(child.lower_)):
            break
        if (
            child.dep_ not in _LEFT
            or child.tag_ == "WRB"
            or gap > 1
            or (child.dep_ == "punct" and not child.is_quote)
        ):
            break
        start = child.left_edge.i
    if head.tag_ == "VBG" and head.lower_ in words("attacks", "nouns"):
        while start > head.sent.start and head.doc[start - 1].pos_ in ("NOUN", "PROPN", "ADJ"):
            start -= 1  # "regime shelling": the parse has a verb
    end = head.i + 1
    for child in head.rights:
        if child.i > end + 1:
            break
        inner = next((t for t in child.children if t.dep_ in ("pobj", "nummod")), None)
        if child.dep_ == "prep" and child.lower_ in ("of", "including") and inner is not None:
            end = phrase(inner)[1]
        elif child.dep_ == "punct" and child.is_quote and child.i == end:
            end += 1
        elif child.dep_ == "conj" and child.pos_ in _NOMINAL and not _verb_follows(child):
            end = phrase(child)[1]
        elif child.dep_ == "acl" and head.lower_ == "those":
            end = child.right_edge.i + 1
    return _without_list_numbers(head, start), end


def _without_list_numbers(head: Token, start: int) -> int:
    """Past page furniture: "0 12 A landslide"; past datelines: "Mar 2014", "OSTREL - A fire"."""
    for token in head.doc[start : head.i]:
        dash = token.text in ("-", "–", "—") and token.whitespace_ and token.nbor(-1).whitespace_
        if dash and not any(t.like_num for t in head.doc[start : token.i]):
            start = token.i + 1
        dated = token.lower_[:3] in _MONTHS or token.lower_ in _WHEN
        year = _is_year(token) and token.i > start and token.nbor(-1).lower_[:3] in _MONTHS
        year = year or (_is_year(token) and token.i == start and token.nbor(1).is_title)
        if (dated and token.is_title and token.pos_ == "PROPN") or year:
            start = token.i + 1
    if start < head.i and head.doc[start].tag_ == "POS":
        start += 1  # "Tuesday's police operation"
    determiners = [t.i for t in head.doc[start : head.i] if t.dep_ == "det"]
    numbered = head.doc[start].like_num and determiners
    return determiners[0] if numbered else start


def _is_year(token: Token) -> bool:
    return token.shape_ == "dddd" and token.text[:2] in ("19", "20")


def _verb_follows(token: Token) -> bool:
    """Whether a verb of harm comes right after: "killed four and 6 wounded" has no "four and 6"."""
    after = token.right_edge.i + 1
    last = token.i + 1
    found = [token.doc[i] for i in (last, after) if i < len(token.doc)]
    inside = any(verb_form(t.lower_) for t in token.subtree if t.i > token.i)
    own = noun_form(token.lower_) is not None  # "bodies of children and corpses": another harm
    return own or inside or any(verb_form(t.lower_) is not None for t in found)


def phrase_before(doc: Doc, index: int) -> Token | None:
    """The head of the noun phrase that ends just before a token, by word order."""
    i = index - 1
    start = doc[index].sent.start
    reported = words("reported", "words")
    skipped = ("ADV", "AUX", "PART", "PUNCT")
    while i >= start and (doc[i].pos_ in skipped or doc[i].lower_ in BE | reported):
        i -= 1
    if i < start or not nominal(doc[i]):
        return None
    head = climb(doc[i])
    left = phrase(head)[0]
    if head.lower_ in _DOZENS or any(t.like_num for t in head.lefts):
        return head
    while left - 2 >= start and doc[left - 1].pos_ == "ADP" and nominal(doc[left - 2]):
        head = climb(doc[left - 2])  # "strike on the town kills": past the place to the strike
        if phrase(head)[0] >= left:
            break
        left = phrase(head)[0]
    return head


def climb(token: Token) -> Token:
    """From a noun inside "dozens of people", "people in the town" up to the noun it belongs to."""
    while (
        token.dep_ in ("pobj", "conj", "compound", "appos")
        and token.head.i < token.i
        and token.head.ent_type_ not in ("DATE", "TIME")
        and (token.head.pos_ in _NOMINAL or token.head.dep_ == "prep")
    ):
        up = token.head
        own_count = token.lower_ in _MANY or any(t.like_num for t in (token, *token.lefts))
        if own_count and up.lower_ not in ("of", "including"):
            break  # "27 July at least 48 people dead": the count is whole
        if up.dep_ == "prep":
            if up.head.pos_ not in _NOMINAL or up.head.i > up.i:
                break
            up = up.head
        token = up
    return token


def phrase_after(doc: Doc, index: int) -> Token | None:
    """The head of the noun phrase that begins right at a token, by word order; None if none does."""
    i, head = index, None
    while i < len(doc):
        token = doc[i]
        if token.is_sent_start and i > index:
            break
        if verb_form(token.lower_) and token.dep_ != "amod":
            break
        if token.pos_ in _NOMINAL or token.like_num or token.lower_ in _MANY:
            if token.lower_ not in _WHEN and token.pos_ != "AUX":
                head = token
        elif not (
            token.pos_ in ("DET", "ADJ")
            or token.tag_ == "``"
            or (token.lower_ in _COUNT and head is None and i + 1 < len(doc))
        ):
            break
        i += 1
    if head is None or (doc[index].pos_ in ("ADP", "SCONJ", "ADV", "PART") and not _counts(doc, index)):
        return None
    return head if doc[index].lower_ not in _WHEN else None


def _counts(doc: Doc, index: int) -> bool:
    """Whether a hedge really opens a count: "over 40", "at least 12", not "over a bridge"."""
    i = index
    while i < len(doc) - 1 and doc[i].lower_ in _COUNT | {"a", "the"}:
        i += 1
    return doc[i].like_num or doc[i].lower_ in _MANY


def object_of(verb: Token) -> Token | None:
    """The head of a verb's direct object, or None."""
    for child in verb.rights:
        if child.dep_ in ("dobj", "obj", "dative") and child.lower_ not in _WHEN:
            return None if _elliptical(child, verb) else _count_alone(child)
    doc, i = verb.doc, verb.i + 1
    while i < len(doc) and (doc[i].pos_ == "ADV" and doc[i].lower_ not in _COUNT):
        i += 1
    if i >= len(doc) or doc[i].is_sent_start:
        return None
    head = phrase_after(doc, i)
    if head is None or _elliptical(head, verb) or (head.dep_ == "nsubj" and not counted(doc[i])):
        return None
    return _count_alone(head)


def _count_alone(head: Token) -> Token:
    """The number itself where its noun is none of the counted: "kills 31 Watchdog says"."""
    start = phrase(head)[0]
    if head.lemma_.lower() in words("grammar", "tellers"):  # "kills six people Ostrel media say"
        plural = (t for t in head.doc[start : head.i] if t.tag_ == "NNS" or t.lower_ in _COLLECTIVE)
        if (counted_noun := next(plural, None)) is not None:
            return counted_noun
    counts = (t for t in head.doc[start : head.i] if t.like_num or t.lower_ in _DOZENS)
    number = next((t for t in counts if t.lower_ not in ("one", "1")), None)
    if number is None or head.tag_ in ("NNS", "NNPS") or head.lemma_.lower() in _COLLECTIVE:
        return head
    if number.dep_ == "compound" and number.like_num:
        return head  # "16-strong crew"
    return head if head.ent_type_ == "NORP" or head.pos_ in ("NUM", "ADJ") else number


def counted(token: Token) -> bool:
    """Whether a count of people begins here."""
    return token.like_num or token.lower_ in _COUNT | _MANY


def _elliptical(head: Token, verb: Token) -> bool:
    """Whether a phrase after a verb is the subject of the next participle: "12 killed 40 wounded"."""
    doc, after = head.doc, phrase(head)[1]
    own_fate, told = verb_form(head.lower_), verb_form(verb.lower_)
    if own_fate is not None and own_fate.shape == "past" and told is not None and told.shape == "past":
        first = doc[phrase(head)[0]]  # "Six Killed Dozens Hurt": two participles, each with its own
        return counted(first) and first.i != head.i
    if after >= len(doc) or verb.i + 1 == len(doc):
        return False
    form, own = verb_form(doc[after].lower_), verb_form(verb.lower_)
    if form is None or form.shape != "past" or own is None or own.shape != "past":
        return False
    return phrase_after(doc, after + 1) is None if after + 1 < len(doc) else True


def auxiliary(verb: Token) -> str | None:
    """ "be" or "have" where that stands before the verb (adverbs and "reported" apart), else None."""
    i = verb.i - 1
    while i >= verb.sent.start:
        token = verb.doc[i]
        if token.lower_ in BE:
            return "be"
        if token.lower_ in _HAVE:
            return "have"
        if not (token.pos_ in ("ADV", "PART") or token.lower_ in words("reported", "words")):
            return None
        i -= 1
    return None


def partner(verb: Token) -> Token | None:
    """The verb just before in "killed and wounded", "kills five injures seven"; else None."""
    if verb.i < 2:
        return None
    own, other = verb_form(verb.lower_), verb.nbor(-2)
    if own is None:
        return None
    near = verb_form(verb.nbor(-1).lower_)
    if near is not None and near.transitive and near.shape == own.shape:
        return verb.nbor(-1)  # "dozens killed, wounded" without its comma
    form = verb_form(other.lower_)
    if form is None or not form.transitive:
        return None
    if verb.nbor(-1).lower_ in ("and", "or", ",", "and/or", "&"):
        return other
    both = own.shape == form.shape == "s"
    return other if both and verb.nbor(-1).like_num else None


def passive(verb: Token) -> bool:
    """Whether a verb is a passive participle: by its auxiliary, its subject, or a missing object.

    A bare participle ("dozens killed in blast") is passive where no object follows it.
    """
    if any(t.dep_ in ("auxpass", "nsubjpass", "csubjpass") for t in verb.children):
        return True
    aux = auxiliary(verb)
    if aux is not None:
        return aux == "be"
    other = partner(verb)
    if other is not None and verb_form(other.lower_) is not None:
        return passive(other) if object_of(verb) is None or passive(other) else False
    return by_agent(verb) is not None or (object_of(verb) is None and shared_object(verb) is None)


def shared_object(verb: Token) -> Token | None:
    """The object of a later verb in a row: "stalked, killed and buried three men"."""
    doc, i = verb.doc, verb.i + 1
    while i < verb.sent.end and (doc[i].lower_ in (",", "and", "or") or doc[i].pos_ == "ADV"):
        i += 1
    if i == verb.i + 1 or i >= verb.sent.end:
        return None
    later = doc[i]
    if later.pos_ != "VERB" or later.tag_ not in ("VBD", "VBN"):
        return None
    return object_of(later) or shared_object(later)


def finite_passives(doc: Doc) -> Iterator[tuple[Token, Token | None]]:
    """Every verb in the passive with an auxiliary or a subject of its own, or a by-agent; its agent.

    Known failure: adjectives in -ed after "be" ("is worried") where the tagger calls them verbs.
    """
    for token in doc:
        if token.pos_ not in ("VERB", "AUX") or token.tag_ not in ("VBN", "VBD"):
            continue
        marked = any(t.dep_ in ("auxpass", "nsubjpass", "csubjpass") for t in token.children)
        agent = by_agent(token)
        if marked or agent is not None:
            yield token, agent


def by_agent(verb: Token) -> Token | None:
    """The head of the by-phrase that names who did it ("by", "at the hands of"), or None."""
    for child in verb.rights:
        if child.dep_ == "agent" or child.lower_ == "by":
            attack = words("attacks", "nouns")  # "by shelling" is parsed as a verb
            found = next((t for t in child.children if t.dep_ == "pobj" or t.lower_ in attack), None)
            if found is not None and found.ent_type_ not in ("DATE", "TIME"):
                return found
    doc, i = verb.doc, verb.i + 1
    if doc[i : i + 4].text.lower() == "at the hands of" and i + 4 < len(doc):
        return phrase_after(doc, i + 4)
    if i + 1 < len(doc) and doc[i].lower_ == "by":
        found = phrase_after(doc, i + 1)
        return None if found is None or found.ent_type_ in ("DATE", "TIME") else found
    if i + 1 < len(doc) and doc[i].lower_ in ("and", "or"):
        form = verb_form(doc[i + 1].lower_)
        if form is not None and form.shape == "past":
            return by_agent(doc[i + 1])
    return None


def restart(doc: Doc, start: int, end: int) -> int | None:
    """Where a sentence begins within ``doc[start:end]`` whose full stop was lost; the last one.

    "Date of publication 8 April 2017 An airstrike killed", "Tags Dovan Three dockers were killed": a
    word with a capital after a year, or one that opens a phrase and has a capital for nothing else.
    """
    long = [t for t in doc[start:end].sent if t.is_alpha and len(t) > _SHORT]
    if 2 * sum(t.is_lower for t in long) < len(long):
        return None  # a headline with capitals
    for i in range(end - 1, max(start, 0), -1):
        token, before = doc[i], doc[i - 1]
        dated = _is_year(before)
        counts = token.like_num and token.nbor(1).pos_ in ("NOUN", "ADJ")  # not "on Pier Four"
        opens = token.lower_ in ("a", "an", "the", "at", "more") or counts
        ended = not before.is_punct or (before.text in ("-", "–", "—") and before.whitespace_)
        if token.is_title and ended and (dated or opens):
            return i
    return None


def antecedent(verb: Token) -> Token | None:
    """What "that", "which" or "who" before a verb stands for, by the parse and then by word order.

    A place or a day is passed over for the noun it belongs to: in "an attack on the town that killed
    nine" the attack did it.
    """
    pronoun = next((t for t in verb.lefts if t.lower_ in RELATIVE), None)
    doing = pronoun is not None and pronoun.i > 1 and pronoun.nbor(-1).tag_ == "VBG"
    if pronoun is not None and doing and pronoun.nbor(-2).pos_ in ("ADP", "DET", "ADJ"):
        return pronoun.nbor(-1)  # "in fighting that has killed 600"
    found = verb.head if verb.dep_ in ("relcl", "acl") and verb.head.i < verb.i else None
    if found is None and pronoun is not None and pronoun.i > 0:
        found = phrase_before(verb.doc, pronoun.i)
    return None if found is None else _out_of_places(found)


def _out_of_places(token: Token) -> Token:
    while token.ent_type_ in ("GPE", "LOC", "FAC", "DATE", "TIME") or token.lemma_ in _PLACE:
        up = token.head
        if token.dep_ == "pobj" and up.dep_ == "prep" and up.head.i < up.i:
            if up.head.pos_ not in _NOMINAL:
                holder = next((t for t in up.head.children if t.dep_ in ("dobj", "nsubjpass")), None)
                return token if holder is None or holder.i > token.i else holder
            token = up.head
        elif token.dep_ in ("appos", "conj", "compound") and up.i != token.i and up.pos_ in _NOMINAL:
            token = up
        else:
            break
    return token


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """The head of who or what a verb says did it (or, of a passive, underwent it), or None.

    Follows shared subjects ("killed four and wounded six"), relative pronouns, participles
    ("..., killing ten": the subject of the main clause), and blame ("accused the army of killing").
    """
    if depth > 6:  # longer chains are parse errors
        return None
    for child in verb.lefts:
        if child.dep_ in ("nsubj", "nsubjpass", "csubj", "expl"):
            if child.lower_ in RELATIVE:
                return antecedent(verb)
            again = restart(verb.doc, child.i + 1, verb.i)
            return (phrase_after(verb.doc, again) if again else None) or child
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return subject_of(verb.head, depth + 1)
    if verb.dep_ == "xcomp":
        held = next((t for t in verb.head.children if t.dep_ == "dobj" and t.i < verb.i), None)
        return held if held is not None else subject_of(verb.head, depth + 1)
    if verb.dep_ == "pcomp":
        return blamed(verb.head, depth + 1)
    if verb.dep_ == "relcl":
        return antecedent(verb)
    finite = verb.dep_ == "ccomp" and auxiliary(verb) is not None and verb.tag_ == "VBN"
    if verb.dep_ in ("advcl", "acl", "ccomp") and verb.tag_ in ("VBG", "VB", "VBN") and not finite:
        return _main_subject(verb, depth + 1)
    return None


def _main_subject(verb: Token, depth: int) -> Token | None:
    """Whose doing a participle tells: the subject of the finite verb before it, else its noun."""
    up = verb.head
    while up.pos_ not in ("VERB", "AUX") and up.head.i != up.i:
        up = up.head
    if up.pos_ in ("VERB", "AUX") and up.i < verb.i:
        if up.dep_ == "acl" and up.tag_ == "VBG":
            return _main_subject(up, depth)
        return subject_of(up, depth)
    own = next((t for t in verb.head.lefts if t.dep_ == "nsubj"), None)
    if own is not None and own.i < verb.i:
        return own  # a verb that the tagger took for another word: "the dam burst, killing 30"
    return verb.head if verb.head.pos_ in _NOMINAL and verb.head.i < verb.i else None


def blamed(prep: Token, depth: int = 0) -> Token | None:
    """Who is blamed in "accused X of", "X was jailed for", "X is responsible for", "X's fault for"."""
    up = prep.head
    if up.dep_ == "dobj" and up.head.lemma_.lower() in _BLAME and up.lemma_.lower() not in _BLAME:
        return up  # "accused the army of": the parse often hangs "of" on the army
    if up.pos_ in _NOMINAL:
        owner = next((t for t in up.children if t.dep_ == "poss"), None)
        if owner is not None or up.dep_ not in ("dobj", "pobj"):
            return owner
        up = up.head if up.dep_ == "dobj" else up.head.head
        if up.dep_ == "dobj" and up.head.lemma_.lower() in _BLAME:
            return up  # "accused the army of responsibility for"
    if up.pos_ in ("ADJ",) and up.head.pos_ in ("AUX", "VERB"):
        return subject_of(up.head, depth)
    held = next((t for t in up.children if t.dep_ == "dobj" and t.i < prep.i), None)
    if held is not None and up.lemma_.lower() in _BLAME and held.lemma_.lower() not in _BLAME:
        return held
    if up.pos_ in ("VERB", "AUX"):
        return subject_of(up, depth)
    return None


def blames(prep: Token) -> bool:
    """Whether a preposition belongs to a word of blame: accuse of, responsible for, guilty of."""
    return prep.lower_ in ("of", "for") and (
        prep.head.lemma_.lower() in _BLAME
        or (prep.head.dep_ == "dobj" and prep.head.head.lemma_.lower() in _BLAME)
        or (prep.head.dep_ == "pobj" and prep.head.head.head.lemma_.lower() in _BLAME)
    )


def among(token: Token) -> Stretch | None:
    """Who is counted "among the dead": the subject of "were among", the phrase before "among"."""
    up = token.head
    if token.dep_ != "pobj" or up.lower_ != "among":
        return None
    verb = up.head
    if verb.pos_ in ("AUX", "VERB"):
        subject = subject_of(verb)
        if subject is None or subject.dep_ == "expl" or subject.lower_ == "there":
            subject = next((t for t in verb.rights if t.dep_ in ("attr", "dobj", "nsubj")), None)
        return None if subject is None else phrase(subject)
    return phrase(verb) if nominal(verb) else None
