"""A post as plain text, made from its own tree and never from the laid-out letter."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, repeat
from typing import TYPE_CHECKING
from urllib.parse import unquote

from publisher.newsletter.datatable import grid, has_headings
from publisher.newsletter.mailable import is_backlink
from publisher.newsletter.plaintable import table
from publisher.newsletter.tree import has_class, parsed
from publisher.newsletter.wrapping import WIDTH, indent, underline, wrap

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset(
    "blockquote caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre section summary table "
    "tbody td tfoot th thead tr ul".split()
)
# soft hyphens and places where a line might end; not the joiners, which make letters and families of emoji
_FILLERS = re.compile("[\u00ad\u034f\u200b\u2060\ufeff]")
_IMAGE = "[Image: {alt}]"
_INDENTED = 4  # lists inside each other; deeper ones stand no further to the right
_SPACES = re.compile(r"[ \t\n\r\f]+")  # not no-break spaces
_DIGIT = re.compile(r"\d")
_GAP = re.compile(r" *\n *")


@dataclass
class _Text:
    """One post on its way to text: how a picture is said, and the addresses met so far, which are numbered from 1."""

    image: str
    links: list[str] = field(default_factory=list)
    lists_open: int = 0

    def number(self, address: str) -> int:
        if address not in self.links:
            self.links.append(address)
        return self.links.index(address) + 1


def plain_text(html: str, image: str = _IMAGE) -> str:
    """The post's words in lines of 72 columns, its links collected at the end as `[1] https://…`.

    Headings are underlined, quotes begin with `> `, code stays as it is, a picture is its description in the words of
    `image`, a table one line a row where it fits and one line a cell where it does not. Every link is present; the
    links between a footnote and its mark are not, they lead nowhere in text.
    """
    text = _Text(image)
    blocks = list(_blocks(parsed(html), text, WIDTH))
    references = "\n".join(f"[{number}] {address}" for number, address in enumerate(text.links, start=1))
    return "\n\n".join([*blocks, references] if references else blocks)


def _blocks(parent: "HtmlElement", text: _Text, width: int) -> Iterator[str]:
    """The blocks inside an element; words between them count as paragraphs."""
    running = parent.text or ""
    for child in parent:
        if child.tag in _BLOCKS:
            yield from _paragraph(running, width)
            yield from _block(child, text, width)
            running = ""
        else:
            running += _inline(child, text)
        running += child.tail or ""
    yield from _paragraph(running, width)


def _block(element: "HtmlElement", text: _Text, width: int) -> Iterator[str]:
    """One block of html as blocks of text; what has no form of its own shows what is inside it."""
    return _FORMS.get(str(element.tag), _blocks)(element, text, width)


def _heading(element: "HtmlElement", text: _Text, width: int) -> Iterator[str]:
    if words := _folded(_inside(element, text)):
        yield underline(words, "-", width)


def _quote(element: "HtmlElement", text: _Text, width: int) -> Iterator[str]:
    yield indent("\n\n".join(_blocks(element, text, width - 2)), "> ", "> ")


def _meaning(element: "HtmlElement", text: _Text, width: int) -> Iterator[str]:
    yield indent("\n\n".join(_blocks(element, text, width - 4)), "    ", "    ")


def _code(element: "HtmlElement", _: _Text, __: int) -> Iterator[str]:
    yield element.text_content().strip("\n")


def _table(element: "HtmlElement", text: _Text, width: int) -> Iterator[str]:
    for caption in element.findall("caption"):
        yield from _blocks(caption, text, width)
    cells = grid(element)
    words = [[_folded(_inside(cell, text)) for cell in row] for row in cells]
    yield from table(words, has_headings=has_headings(cells), width=width)


def _line(_: "HtmlElement", __: _Text, ___: int) -> Iterator[str]:
    yield "* * *"


def _section(element: "HtmlElement", text: _Text, width: int) -> Iterator[str]:
    if has_class(element, "footnotes"):
        yield "-" * 12
    yield from _blocks(element, text, width)


def _list(element: "HtmlElement", text: _Text, width: int) -> Iterator[str]:
    is_loose = any(item.find("p") is not None for item in element)
    blank = "\n\n" if is_loose else "\n"
    items = []
    text.lists_open += 1
    for marker, item in zip(_markers(element), element.findall("li"), strict=False):
        below = _lists_at_its_end(item) if text.lists_open >= _INDENTED else []
        words = indent(blank.join(_blocks(item, text, width - len(marker))), marker, " " * len(marker))
        items.append(blank.join([words, *(block for deeper in below for block in _list(deeper, text, width))]))
    text.lists_open -= 1
    yield blank.join(items)


def _lists_at_its_end(item: "HtmlElement") -> "list[HtmlElement]":
    """The lists that end an item, taken out of it: they are indented no further than the item itself."""
    found: list[HtmlElement] = []
    while len(item) and item[-1].tag in ("ul", "ol") and not (item[-1].tail or "").strip():
        found.insert(0, item[-1])
        item.remove(item[-1])
    return found


def _markers(element: "HtmlElement") -> Iterator[str]:
    """What begins each item: a dash, the number from `start` on, or a footnote's number as its mark shows it."""
    if element.tag == "ul":
        return repeat("- ")
    start = element.get("start", "")
    first = int(start) if start.isascii() and start.isdigit() else 1
    parent = element.getparent()
    form = "({}) " if parent is not None and has_class(parent, "footnotes") else "{}. "
    return map(form.format, count(first))


def _paragraph(running: str, width: int) -> Iterator[str]:
    if folded := _folded(running):
        yield wrap(folded, width)


def _folded(running: str) -> str:
    """White space as a browser shows it, without what has no width; only a `<br>`, noted as U+2028, ends a line."""
    folded = _SPACES.sub(" ", _FILLERS.sub("", running))
    return _GAP.sub("\n", folded.replace("\u2028", "\n")).strip(" \n")


def _inline(element: "HtmlElement", text: _Text) -> str:
    """The words of an element that flows with the text, its own tail left out."""
    if not isinstance(element.tag, str) or is_backlink(element):
        return ""
    if element.tag == "br":
        return "\u2028"
    if element.tag == "img":
        alt = _folded(element.get("alt", ""))
        return text.image.format(alt=alt) if any(map(str.isalnum, alt)) else ""
    if has_class(element, "footnote-ref"):
        return f" ({element.text_content().strip(' []')})"
    return _marked(element, _inside(element, text), text)


def _marked(element: "HtmlElement", inside: str, text: _Text) -> str:
    if element.tag == "a":
        return _link(element.get("href", ""), inside, text)
    if element.tag in _BLOCKS:
        return f" {inside} "
    if element.tag == "rt":
        return _reading(element, inside)
    before, behind = _AROUND.get(element.tag, ("", ""))
    return f"{before}{inside}{behind}" if inside.strip() else inside


def _reading(element: "HtmlElement", inside: str) -> str:
    """How a character is read, in the brackets that some authors write themselves."""
    parent = element.getparent()
    return inside if parent is not None and parent.find("rp") is not None else f"({inside})"


def _inside(element: "HtmlElement", text: _Text) -> str:
    return (element.text or "") + "".join(_inline(child, text) + (child.tail or "") for child in element)


def _link(address: str, words: str, text: _Text) -> str:
    """The words and the number of the address; an address written out stands in `<>`, so that no full stop joins it.

    A mail address or a telephone number that the words say is not said again.
    """
    if not address or _is_said(address, words):
        return words
    if _folded(words) == address:
        return f"<{address}>"
    return f"{words} [{text.number(address)}]"


def _is_said(address: str, words: str) -> bool:
    """Whether the words hold the mail address or the telephone number itself."""
    scheme, _, rest = address.partition(":")
    if scheme == "tel":
        return _DIGIT.findall(words) == _DIGIT.findall(rest)
    return scheme == "mailto" and unquote(rest.partition("?")[0]) in words


_AROUND = {
    # without a mark, words that were taken back would be said again
    **dict.fromkeys(("del", "s"), ("~~", "~~")),
    "q": ("“", "”"),
    "sup": ("^", ""),
}
_FORMS: dict[str, Callable[["HtmlElement", _Text, int], Iterator[str]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("ul", "ol"), _list),
    "blockquote": _quote,
    "dd": _meaning,
    "pre": _code,
    "table": _table,
    "hr": _line,
    "section": _section,
}
