"""Make what was written outlast a power cut: a few files one by one, many by a sync of the disks they lie on."""

import contextlib
import errno
import os
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

_MANY = 32  # from here on one sync of a whole disk is cheaper than one of each file and folder
# Where syncfs makes all data durable: ext, XFS, Btrfs, F2FS, overlay, tmpfs. On FUSE and others it does less.
_SYNCED_WHOLE = {0xEF53, 0x58465342, 0x9123683E, 0xF2F52010, 0x794C7630, 0x01021994}
_FIRST_HONEST_KERNEL = (5, 8)  # before, syncfs did not tell of data that could not be written


@contextlib.contextmanager
def whole_file(to: Path, mode: int) -> Iterator[Path]:
    """An empty file beside `to`, to be written in the block; then it takes the place of `to`, whole or not at all."""
    part = to.with_name(f".{to.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        yield part
        make_durable([str(part)], ())
        part.rename(to)
        make_durable([str(to.parent)], ())
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def make_durable(paths: Iterable[str], disks: Collection[int]) -> None:
    """Sync the disks whole or, where none are given or that is not allowed, each file or folder."""
    if disks and all(map(_sync_disk, disks)):
        return
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno != errno.EINVAL:  # some disks have no such thing for a folder
                raise
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def disks_of(folders: Iterable[str], *, count: int) -> Iterator[list[int]]:
    """A descriptor on each disk that the folders lie on, if `count` files are much to sync and all can be synced whole.

    To be opened before anything is written: of data lost on the way to a disk only earlier descriptors are told.
    """
    disks: list[int] = []
    try:
        if count >= _MANY:
            one_each = {os.stat(folder).st_dev: folder for folder in folders}  # noqa: PTH116 thousands of folders
            disks += (os.open(folder, os.O_RDONLY | os.O_DIRECTORY) for folder in one_each.values())
        yield disks if _kernel() >= _FIRST_HONEST_KERNEL and all(map(_can_be_synced, disks)) else []
    finally:
        for disk in disks:
            os.close(disk)


def _kernel() -> tuple[int, ...]:
    """The version of Linux; `()` elsewhere."""
    system = os.uname()
    found = re.match(r"(\d+)\.(\d+)", system.release)
    return tuple(map(int, found.groups())) if system.sysname == "Linux" and found else ()


@cache
def _libc() -> Any:
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


def _can_be_synced(disk: int) -> bool:
    import ctypes

    facts = ctypes.create_string_buffer(512)  # larger than a struct statfs anywhere; it begins with the kind, a long
    return _libc().fstatfs(disk, facts) == 0 and ctypes.c_long.from_buffer(facts).value in _SYNCED_WHOLE


def _sync_disk(disk: int) -> bool:
    """Make all that was written to the disk durable; `False` where a sandbox does not let us."""
    import ctypes

    if _libc().syncfs(disk) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EPERM):
        return False
    raise OSError(code, os.strerror(code))
