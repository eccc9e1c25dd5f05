"""A feed and its entries before any format: cleaned text, whole seconds in UTC, absolute addresses, few and small."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from publisher.errors import Problem
from publisher.feeds.options import Podcast
from publisher.links import to_uri
from publisher.model import Enclosure, Image, Post, Site, utc
from publisher.names import same_name
from publisher.readable import one_line, readable, shown

# A longer post is given as its summary: libxml2, which many readers use, refuses a text of 10 MB.
CONTENT_BYTES = 1_000_000
# Atom must name a last change. Without a post there is none, and the clock would change the file at every build.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Entry(NamedTuple):
    """One post as a feed shows it.

    `title` is one line and never empty, `summary` one line of plain text or empty. `content` is HTML; `None` means that
    the post is too long for a feed, and readers get its summary and its address. `markdown` is empty unless asked for.
    """

    id: str
    url: str
    title: str
    summary: str
    content: str | None
    markdown: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    language: str
    image: Image | None
    enclosures: tuple[Enclosure, ...]


class Feed(NamedTuple):
    """What one feed file says; `updated` is the latest change among its entries.

    `self_url` is the file's own public address. In an archive (RFC 5005) `current_url` is that of the feed to subscribe
    to; everywhere else it is empty. `older_url` and `newer_url` lead to the archives before and after, where there are
    any. `style_url` is relative. `podcast` is `None` in a feed that is not offered as one.
    """

    id: str
    title: str
    description: str
    site_url: str
    self_url: str
    author: str
    language: str
    updated: datetime
    entries: tuple[Entry, ...]
    current_url: str = ""
    older_url: str = ""
    newer_url: str = ""
    style_url: str = ""
    contact: str = ""
    podcast: Podcast | None = None


def entry_of(post: Post, site: Site, *, with_markdown: bool = False) -> Entry:
    """The post as feeds show it. Files and pictures without a web address are left out: readers could not fetch them.

    The id is never encoded again: readers compare ids character by character.
    """
    url = to_uri(post.url)
    return Entry(
        id=one_line(post.id),
        url=url,
        title=shown(post.title) or url,
        summary=shown(post.summary),
        content=_content(post.html),
        markdown=_content(post.markdown) or "" if with_markdown else "",
        published=utc(post.published),
        updated=utc(post.updated),
        authors=_distinct(post.authors) or (author_of(site),),
        tags=_distinct(post.tags),
        language=post.language,
        image=_image(post.image),
        enclosures=tuple(_files(post.enclosures)),
    )


def warnings(post: Post) -> list[Problem]:
    """What feeds show otherwise than the author may expect: a post too long for readers is given as its summary."""
    if len(post.html) <= CONTENT_BYTES // 4 or _content(post.html) is not None:  # no letter takes more than four bytes
        return []
    text = f"is longer than {CONTENT_BYTES:,} bytes; feeds give its summary and its address instead of the whole post"
    return [Problem(source=post.source, text=text, is_warning=True)]


def title_of(site: Site) -> str:
    """The site's title, or its address where the title is empty: every format requires one."""
    return shown(site.title) or to_uri(site.url)


def author_of(site: Site) -> str:
    """The site's author, or its title: Atom requires one."""
    return shown(site.author) or title_of(site)


def _content(html: str) -> str | None:
    content = readable(html)
    return content if len(content.encode()) <= CONTENT_BYTES else None


def _image(image: Image | None) -> Image | None:
    url = _web_address(image.url) if image else ""
    return replace(image, url=url) if image and url else None


def _files(enclosures: Iterable[Enclosure]) -> Iterable[Enclosure]:
    return (replace(file, url=url) for file in enclosures if (url := _web_address(file.url)))


def _web_address(url: str) -> str:
    """The address as a URI; empty for what is none, or is none of the web (`javascript:`, `file:`, `data:`)."""
    try:
        uri = to_uri(url)
        return uri if urlsplit(uri).scheme in ("http", "https") and urlsplit(uri).hostname else ""
    except ValueError:
        return ""


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, trimmed, in the order written; two that differ only in case are one."""
    by_key: dict[str, str] = {}
    for name in filter(None, map(shown, names)):
        by_key.setdefault(same_name(name), name)
    return tuple(by_key.values())
