"""When a post was published, from a value that a file states."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from publisher.content import dates
from publisher.content.importers import written_dates
from publisher.content.importers.origin import Origin

_DAY_ONLY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
_HAS_ZONE = re.compile(r".*[0-9]:[0-9]{2}\S*?\s*(?:[Zz]|[+-][0-9]{1,2}(?::?[0-9]{2})?)", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A day, a moment with a time zone or `None`, and sentences on how it was read."""

    value: date | datetime | None = None
    notes: tuple[str, ...] = ()


def read(stated: Any, origin: Origin) -> Moment:
    """The moment that a front matter value or an attribute states; what cannot be read becomes a note."""
    written = (stated.isoformat() if isinstance(stated, date) else str(stated)).strip()
    try:
        moment = dates.parse(written, origin.zone or ZoneInfo("UTC"))
    except ValueError:
        return _in_words(written, origin)
    if _DAY_ONLY.fullmatch(written):
        return Moment(value=date(*map(int, written.split("-"))))
    if origin.zone or _HAS_ZONE.fullmatch(written):
        return Moment(value=_local(moment, written, origin.zone))
    note = f"The time in “{written}” names no time zone, so only the day was kept; add it to the date by hand."
    return Moment(value=moment.date(), notes=(note,))


def _local(moment: datetime, written: str, zone: ZoneInfo | None) -> datetime:
    """The same moment in the site's zone, else in the one written, so that its day is the one people saw."""
    try:
        return moment.astimezone(zone or datetime.fromisoformat(written).tzinfo or UTC)
    except (ValueError, OverflowError):
        return moment


def _in_words(written: str, origin: Origin) -> Moment:
    found = written_dates.find(written, origin.date_order)
    if found is None:
        return Moment(notes=(f"The date “{written[:40]}” could not be read and was left out.",))
    notes = (found.note,) if found.note else ()
    rest = (written[: found.start] + written[found.end :]).strip(" ,")
    left_out = (f"Of the date “{written[:60]}” only the day was kept.",) if rest else ()
    return Moment(value=found.day, notes=notes + left_out)
