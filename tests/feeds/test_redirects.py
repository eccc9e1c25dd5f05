from collections.abc import Callable

import pytest

from publisher.feeds.options import Options
from publisher.feeds.redirects import redirects
from publisher.model import Post

SITE = "https://blog.example.com/"


# feed practice E5
@pytest.mark.parametrize(
    ("old", "line"),
    [
        ("feed/", "/feed/ /rss.xml 301"),
        ("/index.xml", "/index.xml /rss.xml 301"),
        ("feeds/all.atom.xml", "/feeds/all.atom.xml /atom.xml 301"),
        ("api/feed.JSON", "/api/feed.JSON /feed.json 301"),
        ("a*b/:x", "/a%2Ab/%3Ax /rss.xml 301"),
        ("ñ", "/%C3%B1 /rss.xml 301"),
    ],
)
def test_an_old_feed_leads_to_the_one_of_its_format(old: str, line: str) -> None:
    """As far as its name tells; no sign in it is taken for a pattern."""
    assert redirects(SITE, Options(moved_from=(old,)), (), ()) == (line,)


def test_a_site_in_a_folder_keeps_its_folder() -> None:
    """Old and new paths are both below the site's address."""
    assert redirects("https://example.org/blog/", Options(moved_from=("feed/",)), (), ()) == (
        "/blog/feed/ /blog/rss.xml 301",
    )


def test_moved_posts_are_listed_too() -> None:
    """By path or by whole address; what went to another host is named in full."""
    moved = [("b/", "c/"), (f"{SITE}a/", f"{SITE}c/"), ("d/", "https://example.org/d/")]
    assert redirects(SITE, Options(), moved, ()) == ("/a/ /c/ 301", "/b/ /c/ 301", "/d/ https://example.org/d/ 301")


def test_what_moved_twice_leads_to_where_it_is_now() -> None:
    """A chain is one step, a circle none, and what leads to itself is left out."""
    moved = [("a/", "b/"), ("b/", "c/"), ("x/", "y/"), ("y/", "x/"), ("z/", "z/")]
    assert redirects(SITE, Options(), moved, ()) == ("/a/ /c/ 301", "/b/ /c/ 301")


def test_an_address_in_use_leads_nowhere_else() -> None:
    """A new post at the address of an old one is shown, and so is a feed."""
    moved = [("a/", "b/"), ("rss.xml", "x.xml")]
    assert redirects(SITE, Options(moved_from=("atom.xml",)), moved, {f"{SITE}a/", f"{SITE}rss.xml"}) == ()


def test_the_list_is_written_only_when_something_moved(
    post: Callable[..., Post], write: Callable[..., dict[str, bytes]]
) -> None:
    """One line each, in the order of the old addresses."""
    assert "_redirects" not in write(post())
    files = write(post(), options=Options(moved_from=("feed/",)), moved=[("old/", "rest/"), ("rest/", "other/")])
    assert files["_redirects"] == b"/feed/ /rss.xml 301\n/old/ /other/ 301\n"
