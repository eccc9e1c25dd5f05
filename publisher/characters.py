"""Characters that a text may hold: what XML forbids and readers show as boxes is taken out."""

import re

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def legible(text: str) -> str:
    """The text without control characters but tab and line ends; 0x92 and its like become the letter they meant.

    A file's own bytes are not the only way in: YAML writes them as `"\\x01"`, Markdown as `&#1;`.
    """
    return _UNFIT.sub(_mended, text)


def _mended(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code >= 0xD800:
        return "\ufffd"
    # windows-1252 text that was read as Latin-1 left its quotation marks and dashes at U+0080 to U+009F
    return bytes([code]).decode("cp1252", "ignore") if code >= 0x80 else ""
