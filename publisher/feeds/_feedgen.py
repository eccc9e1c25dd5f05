"""RSS 2.0 and Atom 1.0 through feedgen, its faults mended here; the only file that knows feedgen.

Numbers such as #135 are issues of github.com/lkiesow/python-feedgen. tests/feeds/test_feedgen.py shows every fault
in bare feedgen and fails when one is gone, so that its mend can go too. feedgen is imported when a feed is written:
a run with nothing to write must not pay for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from publisher.feeds.entry import Entry, Feed
from publisher.feeds.namespaces import ATOM, DC, MEDIA, XML

if TYPE_CHECKING:
    from lxml.etree import _Element

_GENERATOR = "publisher"  # without feedgen's own version: upgrading it must not change a feed
_RSS_TYPE = "application/rss+xml"
_ATOM_TYPE = "application/atom+xml"


def rss(feed: Feed) -> bytes:
    """The feed as RSS 2.0, following the RSS Advisory Board's profile: UTF-8, newest first."""
    generator = _generator(feed, {"dc": DC, "media": MEDIA}, partial(_mend_channel, feed))
    for entry in feed.entries:
        generator.add_entry(_rss_item(entry), order="append")  # feedgen turns the order round (#55)
    return bytes(generator.rss_str(pretty=True))


def atom(feed: Feed) -> bytes:
    """The feed as Atom 1.0 (RFC 4287): UTF-8, newest first."""
    generator = _generator(feed, {"media": MEDIA}, _nothing_to_mend)
    generator.id(feed.id)
    generator.subtitle(feed.description)
    generator.author(name=feed.author)
    generator.link(href=feed.self_url, rel="self", type=_ATOM_TYPE)
    for entry in feed.entries:
        generator.add_entry(_atom_entry(entry, feed.language), order="append")  # as above (#55)
    return bytes(generator.atom_str(pretty=True))


@dataclass(frozen=True)
class _Extension:
    """What feedgen takes for an extension: it is handed each finished element, and can declare namespaces."""

    namespaces: dict[str, str]
    mend: "Callable[[_Element], None]"

    def extend_ns(self) -> dict[str, str]:
        return self.namespaces

    def extend_rss(self, element: "_Element") -> None:
        self.mend(element)

    def extend_atom(self, element: "_Element") -> None:
        self.mend(element)


def _generator(feed: Feed, namespaces: dict[str, str], mend: "Callable[[_Element], None]") -> Any:
    from feedgen.feed import FeedGenerator

    generator = FeedGenerator()
    generator.register_extension("mended", partial(_Extension, namespaces, mend))
    generator.generator(_GENERATOR)
    generator.title(feed.title)
    generator.description(feed.description)
    # the only link that feedgen may know for RSS: it takes the last one for the site's, whatever its rel
    generator.link(href=feed.site_url, rel="alternate", type="text/html")
    generator.language(feed.language)
    generator.updated(feed.updated)  # feedgen would take the clock's time
    return generator


def _entry(entry: Entry, mend: "Callable[[_Element], None]") -> Any:
    from feedgen.entry import FeedEntry

    written = FeedEntry()
    written.register_extension("mended", partial(_Extension, {}, mend))
    written.guid(entry.id, permalink=entry.id == entry.url)
    written.title(entry.title)
    written.updated(entry.updated)  # feedgen would take the clock's time
    written.category([{"term": tag} for tag in entry.tags])
    return written


def _rss_item(entry: Entry) -> Any:
    item = _entry(entry, partial(_mend_item, entry))
    item.link(href=entry.url, rel="alternate")
    # An item's description is HTML to readers, so plain text is escaped once more (RSS profile, "description").
    # Without one, feedgen would put the whole post there; `description()` would overwrite the content.
    item.summary(escape(entry.summary or entry.title, quote=False))
    if entry.content is not None:
        item.content(entry.content, type="html")
    for file in entry.enclosures[:1]:  # RSS readers expect one at most
        item.enclosure(file.url, file.length, file.media_type)
    return item


def _atom_entry(entry: Entry, feed_language: str) -> Any:
    language = entry.language if entry.language != feed_language else None
    written = _entry(entry, partial(_mend_atom_entry, entry, language))
    written.published(entry.published)
    written.author([{"name": name} for name in entry.authors])
    written.link(_atom_links(entry))
    if entry.summary:
        written.summary(entry.summary)
    if entry.content is not None:
        # feedgen writes "CDATA" into Atom as if it were a type (#123), and without a type readers show the tags
        written.content(entry.content, type="html")
    return written


def _mend_channel(feed: Feed, root: "_Element") -> None:
    channel = root[0]
    # feedgen formats dates by changing the locale of the whole process: between two threads any language can come out
    for date in channel.findall("lastBuildDate"):
        date.text = format_datetime(feed.updated)
    # feedgen writes the first self link and no other (#122); here there is room for all of them
    _add(channel, f"{{{ATOM}}}link", href=feed.self_url, rel="self", type=_RSS_TYPE)


def _nothing_to_mend(_: "_Element") -> None:
    """feedgen writes the head of an Atom feed as it should."""


def _mend_item(entry: Entry, item: "_Element") -> None:
    # as for lastBuildDate; and feedgen writes years before 1000 with three digits
    _add(item, "pubDate", format_datetime(entry.published))
    # feedgen drops authors without an e-mail address (#57); of several dc:creator readers show one, so it is one
    _add(item, f"{{{DC}}}creator", ", ".join(entry.authors))
    _add_picture(entry, item)


def _mend_atom_entry(entry: Entry, language: str | None, written: "_Element") -> None:
    # feedgen keeps the address of an entry's link and loses the rest, so a recording looks like the post (#135, #143)
    for element, link in zip(written.findall("link"), _atom_links(entry), strict=True):
        for name, value in link.items():
            element.set(name, value)
    if language:  # feedgen has no xml:lang for an entry
        written.set(f"{{{XML}}}lang", language)
    _add_picture(entry, written)


def _atom_links(entry: Entry) -> list[dict[str, str]]:
    post = {"href": entry.url, "rel": "alternate", "type": "text/html"}
    files = [
        {"href": file.url, "rel": "enclosure", "type": file.media_type, "length": str(file.length)}
        for file in entry.enclosures
    ]
    return [post, *files]


def _add_picture(entry: Entry, parent: "_Element") -> None:
    """The post's picture by hand: feedgen wraps it in media:group, which the W3C validator calls an error."""
    if entry.image is None:
        return
    sides = {"width": entry.image.width, "height": entry.image.height}
    known = {side: str(pixels) for side, pixels in sides.items() if pixels}
    _add(parent, f"{{{MEDIA}}}content", url=entry.image.url, medium="image", **known)


def _add(parent: "_Element", tag: str, text: str | None = None, **attributes: str) -> None:
    element = parent.makeelement(tag, attributes)
    element.text = text
    parent.append(element)
