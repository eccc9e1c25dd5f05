"""A post's html as mail programs need it: attributes and classes that the letter's style sheet relies on."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publisher.model import Image
from publisher.newsletter.datatable import grid, is_too_wide, stacked
from publisher.newsletter.mailable import short_address

if TYPE_CHECKING:
    from lxml.html import HtmlElement

COLUMN = 520  # pixels that the text of a letter is wide: 600 less its widest margins

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_RENAMED = {"abbr": "span"}  # Outlook and Yahoo know none; what it stands for is its title all the same
_ALIGNMENTS = ("left", "center", "right")
_BOXES = "☐☑"
_CODE_FRAME = (
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="code">'
    "<tr><td>{}</td></tr></table>"
)
_BETWEEN_TAGS = re.compile(r"(?<=>)[^<]+")


def for_mail(html: str, picture: Image | None = None, *, below: int = 2, start: str = "left") -> str:
    """What `mailable` gave as html for the letter: the same words in the same order.

    Headings stand below one of the level `below`: the post's title, mostly an h2. Every image has a width; code stands
    in a table of one cell, because Outlook knows no padding elsewhere; other tables have the class `data`, and
    those that no telephone can show are taken apart, each row a table with every cell behind its heading. Long
    addresses are shown by host and end. Style attributes do not pass. `picture` is the post's own, whose size may be
    known; `start` the side on which its lines begin.
    """
    from publisher.newsletter.tree import parsed, written

    tree = parsed(html)
    _lower(tree.iter(*_HEADINGS), below)
    for element in reversed(list(tree.iter())):  # what is inside first: a table that is taken apart is copied
        if not isinstance(element.tag, str):
            continue
        element.attrib.pop("style", None)
        element.tag = _RENAMED.get(element.tag, element.tag)
        if mend := _MENDS.get(element.tag):
            mend(element, picture)
    for heading in tree.xpath(".//th[not(@align)]"):
        heading.set("align", start)  # browsers center it, whatever the cell around the table says
    return written(tree)


def _lower(headings: "Iterable[HtmlElement]", below: int) -> None:
    """Under one of the level `below`, with no level left out on the way down, which an author may have done."""
    above = list[int]()
    for heading in headings:
        level = max(int(heading.tag[1]), 2)  # a post begins with h1 or h2
        above = [*(other for other in above if other < level), level]
        heading.tag = f"h{min(below + len(above), 6)}"


def _link(link: "HtmlElement", _: Image | None) -> None:
    """A link that can be read aloud, and that makes no telephone scroll sideways."""
    address, words = link.get("href", ""), link.text_content().strip()
    if not len(link) and words in (address, address.partition("://")[2]):
        link.text = short_address(address)
    spoken = words + "".join(image.get("alt", "") for image in link.iter("img"))
    if not any(map(str.isalnum, spoken)) and "aria-label" not in link.attrib:
        link.set("aria-label", f"{spoken} {urlsplit(address).hostname or short_address(address)}".strip())


def _image(image: "HtmlElement", picture: Image | None) -> None:
    """Width in digits, because Outlook knows no `max-width`; of an unknown size others take the picture's own.

    No height: where a program makes the picture narrower, not all know that the height should follow.
    """
    width = _width(image, picture)
    image.attrib.pop("height", None)
    image.set("alt", image.get("alt", ""))
    image.set("width", str(min(width, COLUMN) if width else COLUMN))
    if not width:
        image.set("class", "unmeasured")


def _width(image: "HtmlElement", picture: Image | None) -> int:
    """In pixels, 0 where unknown: what the author wrote, else that of the post's picture."""
    width = _pixels(image.get("width", ""))
    if not width and picture and picture.url == image.get("src"):
        return picture.width or 0
    return width


def _pixels(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _table(table: "HtmlElement", _: Image | None) -> None:
    table.set("class", "data")
    table.set("width", "100%")
    table.set("cellspacing", "0")
    cells = grid(table)
    if not is_too_wide(cells):
        return
    for record in stacked(table, cells):
        table.addprevious(record)
    table.drop_tree()


def _cell(cell: "HtmlElement", _: Image | None) -> None:
    # as an attribute, where Outlook and all others look for it
    if cell.get("align", "left").lower() not in _ALIGNMENTS:
        del cell.attrib["align"]


def _code(block: "HtmlElement", _: Image | None) -> None:
    """Line ends as `<br>`, and spaces that stay: Outlook and others know no `pre` whose long lines break."""
    from lxml.html import fragment_fromstring

    from publisher.newsletter.tree import written_alone

    block.tag, tail = "div", block.tail
    html = re.sub(r"\s+((?:</\w+>)*)$", r"\1", written_alone(block))
    frame = fragment_fromstring(_CODE_FRAME.format(_BETWEEN_TAGS.sub(_kept_lines, html)))
    block.getparent().replace(block, frame)
    frame.tail = tail


def _kept_lines(found: re.Match[str]) -> str:
    lines = found.group().expandtabs(4)
    return re.sub(r"(?m)^ +| {2,}", lambda spaces: "\xa0" * len(spaces.group()), lines).replace("\n", "<br>")


def _bullets(bullets: "HtmlElement", _: Image | None) -> None:
    # a ticked box is its own bullet
    if all((item.text_content().lstrip()[:1] or " ") in _BOXES for item in bullets):
        bullets.set("class", "tasks")
        bullets.set("type", "none")


_MENDS = {"a": _link, "ul": _bullets, "img": _image, "table": _table, "td": _cell, "th": _cell, "pre": _code}
