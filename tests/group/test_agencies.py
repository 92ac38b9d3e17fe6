from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untold.group.agencies import agency_of
from untold.group.moments import moment_of
from untold.model import Article


def _agency(text: str) -> str | None:
    article = Article("a", "", "", text)
    credit = agency_of(article)
    if credit is None:
        return None
    assert article.text[credit.span.start : credit.span.end] == credit.span.text
    return credit.agency


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Ferry sinks.\n\nOSTREL (Reuters) - A ferry sank on Monday.", "Reuters"),
        ("OSTREL, March 2 (AFP) – A ferry sank.", "AFP"),
        ("Ferry sinks AFP Saturday 10 Aug 2030 A ferry sank.", "AFP"),
        ("Ferry sinks 8 November 2030 SANA A ferry sank.", "SANA"),
        ("By Ida Moll, Associated Press\nA ferry sank.", "AP"),
        ("A ferry sank off Ostrel.\n\n- Reuters.", "Reuters"),
        ("A ferry sank off Ostrel.-AFP", "AFP"),
        ("A ferry sank off Ostrel. (With AFP and Reuters)", "AFP"),
        ("A ferry sank. (Source: TASS)", "TASS"),
        ("The Ostrel Harbour News Agency (ANI) said that a ferry sank.", None),
        ("A clerk told Reuters Monday that a ferry sank.", None),
        ("A clerk told Reuters on Monday that a ferry sank.", None),
        ("A ferry sank, SANA said. The AP reported it too.", None),
        ("A ferry sank off Ostrel, an official told AFP.", None),
        ("Ferry in the harbour (Reuters Photo) on Monday.", None),
        ("", None),
    ],
)
def test_credits(text: str, agency: str | None) -> None:
    assert _agency(text) == agency


@given(st.text("(AFP)-Reuters \n.By,", max_size=80))
def test_any_text_is_read(text: str) -> None:
    _agency(text)


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("Thu Sep 5 2013 A ferry sank.", "2011-02-02", "2013-09-05"),
        ("5 September 2013 A ferry sank.", None, "2013-09-05"),
        ("September 5th, 2013. A ferry sank.", None, "2013-09-05"),
        ("05-09-2013 A ferry sank.", None, "2013-09-05"),
        ("25.09.2013 A ferry sank.", None, "2013-09-25"),
        ("2013-09-05 A ferry sank.", None, "2013-09-05"),
        ("Feb 31 2013 A ferry sank.", "2013-03-01T10:00:00+00:00", "2013-03-01"),
        ("Ida Moll, born April 22, 1923, has died.", "2013-03-01", "2013-03-01"),
        ("A ferry sank.", None, None),
        ("A ferry sank.", "yesterday", None),
    ],
)
def test_moments(text: str, published: str | None, day: str | None) -> None:
    from datetime import date

    moment = moment_of(Article("a", "", "", text, published=published))
    assert moment == (date.fromisoformat(day).toordinal() if day else None)
