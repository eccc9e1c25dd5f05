"""Encrypt the state of a site, or undo that: whole or not at all."""

from contextlib import closing
from pathlib import Path

from publisher.durable import whole_file
from publisher.errors import StateError, UsageError
from publisher.files import PRIVATE_FILE
from publisher.layout import STATE_DATABASE
from publisher.state.backup import require_sound
from publisher.state.driver import KEY_VARIABLE, connect, errors, is_plain


def recode(folder: Path, key: str, *, encrypted: bool) -> Path:
    """Write the state anew, `encrypted` with the key or plain, in place of the other form; gives its file.

    What it held in the clear before may be found on the disk until that is overwritten. Raises `UsageError` where there
    is nothing to do, `StateError` for a database that is damaged or cannot be written.
    """
    path = folder / STATE_DATABASE
    if not key:
        raise UsageError(f"set {KEY_VARIABLE} first: 64 hex digits, for example from: openssl rand -hex 32")
    if path.exists() and is_plain(path) is not encrypted:
        raise UsageError(f"{path} is {'encrypted' if encrypted else 'plain'} already")
    require_sound(path, "" if encrypted else key)
    try:
        with whole_file(path, PRIVATE_FILE) as part:
            _export(path, part, key, encrypted=encrypted)
    except errors("DatabaseError", OSError) as error:
        raise StateError(f"{path}: cannot be written anew: {error}; it is as it was") from error
    return path


def _export(path: Path, part: Path, key: str, *, encrypted: bool) -> None:
    """Everything of one form into the other; only the connection with the key can speak to both."""
    with_key, plain = (part, path) if encrypted else (path, part)
    with closing(connect(with_key, key)) as connection:
        connection.execute("ATTACH DATABASE ? AS plain KEY ''", (str(plain),))
        source, target = ("plain", "main") if encrypted else ("main", "plain")
        (form,) = connection.execute(f"PRAGMA {source}.user_version").fetchone()
        connection.execute("SELECT sqlcipher_export(?, ?)", (target, source)).fetchall()
        connection.execute(f"PRAGMA {target}.user_version = {form}")
        connection.execute("DETACH DATABASE plain")
