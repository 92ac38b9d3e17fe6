"""The span tagger on invented text: what it is given, what it says, and where contents end by it."""

from __future__ import annotations

import numpy as np
import pytest
from spacy.tokens import Doc

from untold.annotate.reading import Reading
from untold.annotate.speech.ends import mended
from untold.annotate.speech.first_look import FirstLook, for_tagger
from untold.annotate.speech.span_tagger import STRETCH, Given, Tags, cut, span_tagger, stretches
from untold.model import Article

SAID = "Mayor Ilsa Torn said the harbour would close on Monday. “We are ready,” she added."
QUAY = "Torn said the quay was shut after rain and left town"
CHANCES = (0.0, 0.0, 0.9, 0.9, 0.9, 0.9, 0.8, 0.8, 0.1, 0.1, 0.2)


def given_of(text: str) -> tuple[Given, np.ndarray]:
    reading = Reading(Article("a", "Ledger", "", text))
    return for_tagger(reading, "text", FirstLook(reading.doc("text")), span_tagger().labels)


def tags_of(inside: list[float], begins: list[float] | None = None) -> Tags:
    """Tags of which only the probabilities of contents matter."""
    low = 1e-4
    first = np.array(begins or [low] * len(inside), np.float32)
    later = np.clip(np.array(inside, np.float32) - first, low, 1)
    some = np.full(len(inside), np.log(low), np.float32)
    return Tags(np.log1p(-first - later + low), np.log(first), np.log(later), some, some)


def test_probabilities_of_each_word_and_candidate() -> None:
    given, rows = given_of(SAID)
    tags, odds = span_tagger()(given, rows)
    total = np.exp(tags.outside) + np.exp(tags.begins) + np.exp(tags.inside)
    assert total == pytest.approx(np.ones(len(given.heads)), abs=1e-4)
    assert odds.shape == (len(rows),)
    doc = Reading(Article("a", "Ledger", "", SAID)).doc("text")
    said = next(token.i for token in doc if token.text == "said")
    close = next(token.i for token in doc if token.text == "close")
    assert tags.cue[said] > np.log(0.5) > tags.cue[close]
    assert tags.inside[close] > np.log(0.5) > tags.inside[said]


def test_the_same_twice() -> None:
    given, rows = given_of(SAID)
    one, other = span_tagger()(given, rows), span_tagger()(*given_of(SAID))
    assert one[0].inside.tobytes() == other[0].inside.tobytes()
    assert one[1].tobytes() == other[1].tobytes()


def test_special_pieces_stand_beside_their_neighbours() -> None:
    words = " ".join(f"quay{n} harbour" for n in range(150))  # more than two windows of the encoder
    given, _ = given_of(f"The list names {words}. It ends here.")
    assert len(given.vectors) == len(given.words) == len(given.sentences) == len(given.plain)
    assert (np.diff(given.words) >= 0).all()
    assert (~given.plain).sum() == 2 * given.sentences[-1]
    assert given.sentences[-1] > 3


def test_no_stretch_is_too_long_and_none_lacks_rows() -> None:
    given, _ = given_of("\x01\x02 \x03\n" + "The quay was shut and the ferry waited. " * 60)
    parts = list(stretches(given.classes[:, -1]))
    assert [end for _, end in parts[:-1]] == [first for first, _ in parts[1:]]
    for first, end in parts:
        arrays = cut(given, first, end)
        assert 0 < end - first <= STRETCH
        assert len(arrays["vectors"]) == len(arrays["words"]) == len(arrays["near"]) > 0
        assert arrays["mean"].sum(1) == pytest.approx(arrays["mean"].any(1).astype(float))


@pytest.mark.parametrize("text", ["\x01\x02", "Harbour", "“”", "\u200b\u200b word"])
def test_texts_with_next_to_nothing(text: str) -> None:
    given, rows = given_of(text)
    tags, odds = span_tagger()(given, rows)
    assert len(tags.cue) == len(given.heads)
    assert len(odds) == len(rows)


def quay() -> tuple[Doc, list[float]]:
    """A sentence, and how likely each of its words is inside a content."""
    return Reading(Article("a", "", "", QUAY)).doc("text"), list(CHANCES)


def test_a_content_ends_where_two_words_are_outside() -> None:
    doc, chances = quay()
    (part,) = mended(doc[2:11], doc[1:2], tags_of(chances))
    assert part.text == "the quay was shut after rain"
    chances[9] = 0.9  # one word alone is no gap
    (part,) = mended(doc[2:11], doc[1:2], tags_of(chances))
    assert part.text == "the quay was shut after rain and left town"


def test_a_content_goes_on_while_its_words_are_inside() -> None:
    doc, chances = quay()
    (part,) = mended(doc[2:6], doc[1:2], tags_of(chances))
    assert part.text == "the quay was shut after rain"
    begins = [1e-4] * len(doc)
    begins[6] = 0.7  # another content begins there
    (part,) = mended(doc[2:6], doc[1:2], tags_of(chances, begins))
    assert part.text == "the quay was shut"
