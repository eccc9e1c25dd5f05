"""The page about feeds: what a feed is, and the address of each."""

from collections.abc import Iterable
from typing import NamedTuple

from publisher.model import FeedLink, Site
from publisher.pages.page import Page, site_page

_OUTLINE = "OPML"  # the file of all feeds is no feed itself
_HEADINGS = {"tag": "One tag only", "author": "One author only", "language": "One language only"}


class Group(NamedTuple):
    """Feeds that are limited in the same way, under their heading."""

    heading: str
    feeds: tuple[FeedLink, ...]


def main_feeds(feeds: Iterable[FeedLink]) -> tuple[FeedLink, ...]:
    """The feeds that hold posts of every kind."""
    return tuple(feed for feed in feeds if not feed.kind and feed.name != _OUTLINE)


def about_feeds(feeds: tuple[FeedLink, ...], site: Site) -> Page:
    """The page that says what a feed is and where the site's feeds are, those of tags, authors and languages last."""
    return site_page(
        site,
        "feeds/",
        "pages/feeds.html",
        title=f"Follow {site.title}",
        about=f"The feeds of {site.title}, and how to read them.",
        feeds=main_feeds(feeds),
        outlines=tuple(feed for feed in feeds if feed.name == _OUTLINE),
        groups=tuple(_groups(feeds)),
    )


def _groups(feeds: tuple[FeedLink, ...]) -> Iterable[Group]:
    for kind, heading in _HEADINGS.items():
        if own := tuple(feed for feed in feeds if feed.kind == kind):
            yield Group(heading, own)
