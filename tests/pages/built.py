"""A website made from posts, for tests of its pages."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lxml.html

from publisher.model import FeedLink, Post, Site
from publisher.output import Output
from publisher.pages import website
from publisher.pages.letters import LetterLink
from publisher.pages.options import Options
from publisher.theme import Theme
from tests.conftest import make_post, make_site
from tests.outputs import make_all

TEMPLATES = Path(__file__).parents[2] / "templates"
SITE = "https://blog.example.com/"


def feed(name: str, path: str, media_type: str, **limit: str) -> FeedLink:
    """A feed of the small clinic."""
    about = limit.get("about", "A Quiet Clinic")
    return FeedLink(name=name, title=f"{about} ({name})", url=SITE + path, media_type=media_type, **limit)


FEEDS = (
    feed("RSS", "rss.xml", "application/rss+xml"),
    feed("Atom", "atom.xml", "application/atom+xml"),
    feed("JSON Feed", "feed.json", "application/feed+json"),
)
OPML = feed("OPML", "feeds.opml", "text/x-opml")
TAG_FEED = feed("RSS", "feeds/tag/tai-chi.xml", "application/rss+xml", kind="tag", about="tai chi")


DAYS = [datetime(2000 + n, 6, 1, 12, tzinfo=UTC) for n in range(24)]


def posts_of_days(days: Iterable[datetime] = DAYS) -> list[Post]:
    """A post of each day, named by its year."""
    return [make_post(slug=f"post-{d.year}", title=f"In {d.year}", published=d, updated=d) for d in days]


def output(
    site: Site,
    *own_templates: Path,
    feeds: Sequence[FeedLink] = FEEDS,
    letters: tuple[LetterLink, ...] | None = None,
    **changes: Any,
) -> Output:
    """The output under test, with the bundled templates, the site's own before them."""
    folders, theme = [*own_templates, TEMPLATES], changes.pop("theme", Theme())
    options = Options(**changes)
    return website.output(site, options, theme=theme, template_folders=folders, feeds=tuple(feeds), letters=letters)


def build(*posts: Post, site: Site | None = None, own_templates: Sequence[Path] = (), **changes: Any) -> dict[str, str]:
    """The text of each file of a website by its path; `changes` are options, `feeds` or `theme`."""
    site = site or make_site()
    made = make_all(output(site, *own_templates, **changes), site, posts)
    return {artifact.path: artifact.content.decode() for artifact in made}


def page(files: dict[str, str], path: str) -> lxml.html.HtmlElement:
    """A file read as a browser reads it."""
    return lxml.html.document_fromstring(files[path].encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))


def words(tree: lxml.html.HtmlElement, class_name: str) -> list[str]:
    """The text of each element of that class, white space folded."""
    return [" ".join(str(found.text_content()).split()) for found in tree.find_class(class_name)]
