"""Words that set sides apart: chance yields none, what holds comes with its sentences."""

from __future__ import annotations

from random import Random

from untold.analysis import Settings
from untold.annotate.reading import Reading
from untold.compare.wording import CONTRAST, Unit, compare_wording, find_contrasts
from untold.model import Article, Story

LAYERS = ("sentences", "terms", "voices", "wording")


def story(articles: list[Article]) -> Story:
    readings = {article.id: Reading(article) for article in articles}
    layers = {n: {i: reading.records(n) for i, reading in readings.items()} for n in LAYERS}
    return Story("s", tuple(sorted(articles, key=lambda a: a.id)), layers)


def dealt(seed: int, swap: float = 0.0) -> dict[str, list[list[Unit]]]:
    """Two sides of sentences from one vocabulary; one side says "dockers" for "workers" at times."""
    random = Random(seed)  # noqa: S311 - invented text
    words = [f"w{n}" for n in range(60)]
    sides: dict[str, list[list[Unit]]] = {}
    for side in ("Herald", "Tidings"):
        units = []
        for _ in range(60):
            said = [random.choice(words) for _ in range(7)] + ["workers"]
            if side == "Tidings" and random.random() < swap:
                said[-1] = "dockers"
            units.append(tuple(said))
        sides[side] = [units]
    return sides


def test_chance_alone_sets_nothing_apart() -> None:
    flagged = [find_contrasts(dealt(seed)) for seed in range(40)]
    assert sum(map(bool, flagged)) <= 6  # one list in ten may hold one: 4 of 40, and chance


def test_a_word_that_one_side_swaps_is_found_on_both_ends() -> None:
    found = {c.word: c for c in find_contrasts(dealt(3, swap=0.9))}
    assert found["dockers"].side == "Tidings"
    assert found["workers"].side == "Herald"
    assert found["dockers"].low > 0
    assert found["dockers"].stability >= 0.95


def test_a_word_of_one_sentence_is_not_stable() -> None:
    sides = dealt(5)
    sides["Tidings"][0].append(("lanterns",) * 12)
    assert "lanterns" not in {c.word for c in find_contrasts(sides)}


def test_the_order_of_sides_and_articles_is_of_no_matter() -> None:
    sides = dealt(3, swap=0.9)
    assert find_contrasts(dict(reversed(sides.items()))) == find_contrasts(sides)


def test_one_side_alone_has_no_contrast() -> None:
    assert find_contrasts({"Herald": [[("mill",) * 5]]}) == []


HERALD = " ".join(f"The rebels held gate {n} and the farmer left." for n in range(40))
TIDINGS = " ".join(f"The soldiers held gate {n} and the farmer left." for n in range(40))


def test_contrasts_come_with_sentences_and_groups_replace_outlets() -> None:
    articles = [Article("1", "Herald", "", HERALD), Article("2", "Tidings", "", TIDINGS)]
    found = [w for w in compare_wording(story(articles), Settings()) if w.kind == CONTRAST]
    by_word = {w.word: w for w in found}
    assert by_word["rebel"].side == "Herald"
    [use] = by_word["rebel"].uses
    assert (use.outlet, use.count) == ("Herald", 40)
    assert {piece.text for piece in use.evidence} == {"rebels"}
    grouped = Settings(groups=(("Herald", "north"), ("Tidings", "south")))
    sides = {w.side for w in compare_wording(story(articles), grouped) if w.kind == CONTRAST}
    assert sides == {"north", "south"}
    alone = Settings(groups=(("Herald", "north"),))
    assert [w for w in compare_wording(story(articles), alone) if w.kind == CONTRAST] == []


def test_a_sentence_printed_twice_counts_once_and_quoted_words_not_at_all() -> None:
    quoted = "“" + HERALD + "” a farmer said."
    articles = [Article("1", "Herald", "", quoted), Article("2", "Tidings", "", TIDINGS)]
    assert "rebel" not in {w.word for w in compare_wording(story(articles), Settings())}
    twice = [*[Article(str(n), "Herald", "", "The rebels left the mill.") for n in range(30)],
             Article("x", "Tidings", "", "The soldiers came. The farmer left.")]  # fmt: skip
    assert list(compare_wording(story(twice), Settings())) == []


def test_loaded_words_are_counted_by_outlet() -> None:
    articles = [
        Article("1", "Herald", "", "The ludicrous plan failed. A ludicrous vote followed."),
        Article("2", "Tidings", "", "The plan failed. “Ludicrous,” the miller said."),
    ]
    [word] = compare_wording(story(articles), Settings())
    assert (word.word, word.kind, word.side) == ("ludicrous", "evaluative", None)
    assert word.why
    assert [(use.outlet, use.count, len(use.evidence)) for use in word.uses] == [("Herald", 2, 2)]
    assert word.uses[0].words >= 6
