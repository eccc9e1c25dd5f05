"""The only import of regex: Unicode clusters and emoji, which the standard library's patterns do not know."""

import re
from collections.abc import Collection
from functools import cache
from typing import cast


def clusters(text: str) -> list[str]:
    """What a reader would call the characters of the text: extended grapheme clusters (UAX 29)."""
    return compiled(r"\X").findall(text)


def matches(pattern: str, text: str) -> list[str]:
    """Every stretch of the text that the pattern matches; version 1 syntax, so character sets can be subtracted."""
    return compiled(pattern).findall(text)


@cache
def compiled(pattern: str, endings: Collection[str] = ()) -> re.Pattern[str]:
    r"""The pattern, ready, in version 1 syntax; `\L<endings>` stands for any of the words given."""
    # imported at the first count: reading the options of this room must stay cheap
    import regex  # type: ignore[import-untyped]

    # its patterns have all that those of the standard library have
    return cast("re.Pattern[str]", regex.compile(pattern, regex.V1, ignore_unused=True, endings=endings))
