"""Secrets: never in the settings; from the environment, a file it names, or the credentials of a systemd service."""

from collections.abc import Mapping
from pathlib import Path

from publisher.errors import StateError

_PREFIX, _CREDENTIALS = "PUBLISHER_", "CREDENTIALS_DIRECTORY"


def secret(environment: Mapping[str, str], variable: str, what: str) -> str:
    """What the variable holds, or the file that the variable with `_FILE` behind it names, or the credential of the
    same name in small letters and without `PUBLISHER_`; `""` where there is none.

    Raises `StateError` for a file that cannot be read, or that others can read; it says `what` and never shows it.
    """
    if text := environment.get(variable):
        return text
    if named := environment.get(f"{variable}_FILE"):
        return private_text(Path(named), what)
    path = credential(environment, variable.removeprefix(_PREFIX).lower())
    return private_text(path, what) if path else ""


def credential(environment: Mapping[str, str], name: str) -> Path | None:
    """The file with a credential of the systemd service that this runs in, if it has that one."""
    folder = environment.get(_CREDENTIALS)
    path = Path(folder) / name if folder else None
    return path if path and path.exists() else None


def private_text(path: Path, what: str) -> str:
    """The text of a file that is for this user alone, without a line break at its end; raises as `secret`, and for a
    file with nothing in it.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise StateError(f"{path}: other users can read {what}; run: chmod 600 {path}")
        text = path.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise StateError(f"{path}: {what} cannot be read: {type(error).__name__}") from error
    if not text:
        raise StateError(f"{path}: {what} should be in it, and it is empty")
    return text
