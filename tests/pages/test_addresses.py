"""Where pages stand, and where posts may not."""

from collections.abc import Callable

import pytest

from publisher.model import Post
from publisher.pages.addresses import home_from, near, page_file, taken
from tests.pages.built import FEEDS, OPML, SITE, TAG_FEED, feed

MakePost = Callable[..., Post]


@pytest.mark.parametrize(
    ("slug", "file", "home"),
    [
        ("", "index.html", "./"),
        ("rest", "rest/index.html", "../"),
        ("2024/03/rest", "2024/03/rest/index.html", "../../../"),
        ("rest.html", "rest.html", "./"),
        ("2024/rest.html", "2024/rest.html", "../"),
    ],
)
def test_page_stands_where_its_address_says(slug: str, file: str, home: str) -> None:
    """An address is a folder with its page in it, or the file that it names; from both leads a way home."""
    assert (page_file(slug), home_from(file)) == (file, home)


def test_only_what_is_ours_is_near() -> None:
    """An address of the site is seen from the page; any other stays whole."""
    assert near(f"{SITE}2024/rest/", SITE, "../../") == "../../2024/rest/"
    assert near("https://example.org/rest/", SITE, "../../") == "https://example.org/rest/"


@pytest.mark.parametrize(
    "slug",
    [
        *("feeds", "Feeds", "feeds/tag/mine", "newsletters", "newsletters/2024.html"),
        *("archive", "archive/2024", "archive/2024/index.html"),
        *("index.html", "style.css", "style.css/more.html", "rss.xml", "feeds.opml", "sub/news.xml", "año.xml"),
    ],
)
def test_taken_address_is_refused(slug: str, post: MakePost) -> None:
    """A post may not take the place of a page, a list or a feed; the message names the post and the way out."""
    feeds = (*FEEDS, OPML, TAG_FEED, feed("RSS", "sub/news.xml", ""), feed("RSS", "a%C3%B1o.xml", ""))
    shown = slug if slug.endswith(".html") else f"{slug}/"
    text = "the site needs this address for itself; give the post another 'slug'"
    assert [str(problem) for problem in taken([post(slug=slug)], SITE, feeds)] == [f"posts/{slug}.md: {shown}: {text}"]


@pytest.mark.parametrize(
    "slug", ["feeds-of-birds", "archive/2024/rest", "archive/rest", "index", "2024/index.html", "rss", "sub", "style"]
)
def test_address_beside_a_taken_one_is_free(slug: str, post: MakePost) -> None:
    """Only what would be overwritten is refused: an old blog keeps the addresses that it can keep."""
    assert taken([post(slug=slug)], SITE, (*FEEDS, feed("RSS", "sub/news.xml", ""))) == []


def test_every_such_post_is_named(post: MakePost) -> None:
    """And no other."""
    problems = taken([post(slug="feeds"), post(slug="rest"), post(slug="rss.xml")], SITE, FEEDS)
    assert [problem.source for problem in problems] == ["posts/feeds.md", "posts/rss.xml.md"]
