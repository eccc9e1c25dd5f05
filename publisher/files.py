"""Write files whole or not at all; a file whose bytes would not change is not touched."""

# 50,000 files may pass through here, and Path objects would cost as much as all the rest:
# ruff: noqa: PTH101, PTH102, PTH105, PTH106, PTH108, PTH112, PTH114, PTH116, PTH118, PTH120, PTH123

import contextlib
import errno
import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from publisher.durable import disks_of, make_durable
from publisher.errors import InTheWayError, OutputError
from publisher.model import Artifact

PUBLIC_FILE = 0o644
PUBLIC_FOLDER = 0o755
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

_HOLDS_SOMETHING = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR, errno.EBUSY}  # or is a link, or a disk of its own
_STRAY = re.compile(r"\.[0-9a-f]{16}\.part")


def write(path: Path, content: bytes, *, mode: int = PUBLIC_FILE) -> bool:
    """Put `content` at `path`, whole or not at all; say whether anything had to change.

    Written beside, synced, renamed over, and the folder synced, with those that were made for it: after a power cut
    there is the old file or the new one, and the new one once this has come back. Raises `OutputError`, with the old
    file still in place.
    """
    place = os.fspath(path)
    with _Naming(place):
        change = _change(place, content, mode)
    if change:
        _put([change], place)
    return change is not None


def write_all(root: Path, artifacts: Iterable[Artifact]) -> list[str]:
    """Bring files below `root` to `artifacts`; the paths of those that had to change, in the order given.

    All are made durable beside their places before the first one takes its place; they do so in the order given, and
    stay from the moment this comes back. A new file's time is later, by a second of the clock at least, than that of
    the file it replaces: web servers know a file by second and size. Raises `OutputError` for what cannot be written,
    and for a path that is a link or lies behind one that leads out of `root`: what was not in its place by then has
    its old content; of those errors, `InTheWayError` comes before anything is written. Several processes may write
    below one root, each its own paths. The files are in memory together.
    """
    tree, changes = _Tree(root), dict[str, _Change]()
    with _Naming(tree.root) as at:
        for artifact in artifacts:
            at.path = tree.place(artifact.path)
            change = _change(at.path, artifact.content, PUBLIC_FILE, is_new=tree.is_missing(artifact.path))
            changes.pop(artifact.path, None)  # of one path given twice the last one counts
            if change:
                changes[artifact.path] = change
    if changes:
        _put(list(changes.values()), tree.root)
    return list(changes)


def remove_all(root: Path, paths: Iterable[str]) -> list[str]:
    """Remove files below `root`, and the folders that are empty then; the paths of those that were there.

    Durable when this comes back. Never removes a link, what lies behind one that leads out of `root`, or anything
    outside: raises `OutputError` for such a path, after the ones before it are gone.
    """
    tree, removed, held = _Tree(root), [], set[str]()
    try:
        for path in paths:
            place = tree.place(path)
            try:
                removed += [path] if _removed(place) else []
                # also where there was no file: a run that was killed may have made or emptied its folders
                held.add(_remove_empty_folders(tree.root, os.path.dirname(place)))
            except OSError as error:
                raise OutputError(f"{place}: cannot remove: {error.strerror}.") from error
    finally:
        folders = sorted(filter(os.path.isdir, held))
        with _Naming(tree.root) as at, disks_of(folders, count=len(folders)) as disks:
            at.is_in_place = True
            make_durable(folders, disks)
    return removed


def sweep(root: Path) -> int:
    """Tidy up after a run that was cut off: remove the files it had begun anywhere below `root`, and say how many.

    What it had put in its place is durable afterwards. Follows no link. Only for who holds the site's lock: a file
    that another process is just writing would be taken from it.
    """
    strays, folders = 0, list[str]()
    with _Naming(os.fspath(root)):
        for folder, _, names in os.walk(root, onerror=_pass_on):
            folders.append(folder)
            for stray in filter(_STRAY.fullmatch, names):
                os.unlink(f"{folder}/{stray}")
                strays += 1
        with disks_of(folders, count=len(folders)) as disks:
            make_durable(folders, disks)
    return strays


def private_folder(path: Path) -> Path:
    """The folder, made for this user alone (0700), whatever the umask says; raises `OutputError`."""
    folder = os.fspath(path)
    try:
        with _no_umask():
            grown = _make_folder(folder, PRIVATE_FOLDER)
        if stat.S_IMODE(os.stat(folder).st_mode) != PRIVATE_FOLDER:
            os.chmod(folder, PRIVATE_FOLDER)
        make_durable(grown, ())
    except OSError as error:
        raise OutputError(f"{path}: cannot make this folder: {error.strerror}.") from error
    return path


class _Tree:
    """A root folder, and which folders below it are known to lie inside, or not to be there: each is looked at once."""

    def __init__(self, root: Path) -> None:
        self.root = os.fspath(root)
        self._inside = {self.root}
        self._missing = set[str]()

    def place(self, path: str) -> str:
        """Where the path is on the disk; refuses one that leads out of the root."""
        place = f"{self.root}/{path}"
        if {"", ".", ".."} & set(path.split("/")):
            raise OutputError(f"{path}: does not lie inside {self.root}; nothing was done to it.")
        folder = os.path.dirname(place)
        if not self._holds(folder) or (folder not in self._missing and os.path.islink(place)):
            raise OutputError(f"{place}: is a link or lies behind one that leads out of {self.root}; remove the link.")
        return place

    def is_missing(self, path: str) -> bool:
        """Whether the folder of a path that has its `place` was not there: then neither is the file."""
        return os.path.dirname(f"{self.root}/{path}") in self._missing

    def _holds(self, folder: str) -> bool:
        if folder not in self._inside:
            if not self._holds(os.path.dirname(folder)) or (self._is_link(folder) and not self._leads_in(folder)):
                return False
            self._inside.add(folder)
        return True

    def _is_link(self, folder: str) -> bool:
        try:
            return stat.S_ISLNK(os.lstat(folder).st_mode)
        except FileNotFoundError:
            self._missing.add(folder)
            return False
        except OSError:  # said by whatever is done with it
            return False

    def _leads_in(self, link: str) -> bool:
        return Path(os.path.realpath(link)).is_relative_to(os.path.realpath(self.root))


class _Change(NamedTuple):
    """A file to write: its place, where it is written first, and the least its time may be, in unix seconds."""

    place: str
    beside: str
    content: bytes
    mode: int
    from_s: int


def _change(place: str, content: bytes, mode: int, *, is_new: bool = False) -> _Change | None:
    """What would bring the place to `content`; `None` where it holds that already."""
    try:
        old = None if is_new else os.stat(place)
    except FileNotFoundError:
        old = None
    except NotADirectoryError as error:
        raise _in_the_way(place, "a file stands where its folder is to be") from error
    if old is None:
        return _Change(place, _beside(place), content, mode, from_s=0)
    if stat.S_ISDIR(old.st_mode):
        raise _in_the_way(place, "a folder stands there")
    if stat.S_ISREG(old.st_mode) and old.st_size == len(content) and _content(place) == content:
        return None
    return _Change(place, _beside(place), content, mode, from_s=old.st_mtime_ns // 1_000_000_000 + 1)


def _in_the_way(place: str, what: str) -> InTheWayError:
    way_out = "remove that, or give what is to be written another path or slug. What was there before is unharmed"
    return InTheWayError(f"{place}: cannot write: {what}; {way_out}.")


def _content(place: str) -> bytes:
    with open(place, "rb", buffering=0) as file:
        return file.readall()


def _beside(place: str) -> str:
    """Where the file is written first; a short name, because its own may be as long as the disk allows."""
    folder, name = os.path.split(place)
    return os.path.join(folder, f".{blake2b(os.fsencode(name), digest_size=8).hexdigest()}.part")


def _put(changes: Collection[_Change], root: str) -> None:
    """Write each file beside its place, make all durable, move them in order, make that durable."""
    folders = {os.path.dirname(change.place) or os.curdir: change.place for change in changes}
    touched = set(folders)
    with _Naming(root) as at:
        with _no_umask():
            for folder, at.path in folders.items():
                touched.update(_make_folder(folder, PUBLIC_FOLDER))
        at.path = root
        with disks_of(folders, count=len(changes)) as disks:
            _replace(changes, disks, at)
            at.is_in_place = True
            make_durable(sorted(touched), disks)


def _replace(changes: Collection[_Change], disks: Collection[int], at: "_Naming") -> None:
    root = at.path
    try:
        for change in changes:
            at.path = change.place
            _write_beside(change)
        at.path = root
        make_durable([change.beside for change in changes], disks)
        for change in changes:
            at.path = change.place
            os.replace(change.beside, change.place)
        at.path = root
    except BaseException:
        for change in changes:
            with contextlib.suppress(OSError):
                os.unlink(change.beside)
        raise


def _write_beside(change: _Change) -> None:
    descriptor = _open_new(change.beside, change.mode)
    try:
        os.fchmod(descriptor, change.mode)  # the umask must not hide a page from the web server
        rest = memoryview(change.content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        if change.from_s and change.from_s > os.fstat(descriptor).st_mtime_ns // 1_000_000_000:
            os.utime(descriptor, (change.from_s, change.from_s))
    finally:
        os.close(descriptor)


def _open_new(beside: str, mode: int) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        return os.open(beside, flags, mode)
    except FileExistsError:  # a killed run left it
        os.unlink(beside)
        return os.open(beside, flags, mode)


def _make_folder(folder: str, mode: int) -> list[str]:
    """Make the folder and, open to everybody to read, its missing parents; the folders that have a new entry by that.

    To be called without a umask: a kill before a later chmod would leave a folder that no web server can read, for
    ever.
    """
    above, grown = os.path.dirname(folder) or os.curdir, list[str]()
    try:
        try:
            os.mkdir(folder, mode)
        except FileNotFoundError:
            grown = _make_folder(above, PUBLIC_FOLDER)
            os.mkdir(folder, mode)
    except FileExistsError:  # as most do, or another process was faster
        if not os.path.isdir(folder):
            raise
        return grown
    return [*grown, above]


@contextlib.contextmanager
def _no_umask() -> Iterator[None]:
    before = os.umask(0)
    try:
        yield
    finally:
        os.umask(before)


def _removed(place: str) -> bool:
    try:
        os.unlink(place)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):  # what was made there is gone already
        return False
    return True


def _remove_empty_folders(root: str, folder: str) -> str:
    """Remove the folder and those above it while they are empty, up to the root; the first one that stays."""
    while folder != root:
        try:
            os.rmdir(folder)
        except FileNotFoundError:
            pass  # removed before a kill, which kept its parents
        except OSError as error:
            if error.errno not in _HOLDS_SOMETHING:
                raise
            break
        folder = os.path.dirname(folder)
    return folder


def _pass_on(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):  # nothing there, nothing to do
        raise error


class _Naming:
    """Turns what the system refuses in the block into an `OutputError` about `path`, which may change on the way."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.is_in_place = False

    def __enter__(self) -> "_Naming":
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        if isinstance(error, OSError):
            raise OutputError(f"{self.path}: {self._text(error)}") from error

    def _text(self, error: OSError) -> str:
        if self.is_in_place:
            text = f"what was changed there may not outlast a power cut: {error.strerror}"
            return f"{text}. Each file is whole, the old one or the new one."
        return f"cannot write: {error.strerror}. What was there before is unharmed."
