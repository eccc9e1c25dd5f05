"""The text of a file from elsewhere."""

import codecs
import re
import unicodedata

from publisher.content.sourcetext import decode
from publisher.errors import ContentError, ImporterError

_STATED = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_WHERE_STATED = 2048  # bytes; HTML asks for the first 1024
# What real pages are in. Any other label (Python knows "zip" and "rot13" too) is read as UTF-8.
_CODECS = ("cp125", "iso8859", "koi8", "mac-", "shift_jis", "cp932", "euc_", "iso2022_jp", "gb", "big5")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")


def decoded(name: str, content: bytes) -> str:
    """The text as a post's file would be read: UTF-8, LF line ends, no control characters.

    Raises `ImporterError` naming file, line and the byte that is not UTF-8.
    """
    try:
        return decode(name, content).text
    except ContentError as error:
        raise ImporterError(str(error)) from error


def decoded_page(name: str, content: bytes) -> str:
    """The text of an HTML file in the encoding that its `<meta charset>` names, UTF-8 without one.

    Raises `ImporterError` naming the byte that does not fit the encoding.
    """
    encoding = _stated_encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"is not {encoding.upper()} at byte {error.start}; save the page as UTF-8 and import it again"
        raise ImporterError(f"{name}: {problem}") from error
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text))


def _stated_encoding(content: bytes) -> str:
    label = _STATED.search(content[:_WHERE_STATED])
    if label is None or content.startswith(codecs.BOM_UTF8):
        return "utf-8"
    try:
        codec = codecs.lookup(label.group(1).decode("ascii")).name
    except LookupError:
        return "utf-8"
    # browsers read both labels as Windows-1252, and pages rely on it (WHATWG Encoding, "Names and labels")
    if codec in ("iso8859-1", "ascii"):
        return "cp1252"
    return codec if codec.startswith(_CODECS) else "utf-8"
