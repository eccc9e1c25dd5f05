"""The web side of a publication: a page for each post, the list of all, the page about feeds, one style sheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from publisher import templates
from publisher.errors import IdentityError, Problem
from publisher.links import absolute
from publisher.model import Artifact, Post, Publication, Site
from publisher.options import option
from publisher.pages.page import Page, about_feeds, list_of_posts, page_of
from publisher.theme import Theme
from publisher.wording import direction


@dataclass(frozen=True, kw_only=True)
class Options:
    """The website of the publication, as its table [pages] sets it."""

    enabled: bool = option("Write a web page for each post, the list of posts and the page about feeds.", default=True)


@dataclass(frozen=True, kw_only=True)
class FeedPaths:
    """Where the feeds stand below the site's address; the room of feeds writes them, pages only point there."""

    rss: str = "rss.xml"
    atom: str = "atom.xml"
    json: str = "feed.json"


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed as templates get it: what it is called, its full address, its media type."""

    name: str
    title: str
    url: str
    media_type: str


def render(
    publication: Publication,
    options: Options,
    *,
    theme: Theme,
    template_folders: Sequence[Path],
    feed_paths: FeedPaths = FeedPaths(),
) -> list[Artifact]:
    """Every page and the style sheet, below `public/`; nothing when pages are switched off.

    Not an `Output` by itself: the caller binds `theme`, `template_folders` (a site's own first, then the bundled
    ones, each with a folder `pages`) and, where they are not the usual ones, `feed_paths`. Raises `IdentityError` for
    posts at an address that the site needs itself, and `TemplateError` for a template that cannot be filled.
    """
    if not options.enabled:
        return []
    _refuse_taken(publication.posts, feed_paths)
    environment = templates.environment(template_folders)
    style = templates.fill(environment, "pages/style.css", {"theme": theme})
    shared = _shared(publication.site, feed_paths)
    return [
        Artifact(path="public/style.css", media_type="text/css", content=style.encode()),
        *(
            Artifact(
                path=f"public/{page.address}index.html",
                media_type="text/html",
                content=templates.fill(environment, page.template, {**shared, **_own(page)}).encode(),
            )
            for page in _pages(publication)
        ),
    ]


def _refuse_taken(posts: Sequence[Post], feed_paths: FeedPaths) -> None:
    taken = {"feeds", "index.html", "style.css", feed_paths.rss, feed_paths.atom, feed_paths.json}
    text = "the site needs this address for itself; give the post another 'slug'"
    problems = [Problem(source=post.source, text=f"{post.slug}/: {text}") for post in posts if post.slug in taken]
    if problems:
        raise IdentityError(problems)


def _pages(publication: Publication) -> Iterator[Page]:
    yield list_of_posts(publication)
    yield about_feeds(publication.site)
    for post in publication.posts:
        yield page_of(post, publication.site)


def _shared(site: Site, feed_paths: FeedPaths) -> Mapping[str, object]:
    """What the templates of all pages get."""
    return {"site": site, "direction": direction(site.language), "feeds": _feeds(site, feed_paths)}


def _own(page: Page) -> Mapping[str, object]:
    """What the template of one page gets; `home` leads to the first page, wherever the site is served from."""
    return {
        "title": page.title,
        "head_tags": templates.own_html("\n".join(page.head_tags)),
        "home": "../" * page.address.count("/") or "./",
        **page.values,
    }


def _feeds(site: Site, paths: FeedPaths) -> tuple[Feed, ...]:
    kinds = (
        ("RSS", paths.rss, "application/rss+xml"),
        ("Atom", paths.atom, "application/atom+xml"),
        ("JSON Feed", paths.json, "application/feed+json"),
    )
    return tuple(
        Feed(name=name, title=f"{site.title} ({name})", url=absolute(site.url, path), media_type=media_type)
        for name, path, media_type in kinds
    )
