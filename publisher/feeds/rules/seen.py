"""What a reader sees of any feed, and the rules that all formats share."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from publisher.feeds.characters import readable
from publisher.feeds.rules.forms import html_faults, is_language, is_permanent_id, is_web_address


@dataclass(frozen=True, kw_only=True)
class SeenItem:
    """One post as the file tells it; a date that is missing or has the wrong form is `None`."""

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
    """A whole feed as the file tells it; what is missing is empty."""

    title: str
    home: str
    own: str
    language: str
    updated: datetime | None
    items: tuple[SeenItem, ...]


def shared_rules(seen: Seen, url: str) -> Iterator[str]:
    """Rules about addresses, dates, order, identity and text, the same in every format."""
    yield from _feed_rules(seen, url)
    yield from _order_rules(seen)
    for item in seen.items:
        for broken in (*_identity_rules(item), *_date_rules(item), *_text_rules(item), *_list_rules(item)):
            yield f"{item.place}: {broken}"


def _feed_rules(seen: Seen, url: str) -> Iterator[str]:
    if not seen.title.strip():
        yield "the feed has no title"
    if not is_web_address(seen.home):
        yield f"the site's link {seen.home!r} is not a whole address"
    if seen.home == url:
        yield "the site's link leads to the feed itself"
    if seen.own != url:
        yield f"the feed names {seen.own!r} as its own address, but stands at {url!r}"
    if not is_language(seen.language):
        yield f"{seen.language!r} is no language tag such as 'de'"


def _order_rules(seen: Seen) -> Iterator[str]:
    places = [(item.published, item.id) for item in seen.items if item.published]
    if places != sorted(places, reverse=True):
        yield "items are not newest first, those of one second by id"
    yield from (f"the id {one!r} stands {n} times" for one, n in Counter(i.id for i in seen.items).items() if n > 1)
    latest = max((item.updated for item in seen.items if item.updated), default=seen.updated)
    if seen.updated and latest and seen.updated < latest:
        yield "the feed's own date is older than that of an item"


def _identity_rules(item: SeenItem) -> Iterator[str]:
    if not is_permanent_id(item.id):
        yield f"the id {item.id!r} is neither a whole address nor a tag: or urn:uuid: URI"
    for address in (item.url, *item.files):
        if not is_web_address(address):
            yield f"{address!r} is not a whole address"


def _date_rules(item: SeenItem) -> Iterator[str]:
    if item.published and item.updated and item.updated < item.published:
        yield "it was changed before it was published"
    if item.published and not 1970 <= item.published.year <= 2100:
        yield f"{item.published.year} is an implausible year"


def _text_rules(item: SeenItem) -> Iterator[str]:
    if not item.title.strip():
        yield "it has no title"
    if "\n" in item.title:
        yield "its title has more than one line"
    for name, text in (("title", item.title), ("summary", item.summary), ("content", item.html)):
        if readable(text) != text:
            yield f"its {name} holds control characters or surrogates"
    yield from html_faults(item.html)


def _list_rules(item: SeenItem) -> Iterator[str]:
    if not item.authors or not all(name.strip() for name in item.authors):
        yield "it has no author, or one without a name"
    if any(tag != tag.strip() or not tag for tag in item.tags):
        yield "it has an empty or untrimmed tag"
    if len({tag.casefold() for tag in item.tags}) != len(item.tags):
        yield "it has a tag twice"
    if item.language is not None and not is_language(item.language):
        yield f"{item.language!r} is no language tag such as 'de'"
