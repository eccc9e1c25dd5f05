"""Each kind of page before its template is filled: where it stands, its head tags, and what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from publisher.head import page_tags, post_tags
from publisher.links import share_links
from publisher.model import Post, Publication, Site
from publisher.pages.scrolling import with_scrolling_tables
from publisher.templates import own_html
from publisher.wording import Day, day, direction

_NETWORK_NAMES = {
    "x": "X",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "linkedin": "LinkedIn",
    "facebook": "Facebook",
    "email": "E-mail",
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page to come: `address` is its folder below the site's address ("" for the first page, else with a slash at
    its end), `values` what its template gets beside what all get.
    """

    address: str
    template: str
    title: str
    head_tags: tuple[str, ...]
    values: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A post in the list of posts: `href` leads to its page from the list."""

    post: Post
    href: str
    direction: str
    published: Day


def list_of_posts(publication: Publication) -> Page:
    """The first page: every post, newest first, with title, day and summary."""
    site = publication.site
    return Page(
        address="",
        template="pages/index.html",
        title=site.title,
        head_tags=page_tags(site, title=site.title, url=site.url, description=site.description),
        values={"entries": tuple(_entry(post, site) for post in publication.posts)},
    )


def about_feeds(site: Site) -> Page:
    """The page that says what a feed is and where the site's feeds are."""
    title = f"Follow {site.title}"
    description = f"The feeds of {site.title}, and how to read them."
    return Page(
        address="feeds/",
        template="pages/feeds.html",
        title=title,
        head_tags=page_tags(site, title=title, url=f"{site.url}feeds/", description=description),
        values={},
    )


def page_of(post: Post, site: Site) -> Page:
    """The post's own page; `updated` is `None` for a post that did not change after the day it appeared."""
    published, updated = day(post.published, site), day(post.updated, site)
    return Page(
        address=f"{post.slug}/",
        template="pages/post.html",
        title=post.title,
        head_tags=post_tags(site, post),
        values={
            "post": post,
            "post_direction": direction(post.language),
            "published": published,
            "updated": updated if updated.text != published.text else None,
            "body": own_html(with_scrolling_tables(_with_near_pictures(post, site))),
            "share_links": _share_links(post),
        },
    )


def _with_near_pictures(post: Post, site: Site) -> str:
    """The post's html with our own pictures named from its page, so that they show before the site is on the web."""
    return post.html.replace(f'src="{post.url}', 'src="./').replace(f'src="{site.url}', 'src="../')


def _entry(post: Post, site: Site) -> Entry:
    return Entry(
        post=post,
        href=f"{quote(post.slug)}/",
        direction=direction(post.language),
        published=day(post.published, site),
    )


def _share_links(post: Post) -> tuple[tuple[str, str], ...]:
    """Each network's name and the address of its share form, in the order in which `links` gives them."""
    links = share_links(title=post.title, text=f"{post.title} {post.url}", url=post.url)
    return tuple((_NETWORK_NAMES[network], url) for network, url in links.items())
