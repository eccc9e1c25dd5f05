"""JSON Feed 1.1 of the newest posts, in full."""

import json
from dataclasses import dataclass
from typing import Any

from publisher.feeds.entry import Entry, Feed, feed_of, feed_path, require_count
from publisher.model import Artifact, Enclosure, Publication
from publisher.options import option
from publisher.output import Output

VERSION = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, kw_only=True)
class Options:
    """Where the JSON feed stands and how much it holds."""

    path: str = option("Path of the JSON feed below the site's address.", default="feed.json", convert=feed_path)
    count: int = option("How many of the newest posts the JSON feed holds.", default=20)

    def __post_init__(self) -> None:
        require_count(self.count)


def render(publication: Publication, options: Options) -> list[Artifact]:
    """The feed as one file (jsonfeed.org/version/1.1); an empty blog gives a valid feed without posts."""
    feed = feed_of(publication, path=options.path, count=options.count)
    content = json.dumps(_document(feed), ensure_ascii=False, indent=2) + "\n"
    path = f"public/{options.path}"
    return [Artifact(path=path, media_type="application/feed+json", content=content.encode())]


def _document(feed: Feed) -> dict[str, Any]:
    return {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.site_url,
        "feed_url": feed.self_url,
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [_item(entry, feed.language) for entry in feed.entries],
    }


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
    return _present(url=file.url, mime_type=file.media_type, size_in_bytes=file.length)


def _present(**fields: Any) -> dict[str, Any]:
    """The fields that say something; an unknown length of 0 says nothing."""
    return {name: value for name, value in fields.items() if value}


OUTPUT = Output(Options, render)
