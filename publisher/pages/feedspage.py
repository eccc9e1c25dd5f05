"""The page about feeds: what a feed is, and the address of each."""

from collections.abc import Iterable
from typing import NamedTuple

from publisher.model import FeedLink, Site
from publisher.pages.page import Page, site_page
from publisher.pages.saying import Saying

_OUTLINE = "OPML"  # the file of all feeds is no feed itself
_HEADINGS = {"tag": "feed_tag", "author": "feed_author", "language": "feed_language"}


class Group(NamedTuple):
    """Feeds that are limited in the same way, under the words of that name."""

    heading: str
    feeds: tuple[FeedLink, ...]


def main_feeds(feeds: Iterable[FeedLink]) -> tuple[FeedLink, ...]:
    """The feeds that hold posts of every kind."""
    return tuple(feed for feed in feeds if not feed.kind and feed.name != _OUTLINE)


def about_feeds(feeds: tuple[FeedLink, ...], site: Site, saying: Saying) -> Page:
    """The page that says what a feed is and where the site's feeds are, those of tags, authors and languages last."""
    return site_page(
        site,
        "feeds/",
        "pages/feeds.html",
        title=saying.plain("follow", site=site.title),
        about=saying.plain("follow_about", site=site.title),
        feeds=main_feeds(feeds),
        outlines=tuple(feed for feed in feeds if feed.name == _OUTLINE),
        groups=tuple(_groups(feeds)),
    )


def _groups(feeds: tuple[FeedLink, ...]) -> Iterable[Group]:
    for kind, heading in _HEADINGS.items():
        if own := tuple(feed for feed in feeds if feed.kind == kind):
            yield Group(heading, own)
