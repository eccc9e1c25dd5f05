"""Elements of RSS and Atom that feedgen does not write, or writes wrong; lxml elements in, the same elements fuller."""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from publisher.feeds.entry import Entry, Feed
from publisher.feeds.namespaces import ATOM, DC, HISTORY, ITUNES, MEDIA, SOURCE, XML
from publisher.feeds.options import Podcast
from publisher.model import Enclosure

if TYPE_CHECKING:
    from lxml.etree import _Element

RSS_TYPE = "application/rss+xml"
ATOM_TYPE = "application/atom+xml"

_PLAYABLE = ("audio/", "video/")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def namespaces(feed: Feed) -> dict[str, str]:
    """The vocabularies that this feed needs in either format beside the format's own, by prefix."""
    wanted = {"media": MEDIA}
    if feed.current_url:
        wanted["fh"] = HISTORY
    return wanted


def rss_namespaces(feed: Feed) -> dict[str, str]:
    """The vocabularies that this feed needs in RSS beside its own, by prefix."""
    wanted = {"dc": DC, **namespaces(feed)}
    if feed.podcast:
        wanted["itunes"] = ITUNES
    if any(entry.markdown for entry in feed.entries):
        wanted["source"] = SOURCE
    return wanted


def complete_channel(feed: Feed, root: "_Element") -> None:
    """What belongs to the feed as a whole, in RSS: its date, its links, archive, podcast."""
    channel = root[0]
    _point_to_style(feed, root)
    # feedgen formats dates by changing the locale of the whole process: between two threads any language can come out
    for date in channel.findall("lastBuildDate"):
        date.text = rfc_822(feed.updated)
    # feedgen writes the first self link and no other (#122); here there is room for all of them
    add(channel, f"{{{ATOM}}}link", href=feed.self_url, rel="self", type=RSS_TYPE)
    _add_archive(feed, channel, f"{{{ATOM}}}link", RSS_TYPE)
    if feed.podcast:
        _add_podcast(feed, feed.podcast, channel)


def rfc_822(moment: datetime) -> str:
    """A moment in UTC as RFC 822 writes it, with a year of four digits, in English on every machine.

    What the standard library has for this brings sockets along, and loading them takes as long as writing a feed.
    """
    day, month = _DAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment.year:04} {moment:%H:%M:%S} +0000"


def complete_atom(feed: Feed, root: "_Element") -> None:
    """What belongs to the feed as a whole, in Atom; feedgen's tree has no namespace in memory."""
    _point_to_style(feed, root)
    _add_archive(feed, root, "link", ATOM_TYPE)


def complete_item(entry: Entry, feed: Feed, item: "_Element") -> None:
    """What feedgen does not know of an item in RSS."""
    # as for lastBuildDate; and feedgen writes years before 1000 with three digits
    add(item, "pubDate", rfc_822(entry.published))
    # feedgen drops authors without an e-mail address (#57); of several dc:creator readers show one, so it is one
    add(item, f"{{{DC}}}creator", ", ".join(entry.authors))
    if entry.language != feed.language:  # RSS has no language of an item, and feedgen no xml:lang
        add(item, f"{{{DC}}}language", entry.language)
    _add_picture(entry, item)
    if feed.podcast:
        _add_episode(entry, feed.podcast, item)
    if entry.markdown:
        add(item, f"{{{SOURCE}}}markdown", entry.markdown)


def complete_entry(entry: Entry, feed: Feed, links: Iterable[dict[str, str]], element: "_Element") -> None:
    """What feedgen does not know of an entry in Atom."""
    # feedgen keeps the address of an entry's link and loses the rest, so a recording looks like the post (#135, #143)
    for written, link in zip(element.findall("link"), links, strict=True):
        for name, value in link.items():
            written.set(name, value)
    if entry.language != feed.language:  # feedgen has no xml:lang for an entry
        element.set(f"{{{XML}}}lang", entry.language)
    _add_picture(entry, element)


def one_enclosure(entry: Entry) -> tuple[Enclosure, ...]:
    """The file that RSS names, where readers expect one at most: the first that can be played, else the first."""
    playable = [file for file in entry.enclosures if file.media_type.startswith(_PLAYABLE)]
    return tuple((playable or list(entry.enclosures))[:1])


def add(parent: "_Element", tag: str, text: str | None = None, **attributes: str) -> "_Element":
    """Append an element."""
    element = parent.makeelement(tag, attributes)
    element.text = text
    parent.append(element)
    return element


def _point_to_style(feed: Feed, root: "_Element") -> None:
    """Browsers then show a page instead of source; feedgen knows no line before the root."""
    if feed.style_url:
        from lxml.etree import ProcessingInstruction

        root.addprevious(ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{escape(feed.style_url)}"'))


def _add_archive(feed: Feed, parent: "_Element", link: str, media_type: str) -> None:
    """The links of RFC 5005, section 4: feedgen writes none of them into RSS, and knows no fh:archive."""
    if feed.current_url:
        add(parent, f"{{{HISTORY}}}archive")
    for rel, url in (("current", feed.current_url), ("prev-archive", feed.older_url), ("next-archive", feed.newer_url)):
        if url:
            add(parent, link, href=url, rel=rel, type=media_type)


def _add_podcast(feed: Feed, podcast: Podcast, channel: "_Element") -> None:
    """What Apple Podcasts requires of a show; feedgen's own extension writes yes and no for true and false."""
    author = podcast.author or feed.author
    add(channel, f"{{{ITUNES}}}author", author)
    add(channel, f"{{{ITUNES}}}image", href=podcast.image)
    name, _, part = podcast.category.partition(" > ")
    category = add(channel, f"{{{ITUNES}}}category")
    category.set("text", name)
    if part:
        add(category, f"{{{ITUNES}}}category").set("text", part)
    add(channel, f"{{{ITUNES}}}explicit", _word(podcast.explicit))
    if podcast.owner:
        owner = add(channel, f"{{{ITUNES}}}owner")
        add(owner, f"{{{ITUNES}}}name", author)
        add(owner, f"{{{ITUNES}}}email", podcast.owner)


def _add_episode(entry: Entry, podcast: Podcast, item: "_Element") -> None:
    for file in one_enclosure(entry):
        if file.media_type.startswith(_PLAYABLE):
            add(item, f"{{{ITUNES}}}explicit", _word(podcast.explicit))
            if file.duration_s:
                add(item, f"{{{ITUNES}}}duration", str(file.duration_s))


def _word(is_so: bool) -> str:
    return "true" if is_so else "false"


def _add_picture(entry: Entry, parent: "_Element") -> None:
    """The post's picture by hand: feedgen wraps it in media:group, which the W3C validator calls an error."""
    if entry.image is None:
        return
    sides = {"width": entry.image.width, "height": entry.image.height}
    known = {side: str(pixels) for side, pixels in sides.items() if pixels}
    add(parent, f"{{{MEDIA}}}content", url=entry.image.url, medium="image", **known)
