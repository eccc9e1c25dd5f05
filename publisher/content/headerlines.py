"""The header of a Pelican post: lines of `Key: value` with no fences around them."""

import re
from typing import NamedTuple

# As Python-Markdown reads them: a key, or four spaces before what goes on from the line above.
_LINE = r"(?P<key>[A-Za-z][A-Za-z0-9_-]{0,39}):[ \t]*(?P<value>[^\n]*)|(?: {4,}|\t)[ \t]*(?P<more>\S[^\n]*)"
_SIGNS = {"title", "date"}  # without one of these, "Note: we are closed." is a sentence


class HeaderLines(NamedTuple):
    """The values and lines (from 1) of each key as written, and where in the text the body begins."""

    values: dict[str, str]
    lines: dict[str, int]
    end: int


def read(text: str) -> HeaderLines | None:
    """The header that the text begins with; `None` for a text that begins with anything else.

    A key written twice has both values, one after the other, in a line of its own each.
    """
    end = text.find("\n\n")
    head = text if end < 0 else text[:end]
    if ":" not in head[:41]:
        return None
    values: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    key = ""
    for number, line in enumerate(head.rstrip("\n").split("\n"), start=1):
        found = re.fullmatch(_LINE, line)
        if found is None or not (key or found["key"]):
            return None
        key = found["key"] or key
        lines.setdefault(key, number)
        values.setdefault(key, []).append((found["value"] if found["key"] else found["more"]).strip())
    if _SIGNS.isdisjoint(name.lower() for name in lines):
        return None
    texts = {name: "\n".join(filter(None, parts)) for name, parts in values.items()}
    return HeaderLines({name: value for name, value in texts.items() if value}, lines, len(head) + 2)
