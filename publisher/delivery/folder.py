"""Messages as .eml files in a folder: to look at, or for another program to take further."""

from pathlib import Path

from publisher.errors import OutputError
from publisher.files import PRIVATE_FILE, private_folder, write
from publisher.model import Delivery, Outcome, Verdict


class FolderTransport:
    """Writes `<folder>/<issue>/<subscriber id>.eml`, readable for this user alone; file names hold no address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, delivery: Delivery, message: bytes) -> Outcome:
        """Accepted once the file is whole on disk; deferred when it cannot be written (full, read-only)."""
        try:
            private_folder(private_folder(self._folder) / delivery.issue_id)
            write(self._path(delivery), message, mode=PRIVATE_FILE)
        except OutputError as error:
            return Outcome(verdict=Verdict.DEFERRED, detail=f"cannot write the message: {type(error).__name__}")
        return Outcome(verdict=Verdict.ACCEPTED)

    def arrived(self, delivery: Delivery) -> bool:
        """Whether the file is there: it is whole then. One that is not may have been taken away by another program."""
        return self._path(delivery).is_file()

    def _path(self, delivery: Delivery) -> Path:
        return self._folder / delivery.issue_id / f"{delivery.subscriber.id}.eml"
