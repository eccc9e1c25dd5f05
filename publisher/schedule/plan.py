"""What is due at `now`: rules and what was done before become the period of the next issue."""

from datetime import datetime
from typing import NamedTuple

from publisher.schedule.rules import Rule, last_slot, next_slot


class Turn(NamedTuple):
    """The turn of a newsletter: which period comes next, at which moment (UTC), and whether that moment has come."""

    period: str
    slot: datetime
    is_due: bool
    next_due: datetime


def turn(rule: Rule, checked_until: datetime, now: datetime) -> Turn:
    """The newsletter's turn at `now`, when every slot up to `checked_until` was settled before.

    Of several slots missed while the machine was off only the latest counts: its issue holds all that was not mailed.
    """
    following = next_slot(rule, now)
    due = last_slot(rule, checked_until, now)
    slot = due or following
    return Turn(period=rule.period(slot), slot=slot, is_due=due is not None, next_due=following)
