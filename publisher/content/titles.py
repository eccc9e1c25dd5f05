"""The title of a post: from its front matter, else from the heading it begins with."""

import re
from typing import NamedTuple

from publisher.content.keys import Keys
from publisher.content.prose import plain

TITLE_LIMIT = 300  # characters; a longer one is a paragraph, and feeds and mail cut it anyway
_FIRST_WORDS = 60  # characters of a title that is made from the text

_FIRST_HEADING = re.compile(
    r"(?:[ \t]*\n)* {0,3}(?:#[ \t]+(\S[^\n]*)|(?![-+*>#=][ \t])([^\s#>=][^\n]*)\n {0,3}=+[ \t]*)(?:\n|\Z)"
)
_ID = r"[ \t]*\{#[A-Za-z][A-Za-z0-9_.:-]{0,200}\}[ \t]*\Z"  # "# Rest {#rest}"


class Titled(NamedTuple):
    """The title as plain text (`""` where there is none), the body without it, and the line on which that begins."""

    title: str
    body: str
    body_line: int


def read(keys: Keys) -> Titled:
    """The title, and the body without a first heading that says the same."""
    title, body, line = plain(keys.text("title")), keys.head.body, keys.head.body_line
    heading = _FIRST_HEADING.match(body)
    said = plain(_heading_words(heading)) if heading else ""
    if heading and title in ("", said):
        title, line, body = said, line + body.count("\n", 0, heading.end()), body[heading.end() :]
    if len(title) > TITLE_LIMIT:
        keys.warn("title", f"the title is longer than {TITLE_LIMIT} characters and was shortened")
        title = shortened(title, TITLE_LIMIT)
    return Titled(title, body, line)


def from_text(text: str) -> str:
    """The first words of a text, for a post that may go without a title."""
    return shortened(" ".join(text[: TITLE_LIMIT * 4].split()), _FIRST_WORDS)


def shortened(text: str, limit: int) -> str:
    """The text, or as many whole words of it as fit, with an ellipsis behind them."""
    if len(text) <= limit:
        return text
    cut = text[:limit].rpartition(" ")[0] or text[: limit - 1]
    return cut.rstrip(" ,;:—–-") + "…"


def _heading_words(heading: re.Match[str]) -> str:
    """`# Rest ##` says "Rest"; `# C#` keeps its mark (CommonMark section 4.2)."""
    written = heading.group(1) or heading.group(2)
    written = re.sub(_ID, "", written)
    words = written.rstrip(" \t").rstrip("#")
    return words.rstrip(" \t") if words[-1:] in ("", " ", "\t") else written
