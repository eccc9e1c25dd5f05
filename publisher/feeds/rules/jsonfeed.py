"""Rules of JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from collections.abc import Iterator
from typing import Any

from publisher.feeds.rules.forms import rfc3339_date
from publisher.feeds.rules.seen import Seen, SeenItem

_VERSION = "https://jsonfeed.org/version/1.1"
_TEXTS = ("title", "home_page_url", "feed_url", "language", "description", "next_url", "icon", "favicon")
_ITEM_TEXTS = ("id", "url", "title", "summary", "image", "content_html", "content_text", "language", "external_url")
_TABLES = ("items", "authors", "attachments", "hubs")
_DATES = ("date_published", "date_modified")
_KNOWN = frozenset((*_TEXTS, "version", "items", "authors", "hubs", "expired", "user_comment"))
_KNOWN_IN_ITEM = frozenset((*_ITEM_TEXTS, *_DATES, "authors", "tags", "attachments", "banner_image"))


def seen(feed: dict[str, Any]) -> Seen:
    """What readers see of it."""
    items = tuple(_item(feed, item, number) for number, item in enumerate(_items(feed), start=1))
    return Seen(
        title=_text(feed, "title"),
        home=_text(feed, "home_page_url"),
        own=_text(feed, "feed_url"),
        language=_text(feed, "language"),
        updated=None,  # the format has no date of the whole feed
        items=items,
    )


def rules(content: bytes, feed: dict[str, Any]) -> Iterator[str]:
    """Broken rules that only JSON Feed has."""
    if feed.get("version") != _VERSION:
        yield f"version must be {_VERSION}"
    if "items" not in feed:
        yield "items must be there, if only as an empty list"
    if not _names(feed):
        yield "authors must name somebody; a single author is of version 1.0"
    if b"\\u" in content.replace(b"\\\\", b""):
        yield "characters stand as \\u escapes, not as UTF-8"
    if not content.endswith(b"}\n"):
        yield "the file does not end with a line feed"
    yield from _form_rules(feed, _TEXTS, _KNOWN, "feed")
    for number, item in enumerate(_items(feed), start=1):
        yield from _item_rules(item, f"item {number}")


def _item(feed: dict[str, Any], item: dict[str, Any], number: int) -> SeenItem:
    files = [_text(file, "url") for file in _attachments(item)]
    return SeenItem(
        place=f"item {number}",
        id=_text(item, "id"),
        url=_text(item, "url"),
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        html=_text(item, "content_html"),
        published=rfc3339_date(_text(item, "date_published")),
        updated=rfc3339_date(_text(item, "date_modified")),
        authors=_names(item) or _names(feed),
        tags=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        files=(*files, item["image"]) if _text(item, "image") else tuple(files),
        language=_text(item, "language") or None,
    )


def _item_rules(item: dict[str, Any], place: str) -> Iterator[str]:
    yield from _form_rules(item, _ITEM_TEXTS, _KNOWN_IN_ITEM, place)
    if "content_html" not in item and "content_text" not in item:
        yield f"{place}: needs content_html or content_text"
    for name in _DATES:
        if rfc3339_date(_text(item, name)) is None:
            yield f"{place}: {name} must be a date such as '2024-03-04T05:00:00Z'"
    if not all(isinstance(tag, str) for tag in _list(item, "tags")) or not isinstance(item.get("tags", []), list):
        yield f"{place}: tags must be a list of texts"
    for file in _attachments(item):
        yield from _attachment_rules(file, place)


def _attachment_rules(file: dict[str, Any], place: str) -> Iterator[str]:
    if not _text(file, "url") or "/" not in _text(file, "mime_type"):
        yield f"{place}: an attachment needs url and mime_type"
    if type(file.get("size_in_bytes", 1)) is not int:  # true is an int to Python
        yield f"{place}: size_in_bytes must be a number"


def _form_rules(table: dict[str, Any], names: tuple[str, ...], known: frozenset[str], place: str) -> Iterator[str]:
    for name in names:
        if not isinstance(table.get(name, ""), str):
            yield f"{place}: {name} must be a text"
    for name in _TABLES:
        if not isinstance(table.get(name, []), list) or not all(isinstance(one, dict) for one in _list(table, name)):
            yield f"{place}: {name} must be a list of tables"
    if not all(_names(table)):
        yield f"{place}: an author needs a name"
    for name in table:
        if name not in known and not name.startswith("_"):
            yield f"{place}: {name} is not a name of the format; extensions start with _"


def _items(feed: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in _list(feed, "items") if isinstance(item, dict)]


def _attachments(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [file for file in _list(item, "attachments") if isinstance(file, dict)]


def _names(table: dict[str, Any]) -> tuple[str, ...]:
    return tuple(_text(author, "name") for author in _list(table, "authors") if isinstance(author, dict))


def _list(table: dict[str, Any], name: str) -> list[Any]:
    value = table.get(name)
    return value if isinstance(value, list) else []


def _text(table: dict[str, Any], name: str) -> str:
    value = table.get(name, "")
    return value if isinstance(value, str) else ""
