"""RSS 2.0 and Atom 1.0 through feedgen, its faults mended; the only file that knows feedgen.

Numbers such as #135 are issues of github.com/lkiesow/python-feedgen. tests/feeds/test_feedgen.py shows every fault
in bare feedgen and fails when one is gone, so that its mend can go too. feedgen is imported when a feed is written:
a run with nothing to write must not pay for it.
"""

from collections.abc import Callable
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from publisher.feeds import additions
from publisher.feeds.entry import Entry, Feed

if TYPE_CHECKING:
    from lxml.etree import _Element

_GENERATOR = "publisher"  # without feedgen's own version: upgrading it must not change a feed


def rss(feed: Feed) -> bytes:
    """The feed as RSS 2.0, following the RSS Advisory Board's profile: UTF-8, newest first."""
    complete = partial(additions.complete_channel, feed)
    generator = _generator(feed, _Extension(additions.rss_namespaces(feed), complete))
    if feed.contact:  # a name alone is not allowed here
        generator.managingEditor(f"{feed.contact} ({feed.author})")
    for entry in feed.entries:
        generator.add_entry(_rss_item(entry, feed), order="append")  # feedgen turns the order round (#55)
    return bytes(generator.rss_str(pretty=True))


def atom(feed: Feed) -> bytes:
    """The feed as Atom 1.0 (RFC 4287): UTF-8, newest first."""
    complete = partial(additions.complete_atom, feed)
    generator = _generator(feed, _Extension(additions.namespaces(feed), complete))
    generator.id(feed.id)
    generator.subtitle(feed.description)
    generator.author(name=feed.author)
    generator.link(href=feed.self_url, rel="self", type=additions.ATOM_TYPE)
    for entry in feed.entries:
        generator.add_entry(_atom_entry(entry, feed), order="append")  # as above (#55)
    return bytes(generator.atom_str(pretty=True))


class _Extension(NamedTuple):
    """What feedgen takes for an extension: it is handed each finished element, and can declare namespaces."""

    namespaces: dict[str, str]
    complete: "Callable[[_Element], None]"

    def extend_ns(self) -> dict[str, str]:
        return self.namespaces

    def extend_rss(self, element: "_Element") -> None:
        self.complete(element)

    def extend_atom(self, element: "_Element") -> None:
        self.complete(element)


def _generator(feed: Feed, extension: _Extension) -> Any:
    from feedgen.feed import FeedGenerator

    generator = FeedGenerator()
    generator.register_extension("completed", lambda: extension)
    generator.generator(_GENERATOR)
    generator.title(feed.title)
    generator.description(feed.description)
    # the only link that feedgen may know for RSS: it takes the last one for the site's, whatever its rel
    generator.link(href=feed.site_url, rel="alternate", type="text/html")
    generator.language(feed.language)
    generator.updated(feed.updated)  # feedgen would take the clock's time
    return generator


def _entry(entry: Entry, complete: "Callable[[_Element], None]") -> Any:
    from feedgen.entry import FeedEntry

    written = FeedEntry()
    written.register_extension("completed", partial(_Extension, {}, complete))
    written.guid(entry.id, permalink=entry.id == entry.url)
    written.title(entry.title)
    written.updated(entry.updated)  # feedgen would take the clock's time
    written.category([{"term": tag} for tag in entry.tags])
    return written


def _rss_item(entry: Entry, feed: Feed) -> Any:
    item = _entry(entry, partial(additions.complete_item, entry, feed))
    item.link(href=entry.url, rel="alternate")
    # An item's description is HTML to readers, so plain text is escaped once more (RSS profile, "description").
    # Without one, feedgen would put the whole post there; `description()` would overwrite the content.
    item.summary(escape(entry.summary or entry.title, quote=False))
    if entry.content is not None:
        item.content(entry.content, type="html")
    for file in additions.one_enclosure(entry):
        item.enclosure(file.url, file.length, file.media_type)
    return item


def _atom_entry(entry: Entry, feed: Feed) -> Any:
    links = _atom_links(entry)
    written = _entry(entry, partial(additions.complete_entry, entry, feed, links))
    written.published(entry.published)
    written.author([{"name": name} for name in entry.authors])
    written.link([dict(link) for link in links])  # feedgen changes what it is given
    if entry.summary or entry.content is None:
        written.summary(entry.summary or entry.title)
    if entry.content is not None:
        # feedgen writes "CDATA" into Atom as if it were a type (#123), and without a type readers show the tags
        written.content(entry.content, type="html")
    return written


def _atom_links(entry: Entry) -> list[dict[str, str]]:
    post = {"href": entry.url, "rel": "alternate", "type": "text/html"}
    files = [
        {"href": file.url, "rel": "enclosure", "type": file.media_type, "length": str(file.length)}
        for file in entry.enclosures
    ]
    return [post, *files]
