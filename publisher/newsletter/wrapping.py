"""Plain text in lines: wrapped, underlined, indented; an address is never broken."""

import unicodedata
from collections.abc import Iterator

WIDTH = 72  # columns; quoted twice in a reply a line still fits into 76 (RFC 3676 section 4.2)
_NARROWEST = 24  # columns that text keeps inside deep lists and quotes
_BEGINS_NO_LINE = frozenset(")]},.:;!?、。，．：；！？）」』】〉》ー々")


def columns(text: str) -> int:
    """How many columns the text takes on a screen of fixed width: Chinese and Japanese take two each (Unicode UAX 11),
    what is written over the letter before it takes none.
    """
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def wrap(text: str, width: int = WIDTH) -> str:
    """The text in lines of at most `width` columns; its own line feeds stay.

    Only a single word that is longer stands out. Addresses are never broken; scripts without spaces are.
    """
    return "\n".join(line for paragraph in text.split("\n") for line in _lines(paragraph, max(width, _NARROWEST)))


def underline(text: str, mark: str, width: int = WIDTH) -> str:
    """A heading: the text in lines, and below it the mark as wide as the longest line."""
    lines = wrap(text, width)
    return f"{lines}\n{mark * max(map(columns, lines.split(chr(10))))}"


def indent(text: str, first: str, other: str) -> str:
    """The text with `first` before its first line and `other` before those that follow; no space ends a line."""
    lines = text.split("\n")
    return "\n".join(
        f"{other if number else first}{line}" if line else (other if number else first).rstrip()
        for number, line in enumerate(lines)
    )


def _lines(paragraph: str, width: int) -> list[str]:
    lines, line, room = list[str](), "", width
    for word in filter(None, paragraph.replace("\t", " ").split(" ")):
        for number, piece in enumerate(_pieces(word, width)):
            length = columns(piece)
            if line and (number or length >= room):
                lines.append(line)
                line = ""
            line = f"{line} {piece}" if line else piece
            room = width - columns(line)
    return [*lines, line]


def _pieces(word: str, width: int) -> Iterator[str]:
    """The word itself, or its parts when it is a line of a script that writes no spaces."""
    if word.isascii() or "://" in word or columns(word) <= width:
        yield word
        return
    start = taken = 0
    for place, letter in enumerate(word):
        taken += _columns_of(letter)
        if taken > width and place > start and _may_begin(letter):
            yield word[start:place]
            start, taken = place, _columns_of(letter)
    yield word[start:]


def _may_begin(letter: str) -> bool:
    """Whether a line may begin with it: no mark of its own, no full stop, no closing bracket."""
    return letter not in _BEGINS_NO_LINE and _columns_of(letter) > 0


def _columns_of(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
