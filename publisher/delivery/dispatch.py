"""Send an opened issue: intent before, outcome after, and nobody twice."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from publisher.delivery.budget import Budgets
from publisher.delivery.desk import Desk, Order
from publisher.delivery.retry import EXPIRES_AFTER
from publisher.delivery.transport import Transport
from publisher.state.ledger import Ledger


class Round(NamedTuple):
    """What a round of sending left: the issue's tally, a count by state, and why it ended early (`""`: it did not)."""

    tally: dict[str, int]
    stopped: str


def dispatch(
    order: Order,
    *,
    ledger: Ledger,
    transport: Transport,
    now: datetime,
    per_minute: int = 0,
    per_minute_and_domain: int = 0,
    elapsed: Callable[[], float] = time.monotonic,
) -> Round:
    """Send what is queued of an issue, and what was deferred and is due again.

    Each delivery is durably `sending` before its message is handed over; if this process dies in between, the next run
    puts it in doubt. A refusal ends one delivery, not the round. `per_minute` limits all messages and those to one
    domain, 0 does not. An issue that rests sends nothing.
    """
    budgets = Budgets(relay=per_minute, domain=per_minute_and_domain, now_s=elapsed())
    desk = Desk(order, ledger, budgets, now, elapsed)
    if not desk.stopped:
        if now >= order.opened_at + EXPIRES_AFTER:
            ledger.deliveries.expire(order.issue_id, now)
        ledger.deliveries.requeue(order.issue_id, now)
        transport.deliver(desk)
    return Round(ledger.deliveries.tally(order.issue_id), desk.stopped)
