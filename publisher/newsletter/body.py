"""A post's html as mail programs need it: attributes and classes that the letter's style sheet relies on."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publisher.model import Image
from publisher.newsletter.datatable import grid, is_too_wide, stacked
from publisher.newsletter.mailable import short_address

if TYPE_CHECKING:
    from lxml.html import HtmlElement

COLUMN = 520  # pixels that the text of a letter is wide: 600 less its widest margins

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ALIGNMENTS = ("left", "center", "right")
_BOXES = "☐☑"
_CODE_FRAME = (
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="code">'
    "<tr><td></td></tr></table>"
)


def for_mail(html: str, picture: Image | None = None, *, below: int = 2) -> str:
    """What `mailable` gave as html for the letter: the same words in the same order.

    Headings stand below one of the level `below`: the post's title, mostly an h2. Every image has a width; code stands
    in a table of one cell, because Outlook knows no padding elsewhere; other tables have the class `data`, and
    those that no telephone can show are taken apart, each row a table with every cell behind its heading. Long
    addresses are shown by host and end. Style attributes do not pass. `picture` is the post's own, whose size may be
    known.
    """
    from publisher.newsletter.tree import parsed, written

    tree = parsed(html)
    for element in reversed(list(tree.iter())):  # what is inside first: a table that is taken apart is copied
        if not isinstance(element.tag, str):
            continue
        element.attrib.pop("style", None)
        element.tag = _lowered(element.tag, below)
        if mend := _MENDS.get(element.tag):
            mend(element, picture)
    return written(tree)


def _lowered(tag: str, below: int) -> str:
    """A post begins with h1 or h2, and both become the first level below."""
    if tag not in _HEADINGS:
        return tag
    return f"h{min(max(int(tag[1]) - 1, 1) + below, 6)}"


def _link(link: "HtmlElement", _: Image | None) -> None:
    """A link that can be read aloud, and that makes no telephone scroll sideways."""
    address, words = link.get("href", ""), link.text_content().strip()
    if not len(link) and words in (address, address.partition("://")[2]):
        link.text = short_address(address)
    spoken = words + "".join(image.get("alt", "") for image in link.iter("img"))
    if not any(map(str.isalnum, spoken)) and "aria-label" not in link.attrib:
        link.set("aria-label", f"{spoken} {urlsplit(address).hostname or short_address(address)}".strip())


def _image(image: "HtmlElement", picture: Image | None) -> None:
    """Width in digits, because Outlook knows no `max-width`; of an unknown size others take the picture's own."""
    width, height = _size(image, picture)
    image.attrib.pop("height", None)
    image.set("alt", image.get("alt", ""))
    image.set("width", str(min(width, COLUMN) if width else COLUMN))
    if not width:
        image.set("class", "unmeasured")
    elif height:
        image.set("height", str(height * min(width, COLUMN) // width))


def _size(image: "HtmlElement", picture: Image | None) -> tuple[int, int]:
    """Width and height in pixels, 0 where unknown: what the author wrote, else the size of the post's picture."""
    width, height = (_pixels(image.get(name, "")) for name in ("width", "height"))
    if not width and picture and picture.url == image.get("src"):
        return picture.width or 0, picture.height or 0
    return width, height


def _pixels(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _table(table: "HtmlElement", _: Image | None) -> None:
    table.set("class", "data")
    cells = grid(table)
    if not is_too_wide(cells):
        return
    for record in stacked(table, cells):
        table.addprevious(record)
    table.drop_tree()


def _cell(cell: "HtmlElement", _: Image | None) -> None:
    # as a class, because the attribute is obsolete and the sheet's own text-align would beat it
    alignment = cell.attrib.pop("align", "").lower()
    if alignment in _ALIGNMENTS:
        cell.set("class", alignment)


def _code(block: "HtmlElement", _: Image | None) -> None:
    from lxml.html import fragment_fromstring

    frame = fragment_fromstring(_CODE_FRAME)
    block.getparent().replace(block, frame)
    frame.tail, block.tail = block.tail, None
    frame[0][0].append(block)


def _bullets(bullets: "HtmlElement", _: Image | None) -> None:
    # a ticked box is its own bullet
    if all((item.text_content().lstrip()[:1] or " ") in _BOXES for item in bullets):
        bullets.set("class", "tasks")


_MENDS = {"a": _link, "ul": _bullets, "img": _image, "table": _table, "td": _cell, "th": _cell, "pre": _code}
