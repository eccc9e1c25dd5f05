"""Quoted-printable (RFC 2045 section 6.7) in pieces: what stands beside a slot never depends on what goes into it."""

import binascii
from collections.abc import Iterator

_LONGEST = 76  # characters of a line, the `=` of a soft break included
_SOFT = b"=\r\n"
_CHANGED = (b".", b"From ")


def quoted(text: str) -> bytes:
    """The text in UTF-8 as quoted-printable, in lines of 76 at most that end in CRLF; the last one is left open.

    No line begins with a dot or with `From `: no program has to change it on its way (RFC 5321 section 4.5.2).
    """
    octets = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    encoded = binascii.b2a_qp(octets, istext=True)
    if len(encoded) < _LONGEST and b"\n" not in encoded and not encoded.startswith(_CHANGED):
        return encoded  # what goes into a slot is seldom more
    return b"\r\n".join([piece for line in encoded.split(b"\n") for piece in _safe(line)])


def closed(encoded: bytes) -> bytes:
    """A piece with a soft break behind it, where it does not end a line by itself: another can follow."""
    if not encoded or encoded.endswith(b"\r\n"):
        return encoded
    start = encoded.rfind(b"\r\n") + 2 if b"\r\n" in encoded else 0
    if len(encoded) - start < _LONGEST:
        return encoded + _SOFT
    cut = start + _cut(encoded[start:])
    return encoded[:cut] + _SOFT + b"".join(_safe(encoded[cut:])) + _SOFT


def _safe(line: bytes) -> Iterator[bytes]:
    """The line without a beginning that somebody on the way would change; in more of the kind where it is too long."""
    while True:
        if line.startswith(_CHANGED):
            line = f"={line[0]:02X}".encode() + line[1:]
        if len(line) <= _LONGEST:
            yield line
            return
        cut = _cut(line)
        yield line[:cut] + b"="
        line = line[cut:]


def _cut(line: bytes) -> int:
    """Where a line may be broken: as far on as a soft break leaves room for, and never inside an encoded octet."""
    cut = _LONGEST - 1
    return cut - 1 if line[cut - 1 : cut] == b"=" else cut - 2 if line[cut - 2 : cut - 1] == b"=" else cut
