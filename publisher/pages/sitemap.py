"""What search engines are told: every page worth finding and when it changed (sitemaps.org), and where that is said."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from publisher.model import Listing, Site
from publisher.pages.years import years

SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"
FOLDER = "sitemaps/"
_IN_ONE = 1000  # posts in a file; beyond, each year has its own, so that a new post leaves the others as they are
_MOST = 45_000  # addresses in a file; 50,000 are allowed
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_ENTRY_SIZE = 120  # bytes, about


class Part(NamedTuple):
    """Some of the addresses in a file of their own: its path below the site, and address and last change of each."""

    file: str
    entries: tuple[tuple[str, int], ...]

    @property
    def updated_s(self) -> int:
        """When the newest of them changed, in unix seconds."""
        return max(updated_s for _, updated_s in self.entries)

    @property
    def size(self) -> int:
        """About how many bytes the file takes."""
        return _ENTRY_SIZE * len(self.entries)


def parts(listed: Sequence[Listing], site: Site) -> list[Part]:
    """The sitemap's parts: one for a small blog, else one a year, and the first page among the newest."""
    first = (site.url, max((post.updated_s for post in listed), default=0))
    if len(listed) <= _IN_ONE:
        return [Part(SITEMAP, (*([first] if listed else []), *_entries(listed)))] if listed else []
    found = [
        Part(f"{FOLDER}{year.name}{f'-{number}' if number > 1 else ''}.xml", _entries(some))
        for year in years(listed, site.zone)
        for number, some in enumerate(_batches(year.posts), 1)
    ]
    return [found[0]._replace(entries=(first, *found[0].entries)), *found[1:]]


def sitemap(part: Part) -> str:
    """The addresses with the day and time of their last change, in UTC."""
    entries = (f"<url><loc>{escape(url)}</loc><lastmod>{_moment(at)}</lastmod></url>" for url, at in part.entries)
    return _document("urlset", entries)


def index(files: Iterable[tuple[str, int]], site: Site) -> str:
    """The list of the parts, where there are several: each file's path and newest change."""
    entries = (
        f"<sitemap><loc>{escape(site.url + file)}</loc><lastmod>{_moment(at)}</lastmod></sitemap>" for file, at in files
    )
    return _document("sitemapindex", entries)


def robots(site: Site) -> str:
    """Everybody may read everything; the sitemap is here. Nothing for a site in a folder: nobody would look there."""
    is_at_top = urlsplit(site.url).path == "/"
    return f"User-agent: *\nDisallow:\n\nSitemap: {site.url}{SITEMAP}\n" if is_at_top else ""


def _entries(posts: Iterable[Listing]) -> tuple[tuple[str, int], ...]:
    return tuple((post.url, post.updated_s) for post in posts)


def _batches(posts: Sequence[Listing]) -> Iterator[Sequence[Listing]]:
    return (posts[start : start + _MOST] for start in range(0, len(posts), _MOST))


def _moment(unix_s: int) -> str:
    return f"{datetime.fromtimestamp(unix_s, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _document(root: str, entries: Iterable[str]) -> str:
    lines = "\n".join(entries)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{lines}\n</{root}>\n'
