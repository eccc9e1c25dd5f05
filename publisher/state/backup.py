"""A copy of the state that is sound by itself, and the way back from one."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from publisher.durable import whole_file
from publisher.errors import StateError, UsageError
from publisher.files import PRIVATE_FILE, private_folder
from publisher.layout import CACHE_DATABASE, STATE_DATABASE
from publisher.state.database import unusable
from publisher.state.driver import connect, errors, require_form

_LEFT_OVER = ("-journal", "-wal", "-shm")  # SQLite would take them for the other database's


def back_up(folder: Path, to: Path, key: str = "") -> None:
    """Copy the state of the site whose state folder that is into a new file, for this user alone: whole or not at all,
    and encrypted with the `key` that the state has.

    Raises `UsageError` where something is in the way, `StateError` for a database that is damaged: a copy of it would
    push a good one out of its place.
    """
    if to.exists():
        raise UsageError(f"{to} is there already; a backup never takes the place of another one")
    require_sound(folder / STATE_DATABASE, key)
    try:
        with whole_file(to, PRIVATE_FILE) as part, closing(connect(folder / STATE_DATABASE, key)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
    except errors("DatabaseError", OSError) as error:
        raise StateError(f"{to}: the backup cannot be written: {error}") from error


def put_back(backup: Path, folder: Path, key: str = "") -> None:
    """Make the backup the state of the site whose state folder that is; a damaged database is kept beside it.

    Raises `UsageError` where a sound database stands, which nobody should lose by a slip, and `StateError` for a backup
    that is damaged or is none.
    """
    require_sound(backup, key)
    path = private_folder(folder) / STATE_DATABASE
    if path.exists() and path.stat().st_size and is_sound(path, key):
        raise UsageError(f"{path} is sound; if the backup is to take its place all the same, move it away first")
    try:
        with whole_file(path, PRIVATE_FILE) as part:
            shutil.copyfile(backup, part)
            for name in (STATE_DATABASE, CACHE_DATABASE):
                _put_aside(folder / name)
    except OSError as error:
        raise StateError(f"{path}: the backup cannot be put back: {error.strerror}") from error


def require_sound(path: Path, key: str = "") -> None:
    """Return when the database at the path can be trusted; `StateError` when it is damaged, not there, or none."""
    if not path.is_file() or not path.stat().st_size:
        raise StateError(f"{path}: there is no database")
    if not is_sound(path, key):
        raise StateError(f"{path} is damaged. Put the last good backup back: publisher restore BACKUP")


def is_sound(path: Path, key: str = "") -> bool:
    """Whether SQLite finds no fault in the database, and every row points at something; of one with a key also whether
    every page is the one that was written.
    """
    try:
        require_form(path, key)
        with closing(connect(path, key)) as connection:
            return not (key and connection.execute("PRAGMA cipher_integrity_check").fetchone()) and check(connection)
    except errors("OperationalError") as error:
        raise unusable(path, error) from error
    except errors():
        return False


def check(connection: sqlite3.Connection) -> bool:
    """The same for one that is open."""
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    return bool(found == "ok") and connection.execute("PRAGMA foreign_key_check").fetchone() is None


def _put_aside(path: Path) -> None:
    for suffix in _LEFT_OVER:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    if path.exists():
        path.replace(path.with_name(f"{path.name}.before-restore"))
