"""When a newsletter goes out: words or a cron line become moments; only import of APScheduler."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NAMES = dict(
    zip(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), _DAYS, strict=True)
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDINALS = {"first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "last": "last"}
_WORDS = re.compile(
    r"(?:(?P<daily>daily)"
    r"|weekly on (?P<weekday>[a-z]+)"
    r"|monthly on (?:the (?P<ordinal>[a-z]+) (?P<day>[a-z]+)|day (?P<number>\d{1,2})))"
    r" at (?P<hour>\d{1,2}):(?P<minute>\d{2})",
    re.IGNORECASE,
)
_CRON_PART = r"(?:\*|\d+-\d+)(?:/[1-9]\d*)?|\d+"
_CRON_FIELD = re.compile(rf"(?:{_CRON_PART})(?:,(?:{_CRON_PART}))*")
_CRON_MONTHS = {name: str(number) for number, name in enumerate(_MONTHS, 1)}
_CRON_DAYS = {name: str(number) for number, name in enumerate(_DAYS, 1)}
_SHAPES = (
    "must be words such as 'monthly on the first Monday at 09:00', 'monthly on day 15 at 09:00', "
    "'weekly on Friday at 08:30' or 'daily at 18:00', or a cron line such as '0 9 1 * *'"
)
# Any moment will do to ask whether a rule comes round at all: 29 February, the rarest day, is not far from it.
_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)


class Rule(NamedTuple):
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
    """The rule that a text describes.

    Raises `ValueError` with the shapes that are understood, and for a rule that never comes round.
    """
    folded = " ".join(text.split())
    words = _WORDS.fullmatch(folded)
    fields, span = _from_words(words) if words else _from_cron(folded)
    rule = Rule(text=folded, zone=zone, fields=tuple(fields.items()), span=span)
    try:
        _trigger(rule)
    except (ValueError, KeyError) as error:
        raise ValueError(_SHAPES) from error
    next_slot(rule, _SOME_DAY)
    return rule


def next_slot(rule: Rule, after: datetime) -> datetime:
    """The first moment later than `after` at which the rule says to send, in UTC.

    An hour that a clock change skips counts as the moment just as long after the change; of an hour that comes twice
    the first one counts.
    """
    trigger = _trigger(rule)
    face, slot = _clock_face(rule.zone, after), after
    while slot <= after:
        face = trigger.get_next_fire_time(None, face + timedelta(seconds=1))
        if face is None:
            raise ValueError(f"never comes round: no month has the day that {rule.text!r} names")
        slot = face.replace(tzinfo=rule.zone, fold=0).astimezone(UTC)
    return slot


def last_slot(rule: Rule, after: datetime, until: datetime) -> datetime | None:
    """The latest moment of the rule later than `after` and not later than `until`, in UTC; `None` if there is none."""
    found = next_slot(rule, after)
    if found > until:
        return None
    # halving finds the latest of a million slots with thirty questions; slots stand on whole minutes
    end = until
    while end - found >= timedelta(minutes=1):
        slot = next_slot(rule, found + (end - found) / 2)
        if slot <= until:
            found = slot
        else:
            end = found + (end - found) / 2
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
    parts = text.lower().split(" ")
    if len(parts) != 5:
        raise ValueError(_SHAPES)
    minute, hour, day, month, weekday = parts
    if day != "*" and weekday != "*":
        # cron sends on either, the calculator only on both: whoever means one of them can say so
        raise ValueError("a cron line may set the day of the month or the weekday, not both")
    month, weekday = _numbered(month, _CRON_MONTHS), _numbered(weekday, _CRON_DAYS)
    # read here first: the calculator silently drops what follows a name, as in mon-fri/2
    if not all(
        _CRON_FIELD.fullmatch(field) for field in (minute, hour, "31" if day == "last" else day, month, weekday)
    ):
        raise ValueError(_SHAPES)
    fields = {"minute": minute, "hour": hour, "day": day, "month": month, "day_of_week": _weekdays(weekday)}
    return fields, _span(day, fields["day_of_week"])


def _span(day: str, weekday: str) -> str:
    """The longest span in which the rule sends on one day alone: with two days in it the second would never be sent."""
    if weekday in _DAYS:
        return "week"
    return "month" if day == "last" or day.isdigit() else "day"


def _numbered(field: str, names: dict[str, str]) -> str:
    return re.sub(r"[a-z]+", lambda name: names.get(name.group(), "?"), field)


def _weekdays(field: str) -> str:
    """Cron's weekdays by name: 0 and 7 are Sunday there, while the calculator counts from Monday."""
    if field == "*":
        return field
    named = [name for part in field.split(",") for name in _weekday_names(part)]
    return ",".join(dict.fromkeys(named))


def _weekday_names(part: str) -> list[str]:
    """The days of `5`, `1-5`, `1-5/2` or `*/2`; a range may go over the end of the week."""
    span, _, step = part.partition("/")
    first, _, last = ("0-6" if span == "*" else span).partition("-")
    begin, end = int(first), int(last or first)
    if max(begin, end) > 7:
        raise ValueError(_SHAPES)
    days = range(begin, (end if begin <= end else end + 7) + 1, int(step or 1))
    return [_DAYS[(day - 1) % 7] for day in days]


def _clock_face(zone: ZoneInfo, moment: datetime) -> datetime:
    """What a clock on the wall shows, to the second; marked as UTC, where no hour is skipped or comes twice.

    On the day after a change it shows the earlier of old and new time, so that no skipped hour is passed over.
    """
    now, old = moment.astimezone(zone), (moment - timedelta(days=1)).astimezone(zone)
    shown = (now, old.replace(tzinfo=None) + timedelta(days=1))
    return min(face.replace(tzinfo=UTC, microsecond=0, fold=0) for face in shown)


def _trigger(rule: Rule) -> Any:
    from apscheduler.triggers.cron import CronTrigger

    # in UTC: with a zone it leaves out what is due in the first hour of the day after a change (apscheduler#606), and
    # with that April's letter of "0 0 1 * *"
    return CronTrigger(timezone=UTC, second=0, **dict(rule.fields))


def local_midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment in UTC at which a day begins in the zone."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
