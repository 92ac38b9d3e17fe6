"""Dates: the common forms come out as ISO 8601, the doubtful ones say why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from untold.extract.dates import DateError, normalise

days = st.dates(date(1800, 1, 1), date(2100, 12, 30))
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1801, 1, 1), datetime(2099, 12, 30), timezones=offsets).map(
    lambda moment: moment.replace(microsecond=0)
)


FORMS = (
    "%Y-%m-%d", "%Y%m%d", "%Y/%m/%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y", "%A %d %B %Y",
    "%a %b %d %Y", "%d.%m.%Y", "%d-%b-%Y", "%b. %d, %Y",
)  # fmt: skip


@given(days, st.sampled_from(FORMS))
def test_days_come_out_as_days(day: date, form: str) -> None:
    assert normalise(day.strftime(form)) == day.isoformat()


@given(moments)
def test_moments_come_out_in_utc(moment: datetime) -> None:
    expected = moment.astimezone(UTC).isoformat()
    assert normalise(moment.isoformat()) == expected
    assert normalise(format_datetime(moment)) == expected
    assert normalise(moment.strftime("%a %b %d %H:%M:%S %z %Y")) == expected
    assert normalise(moment.strftime("%Y%m%dT%H%M%S%z")) == expected


@given(moments)
def test_what_comes_out_goes_in_again(moment: datetime) -> None:
    once = normalise(moment.isoformat())
    assert normalise(once) == once


@given(st.text(max_size=40))
def test_no_string_does_anything_but_read_or_say_why(value: str) -> None:
    try:
        found = normalise(value)
    except DateError:
        return
    assert datetime.fromisoformat(found)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("5 Sep 2013", "2013-09-05"),
        ("5th of September 2013", "2013-09-05"),
        ("Sept. 5, 2013", "2013-09-05"),
        ("Thu, 05 Sep 2013", "2013-09-05"),
        ("2013-09-05 10:00:00", "2013-09-05T10:00:00+00:00"),
        ("2013-09-05 10:00:00.5+02:00", "2013-09-05T08:00:00+00:00"),
        ("2013-09-05T00:00:00", "2013-09-05"),  # how databases write a day
        ("2013-09-05T00:00:00Z", "2013-09-05T00:00:00+00:00"),
        ("Sep 5, 2013 10:00 PM EST", "2013-09-06T03:00:00+00:00"),
        ("Sep 5, 2013 at 12:30 am", "2013-09-05T00:30:00+00:00"),
        ("2013-09-05 10:00 IST", "2013-09-05"),  # India, Israel or Ireland
        ("1378375200", "2013-09-05T10:00:00+00:00"),
        ("1378375200000", "2013-09-05T10:00:00+00:00"),
        ("1378375200.0", "2013-09-05T10:00:00+00:00"),
        ("25/12/2013", "2013-12-25"),
        ("12/25/2013", "2013-12-25"),
        ("05/05/2013", "2013-05-05"),
    ],
)
def test_forms_that_people_write(value: str, expected: str) -> None:
    assert normalise(value) == expected


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("05/09/2013", "can be two days: September 5 or May 9"),
        ("2013-02-30", "not in the calendar"),
        ("2013-13-01", "not in the calendar"),
        ("31 June 2013", "not in the calendar"),
        ("0001-01-01", "year outside 1800 to 2100"),
        ("2013-09-05T25:00:00", "not on the clock"),
        ("2013-09-05T13:00 pm", "not on the clock"),
        ("2013-09-05T10:00+99:00", "offset of a day or more"),
        ("yesterday", "not a date in a known form"),
        ("2013-09", "not a date in a known form"),
        ("Mayday 5 2013", "not a date in a known form"),
        ("Foo 5 Sep 2013", "not a date in a known form"),
    ],
)
def test_what_is_no_date_says_why(value: str, why: str) -> None:
    with pytest.raises(DateError, match=why):
        normalise(value)
