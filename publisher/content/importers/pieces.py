"""Lines of plain text as pieces: wrapped lines put together again, bullets and numbers taken off."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

_WIDEST_WRAP = 120  # characters; text with longer lines was not wrapped, so its line ends are meant
_NARROWEST_WRAP = 40
_HALF_A_LINE = 30  # a shorter line that goes on in lower case is one of a list or a poem

_BULLET = re.compile(r"[•‣▪◦●○∙⁃]\s*(?P<near>.*)|[-*·](?:\s+(?P<apart>.+))?")
_NUMBER = re.compile(r"(?P<number>[0-9]{1,3})[.)]\s+(?P<text>.+)")
_RULE = re.compile(r"(?:[-_=*~#•–—·]\s*){3,}")
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "؟", "।")
_CLOSING = "\"'”’)]»"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A line with what was wrapped from it.

    `apart` when an empty line stands above; `number` is that of a numbered line, 0 for any other.
    """

    text: str
    apart: bool
    bullet: bool = False
    number: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether it begins with neither a bullet nor a number."""
        return not self.bullet and not self.number


def pieces(lines: Sequence[str]) -> tuple[Piece, ...]:
    """The pieces of a text in order: every word of its lines but bullets, numbers and lines drawn of punctuation.

    The lines have neither white space at their ends nor runs of it inside.
    """
    found: list[Piece] = []
    width = max(map(len, lines), default=0)
    for chunk in _chunks(lines):
        for piece in _unwrapped(chunk, width):
            if found and found[-1].bullet and not found[-1].text and piece.is_plain:
                found[-1] = replace(found[-1], text=piece.text)  # the bullet stood on a line of its own
            else:
                found.append(piece)
    return tuple(piece for piece in found if piece.text)


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does, inside quotes or brackets too."""
    return text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)


def _chunks(lines: Sequence[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    for line in (*lines, ""):
        if line and not _RULE.fullmatch(line):
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []


def _unwrapped(chunk: Sequence[str], document_width: int) -> list[Piece]:
    wraps = _wraps(chunk, document_width)
    found: list[Piece] = []
    for i, line in enumerate(chunk):
        piece = _piece(line, apart=i == 0)
        if i and piece.is_plain and (wraps[i - 1] or _runs_on(found[-1], line)):
            found[-1] = replace(found[-1], text=_glued(found[-1].text, line))
        else:
            found.append(piece)
    return found


def _piece(line: str, *, apart: bool) -> Piece:
    if bullet := _BULLET.fullmatch(line):
        return Piece(text=bullet["near"] or bullet["apart"] or "", apart=apart, bullet=True)
    if (numbered := _NUMBER.fullmatch(line)) and int(numbered["number"]):
        return Piece(text=numbered["text"], apart=apart, number=int(numbered["number"]))
    return Piece(text=line, apart=apart)


def _wraps(chunk: Sequence[str], document_width: int) -> list[bool]:
    """For each line end, whether a wrapper made it: the next line's first word would not have fitted.

    A break that could as well end a paragraph counts only beside one in the middle of a sentence.
    """
    width = max(map(len, chunk)) if len(chunk) > 2 or document_width > _WIDEST_WRAP else document_width
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return [False] * len(chunk)
    ends = list(zip(chunk, (*chunk[1:], ""), strict=True))
    full = [bool(after) and len(line) + 1 + len(after.split()[0]) > width for line, after in ends]
    is_wrapped = any(line_is_full and not ends_sentence(line) for line, line_is_full in zip(chunk, full, strict=True))
    return [line_is_full and is_wrapped for line_is_full in full]


def _runs_on(piece: Piece, line: str) -> bool:
    """Whether the line goes on in the middle of a sentence, in lower case."""
    is_begun = len(piece.text) >= _HALF_A_LINE or not piece.is_plain or piece.text.endswith("-")
    return is_begun and line[0].islower() and not ends_sentence(piece.text) and not piece.text.endswith(":")


def _glued(text: str, line: str) -> str:
    """Both as one line: no space in scripts that have none, nor behind a hyphen inside a word."""
    if not text:
        return line
    is_hyphenated = text.endswith("-") and text[-2:-1].isalpha() and line[0].isalpha()
    return text + ("" if is_hyphenated or (_is_han_or_kana(text[-1]) and _is_han_or_kana(line[0])) else " ") + line


def _is_han_or_kana(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" and not unicodedata.name(char, "").startswith("HANGUL")
