"""What every transport does: take an issue's messages from the desk and say what became of each."""

from typing import Protocol

from publisher.delivery.desk import Desk
from publisher.model import Delivery


class Transport(Protocol):
    """Hands messages over."""

    def deliver(self, desk: Desk) -> None:
        """Hand over everything the desk has, and settle each with it, until it has nothing more or was stopped.

        Only what `Desk.tick` gave back leaves. A refusal or a fault of the other side is an `Outcome`, and what keeps
        everybody from being mailed is told to `Desk.stop`: only a bug raises. Nothing told to it names an address.
        """
        ...

    def arrived(self, delivery: Delivery) -> bool:
        """Whether the delivery's message has surely been taken over, asked after a run was cut off; when unsure: no."""
        ...
