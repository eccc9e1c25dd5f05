"""Send an opened issue: intent before, outcome after, and nobody twice."""

from collections.abc import Callable
from datetime import datetime

from publisher.delivery.transport import Transport
from publisher.model import Delivery, Outcome, Verdict
from publisher.state.ledger import Ledger

# How many deliveries may be on their way, and so in doubt after a crash, at once: few enough to look at one by one,
# many enough that a durable commit for each batch costs little.
_AT_ONCE = 10

# Nothing left, so nothing is in doubt: the next run tries again.
_NOT_MADE = Outcome(verdict=Verdict.DEFERRED, detail="the message was not made")

Progress = Callable[[int], None]


def dispatch(
    issue_id: str,
    *,
    ledger: Ledger,
    transport: Transport,
    message_for: Callable[[Delivery], bytes],
    now: datetime,
    progress: Progress = lambda _: None,
) -> dict[str, int]:
    """Send what is queued or deferred of an issue and give its tally, a count by state.

    Each delivery is durably `sending` before its message is handed over; if this process dies in between, the next
    run puts it in doubt. A transport's refusal ends one delivery, not the round. Deferred ones wait for the next run.
    Nobody gets a batch in which one message cannot be made: the error is raised, and the batch waits for the next run.
    """
    done = 0
    ledger.requeue_deferred(issue_id, now)
    claimed = ledger.tick(issue_id, (), _AT_ONCE, now)
    while claimed:
        try:
            # every message of the batch exists before the first one leaves
            messages = [(delivery, message_for(delivery)) for delivery in claimed]
        except BaseException:
            ledger.tick(issue_id, [(delivery, _NOT_MADE) for delivery in claimed], 0, now)
            raise
        outcomes = [(delivery, transport.send(delivery, message)) for delivery, message in messages]
        claimed = ledger.tick(issue_id, outcomes, _AT_ONCE, now)
        done += len(outcomes)
        progress(done)
    return ledger.tally(issue_id)
