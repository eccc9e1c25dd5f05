"""The signing key is made once, is private, and shows itself nowhere."""

import re
import traceback
from collections.abc import Mapping
from pathlib import Path

import pytest

from publisher.errors import StateError
from publisher.state.key import has_key, signing_key

KEY = bytes(range(32))
OTHER = bytes(32)


def key_of(folder: Path, environment: Mapping[str, str] | None = None, chance: bytes = OTHER) -> bytes:
    return signing_key(folder, environment or {}, lambda size: chance[:size])


def saved(path: Path, text: str, mode: int = 0o600) -> Path:
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


def test_key_is_made_once(tmp_path: Path) -> None:
    """Every later call gives the first one's key: with another, no old unsubscribe link would work."""
    first = key_of(tmp_path, chance=KEY)
    assert key_of(tmp_path, chance=OTHER) == first == KEY


def test_key_is_for_its_user_alone(tmp_path: Path) -> None:
    """Whoever reads it can unsubscribe anybody."""
    key_of(tmp_path / ".publisher")
    assert (tmp_path / ".publisher").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / ".publisher" / "key").stat().st_mode & 0o777 == 0o600


def test_key_is_there_once_made(tmp_path: Path) -> None:
    """Asking makes none."""
    assert not has_key(tmp_path, {})
    assert not has_key(tmp_path, {})
    key_of(tmp_path)
    assert has_key(tmp_path, {})


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644], ids=oct)
def test_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """It says how to mend that, and not what it is."""
    saved(tmp_path / "key", KEY.hex(), mode)
    with pytest.raises(StateError, match=rf"chmod 600 {re.escape(str(tmp_path / 'key'))}"):
        key_of(tmp_path)


def test_variable_wins_over_files(tmp_path: Path) -> None:
    """What the environment says holds, and nothing is made."""
    other = saved(tmp_path / "other", OTHER.hex())
    environment = {"PUBLISHER_KEY": f" {KEY.hex()}\n", "PUBLISHER_KEY_FILE": str(other)}
    assert key_of(tmp_path, environment) == KEY
    assert not has_key(tmp_path, {})


def test_named_file_wins_over_the_state_folder(tmp_path: Path) -> None:
    """As containers and systemd hand over secrets."""
    saved(tmp_path / "key", OTHER.hex())
    secret = saved(tmp_path / "secret", KEY.hex() + "\n")
    assert key_of(tmp_path, {"PUBLISHER_KEY_FILE": str(secret)}) == KEY


def test_empty_variable_counts_as_none(tmp_path: Path) -> None:
    """`PUBLISHER_KEY=` in a unit file is no key of no length."""
    assert key_of(tmp_path, {"PUBLISHER_KEY": "", "PUBLISHER_KEY_FILE": ""}, chance=KEY) == KEY


def test_named_file_that_is_missing_is_not_made(tmp_path: Path) -> None:
    """A typing error in a path must not become a second key."""
    with pytest.raises(StateError, match="cannot be read: FileNotFoundError"):
        key_of(tmp_path, {"PUBLISHER_KEY_FILE": str(tmp_path / "secret")})
    assert list(tmp_path.iterdir()) == []


BAD_KEYS = [
    pytest.param("abcdef", id="too short"),
    pytest.param("abcdef" * 30, id="too long"),
    pytest.param("abcdef" * 10 + "wxyz", id="no hex"),
    pytest.param("abcdef" * 10 + "abc", id="odd"),
    pytest.param("abcdef" * 10 + "äöüß", id="no ASCII"),
]


@pytest.mark.parametrize("text", BAD_KEYS)
def test_unusable_variable_is_refused_without_showing_it(tmp_path: Path, text: str) -> None:
    """The whole traceback, causes and all, holds no piece of what may be most of a key."""
    with pytest.raises(StateError, match="environment variable PUBLISHER_KEY") as caught:
        key_of(tmp_path, {"PUBLISHER_KEY": text})
    assert "abcdef" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("text", BAD_KEYS)
def test_unusable_file_is_refused_without_showing_it(tmp_path: Path, text: str) -> None:
    """The file is named, its content is not."""
    path = saved(tmp_path / "key", text)
    with pytest.raises(StateError, match=re.escape(str(path))) as caught:
        key_of(tmp_path)
    assert "abcdef" not in "".join(traceback.format_exception(caught.value))
