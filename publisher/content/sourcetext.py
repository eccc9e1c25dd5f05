"""The text of a post's file: one encoding, one form of its letters, one kind of line end."""

import codecs
import re
import unicodedata
from typing import NamedTuple

from publisher.characters import legible, unfit
from publisher.errors import ContentError, Problem

SIZE_LIMIT = 1024 * 1024  # bytes; the longest post of eight public blogs has 851 kB

_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\r"})
_UNFIT = (re.compile(rb"\xc2[\x80-\x9f]"), re.compile(rb"\xef\xbf[\xbe\xbf]"))  # U+0080 to U+009F, U+FFFE and U+FFFF
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class SourceText(NamedTuple):
    """A file's text, and warnings that name what had to be taken out of it and where."""

    text: str
    warnings: tuple[Problem, ...]


def decode(source: str, content: bytes) -> SourceText:
    """The text of a file: UTF-8 without byte order mark, composed (NFC), LF line ends, no control characters.

    Raises `ContentError` for another encoding (with the byte's offset), a NUL, or more than 1 MiB; nothing is guessed.
    """
    text = _in_utf_8(source, content)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    taken_out = tuple(
        Problem(source=source, line=text.count("\n", 0, place) + 1, text=words, is_warning=True)
        for place, words in (unfit(text) if _is_unfit(content) else ())
    )
    return SourceText(unicodedata.normalize("NFC", legible(text) if taken_out else text), taken_out)


def _in_utf_8(source: str, content: bytes) -> str:
    if len(content) > SIZE_LIMIT:
        raise ContentError.at(source, 0, f"is larger than {SIZE_LIMIT // 1024} KiB; split it")
    if content.startswith(_UTF_16):
        raise ContentError.at(source, 1, "is UTF-16 from byte 0 on; save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ContentError.at(source, line, f"is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ContentError.at(source, line, f"holds a NUL at byte {content.index(0)}: {_why_nul(content)}")
    return text


def _is_unfit(content: bytes) -> bool:
    """Whether `unfit` would find something; the bytes tell ten times as fast as the letters."""
    if len(content.translate(None, _CONTROLS)) < len(content):
        return True
    return not content.isascii() and any(unfit.search(content) for unfit in _UNFIT)


def _why_nul(content: bytes) -> str:
    """English in UTF-16 without its mark is valid UTF-8 with a NUL behind, or before, each letter."""
    if content.count(0) > len(content) // 3:
        return "it looks like UTF-16; save it as UTF-8"
    return "the file is damaged or no text"
