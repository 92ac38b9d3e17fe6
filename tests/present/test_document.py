import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.present import sample as flood
from untold.model import Article, Evidence, Placement, Readability, State, Story
from untold.present.around import KEPT, LONGEST_SENTENCE
from untold.present.document import StoryFindings, build_document, plain
from untold.present.headline import central_headline


def evidences(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"article", "field", "start", "end", "text"} == set(value):
            yield value
        for item in value.values():
            yield from evidences(item)
    elif isinstance(value, list):
        for item in value:
            yield from evidences(item)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return flood.sample()


def test_the_document_is_json_of_the_promised_shape(document: dict[str, Any]) -> None:
    assert json.loads(json.dumps(document)) == document
    assert list(document) == ["version", "manifest", "outlets", "articles", "stories", "left_out"]
    assert document["version"] == 1
    head = {
        "id",
        "outlet",
        "url",
        "published",
        "title",
        "readability",
        "reason",
        "sha256",
        "story",
        "copy_family",
    }
    assert all(head <= set(article) and "text" not in article for article in document["articles"])
    story = document["stories"][0]
    keys = {"id", "title", "from", "to", "articles", "outlets", "copies", "summary", "compared", "note"}
    views = {"facts", "naming", "voices", "agency", "figures", "origins"}
    assert keys | views <= set(story)
    cells = [cell for fact in story["facts"] for cell in fact["cells"]] + story["coverage"]
    assert {cell["state"] for cell in cells} == {s.value for s in State}
    assert len(document["left_out"]) == len(flood.LEFT_OUT)


def test_every_span_holds(document: dict[str, Any]) -> None:
    _, articles, _ = flood.parts()
    texts = {article.id: article for article in articles}
    found = list(evidences(document))
    assert len(found) > 100
    for evidence in found:
        field = texts[evidence["article"]].value(evidence["field"])
        assert field[evidence["start"] : evidence["end"]] == evidence["text"]


def test_every_piece_of_evidence_lies_in_a_cited_sentence(document: dict[str, Any]) -> None:
    story = document["stories"][0]
    views = [story[name] for name in ("facts", "naming", "voices", "agency", "figures", "origins")]
    for evidence in evidences(views):
        assert any(
            s["article"] == evidence["article"]
            and s["field"] == evidence["field"]
            and s["start"] <= evidence["start"]
            and evidence["end"] <= s["end"]
            for s in story["sentences"]
        )


def test_no_order_of_the_input_changes_a_byte(document: dict[str, Any]) -> None:
    stories, articles, placements = flood.parts()
    left_out = list(flood.LEFT_OUT)
    for seed in range(3):
        for items in (stories, articles, placements, left_out):
            random.Random(seed).shuffle(items)  # type: ignore[arg-type]  # noqa: S311
        again = build_document(stories, articles, placements, left_out, flood.MANIFEST)
        assert json.dumps(again) == json.dumps(document)


def test_a_story_with_one_outlet_is_listed_with_the_reason(document: dict[str, Any]) -> None:
    goat = document["stories"][-1]
    assert goat["id"] == "s-goat"
    assert goat["title"] == "A goat wins the fair"
    assert not goat["compared"]
    assert goat["note"] == "one outlet: nothing to compare"
    assert goat["summary"] == []


def test_two_outlets_of_which_one_is_unreadable_are_not_compared() -> None:
    articles = [
        Article("a", "One", "Ferry stops", "The ferry stopped."),
        Article(
            "b",
            "Two",
            "Subscribe",
            "Subscribe.",
            readability=Readability.STUB,
            reason="a paywall notice",
        ),
    ]
    placements = [Placement("a", "s", None), Placement("b", "s", None)]
    story = build_document([], articles, placements, (), {})["stories"][0]
    assert not story["compared"]
    assert story["note"].startswith("fewer than two outlets with a readable article")


def test_differ_counts_facts_told_by_one_and_untold_by_another(document: dict[str, Any]) -> None:
    story = document["stories"][0]
    told = {"told", "attributed", "disputed", "partial"}
    by_hand = 0
    for fact in story["facts"]:
        states = [cell["state"] for cell in fact["cells"]]
        by_hand += "untold" in states and bool(told & set(states))
    assert story["differ"] == by_hand == 5


def test_stories_that_differ_more_come_first() -> None:
    big = flood.large(stories=4, facts=6)
    counts = [story["differ"] for story in big["stories"]]
    assert counts == sorted(counts, reverse=True)


def test_only_real_dates_bound_a_story(document: dict[str, Any]) -> None:
    story = document["stories"][0]
    assert story["from"] == "2031-03-04"
    assert story["to"].startswith("2031-03-05")


def test_floats_are_rounded_and_infinities_are_null() -> None:
    assert plain({"p": 0.12345678, "q": float("inf"), "r": State.TOLD}) == {
        "p": 0.123457,
        "q": None,
        "r": "told",
    }


def test_a_sentence_without_end_is_cut_round_its_evidence() -> None:
    text = "barrel rope " * 400 + "the ferry stopped " + "lamp stone " * 400
    article = Article("a", "One", "Ferry", text)
    start = text.index("the ferry")
    evidence = Evidence.of(article, article.span("text", start, start + 17))
    from untold.annotate.sentences import Sentence
    from untold.compare.origins import Edge, Origins

    layers = {"sentences": {"a": (Sentence(article.span("text", 0, len(text)), 0),)}}
    finding = Origins("f", evidence.text, 1, 1, 1, (Edge("One", None, None, evidence),))
    given = StoryFindings(Story("s", (article,), layers), {"origins": (finding,)})
    document = build_document([given], [article], [Placement("a", "s", None)], (), {})
    (sentence,) = document["stories"][0]["sentences"]
    assert "the ferry stopped" in sentence["text"]
    assert len(sentence["text"]) < LONGEST_SENTENCE
    assert text[sentence["start"] : sentence["end"]] == sentence["text"]
    assert not sentence["text"].startswith(" ")


def texts_of(text: str, *cited: str) -> tuple[list[str], list[str]]:
    """Sentences and paragraphs of a document whose findings cite these words; a line is a sentence."""
    from untold.compare.origins import Edge, Origins

    article = Article("a", "One", "Ferry", text)
    places = [
        article.span("text", text.index(words), text.index(words) + len(words)) for words in cited
    ]
    edges = tuple(Edge("One", None, None, Evidence.of(article, place)) for place in places)
    given = StoryFindings(
        Story("s", (article,), {}), {"origins": (Origins("f", cited[0], 1, 1, 1, edges),)}
    )
    document = build_document([given], [article], [Placement("a", "s", None)], (), {})
    story = document["stories"][0]
    for paragraph in story["paragraphs"]:
        assert text[paragraph["start"] : paragraph["end"]] == paragraph["text"]
    return [s["text"] for s in story["sentences"]], [p["text"] for p in story["paragraphs"]]


def test_a_sentence_comes_with_its_paragraph_and_no_other() -> None:
    text = "The quay is old.\nThe ferry stopped at noon. Nobody was hurt.\nThe lamps were lit."
    sentences, paragraphs = texts_of(text, "The ferry stopped at noon.")
    assert sentences == ["The ferry stopped at noon."]
    assert paragraphs == ["The ferry stopped at noon. Nobody was hurt."]


def test_a_paragraph_without_end_is_kept_around_what_is_cited() -> None:
    far = (
        "The ferry stopped at noon. " + "Lamp and stone. " * 200 + "Nobody was hurt. " + "Rope. " * 200
    )
    _, (first, second) = texts_of(far, "The ferry stopped at noon.", "Nobody was hurt.")
    assert first.startswith("The ferry stopped at noon. Lamp")
    assert len(first) <= KEPT + len("The ferry stopped at noon.")
    assert "stone. Nobody was hurt. Rope" in second
    near = "The ferry stopped at noon. " + "Lamp and stone. " * 50 + "Nobody was hurt."
    assert texts_of(near, "The ferry stopped at noon.", "Nobody was hurt.")[1] == [near]


class TestHeadline:
    def test_shared_words_win(self) -> None:
        articles = [
            Article(
                "a", "One", "Harbour bridge closed after storm", "The bridge over the harbour closed."
            ),
            Article("b", "Two", "Prices rise", "After the storm the harbour bridge is closed."),
        ]
        headline = central_headline(articles)
        assert headline is not None
        assert (headline.article, headline.field) == ("a", "title")

    def test_without_titles_the_first_sentence_stands_in(self) -> None:
        article = Article("a", "One", " ", "\n The bridge closed at 3.15 today. More soon.")
        headline = central_headline([article])
        assert headline is not None
        assert headline.text == "The bridge closed at 3.15 today."
        assert article.text[headline.start : headline.end] == headline.text

    def test_a_text_without_a_stop_is_cut_at_a_word(self) -> None:
        article = Article("a", "One", "", "rope " * 100)
        headline = central_headline([article])
        assert headline is not None
        assert len(headline.text) <= 160
        assert headline.text.endswith("rope")

    def test_nothing_to_head_with(self) -> None:
        assert central_headline([Article("a", "One", "", " \n")]) is None
