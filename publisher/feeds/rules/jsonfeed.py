"""Rules of JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from collections.abc import Iterator
from typing import Any

from publisher.feeds.rules.broken import Broken, advice
from publisher.feeds.rules.forms import moment_of, rfc3339_rules, seen_from
from publisher.feeds.rules.seen import Seen, SeenItem

_VERSION = "https://jsonfeed.org/version/1.1"
_OLD_VERSION = "https://jsonfeed.org/version/1"
_TEXTS = ("title", "home_page_url", "feed_url", "language", "description", "next_url", "icon", "favicon")
_ITEM_TEXTS = ("id", "url", "title", "summary", "image", "content_html", "content_text", "language", "external_url")
_TABLES = ("items", "authors", "attachments", "hubs")
_DATES = ("date_published", "date_modified")
_KNOWN = frozenset((*_TEXTS, "version", "items", "authors", "hubs", "expired", "user_comment"))
_KNOWN_IN_ITEM = frozenset((*_ITEM_TEXTS, *_DATES, "authors", "tags", "attachments", "banner_image"))


def seen(feed: dict[str, Any]) -> Seen:
    """What readers see of it. An archive of ours says so in the extension `_archive`, with its own address."""
    archive = feed.get("_archive")
    archive = archive if isinstance(archive, dict) else {}
    home, own = _text(feed, "home_page_url"), _text(feed, "feed_url")
    return Seen(
        title=_text(feed, "title"),
        home=home,
        own=_text(archive, "self") or own,
        language=_text(feed, "language"),
        updated=None,  # the format has no date of the whole feed
        items=tuple(_item(feed, item, home, number) for number, item in enumerate(_items(feed), start=1)),
        is_archive=bool(archive),
        current=own if archive else "",
        older=_text(feed, "next_url"),
        newer=_text(archive, "next_archive"),
    )


def rules(content: bytes, feed: dict[str, Any]) -> Iterator[Broken]:
    """Broken rules that only JSON Feed has."""
    if feed.get("version") != _VERSION:
        yield Broken("feed", f"version must be {_VERSION}", is_advice=feed.get("version") == _OLD_VERSION)
    if "items" not in feed:
        yield Broken("feed", "items must be there, if only as an empty list")
    if feed.get("next_url") and feed.get("next_url") == feed.get("feed_url"):
        yield Broken("feed", "next_url must not be feed_url: a reader would go round in a circle")
    if not _names(feed):
        yield advice("feed", "authors must name somebody; a single author is of version 1.0")
    if b"\\u" in content.replace(b"\\\\", b""):
        yield advice("file", "characters stand as \\u escapes, not as UTF-8")
    if not content.endswith(b"}\n"):
        yield advice("file", "it does not end with a line feed")
    yield from _form_rules(feed, _TEXTS, _KNOWN, "feed")
    for number, item in enumerate(_items(feed), start=1):
        yield from _item_rules(item, f"item {number}")


def _item(feed: dict[str, Any], item: dict[str, Any], home: str, number: int) -> SeenItem:
    files = [_text(file, "url") for file in _attachments(item)]
    url = seen_from(home, _text(item, "url") or _text(item, "external_url"))
    return SeenItem(
        place=f"item {number}",
        id=_id(item) or url,
        url=url,
        title=_text(item, "title"),
        summary=_text(item, "summary"),
        html=_text(item, "content_html"),
        published=moment_of(_text(item, "date_published") or _text(item, "date_modified")),
        updated=moment_of(_text(item, "date_modified")),
        authors=_names(item) or _names(feed),
        tags=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        files=(*files, item["image"]) if _text(item, "image") else tuple(files),
        language=_text(item, "language") or None,
    )


def _id(item: dict[str, Any]) -> str:
    """Readers make a text of an id that is a number, as the format tells them to."""
    one = item.get("id")
    return str(one) if isinstance(one, int | float) and not isinstance(one, bool) else _text(item, "id")


def _item_rules(item: dict[str, Any], place: str) -> Iterator[Broken]:
    yield from _form_rules(item, _ITEM_TEXTS, _KNOWN_IN_ITEM, place)
    if not _text(item, "id"):
        yield Broken(place, "needs an id")
    if not _text(item, "title").strip():
        yield advice(place, "it has no title")
    if "content_html" not in item and "content_text" not in item:
        yield Broken(place, "needs content_html or content_text")
    for name in _DATES:
        if name in item:
            yield from rfc3339_rules(_text(item, name), name, place)
        else:  # without any, readers take the time they found it, and it looks new for ever
            yield Broken(place, f"has no {name}", is_advice=any(other in item for other in _DATES))
    if not all(isinstance(tag, str) for tag in _list(item, "tags")) or not isinstance(item.get("tags", []), list):
        yield Broken(place, "tags must be a list of texts")
    for file in _attachments(item):
        yield from _attachment_rules(file, place)


def _attachment_rules(file: dict[str, Any], place: str) -> Iterator[Broken]:
    if not _text(file, "url") or "/" not in _text(file, "mime_type"):
        yield Broken(place, "an attachment needs url and mime_type")
    for name in ("size_in_bytes", "duration_in_seconds"):
        if type(file.get(name, 1)) not in (int, float):  # true is an int to Python
            yield Broken(place, f"{name} must be a number")


def _form_rules(table: dict[str, Any], names: tuple[str, ...], known: frozenset[str], place: str) -> Iterator[Broken]:
    for name in names:
        if not isinstance(table.get(name, ""), str):
            yield Broken(place, f"{name} must be a text")
    for name in _TABLES:
        if not isinstance(table.get(name, []), list) or not all(isinstance(one, dict) for one in _list(table, name)):
            yield Broken(place, f"{name} must be a list of tables")
    if not all(_names(table)):
        yield Broken(place, "an author needs a name")
    for name in table:
        if name not in known and not name.startswith("_"):
            yield advice(place, f"{name!r} is not a name of the format; extensions start with _")


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
