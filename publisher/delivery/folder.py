"""Messages as .eml files in a folder: to look at, or for another program to take further."""

from pathlib import Path

from publisher.delivery.desk import Desk, Parcel, one_by_one
from publisher.errors import OutputError
from publisher.files import PRIVATE_FILE, private_folder, write
from publisher.model import Delivery, Outcome, Verdict

# How many deliveries may be on their way, and so in doubt after a crash, at once: few enough to look at one by one,
# many enough that a durable commit for each batch costs little.
_AT_ONCE = 10


class FolderTransport:
    """Writes `<folder>/<issue>/<subscriber id>.eml`, readable for this user alone; file names hold no address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, desk: Desk) -> None:
        """Each accepted once its file is whole on disk; stops when one cannot be written (full, read-only)."""
        one_by_one(desk, self.send, _AT_ONCE)

    def send(self, parcel: Parcel) -> Outcome:
        """Write one message."""
        try:
            private_folder(private_folder(self._folder) / parcel.delivery.issue_id)
            write(self._path(parcel.delivery), parcel.message, mode=PRIVATE_FILE)
        except OutputError as error:
            detail = f"a message cannot be written to {self._folder} ({type(error).__name__}; is the disk full?)"
            return Outcome(verdict=Verdict.UNSENT, detail=detail)
        return Outcome(verdict=Verdict.ACCEPTED)

    def arrived(self, delivery: Delivery) -> bool:
        """Whether the file is there: it is whole then. One that is not may have been taken away by another program."""
        return self._path(delivery).is_file()

    def _path(self, delivery: Delivery) -> Path:
        return self._folder / delivery.issue_id / f"{delivery.subscriber.id}.eml"
