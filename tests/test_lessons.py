"""The lessons kept beside the labels are what this version computes."""

import json
from dataclasses import fields

import numpy as np
import pytest

from evals import gold, us_news
from evals.data import data_folder
from evals.us_news import haystacks
from training.lessons import CODED, Lessons, kept_lessons, of_fact
from untold.compare import finding


def test_kept_lessons_are_made_of_the_features_that_the_matcher_takes() -> None:
    kept = kept_lessons()
    columns = {
        "features": finding.FEATURES,
        "read": finding.READ_FEATURES,
        "beside": finding.AMONG_FEATURES,
    }
    for name, names in columns.items():
        assert getattr(kept, name).shape == (len(kept.told), len(names))
    assert (kept.told | ~kept.partly).all()
    clear = kept.only(~kept.partly)
    assert len(clear.told) == len(clear.features) < len(kept.told)


def test_no_lesson_is_on_an_article_that_something_is_measured_on() -> None:
    taught, *measured = (
        {
            name
            for members in json.loads(path.read_text("utf-8"))["stories"].values()
            for name in members
        }
        for path in (CODED, us_news.CODED, gold.MATRIX, gold.CODED, gold.KEPT_ASIDE, gold.KEPT_MATRIX)
    )
    assert taught
    assert not any(taught & names for names in measured)


#: The reader's logits, from -7 to 5, differ by up to .1 between kinds of processors in some pairs: what
#: lies between two steps of eight bits is rounded otherwise. Another feature or reader moves more.
OTHERWISE_ROUNDED = 0.25


@pytest.mark.skipif(data_folder() is None, reason="no development data here")
def test_kept_lessons_are_computed_alike_today() -> None:
    hay, facts = next(haystacks(CODED))
    rows = [row for fact in facts for row in of_fact(fact, hay, finding.matcher().shows)]
    kept = kept_lessons()
    for field, column in zip(fields(Lessons), zip(*rows, strict=True), strict=True):
        near = OTHERWISE_ROUNDED if field.name == "read" else 1e-3
        assert np.allclose(getattr(kept, field.name)[: len(rows)], np.array(column), atol=near)
