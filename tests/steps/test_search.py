"""Full-text search over articles, and the sentences nearest in meaning."""

from __future__ import annotations

import pytest

from tests import tiny
from untold.model import Article
from untold.project import temporary_project
from untold.steps.search import Meaning, Words

ARTICLES = [
    Article(
        "a1", "Quay Post", "Market flooded", "The sluice opened.\n\nSix people drowned in the café."
    ),
    Article(
        "a2", "Lantern", "Who opened the gate?", "The gate was locked. The flooding came at night."
    ),
    Article("a3", "Radio", "", 'A "quoted" line AND more OR less NEAR* (x) {y} ^z -w'),
]


@pytest.fixture(scope="module")
def words():
    return Words(ARTICLES)


def found(words, query):
    return [place.evidence.article for place in words.find(query)]


def test_all_words_must_stand_in_the_article(words):
    assert found(words, "sluice drowned") == ["a1"]
    assert found(words, "sluice locked") == []


def test_stems_and_accents(words):
    assert set(found(words, "flood")) == {"a1", "a2"}
    assert found(words, "CAFE") == ["a1"]


def test_words_in_quotation_marks_stand_together(words):
    assert found(words, '"people drowned"') == ["a1"]
    assert found(words, '"drowned people"') == []


def test_a_title_counts_for_more(words):
    assert found(words, "flooded")[0] == "a1"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  ",
        '"',
        "***",
        "()",
        "^",
        '""',
        "\x00",
        "AND",
        "a:b",
        "NEAR(",
        "-",
        'a"b>',
        '"a" b"',
        'x""y"',
    ],
)
def test_any_query_is_words_and_never_syntax(words, query):
    assert isinstance(words.find(query), list)


def test_signs_of_the_query_language_are_searched_as_words(words):
    assert found(words, "more OR less") == ["a3"]


def test_the_place_is_verbatim_and_its_parts_make_it_up(words):
    for query in ("drowned", "opened", "quoted line"):
        for place in words.find(query):
            article = next(a for a in ARTICLES if a.id == place.evidence.article)
            e = place.evidence
            assert article.value(e.field)[e.start : e.end] == e.text
            assert "".join(piece.text for piece in place.pieces) == e.text
            assert any(piece.found for piece in place.pieces)


def test_the_nearest_sentences_in_meaning(tmp_path):
    corpus = tiny.write(tmp_path / "articles.jsonl")
    with temporary_project() as project:
        project.add(corpus)
        project.run(stories="given")
        meaning = Meaning.read(project.store)
        assert 0 < meaning.count <= len(project.articles())
        articles = {a.id: a for a in project.articles()}
        sentence = next(p for p in meaning.find("people") if p.evidence.field == "text").evidence
        best = meaning.find(sentence.text)[0]
        assert best.evidence.text == sentence.text
        assert best.likeness == pytest.approx(1.0, abs=0.02)
        assert (
            articles[best.evidence.article].text[best.evidence.start : best.evidence.end]
            == sentence.text
        )
        assert meaning.find("?!") == [] or meaning.find("?!")[0].likeness is not None
        assert meaning.find("") == []
