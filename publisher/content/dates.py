"""Read the date shapes that posts really use; never guess one."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

# a time after a "T" or spaces, with seconds and fractions, and a zone as Z, UTC, GMT, +01:00, +0100 or -4
_TIME = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([Zz]|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?))?"
# 2024-03-04, 2024-3-4
_SHAPE = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})(?:(?:[Tt]|\s+){_TIME})?", re.ASCII)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
# what Eleventy reads from the disk or from git: copying the folder would change the date
_WORDS_OF_ELEVENTY = {"created", "last modified", "git created", "git last modified"}


def parse(value: Any, zone: ZoneInfo) -> datetime:
    """The moment in UTC, in whole seconds; what names no zone is local to `zone`, a day without time its midnight.

    An hour that a clock change skips counts as the moment just as long after the change; an hour that comes twice is
    the first one. Raises `ValueError` with the shapes that are read; `01/02/2025` is refused, not guessed.
    """
    if isinstance(value, date):
        return _in_utc(_as_datetime(value), zone)
    text = str(value).strip()
    year, month, day, hour, minute, second, offset = _parts(text)
    try:
        local = datetime(int(year), month, int(day), int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001
    except ValueError as error:
        raise ValueError(f"is no date of the calendar: {text[:40]!r} ({error})") from error
    return _in_utc(local.replace(tzinfo=_offset(offset)) if offset else local, zone)


_Parts = tuple[str, int, str, str | None, str | None, str | None, str | None]


def _parts(text: str) -> _Parts:
    if shape := _SHAPE.fullmatch(text):
        year, month, day, hour, minute, second, offset = shape.groups()
        return year, int(month), day, hour, minute, second, offset
    month_first, day_first = _named_shapes()
    if shape := month_first.fullmatch(text):
        name, day, year, hour, minute, second, offset = shape.groups()
    elif shape := day_first.fullmatch(text):
        day, name, year, hour, minute, second, offset = shape.groups()
    elif text.lower() in _WORDS_OF_ELEVENTY:
        raise ValueError(f"must be a date: {text!r} asks the disk or git, and a copy would be new. Write it out")
    else:
        raise ValueError(f"must be written like 2024-05-01 or 2024-05-01T09:00+02:00, not {text[:40]!r}")
    return year, _MONTHS.index(name[:3].lower()) + 1, day, hour, minute, second, offset


@cache
def _named_shapes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """July 8, 2022; Jul 08 2022; 8 July 2022; Fri, 08 Jul 2022 10:00:00 GMT: a month's name leaves nothing to guess."""
    flags = re.ASCII | re.IGNORECASE
    return (
        re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+(\d{{4}})(?:,?\s+{_TIME})?", flags),
        re.compile(rf"{_WEEKDAY}{_DAY}\s+{_MONTH},?\s+(\d{{4}})(?:,?\s+{_TIME})?", flags),
    )


def _as_datetime(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001


def _in_utc(moment: datetime, zone: ZoneInfo) -> datetime:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    try:
        return aware.astimezone(UTC).replace(microsecond=0)
    except OverflowError as error:
        raise ValueError(f"is too far from today: {moment.isoformat()}") from error


def _offset(text: str) -> timezone:
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hours > 14 or minutes > 59:
        raise ValueError(f"has an offset that no place on Earth keeps: {text}")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)
