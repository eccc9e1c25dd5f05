"""Rules of Atom 1.0 (RFC 4287)."""

import re
from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import Element

from publisher.feeds.namespaces import ATOM, HISTORY, MEDIA, XML
from publisher.feeds.rules.broken import Broken, advice
from publisher.feeds.rules.elements import (
    at_most_one,
    exactly_one,
    links_lead_somewhere,
    local,
    metadata_last,
    only_known,
    text,
)
from publisher.feeds.rules.forms import is_permanent_id, is_uri, is_web_address, moment_of, rfc3339_rules, seen_from
from publisher.feeds.rules.seen import Seen, SeenItem

FEED = f"{{{ATOM}}}feed"
_ENTRY = f"{{{ATOM}}}entry"
_LINK = f"{{{ATOM}}}link"
_CONTENT = f"{{{ATOM}}}content"
_SUMMARY = f"{{{ATOM}}}summary"
_LANG = f"{{{XML}}}lang"
_BASE = f"{{{XML}}}base"
_ID, _TITLE, _UPDATED, _PUBLISHED = (f"{{{ATOM}}}{name}" for name in ("id", "title", "updated", "published"))
_NAMES = f"{{{ATOM}}}author/{{{ATOM}}}name"
_KNOWN = frozenset(
    "author category contributor entry generator icon id link logo rights subtitle title updated".split()
)
_KNOWN_IN_ENTRY = frozenset(
    "author category content contributor id link published rights source summary title updated".split()
)
_TEXT_TYPES = (None, "text", "html", "xhtml")
_MARKUP = re.compile(r"<[^>]*>")


def seen(feed: Element) -> Seen:
    """What readers see of it."""
    return Seen(
        title=text(feed, _TITLE),
        home=_address(feed, "alternate"),
        own=_address(feed, "self"),
        language=feed.get(_LANG, ""),
        updated=moment_of(text(feed, _UPDATED)),
        items=tuple(_item(feed, entry, number) for number, entry in enumerate(feed.findall(_ENTRY), start=1)),
        is_archive=feed.find(f"{{{HISTORY}}}archive") is not None,
        current=_address(feed, "current"),
        older=_address(feed, "prev-archive"),
        newer=_address(feed, "next-archive"),
    )


def rules(feed: Element) -> Iterator[Broken]:
    """Broken rules that only Atom has."""
    yield from exactly_one(feed, (_ID, _TITLE, _UPDATED), "feed", required=(_ID, _TITLE, _UPDATED))
    yield from only_known(feed, _KNOWN, ATOM, "feed")
    yield from metadata_last(feed, _ENTRY)
    yield from links_lead_somewhere(feed, _LINK, "feed")
    yield from _date_rules(feed, "feed")
    yield from _text_rules(feed, "feed")
    yield from _id_rules(feed, "feed")
    yield from _change_rules(feed)
    yield from _person_rules(feed, "feed")
    if not all(_author_names(entry) for entry in feed.findall(_ENTRY)) and not _author_names(feed):
        yield Broken("feed", "needs an author")
    elif not _author_names(feed):
        yield advice("feed", "needs an author, for entries that have none")
    if [link.get("type") for link in _links(feed, "self")] != ["application/atom+xml"]:
        yield advice("feed", "needs one link with rel self and the type application/atom+xml")
    for number, entry in enumerate(feed.findall(_ENTRY), start=1):
        yield from _entry_rules(entry, f"item {number}")


def _item(feed: Element, entry: Element, number: int) -> SeenItem:
    pictures = (picture.get("url", "") for picture in entry.findall(f"{{{MEDIA}}}content"))
    url = _page(feed, entry)
    content = entry.find(_CONTENT)
    return SeenItem(
        place=f"item {number}",
        id=text(entry, _ID).strip() or url,
        url=url,
        title=_plain(entry.find(_TITLE)),
        summary=text(entry, _SUMMARY),
        html=text(entry, _CONTENT) if content is not None and content.get("type") == "html" else "",
        published=moment_of(text(entry, _PUBLISHED) or text(entry, _UPDATED)),
        updated=moment_of(text(entry, _UPDATED)),
        authors=_author_names(entry) or _author_names(feed),
        tags=tuple(tag.get("term", "") for tag in entry.findall(f"{{{ATOM}}}category")),
        files=(*_addresses(entry, "enclosure"), *pictures),
        language=entry.get(_LANG),
    )


def _page(feed: Element, entry: Element) -> str:
    """The post's page as readers find it, with `xml:base` and the feed's own address to help."""
    base = _address(feed, "self")
    for element in (feed, entry):
        base = seen_from(base, element.get(_BASE, "")) or base
    return seen_from(base, _address(entry, "alternate"))


def _plain(title: Element | None) -> str:
    """A title as text, whatever type it has."""
    if title is None:
        return ""
    if title.get("type") == "html":
        return unescape(_MARKUP.sub("", title.text or ""))
    return "".join(title.itertext()) if title.get("type") == "xhtml" else title.text or ""


def _entry_rules(entry: Element, place: str) -> Iterator[Broken]:
    once = (_ID, _TITLE, _UPDATED, _PUBLISHED)
    yield from exactly_one(entry, once, place, required=(_ID, _TITLE, _UPDATED))
    yield from at_most_one(entry, (_SUMMARY, _CONTENT), place)
    yield from only_known(entry, _KNOWN_IN_ENTRY, ATOM, place)
    yield from _date_rules(entry, place)
    yield from _text_rules(entry, place)
    yield from _id_rules(entry, place)
    yield from _page_rules(entry, place)
    yield from links_lead_somewhere(entry, _LINK, place)
    yield from _person_rules(entry, place)
    if entry.find(_CONTENT) is None and entry.find(_SUMMARY) is None:
        yield advice(place, "needs content, or at least a summary")
    for file in _links(entry, "enclosure"):
        if not file.get("length", "").isdigit() or "/" not in file.get("type", ""):
            yield advice(place, "an enclosure needs its length in bytes and its media type")


def _page_rules(entry: Element, place: str) -> Iterator[Broken]:
    pages = _links(entry, "alternate")
    kinds = {(page.get("type"), page.get("hreflang")) for page in pages}
    if len(pages) != 1:
        is_allowed = len(kinds) == len(pages) and (pages or entry.find(_CONTENT) is not None)
        yield Broken(place, "needs one alternate link, to the post", is_advice=bool(is_allowed))
    for page in pages:
        if not is_web_address(page.get("href", "")):
            yield Broken(place, f"the link {page.get('href', '')!r} is not a whole address")


def _person_rules(parent: Element, place: str) -> Iterator[Broken]:
    for author in parent.findall(f"{{{ATOM}}}author"):
        if not text(author, f"{{{ATOM}}}name").strip():
            yield Broken(place, "an author needs a name")


def _id_rules(parent: Element, place: str) -> Iterator[Broken]:
    written = text(parent, _ID)
    if written and not is_uri(written):
        yield Broken(place, f"its id {written!r} is not a URI")
    elif written and parent.tag == FEED and not is_permanent_id(written):
        yield advice(place, f"its id {written!r} is not a permanent URI")


def _change_rules(feed: Element) -> Iterator[Broken]:
    changes = [moment_of(text(entry, _UPDATED)) for entry in feed.findall(_ENTRY)]
    latest = max(filter(None, changes), default=None)
    if latest and moment_of(text(feed, _UPDATED)) != latest:
        yield advice("feed", "updated must be that of the entry changed last, not the time of a build")


def _date_rules(parent: Element, place: str) -> Iterator[Broken]:
    for tag in (_UPDATED, _PUBLISHED):
        for element in parent.findall(tag):
            yield from rfc3339_rules(element.text or "", local(tag), place)


def _text_rules(parent: Element, place: str) -> Iterator[Broken]:
    """Titles and summaries as plain text: readers show the markup of an HTML title; content as escaped HTML."""
    for tag, kinds in ((_TITLE, (None, "text")), (_SUMMARY, (None, "text")), (_CONTENT, ("html",))):
        for element in parent.findall(tag):
            kind = element.get("type")
            if kind not in kinds:
                is_allowed = kind in _TEXT_TYPES or (tag == _CONTENT and "/" in str(kind))
                yield Broken(place, f"{local(tag)} must have the type {kinds[-1]}, not {kind}", is_advice=is_allowed)


def _author_names(parent: Element) -> tuple[str, ...]:
    return tuple(name.text or "" for name in parent.findall(_NAMES))


def _address(parent: Element, rel: str) -> str:
    return next(iter(_addresses(parent, rel)), "")


def _addresses(parent: Element, rel: str) -> tuple[str, ...]:
    return tuple(link.get("href", "") for link in _links(parent, rel))


def _links(parent: Element, rel: str) -> list[Element]:
    # a link without rel is an alternate (RFC 4287 section 4.2.7.2)
    return [link for link in parent.findall(_LINK) if link.get("rel", "alternate") == rel]
