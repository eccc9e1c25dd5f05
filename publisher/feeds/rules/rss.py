"""Rules of RSS 2.0 (rssboard.org/rss-specification) and of its Advisory Board's profile."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publisher.feeds.namespaces import ATOM, CONTENT, DC, MEDIA
from publisher.feeds.rules.elements import at_most_one, exactly_one, metadata_last, text, texts
from publisher.feeds.rules.forms import rss_date
from publisher.feeds.rules.seen import Seen, SeenItem

_LINK = f"{{{ATOM}}}link"
_CONTENT = f"{{{CONTENT}}}encoded"
_CREATOR = f"{{{DC}}}creator"
_PICTURE = f"{{{MEDIA}}}content"
_ONCE = ("title", "link", "description", "language", "lastBuildDate")
_ONCE_IN_ITEM = ("title", "link", "description", "guid", "pubDate", _CREATOR)


def seen(root: Element) -> Seen:
    """What readers see of it."""
    channel = _channel(root)
    return Seen(
        title=text(channel, "title"),
        home=text(channel, "link"),
        own=next((link.get("href", "") for link in channel.findall(_LINK) if link.get("rel") == "self"), ""),
        language=text(channel, "language"),
        updated=rss_date(text(channel, "lastBuildDate")),
        items=tuple(_item(item, number) for number, item in enumerate(channel.findall("item"), start=1)),
    )


def rules(root: Element) -> Iterator[str]:
    """Broken rules that only RSS has."""
    channel = _channel(root)
    if root.get("version") != "2.0" or len(root.findall("channel")) != 1:
        yield "the root must be rss of version 2.0 with one channel"
    yield from exactly_one(channel, _ONCE, "channel")
    yield from metadata_last(channel, "item")
    yield from _date_rules(channel, "lastBuildDate", "channel")
    self_links = [link for link in channel.findall(_LINK) if link.get("rel") == "self"]
    if [link.get("type") for link in self_links] != ["application/rss+xml"]:
        yield "channel: needs one atom:link with rel self and the type application/rss+xml"
    for number, item in enumerate(channel.findall("item"), start=1):
        yield from _item_rules(item, f"item {number}")


def _channel(root: Element) -> Element:
    found = root.find("channel")
    return Element("channel") if found is None else found


def _item(item: Element, number: int) -> SeenItem:
    content = item.findtext(_CONTENT)
    published = rss_date(text(item, "pubDate"))
    return SeenItem(
        place=f"item {number}",
        id=text(item, "guid"),
        url=text(item, "link"),
        title=text(item, "title"),
        summary=text(item, "description"),
        html=text(item, "description") if content is None else content,
        published=published,
        updated=published,  # RSS has no date of change
        authors=texts(item, _CREATOR),
        tags=texts(item, "category"),
        files=tuple(file.get("url", "") for file in (*item.findall("enclosure"), *item.findall(_PICTURE))),
        language=None,
    )


def _item_rules(item: Element, place: str) -> Iterator[str]:
    yield from exactly_one(item, _ONCE_IN_ITEM, place)
    yield from at_most_one(item, (_CONTENT, "enclosure"), place)
    yield from _date_rules(item, "pubDate", place)
    yield from _guid_rules(item, place)
    yield from _enclosure_rules(item, place)
    tags = [child.tag for child in item]
    if "author" in tags:
        yield f"{place}: author needs an e-mail address; names belong into dc:creator"
    if _CONTENT in tags and "description" in tags and tags.index(_CONTENT) < tags.index("description"):
        yield f"{place}: description must stand before content:encoded"


def _date_rules(parent: Element, tag: str, place: str) -> Iterator[str]:
    for written in texts(parent, tag):
        if rss_date(written) is None:
            yield f"{place}: {tag} {written!r} is not a date such as 'Mon, 04 Mar 2024 05:00:00 +0000'"


def _guid_rules(item: Element, place: str) -> Iterator[str]:
    for guid in item.findall("guid"):
        is_address = str(guid.text == text(item, "link")).lower()
        if guid.get("isPermaLink") != is_address:
            yield f"{place}: isPermaLink must be {is_address}"


def _enclosure_rules(item: Element, place: str) -> Iterator[str]:
    for file in item.findall("enclosure"):
        if not file.get("length", "").isdigit() or "/" not in file.get("type", ""):
            yield f"{place}: enclosure needs its length in bytes and its media type"
