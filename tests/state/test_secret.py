"""Secrets come from outside, and are never shown."""

from pathlib import Path

import pytest

from publisher.errors import StateError
from publisher.state.secret import secret


def saved(folder: Path, name: str = "smtp_password", mode: int = 0o600) -> Path:
    path = folder / name
    path.write_text("pässword\n", "utf-8")
    path.chmod(mode)
    return path


def password(environment: dict[str, str]) -> str:
    return secret(environment, "PUBLISHER_SMTP_PASSWORD", "the mail server's password")


def test_from_the_environment() -> None:
    """As it is."""
    assert password({"PUBLISHER_SMTP_PASSWORD": "pässword "}) == "pässword "


def test_from_a_file(tmp_path: Path) -> None:
    """Without the line break at its end."""
    assert password({"PUBLISHER_SMTP_PASSWORD_FILE": str(saved(tmp_path, "any"))}) == "pässword"


def test_from_a_credential_of_the_service(tmp_path: Path) -> None:
    """Where systemd puts one."""
    assert password({"CREDENTIALS_DIRECTORY": str(tmp_path)}) == ""
    saved(tmp_path)
    assert password({"CREDENTIALS_DIRECTORY": str(tmp_path)}) == "pässword"


def test_none_is_none() -> None:
    """A server that asks for no login needs none."""
    assert password({}) == ""


@pytest.mark.parametrize("mode", [0o640, 0o604])
def test_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """With what to do."""
    path = saved(tmp_path, mode=mode)
    with pytest.raises(StateError, match=r"other users can read .* chmod 600") as caught:
        password({"PUBLISHER_SMTP_PASSWORD_FILE": str(path)})
    assert "pässword" not in str(caught.value)


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A slip in its name must not mean that there is no password."""
    with pytest.raises(StateError, match="cannot be read: FileNotFoundError"):
        password({"PUBLISHER_SMTP_PASSWORD_FILE": str(tmp_path / "none")})


def test_empty_file_is_no_secret(tmp_path: Path) -> None:
    """A key that was lost must not become another one."""
    (tmp_path / "none").touch(mode=0o600)
    with pytest.raises(StateError, match="the mail server's password should be in it, and it is empty"):
        password({"PUBLISHER_SMTP_PASSWORD_FILE": str(tmp_path / "none")})
