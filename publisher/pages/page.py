"""A page before its template is filled: where it stands, its head tags, and what it shows; the page of a post."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from publisher.head import page_tags, post_tags
from publisher.languages import direction
from publisher.links import SHARE_FORMS, share_values
from publisher.model import Image, Post, Site
from publisher.pages.addresses import home_from, page_file
from publisher.pages.scrolling import with_scrolling_tables
from publisher.pages.tags import address as tag_address
from publisher.templates import own_html
from publisher.wording import day


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


def site_page(site: Site, address: str, template: str, *, title: str, about: str, **values: object) -> Page:
    """A page that is no post's: `address` is its folder below the site's address ("" for the first page, else with a
    slash at its end), `about` its description for search engines.
    """
    file = page_file(address.rstrip("/"))
    head_tags = page_tags(site, title=title, url=f"{site.url}{address}", description=about)
    return Page(file, home_from(file), template, title, head_tags, values)


def page_of(post: Post, site: Site, networks: Sequence[str], picture: Image | None, *, has_tag_lists: bool) -> Page:
    """The post's own page, with the share forms of `networks` at its foot; `picture` is what previews show.

    `updated` is `None` for a post that did not change after the day it appeared. A post that stands in no list is in
    none of its tags' lists either.
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
        "tags": tuple(_tags(post, home, has_lists=has_tag_lists and post.in_lists)),
        "copies": tuple(_copies(post)),
        "share_links": _share_links(post, networks, picture),
    }
    return Page(file, home, "pages/post.html", post.title, post_tags(site, post, picture), values)


def _with_near_pictures(post: Post, site: Site, home: str) -> str:
    """The post's html with our own pictures named from its page, so that they show before the site is on the web."""
    html = post.html
    if post.url.endswith("/"):
        html = html.replace(f'src="{post.url}', 'src="./')
    return html.replace(f'src="{site.url}', f'src="{home}')


def _tags(post: Post, home: str, *, has_lists: bool) -> Iterator[tuple[str, str]]:
    """Each tag, and the way to its list."""
    for tag in post.tags:
        yield tag, f"{home}{tag_address(tag)}" if has_lists else ""


def _copies(post: Post) -> Iterator[tuple[str, str]]:
    """Where the post was published too (`syndication` in its head): the host's name and the address."""
    written = post.extra.get("syndication", ())
    for url in (written,) if isinstance(written, str) else written if isinstance(written, list | tuple) else ():
        if isinstance(url, str) and url.startswith(("https://", "http://")):
            yield (urlsplit(url).hostname or "").removeprefix("www."), url


def _share_links(post: Post, networks: Sequence[str], picture: Image | None) -> tuple[tuple[str, str], ...]:
    """Each network's name and the address of its share form, for a picture only where there is one."""
    media = picture.url if picture else ""
    values = share_values(title=post.title, text=f"{post.title} {post.url}", url=post.url, picture=media)
    forms = (SHARE_FORMS[name] for name in networks if media or name != "pinterest")
    return tuple((form.title, form.address.format_map(values)) for form in forms)
