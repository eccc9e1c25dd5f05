"""Keyed names: ids safe to log, Message-IDs that stay the same, and unsubscribe tokens nobody can guess."""

import base64
import hashlib
import hmac

_TOKEN_VERSION = b"\x01"
_MAC_BYTES = 16
_ID_BYTES = 16
_TAG_BYTES, _ISSUE_BYTES = 8, 5
_SUBSCRIBER = "s_"


def subscriber_id(key: bytes, address: str) -> str:
    """A name for the subscriber that is safe to log: keyed, so that nobody can look an address up by it."""
    return _SUBSCRIBER + _encode(_mac(key, "subscriber", address.encode())[:_ID_BYTES])


def address_digest(key: bytes, address: str) -> str:
    """What is remembered of an address that gets no letter any more: keyed, and the same in capitals."""
    return _encode(_mac(key, "suppression", address.casefold().encode())[:_ID_BYTES])


def message_id(key: bytes, issue_id: str, subscriber: str, domain: str) -> str:
    """The Message-ID of one issue for one subscriber (RFC 5322 section 3.6.4): the same at every try."""
    return f"<{_encode(_mac(key, 'message', issue_id.encode(), subscriber.encode())[:_ID_BYTES])}@{domain}>"


def bounce_tag(key: bytes, issue_id: str, subscriber: str) -> str:
    """What stands behind the plus of the address that failures of one delivery come back to: the reader's id, a digest
    of the issue, and a signature, so that a forged report changes nothing. With a short name before it, it fits the 64
    characters of a local part (RFC 5321 section 4.5.3.1.1).
    """
    named = f"{subscriber.removeprefix(_SUBSCRIBER)}-{issue_tag(issue_id)}"
    return f"{named}-{_encode(_mac(key, 'bounce', named.encode())[:_TAG_BYTES])}"


def issue_tag(issue_id: str) -> str:
    """A short name of an issue in such an address."""
    return _encode(hashlib.sha256(issue_id.encode()).digest()[:_ISSUE_BYTES])


def read_bounce_tag(key: bytes, tag: str) -> tuple[str, str] | None:
    """The subscriber's id and the tag of the issue; `None` for what we did not sign."""
    named, _, signature = tag.lower().rpartition("-")
    subscriber, _, issue = named.partition("-")
    wanted = _encode(_mac(key, "bounce", named.encode())[:_TAG_BYTES])
    if not hmac.compare_digest(signature.encode(), wanted.encode()):
        return None
    return f"{_SUBSCRIBER}{subscriber}", issue


def unsubscribe_token(key: bytes, subscriber: str, newsletter: str) -> str:
    """What an unsubscribe link carries: who leaves which newsletter, signed, without an expiry."""
    named = f"{subscriber}/{newsletter}".encode()
    return _encode(_TOKEN_VERSION + _signature(key, named) + named)


def read_unsubscribe_token(key: bytes, token: str) -> tuple[str, str] | None:
    """The subscriber's id and the newsletter named by a token, or `None` for one we did not sign."""
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError:
        return None
    version, signature, named = raw[:1], raw[1 : 1 + _MAC_BYTES], raw[1 + _MAC_BYTES :]
    if version != _TOKEN_VERSION or not hmac.compare_digest(signature, _signature(key, named)):
        return None
    subscriber, _, newsletter = named.decode().partition("/")
    return subscriber, newsletter


def _signature(key: bytes, named: bytes) -> bytes:
    return _mac(key, "unsubscribe", named)[:_MAC_BYTES]


def _mac(key: bytes, purpose: str, *parts: bytes) -> bytes:
    """HMAC-SHA256 with the purpose inside, each part preceded by its length so that none can run into the next."""
    message = b"".join(len(part).to_bytes(4, "big") + part for part in (purpose.encode(), *parts))
    return hmac.new(key, message, hashlib.sha256).digest()


def _encode(raw: bytes) -> str:
    """Base32 without padding, lower case: survives mail programs that fold case."""
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()
