"""The only import of regex: Unicode clusters and emoji, which the standard library's patterns do not know."""

from collections.abc import Callable
from functools import cache
from typing import cast


def clusters(text: str) -> list[str]:
    """What a reader would call the characters of the text: extended grapheme clusters (UAX 29)."""
    return _finder(r"\X")(text)


def matches(pattern: str, text: str) -> list[str]:
    """Every stretch of the text that the pattern matches; version 1 syntax, so character sets can be subtracted."""
    return _finder(pattern)(text)


@cache
def _finder(pattern: str) -> Callable[[str], list[str]]:
    # imported at the first count: reading the options of this room must stay cheap
    import regex  # type: ignore[import-untyped]

    return cast("Callable[[str], list[str]]", regex.compile(pattern, regex.V1).findall)
