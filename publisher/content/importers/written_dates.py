"""Find the date that a person wrote in a line of text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from publisher.content.importers.origin import DateOrder

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_SHAPES = tuple(
    re.compile(rf"(?<![\w/]){_WEEKDAY}{shape}(?![0-9])", re.IGNORECASE)
    for shape in (
        r"(?P<year>[0-9]{4})(?:-|/|\.|\s?年\s?)(?P<month>[0-9]{1,2})(?:-|/|\.|\s?月\s?)(?P<day>[0-9]{1,2})(?:\s?日)?",
        rf"{_MONTH}\.?\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{{4}})",
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+)?{_MONTH}\.?,?[\s-]+(?P<year>[0-9]{{4}})",
        r"(?P<first>[0-9]{1,2})(?P<mark>[/.-])(?P<second>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4}|[0-9]{2})(?!/)",
    )
)


@dataclass(frozen=True, kw_only=True)
class WrittenDate:
    """A day, where in the text it is written, and a sentence on how it was read, empty where there is no doubt."""

    day: date
    start: int
    end: int
    note: str = ""


def find(text: str, order: DateOrder) -> WrittenDate | None:
    """The first date in the text, `None` where there is none.

    Dates of numbers alone are read in `order`, or in the other one where only that gives a day of the calendar; the
    note tells. ISO dates and dates with the month's English name are read as what they are.
    """
    return min(_all(text, order), key=lambda found: (found.start, -found.end), default=None)


def spelled(day: date) -> str:
    """The day in words that no order of numbers can change, for a note."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _all(text: str, order: DateOrder) -> Iterator[WrittenDate]:
    for shape in _SHAPES:
        for match in shape.finditer(text):
            day, note = _numbers(match, order) if "first" in match.groupdict() else (_named(match), "")
            if day:
                yield WrittenDate(day=day, start=match.start(), end=match.end(), note=note)


def _named(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    month = _month_number(parts["name"]) if "name" in parts else int(parts["month"])
    return _day(int(parts["year"]), month, int(parts["day"]))


def _numbers(match: re.Match[str], order: DateOrder) -> tuple[date | None, str]:
    first, second, year = int(match["first"]), int(match["second"]), _full_year(match["year"])
    readings = {"month-first": _day(year, first, second), "day-first": _day(year, second, first)}
    other_order = "day-first" if order == "month-first" else "month-first"
    wanted, other = readings[order], readings[other_order]
    return wanted or other, _note(match.group(), order, wanted, other_order, other)


def _note(written: str, order: str, wanted: date | None, other_order: str, other: date | None) -> str:
    asked, instead = order.replace("-", " "), other_order.replace("-", " ")
    if wanted is None:
        return f"The date {written} cannot be {asked}, so it was read {instead}: {spelled(other)}." if other else ""
    if wanted == other:
        return ""
    read = f"The date {written} was read {asked}: {spelled(wanted)}"
    if other is None:
        return f"{read}."
    return f"{read}; read {instead} it would be {spelled(other)}. Correct the date if that was meant."


def _month_number(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, start=1) if month[:3].lower() == name[:3].lower())


def _full_year(digits: str) -> int:
    # two digits as POSIX reads them (strptime %y): 69 to 99 are the last century
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= 69 else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
