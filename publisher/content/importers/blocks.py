"""What each part of a plain text is: paragraph, heading, or point of a list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from publisher.content.importers.pieces import Piece, ends_sentence, pieces

_HEADING_LENGTH = 80
_HEADING_WORDS = 14
_PROSE_LENGTH = 60  # a line longer than this is running text, whatever it ends in
_NO_HEADING_ENDS = (".", "!", "…", "。", "！", "।", ",", ";", ":", "，", "；", "：", "、", "-", "–", "—")
_CLOSING = "\"'”’)]»"
_QUOTES = tuple("\"'“‘«„")


class Kind(Enum):
    """What a block is."""

    PARAGRAPH = "paragraph"  # running text; of several lines where their ends are meant
    HEADING = "heading"  # the name of a section
    ITEM = "item"  # one point of a list
    STEP = "step"  # one point of a numbered list


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block and its lines of plain text; `number` is that of a numbered line, 0 for any other."""

    kind: Kind
    lines: tuple[str, ...]
    number: int = 0


def blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    """The blocks of a text in order, with every word of its lines (see `pieces`)."""
    parts = pieces(lines)
    kinds = _kinds(parts)
    grouped: list[list[int]] = []
    for i, piece in enumerate(parts):
        if i and kinds[i] is kinds[i - 1] is Kind.PARAGRAPH and _keeps_line_end(parts[i - 1], piece):
            grouped[-1].append(i)
        else:
            grouped.append([i])
    return tuple(_block([parts[i] for i in group], kinds[group[0]]) for group in grouped)


def _block(parts: Sequence[Piece], kind: Kind) -> Block:
    return Block(kind=kind, lines=tuple(piece.text for piece in parts), number=parts[0].number)


def _keeps_line_end(above: Piece, piece: Piece) -> bool:
    """Whether both are lines of one paragraph, as in an address or a poem."""
    return not piece.apart and not ends_sentence(above.text)


def _kinds(parts: Sequence[Piece]) -> list[Kind]:
    """The kind of each piece; found backwards, because a heading is known by what it stands above."""
    numbered = _numbered_headings(parts)
    kinds = [Kind.PARAGRAPH] * len(parts)
    for i in reversed(range(len(parts))):
        if parts[i].bullet:
            kinds[i] = Kind.ITEM
        elif parts[i].number:
            kinds[i] = Kind.HEADING if i in numbered else Kind.STEP
        elif _is_heading(parts, kinds, i):
            kinds[i] = Kind.HEADING
    return kinds


def _is_heading(parts: Sequence[Piece], kinds: Sequence[Kind], i: int) -> bool:
    piece, after = parts[i], parts[i + 1] if i + 1 < len(parts) else None
    if after is None or not _reads_as_heading(piece.text):
        return False
    if i == 0 and piece.text.endswith(("?", "？")):
        return False  # a text may well open with a question
    begins = i == 0 or piece.apart or not parts[i - 1].is_plain or ends_sentence(parts[i - 1].text)
    carries = kinds[i + 1] in (Kind.ITEM, Kind.STEP) or (kinds[i + 1] is Kind.HEADING and after.apart)
    return begins and (carries or _is_prose(after.text))


def _numbered_headings(parts: Sequence[Piece]) -> set[int]:
    """Numbered lines that name sections: each short and with text below, or counting on from such a one.

    Numbered lines right below each other are a list, and so are long ones.
    """
    found: set[int] = set()
    last = 0
    for run in _runs(parts):
        is_alone = len(run) == 1 and run[0] + 1 < len(parts)
        counts_on = bool(last) and parts[run[0]].number == last + 1
        if (is_alone or counts_on) and all(_reads_as_heading(parts[i].text.rstrip(":")) for i in run):
            found.update(run)
            last = parts[run[-1]].number
    return found


def _runs(parts: Sequence[Piece]) -> Iterator[list[int]]:
    run: list[int] = []
    for i, piece in enumerate(parts):
        if run and (run[-1] + 1 < i or piece.number != parts[run[-1]].number + 1):
            yield run
            run = []
        if piece.number:
            run.append(i)
    if run:
        yield run


def _reads_as_heading(text: str) -> bool:
    """Whether a line is short, begins like a name and does not end like a sentence; a question may be a heading."""
    is_short = len(text) <= _HEADING_LENGTH and len(text.split()) <= _HEADING_WORDS
    is_open = text.rstrip(_CLOSING).endswith(_NO_HEADING_ENDS) or text.startswith(_QUOTES)
    is_address = "@" in text or "://" in text or "www." in text
    return is_short and not is_open and not is_address and not text[:1].islower() and any(map(str.isalpha, text))


def _is_prose(text: str) -> bool:
    return ends_sentence(text) or len(text) > _PROSE_LENGTH or text.endswith(":")
