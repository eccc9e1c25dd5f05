"""Characters that a text may hold: what XML forbids and readers show as boxes is taken out."""

import re
from collections.abc import Iterator

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# embeddings, overrides and isolates of the bidirectional algorithm (Unicode UAX 9); left open, they turn what follows
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_KINDS = (
    ("control characters, which were removed", "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"),
    ("characters of Windows-1252, which became the letters they meant", "[\x80-\x9f]"),
    ("codes that are no characters, which became \ufffd", "[\ud800-\udfff\ufffe\uffff]"),
)


def legible(text: str) -> str:
    """The text without control characters but tab and line ends; 0x92 and its like become the letter they meant.

    A file's own bytes are not the only way in: YAML writes them as `"\\x01"`, Markdown as `&#1;`.
    """
    return _UNFIT.sub(_mended, text)


def unfit(text: str) -> Iterator[tuple[int, str]]:
    """What `legible` would change: the place of the first character of each kind, and how many there are, in words."""
    if _UNFIT.search(text):
        for words, kind in _KINDS:
            found = re.findall(kind, text)
            if found:
                place = text.index(found[0])
                yield place, f"holds {len(found)} {words}; the first is U+{ord(found[0]):04X}"


def one_line(text: str) -> str:
    """The text as a line that stands among others: legible, white space folded, no directions that run on behind it.

    The letters of Hebrew and Arabic keep their own direction.
    """
    return " ".join(_DIRECTIONS.sub("", legible(text)).split())


def _mended(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code >= 0xD800:
        return "\ufffd"
    # windows-1252 text that was read as Latin-1 left its quotation marks and dashes at U+0080 to U+009F
    return bytes([code]).decode("cp1252", "ignore") if code >= 0x80 else ""
