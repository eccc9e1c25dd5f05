"""Header values: refused when they could begin another header, else written in ASCII and folded."""

import base64
import re
import unicodedata

from publisher.errors import LetterError
from publisher.newsletter.options import mail_address

_LINE = 76  # columns of a line that holds an encoded word (RFC 2047 section 2); we fold all at it
_WORD_BYTES = 39  # of UTF-8 make 52 of base64, with `=?utf-8?b?` and `?=` 64: fits a line behind "Subject: " too
# Any letters before the @ (RFC 6532), ASCII behind it: as lists keep the address of a reader.
_READER = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+@[A-Za-z0-9.-]+")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
# Control characters, line and paragraph separators, lone surrogates: each ends a line for some parser.
_BREAKING = frozenset(("Cc", "Zl", "Zp", "Cs"))


def text(name: str, value: str) -> str:
    """Words for a header: ASCII as they are, all else as encoded words (RFC 2047); folded at 76 columns."""
    refuse_unsafe(name, value)
    return _folded(name, value.split(" ") if value.isascii() else _encoded_words(value))


def named(name: str, words: str, address: str) -> str:
    """`words <address>`, as From, To and List-ID take it; the address alone where there are no words."""
    refuse_unsafe(name, words)
    if not words:
        return raw(name, address)
    return _folded(name, [*_phrase(words), f"<{raw(name, address)}>"])


def mailbox(name: str, words: str, address: str) -> str:
    """`named`, for an address of mail; raises `LetterError`, which does not quote it, for one that is not plain."""
    refuse_unsafe(name, address)
    try:
        return named(name, words, mail_address(address))
    except ValueError as error:
        raise LetterError(
            f"header {name}: the address is not one that a mail can carry; mend it in its list"
        ) from error


def reader(name: str, words: str, address: str) -> str:
    """`named`, for the address of a reader, which may hold any letters; raises `LetterError`, which does not quote it,
    for one that no list would have kept.
    """
    if address.isascii():
        return mailbox(name, words, address)
    refuse_unsafe(name, address)
    if not _READER.fullmatch(address):
        raise LetterError(f"header {name}: the address is not one that a mail can carry; mend it in its list")
    refuse_unsafe(name, words)
    return _folded(name, [*_phrase(words), f"<{address}>"]) if words else address


def raw(name: str, value: str) -> str:
    """A value that must stay as it is, on one line: an id or an address. Raises `LetterError` for blanks in it."""
    refuse_unsafe(name, value)
    if not value.isascii() or " " in value:
        raise LetterError(f"header {name}: only ASCII characters without spaces can stand there")
    return value


def refuse_unsafe(name: str, value: str) -> None:
    """Return when the value can stand in a header; `LetterError`, which does not quote it, when it cannot.

    `=?` is refused because CPython decodes an encoded word again when it reads it back: a line feed written as
    `=0A` would then begin a header of its own.
    """
    is_plain = value.isascii() and value.isprintable()  # as nearly all are: a million readers are looked at
    if not is_plain and any(unicodedata.category(character) in _BREAKING for character in value):
        raise LetterError(f"header {name}: holds a control character or a line break; remove it where it was written")
    if "=?" in value:
        raise LetterError(f"header {name}: must not hold '=?', which mail programs take for an encoded word")


def _phrase(words: str) -> list[str]:
    """Words before an address: quoted where a mark in them means something there (RFC 5322 section 3.2.5)."""
    if not words.isascii():
        return _encoded_words(words)
    if _ATOMS.fullmatch(words):
        return words.split(" ")
    return ['"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"']


def _encoded_words(value: str) -> list[str]:
    chunks, size = [""], 0
    for character in value:
        length = len(character.encode())
        if size + length > _WORD_BYTES:
            chunks.append("")
            size = 0
        chunks[-1] += character
        size += length
    return [f"=?utf-8?b?{base64.b64encode(chunk.encode()).decode('ascii')}?=" for chunk in chunks]


def _folded(name: str, words: list[str]) -> str:
    """The words with a space between, on new lines where they would pass the limit; no line is blank alone."""
    lines, width = [words[0]], len(name) + 2 + len(words[0])
    for word in words[1:]:
        if width + 1 + len(word) > _LINE and word and lines[-1].strip():
            lines.append(word)
            width = 1 + len(word)
        else:
            lines[-1] += " " + word
            width += 1 + len(word)
    return "\r\n ".join(lines)
