"""Each kind of page before its template is filled: where it stands, its head tags, and what it shows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from publisher.head import page_tags, post_tags
from publisher.languages import direction
from publisher.links import SHARE_FORMS, share_values
from publisher.model import Image, Listing, Post, Site
from publisher.pages.addresses import home_from, near, page_file
from publisher.pages.scrolling import with_scrolling_tables
from publisher.pages.years import Year
from publisher.templates import own_html
from publisher.wording import Day, day


class Page(NamedTuple):
    """A page to come: `file` is its path below `public/`, `home` the way from there to the first page, `values` what
    its template gets beside what all get.
    """

    file: str
    home: str
    template: str
    title: str
    head_tags: tuple[str, ...]
    values: Mapping[str, object]


class Entry(NamedTuple):
    """A post in a list of posts: `href` leads to its page from the list."""

    post: Post | Listing
    href: str
    direction: str
    published: Day


def site_page(site: Site, address: str, template: str, *, title: str, about: str, **values: object) -> Page:
    """A page that is no post's: `address` is its folder below the site's address ("" for the first page, else with a
    slash at its end), `about` its description for search engines.
    """
    file = page_file(address.rstrip("/"))
    head_tags = page_tags(site, title=title, url=f"{site.url}{address}", description=about)
    return Page(file, home_from(file), template, title, head_tags, values)


def first_page(posts: Sequence[Post], years: Sequence[str], site: Site) -> Page:
    """The first page: the newest posts with title, day and summary, and the ways to the lists of `years`."""
    entries = _entries(posts, site, home="./")
    title, about = site.title, site.description
    return site_page(site, "", "pages/index.html", title=title, about=about, entries=entries, years=years)


def page_of_year(year: Year, site: Site) -> Page:
    """The list of a year's posts, each with its title and day."""
    address, title = f"archive/{year.name}/", f"Posts from {year.name}"
    entries = _entries(year.posts, site, home=home_from(page_file(address.rstrip("/"))))
    about = f"Posts of {site.title} from {year.name}."
    return site_page(site, address, "pages/year.html", title=title, about=about, entries=entries, year=year)


def page_of(post: Post, site: Site, networks: Sequence[str], picture: Image | None) -> Page:
    """The post's own page, with the share forms of `networks` at its foot; `picture` is what previews show.

    `updated` is `None` for a post that did not change after the day it appeared.
    """
    file = page_file(post.slug)
    home = home_from(file)
    published = day(post.published, site)
    updated = day(post.updated, site) if post.updated != post.published else published
    values = {
        "post": post,
        "post_direction": direction(post.language),
        "published": published,
        "updated": updated if updated.text != published.text else None,
        "body": own_html(with_scrolling_tables(_with_near_pictures(post, site, home))),
        "share_links": _share_links(post, networks, picture),
    }
    return Page(file, home, "pages/post.html", post.title, post_tags(site, post, picture), values)


def _with_near_pictures(post: Post, site: Site, home: str) -> str:
    """The post's html with our own pictures named from its page, so that they show before the site is on the web."""
    html = post.html
    if post.url.endswith("/"):
        html = html.replace(f'src="{post.url}', 'src="./')
    return html.replace(f'src="{site.url}', f'src="{home}')


def _entries(posts: Iterable[Post | Listing], site: Site, *, home: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(post, near(post.url, site.url, home), direction(post.language), day(post.published, site))
        for post in posts
    )


def _share_links(post: Post, networks: Sequence[str], picture: Image | None) -> tuple[tuple[str, str], ...]:
    """Each network's name and the address of its share form, for a picture only where there is one."""
    media = picture.url if picture else ""
    values = share_values(title=post.title, text=f"{post.title} {post.url}", url=post.url, picture=media)
    forms = (SHARE_FORMS[name] for name in networks if media or name != "pinterest")
    return tuple((form.title, form.address.format_map(values)) for form in forms)
