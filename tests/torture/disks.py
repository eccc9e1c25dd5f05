"""Disks for tests alone: ones whose power can be cut, small ones, one that cannot be written."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

_IMAGE_BYTES = 64 << 20
# Without these ext4 itself writes some of what was never synced, in time or guessing what was meant: a cut must be
# as hard as any disk may make it.
_HARSH = "loop,noauto_da_alloc,commit=300"


@cache
def reason_not_to() -> str:
    """Why no disk can be mounted here; empty where it can."""
    if os.geteuid() != 0:
        return "only root may mount disks"
    if missing := [tool for tool in ("mount", "umount", "mkfs.ext4") if not shutil.which(tool)]:
        return f"{', '.join(missing)} not installed (apt-get install mount e2fsprogs)"
    with TemporaryDirectory() as folder:
        try:
            with powered(new_disk(Path(folder) / "image")) as disk:
                (disk / "a").touch()
        except subprocess.CalledProcessError as error:
            return f"no disk can be mounted here: {error.stderr.decode().strip()}"
    return ""


def new_disk(image: Path) -> Path:
    """An empty disk, as the file that holds it."""
    with image.open("wb") as file:
        file.truncate(_IMAGE_BYTES)
    _do("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", image)
    return image


def copied(image: Path, to: Path) -> Path:
    """Another disk that holds the same, to inode and nanosecond: where the first is in use, as after a power cut."""
    _do("cp", "--sparse=always", image, to)
    return to


@contextmanager
def powered(image: Path) -> Iterator[Path]:
    """The disk as a folder; only what was synced is in its image before the end."""
    with _mounted(image.with_name(f"{image.name}-disk"), "-o", _HARSH, image) as disk:
        yield disk


@contextmanager
def after_a_cut(image: Path) -> Iterator[Path]:
    """The disk as it would be found if the power were cut this moment: a folder to look at and to go on with."""
    copy = copied(image, image.with_name(f"{image.name}-cut"))
    try:
        with powered(copy) as disk:
            yield disk
    finally:
        copy.unlink()


@contextmanager
def small(folder: Path, *, size: int, files: int = 0) -> Iterator[Path]:
    """A disk of `size` bytes and, if said, of so many `files`; `enlarge` makes it large enough."""
    limits = f"size={size}" + (f",nr_inodes={files}" if files else "")
    with _mounted(folder / "small", "-t", "tmpfs", "-o", limits, "none") as disk:
        yield disk


def enlarge(disk: Path) -> None:
    """Make a small disk large."""
    _do("mount", "-o", "remount,size=64m,nr_inodes=100000", disk)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write in the folder, root included."""
    _do("mount", "--bind", folder, folder)
    try:
        _do("mount", "-o", "remount,bind,ro", folder)
        yield
    finally:
        _do("umount", folder)


@contextmanager
def _mounted(place: Path, *what: str | Path) -> Iterator[Path]:
    place.mkdir()
    _do("mount", *what, place)
    try:
        yield place
    finally:
        _do("umount", place)
        place.rmdir()


def _do(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)
