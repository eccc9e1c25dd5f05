"""Read the date shapes that posts really use; never guess one."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

# 2024-03-04, 2024-3-4, with a time after a "T" or spaces, seconds and fractions, and a zone as Z, +01:00, +0100 or -4.
_SHAPE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:(?:[Tt]|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*([Zz]|[+-]\d{1,2}(?::?\d{2})?))?)?"
)


def parse(value: Any, zone: ZoneInfo) -> datetime:
    """The moment in UTC, in whole seconds; what names no zone is local to `zone`, a day without time its midnight.

    An hour that a clock change skips counts as the moment just as long after the change; an hour that comes twice is
    the first one. Raises `ValueError` with the shapes that are read; `01/02/2025` is refused, not guessed.
    """
    if isinstance(value, date):
        return _in_utc(_as_datetime(value), zone)
    shape = _SHAPE.fullmatch(str(value).strip())
    if shape is None:
        raise ValueError(f"must be written like 2024-05-01 or 2024-05-01T09:00+02:00, not {str(value)[:40]!r}")
    year, month, day, hour, minute, second, offset = shape.groups()
    try:
        local = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001
    except ValueError as error:
        raise ValueError(f"is no date of the calendar: {str(value)[:40]!r} ({error})") from error
    return _in_utc(local.replace(tzinfo=_offset(offset)) if offset else local, zone)


def _as_datetime(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001


def _in_utc(moment: datetime, zone: ZoneInfo) -> datetime:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    try:
        return aware.astimezone(UTC).replace(microsecond=0)
    except OverflowError as error:
        raise ValueError(f"is too far from today: {moment.isoformat()}") from error


def _offset(text: str) -> timezone:
    if text in ("Z", "z"):
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hours > 14 or minutes > 59:
        raise ValueError(f"has an offset that no place on Earth keeps: {text}")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)
