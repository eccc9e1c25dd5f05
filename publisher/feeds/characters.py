"""Text that XML can carry and every reader can show: what pasting and old encodings leave behind is taken out."""

import re

_KEPT = {"\t", "\n"}
_REPLACEMENT = "\ufffd"
_BREAKS = re.compile(r"[ \t\n\u2028\u2029]+")


def _repairs() -> dict[int, str | None]:
    """What becomes of each character that cannot stay: another character, or nothing."""
    repairs: dict[int, str | None] = {code: None for code in (*range(0x20), 0x7F) if chr(code) not in _KEPT}
    # C1 controls come from windows-1252 text that was read as Latin-1: 0x92 was meant as an apostrophe
    repairs |= {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
    # outside XML's Char production (XML 1.0 section 2.2), and lone surrogates cannot be written as UTF-8
    repairs |= dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), _REPLACEMENT)
    repairs[0xFEFF] = None  # a byte order mark that travelled along with pasted text
    return repairs


_REPAIRS = _repairs()


def readable(text: str) -> str:
    """The text with line feeds as its only line ends, and without characters that XML forbids or readers show as boxes.

    Control characters go, C1 controls become the windows-1252 character they were meant as, lone surrogates, U+FFFE
    and U+FFFF become U+FFFD. Good text comes back unchanged, so doing it twice changes nothing more.
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_REPAIRS)


def one_line(text: str) -> str:
    """Readable text on one line, trimmed; no-break spaces inside stay, because some languages need them."""
    return _BREAKS.sub(" ", readable(text)).strip()
