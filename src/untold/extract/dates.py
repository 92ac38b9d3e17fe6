"""Dates as people and feeds write them become ISO 8601: a day, or a moment in UTC."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

#: Hours from UTC of the zone names that RFC 2822 defines. All others (IST, BST, CST of China ...) are
#: in use for several zones.
_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip

#: Newspapers before and after are not what anybody compares; such a year is a slip or a default.
_FIRST_YEAR, _LAST_YEAR = 1800, 2100

_ISO_DAY = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T ]+(.+))?", re.I)
_BY_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[T, ]+(.+))?", re.I)
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13})(?:\.\d+)?")
_TIME = re.compile(
    r"(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(am|pm|a\.m\.|p\.m\.)?\s*"
    r"(?:([+-])(\d{2}):?(\d{2})?|\(?([a-z]{1,5})\)?)?(?:\s*\([a-z]{1,5}\))?\.?",
    re.I,
)
_COMPACT_TIME = re.compile(r"(\d{2})(\d{2})(\d{2})?(?=Z|[+-]|$)", re.I)
_MIDNIGHT = re.compile(r"0?0:00(?::00(?:[.,]0+)?)?")
_IN_WORDS = re.compile(
    r"(?:(?P<weekday>[a-z]{3,9})\.?,?\s+)?"
    r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m1>[a-z]{3,9})\.?|"
    r"(?P<m2>[a-z]{3,9})\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?)"
    r"(?:(?:,?\s+|-)(?P<y1>\d{4})(?:[\s,]+(?:at\s+)?(?P<t1>\d{1,2}:.+))?"
    r"|\s+(?P<t2>\d{1,2}:\d{2}\S*(?:\s+[a-z]{1,5}|\s+[+-]\d{4})?)\s+(?P<y2>\d{4}))",
    re.I,
)


class DateError(ValueError):
    """A date that can't be read; the message says why."""


def normalise(value: str) -> str:
    """A day (``2013-09-05``) or a moment in UTC (``2013-09-05T10:00:00+00:00``).

    Reads ISO 8601, RFC 2822, days and months in English words, seconds or milliseconds since 1970,
    and numbers in day-month-year order where they can mean nothing else. A time without a zone is
    taken as UTC, which is what databases and crawlers store; midnight without a zone is how they
    store a day, and is left off. So is a time whose zone has a name of several meanings.

    Raises:
        DateError: the value is no date, or can be two.
    """
    text = " ".join(value.split())
    if match := _EPOCH.fullmatch(text):
        return _epoch(match[1])
    if match := _ISO_DAY.fullmatch(text):
        return _moment(int(match[1]), int(match[3]), int(match[4]), match[5], text)
    if match := _BY_NUMBERS.fullmatch(text):
        day, month = _order(int(match[1]), int(match[3]), match[2], text)
        return _moment(int(match[4]), month, day, match[5], text)
    if match := _IN_WORDS.fullmatch(text):
        weekday = match["weekday"]
        if weekday is None or _position(weekday, _DAYS) is not None:
            month_name, day_text = match["m1"] or match["m2"], match["d1"] or match["d2"]
            position = _position(month_name, _MONTHS)
            if position is not None:
                year, time = int(match["y1"] or match["y2"]), match["t1"] or match["t2"]
                return _moment(year, position + 1, int(day_text), time, text)
    raise DateError(f"{text[:60]!r} is not a date in a known form")


def _epoch(digits: str) -> str:
    seconds = int(digits) / (1000 if len(digits) > 10 else 1)
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()


def _order(first: int, second: int, mark: str, text: str) -> tuple[int, int]:
    """Day and month. Points part day-month-year only; of strokes both orders are in use."""
    if mark == "." or first > 12 or first == second:
        return first, second
    if second > 12:
        return second, first
    raise DateError(f"{text!r} can be two days: {_MONTHS[second - 1].title()} {first} or "
                    f"{_MONTHS[first - 1].title()} {second}")  # fmt: skip


def _position(word: str, names: tuple[str, ...]) -> int | None:
    """Which name this is, written out or cut to three letters or more ("Sept")."""
    word = word.lower()
    return next((i for i, name in enumerate(names) if len(word) >= 3 and name.startswith(word)), None)


def _moment(year: int, month: int, day: int, time: str | None, text: str) -> str:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise DateError(f"{text!r} has a year outside {_FIRST_YEAR} to {_LAST_YEAR}")
    try:
        on = date(year, month, day)
    except ValueError as error:
        raise DateError(f"{text!r} is not in the calendar: {error}") from None
    if time is None or _MIDNIGHT.fullmatch(time):
        return on.isoformat()
    match = _TIME.fullmatch(_COMPACT_TIME.sub(_with_colons, time, count=1))
    if match is None:
        raise DateError(f"{text!r} has a time that can't be read")
    zone = _zone(match)
    if zone is None:
        return on.isoformat()
    try:
        hour, minute, second = _hour(int(match[1]), match[4]), int(match[2]), int(match[3] or 0)
        moment = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        return moment.astimezone(UTC).isoformat()
    except (ValueError, OverflowError) as error:
        raise DateError(f"{text!r} is not on the clock: {error}") from None


def _with_colons(match: re.Match[str]) -> str:
    return ":".join(part for part in match.groups() if part)


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(f"{hour} {half}")
    return hour % 12 + (12 if half[0].lower() == "p" else 0)


def _zone(match: re.Match[str]) -> timezone | None:
    """The offset that a time names; UTC if it names none, None if the name has several meanings."""
    if match[5]:
        offset = timedelta(hours=int(match[6]), minutes=int(match[7] or 0))
        if offset >= timedelta(hours=24):
            raise DateError(f"{match[0]!r} has an offset of a day or more")
        return timezone(-offset if match[5] == "-" else offset)
    hours = _ZONES.get((match[8] or "utc").lower())
    return None if hours is None else timezone(timedelta(hours=hours))
