"""The mail server's password or access token: never in the settings."""

from collections.abc import Mapping
from pathlib import Path

from publisher.errors import StateError

VARIABLE = "PUBLISHER_SMTP_PASSWORD"
_CREDENTIAL = "smtp_password"


def password(environment: Mapping[str, str]) -> str:
    """From `PUBLISHER_SMTP_PASSWORD`, the file that `PUBLISHER_SMTP_PASSWORD_FILE` names, or the credential
    `smtp_password` of a systemd service; `""` where there is none.

    Raises `StateError` for a file that cannot be read, or that others can read, without showing what is in it.
    """
    if text := environment.get(VARIABLE):
        return text
    if named := environment.get(f"{VARIABLE}_FILE"):
        return _content(Path(named))
    folder = environment.get("CREDENTIALS_DIRECTORY")
    credential = Path(folder) / _CREDENTIAL if folder else None
    return _content(credential) if credential and credential.exists() else ""


def _content(path: Path) -> str:
    try:
        if path.stat().st_mode & 0o077:
            raise StateError(f"{path}: other users can read the mail server's password; run: chmod 600 {path}")
        return path.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise StateError(f"{path}: the mail server's password cannot be read: {type(error).__name__}") from error
