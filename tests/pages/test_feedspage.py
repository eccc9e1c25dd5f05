"""The page about feeds, for people who never heard of them and for those who look for an address."""

from typing import Any

import lxml.html
import pytest

from publisher.model import FeedLink
from tests.pages.built import FEEDS, OPML, SITE, TAG_FEED, build, feed, page

AUTHOR_FEED = feed("RSS", "feeds/author/ada.xml", "application/rss+xml", kind="author", about="Dr. Ada")
LANGUAGE_FEED = feed("RSS", "feeds/language/de.xml", "application/rss+xml", kind="language", about="Deutsch")
MAIN = [feed.url for feed in FEEDS]


def feeds_page(*feeds: FeedLink, **changes: Any) -> lxml.html.HtmlElement:
    return page(build(feeds=feeds, **changes), "public/feeds/index.html")


def addresses(tree: lxml.html.HtmlElement) -> dict[str, list[str]]:
    """The addresses in boxes, by the heading above them."""
    by_heading: dict[str, list[str]] = {}
    heading = ""
    for element in tree.iter("h2", "input"):
        if element.tag == "h2":
            heading = str(element.text)
        else:
            by_heading.setdefault(heading, []).append(str(element.get("value")))
    return by_heading


def test_every_address_stands_under_its_heading() -> None:
    """The feeds of all posts come first, then the file of all feeds, then those of tags, authors and languages."""
    # feed practice G6
    tree = feeds_page(LANGUAGE_FEED, TAG_FEED, *FEEDS, OPML, AUTHOR_FEED)
    assert list(addresses(tree).items()) == [
        ("How to follow", [SITE]),
        ("Every post", MAIN),
        ("All feeds in one file", [OPML.url]),
        ("One tag only", [TAG_FEED.url]),
        ("One author only", [AUTHOR_FEED.url]),
        ("One language only", [LANGUAGE_FEED.url]),
    ]
    assert [link.text for link in tree.xpath("//dt/a")] == [
        *("RSS", "Atom", "JSON Feed", "OPML", "tai chi", "Dr. Ada", "Deutsch")
    ]


def test_no_heading_stands_alone() -> None:
    """A kind of feed that the site does not have is not spoken of; one feed is not called several."""
    tree = feeds_page(FEEDS[0])
    assert addresses(tree) == {"How to follow": [SITE], "Every post": [FEEDS[0].url]}
    assert "any one will do" not in tree.text_content()
    assert "any one will do" in feeds_page(*FEEDS).text_content()


def test_address_is_copied_without_a_script() -> None:
    """Each box takes the focus, cannot be changed, and tells a screen reader whose address it holds."""
    # feed practice G6
    boxes = feeds_page(*FEEDS, TAG_FEED).xpath("//input")
    assert all("readonly" in box.attrib and "disabled" not in box.attrib and box.get("type") == "text" for box in boxes)
    assert [box.get("aria-label") for box in boxes] == [
        "Address of A Quiet Clinic",
        *(f"Address of {feed.title}" for feed in (*FEEDS, TAG_FEED)),
    ]


def test_link_says_what_it_leads_to() -> None:
    """A reader that is installed as a program of its own is offered the file by its type."""
    assert [link.get("type") for link in feeds_page(*FEEDS, OPML).xpath("//dt/a")] == [
        feed.media_type for feed in (*FEEDS, OPML)
    ]


@pytest.mark.parametrize("about", ["<b>C++</b>", "a & b", '"quoted"'])
def test_names_are_shown_as_written(about: str) -> None:
    """Marks in the name of a tag stay marks."""
    tree = feeds_page(feed("RSS", "feeds/tag/c.xml", "", kind="tag", about=about))
    assert [link.text for link in tree.xpath("//dt/a")] == [about]
    assert tree.xpath("//input/@aria-label")[-1] == f"Address of {about} (RSS)"
