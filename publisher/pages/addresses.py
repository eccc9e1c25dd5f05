"""Where a page's file lies, how far it is from the first page, and the addresses that posts may not take."""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol
from urllib.parse import unquote

from publisher.errors import Problem
from publisher.model import FeedLink

# No post may stand in these folders: the feeds of tags and the page about feeds, letters, share cards, lists by tag.
_FOLDERS = ("feeds/", "newsletters/", "cards/", "tags/", "sitemaps/")
_FILES = ("index.html", "style.css", "sitemap.xml", "robots.txt")
_YEARS = r"archive(?:/\d{4})?/index\.html"


def page_file(slug: str) -> str:
    """The file of the page at this address below the site's: the address itself when it names an HTML file, else the
    `index.html` of a folder; `""` is the first page.
    """
    if slug.endswith(".html"):
        return slug
    return f"{slug}/index.html" if slug else "index.html"


def home_from(file: str) -> str:
    """The way from a page's file to the first page, wherever the site is served from: `./`, or `../` once or more."""
    return "../" * file.count("/") or "./"


def near(url: str, site_url: str, home: str) -> str:
    """An address of the site as seen from a page that is `home` away from the first one; any other stays absolute."""
    return home + url[len(site_url) :] if url.startswith(site_url) else url


class Placed(Protocol):
    """A post as far as its place is concerned."""

    @property
    def source(self) -> str:
        """Its file, relative to the site."""

    @property
    def slug(self) -> str:
        """Its path below the site's address."""


def taken(posts: Iterable[Placed], site_url: str, feeds: Iterable[FeedLink]) -> list[Problem]:
    """A problem for every post whose page would stand where the site needs a file or a folder itself.

    Capitals make no difference, as they make none on some disks and servers.
    """
    files = {*_FILES, *_feed_files(site_url, feeds)}
    firsts = {path.split("/", 1)[0] for path in (*_FOLDERS, *files, "archive")}
    text = "the site needs this address for itself; give the post another 'slug'"
    return [
        Problem(source=post.source, text=f"{post.slug}{'' if post.slug.endswith('.html') else '/'}: {text}")
        for post in posts
        # one glance for nearly all of them: there may be 50,000
        if post.slug.split("/", 1)[0].casefold() in firsts and _is_taken(post.slug, files)
    ]


def _feed_files(site_url: str, feeds: Iterable[FeedLink]) -> Iterator[str]:
    return (unquote(feed.url.removeprefix(site_url)).casefold() for feed in feeds)


def _is_taken(slug: str, files: set[str]) -> bool:
    wanted = page_file(slug).casefold()
    folders = [f"{file}/" for file in files]  # a file cannot be a folder, too
    return wanted in files or wanted.startswith((*_FOLDERS, *folders)) or re.fullmatch(_YEARS, wanted) is not None
