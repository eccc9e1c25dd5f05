"""How long work tells that it is going on."""

from collections.abc import Callable

# what is being done, how many pieces are done, how many there are
Progress = Callable[[str, int, int], None]


def silent(_label: str, _done: int, _total: int) -> None:
    """Nobody is watching."""
