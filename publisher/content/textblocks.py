"""The words of sanitised HTML, block by block."""

import re
from typing import NamedTuple

# One tag as nh3 writes it: attributes in double quotes, each with a value in which no quotation mark is left.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s=<>"]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' (src|alt)="([^"]*)"')
_FOOTNOTE_MARK = re.compile(r' class="footnote-(?:back)?ref"')
_STRUCK_OUT = {"del", "s"}
_OF_NOTE = _STRUCK_OUT | {"br"}

# elements that begin and end a block of text; everything else flows inside one
_BLOCKS = {
    *("blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("hr", "li", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
# what stands in one of these is not the author's running text: a list, somebody else's words, figures, notes
_NOT_PROSE = _BLOCKS - {"p", "div", "hr"}


class Words(NamedTuple):
    """The text of each block, those among them that are running text, and each picture with its description."""

    blocks: list[str]
    paragraphs: list[str]
    images: list[tuple[str, str]]


def read(html: str) -> Words:
    """The words of HTML that `sanitise` gave, in order.

    Marks of footnotes are left out, and words that the author struck out: without their line they would be said again.
    """
    return _Reader().read(html)


def bare_text(html: str) -> str:
    """The text between the tags, as it would be read."""
    return unescaped(_TAG.sub("", html))


def unescaped(text: str) -> str:
    """Text or an attribute's value as nh3 wrote it, its four references read."""
    if "&" not in text:
        return text
    text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return text.replace("&amp;", "&")


class _Reader:
    """Goes from tag to tag; what nh3 gave is balanced, so counting what is open is enough."""

    def __init__(self) -> None:
        self._words = Words([], [], [])
        self._pending: list[str] = []
        self._outside_prose = 0
        self._in_pre = 0
        self._skipped = ""  # an element whose words are left out, and how deep we are in elements of its name
        self._skipped_depth = 0

    def read(self, html: str) -> Words:
        parts = _TAG.split(html)
        pending = self._pending
        pending.append(parts[0])
        for place in range(1, len(parts), 4):
            name = parts[place + 1]
            if self._skipped:
                self._pass_over(parts[place], name)
            elif name in _BLOCKS:
                self._block(parts[place], name)
            elif not parts[place] and (parts[place + 2] or name in _OF_NOTE):
                self._open(name, parts[place + 2])
            text = parts[place + 3]
            if not self._skipped and (text != "\n" or pending or self._in_pre):  # a line end between two blocks
                pending.append(text)
        self._end_block()
        return self._words

    def _block(self, closes: str, name: str) -> None:
        if self._pending:
            self._end_block()
        step = -1 if closes else 1
        if name in _NOT_PROSE:
            self._outside_prose += step
        if name == "pre":
            self._in_pre += step

    def _open(self, name: str, attributes: str) -> None:
        if name == "br":
            self._pending.append("\n")
        elif name == "img":
            self._note_image(attributes)
        elif name in _STRUCK_OUT or _FOOTNOTE_MARK.search(attributes):
            self._skipped, self._skipped_depth = name, 1

    def _pass_over(self, closes: str, name: str) -> None:
        if name == self._skipped:
            self._skipped_depth += -1 if closes else 1
            if not self._skipped_depth:
                self._skipped = ""

    def _note_image(self, attributes: str) -> None:
        found = dict(_ATTRIBUTE.findall(attributes))
        if src := found.get("src"):
            self._words.images.append((unescaped(src), unescaped(found.get("alt", ""))))

    def _end_block(self) -> None:
        joined = unescaped("".join(self._pending))
        self._pending.clear()
        text = joined.strip("\n") if self._in_pre else " ".join(joined.split())
        if text:
            self._words.blocks.append(text)
            if not self._outside_prose:
                self._words.paragraphs.append(text)
