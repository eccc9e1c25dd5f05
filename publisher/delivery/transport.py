"""What every transport does: take one message and say what became of it."""

from typing import Protocol

from publisher.model import Delivery, Outcome


class Transport(Protocol):
    """Hands messages over, one at a time."""

    def send(self, delivery: Delivery, message: bytes) -> Outcome:
        """Hand one message over and say what became of it.

        A refusal or a fault of the other side is an `Outcome`, never an exception; only a bug raises. The detail of an
        outcome names no address.
        """
        ...

    def arrived(self, delivery: Delivery) -> bool:
        """Whether the delivery's message has surely been taken over, asked after a run was cut off; when unsure: no."""
        ...
