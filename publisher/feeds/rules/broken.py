"""A rule that a feed breaks: where, what would be right, and how bad it is."""

from typing import NamedTuple


class Broken(NamedTuple):
    """`place` is "file", "feed" or "item 3"; `text` says what is wrong.

    `is_advice`: the format allows it, and most readers cope; good practice, and every feed of ours, does otherwise.
    """

    place: str
    text: str
    is_advice: bool = False

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


def advice(place: str, text: str) -> Broken:
    """A rule of good practice that the format does not make."""
    return Broken(place, text, is_advice=True)
