"""The signing key behind subscriber ids, Message-IDs and unsubscribe links."""

import binascii
from collections.abc import Callable, Mapping
from pathlib import Path

from publisher.errors import StateError
from publisher.files import PRIVATE_FILE, private_folder, write

VARIABLE = "PUBLISHER_KEY"
_NAME = "key"
_BYTES = 32


def has_key(folder: Path, environment: Mapping[str, str]) -> bool:
    """Whether there is a key: given by the environment, or made in the state folder before."""
    return VARIABLE in environment or f"{VARIABLE}_FILE" in environment or (folder / _NAME).exists()


def signing_key(folder: Path, environment: Mapping[str, str], random_bytes: Callable[[int], bytes]) -> bytes:
    """The key from `PUBLISHER_KEY` (64 hex digits), the file named by `PUBLISHER_KEY_FILE`, or the state folder.

    Made once in the state folder, for this user alone, where none of these gives one. Raises `StateError` for a key
    that cannot be used, without showing it.
    """
    if text := environment.get(VARIABLE):
        return _decoded(text, f"the environment variable {VARIABLE}")
    named = environment.get(f"{VARIABLE}_FILE")
    path = Path(named) if named else folder / _NAME
    if not named and not path.exists():
        write(private_folder(folder) / _NAME, random_bytes(_BYTES).hex().encode() + b"\n", mode=PRIVATE_FILE)
    return _decoded(_private_text(path), str(path))


def _private_text(path: Path) -> str:
    try:
        if path.stat().st_mode & 0o077:
            raise StateError(f"{path}: other users can read the signing key; run: chmod 600 {path}")
        return path.read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise StateError(f"{path}: the signing key cannot be read: {type(error).__name__}") from error


def _decoded(text: str, where: str) -> bytes:
    try:
        key = binascii.unhexlify(text.strip())
    except (ValueError, UnicodeEncodeError) as error:
        raise StateError(f"{where}: the signing key must be {2 * _BYTES} hex digits") from error
    if len(key) != _BYTES:
        raise StateError(f"{where}: the signing key must be {2 * _BYTES} hex digits, not {2 * len(key)}")
    return key
