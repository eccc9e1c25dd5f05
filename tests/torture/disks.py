"""Disks for tests alone: ones whose power can be cut, small ones, one that cannot be written."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

_DISKS = ("home", "out")
_DISK_BYTES = 192 << 20  # nothing is sent with less than 64 free
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
            with powered(new_machine(Path(folder) / "machine")) as site:
                (site / "a").touch()
        except subprocess.CalledProcessError as error:
            return f"no disk can be mounted here: {error.stderr.decode().strip()}"
    return ""


def new_machine(machine: Path) -> Path:
    """A folder with two empty disks, as the files that hold them: one for a site, another for its output.

    On one disk the syncs of a database would make durable what nobody synced.
    """
    machine.mkdir()
    for name in _DISKS:
        with (machine / name).open("wb") as file:
            file.truncate(_DISK_BYTES)
        _do("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", machine / name)
        with _mounted(machine / "mounted", "-o", "loop", machine / name) as disk:
            (disk / "lost+found").rmdir()
    return machine


@contextmanager
def copied(machine: Path, to: Path) -> Iterator[Path]:
    """Another machine whose disks hold the same, to inode and nanosecond."""
    to.mkdir()
    try:
        for name in _DISKS:
            _do("cp", "--sparse=always", machine / name, to / name)
        yield to
    finally:
        shutil.rmtree(to)


@contextmanager
def powered(machine: Path) -> Iterator[Path]:
    """The folder of the site; until the end only what was synced has arrived on the disks."""
    with _mounted(machine / "mounted", "-o", _HARSH, machine / "home") as disk:
        (disk / "site").mkdir(exist_ok=True)
        with _mounted(disk / "site/out", "-o", _HARSH, machine / "out"):
            yield disk / "site"


@contextmanager
def after_a_cut(machine: Path) -> Iterator[Path]:
    """The site as it would be found if the power were cut this moment: to look at and to go on with."""
    with copied(machine, machine.with_name(f"{machine.name}-cut")) as found, powered(found) as site:
        yield site


@contextmanager
def small(folder: Path, *, size: int, files: int = 0) -> Iterator[Path]:
    """A disk of `size` bytes and, if said, of so many `files`; `enlarge` makes it large enough."""
    limits = f"size={size}" + (f",nr_inodes={files}" if files else "")
    with _mounted(folder / "small", "-t", "tmpfs", "-o", limits, "none") as disk:
        yield disk


def enlarge(disk: Path) -> None:
    """Make a small disk large."""
    _do("mount", "-o", "remount,size=192m,nr_inodes=100000", disk)


@contextmanager
def read_only(*folders: Path) -> Iterator[None]:
    """Let nobody write in the folders, root included."""
    with ExitStack() as stack:
        for folder in folders:
            stack.enter_context(_mounted(folder, "--bind", folder))
            _do("mount", "-o", "remount,bind,ro", folder)
        yield


@contextmanager
def _mounted(place: Path, *what: str | Path) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    _do("mount", *what, place)
    try:
        yield place
    finally:
        _do("umount", place)


def _do(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)
