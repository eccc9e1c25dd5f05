"""The desk between ledger and transport: hands out what is to be sent, and writes down what becomes of it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from publisher.delivery.budget import Budgets
from publisher.delivery.retry import EXPIRES_AFTER, Welcome, retry_at
from publisher.errors import PublisherError
from publisher.model import Delivery, Outcome, Verdict
from publisher.state.deliveries import Settled
from publisher.state.ledger import Ledger

_READ_AHEAD = 200  # deliveries read from the ledger at once: a million readers are never in memory together
_MOST_ASIDE = 10_000
_LOOK_EVERY_S = 1.0


class Parcel(NamedTuple):
    """A delivery and the whole message that goes out for it."""

    delivery: Delivery
    message: bytes
    sender: str = ""  # of the envelope: where reports of failure go


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be sent: an issue, opened at that moment, the message of each delivery, and the digest under which an
    address is remembered that gets no letter any more. `progress` is told how many are settled, and the tally of those
    that were not accepted. `return_path` is the envelope's sender. `look_in` is called every second or so, before more
    is claimed, to learn who left meanwhile; where it cannot learn that, nothing more is handed out.
    """

    issue_id: str
    opened_at: datetime
    message_for: Callable[[Delivery], bytes] = field(repr=False)
    digest: Callable[[str], str] = field(repr=False)
    return_path: Callable[[Delivery], str] = lambda _: ""
    progress: Callable[[int, dict[str, int]], None] = lambda _, __: None
    look_in: Callable[[], None] = lambda: None


class Desk:
    """The deliveries of one issue, each handed out once; every transport asks here, and nothing else writes them down.

    `elapsed` are seconds on a clock that only goes forward, `now` the moment at which they began to count here.
    """

    def __init__(self, order: Order, ledger: Ledger, budgets: Budgets, now: datetime, elapsed: Callable[[], float]):
        self._order, self._ledger, self._budgets = order, ledger, budgets
        self._began, self._began_s, self._elapsed = now, elapsed(), elapsed
        self._looked_s = self._began_s
        self._ahead: deque[Delivery] = deque()
        self._aside: dict[str, deque[Delivery]] = {}  # by domain, those that its budget does not let through yet
        self._last = ""  # id of the last subscriber read from the ledger
        self._welcome = Welcome()
        self._done = 0
        self._not_accepted: dict[str, int] = {}
        self.stopped = ledger.paused(order.issue_id)  # why nothing more is handed out; "" while something is

    def take(self) -> Parcel | None:
        """The next delivery with its message; `None` when nothing is left, or nothing at this moment (`wait_s`).

        Nothing is claimed yet. Raises `LetterError` for a message that cannot be made.
        """
        delivery = None if self.stopped else self._allowed()
        if delivery is None:
            return None
        return Parcel(delivery, self._order.message_for(delivery), self._order.return_path(delivery))

    def wait_s(self) -> float:
        """How long to wait before the next `take`; 0 when there is nothing to wait for."""
        if self.stopped or not (self._aside or self._ahead or self._read_ahead()):
            return 0
        domains = self._aside or {_domain(self._ahead[0])}
        return min(self._budgets.wait_s(domain, self._elapsed()) for domain in domains)

    def give_back(self, parcel: Parcel) -> None:
        """Take back a parcel that was surely not handed over and never claimed: another try is free."""
        self._ahead.appendleft(parcel.delivery)

    def tick(self, outcomes: Iterable[tuple[Delivery, Outcome]], beginning: Sequence[Parcel]) -> list[Parcel]:
        """Write down outcomes and claim parcels, durably, in one commit: what comes back may be handed over, no more.

        Too many refusals that are meant for us let the issue rest until a person looks.
        """
        if beginning and self._elapsed() - self._looked_s >= _LOOK_EVERY_S:
            self._looked_s = self._elapsed()
            try:
                self._order.look_in()
            except PublisherError as error:
                self.stop(str(error))
                beginning = ()
        settled = [self._settled(delivery, outcome) for delivery, outcome in outcomes]
        begun = self._ledger.deliveries.tick(settled, [parcel.delivery for parcel in beginning], self._now())
        for one in settled:
            self._count(one)
        if settled:
            self._order.progress(self._done, self._not_accepted)
        self.stopped = self.stopped or self._ledger.paused(self._order.issue_id)
        return [parcel for parcel in beginning if parcel.delivery.subscriber.id in begun]

    def stop(self, reason: str) -> None:
        """Hand out nothing more in this round; what waits stays queued for the next."""
        self.stopped = self.stopped or reason

    def _allowed(self) -> Delivery | None:
        """The next delivery that the budgets let through; others wait aside, so that no domain holds up the rest."""
        now_s = self._elapsed()
        if not self._budgets.relay_allows(now_s):
            return None
        for domain, waiting in self._aside.items():
            if self._budgets.allow(domain, now_s):
                delivery = waiting.popleft()
                if not waiting:
                    del self._aside[domain]
                return delivery
        while sum(map(len, self._aside.values())) < _MOST_ASIDE and (self._ahead or self._read_ahead()):
            delivery = self._ahead.popleft()
            if self._budgets.allow(_domain(delivery), now_s):
                return delivery
            self._aside.setdefault(_domain(delivery), deque()).append(delivery)
        return None

    def _read_ahead(self) -> bool:
        self._ahead += self._ledger.deliveries.queued(self._order.issue_id, self._last, _READ_AHEAD)
        if self._ahead:
            self._last = max(self._last, self._ahead[-1].subscriber.id)
        return bool(self._ahead)

    def _settled(self, delivery: Delivery, outcome: Outcome) -> Settled:
        next_at = None
        if outcome.verdict is Verdict.DEFERRED:
            again = retry_at(delivery.attempts, self._now())
            next_at = again if again < self._order.opened_at + EXPIRES_AFTER else None
        if outcome.is_throttled:
            self._budgets.halve(_domain(delivery), self._elapsed())
        digest = self._order.digest(delivery.subscriber.address) if outcome.is_dead else ""
        return Settled(delivery, outcome, next_at, digest)

    def _count(self, one: Settled) -> None:
        if one.outcome.verdict is not Verdict.UNSENT:
            self._done += 1
        if one.outcome.verdict not in (Verdict.UNSENT, Verdict.ACCEPTED):
            self._not_accepted[one.state] = self._not_accepted.get(one.state, 0) + 1
        if one.outcome.verdict is not Verdict.UNSENT and self._welcome.is_worn_out(one.outcome):
            self._ledger.pause(self._order.issue_id, f"too many servers refuse us, the last with {one.outcome.detail}")

    def _now(self) -> datetime:
        return self._began + timedelta(seconds=int(self._elapsed() - self._began_s))


def one_by_one(desk: Desk, send: Callable[[Parcel], Outcome], at_once: int) -> None:
    """Send everything from the desk, for a transport that takes one message at a time.

    At most `at_once` deliveries, claimed in one commit, are on their way and so in doubt after a crash. When the work
    is interrupted, what is known is written down before the error is raised: the one message on its way is in doubt,
    those behind it wait for the next round.
    """
    outcomes: dict[Delivery, Outcome] = {}
    try:
        while parcels := list(_taken(desk, at_once)):
            begun = desk.tick(outcomes.items(), parcels)
            outcomes = {parcel.delivery: _NOT_BEGUN for parcel in begun}
            for parcel in begun:
                if desk.stopped:
                    break
                outcomes[parcel.delivery] = _ON_ITS_WAY  # stands if the transport does not come back
                outcomes[parcel.delivery] = outcome = send(parcel)
                if outcome.verdict is Verdict.UNSENT:
                    desk.stop(outcome.detail)
    finally:
        desk.tick(outcomes.items(), ())


_NOT_BEGUN = Outcome(verdict=Verdict.UNSENT)
_ON_ITS_WAY = Outcome(verdict=Verdict.UNKNOWN, detail="the run was stopped while this message was on its way")


def _taken(desk: Desk, most: int) -> Iterator[Parcel]:
    for _ in range(most):
        parcel = desk.take()
        if parcel is None:
            return
        yield parcel


def _domain(delivery: Delivery) -> str:
    return delivery.subscriber.address.rpartition("@")[2]
