"""The words of sanitised HTML, block by block, as far as somebody asks for them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# One tag as nh3 writes it: attributes in double quotes, each with a value in which no quotation mark is left.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [^\s=<>"]+="[^"]*")*)>')
IMAGE = r'<img((?: [^\s=<>"]+="[^"]*")*)>'
_ATTRIBUTE = r' (src|alt)="([^"]*)"'
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


class Block(NamedTuple):
    """A block of text, and whether it is running text: no list, quote, table, heading or note."""

    text: str
    is_prose: bool


def blocks(html: str) -> Iterator[Block]:
    """The blocks of HTML that the sanitiser gave, in order, each read when it is asked for.

    Marks of footnotes are left out, and words that the author struck out: without their line they would be said again.
    """
    return _Reader().read(html)


def text(html: str) -> str:
    """All of its words as plain text, blocks separated by a blank line."""
    return "\n\n".join(block.text for block in blocks(html))


def paragraphs(html: str) -> Iterator[str]:
    """The author's running text: the paragraphs outside lists, quotes, tables and notes."""
    return (block.text for block in blocks(html) if block.is_prose)


def images(html: str) -> tuple[tuple[str, str], ...]:
    """Address and description of each picture, in order."""
    found = (dict(re.findall(_ATTRIBUTE, tag)) for tag in (re.findall(IMAGE, html) if "<img" in html else ()))
    return tuple((unescaped(image["src"]), unescaped(image.get("alt", ""))) for image in found if image.get("src"))


def bare_text(html: str) -> str:
    """The text between the tags, as it would be read."""
    return unescaped(_TAG.sub("", html) if "<" in html else html)


def unescaped(text: str) -> str:
    """Text or an attribute's value as nh3 wrote it, its four references read."""
    if "&" not in text:
        return text
    text = text.replace("&nbsp;", "\u00a0").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    return text.replace("&amp;", "&")


class _Reader:
    """Goes from tag to tag; what nh3 gave is balanced, so counting what is open is enough."""

    def __init__(self) -> None:
        self._pending: list[str] = []
        self._outside_prose = 0
        self._in_pre = 0
        self._skipped = ""  # an element whose words are left out, and how deep we are in elements of its name
        self._skipped_depth = 0

    def read(self, html: str) -> Iterator[Block]:
        place = 0
        for tag in _TAG.finditer(html):
            self._note(html[place : tag.start()])
            place = tag.end()
            closes, name, attributes = tag.groups()
            if self._skipped:
                self._pass_over(closes, name)
            elif name in _BLOCKS:
                yield from self._finished()
                self._block(closes, name)
            elif not closes and (attributes or name in _OF_NOTE):
                self._open(name, attributes)
        self._note(html[place:])
        yield from self._finished()

    def _note(self, text: str) -> None:
        if text and not self._skipped and (text != "\n" or self._pending or self._in_pre):  # not between two blocks
            self._pending.append(text)

    def _block(self, closes: str, name: str) -> None:
        step = -1 if closes else 1
        if name in _NOT_PROSE:
            self._outside_prose += step
        if name == "pre":
            self._in_pre += step

    def _open(self, name: str, attributes: str) -> None:
        if name == "br":
            self._pending.append("\n")
        elif name in _STRUCK_OUT or _FOOTNOTE_MARK.search(attributes):
            self._skipped, self._skipped_depth = name, 1

    def _pass_over(self, closes: str, name: str) -> None:
        if name == self._skipped:
            self._skipped_depth += -1 if closes else 1
            if not self._skipped_depth:
                self._skipped = ""

    def _finished(self) -> Iterator[Block]:
        if not self._pending:
            return
        joined = unescaped("".join(self._pending))
        self._pending.clear()
        text = joined.strip("\n") if self._in_pre else " ".join(joined.split())
        if text:
            yield Block(text, not self._outside_prose)
