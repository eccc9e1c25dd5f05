"""A feed and its entries before any format: cleaned text, whole seconds in UTC, absolute addresses, few and small."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape

from publisher.feeds.characters import one_line, readable
from publisher.links import absolute, to_uri
from publisher.model import Enclosure, Image, Post, Publication, Site, utc

# FeedBurner and its heirs stop at 512 kB, and a thousand readers fetch the file every hour.
FEED_BYTES = 500_000
# A longer post is given as its summary: libxml2, which many readers use, refuses a text of 10 MB.
CONTENT_BYTES = 1_000_000
# Atom must name a last change. Without a post there is none, and the clock would change the file at every build.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
_HEAD_BYTES = 4_000  # more than the part before the first entry takes in any format
_FIXED_BYTES = 500  # markup and dates of one entry
_FIELD_BYTES = 120  # markup around one text or address


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One post as a feed shows it.

    `title` is one line and never empty, `summary` one line of plain text or empty. `content` is HTML; `None` means that
    the post is too long for a feed, and readers get its summary and its address.
    """

    id: str
    url: str
    title: str
    summary: str
    content: str | None
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    language: str
    image: Image | None
    enclosures: tuple[Enclosure, ...]


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What one feed file says; `self_url` is its own public address, `updated` the latest change among its entries."""

    id: str
    title: str
    description: str
    site_url: str
    self_url: str
    author: str
    language: str
    updated: datetime
    entries: tuple[Entry, ...]


def feed_of(publication: Publication, *, path: str, count: int, byte_limit: int = FEED_BYTES) -> Feed:
    """The newest `count` posts as a feed that stands at `path` below the site's address.

    Newest first by whole second, then by id from the highest; the same choice in every format. The oldest are left out
    while the file would pass `byte_limit`, but one entry always stays.
    """
    entries = _newest(publication, count)
    return _feed(publication.site, path, _within(byte_limit, entries))


def feed_path(text: str) -> str:
    """The path of a feed below the site's address; raises `ValueError` for one that leaves it or needs escaping."""
    if not _PATH.fullmatch(text):
        raise ValueError("must be a plain path such as rss.xml or feeds/rss.xml: letters, digits, dots, - and _")
    return text


def require_count(count: int) -> None:
    """Raise `ValueError` for a number of posts that makes no feed."""
    if count < 1:
        raise ValueError(f"count must be 1 or more, not {count}")


def _feed(site: Site, path: str, entries: tuple[Entry, ...]) -> Feed:
    url = to_uri(site.url)
    title = _title(site)
    return Feed(
        id=url,  # the site's address outlives names and paths of files
        title=title,
        description=one_line(site.description) or title,  # RSS requires one
        site_url=url,
        self_url=absolute(url, path),
        author=_author(site),
        language=site.language,
        updated=max((entry.updated for entry in entries), default=NEVER),
        entries=entries,
    )


def _title(site: Site) -> str:
    return one_line(site.title) or to_uri(site.url)


def _author(site: Site) -> str:
    return one_line(site.author) or _title(site)  # Atom requires one


def _newest(publication: Publication, count: int) -> tuple[Entry, ...]:
    newest = sorted(publication.posts, key=lambda post: (utc(post.published), post.id), reverse=True)
    return tuple(_entry(post, publication.site) for post in newest[:count])


def _entry(post: Post, site: Site) -> Entry:
    url = to_uri(post.url)
    return Entry(
        id=one_line(post.id),  # never encoded again: readers compare ids character by character
        url=url,
        title=one_line(post.title) or url,
        summary=one_line(post.summary),
        content=_content(post.html),
        published=utc(post.published),
        updated=utc(post.updated),
        authors=_distinct(post.authors) or (_author(site),),
        tags=_distinct(post.tags),
        language=post.language,
        image=post.image and replace(post.image, url=to_uri(post.image.url)),
        enclosures=tuple(replace(file, url=to_uri(file.url)) for file in post.enclosures),
    )


def _content(html: str) -> str | None:
    content = readable(html)
    return content if len(content.encode()) <= CONTENT_BYTES else None


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, trimmed, in the order written; two that differ only in case are one."""
    by_key: dict[str, str] = {}
    for name in filter(None, map(one_line, names)):
        by_key.setdefault(name.casefold(), name)
    return tuple(by_key.values())


def _within(byte_limit: int, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    size = _HEAD_BYTES
    for kept, entry in enumerate(entries):
        size += _largest_size(entry)
        if kept and size > byte_limit:
            return entries[:kept]
    return entries


def _largest_size(entry: Entry) -> int:
    """Not less than the bytes this entry takes in any format; counted once, so that all formats hold the same posts."""
    addresses = [entry.id, entry.url, *(file.url for file in entry.enclosures)]
    pictures = [entry.image.url] if entry.image else []
    twice_escaped = map(escape, (entry.summary, *entry.tags))  # RSS's description is HTML, Atom's tags are attributes
    texts = [entry.title, entry.content or "", *entry.authors, *addresses, *pictures, *twice_escaped]
    return _FIXED_BYTES + sum(_FIELD_BYTES + _larger_size(text) for text in texts)


def _larger_size(text: str) -> int:
    in_xml, in_json = escape(text, quote=False), json.dumps(text, ensure_ascii=False)
    return max(len(in_xml.encode()), len(in_json.encode()))
