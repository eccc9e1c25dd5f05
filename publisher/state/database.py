"""Open the state database: safe settings for the SQLite at hand, migrations forward, one writer at a time."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from publisher.errors import StateError
from publisher.files import PRIVATE_FILE, private_folder, write
from publisher.layout import CACHE_DATABASE, STATE_DATABASE
from publisher.state.driver import KEY_VARIABLE, connect, errors, require_form

_MARKER = "README"
_MARKER_TEXT = b"""This folder holds what publisher must remember: ids of posts, subscribers, who was mailed, the
signing key. Keep it private and back it up (publisher backup). Without state.db nobody knows who has had which letter:
publisher refuses to run when state.db is missing and this file is not. To start anew on purpose, remove the whole
folder: lists have to be brought again then, and a newsletter with 'since' mails its posts again.
"""
_WAL_IS_SAFE = (3, 51, 3)  # in older releases two connections that checkpointed at once could lose a write


class LazyConnection:
    """A connection that is made when first asked for, and closed if it was made."""

    def __init__(self, make: Callable[[], sqlite3.Connection]) -> None:
        self._make = make
        self._made: sqlite3.Connection | None = None

    def __call__(self) -> sqlite3.Connection:
        """The connection, the same one until it is closed."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def close(self) -> None:
        """Close the connection, if there is one; the next call makes another."""
        if self._made:
            self._made.close()
            self._made = None


def exists(folder: Path) -> bool:
    """Whether the site has a state database."""
    return (folder / STATE_DATABASE).exists()


def open_database(folder: Path, key: str = "") -> sqlite3.Connection:
    """A connection to the state of a site, brought to the newest form; made on first use, for this user alone, and
    encrypted where there is a `key`.

    Transactions are explicit (`transaction`). Raises `StateError` when the database is damaged, from a newer version,
    or missing where one was before: it is never replaced by a fresh one.
    """
    path = private_folder(folder) / STATE_DATABASE
    if not path.exists() or path.stat().st_size == 0:  # a full disk or a careless copy leaves an empty file
        if (folder / _MARKER).exists():
            raise StateError(
                f"{path} is missing or empty. Put a backup of it back; {folder / _MARKER} says what it is for."
            )
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE))
    connection = _connect(path, key)
    _migrate(connection, path)
    write(folder / _MARKER, _MARKER_TEXT, mode=PRIVATE_FILE)
    return connection


def open_in_memory(like: Path | None = None, key: str = "") -> sqlite3.Connection:
    """A database that leaves no trace, for checks that must write nothing; with the state of the folder `like`, if it
    has one.
    """
    connection = _connect(Path(":memory:"), key)  # SQLCipher copies only between two that have one
    if like and exists(like):
        _fill(connection, like / STATE_DATABASE, key)
    _migrate(connection, Path(":memory:"))
    return connection


def copy_database(folder: Path, to: Path, key: str = "") -> None:
    """Copy the state of a site, if it has one, into another folder: whole, even while another process writes.

    The cache comes along, so that a rehearsal need not read every post again.
    """
    for name, with_key in ((STATE_DATABASE, key), (CACHE_DATABASE, "")):
        if (folder / name).exists():
            private_folder(to)
            _copy(folder / name, to / name, with_key)


def _copy(path: Path, to: Path, key: str) -> None:
    os.close(os.open(to, os.O_CREAT | os.O_RDWR, PRIVATE_FILE))
    target = connect(to, key)
    try:
        _fill(target, path, key)
    finally:
        target.close()


def _fill(target: sqlite3.Connection, path: Path, key: str) -> None:
    if path.stat().st_size:
        require_form(path, key)
    # not read-only: what a killed process left half-written must be rolled back before anybody can read
    source = connect(f"{path.absolute().as_uri()}?mode=rw", key, uri=True)
    try:
        source.backup(target)
    except errors() as error:
        raise unusable(path, error, key) from error
    finally:
        source.close()


def finish_writing(connection: sqlite3.Connection) -> None:
    """Have the file itself hold everything, so that closing the connection does not change it any more."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # nothing to do where there is no such log


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block or nothing of it; the write lock is taken at once, not at the first change.

    Inside another transaction of the same connection it joins that one.
    """
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(*errors("OperationalError")):  # on a full disk SQLite has rolled back by itself
            connection.execute("ROLLBACK")
        raise


@contextmanager
def faults_named(folder: Path) -> Iterator[None]:
    """Turn what SQLite says of a full disk, a damaged file or a lock in the block into a `StateError`."""
    try:
        yield
    except errors("IntegrityError"):
        raise  # a broken promise of ours, not of the disk: a bug, to be seen whole
    except errors() as error:
        cache = folder / CACHE_DATABASE
        if _is_damaged(cache):
            cache.unlink()
            raise StateError(f"{cache} was damaged and is removed. Run the same command again.") from error
        raise unusable(folder / STATE_DATABASE, error) from error


def _is_damaged(path: Path) -> bool:
    """Whether the database at the path is there and cannot be trusted; to restore the other one would be wrong then."""
    if not path.exists():
        return False
    connection = sqlite3.connect(path)
    try:
        return bool(connection.execute("PRAGMA quick_check").fetchone()[0] != "ok")
    except sqlite3.OperationalError:
        return False
    except sqlite3.DatabaseError:
        return True
    finally:
        connection.close()


def _connect(path: Path, key: str) -> sqlite3.Connection:
    if str(path) != ":memory:" and path.stat().st_size:
        require_form(path, key)
    connection = connect(path, key)
    try:
        if _version(connection) >= _WAL_IS_SAFE:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        else:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = EXTRA")  # FULL may lose the last commit in a power cut
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # an erased address leaves no trace in free pages
    except errors() as error:
        connection.close()
        raise unusable(path, error, key) from error
    return connection


def _version(connection: sqlite3.Connection) -> tuple[int, ...]:
    (text,) = connection.execute("SELECT sqlite_version()").fetchone()
    return tuple(int(number) for number in text.split("."))


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Run each numbered migration that this database has not had; each is whole or not at all."""
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        steps = _migrations()
        if version > len(steps):
            connection.close()
            raise StateError(f"{path} was written by a newer publisher (form {version}); update publisher.")
        for number in range(version + 1, len(steps) + 1):
            connection.executescript(f"BEGIN IMMEDIATE; {steps[number - 1]} PRAGMA user_version = {number}; COMMIT;")
    except errors() as error:
        connection.close()
        raise unusable(path, error) from error


def _migrations() -> list[str]:
    folder = Path(__file__).parent / "migrations"
    return [step.read_text("utf-8") for step in sorted(folder.iterdir())]


def unusable(path: Path, error: Exception, key: str = "") -> StateError:
    """What SQLite says of a database, as an error with what to do; `key` is what it was opened with."""
    advice = "Put the last good backup of it back."
    # SQLite's class for a full disk, a lock, missing rights: the file itself is whole
    if isinstance(error, errors("OperationalError")):
        advice = "Run again when that is mended."
    elif "not a database" in str(error):
        known = f"{KEY_VARIABLE} may be another one" if key else f"If it is encrypted, {KEY_VARIABLE} is missing"
        advice = f"{known}; else put the last good backup of it back."
    return StateError(f"{path} cannot be used: {error}. {advice}")
