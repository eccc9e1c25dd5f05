"""The signing key behind subscriber ids, Message-IDs and unsubscribe links."""

import binascii
from collections.abc import Callable, Mapping
from pathlib import Path

from publisher.errors import StateError
from publisher.files import PRIVATE_FILE, private_folder, write
from publisher.state.secret import credential, private_text, secret

VARIABLE = "PUBLISHER_KEY"
_NAME, _WHAT = "key", "the signing key"
_BYTES = 32


def has_key(folder: Path, environment: Mapping[str, str]) -> bool:
    """Whether there is a key: given by the environment, or made in the state folder before."""
    is_given = VARIABLE in environment or f"{VARIABLE}_FILE" in environment or credential(environment, _NAME)
    return bool(is_given) or (folder / _NAME).exists()


def signing_key(folder: Path, environment: Mapping[str, str], random_bytes: Callable[[int], bytes]) -> bytes:
    """The key (64 hex digits) from `PUBLISHER_KEY`, the file named by `PUBLISHER_KEY_FILE`, the credential `key` of a
    systemd service, or the state folder.

    Made once in the state folder, for this user alone, where none of these gives one. Raises `StateError` for a key
    that cannot be used, without showing it.
    """
    if text := secret(environment, VARIABLE, _WHAT):
        return _decoded(text, f"the environment variable {VARIABLE}, or the file that it names")
    path = folder / _NAME
    if not path.exists():
        write(private_folder(folder) / _NAME, random_bytes(_BYTES).hex().encode() + b"\n", mode=PRIVATE_FILE)
    return _decoded(private_text(path, _WHAT), str(path))


def _decoded(text: str, where: str) -> bytes:
    try:
        key = binascii.unhexlify(text.strip())
    except (ValueError, UnicodeEncodeError) as error:
        raise StateError(f"{where}: the signing key must be {2 * _BYTES} hex digits") from error
    if len(key) != _BYTES:
        raise StateError(f"{where}: the signing key must be {2 * _BYTES} hex digits, not {2 * len(key)}")
    return key
