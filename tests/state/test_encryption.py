"""A state that only its key opens: made so from the start, or later, and back; and everything works on it."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from publisher.errors import StateError, UsageError
from publisher.layout import STATE_DATABASE
from publisher.state.backup import back_up, is_sound, put_back, require_sound
from publisher.state.database import copy_database, open_database, open_in_memory
from publisher.state.encryption import recode
from publisher.state.ledger import Ledger
from publisher.state.subscribers import Subscribers
from tests.state.opened import open_issue, people

KEY, OTHER = "5e" * 32, "0f" * 32
READERS = [reader.address.encode() for reader in people(3)]


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A state with three readers and an opened issue, encrypted from its start."""
    folder = tmp_path / ".publisher"
    with closing(open_database(folder, KEY)) as connection:
        open_issue(Ledger(connection), people(3))
    return folder


def content(folder: Path, key: str) -> list[str]:
    """Everything in it, in one form."""
    with closing(open_in_memory(folder, key)) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
        ]
        rows = {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in tables}  # noqa: S608
        schema = connection.execute("SELECT sql FROM sqlite_schema WHERE sql <> '' ORDER BY 1").fetchall()
        return [f"{name}: {found}" for name, found in rows.items()] + [str(schema)]


def plain_text(folder: Path) -> bytes:
    """Whatever lies in the folder, beside the README."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.name.startswith(STATE_DATABASE))


def test_nothing_can_be_read_without_the_key(state: Path) -> None:
    """No address, no name of a table; nor with another key."""
    assert not any(word in plain_text(state) for word in (*READERS, b"subscriber", b"SQLite"))
    for key in ("", OTHER):
        with pytest.raises(StateError, match="PUBLISHER_STATE_KEY"):
            open_database(state, key)
    with closing(open_database(state, KEY)) as connection:
        assert Subscribers(connection).count("monthly") == 3


def test_key_that_is_none_is_refused_and_not_shown(tmp_path: Path) -> None:
    """Nothing of it goes into the message."""
    for key in ("secret", "zz" * 32, "'; --"):
        with pytest.raises(StateError, match="must be 64 hex digits") as caught:
            open_database(tmp_path / ".publisher", key)
        assert key not in str(caught.value)


def test_encrypted_and_back_holds_the_same(tmp_path: Path) -> None:
    """Every row, every declaration, the form; and in between no word of it."""
    folder = tmp_path / ".publisher"
    with closing(open_database(folder)) as connection:
        open_issue(Ledger(connection), people(3))
    before = content(folder, "")
    path = recode(folder, KEY, encrypted=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert not any(word in plain_text(folder) for word in READERS)
    assert content(folder, KEY) == before
    with pytest.raises(UsageError, match="is encrypted already"):
        recode(folder, KEY, encrypted=True)
    recode(folder, KEY, encrypted=False)
    assert content(folder, "") == before
    with pytest.raises(UsageError, match="is plain already"):
        recode(folder, KEY, encrypted=False)
    assert {path.name for path in folder.iterdir()} == {"README", STATE_DATABASE}


def test_plain_state_with_a_key_is_told_what_to_do(tmp_path: Path) -> None:
    """A key that was set must not be for show."""
    folder = tmp_path / ".publisher"
    open_database(folder).close()
    with pytest.raises(
        StateError, match="is not encrypted, though PUBLISHER_STATE_KEY is set; to encrypt it: publisher"
    ):
        open_database(folder, KEY)


def test_without_a_key_nothing_is_encrypted(state: Path) -> None:
    """It says where a key comes from."""
    with pytest.raises(UsageError, match="openssl rand -hex 32"):
        recode(state, "", encrypted=True)


def test_copies_are_encrypted_too(state: Path, tmp_path: Path) -> None:
    """A backup, what comes back from it, and the copy for a rehearsal."""
    before = content(state, KEY)
    back_up(state, tmp_path / "backup", KEY)
    copy_database(state, tmp_path / "copy", KEY)
    assert not any(word in (tmp_path / "backup").read_bytes() + plain_text(tmp_path / "copy") for word in READERS)
    assert content(tmp_path / "copy", KEY) == before
    (state / STATE_DATABASE).unlink()
    put_back(tmp_path / "backup", state, KEY)
    assert content(state, KEY) == before
    with pytest.raises(StateError, match="is damaged"):
        require_sound(state / STATE_DATABASE, OTHER)


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_page_that_was_changed_is_noticed(state: Path, place: float) -> None:
    """Every page carries a seal; the plain form would not notice each change."""
    path = state / STATE_DATABASE
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(int(size * place))
        file.write(os.urandom(64))
    assert not is_sound(path, KEY)


def test_newer_sqlite_writes_ahead(state: Path) -> None:
    """What it brings is new enough for a log of writes ahead."""
    with closing(open_database(state, KEY)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_missing_library_is_named(tmp_path: Path) -> None:
    """It is an extra."""
    code = (
        "import sys; sys.modules['sqlcipher3'] = None\n"
        "from pathlib import Path\n"
        "from publisher.state.database import open_database\n"
        "from publisher.errors import StateError\n"
        f"try: open_database(Path({str(tmp_path / 'state')!r}), '{KEY}')\n"
        "except StateError as error: print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert "pip install 'publisher[encrypted]'" in said
