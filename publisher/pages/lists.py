"""The pages that lead to posts: the first page, lists by year and by tag, and the list of tags."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from publisher.head import feed_tags, profile_tags
from publisher.languages import direction
from publisher.model import FeedLink, Listing, Post, Site
from publisher.pages.addresses import home_from, near, page_file
from publisher.pages.page import Page, site_page
from publisher.pages.saying import Saying
from publisher.pages.tags import FOLDER
from publisher.pages.years import Year
from publisher.wording import Day, day


class Entry(NamedTuple):
    """A post in a list of posts: `href` leads to its page from the list."""

    post: Post | Listing
    href: str
    direction: str
    published: Day


class YearOfTag(NamedTuple):
    """A year's posts of a tag whose list has more than one page."""

    about: str
    address: str
    year: Year


class TagList(NamedTuple):
    """The newest posts of a tag, the years that have a list of their own, and the tag's feed, if it has one."""

    about: str
    address: str
    posts: tuple[Listing, ...]
    years: tuple[str, ...]
    feed: FeedLink | None


class TagCount(NamedTuple):
    """A tag in the list of tags: where its own list is, and how many posts it has."""

    about: str
    address: str
    posts: int


def first_page(posts: Sequence[Post], years: Sequence[str], site: Site) -> Page:
    """The first page: the newest posts with title, day and summary, and the ways to the lists of `years`."""
    entries = _entries(posts, site, home="./")
    page = site_page(
        site, "", "pages/index.html", title=site.title, about=site.description, entries=entries, years=years
    )
    return page._replace(head_tags=(*page.head_tags, *profile_tags(site)))


def page_of_year(year: Year, site: Site, saying: Saying) -> Page:
    """The list of a year's posts, each with its title and day."""
    title = saying.plain("posts_from", year=year.name)
    about = saying.plain("posts_from_about", site=site.title, year=year.name)
    return _list(site, f"archive/{year.name}/", year.posts, title, about, year=year, years_at="archive/")


def page_of_tag(tag: TagList, site: Site, saying: Saying) -> Page:
    """The list of a tag's posts, or of the newest of very many, with the ways to its years."""
    title = saying.plain("tagged", tag=tag.about)
    about = saying.plain("tagged_about", site=site.title, tag=tag.about)
    page = _list(site, tag.address, tag.posts, title, about, years=tag.years, years_at=tag.address, feed=tag.feed)
    return page._replace(head_tags=(*page.head_tags, *feed_tags([tag.feed] if tag.feed else [])))


def page_of_tag_in_year(part: YearOfTag, site: Site, saying: Saying) -> Page:
    """A year's posts of a tag."""
    title = f"{saying.plain('tagged', tag=part.about)}, {part.year.name}"
    about = saying.plain("tagged_about", site=site.title, tag=part.about)
    return _list(
        site,
        f"{part.address}{part.year.name}/",
        part.year.posts,
        title,
        about,
        year=part.year,
        years_at=part.address,
    )


def page_of_tags(tags: Iterable[TagCount], site: Site, saying: Saying) -> Page:
    """Every tag, with the number of its posts."""
    about = saying.plain("tags_about", site=site.title)
    return site_page(site, FOLDER, "pages/tags.html", title=saying.plain("tags"), about=about, tags=tuple(tags))


def _list(site: Site, address: str, posts: Iterable[Listing], title: str, about: str, **values: object) -> Page:
    entries = _entries(posts, site, home=home_from(page_file(address.rstrip("/"))))
    nothing = {"year": None, "years": (), "feed": None}
    return site_page(site, address, "pages/list.html", title=title, about=about, entries=entries, **(nothing | values))


def _entries(posts: Iterable[Post | Listing], site: Site, *, home: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(post, near(post.url, site.url, home), direction(post.language), day(post.published, site))
        for post in posts
    )
