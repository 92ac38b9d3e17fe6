"""Whether a gap in a text can mean anything: rules, each with its pattern and its reason.

A stub (a notice, a caption, a search page) or a text that breaks off may never stand as proof that
an outlet left something untold. The rules look for what such texts show; they don't guess from
length: agencies publish bulletins of forty words.

Known failure: a text cut between two sentences, or before its first, shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from untold.extract import marks
from untold.model import Readability

#: Words besides a notice below which the notice is all there is. Teasers before a paywall have up
#: to about 60 words.
_TEASER = 80

#: Words of a search page, its snippets included, and of the whole sentences on it; the one met has 71
#: and 40. An article, however short, has no snippets.
_SEARCH, _PROSE = 150, 80

#: Snippets ("... sank off the coast ...") that show a search page whatever its title.
_SNIPPETS = 4

#: Words below which nothing is told: the shortest text of the development data that reports an event
#: has 7 ("<Name>, <what she was>, dies at 91").
_FEWEST = 6

#: Words after a full stop that are the beginning of a sentence; words of a last line that are one even
#: without; and the share of the other lines that must have their full stop for its lack to say much.
_PHRASE, _LONG, _MOSTLY = 3, 20, 0.8

#: Characters that hold most quotations: one opened before them and not closed is a misprint.
_QUOTATION = 400

#: Words from which a line is a sentence rather than a heading, a link or a credit.
_SENTENCE = 8

#: Words that a text must have beyond those of its title, or it is no more than its headline with a
#: dateline ("AFP Sunday 26 Nov 2017" are five).
_BEYOND_TITLE = 6


class _Text:
    """A text as the rules look at it."""

    def __init__(self, title: str, text: str) -> None:
        self.title = title
        self.text = text
        self.end = text.rstrip()
        self.lines = [line.strip() for line in text.splitlines() if line.strip()]

    @cached_property
    def body(self) -> list[str]:
        """The lines that aren't the page's furniture."""
        return [line for line in self.lines if not marks.FURNITURE.fullmatch(line)]

    @cached_property
    def sentences(self) -> list[str]:
        """The lines that hold whole sentences: long enough, with an end and without snippets."""
        return [
            line for line in self.body
            if len(line.split()) >= _SENTENCE and line[-1] in ".!?\"”'’"
            and not marks.SNIPPET.search(line)
        ]  # fmt: skip

    @cached_property
    def words(self) -> list[str]:
        """The words of the body, in lower case."""
        return marks.WORD.findall("\n".join(self.body).lower())


def _search_page(text: _Text) -> bool:
    """A search page's title over snippets or over no sentence, or many snippets; never a report."""
    snippets = len(marks.SNIPPET.findall(text.text))
    titled = bool(marks.SEARCH_TITLE.search(text.title.strip()))
    prose = len(marks.WORD.findall(" ".join(text.sentences)))
    searched = snippets >= _SNIPPETS or (titled and (snippets > 0 or not prose))
    return searched and prose < _PROSE and len(text.words) < _SEARCH


def _captions(text: _Text) -> bool:
    """At least two captions, and no two lines in a row without one: a gallery, not a report."""
    with_caption = sum(1 for line in text.body if marks.CAPTION.search(line))
    return with_caption >= 2 and with_caption * 2 >= len(text.body)


def _no_article(text: _Text) -> bool:
    return len(text.words) < _TEASER and bool(marks.NO_ARTICLE.search(text.text))


def _author_box(text: _Text) -> bool:
    return (
        bool(text.body) and len(text.words) < _TEASER and bool(marks.AUTHOR_BOX.fullmatch(text.body[0]))
    )


def _walled(text: _Text) -> bool:
    return any(marks.PAYWALL.fullmatch(line) for line in text.lines)


def _walled_stub(text: _Text) -> bool:
    open_lines = [line for line in text.body if not marks.PAYWALL.fullmatch(line)]
    return _walled(text) and len(marks.WORD.findall(" ".join(open_lines))) < _TEASER


def _clipped(text: _Text) -> bool:
    return bool(marks.CLIPPED.search(text.end[-60:]))


def _goes_on(text: _Text) -> bool:
    return len(text.lines) > 1 and bool(marks.GOES_ON.fullmatch(text.lines[-1]))


def _goes_on_inside(text: _Text) -> bool:
    return any(marks.FOLD.fullmatch(line) for line in text.lines)


def _ellipsis(text: _Text) -> bool:
    return bool(marks.ELLIPSIS.search(text.end))


def _at_field_length(text: _Text) -> bool:
    return len(text.text) in marks.FIELD_LENGTHS and not marks.ENDED.search(text.end)


def _open_end(text: _Text) -> bool:
    last = marks.WORD.findall(text.end[-40:])
    if not last or not text.body or len(marks.WORD.findall(text.body[-1])) < _SENTENCE:
        return False
    ends_bare = text.end[-1].isalnum()
    return bool(marks.OPEN_END.search(text.end)) or (ends_bare and last[-1] in marks.NEVER_LAST)


def _breaks_off(text: _Text) -> bool:
    """The text stops in mid-word, in mid-quotation, or in a sentence where its others have an end."""
    last = text.body[-1] if text.body else ""
    if not last or last != text.lines[-1] or marks.ENDED.search(last):
        return False
    final = marks.SENTENCE_END.split(last)[-1]
    if marks.NO_SENTENCE.search(final) or marks.LINK.match(last):
        return False
    return _cut_word(text, last) or _open_quotation(last) or _no_end(text, last, final)


def _cut_word(text: _Text, last: str) -> bool:
    """The last word is none: not in a vocabulary of 30,000, nor elsewhere in the text."""
    match = marks.LAST_WORD.search(last)
    if match is None or len(text.words) < _SENTENCE:
        return False
    word = match[0]
    return word not in _vocabulary() and text.words.count(word) == 1


def _open_quotation(last: str) -> bool:
    """The last quotation mark is an opening one."""
    opened = max((match.start() for match in marks.OPENING.finditer(last)), default=-1)
    closed = max((match.start() for match in marks.CLOSING.finditer(last)), default=-1)
    return opened > closed and len(last) - opened < _QUOTATION


def _no_end(text: _Text, last: str, final: str) -> bool:
    """Only where punctuation is kept, and not for what ends without a full stop: credits, links."""
    words = marks.WORD.findall(final)
    small = sum(1 for word in words if word[0].islower())
    if small * 2 <= len(words) or not words[-1][0].islower():
        return False
    punctuated = text.text.count(",") * 60 >= len(text.words)  # news has a comma every 20 words
    others = [line for line in text.body[:-1] if len(line.split()) > 12]
    ended = sum(1 for line in others if marks.ENDED.search(line))
    least = _PHRASE if final != last else _LONG  # a line of its own may be a caption or a link
    return punctuated and ended >= _MOSTLY * len(others) and len(words) >= least


@lru_cache(maxsize=1)
def _vocabulary() -> frozenset[str]:
    """Words of English, from the sentence encoder's word pieces."""
    from untold.models import checked_folder

    listed = (checked_folder("encoder-vocabulary") / "minilm-vocab.txt").read_text("utf-8")
    return frozenset(piece for piece in listed.split("\n") if piece.isalpha())


def _begins_inside(text: _Text) -> bool:
    """Two small words first: one alone can be a name (al-, iPhone)."""
    if marks.WORD.findall(text.title)[:1] == marks.WORD.findall(text.text)[:1]:
        return False
    return marks.BEGINS_INSIDE.match(text.text.lstrip()) is not None


def _headline_only(text: _Text) -> bool:
    title = set(marks.WORD.findall(text.title.lower()))
    beyond = [word for word in text.words if word not in title]
    return len(beyond) < _BEYOND_TITLE


def _too_short(text: _Text) -> bool:
    return len(text.words) < _FEWEST


@dataclass(frozen=True, slots=True)
class Rule:
    """What a text shows, and what that makes of it."""

    name: str
    verdict: Readability
    reason: str
    applies: Callable[[_Text], bool]


_STUB, _TRUNCATED = Readability.STUB, Readability.TRUNCATED

#: In this order; the first that applies decides.
RULES = (
    Rule("search page", _STUB, "a page of search results, not an article", _search_page),
    Rule("captions", _STUB, "captions of pictures, not an article", _captions),
    Rule("no article", _STUB, "a notice of the web site in place of the article", _no_article),
    Rule("author box", _STUB, "a note about the author, not the article", _author_box),
    Rule("paywall", _STUB, "a paywall notice with a teaser", _walled_stub),
    Rule("too short", _STUB, f"fewer than {_FEWEST} words", _too_short),
    Rule("headline only", _STUB, "holds no more than the headline", _headline_only),
    Rule("cut at paywall", _TRUNCATED, "breaks off at a paywall notice", _walled),
    Rule("clip mark", _TRUNCATED, "ends in the mark of a clipped text", _clipped),
    Rule("goes on elsewhere", _TRUNCATED, 'ends in a link to the rest ("Read more")', _goes_on),
    Rule(
        "copied in part", _TRUNCATED,
        'holds the page\'s "Continue reading" line: parts around it may be missing', _goes_on_inside,
    ),
    Rule("ellipsis", _TRUNCATED, "ends in an ellipsis", _ellipsis),
    Rule("field length", _TRUNCATED, "stops without an end at a length that fields are cut to",
         _at_field_length),
    Rule("open end", _TRUNCATED, "ends where no sentence can end", _open_end),
    Rule("last sentence", _TRUNCATED, "the last sentence has no end", _breaks_off),
    Rule("begins inside", _TRUNCATED, "begins inside a sentence", _begins_inside),
)  # fmt: skip


def readability_of(title: str, text: str) -> tuple[Readability, str | None]:
    """Whether a gap in an English text can mean anything; if not, why.

    Args:
        title: the article's title.
        text: its text.

    Method: `RULES`, from what stubs and truncated texts show. Known failures: as the module says.
    """
    if not any(character.isalpha() for character in text):
        return Readability.EMPTY, "holds no text"
    seen = _Text(title, text)
    for rule in RULES:
        if rule.applies(seen):
            return rule.verdict, rule.reason
    return Readability.READABLE, None
