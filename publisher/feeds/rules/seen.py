"""What a reader sees of any feed, and the rules that all formats share."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from publisher.characters import legible
from publisher.feeds.rules.broken import Broken, advice
from publisher.feeds.rules.forms import is_language, is_permanent_id, is_web_address
from publisher.feeds.rules.shown import html_rules
from publisher.names import same_name
from publisher.readable import readable


@dataclass(frozen=True, kw_only=True)
class SeenItem:
    """One post as the file tells it; what is missing is empty, a date that cannot be read is `None`.

    `id` is what readers know the post by: its own id, or without one its address.
    """

    place: str
    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime | None
    updated: datetime | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    files: tuple[str, ...]
    language: str | None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A whole feed as the file tells it; what is missing is empty.

    `own` is the address that the file gives as its own. In an archive (RFC 5005) `current` is that of the feed to
    subscribe to; `older` and `newer` are the archives beside it.
    """

    title: str
    home: str
    own: str
    language: str
    updated: datetime | None
    items: tuple[SeenItem, ...]
    is_archive: bool = False
    current: str = ""
    older: str = ""
    newer: str = ""


def shared_rules(seen: Seen, url: str | None) -> Iterator[Broken]:
    """Rules about addresses, dates, order, identity and text, the same in every format.

    Without a `url` nothing is said of where the file stands.
    """
    yield from _feed_rules(seen, url)
    yield from _link_rules(seen)
    yield from _order_rules(seen)
    for item in seen.items:
        yield from _identity_rules(item)
        yield from _date_rules(item)
        yield from _text_rules(item)
        yield from _list_rules(item)


def _feed_rules(seen: Seen, url: str | None) -> Iterator[Broken]:
    if not seen.title.strip():
        yield Broken("feed", "it has no title")
    if not is_web_address(seen.home):
        yield Broken("feed", f"the site's link {seen.home!r} is not a whole address")
    if seen.home and seen.home in (url, seen.own):
        yield Broken("feed", "the site's link leads to the feed itself")
    if url is not None and seen.own != url:
        yield Broken("feed", f"it names {seen.own!r} as its own address, but stands at {url!r}")
    if not seen.language:
        yield advice("feed", "it names no language")
    elif not is_language(seen.language):
        yield Broken("feed", f"{seen.language!r} is no language tag such as 'de'")


def _link_rules(seen: Seen) -> Iterator[Broken]:
    """RFC 5005, section 4: an archive leads to the feed, and every link goes somewhere else."""
    if seen.is_archive and not seen.current:
        yield Broken("feed", "an archive needs a link to the current feed")
    if seen.current and not seen.is_archive:
        yield advice("feed", "it links to a current feed, but does not say that it is an archive itself")
    for name, address in (("current", seen.current), ("older", seen.older), ("newer", seen.newer)):
        if address and not is_web_address(address):
            yield Broken("feed", f"the link to the {name} feed, {address!r}, is not a whole address")
        if address and address == seen.own:
            yield Broken("feed", f"the link to the {name} feed leads to the feed itself")


def _order_rules(seen: Seen) -> Iterator[Broken]:
    places = [(item.published, item.id) for item in seen.items if item.published]
    if places != sorted(places, reverse=True):
        yield advice("feed", "items are not newest first, those of one second by id")
    for one, times in Counter(item.id for item in seen.items if item.id).items():
        if times > 1:
            yield Broken("feed", f"the id {one!r} stands {times} times")
    latest = max((item.updated for item in seen.items if item.updated), default=None)
    if seen.updated and latest and seen.updated < latest:
        yield advice("feed", "its own date is older than that of an item")


def _identity_rules(item: SeenItem) -> Iterator[Broken]:
    if item.id and not is_permanent_id(item.id):
        text = f"the id {item.id!r} is neither a whole address nor a tag: or urn:uuid: URI"
        yield advice(item.place, text)
    if not item.url:
        yield advice(item.place, "it has no address, so nobody can open it")
    for address in (*filter(None, [item.url]), *item.files):
        if not is_web_address(address):
            yield Broken(item.place, f"{address!r} is not a whole address")


def _date_rules(item: SeenItem) -> Iterator[Broken]:
    if item.published and item.updated and item.updated < item.published:
        yield advice(item.place, "it was changed before it was published")
    if item.published and not 1970 <= item.published.year <= 2100:
        yield advice(item.place, f"{item.published.year} is an implausible year")


def _text_rules(item: SeenItem) -> Iterator[Broken]:
    if "\n" in item.title.strip():
        yield advice(item.place, "its title has more than one line")
    for name, text in (("title", item.title), ("summary", item.summary), ("content", item.html)):
        if legible(text) != text:
            yield Broken(item.place, f"its {name} holds control characters or surrogates")
        elif readable(text) != text:
            yield advice(item.place, f"its {name} holds carriage returns or a byte order mark")
    yield from html_rules(item.html, item.place)


def _list_rules(item: SeenItem) -> Iterator[Broken]:
    if not item.authors or not all(name.strip() for name in item.authors):
        yield advice(item.place, "it has no author, or one without a name")
    if any(tag != tag.strip() or not tag for tag in item.tags):
        yield advice(item.place, "it has an empty or untrimmed tag")
    if len({same_name(tag) for tag in item.tags}) != len(item.tags):
        yield advice(item.place, "it has a tag twice")
    if item.language is not None and not is_language(item.language):
        yield Broken(item.place, f"{item.language!r} is no language tag such as 'de'")
