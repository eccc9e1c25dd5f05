"""How long work tells that it is going on."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Piece = TypeVar("Piece")

# what is being done, how many pieces are done, how many there are
Progress = Callable[[str, int, int], None]


def silent(_label: str, _done: int, _total: int) -> None:
    """Nobody is watching."""


def watched(label: str, pieces: Sequence[Piece], progress: Progress) -> Iterator[Piece]:
    """The pieces one by one; each is reported done when the next one is asked for."""
    for number, piece in enumerate(pieces):
        progress(label, number, len(pieces))
        yield piece
    progress(label, len(pieces), len(pieces))
