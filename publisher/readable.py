"""Text that XML can carry and every reader can show: what pasting and old encodings leave behind is taken out."""

import re

from publisher.characters import legible

_BREAKS = re.compile(r"[ \t\n\u2028\u2029]+")
_BYTE_ORDER_MARK = "\ufeff"  # travels along with pasted text
# Embeddings, overrides and isolates (Unicode Annex 9): left open in a title, they turn round the list that shows it.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def readable(text: str) -> str:
    """The text with line feeds as its only line ends, and without characters that XML forbids or readers show as boxes.

    Beside what `legible` mends, line ends become one kind and a byte order mark goes. Good text comes back unchanged,
    so doing it twice changes nothing more.
    """
    return legible(text.replace("\r\n", "\n").replace("\r", "\n")).replace(_BYTE_ORDER_MARK, "")


def one_line(text: str) -> str:
    """Readable text on one line, trimmed; no-break spaces inside stay, because some languages need them."""
    return _BREAKS.sub(" ", readable(text)).strip()


def shown(text: str) -> str:
    """One line to show beside others: as `one_line`, and without marks that would turn round what follows it."""
    return one_line(_DIRECTIONS.sub("", text))
