"""What a number counts: the noun beside it and what befell those it counts ("killed", "wounded").

Words near the number come first, because headlines and texts without punctuation parse badly; the
parse decides where no word does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from untold.annotate.counts.count_words import (
    ANYBODY,
    BETWEEN,
    BODILY,
    CIVILIANS,
    COLLECTIVE,
    FATES,
    FILLERS,
    HEADS,
    HEDGES,
    HOSPITAL,
    INCLUDING,
    IRREGULAR,
    LINKS,
    NAMED,
    NO_NOUN,
    OF_NOUNS,
    OF_THEM,
    OF_WHOM,
    SUFFERED,
    THINGS,
    TOLL_STEPS,
    WITH_OBJECT,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Counted:
    """What a number counts. ``head`` is the noun (None: none beside it), ``end`` where it ends (char).

    ``fate`` is a value of `FATES` or None. ``part`` tells that those counted are among others counted
    before ("including two children"). ``inherited`` tells that the fate came from a neighbour.
    """

    head: Token | None
    words: tuple[Token, ...]
    fate: str | None
    part: bool
    start: int
    end: int
    inherited: bool = False

    @property
    def people(self) -> bool:
        """Whether it may count people: no noun, or one that isn't a thing."""
        return self.head is None or not _is_thing(self.head)


def _is_thing(token: Token) -> bool:
    word = token.lower_
    return word in THINGS or word.rstrip("s") in THINGS or token.lemma_.lower() in THINGS


def _noun(tokens: Sequence[Token], at: int) -> tuple[int, int, bool]:
    """Tokens ``[start, stop)`` of the noun phrase after a number; whether it says "of them"."""
    start = at
    part = False
    if 0 < start < len(tokens) and tokens[start].text == "-" and not tokens[start - 1].whitespace_:
        start += 1  # "three-member"
    while start < len(tokens) and tokens[start].lower_ in ("more", "other", "additional", "further"):
        if start + 1 >= len(tokens) or not _nominal(tokens[start + 1]):
            break
        start += 1
    if start < len(tokens) and tokens[start].lower_ == "of":
        start += 1
        while start < len(tokens) and tokens[start].lower_ in FILLERS | OF_THEM | {"our", "your"}:
            part = part or tokens[start].lower_ in OF_WHOM
            start += 1
        if part and start < len(tokens) and tokens[start].like_num:  # "10 of the 12 victims"
            start += 1
        owner = next(
            (i for i in range(start, min(start + 4, len(tokens))) if tokens[i].tag_ == "POS"), 0
        )
        start = owner + 1 if owner else start  # "three of the rocket's boosters"
    stop = start
    while stop < len(tokens) and stop - start < 7 and _nominal(tokens[stop]):
        if tokens[stop].lower_ in NO_NOUN or (stop > start and _is_number(tokens[stop])):
            break
        stop += 1
        last = tokens[stop - 1]
        following = tokens[stop] if stop < len(tokens) else None
        if last.tag_ == "NNS" and last.is_lower and following is not None and following.is_title:
            break  # "kills 30 dockers Witnesses say": a lost full stop
        if last.pos_ == "ADJ" and stop + 1 < len(tokens) and tokens[stop].lower_ in ("or", "and", ","):
            if tokens[stop + 1].pos_ == "ADJ":  # "eight current or former members"
                stop += 1
            continue
        modifies = last.ent_type_ in ("GPE", "NORP") and last.dep_ in ("nmod", "amod", "compound")
        if modifies and following is not None and following.pos_ in ("ADJ", "NOUN"):
            continue  # "55,000 US public schools"
        if last.pos_ in ("NOUN", "PROPN") and (last.dep_ != "compound" or last.lower_ in ANYBODY):
            if last.lower_ in FATES and stop < len(tokens) and tokens[stop].lower_ in ANYBODY:
                continue
            break
    while stop > start and tokens[stop - 1].pos_ in ("ADJ", "VERB") and stop - start > 1:
        if tokens[stop - 1].lower_ in ANYBODY or tokens[stop - 1].lower_ in FATES:
            break
        stop -= 1
    return start, stop, part


def _countable(head: Token, single: bool) -> bool:
    """Whether a number can count the noun: a plural or a collective, no place, person or day."""
    if head.lower_ in FATES or head.lower_ in ANYBODY or head.lower_ in COLLECTIVE:
        return True
    if head.pos_ == "PROPN" and (
        head.ent_type_ in NAMED or (head.tag_ == "NNP" and head.ent_type_ == "ORG")
    ):
        return False
    return single or head.tag_ in ("NNS", "NNPS") or head.lower_.endswith(("s", "men", "children"))


def _nominal(token: Token) -> bool:
    modifies = token.dep_ == "amod" and token.head.i > token.i  # "two little known rivals"
    if token.lower_ in BETWEEN and token.lower_ not in ("left", "dead", "missing") and not modifies:
        return False
    if token.pos_ in ("NOUN", "PROPN", "ADJ"):
        return True
    if token.lower_ in ANYBODY or token.lower_ in FATES:
        return True
    return token.pos_ == "VERB" and token.dep_ == "amod"


def _is_number(token: Token) -> bool:
    if token.like_num and token.is_title and token.i and token.nbor(-1).is_title:
        return False  # "Pier Four"
    return token.like_num or token.lower_ in ("dozens", "scores", "hundreds", "thousands", "several")


def _leads_to_number(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number follows at once, hedged or not: its verb is then its own."""
    for token in tokens[at : at + 4]:
        if _is_number(token):
            return True
        if token.lower_ not in HEDGES:
            return False
    return False


def _fate_after(tokens: Sequence[Token], stop: int) -> tuple[str, int] | None:
    """The fate told after the noun phrase ("people were also killed"), and where it ends."""
    first = _past_aside(tokens, stop)
    for index in range(first, min(first + 8, len(tokens))):
        token = tokens[index]
        word = token.lower_
        if word in FATES:
            fate = FATES[word]
            bare = index == stop
            if word in WITH_OBJECT and not _suffered(tokens, stop, index):
                return None
            if token.pos_ == "NOUN" and not bare and word not in ("dead",):
                return None
            return _joined(tokens, index, fate)
        if word in ("taken", "rushed", "brought", "sent", "admitted", "airlifted", "transferred"):
            place = [i for i, t in enumerate(tokens[index : index + 6], index) if t.lower_ in HOSPITAL]
            return ("hospitalised", place[0] + 1) if place else None
        if word == "among":
            return _among(tokens, index)
        if word in ("suffered", "suffering", "sustained", "sustaining"):
            ill = [i for i, t in enumerate(tokens[index : index + 6], index) if t.lower_ in SUFFERED]
            return ("wounded", ill[0] + 1) if ill else None
        if word not in BETWEEN and token.pos_ not in ("ADV", "AUX"):
            return None
    return None


def _past_aside(tokens: Sequence[Token], stop: int) -> int:
    """Where to look on behind "mostly women", "many of whom were civilians"."""
    aside = ("mostly", "mainly", "including", "many", "most", "some", "largely", ",")
    if stop + 1 >= len(tokens) or tokens[stop].lower_ not in aside:
        return stop
    for index in range(stop + 1, min(stop + 11, len(tokens) - 1)):
        if _is_number(tokens[index]) or tokens[index].tag_ in ("VBZ", "VBG", "MD"):
            return stop
        ahead = tokens[index + 1]
        if tokens[index].lower_ in ("were", "was", "been") and ahead.lower_ in FATES:
            return index
    return stop


def _among(tokens: Sequence[Token], index: int) -> tuple[str, int] | None:
    """The fate in "11 children among the dead", "2 medics among at least 31 dead"."""
    for step in range(index + 1, min(index + 7, len(tokens))):
        if tokens[step].lower_ in FATES:
            return FATES[tokens[step].lower_], index
        if tokens[step].lower_ == "victims":
            return None
    return None


def _suffered(tokens: Sequence[Token], stop: int, index: int) -> bool:
    """Whether the verb befalls its subject: "12 killed in a raid", not "two gunmen killed 12"."""
    token = tokens[index]
    if token.lower_.endswith("ing"):
        return any(t.lower_ == "being" for t in tokens[stop:index])
    if any(t.lower_ in ("were", "was", "been", "being", "be", "are", "is") for t in tokens[stop:index]):
        return True
    if any(child.dep_ in ("dobj", "obj") and child.i > token.i for child in token.children):
        return False
    if index + 1 < len(tokens) and tokens[index + 1].lower_ in (
        "the",
        "a",
        "an",
        "his",
        "her",
        "their",
    ):
        return False
    return not (index > stop and _leads_to_number(tokens, index + 1)) and token.lower_ not in (
        "kill", "kills", "wound", "wounds", "injures", "hurts", "arrests", "detains"
    )  # fmt: skip


def _joined(tokens: Sequence[Token], index: int, fate: str) -> tuple[str, int]:
    """Two fates told of one number: "killed or wounded"."""
    step = index + 1
    if step < len(tokens) and tokens[step].lower_ in ("and", "or", ",", "&", "and/or"):
        step += 1
    if step < len(tokens) and not _leads_to_number(tokens, step + 1):
        other = FATES.get(tokens[step].lower_)
        done = tokens[step].lower_ in ("killed", "wounded", "injured", "hurt", "dead")
        if {fate, other} == {"killed", "wounded"} and done:
            return "killed or wounded", step + 1
    return fate, index + 1


def _fate_before(tokens: Sequence[Token], at: int) -> str | None:
    """The fate told right before the number: "killed", "the deaths of", "the toll rose to"."""
    index = at - 1
    while index >= 0 and tokens[index].lower_ in FILLERS:
        index -= 1
    if index < 0:
        return None
    word = tokens[index].lower_
    joined = index >= 2 and tokens[index - 1].lower_ == "and"
    other = tokens[index - 2 if joined else index - 1]
    if word not in FATES and other.lower_ in WITH_OBJECT and _shares_object(tokens[index], joined):
        return FATES[other.lower_]  # "killed and buried five men"
    if word in WITH_OBJECT:
        told = FATES[word]
        joins = index >= 2 and tokens[index - 1].lower_ in ("and", "or")
        if joins and {told, FATES.get(tokens[index - 2].lower_)} == {"killed", "wounded"}:
            return "killed or wounded"
        return told
    if word == "of" and index and tokens[index - 1].lower_ in OF_NOUNS:
        return OF_NOUNS[tokens[index - 1].lower_]
    if word == "from":
        return None  # "rose from seven to nine": seven is what it was
    steps = _before_origin(tokens, index)
    while steps >= 0 and tokens[steps].lower_ in TOLL_STEPS:
        steps -= 1
    # "the toll from the attack on the town has risen to": the longest seen has some 20 words between
    for place in range(steps, max(-1, index - 25), -1) if steps < index else ():
        if tokens[place].lower_ in ("toll", "tally"):
            hurt = any(FATES.get(t.lower_) == "wounded" for t in tokens[max(0, place - 2) : place])
            return "wounded" if hurt else "killed"
        if tokens[place].lower_ in ("number", "count") and (number_of := _number_of(tokens, place + 1)):
            return number_of
        if _is_number(tokens[place]):
            break
    if word in INCLUDING:  # "the dead included two doctors"
        before = tokens[index - 1].lower_ if index else ""
        return (
            FATES.get(before)
            if before in ("dead", "deceased", "killed", "wounded", "injured")
            else None
        )
    among = [t.lower_ for t in tokens[max(0, index - 6) : index + 1]]
    if "among" in among and among[-1] in ("are", "were", "is", "was"):
        return next((FATES[word] for word in among if word in FATES), None)
    return None


def _shares_object(token: Token, joined: bool) -> bool:
    """Whether a verb has one object with the verb before it: "killed and buried", "Kills Buries"."""
    return token.tag_ in ("VBD", "VBN", "VBZ") or (
        not joined and token.is_title and token.text[-1] == "s"
    )


def _before_origin(tokens: Sequence[Token], index: int) -> int:
    """Where to look on from the "to" of "from seven to nine": before its "from"."""
    if tokens[index].lower_ != "to":
        return index
    for place in range(index - 1, max(-1, index - 6), -1):  # "from at least seven people to"
        if tokens[place].lower_ == "from":
            return place - 1 if any(_is_number(t) for t in tokens[place:index]) else index
    return index


def _number_of(tokens: Sequence[Token], at: int) -> str | None:
    """The fate in "the number of dead", "the number of people killed": not of one group alone."""
    for token in tokens[at : at + 6]:
        if token.lower_ in FATES:
            return FATES[token.lower_]
        if token.lower_ not in FILLERS | ANYBODY | BETWEEN | {"of", "those"}:
            return None
    return None


def _fate_by_parse(head: Token) -> str | None:
    """The fate that the parse gives the noun: object or passive subject of such a verb."""
    verb = head.head
    word = verb.lower_
    if word not in FATES:
        return None
    fate = FATES[word]
    if head.dep_ == "nsubjpass" or (head.dep_ in ("dobj", "obj") and word in WITH_OBJECT):
        return fate
    if head.dep_ == "nsubj" and word in (
        "died",
        "die",
        "dies",
        "perished",
        "drowned",
        "fled",
        "survived",
    ):
        return fate
    if head.dep_ == "pobj" and verb.lower_ == "of" and verb.head.lower_ in OF_NOUNS:
        return OF_NOUNS[verb.head.lower_]
    return None


def _is_part(tokens: Sequence[Token], first: int) -> bool:
    """Whether what came before holds those counted here: "including", "among them"."""
    before = [
        t.lower_ for t in tokens[max(0, first - 3) : first] if t.lower_ not in ("were", "are", ",")
    ]
    if not before:
        return False
    return before[-1] in INCLUDING or (before[-1] in OF_THEM and before[-2:-1] in (["among"], ["of"]))


def counted(tokens: Sequence[Token], first: int, at: int, single: bool) -> Counted:
    """What the number counts that stands, with its hedge, in ``tokens[first:at]``.

    Args:
        tokens: the sentence.
        first: index of the first token of the hedge or number.
        at: index of the first token after the number.
        single: whether a noun in the singular may be counted (one, no, "three-member").
    """
    start, stop, of_them = _noun(tokens, at)
    words = list(tokens[start:stop])
    if words and not _countable(words[-1], single):
        words, stop = [], at
    inner = next((FATES[t.lower_] for t in words if t.lower_ in FATES), None)
    head = words[-1] if words else None
    before = _fate_before(tokens, first)
    part = of_them or _is_part(tokens, first)
    end = stop
    fate: str | None
    if inner is not None:
        position = next(i for i in range(start, stop) if tokens[i].lower_ in FATES)
        own = not (
            before and tokens[position].lower_ in WITH_OBJECT and _leads_to_number(tokens, position + 1)
        )
        if own:
            joined = _joined(tokens, position, inner)
            fate, end = joined[0], max(stop, joined[1])
            named = ("NORP", "GPE", "ORG")
            if (
                head is not None and head.lower_ in FATES and head.pos_ == "NOUN"
            ):  # "three civilian deaths"
                words = [t for t in words if t.pos_ in ("NOUN", "PROPN") or t.ent_type_ in named]
            words = [t for t in words if t.lower_ not in FATES]
            head = words[-1] if words else None
        else:
            fate, end = before, position
            words = list(tokens[start:position])
            head = words[-1] if words else None
    elif head is not None and head.lower_ in HEADS:
        fate = HEADS[head.lower_]
    elif (after := _fate_after(tokens, stop)) and not (before and _leads_to_number(tokens, after[1])):
        fate, end = after
    else:
        fate = before or (_fate_by_parse(head) if head is not None else None)
    if fate in BODILY and head is not None and _is_thing(head):
        fate = None
    beyond = tokens[at : at + 2]
    if (
        head is None
        and len(beyond) == 2
        and beyond[0].lower_ == "from"
        and beyond[1].ent_type_ == "GPE"
    ):
        words = list(beyond)  # "killed 10 from Utopia": a group, not all
    last = tokens[end - 1] if end > at else tokens[at - 1]
    return Counted(head, tuple(words), fate, part, tokens[first].idx, last.idx + len(last))


def share_fates(sequence: list[tuple[int, int, Counted]], tokens: Sequence[Token]) -> list[Counted]:
    """Give a number its neighbour's fate where the two are listed together.

    "Killed 21 soldiers and three civilians", "21 soldiers and three civilians were killed", "killed
    16, including two children".

    Args:
        sequence: per number of the sentence: first token, token after its noun, what it counts.
        tokens: the sentence.
    """
    found = [item[2] for item in sequence]
    for index, (first, _, item) in enumerate(sequence):
        if item.fate or not item.people or index == 0:
            continue
        earlier = found[index - 1]
        gap = [t.lower_ for t in tokens[sequence[index - 1][1] : first]]
        if earlier.fate and (item.part or all(word in LINKS | FILLERS for word in gap)):
            found[index] = replace(item, fate=earlier.fate, inherited=True)
    for index in range(len(sequence) - 2, -1, -1):
        item, later = found[index], found[index + 1]
        gap = [t.lower_ for t in tokens[sequence[index][1] : sequence[index + 1][0]]]
        listed = bool(gap) and all(word in LINKS | FILLERS for word in gap)
        open_ = item.fate is None and item.head is not None and item.people
        if open_ and later.fate and listed and _fate_before(tokens, sequence[index + 1][0]) is None:
            found[index] = replace(item, fate=later.fate, inherited=True)
    return found


def describe(item: Counted, beside: bool) -> str:
    """``what`` in words: "killed", "children killed", "missiles"; "" where nothing is counted.

    Args:
        item: what the number counts.
        beside: whether the sentence counts another group with the same fate, which makes "civilians"
            a group of its own.
    """
    group = _group(item.words)
    if item.part and (told := _predicate(item.words)):
        return f"{told} {item.fate}" if item.fate else told
    if item.fate is None:
        return f"{group} {_deed(item.head)}".strip() if item.head is not None else group
    words = group.split()
    head = words[-1].lower() if words else ""
    general = not group or head in ANYBODY or (head in CIVILIANS and not beside and not item.part)
    if general and item.part and head not in ANYBODY | CIVILIANS:
        return f"part of the {item.fate}"
    if general and len([w for w in words if w.lower() not in ANYBODY | CIVILIANS]) == 0:
        return item.fate
    return item.fate if general and item.fate not in ("killed", "wounded") else f"{group} {item.fate}"


def _predicate(words: Sequence[Token]) -> str:
    """What the sentence says they were: "five of the dead were relatives"."""
    if not words:
        return ""
    doc, at = words[-1].doc, words[-1].i + 1
    if not (at + 1 < len(doc) and doc[at].lower_ in ("were", "are")):
        return ""
    stop = at + 1
    while stop < len(doc) and stop - at < 5 and doc[stop].pos_ in ("ADJ", "NOUN", "PROPN"):
        stop += 1
    told = doc[at + 1 : stop]
    return _group(list(told)) if len(told) and told[-1].tag_ in ("NNS", "NNPS") else ""


def _deed(head: Token) -> str:
    """What anybody counted did ("people signed petition"): "people" alone says too little."""
    if head.lower_ not in ANYBODY or head.dep_ not in ("nsubj", "nsubjpass"):
        return ""
    verb = head.head
    if verb.pos_ != "VERB":
        return ""
    what = next((child.lower_ for child in verb.children if child.dep_ == "dobj"), "")
    return f"{verb.lower_} {what}".strip()


def _group(words: Sequence[Token]) -> str:
    """The noun phrase, plural, in lower case but for names."""
    kept = [t for t in words if t.lower_ not in ("more", "other", "additional", "further", "the")]
    if not kept:
        return ""
    named = ("NORP", "GPE", "ORG", "LOC", "PERSON", "FAC")
    parts = [
        t.text if t.ent_type_ in named or (t.text.isupper() and len(t) > 1) else t.lower_ for t in kept
    ]
    if kept[-1].tag_ in ("NN", "NNP") and kept[0].lower_ != "from":
        parts[-1] = plural(parts[-1])
    return " ".join(part.replace(".", "") if part.isupper() else part for part in parts)


def plural(word: str) -> str:
    """The plural of an English noun by its ending; a word that looks plural stays as it is."""
    lower = word.lower()
    if lower in IRREGULAR:
        return IRREGULAR[lower]
    marked = lower.endswith("s") and not lower.endswith(("ss", "us"))
    if marked or lower in IRREGULAR.values():
        return word
    if lower.endswith(("ss", "us", "x", "ch", "sh")):
        return word + "es"
    if lower.endswith("y") and lower[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"
