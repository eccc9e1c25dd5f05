"""Send an opened issue: intent before, outcome after, and nobody twice."""

from collections.abc import Callable, Sequence
from datetime import datetime

from publisher.delivery.transport import Transport
from publisher.model import Delivery, Outcome, Verdict
from publisher.state.ledger import Ledger

# How many deliveries may be on their way, and so in doubt after a crash, at once: few enough to look at one by one,
# many enough that a durable commit for each batch costs little.
_AT_ONCE = 10

# Nothing left, so nothing is in doubt: the next run tries again.
_NOT_BEGUN = Outcome(verdict=Verdict.DEFERRED, detail="not handed over yet")
_ON_ITS_WAY = Outcome(verdict=Verdict.UNKNOWN, detail="the run was stopped while this message was on its way")


def dispatch(
    issue_id: str,
    *,
    ledger: Ledger,
    transport: Transport,
    message_for: Callable[[Delivery], bytes],
    now: datetime,
    progress: Callable[[int], None] = lambda _: None,
) -> dict[str, int]:
    """Send what is queued or deferred of an issue and give its tally, a count by state.

    `progress` is told how many have been handed over so far.
    Each delivery is durably `sending` before its message is handed over; if this process dies in between, the next
    run puts it in doubt. A transport's refusal ends one delivery, not the round. Deferred ones wait for the next run.
    When a message cannot be made, or the work is interrupted, what is known is written down before the error is
    raised: the one message on its way is in doubt, those behind it wait for the next run.
    """
    done = 0
    ledger.requeue_deferred(issue_id, now)
    claimed = ledger.tick(issue_id, (), _AT_ONCE, now)
    while claimed:
        outcomes: dict[Delivery, Outcome] = {}
        try:
            _hand_over(claimed, transport, message_for, outcomes)
        except BaseException:
            ledger.tick(issue_id, [(delivery, outcomes.get(delivery, _NOT_BEGUN)) for delivery in claimed], 0, now)
            raise
        claimed = ledger.tick(issue_id, outcomes.items(), _AT_ONCE, now)
        done += len(outcomes)
        progress(done)
    return ledger.tally(issue_id)


def _hand_over(
    claimed: Sequence[Delivery],
    transport: Transport,
    message_for: Callable[[Delivery], bytes],
    outcomes: dict[Delivery, Outcome],
) -> None:
    """Send each and note its outcome as it comes; every message is made before the first one leaves."""
    messages = [(delivery, message_for(delivery)) for delivery in claimed]
    for delivery, message in messages:
        outcomes[delivery] = _ON_ITS_WAY  # stands if the transport does not come back
        outcomes[delivery] = transport.send(delivery, message)
