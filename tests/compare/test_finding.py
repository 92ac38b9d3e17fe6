from __future__ import annotations

import numpy as np
import pytest

from tests.compare.stories import fire_story
from untold.compare import finding, matching
from untold.models import encoder, reading


def test_what_is_surely_nowhere_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    story = fire_story()
    hay = matching.Haystack(story, story.articles)
    read: list[int] = []

    def readings(sought: matching.Sought, hay: matching.Haystack, rows: list[int]) -> object:
        read.extend(rows)
        return np.zeros((len(rows), 2))

    monkeypatch.setattr(finding, "readings", readings)
    sought = matching.sought_text("Parliament lowered the duty on imported bicycles by a third.")
    found = finding.find_matches(sought, hay, "asked")
    unread = [match for match in found if match.whole is None]
    assert unread
    assert all(
        match.p < finding.UNREAD["asked"] and not set(match.ranked) & set(read) for match in unread
    )


def test_the_reader_tells_a_fact_from_its_near_miss() -> None:
    """Other words and the same thing; the same words and another thing."""
    sentence = "The gates of the quay had been locked from outside, two survivors said."
    told = "Two survivors said somebody had shut the gates from the outside."
    near_miss = "The harbour office said the survivors had locked the grain store themselves."
    read = [reading.reader()(*encoder().ids([fact, sentence])) for fact in (told, near_miss)]
    assert read[0][0] > 1 > -1 > read[1][0]
    assert read[0][1] > 1 > -1 > read[1][1]


def test_read_features_put_the_best_first() -> None:
    read = np.array([[0.1, -2.0], [3.0, 1.0], [1.0, 2.0]])
    assert finding.read_features(read).tolist() == [3.0, 2.0, 1.0, 1.0, 0.1, -2.0]
    assert finding.read_features(read[:1]).tolist() == [0.1, -2.0] * 3


def test_a_pair_is_cut_where_it_is_too_long() -> None:
    ids, types = reading.pair(range(1000, 1100), range(2000, 2100))
    assert len(ids) == len(types) == reading.FACT + reading.SENTENCE + 3
    assert types == sorted(types)


def test_an_article_stands_out_among_the_others_or_stands_alone() -> None:
    features = np.zeros((3, len(matching.FEATURES)))
    features[:, matching.FEATURES.index("local_cover")] = [0.5, 0.9, 0.2]
    found = finding.among_features(features, 0)
    assert found is not None
    named = dict(zip(finding.AMONG_FEATURES, found.round(6).tolist(), strict=True))
    assert named["local_cover_highest"] == 0.9
    assert named["local_cover_above"] == 0.4
    assert named["local_cover_share_above"] == 0.5
    assert named["cosine_highest"] == named["local_soft_share_above"] == 0
    assert finding.among_features(features[:1], 0) is None


def test_settled_features_hold_each_article_against_the_likeliest_other() -> None:
    shows = np.array([0.5, 0.9, 0.5, 0.5])
    found = finding.settled_features(np.array([0.5, 0.99, 0.2, 0.99]), shows)
    top, low, best = (float(finding.log_odds(np.array(p))) for p in (0.99, 0.2, 0.9))
    expected = [[0, top, 0], [top, top, best], [low, top, 0], [top, top, 0]]
    assert found.round(6).tolist() == np.round(expected, 6).tolist()
    found = finding.settled_features(np.array([0.2, 0.99]), shows[:2])
    assert found.round(6).tolist() == np.round([[low, top, 0], [top, low, best]], 6).tolist()
    assert np.isfinite(finding.settled_features(np.array([0.0, 1.0]), np.array([0.0, 1.0]))).all()


def test_where_one_tells_it_plainly_another_is_less_likely_to() -> None:
    among = np.array([[0.0, odds, 0.0] for odds in (-8.0, 0.0, 8.0)])
    p = finding.settling()(among)
    assert p[0] > p[1] > p[2]


def test_a_fact_asked_of_one_article_is_settled_by_nothing() -> None:
    story = fire_story()
    sought = matching.sought_text("The gates of the quay had been locked from outside.")
    for article in story.articles:
        hay = matching.Haystack(story, [article])
        (match,) = finding.find_matches(sought, hay, "asked")
        seen = matching.search(sought, hay)
        rows = next(finding.likeliest(finding.matcher().shows(seen.sentences), hay))
        read = finding.readings(sought, hay, rows[: finding.READ])
        alone = finding.read_tells(finding.matcher(), seen.articles[0], read, None)
        words = float(finding.matcher().tells(seen.articles)[0])
        assert match.p == (alone if words >= finding.UNREAD["asked"] else words)


def test_sentences_nearly_as_likely_are_shown_beside_the_best() -> None:
    assert finding.shown_places(np.array([0.1, 0.5, 0.02, 0.3, 0.2])) == [1, 3, 4]
    assert finding.shown_places(np.array([0.01, 0.9, 0.17])) == [1]
    assert finding.shown_places(np.array([0.4])) == [0]


def test_a_second_sentence_that_tells_the_fact_is_shown_too() -> None:
    story = fire_story()
    hay = matching.Haystack(story, story.articles)
    matches = [
        match
        for row in hay.rows
        for match in finding.find_matches(row.sought, hay, "stated")
        if match.p >= finding.TOLD["stated"]
    ]
    assert any(match.also for match in matches)
    for match in matches:
        assert match.row not in match.also
        assert len(match.also) < finding.SHOWN
        assert all(hay.rows[row].article == match.article for row in (match.row, *match.also))


def test_a_statement_is_told_by_its_own_article_unread() -> None:
    story = fire_story()
    hay = matching.Haystack(story, story.articles)
    statements = matching.Haystack(story, story.articles, layer="statements")
    for row in statements.rows:
        found = finding.find_matches(row.sought, hay, "stated", own=row)
        match = next(match for match in found if match.article.id == row.article.id)
        assert (match.p, match.whole) == (1.0, None)
        assert hay.rows[match.row].span.contains(row.span)
        assert match.ranked[0] == match.row
