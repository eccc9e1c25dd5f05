"""What became of each delivery: claimed before its message leaves, written down after, and nobody twice."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from publisher.model import Delivery, Outcome, Subscriber, Verdict
from publisher.state.database import transaction
from publisher.state.statements import queries
from publisher.state.subscribers import Subscribers

QUEUED, SENDING, DEFERRED, IN_DOUBT, ASSUMED = "queued", "sending", "deferred", "in doubt", "assumed sent"
_EXPIRED = "expired"
_ALL = ("accepted", ASSUMED, DEFERRED, _EXPIRED, IN_DOUBT, QUEUED, "refused", SENDING, "suppressed")
_STATES = {
    Verdict.ACCEPTED: "accepted",
    Verdict.DEFERRED: DEFERRED,
    Verdict.REFUSED: "refused",
    Verdict.UNKNOWN: IN_DOUBT,
    Verdict.UNSENT: QUEUED,
}


class Settled(NamedTuple):
    """What became of a delivery that was begun. `next_at` is when a deferred one is tried again, `None` when its issue
    is too old for that: it expires. `suppressed` is the digest of an address that gets no letter any more.
    """

    delivery: Delivery
    outcome: Outcome
    next_at: datetime | None = None
    suppressed: str = ""

    @property
    def state(self) -> str:
        """The state it has from now on."""
        is_over = self.outcome.verdict is Verdict.DEFERRED and self.next_at is None
        return _EXPIRED if is_over else _STATES[self.outcome.verdict]


class Deliveries:
    """The deliveries of all issues in one state database; each method that changes something is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = queries("deliveries")

    def unfinished(self) -> list[str]:
        """The ids of issues with deliveries that a run can still do something about, sooner or later."""
        return [issue for (issue,) in self._sql.unfinished(self._connection)]

    def count(self, state: str) -> int:
        """How many deliveries, of all issues, stand in that state."""
        return int(self._sql.count(self._connection, state=state))

    def tally(self, issue_id: str) -> dict[str, int]:
        """How many deliveries of the issue stand in which state."""
        counts = self._sql.tally(self._connection, issue=issue_id)
        return {state: count for state, count in zip(_ALL, counts, strict=True) if count}

    def next_try(self) -> datetime | None:
        """When the first of all deferred deliveries is to be tried again; `None` when none waits."""
        at = self._sql.next_try(self._connection)
        return datetime.fromisoformat(at) if at else None

    def queued(self, issue_id: str, after: str, most: int) -> list[Delivery]:
        """Who is next, in the order of their ids, behind the one with the id `after`; nothing is claimed by that."""
        rows = self._sql.queued(self._connection, issue=issue_id, after=after, most=most)
        return [_delivery(issue_id, *row) for row in rows]

    def tick(self, settled: Sequence[Settled], beginning: Sequence[Delivery], now: datetime) -> set[str]:
        """Write down what became of deliveries and claim those that begin, durably, in one commit.

        Gives the ids of the subscribers whose delivery now stands as `sending` on disk: only to these may a message be
        handed over. Who left since, or was suppressed, is not among them.
        """
        at = now.isoformat()
        with transaction(self._connection):
            self._record(settled, now)
            claims = [{"issue": one.issue_id, "subscriber": one.subscriber.id, "now": at} for one in beginning]
            if not claims:
                return set()
            if self._sql.mark_sending(self._connection, claims) == len(claims):
                return {one.subscriber.id for one in beginning}
            self._sql.withdraw(self._connection, claims)  # what was not claimed of what was queued
            keys = ({"issue": one.issue_id, "subscriber": one.subscriber.id} for one in beginning)
            return {key["subscriber"] for key in keys if self._sql.state(self._connection, **key) == SENDING}

    def settle_leftovers(self, now: datetime, arrived: Callable[[Delivery], bool] = lambda _: False) -> int:
        """Settle what an interrupted run left as `sending`, and say how many of them are in doubt.

        What has surely `arrived` is accepted; the rest may or may not have, is in doubt, and never resent by itself.
        """
        accepted = Outcome(verdict=Verdict.ACCEPTED, detail="found after an interrupted run")
        unknown = Outcome(verdict=Verdict.UNKNOWN, detail="the run was cut off while sending")
        left = [_delivery(issue, *row) for issue, *row in self._sql.left_sending(self._connection)]
        if not left:
            return 0
        settled = [Settled(delivery, accepted if arrived(delivery) else unknown) for delivery in left]
        with transaction(self._connection):
            self._record(settled, now)
        return sum(one.outcome is unknown for one in settled)

    def detail(self, issue_id: str) -> str:
        """What was said of the last delivery of the issue that changed."""
        return str(self._sql.detail(self._connection, issue=issue_id) or "")

    def in_doubt(self, issue_id: str) -> list[str]:
        """The ids of the subscribers whose delivery of the issue may or may not have arrived."""
        return [subscriber for (subscriber,) in self._sql.in_doubt(self._connection, issue=issue_id)]

    def resolve(self, issue_id: str, subscribers: Iterable[str], detail: str, now: datetime, *, resend: bool) -> int:
        """Settle deliveries that are in doubt: send them again under the same Message-ID, or take them for sent.

        Says how many were; what is not in doubt stays as it is.
        """
        state = QUEUED if resend else ASSUMED
        rows = [_row(issue_id, subscriber, state, detail, now.isoformat()) for subscriber in subscribers]
        with transaction(self._connection):
            self._sql.log_doubt(self._connection, rows)
            return int(self._sql.resolve(self._connection, rows)) if rows else 0

    def doubt_waiting(self, now: datetime) -> int:
        """After a backup was put back: what waited then may have been sent since. Says how many that were."""
        with transaction(self._connection):
            return int(self._sql.doubt_waiting(self._connection, [{"now": now.isoformat()}]))

    def requeue(self, issue_id: str, now: datetime) -> None:
        """Give another try to the deferred deliveries of the issue whose time has come."""
        self._sql.requeue(self._connection, issue=issue_id, now=now.isoformat())

    def expire(self, issue_id: str, now: datetime) -> None:
        """Give up the deferred deliveries of an issue that is too old to be sent to anybody still."""
        self._sql.expire(self._connection, issue=issue_id, now=now.isoformat())

    def _record(self, settled: Sequence[Settled], now: datetime) -> None:
        rows = [
            {
                "issue": one.delivery.issue_id,
                "subscriber": one.delivery.subscriber.id,
                "state": one.state,
                "code": one.outcome.code,
                "enhanced": one.outcome.enhanced,
                "detail": one.outcome.detail,
                "next_at": one.next_at.isoformat() if one.next_at else "",
                "now": now.isoformat(),
            }
            for one in settled
        ]
        if rows:
            self._sql.log(self._connection, [row for row in rows if row["state"] != QUEUED])
            self._sql.record(self._connection, rows)
            for one in settled:
                if one.suppressed:
                    reason = f"no such address: {one.outcome.detail}"
                    Subscribers(self._connection).suppress(one.delivery.subscriber, one.suppressed, reason, now)


def _delivery(issue: str, subscriber: str, attempts: int, address: str, name: str) -> Delivery:
    who = Subscriber(id=subscriber, address=address, name=name)
    return Delivery(issue_id=issue, subscriber=who, attempts=attempts + 1)


def _row(issue: str, subscriber: str, state: str, detail: str, at: str) -> dict[str, str]:
    return {"issue": issue, "subscriber": subscriber, "state": state, "detail": detail, "now": at}
