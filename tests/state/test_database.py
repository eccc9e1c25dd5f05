"""The database is private, moves forward only, and is never replaced by a fresh one."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from publisher.errors import StateError
from publisher.layout import STATE_DATABASE
from publisher.state import database
from publisher.state.database import (
    copy_database,
    exists,
    faults_named,
    open_database,
    open_in_memory,
    transaction,
)


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Where the state of a site lies; not made yet."""
    return tmp_path / ".publisher"


@pytest.fixture(params=[0o000, 0o077], ids=["open umask", "closed umask"])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each of two umasks, for the time of the test."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def remember(connection: sqlite3.Connection, name: str, value: str = "x") -> None:
    connection.execute("INSERT INTO fact (name, value) VALUES (?, ?)", (name, value))


def facts(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM fact ORDER BY name")]


def made(state: Path, *names: str) -> Path:
    """A database that holds these facts, closed again; gives its file."""
    with closing(open_database(state)) as connection, transaction(connection):
        for name in names:
            remember(connection, name)
    return state / STATE_DATABASE


@pytest.mark.usefixtures("umask")
def test_database_is_for_its_user_alone(state: Path) -> None:
    """Addresses lie in it, so neither folder nor any file is for others, whatever the umask."""
    open_database(state).close()
    assert state.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o777 for path in state.iterdir()} == {
        STATE_DATABASE: 0o600,
        "README": 0o600,
    }


def test_folder_that_was_open_is_closed(state: Path) -> None:
    """A folder made by hand with wider rights loses them."""
    state.mkdir(mode=0o755)
    open_database(state).close()
    assert state.stat().st_mode & 0o777 == 0o700


def test_opening_again_finds_what_was_there(state: Path) -> None:
    """What was committed outlives the connection."""
    made(state, "kept")
    with closing(open_database(state)) as connection:
        assert facts(connection) == ["kept"]


def test_opening_again_changes_no_byte(state: Path) -> None:
    """Looking is not writing."""
    path = made(state, "kept")
    before = path.read_bytes()
    open_database(state).close()
    assert path.read_bytes() == before


def test_empty_file_is_brought_to_the_newest_form(state: Path) -> None:
    """A first run that was killed after making the file, and before filling it, is no obstacle."""
    state.mkdir()
    (state / STATE_DATABASE).touch()
    with closing(open_database(state)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(database._migrations()),)
        assert facts(connection) == []


def test_exists_only_once_made(state: Path) -> None:
    """Asking makes nothing."""
    assert not exists(state)
    assert not state.exists()
    made(state)
    assert exists(state)


def test_missing_database_is_not_replaced(state: Path) -> None:
    """With a fresh one every reader would be mailed again, so a person must say so."""
    made(state).unlink()
    with pytest.raises(StateError, match=r"state\.db is missing.*backup.*README"):
        open_database(state)
    assert not exists(state)


def test_emptied_database_is_not_replaced(state: Path) -> None:
    """A file cut to nothing is as bad as a missing one; SQLite alone would take it for a new database."""
    path = made(state, "kept")
    os.truncate(path, 0)
    with pytest.raises(StateError, match="missing or empty"):
        open_database(state)
    assert path.read_bytes() == b""


def test_whole_folder_removed_begins_anew(state: Path) -> None:
    """Starting anew is possible on purpose."""
    made(state, "old")
    for path in state.iterdir():
        path.unlink()
    with closing(open_database(state)) as connection:
        assert facts(connection) == []


def test_newer_form_is_refused(state: Path) -> None:
    """An older publisher keeps its hands off."""
    path = made(state)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(StateError, match=r"newer publisher \(form 99\); update publisher"):
        open_database(state)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("start", "junk"),
    [
        pytest.param(0, b"not a database", id="its name"),
        pytest.param(16, b"\xff" * 84, id="its header"),
        pytest.param(100, b"\xff" * 400, id="its table of tables"),
    ],
)
def test_damaged_beginning_is_refused_and_kept(state: Path, start: int, junk: bytes) -> None:
    """A damaged file stays as it is, for whoever can still read something in it."""
    path = made(state, "kept")
    content = bytearray(path.read_bytes())
    content[start : start + len(junk)] = junk
    path.write_bytes(content)
    with pytest.raises(StateError, match=r"[Pp]ut the last good backup of it back"), faults_named(state):
        facts(open_database(state))
    assert path.read_bytes() == content


def test_damage_behind_the_beginning_is_named_when_met(state: Path) -> None:
    """What SQLite finds only on reading becomes the same advice."""
    path = made(state, *(f"fact {number:05}" for number in range(2000)))
    content = bytearray(path.read_bytes())
    content[-12288:] = b"\xff" * 12288  # three pages of facts; what tables there are stands before
    path.write_bytes(content)
    with (
        closing(open_database(state)) as connection,
        pytest.raises(StateError, match="Put the last good backup of it back"),
        faults_named(state),
    ):
        facts(connection)


def test_file_cut_short_is_named_when_met(state: Path) -> None:
    """Half a database is no database."""
    path = made(state, *(f"fact {number:05}" for number in range(2000)))
    os.truncate(path, 8192)
    with pytest.raises(StateError, match=r"[Pp]ut the last good backup of it back"), faults_named(state):
        facts(open_database(state))


def test_broken_promise_of_ours_is_not_dressed_up(state: Path) -> None:
    """A key that is there already is a bug or a refusal, not a fault of the disk."""
    with closing(open_database(state)) as connection:
        remember(connection, "once")
        with pytest.raises(sqlite3.IntegrityError), faults_named(state):
            remember(connection, "once")


def test_failed_migration_leaves_the_form_before(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step of several statements happens whole or not at all."""
    path = made(state, "kept")
    steps = database._migrations()
    broken = "CREATE TABLE half (a TEXT) STRICT; INSERT INTO nowhere VALUES (1);"
    monkeypatch.setattr(database, "_migrations", lambda: [*steps, broken])
    with pytest.raises(StateError):
        open_database(state)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(steps),)
        assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").fetchone() == (0,)


@pytest.mark.parametrize(
    ("wal_is_safe", "journal", "synchronous"),
    [pytest.param((0,), "wal", 2, id="from 3.51.3 on"), pytest.param((99,), "delete", 3, id="before")],
)
def test_journal_fits_the_sqlite_at_hand(
    state: Path, monkeypatch: pytest.MonkeyPatch, wal_is_safe: tuple[int, ...], journal: str, synchronous: int
) -> None:
    """A commit survives a power cut: WAL with FULL, or a rollback journal with EXTRA where WAL could lose a write."""
    monkeypatch.setattr(database, "_WAL_IS_SAFE", wal_is_safe)
    with closing(open_database(state)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == (journal,)
        assert connection.execute("PRAGMA synchronous").fetchone() == (synchronous,)


def test_version_of_sqlite_decides_about_wal(state: Path) -> None:
    """Releases before 3.51.3 could lose a write when two connections checkpointed at once."""
    with closing(open_database(state)) as connection:
        (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    assert (sqlite3.sqlite_version_info >= (3, 51, 3)) == (mode == "wal")


@pytest.mark.parametrize("pragma", ["foreign_keys", "secure_delete"])
def test_settings_hold_for_every_connection(state: Path, pragma: str) -> None:
    """SQLite forgets these with the connection, so each one sets them."""
    made(state)
    with closing(open_database(state)) as connection:
        assert connection.execute(f"PRAGMA {pragma}").fetchone() == (1,)


def test_transaction_takes_back_everything_after_an_error() -> None:
    """All of the block or nothing of it."""
    connection = open_in_memory()
    with pytest.raises(KeyboardInterrupt), transaction(connection):  # noqa: PT012 - the block is the point
        remember(connection, "half")
        raise KeyboardInterrupt
    assert facts(connection) == []
    assert not connection.in_transaction


def test_inner_transaction_joins_the_outer_one() -> None:
    """What an inner block did is taken back with the outer one."""
    connection = open_in_memory()
    with pytest.raises(RuntimeError), transaction(connection):  # noqa: PT012 - the block is the point
        with transaction(connection):
            remember(connection, "inner")
        raise RuntimeError
    assert facts(connection) == []


def test_outer_transaction_keeps_what_the_inner_did() -> None:
    """The end of an inner block commits nothing by itself, and takes nothing away."""
    connection = open_in_memory()
    with transaction(connection):
        with transaction(connection):
            remember(connection, "inner")
        assert connection.in_transaction
    assert facts(connection) == ["inner"]


def test_transaction_locks_out_other_writers_from_its_start(state: Path) -> None:
    """Two who read first and write later would both believe what they read."""
    made(state)
    with closing(open_database(state)) as first, closing(open_database(state)) as second:
        second.execute("PRAGMA busy_timeout = 0")
        with transaction(first), pytest.raises(sqlite3.OperationalError, match="locked"), transaction(second):
            pass


def test_full_disk_is_named_as_such(state: Path) -> None:
    """SQLite rolls back by itself then; rolling back again must not hide why."""
    with closing(open_database(state)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        connection.execute("PRAGMA cache_size = 1")  # it rolls back by itself only what has reached the file
        with pytest.raises(StateError, match=r"disk is full\. Run again"), faults_named(state), transaction(connection):
            connection.executemany("INSERT INTO fact VALUES (?, ?)", [(f"fact {n}", "x" * 1000) for n in range(100)])
        assert facts(connection) == []


def test_commit_that_fails_leaves_nothing_open(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the next transaction would join the dead one, and what it did would never be committed."""
    monkeypatch.setattr(database, "_WAL_IS_SAFE", (99,))  # a rollback journal cannot commit while somebody reads
    made(state)
    with closing(open_database(state)) as writer, closing(open_database(state)) as reader:
        writer.execute("PRAGMA busy_timeout = 0")
        reader.execute("BEGIN")
        facts(reader)
        with pytest.raises(sqlite3.OperationalError, match="locked"), transaction(writer):
            remember(writer, "too early")
        assert not writer.in_transaction


def test_copy_holds_what_the_original_holds(state: Path, tmp_path: Path) -> None:
    """A rehearsal begins where the site is, in a file as private as the original."""
    made(state, "kept")
    copy_database(state, tmp_path / "copy")
    assert (tmp_path / "copy" / STATE_DATABASE).stat().st_mode & 0o777 == 0o600
    with closing(open_database(tmp_path / "copy")) as connection:
        assert facts(connection) == ["kept"]


def test_copy_leaves_the_original_alone(state: Path, tmp_path: Path) -> None:
    """Neither its bytes nor its neighbours change."""
    path = made(state, "kept")
    before = path.read_bytes(), sorted(state.iterdir())
    copy_database(state, tmp_path / "copy")
    assert (path.read_bytes(), sorted(state.iterdir())) == before


def test_copy_of_no_state_is_none(state: Path, tmp_path: Path) -> None:
    """A site that never ran has nothing to copy."""
    copy_database(state, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("wal_is_safe", [(0,), (99,)], ids=["write-ahead log", "rollback journal"])
def test_copy_of_a_live_database_is_what_was_committed(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wal_is_safe: tuple[int, ...]
) -> None:
    """Another process in the middle of its work is neither waited for nor believed."""
    monkeypatch.setattr(database, "_WAL_IS_SAFE", wal_is_safe)
    with closing(open_database(state)) as connection:
        remember(connection, "kept")
        with transaction(connection):
            remember(connection, "not yet")
            copy_database(state, tmp_path / "copy")
    with closing(open_database(tmp_path / "copy")) as connection:
        assert facts(connection) == ["kept"]


KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from publisher.state.database import open_database

connection = open_database(Path(sys.argv[1]))
connection.execute("PRAGMA cache_size = 1")  # so that the change reaches the file before its commit
connection.execute("BEGIN IMMEDIATE")
for number in range(3000):
    connection.execute("INSERT INTO fact (name, value) VALUES (?, ?)", (f"half {number}", "x" * 200))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def killed(state: Path) -> Path:
    """The state of a site after a process was killed in the middle of a change."""
    made(state, "kept")
    child = subprocess.run([sys.executable, "-c", KILLED_WHILE_WRITING, str(state)], check=False)
    assert child.returncode == -signal.SIGKILL
    return state


def test_killed_writer_leaves_what_was_before(killed: Path) -> None:
    """A change that was not committed did not happen."""
    with closing(open_database(killed)) as connection:
        assert facts(connection) == ["kept"]


def test_copy_after_a_killed_writer_is_what_was_before(killed: Path, tmp_path: Path) -> None:
    """A rehearsal right after a crash works, and starts from the last commit."""
    copy_database(killed, tmp_path / "copy")
    with closing(open_database(tmp_path / "copy")) as connection:
        assert facts(connection) == ["kept"]


def test_copy_of_a_damaged_database_says_so(state: Path, tmp_path: Path) -> None:
    """The advice is the same as when it is opened."""
    made(state).write_bytes(b"not a database" * 1000)
    with pytest.raises(StateError, match="put the last good backup of it back"):
        copy_database(state, tmp_path / "copy")


def test_database_in_memory_has_the_newest_form() -> None:
    """Checks that write nothing see the same tables."""
    connection = open_in_memory()
    assert connection.execute("PRAGMA user_version").fetchone() == (len(database._migrations()),)
