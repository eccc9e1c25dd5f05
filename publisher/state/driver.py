"""Which SQLite the state is opened with: the standard one, or SQLCipher (every page encrypted) where it has a key."""

import sqlite3
import sys
from pathlib import Path
from typing import Literal, cast

from publisher.errors import StateError

KEY_VARIABLE = "PUBLISHER_STATE_KEY"
_HEX_DIGITS = 64
_PLAIN = b"SQLite format 3\0"  # how a file begins that is not encrypted


def connect(path: Path | str, key: str, *, uri: bool = False) -> sqlite3.Connection:
    """A connection without implicit transactions; with a `key` (64 hex digits) everything in it is encrypted.

    Raises `StateError` for a key that is none, and where SQLCipher is not installed.
    """
    if not key:
        return sqlite3.connect(path, isolation_level=None, timeout=30, uri=uri)
    try:
        from sqlcipher3 import dbapi2
    except ImportError as error:
        raise StateError(
            f"{KEY_VARIABLE} is set, but SQLCipher is not installed: pip install 'publisher[encrypted]'"
        ) from error
    connection = dbapi2.connect(path, isolation_level=None, timeout=30, uri=uri)
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to standard error
    connection.execute(f"PRAGMA key = {key_literal(key)}")
    return cast(sqlite3.Connection, connection)


def key_literal(key: str) -> str:
    """The key as SQLCipher takes it: raw, so that nothing has to be derived from it; raises `StateError` for none."""
    if len(key) != _HEX_DIGITS or not set(key.lower()) <= set("0123456789abcdef"):
        raise StateError(f"{KEY_VARIABLE} must be {_HEX_DIGITS} hex digits; to make some: openssl rand -hex 32")
    return f"\"x'{key}'\""


def require_form(path: Path, key: str) -> None:
    """Return when the file may be opened with the key, or without one; `StateError` when it is plainly of the other
    form. One that is neither is left to SQLite.
    """
    if key and is_plain(path):
        raise StateError(f"{path} is not encrypted, though {KEY_VARIABLE} is set; to encrypt it: publisher encrypt")


def is_plain(path: Path) -> bool:
    """Whether the file begins as a database does that is not encrypted."""
    with path.open("rb") as file:
        return file.read(len(_PLAIN)) == _PLAIN


def errors(
    name: Literal["DatabaseError", "OperationalError", "IntegrityError"] = "DatabaseError", *others: type[Exception]
) -> tuple[type[Exception], ...]:
    """The exception of that name, of each SQLite that is in use, because they share no class; and the `others`."""
    modules = (sqlite3, sys.modules.get("sqlcipher3.dbapi2"))
    return (*(getattr(module, name) for module in modules if module), *others)
