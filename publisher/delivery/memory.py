"""A transport that keeps nothing on disk and sends nothing anywhere: for rehearsals, benchmarks and tests."""

from collections.abc import Callable

from publisher.delivery.desk import Desk, Parcel, one_by_one
from publisher.model import Delivery, Outcome, Verdict

_AT_ONCE = 100
_ACCEPTED = Outcome(verdict=Verdict.ACCEPTED)


def accept(_: Parcel) -> Outcome:
    """Take any message."""
    return _ACCEPTED


class MemoryTransport:
    """Answers as its script says (`answer`), and counts what it was given."""

    def __init__(self, answer: Callable[[Parcel], Outcome] = accept, at_once: int = _AT_ONCE) -> None:
        self._answer, self._at_once = answer, at_once
        self.messages = self.octets = 0

    def deliver(self, desk: Desk) -> None:
        """Answer each message."""
        one_by_one(desk, self._send, self._at_once)

    def arrived(self, _: Delivery) -> bool:
        """Nobody knows."""
        return False

    def _send(self, parcel: Parcel) -> Outcome:
        self.messages += 1
        self.octets += len(parcel.message)
        return self._answer(parcel)
