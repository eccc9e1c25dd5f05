"""When a newsletter goes out: words or a cron line become moments; only import of APScheduler."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NAMES = dict(
    zip(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), _DAYS, strict=True)
)
_ORDINALS = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "last": "last"}
_WORDS = re.compile(
    r"(?:(?P<daily>daily)"
    r"|weekly on (?P<weekday>[a-z]+)"
    r"|monthly on (?:the (?P<ordinal>[a-z]+) (?P<day>[a-z]+)|day (?P<number>\d{1,2})))"
    r" at (?P<hour>\d{1,2}):(?P<minute>\d{2})",
    re.IGNORECASE,
)
_CRON_FIELD = re.compile(r"[0-9a-zA-Z*/,-]+")
_SHAPES = (
    "must be words such as 'monthly on the first Monday at 09:00', 'monthly on day 15 at 09:00', "
    "'weekly on Friday at 08:30' or 'daily at 18:00', or a cron line such as '0 9 1 * *'"
)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A calendar rule: the fields of a cron calendar in a zone, and the span that holds one issue."""

    text: str
    zone: ZoneInfo
    fields: tuple[tuple[str, str], ...]
    span: str

    def period(self, slot: datetime) -> str:
        """The name of the month, ISO week or day in which a slot falls, in the rule's zone: the issue's key."""
        local = slot.astimezone(self.zone)
        if self.span == "month":
            return f"{local:%Y-%m}"
        if self.span == "week":
            year, week, _ = local.isocalendar()
            return f"{year}-w{week:02}"
        return f"{local:%Y-%m-%d}"


def parse(text: str, zone: ZoneInfo) -> Rule:
    """The rule that a text describes; raises `ValueError` with the shapes that are understood."""
    folded = " ".join(text.split())
    words = _WORDS.fullmatch(folded)
    fields, span = _from_words(words) if words else _from_cron(folded)
    rule = Rule(text=folded, zone=zone, fields=tuple(fields.items()), span=span)
    try:
        _trigger(rule)
    except (ValueError, KeyError) as error:
        raise ValueError(_SHAPES) from error
    return rule


def next_slot(rule: Rule, after: datetime) -> datetime:
    """The first moment later than `after` at which the rule says to send, in UTC.

    An hour that a clock change skips counts as the moment just as long after the change; of an hour that comes twice
    the first one counts, because both name the same period.
    """
    # the second is added in UTC: in local time it would lose which of two equal hours is meant, and loop for ever
    slot = _trigger(rule).get_next_fire_time(None, (after.astimezone(UTC) + timedelta(seconds=1)).astimezone(rule.zone))
    if slot is None:
        raise ValueError(f"the rule {rule.text!r} never comes round")
    utc: datetime = slot.astimezone(UTC)
    return utc


def last_slot(rule: Rule, after: datetime, until: datetime) -> datetime | None:
    """The latest moment of the rule later than `after` and not later than `until`, in UTC; `None` if there is none."""
    found = None
    # no rule is rarer than yearly, so a look back of a little more never misses the latest slot
    slot = next_slot(rule, max(after, until - timedelta(days=400)))
    while slot <= until:
        found, slot = slot, next_slot(rule, slot)
    return found


def _from_words(words: "re.Match[str]") -> tuple[dict[str, str], str]:
    fields = {"hour": words["hour"], "minute": words["minute"]}
    if words["daily"]:
        return fields, "day"
    if words["weekday"]:
        return fields | {"day_of_week": _day(words["weekday"])}, "week"
    return fields | {"day": _day_of_month(words)}, "month"


def _day_of_month(words: "re.Match[str]") -> str:
    if words["number"]:
        # day 31 would silently skip the short months
        return "last" if int(words["number"]) == 31 else words["number"]
    ordinal = _ORDINALS.get(words["ordinal"].lower())
    if ordinal is None:
        raise ValueError(_SHAPES)
    if words["day"].lower() == "day":
        return "last" if ordinal == "last" else ordinal.rstrip("stndrh")
    return f"{ordinal} {_day(words['day'])}"


def _day(name: str) -> str:
    if name.lower() not in _DAY_NAMES:
        raise ValueError(_SHAPES)
    return _DAY_NAMES[name.lower()]


def _from_cron(text: str) -> tuple[dict[str, str], str]:
    parts = text.split(" ")
    if len(parts) != 5 or not all(_CRON_FIELD.fullmatch(part) for part in parts):
        raise ValueError(_SHAPES)
    minute, hour, day, month, weekday = parts
    if day != "*" and weekday != "*":
        # cron sends on either, the calculator only on both: whoever means one of them can say so
        raise ValueError("a cron line may set the day of the month or the weekday, not both")
    fields = {"minute": minute, "hour": hour, "day": day, "month": month, "day_of_week": _named_days(weekday)}
    return fields, "week" if weekday != "*" else "day" if day == "*" and month == "*" else "month"


def _named_days(field: str) -> str:
    """Cron's weekday numbers (0 and 7 are Sunday) as names, because the calculator counts from Monday."""
    return re.sub(r"(?<!/)\b[0-7]\b", lambda number: _DAYS[(int(number.group()) - 1) % 7], field)


def _trigger(rule: Rule) -> Any:
    from apscheduler.triggers.cron import CronTrigger

    return CronTrigger(timezone=rule.zone, second=0, **dict(rule.fields))


def local_midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment in UTC at which a day begins in the zone."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
