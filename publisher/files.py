"""Write files whole or not at all; a file whose bytes would not change is not touched."""

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from publisher.errors import OutputError
from publisher.model import Artifact

PUBLIC_FILE = 0o644
PUBLIC_FOLDER = 0o755
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a write did to a folder: paths relative to it, sorted."""

    changed: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]


def write(path: Path, content: bytes, *, mode: int = PUBLIC_FILE) -> bool:
    """Put `content` at `path`, whole or not at all; say whether anything had to change.

    Written beside, synced, renamed over, and the folder synced: after a power cut there is the old file or the
    new one. Raises `OutputError`, with the old file still in place.
    """
    try:
        if _holds(path, content):
            return False
        _replace(path, content, mode)
    except OSError as error:
        raise OutputError(f"{path}: cannot write: {error.strerror}. What was there before is unharmed.") from error
    return True


def write_tree(root: Path, artifacts: Iterable[Artifact], *, stale: Iterable[str] = ()) -> Written:
    """Bring the folder `root` to `artifacts`, in the order given, then remove the `stale` paths.

    Give pages before the feeds that point at them: a reader between two writes must not meet a dead link.
    """
    changed, kept, unchanged = [], set(), 0
    for artifact in artifacts:
        kept.add(artifact.path)
        if write(_inside(root, artifact.path), artifact.content):
            changed.append(artifact.path)
        else:
            unchanged += 1
    removed = [path for path in sorted(set(stale) - kept) if _remove(root, path)]
    return Written(changed=tuple(sorted(changed)), unchanged=unchanged, removed=tuple(removed))


def private_folder(path: Path) -> Path:
    """The folder, made for this user alone (0700), whatever the umask says; raises `OutputError`."""
    try:
        path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        path.chmod(PRIVATE_FOLDER)
    except OSError as error:
        raise OutputError(f"{path}: cannot make this folder: {error.strerror}.") from error
    return path


def _inside(root: Path, relative: str) -> Path:
    """The path below `root`; refuses one that a link would lead out of it."""
    path = root / relative
    try:
        leads_out = path.is_symlink() or not path.parent.resolve().is_relative_to(root.resolve())
    except RuntimeError:  # pathlib's word for links that lead in a circle
        leads_out = True
    except OSError as error:
        raise OutputError(f"{path}: cannot be reached: {error.strerror}.") from error
    if leads_out:
        raise OutputError(f"{path}: is a link or lies behind one that leads out of {root}; remove the link.")
    return path


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False


def _replace(path: Path, content: bytes, mode: int) -> None:
    _make_folder(path.parent)
    beside = _beside(path)
    try:
        _write_synced(beside, content, mode)
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(path.parent)


def _beside(path: Path) -> Path:
    """Where the file is written first; a short name, because its own may be as long as the disk allows."""
    return path.with_name(f".{blake2b(os.fsencode(path.name), digest_size=8).hexdigest()}.part")


def _make_folder(folder: Path) -> None:
    """The folder and its missing parents, open to everybody to read, whatever the umask says: a web server must."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(PUBLIC_FOLDER)


def _write_synced(path: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(file.fileno(), mode)  # the umask must not hide a page from the web server
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(root: Path, relative: str) -> bool:
    path = _inside(root, relative)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise OutputError(f"{path}: cannot remove: {error.strerror}.") from error
    _remove_empty_folders(root, path.parent)
    return True


def _remove_empty_folders(root: Path, folder: Path) -> None:
    with contextlib.suppress(OSError):  # the first folder that still holds something ends the climb
        while folder != root:
            folder.rmdir()
            folder = folder.parent
