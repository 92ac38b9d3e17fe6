"""Facts by outlets: which outlet told what, with the proving sentence, and what it left untold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from untold.analysis import Comparison, Settings
from untold.compare import finding, matching, verdict
from untold.compare.base_rate import told_from
from untold.compare.calibration import Limits, limits
from untold.compare.outlet_cells import Cell, earlier, outlet_cell
from untold.model import Evidence, Readability, State, Story

__all__ = ["SPEC", "Cell", "Fact", "compare_facts", "read_alone"]


@dataclass(frozen=True, slots=True)
class Fact:
    """Statements of several articles that say the same thing, and every outlet's cell.

    ``id`` is stable for the same story content. ``text`` is verbatim ``evidence.text``, the most
    central statement; ``sentence`` the sentence it stands in. ``kind`` is event, number, statement
    or dispute. ``outlets`` counts the outlets that told all of it; ``first`` is the earliest known
    publication that tells it. ``cells`` has one cell for each outlet with an article in the story,
    outlets sorted; for the other outlets see the comparison ``coverage``.
    """

    id: str
    story: str
    text: str
    kind: str
    evidence: Evidence
    sentence: Evidence
    outlets: int
    first: str | None
    cells: tuple[Cell, ...]


#: Two statements are one fact if the geometric mean of the probabilities that each shows the other
#: reaches this. Merging two facts hides a gap, leaving two copies of one only lengthens the list: on
#: the coded cells 1 in 1,000 pairs of different facts is merged, and 32 % of the pairs that report
#: one fact, often among other things (evals/merging.py).
SAME = 0.3
#: How probably a statement is told in full that wasn't read there, though another one of its fact was.
NOT_READ = 0.5
#: What a statement that can't be read alone begins with.
PRONOUNS = frozenset({
    "he", "she", "it", "they", "this", "that", "these", "those", "his", "her", "their", "its", "we",
    "i",
})  # fmt: skip


def compare_facts(story: Story, settings: Settings) -> Iterator[Fact]:
    """The story's facts with a cell for each outlet, those told by most outlets first.

    Of those that as many tell the ones that begin with a pronoun come last. Every statement of every
    article is sought in all articles; one too bare to be looked for alone ("it worked out well") makes
    no fact. Statements that show each other, the first one in full, and don't contradict each other's
    numbers, become one fact, named by its most central member. A cell takes the probability of the best
    of the members' searches, and counts as told from where `told_from` says: the rarer told cells are
    in the story, the surer one must be. What it then shows is where the naming member is told; if that
    is rather not told in full the cell is unsure. Nothing is yielded for a story of one outlet.

    Raises:
        UsageError: ``settings.max_false_gaps`` was not measured.
    """
    if len(story.by_outlet()) < 2:
        return
    sentences = matching.Haystack(story, story.articles)
    # what a stub says ("subscribe to read on") is no fact of the story, though it may tell one
    telling = [a for a in sentences.articles if a.readability != Readability.STUB]
    statements = matching.Haystack(story, telling, layer="statements")
    bounds = limits(settings.max_false_gaps, "stated")
    found = [finding.find_matches(row.sought, sentences, "stated", own=row) for row in statements.rows]
    bounds = replace(bounds, told=told_from(_elsewhere(statements, found), bounds.told))
    facts = [
        _fact(story, members, statements, sentences, found, bounds)
        for members in _clusters(statements, found)
    ]
    facts.sort(key=lambda f: (-f.outlets, not read_alone(f.text), -_surety(f), f.first or "9999", f.id))
    yield from facts


def _elsewhere(statements: matching.Haystack, found: Sequence[Sequence[finding.Match]]) -> list[float]:
    """The probabilities of the statements in the articles that they are not taken from."""
    return [
        match.p
        for row, matches in zip(statements.rows, found, strict=True)
        for match in matches
        if match.article.id != row.article.id
    ]


def _surety(fact: Fact) -> float:
    """How sure the fact's cells are on the whole: the mean distance from a coin's toss."""
    return round(sum(abs(cell.p - 0.5) for cell in fact.cells) / max(len(fact.cells), 1), 4)


def _clusters(
    statements: matching.Haystack, found: Sequence[Sequence[finding.Match]]
) -> list[list[int]]:
    """Rows of the statements that say the same, the most central row of each cluster first."""
    count = statements.count
    if not count:
        return []
    same = (likeness(statements) >= SAME) & _in_full(statements, found)
    np.fill_diagonal(same, True)
    central = [sum(m.p >= 0.5 for m in matches) for matches in found]
    checkable = [i for i in range(count) if _checkable(statements.rows[i])]
    order = sorted(checkable, key=lambda i: _naming_order(statements.rows[i], central[i]))
    clusters, taken = [], np.zeros(count, bool)
    for seed in order:
        if not taken[seed]:
            members = [seed, *(i for i in order if i != seed and same[seed, i] and not taken[i])]
            taken[members] = True
            clusters.append(members)
    return clusters


def _in_full(
    statements: matching.Haystack, found: Sequence[Sequence[finding.Match]]
) -> NDArray[np.bool_]:
    """Whether the article of the second statement tells the first in full: shape (rows, rows)."""
    least = finding.IN_FULL["stated"]  # a statement's own article has no such probability: 1
    full = [
        {m.article.id for m in matches if m.read and (m.whole is None or m.whole >= least)}
        for matches in found
    ]
    return np.array([[row.article.id in held for row in statements.rows] for held in full])


def _checkable(row: matching.Row) -> bool:
    """Whether a statement says enough to be looked for: "it worked out well" could be anything.

    Three different content words, or two with a number among them ("nine people were killed").
    """
    number = any(term.kind == "number" for term in row.terms)
    return len({term.key for term in row.terms}) >= (2 if number else 3)


def likeness(statements: matching.Haystack) -> NDArray[np.float64]:
    """How surely two statements say the same: shape (statements, statements), 0 to 1.

    The geometric mean of the probabilities that each shows the other; 0 where their numbers differ.
    """
    shows = np.zeros((statements.count, statements.count))
    for number, row in enumerate(statements.rows):
        seen = matching.search(row.sought, statements)
        shows[number] = finding.matcher().shows(seen.sentences)
    return np.where(_compatible(statements), np.sqrt(shows * shows.T), 0.0)


def _naming_order(row: matching.Row, central: int) -> tuple[int, bool, bool, int, str, str, int]:
    """Sort key: in most articles, readable alone, from a text, fullest; then time, id, place."""
    return (
        -central, not read_alone(row.span.text), row.span.field == "title", -len(row.terms),
        row.article.published or "9999", row.article.id, row.span.start,
    )  # fmt: skip


def read_alone(text: str) -> bool:
    """Whether a statement can be read alone: it doesn't begin with a pronoun."""
    words = text.lstrip("\"'`“‘ ").split()
    return bool(words) and words[0].lower() not in PRONOUNS


def _compatible(statements: matching.Haystack) -> NDArray[np.bool_]:
    """Which rows don't contradict each other's numbers: shape (rows, rows)."""
    numbers = [frozenset(t.key for t in row.terms if t.kind == "number") for row in statements.rows]
    allowed = np.ones((len(numbers), len(numbers)), bool)
    counted = [i for i, held in enumerate(numbers) if held]
    for i in counted:
        for j in counted:
            allowed[i, j] = numbers[i] <= numbers[j] or numbers[j] <= numbers[i]
    return allowed


def _fact(
    story: Story,
    members: Sequence[int],
    statements: matching.Haystack,
    sentences: matching.Haystack,
    found: Sequence[Sequence[finding.Match]],
    bounds: Limits,
) -> Fact:
    """The fact that a cluster of statements makes."""
    name = statements.rows[members[0]]
    verdicts = {}
    for number, article in enumerate(sentences.articles):
        sought, match = _match(members, number, statements, found, bounds)
        verdicts[article.id] = verdict.judge(sought, match, sentences, story, bounds)
    first = _first(verdicts.values())
    cells = tuple(
        outlet_cell(
            outlet, articles, [verdicts[a.id] for a in articles if a.id in verdicts], first, bounds
        )
        for outlet, articles in story.by_outlet().items()
    )
    sentence = story.records("sentences", name.article)[name.sentence]
    evidence = Evidence.of(name.article, name.span)
    key = f"{evidence.article}\x1f{evidence.field}\x1f{evidence.start}\x1f{evidence.end}"
    return Fact(
        id="f-" + hashlib.sha256(key.encode()).hexdigest()[:10],
        story=story.id,
        text=evidence.text,
        kind=_kind(name, story, cells),
        evidence=evidence,
        sentence=Evidence.of(name.article, sentence.span),
        outlets=sum(cell.state.said and cell.state != State.PARTIAL for cell in cells),
        first=first,
        cells=cells,
    )


def _match(
    members: Sequence[int],
    number: int,
    statements: matching.Haystack,
    found: Sequence[Sequence[finding.Match]],
    bounds: Limits,
) -> tuple[matching.Sought, finding.Match]:
    """By which of its statements a fact is judged in an article, and where that was found.

    A gap must be one for all of them, so the likeliest decides; but what is shown as told is what names
    the fact, and that must be told in full.
    """
    best = max(members, key=lambda m: (found[m][number].p, -m))
    p = found[best][number].p
    if p < bounds.told or best == members[0]:
        return statements.rows[best].sought, found[best][number]
    named = found[members[0]][number]
    whole = named.whole if named.read else NOT_READ
    return statements.rows[members[0]].sought, replace(named, p=p, whole=whole)


def _first(verdicts: Iterable[verdict.Verdict]) -> str | None:
    """The earliest known publication that says the fact; None if none is dated."""
    first: str | None = None
    for found in verdicts:
        if found.state.said:
            day = found.article.published
            if day is not None and (first is None or earlier(day, first)):
                first = day
    return first


def _kind(name: matching.Row, story: Story, cells: Sequence[Cell]) -> str:
    """event, number, statement or dispute."""
    if any(cell.state == State.DISPUTED for cell in cells):
        return "dispute"
    if any(term.kind == "number" for term in name.terms):
        return "number"
    for voice in story.records("voices", name.article):
        if voice.content is not None and voice.content.overlaps(name.span):
            return "statement"
    return "event"


SPEC = Comparison(
    name="facts",
    version=10,
    record=Fact,
    compare=compare_facts,
    summary="facts by outlets: told, attributed, disputed, partial, untold and why not",
    needs=("sentences", "statements", "terms", "embeddings", "voices", "actors"),
    models=("matcher", "reader", "rarity", "encoder-vocabulary"),
)
