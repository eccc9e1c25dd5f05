"""One run at a time: a lock held by the kernel, gone with its holder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publisher.errors import BusyError
from publisher.files import PRIVATE_FILE, private_folder

_NAME = "lock"  # never removed: a second process could hold the lock of the removed file


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold the site's lock for the block; raises `BusyError` at once when another process holds it."""
    descriptor = os.open(private_folder(folder) / _NAME, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        _take(descriptor)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BusyError("another publisher is at work on this site; nothing was changed. Try again later.") from error
