"""How letters and pages write days and periods."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from publisher.bundled import bundled
from publisher.model import Site
from publisher.words import Words, words_for


class Day(NamedTuple):
    """A moment as it is shown: `text` for readers, `machine` (RFC 3339) for the `datetime` of its element."""

    text: str
    machine: str


def day(moment: datetime, site: Site, words: Words | None = None) -> Day:
    """The day on the site's own calendar: `4 March 2024` in English, `2024-03-04` in a language without a pattern.

    Without `words` it is written in those that come with the publisher.
    """
    local = moment.astimezone(site.zone)
    dates = (words or _bundled_words(site.language)).dates
    text = _date(dates, local.year, local.month, local.day) or local.date().isoformat()
    return Day(text=text, machine=local.isoformat(timespec="seconds"))


def period(name: str, words: Words) -> str:
    """The period of an issue for readers: `November 2026` for `2026-11`; its name where a language has no pattern."""
    dates = words.dates
    if date := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", name):
        return _date(dates, *map(int, date.groups())) or name
    month = re.fullmatch(r"(\d{4})-(\d\d)", name)
    if month and "month" in dates and "months" in dates:
        return str(dates["month"].format(month=dates["months"][int(month[2]) - 1], year=month[1]))
    week = re.fullmatch(r"(\d{4})-w(\d\d)", name)
    return dates["week"].format(week=int(week[2]), year=week[1]) if week and "week" in dates else name


@cache
def _bundled_words(language: str) -> Words:
    return words_for(language, [bundled("templates")])


def _date(dates: Mapping[str, Any], year: int, month: int, day: int) -> str:
    """The date as the language writes it, or nothing where we do not know how."""
    months = dates.get("months_in_dates") or dates.get("months")
    if not months or "date" not in dates:
        return ""
    return str(dates["date"].format(day=day, month=months[month - 1], year=year))
