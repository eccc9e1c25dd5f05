"""Rules of RSS 2.0 (rssboard.org/rss-specification) and of its Advisory Board's profile."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publisher.feeds.namespaces import ATOM, CONTENT, DC, HISTORY, MEDIA
from publisher.feeds.rules import podcast
from publisher.feeds.rules.broken import Broken, advice
from publisher.feeds.rules.elements import (
    at_most_one,
    exactly_one,
    links_lead_somewhere,
    metadata_last,
    only_known,
    text,
    texts,
)
from publisher.feeds.rules.forms import is_permanent_id, is_web_address, moment_of, rss_date_rules, seen_from
from publisher.feeds.rules.seen import Seen, SeenItem

_LINK = f"{{{ATOM}}}link"
_CONTENT = f"{{{CONTENT}}}encoded"
_CREATOR = f"{{{DC}}}creator"
_DATE = f"{{{DC}}}date"
_PICTURE = f"{{{MEDIA}}}content"
_ORIGINAL = "{http://rssnamespace.org/feedburner/ext/1.0}origLink"  # FeedBurner puts its own address into link
_ONCE = ("title", "link", "description", "language", "lastBuildDate")
_REQUIRED = ("title", "link", "description")
_ONCE_IN_ITEM = ("title", "link", "description", "guid", "pubDate", _CREATOR)
_KNOWN = frozenset(
    "title link description language copyright managingEditor webMaster pubDate lastBuildDate category generator docs "
    "cloud ttl image rating textInput skipHours skipDays item".split()
)
_KNOWN_IN_ITEM = frozenset("title link description author category comments enclosure guid pubDate source".split())
_MAIL = re.compile(r"\S+@\S+\.\S+( \(.+\))?")


def seen(root: Element) -> Seen:
    """What readers see of it."""
    channel = _channel(root)
    home = text(channel, "link").strip()
    return Seen(
        title=text(channel, "title"),
        home=home,
        own=_linked(channel, "self"),
        language=text(channel, "language"),
        updated=moment_of(text(channel, "lastBuildDate")),
        items=tuple(_item(item, home, number) for number, item in enumerate(_items(root), start=1)),
        is_archive=channel.find(f"{{{HISTORY}}}archive") is not None,
        current=_linked(channel, "current"),
        older=_linked(channel, "prev-archive"),
        newer=_linked(channel, "next-archive"),
    )


def rules(root: Element) -> Iterator[Broken]:
    """Broken rules that only RSS has."""
    channel = _channel(root)
    if root.get("version") != "2.0" or len(root.findall("channel")) != 1:
        yield Broken("file", "the root must be rss of version 2.0 with one channel")
    yield from exactly_one(channel, _ONCE, "feed", required=_REQUIRED)
    yield from only_known(channel, _KNOWN, "", "feed")
    yield from metadata_last(channel, "item")
    yield from links_lead_somewhere(channel, _LINK, "feed")
    yield from _date_rules(channel, ("lastBuildDate", "pubDate"), "feed")
    self_links = [link for link in channel.findall(_LINK) if link.get("rel") == "self"]
    if [link.get("type") for link in self_links] != ["application/rss+xml"]:
        yield advice("feed", "needs one atom:link with rel self and the type application/rss+xml")
    for name in ("managingEditor", "webMaster"):
        yield from (
            Broken("feed", f"{name} must be a mail address") for who in texts(channel, name) if not _is_mail(who)
        )
    yield from podcast.channel_rules(channel)
    for number, item in enumerate(_items(root), start=1):
        yield from _item_rules(item, f"item {number}")


def _channel(root: Element) -> Element:
    found = root.find("channel")
    return Element("channel") if found is None else found


def _items(root: Element) -> list[Element]:
    return [*_channel(root).findall("item"), *root.findall("item")]  # the second as in RSS 0.90


def _linked(channel: Element, rel: str) -> str:
    return next((link.get("href", "") for link in channel.findall(_LINK) if link.get("rel") == rel), "")


def _item(item: Element, home: str, number: int) -> SeenItem:
    content = item.findtext(_CONTENT)
    published = moment_of(text(item, "pubDate") or text(item, _DATE))
    url = _address(item, home)
    return SeenItem(
        place=f"item {number}",
        id=text(item, "guid").strip() or url,
        url=url,
        title=text(item, "title"),
        summary=text(item, "description"),
        html=text(item, "description") if content is None else content,
        published=published,
        updated=published,  # RSS has no date of change
        authors=texts(item, _CREATOR) or texts(item, "author"),
        tags=texts(item, "category"),
        files=tuple(file.get("url", "") for file in (*item.findall("enclosure"), *item.findall(_PICTURE))),
        language=item.findtext(f"{{{DC}}}language"),
    )


def _address(item: Element, home: str) -> str:
    """The post's page: its link as seen from the site, else a guid that does not deny being an address."""
    guid = item.find("guid")
    is_page = guid is not None and guid.get("isPermaLink", "true") == "true"
    written = text(item, _ORIGINAL) or text(item, "link") or (guid.text or "" if guid is not None and is_page else "")
    return seen_from(home, written)


def _item_rules(item: Element, place: str) -> Iterator[Broken]:
    # RSS itself wants a title or a description; a link or a guid is what readers know the post by, and without a date
    # they show it as new for ever
    yield from exactly_one(item, _ONCE_IN_ITEM, place, required=("pubDate", *_either(item)))
    yield from at_most_one(item, (_CONTENT,), place)
    yield from only_known(item, _KNOWN_IN_ITEM, "", place)
    yield from _date_rules(item, ("pubDate",), place)
    yield from _guid_rules(item, place)
    yield from _enclosure_rules(item, place)
    yield from podcast.item_rules(item, place)
    yield from _author_rules(item, place)
    written = text(item, "link").strip()
    if written and not is_web_address(written):
        yield Broken(place, f"the link {written!r} is not a whole address")
    tags = [child.tag for child in item]
    if _CONTENT in tags and "description" in tags and tags.index(_CONTENT) < tags.index("description"):
        yield advice(place, "description must stand before content:encoded")


def _either(item: Element) -> Iterator[str]:
    for one, other in (("title", "description"), ("link", "guid")):
        if not text(item, one).strip() and not text(item, other).strip():
            yield one


def _author_rules(item: Element, place: str) -> Iterator[Broken]:
    for who in texts(item, "author"):
        if _is_mail(who):
            yield advice(place, "author shows a mail address; names belong into dc:creator")
        else:
            yield Broken(place, "author needs a mail address; names belong into dc:creator")


def _is_mail(text: str) -> bool:
    return bool(_MAIL.fullmatch(text.strip()))


def _date_rules(parent: Element, tags: tuple[str, ...], place: str) -> Iterator[Broken]:
    for tag in tags:
        for written in texts(parent, tag):
            yield from rss_date_rules(written, tag, place)


def _guid_rules(item: Element, place: str) -> Iterator[Broken]:
    for guid in item.findall("guid"):
        is_address = str(guid.text == text(item, "link")).lower()
        if guid.get("isPermaLink") == is_address:
            continue
        claims_address = guid.get("isPermaLink", "true") == "true"
        is_misleading = claims_address and not is_web_address(guid.text or "")
        yield Broken(place, f"isPermaLink must be {is_address}", is_advice=not is_misleading)
        if is_misleading and is_permanent_id(guid.text or ""):
            yield Broken(place, "a reader would open its id as if it were an address")


def _enclosure_rules(item: Element, place: str) -> Iterator[Broken]:
    for file in item.findall("enclosure"):
        if not file.get("length", "").isdigit() or "/" not in file.get("type", ""):
            yield Broken(place, "enclosure needs its length in bytes and its media type")
    if len(item.findall("enclosure")) > 1:
        yield advice(place, "has more than one enclosure; many readers show one of them")
