"""The next moments of a rule, with what the clocks do around them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from publisher.schedule.rules import Rule, next_slot


class Slot(NamedTuple):
    """A moment (UTC) at which an issue is due, its period, and a word on a change of the clocks (`""` for none)."""

    at: datetime
    period: str
    note: str


def upcoming(rule: Rule, after: datetime, count: int) -> list[Slot]:
    """The next `count` slots of the rule, later than `after`."""
    return list(islice(_slots(rule, after), count))


def _slots(rule: Rule, after: datetime) -> Iterator[Slot]:
    before = after
    while True:
        at = next_slot(rule, before)
        yield Slot(at, rule.period(at), _note(rule, before, at))
        before = at


def _note(rule: Rule, before: datetime, at: datetime) -> str:
    """What an hour that is skipped or comes twice does to the slot; else whether the clocks changed since the last."""
    local = at.astimezone(rule.zone)
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        return "this hour comes twice: the first time counts"
    hour = dict(rule.fields).get("hour", "")
    if hour.isdigit() and int(hour) != local.hour:
        return f"{int(hour):02}:{local:%M} is skipped that day: as long after the change"
    shift = (local.utcoffset() or timedelta()) - (before.astimezone(rule.zone).utcoffset() or timedelta())
    if not shift:
        return ""
    return f"the clocks go {'forward' if shift > timedelta() else 'back'} before it"
