"""What a share card may say: only characters that its font has a picture for."""

import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).with_name("fonts")
_JOINING = "\u200d\ufe0e\ufe0f"  # of emoji; letters do without
_LETTERLESS = ("So", "Sk", "Cf", "Mn", "Co", "Cn")  # emoji, their tones and what joins them


def drawable(text: str) -> str:
    """The text as a card shows it, without emoji; nothing where a letter of it would be a box, or no letter is left."""
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(character for character in composed if not _is_dropped(character))
    words = " ".join(shown.split())
    has_letters = any(character.isalnum() for character in words)
    return words if has_letters and all(map(_has_picture, words)) else ""


def _is_dropped(character: str) -> bool:
    """Whether it is part of an emoji that the font lacks, or says nothing alone."""
    return character in _JOINING or (not _has_picture(character) and unicodedata.category(character) in _LETTERLESS)


def _has_picture(character: str) -> bool:
    return ord(character) in with_pictures()


@cache
def with_pictures() -> frozenset[int]:
    """The code points that the font has a picture for; a list beside it, so that nobody has to open it to know."""
    lines = (FONTS / "characters.txt").read_text("ascii").splitlines()
    parts = (part.partition("-") for line in lines if not line.startswith("#") for part in line.split())
    return frozenset(code for first, _, last in parts for code in range(int(first, 16), int(last or first, 16) + 1))
