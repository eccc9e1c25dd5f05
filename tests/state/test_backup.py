"""A backup is sound by itself, and putting one back loses nothing that was there."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from publisher.errors import StateError, UsageError
from publisher.state.backup import back_up, is_sound, put_back
from publisher.state.database import open_database
from publisher.state.ledger import Ledger
from tests.state.opened import open_issue, people


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state folder with an opened issue for many readers."""
    folder = tmp_path / ".publisher"
    with closing(open_database(folder)) as connection:
        open_issue(Ledger(connection), people(999))
    return folder


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-12288:-4096] = os.urandom(8192)
    path.write_bytes(content)


def tally(folder: Path) -> dict[str, int]:
    with closing(open_database(folder)) as connection:
        return Ledger(connection).deliveries.tally("monthly-2024-06")


def test_backup_comes_back_whole(state: Path, tmp_path: Path) -> None:
    """For its user alone; where the database was lost."""
    back_up(state, tmp_path / "backup.db")
    assert (tmp_path / "backup.db").stat().st_mode & 0o777 == 0o600
    (state / "state.db").unlink()
    put_back(tmp_path / "backup.db", state)
    assert tally(state) == {"queued": 999}
    assert (state / "state.db").stat().st_mode & 0o777 == 0o600


def test_backup_takes_nothing_elses_place(state: Path, tmp_path: Path) -> None:
    """Last night's stays."""
    (tmp_path / "backup.db").write_text("last night's")
    with pytest.raises(UsageError, match="is there already"):
        back_up(state, tmp_path / "backup.db")
    assert (tmp_path / "backup.db").read_text() == "last night's"


def test_damaged_database_is_not_backed_up(state: Path, tmp_path: Path) -> None:
    """It would push a good copy out of its place."""
    damage(state / "state.db")
    with pytest.raises(StateError, match="is damaged"):
        back_up(state, tmp_path / "backup.db")
    assert not (tmp_path / "backup.db").exists()


def test_backup_that_cannot_be_written_leaves_nothing(state: Path, tmp_path: Path) -> None:
    """No half of one."""
    with pytest.raises(StateError, match="cannot be written"):
        back_up(state, tmp_path / "no folder" / "backup.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".publisher"]


def test_sound_database_is_not_replaced(state: Path, tmp_path: Path) -> None:
    """By a slip; whoever means it moves it away first."""
    back_up(state, tmp_path / "backup.db")
    with pytest.raises(UsageError, match="is sound; if the backup is to take its place all the same"):
        put_back(tmp_path / "backup.db", state)


def test_damaged_database_is_kept_beside(state: Path, tmp_path: Path) -> None:
    """Somebody may want to look at it; its journal is gone, which SQLite would play into the other one."""
    back_up(state, tmp_path / "backup.db")
    damage(state / "state.db")
    broken = (state / "state.db").read_bytes()
    (state / "state.db-journal").write_bytes(b"of the other one")
    put_back(tmp_path / "backup.db", state)
    assert (state / "state.db.before-restore").read_bytes() == broken
    assert not (state / "state.db-journal").exists()
    assert tally(state) == {"queued": 999}


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 9000])
def test_what_is_no_backup_is_refused(state: Path, tmp_path: Path, content: bytes) -> None:
    """Before anything is moved."""
    before = (state / "state.db").read_bytes()
    (tmp_path / "backup.db").write_bytes(content)
    with pytest.raises(StateError, match=r"backup\.db(: there is no database| is damaged)"):
        put_back(tmp_path / "backup.db", state)
    assert (state / "state.db").read_bytes() == before


def test_row_that_points_at_nothing_is_damage(state: Path) -> None:
    """A delivery to nobody, say: pages may be whole and the ledger wrong all the same."""
    with closing(open_database(state)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM subscriber WHERE id = 's_reader001'")
    assert not is_sound(state / "state.db")
