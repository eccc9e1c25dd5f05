"""Plain text in lines: wrapped, underlined, indented; an address is never broken."""

import textwrap

WIDTH = 72  # columns; quoted twice in a reply a line still fits into 76 (RFC 3676 section 4.2)
_NARROWEST = 24  # columns that text keeps inside deep lists and quotes


def wrap(text: str, width: int = WIDTH) -> str:
    """The text in lines of at most `width` characters, each counted as one column; its own line feeds stay.

    Only a single word that is longer stands out. Addresses are never broken; scripts without spaces are.
    """
    return "\n".join(line for paragraph in text.split("\n") for line in _lines(paragraph, max(width, _NARROWEST)))


def underline(text: str, mark: str) -> str:
    """A heading: the text in lines, and below it the mark as often as the longest line has characters."""
    lines = wrap(text)
    return f"{lines}\n{mark * max(map(len, lines.split(chr(10))))}"


def indent(text: str, first: str, other: str) -> str:
    """The text with `first` before its first line and `other` before those that follow; no space ends a line."""
    lines = text.split("\n")
    return "\n".join(
        f"{other if number else first}{line}" if line else (other if number else first).rstrip()
        for number, line in enumerate(lines)
    )


def _lines(paragraph: str, width: int) -> list[str]:
    words = " ".join(piece for word in paragraph.split(" ") for piece in _pieces(word, width))
    return textwrap.wrap(words, width, break_long_words=False, break_on_hyphens=False) or [""]


def _pieces(word: str, width: int) -> list[str]:
    """The word itself, or its parts when it is a line of a script that writes no spaces."""
    if len(word) <= width or word.isascii() or "://" in word:
        return [word]
    return [word[start : start + width] for start in range(0, len(word), width)]
