"""Rules of Atom 1.0 (RFC 4287)."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publisher.feeds.namespaces import ATOM, MEDIA, XML
from publisher.feeds.rules.elements import at_most_one, exactly_one, local, metadata_last, text
from publisher.feeds.rules.forms import is_permanent_id, rfc3339_date
from publisher.feeds.rules.seen import Seen, SeenItem

FEED = f"{{{ATOM}}}feed"
_ENTRY = f"{{{ATOM}}}entry"
_LINK = f"{{{ATOM}}}link"
_CONTENT = f"{{{ATOM}}}content"
_SUMMARY = f"{{{ATOM}}}summary"
_LANG = f"{{{XML}}}lang"
_ID, _TITLE, _UPDATED, _PUBLISHED = (f"{{{ATOM}}}{name}" for name in ("id", "title", "updated", "published"))
_NAMES = f"{{{ATOM}}}author/{{{ATOM}}}name"


def seen(feed: Element) -> Seen:
    """What readers see of it."""
    return Seen(
        title=text(feed, _TITLE),
        home=_address(feed, "alternate"),
        own=_address(feed, "self"),
        language=feed.get(_LANG, ""),
        updated=rfc3339_date(text(feed, _UPDATED)),
        items=tuple(_item(feed, entry, number) for number, entry in enumerate(feed.findall(_ENTRY), start=1)),
    )


def rules(feed: Element) -> Iterator[str]:
    """Broken rules that only Atom has."""
    yield from exactly_one(feed, (_ID, _TITLE, _UPDATED), "feed")
    yield from metadata_last(feed, _ENTRY)
    yield from _date_rules(feed, "feed")
    yield from _text_rules(feed, "feed")
    if not is_permanent_id(text(feed, _ID)):
        yield "feed: its id is not a permanent URI"
    yield from _change_rules(feed)
    if not _author_names(feed):
        yield "feed: needs an author"
    if [link.get("type") for link in _links(feed, "self")] != ["application/atom+xml"]:
        yield "feed: needs one link with rel self and the type application/atom+xml"
    for number, entry in enumerate(feed.findall(_ENTRY), start=1):
        yield from _entry_rules(entry, f"item {number}")


def _item(feed: Element, entry: Element, number: int) -> SeenItem:
    pictures = (picture.get("url", "") for picture in entry.findall(f"{{{MEDIA}}}content"))
    return SeenItem(
        place=f"item {number}",
        id=text(entry, _ID),
        url=_address(entry, "alternate"),
        title=text(entry, _TITLE),
        summary=text(entry, _SUMMARY),
        html=text(entry, _CONTENT),
        published=rfc3339_date(text(entry, _PUBLISHED)),
        updated=rfc3339_date(text(entry, _UPDATED)),
        authors=_author_names(entry) or _author_names(feed),
        tags=tuple(tag.get("term", "") for tag in entry.findall(f"{{{ATOM}}}category")),
        files=(*_addresses(entry, "enclosure"), *pictures),
        language=entry.get(_LANG),
    )


def _entry_rules(entry: Element, place: str) -> Iterator[str]:
    yield from exactly_one(entry, (_ID, _TITLE, _UPDATED, _PUBLISHED), place)
    yield from at_most_one(entry, (_SUMMARY, _CONTENT), place)
    yield from _date_rules(entry, place)
    yield from _text_rules(entry, place)
    if len(_links(entry, "alternate")) != 1:
        yield f"{place}: needs one alternate link, to the post"
    if entry.find(_CONTENT) is None and entry.find(_SUMMARY) is None:
        yield f"{place}: needs content, or at least a summary"
    for file in _links(entry, "enclosure"):
        if not file.get("length", "").isdigit() or "/" not in file.get("type", ""):
            yield f"{place}: an enclosure needs its length in bytes and its media type"


def _change_rules(feed: Element) -> Iterator[str]:
    changes = [rfc3339_date(text(entry, _UPDATED)) for entry in feed.findall(_ENTRY)]
    latest = max(filter(None, changes), default=None)
    if latest and rfc3339_date(text(feed, _UPDATED)) != latest:
        yield "feed: updated must be that of the entry changed last, not the time of a build"


def _date_rules(parent: Element, place: str) -> Iterator[str]:
    for tag in (_UPDATED, _PUBLISHED):
        for element in parent.findall(tag):
            if rfc3339_date(element.text or "") is None:
                yield f"{place}: {local(tag)} {element.text!r} is not a date such as '2024-03-04T05:00:00Z'"


def _text_rules(parent: Element, place: str) -> Iterator[str]:
    """Titles and summaries as plain text: readers show the markup of an HTML title; content as escaped HTML."""
    for tag, kinds in ((_TITLE, (None, "text")), (_SUMMARY, (None, "text")), (_CONTENT, ("html",))):
        for element in parent.findall(tag):
            if element.get("type") not in kinds:
                yield f"{place}: {local(tag)} must have the type {kinds[-1]}, not {element.get('type')}"


def _author_names(parent: Element) -> tuple[str, ...]:
    return tuple(name.text or "" for name in parent.findall(_NAMES))


def _address(parent: Element, rel: str) -> str:
    return next(iter(_addresses(parent, rel)), "")


def _addresses(parent: Element, rel: str) -> tuple[str, ...]:
    return tuple(link.get("href", "") for link in _links(parent, rel))


def _links(parent: Element, rel: str) -> list[Element]:
    # a link without rel is an alternate (RFC 4287 section 4.2.7.2)
    return [link for link in parent.findall(_LINK) if link.get("rel", "alternate") == rel]
