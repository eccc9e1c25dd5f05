"""A post's html without what no mail program shows or follows; letter and text part are both made from it."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from publisher.model import Asset

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ADDRESS = re.compile(r"https?://[^\s<>\"“”„«»]+")
_BEHIND_AN_ADDRESS = ".,;:!?'’)]}*_…"
_NO_LINKS_INSIDE = ("a", "code", "pre", "kbd", "samp")
# Outlook shows none of these kinds, and hardly any program drawings.
_RARE = (".svg", ".webp", ".avif")
_SHOWN_EVERYWHERE = (".png", ".jpg", ".jpeg", ".gif")
_SHORT = 60  # characters of an address that are looked at; a longer one is shown by host and end
_END = 20


def mailable(html: str, assets: Sequence[Asset] = ()) -> str:
    """The html of a post or a note as a mail can carry it; `assets` are the files published with it.

    A drawing, or a picture of a kind that few programs show, gives way to the PNG or JPEG of the same name beside it; a
    drawing without one becomes a link with its description, a picture without an address its description alone.
    Addresses written out become links. Links between a footnote and its mark go, because programs lose places inside a
    letter; so does the mark of a note that is not there, and what is no link any more. What folds away stands open.
    """
    from publisher.newsletter.tree import parsed, written

    tree = parsed(html)
    ids = {str(name) for name in tree.xpath("//@id")}
    paths = {asset.path for asset in assets}
    for element in list(tree.iter("a", "img", "sup")):
        if element.tag == "a":
            _settle_link(element, ids)
        elif element.tag == "img":
            _settle_picture(element, paths)
        else:
            _settle_mark(element, ids)
    _open_details(tree)
    _link_addresses(tree)
    return written(tree)


def is_backlink(link: "HtmlElement") -> bool:
    """Whether the link leads from a footnote back to its mark."""
    return "footnote-backref" in link.get("class", "").split() or "data-footnote-backref" in link.attrib


def short_address(address: str) -> str:
    """An address to look at: without its scheme, and of a long one host and end alone."""
    shown = re.sub(r"^(?:https?://|mailto:|tel:)", "", address).removesuffix("/")
    return shown if len(shown) <= _SHORT else f"{shown.partition('/')[0][:_SHORT]}/…{shown[-_END:]}"


def _settle_link(link: "HtmlElement", ids: set[str]) -> None:
    address = link.get("href", "")
    if is_backlink(link):
        link.drop_tree()
    elif not address:
        link.drop_tag()
    elif not len(link) and not link.text_content().strip():
        # one that leads to its own heading is a mark for a mouse; any other would be a link that nobody sees
        if urlsplit(address).fragment in ids:
            link.drop_tree()
        else:
            link.text = short_address(address)


def _settle_mark(mark: "HtmlElement", ids: set[str]) -> None:
    if "footnote-ref" not in mark.get("class", "").split():
        return
    for link in mark.findall("a"):
        if urlsplit(link.get("href", "")).fragment not in ids:
            mark.drop_tree()
            return
        link.drop_tag()


def _settle_picture(image: "HtmlElement", paths: set[str]) -> None:
    source, alt = image.get("src", ""), image.get("alt", "").strip()
    path = urlsplit(source).path
    kind = next((kind for kind in _RARE if path.lower().endswith(kind)), "")
    if source and not kind:
        return
    if other := _same_beside(path, kind, paths) if kind else "":
        image.set("src", source.replace(path, path[: -len(kind)] + other))
    elif kind in ("", ".svg"):
        _say(image, alt, source)


def _same_beside(path: str, kind: str, paths: set[str]) -> str:
    """The ending under which the picture is published in a kind that all show, `""` if it is in none."""
    bare = unquote(path)[: -len(kind)].lstrip("/")
    ends = (bare[start:] for start in (0, *(found.end() for found in re.finditer("/", bare))))
    known = {end + other: other for end in ends for other in _SHOWN_EVERYWHERE}
    return next((other for name, other in known.items() if name in paths), "")


def _say(image: "HtmlElement", alt: str, source: str) -> None:
    """The description in the picture's place; a link to the picture where it is in none already."""
    from lxml.html import Element

    is_link = source and not any(True for _ in image.iterancestors("a"))
    words = Element("a", href=source) if is_link else Element("em")
    words.text, words.tail = alt, image.tail
    if alt:
        image.getparent().replace(image, words)
    else:
        image.drop_tree()


def _open_details(tree: "HtmlElement") -> None:
    """What folds away on the web stands open: most programs show it closed and know no click."""
    from lxml.html import Element

    for details in tree.iter("details"):
        details.tag = "div"
        for summary in details.findall("summary"):
            strong = Element("strong")
            strong.text, summary.text = summary.text, None
            strong.extend(list(summary))
            summary.tag = "p"
            summary.append(strong)


def _link_addresses(tree: "HtmlElement") -> None:
    """Links in the place of addresses that stand in the text: programs would make blue ones of them."""
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag not in _NO_LINKS_INSIDE and not any(True for _ in element.iterancestors(*_NO_LINKS_INSIDE)):
            element.text = _linked(element, 0, element.text)
        if element is not tree and not any(True for _ in element.iterancestors(*_NO_LINKS_INSIDE)):
            parent = element.getparent()
            element.tail = _linked(parent, parent.index(element) + 1, element.tail)


def _linked(parent: "HtmlElement", place: int, text: str | None) -> str | None:
    """The text up to its first address; that and what follows stand in `parent` from `place` on."""
    from lxml.html import Element

    found = _ADDRESS.search(text or "")
    if not text or not found:
        return text
    address = found.group().rstrip(_BEHIND_AN_ADDRESS)
    link = Element("a", href=address)
    link.text = address
    parent.insert(place, link)
    link.tail = _linked(parent, place + 1, text[found.start() + len(address) :])
    return text[: found.start()]
