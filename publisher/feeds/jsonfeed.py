"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

import json
from typing import Any

from publisher.feeds.entry import Entry, Feed
from publisher.model import Enclosure

VERSION = "https://jsonfeed.org/version/1.1"

_ARCHIVES = "https://www.rfc-editor.org/rfc/rfc5005#section-4"


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed 1.1: UTF-8 without escapes, newest first.

    An archive keeps the address of the feed to subscribe to as its `feed_url`, which is what names a feed here; its
    own address stands in the extension `_archive`. `next_url` leads to older posts and is never `feed_url`.
    """
    return (json.dumps(_document(feed), ensure_ascii=False, indent=2) + "\n").encode()


def _document(feed: Feed) -> dict[str, Any]:
    return {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.site_url,
        "feed_url": feed.current_url or feed.self_url,
        **_present(next_url=feed.older_url),
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        **_archive(feed),
        "items": [_item(entry, feed.language) for entry in feed.entries],
    }


def _archive(feed: Feed) -> dict[str, Any]:
    if not feed.current_url:
        return {}
    return {"_archive": {"about": _ARCHIVES, "self": feed.self_url, **_present(next_archive=feed.newer_url)}}


def _item(entry: Entry, feed_language: str) -> dict[str, Any]:
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        **_body(entry),
        **_present(
            summary=entry.summary,
            image=entry.image and entry.image.url,
            date_published=entry.published.isoformat(),
            date_modified=entry.updated.isoformat(),
            authors=[{"name": name} for name in entry.authors],
            tags=list(entry.tags),
            language=entry.language if entry.language != feed_language else None,
            attachments=[_attachment(file) for file in entry.enclosures],
        ),
    }


def _body(entry: Entry) -> dict[str, str]:
    if entry.content is not None:
        return {"content_html": entry.content}
    return {"content_text": entry.summary or entry.title}  # the format requires one of the two


def _attachment(file: Enclosure) -> dict[str, Any]:
    return _present(
        url=file.url,
        mime_type=file.media_type,
        size_in_bytes=file.length,
        duration_in_seconds=file.duration_s,
    )


def _present(**fields: Any) -> dict[str, Any]:
    """The fields that say something; an unknown length of 0 says nothing."""
    return {name: value for name, value in fields.items() if value}
