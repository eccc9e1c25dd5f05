from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from publisher.model import Post

MakePost = Callable[..., Post]
Feeds = Callable[..., dict[str, bytes]]
_ATOM = "{http://www.w3.org/2005/Atom}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


def _parsed(content: bytes) -> "etree._Element":
    return etree.fromstring(content)


@pytest.mark.parametrize("posts", [0, 1, 3])
def test_obeys_the_schema_of_the_rfc(posts: int, rich_post: Post, post: MakePost, feeds: Feeds) -> None:
    """RFC 4287's own grammar is content, with no post and with all that a post can have."""
    made = feeds(*[rich_post, post(slug="a", summary=""), post(slug="b", html="")][:posts])
    feed = _parsed(made["atom"])
    assert SCHEMA.validate(feed), SCHEMA.error_log


# feed practice C1; feed practice C2
def test_titles_and_summaries_are_text_and_content_is_html(rich_post: Post, feeds: Feeds) -> None:
    """Readers show the markup of an HTML title; text is Atom's default type."""
    entry = _parsed(feeds(rich_post)["atom"]).find(f"{_ATOM}entry")
    assert entry is not None
    types = {tag: [e.get("type") for e in entry.findall(_ATOM + tag)] for tag in ("title", "summary", "content")}
    assert types == {"title": [None], "summary": [None], "content": ["html"]}


# feed practice C7
def test_only_another_language_is_named(post: MakePost, feeds: Feeds) -> None:
    """The feed says its language once; an entry speaks up where it differs."""
    feed = _parsed(feeds(post(slug="b", language="es"), post(slug="a", language="en"))["atom"])
    assert feed.get(_LANG) == "en"
    assert [entry.get(_LANG) for entry in feed.findall(f"{_ATOM}entry")] == ["es", None]


# feed practice D2
def test_each_author_is_a_person(post: MakePost, feeds: Feeds) -> None:
    """One author element for each, and the site's for the feed."""
    feed = _parsed(feeds(post(authors=("Ada", "Bo")))["atom"])
    assert [name.text for name in feed.findall(f"{_ATOM}entry/{_ATOM}author/{_ATOM}name")] == ["Ada", "Bo"]
    assert feed.findtext(f"{_ATOM}author/{_ATOM}name") == "Dr. Ada"


# feed practice B4
def test_published_stays_when_a_post_changes(post: MakePost, feeds: Feeds) -> None:
    """Both dates are told, and the feed's is that of the change."""
    changed = post(published=datetime(2024, 1, 1, tzinfo=UTC), updated=datetime(2024, 5, 1, tzinfo=UTC))
    feed = _parsed(feeds(changed)["atom"])
    assert feed.findtext(f"{_ATOM}entry/{_ATOM}published") == "2024-01-01T00:00:00+00:00"
    assert feed.findtext(f"{_ATOM}entry/{_ATOM}updated") == "2024-05-01T00:00:00+00:00"
    assert feed.findtext(f"{_ATOM}updated") == "2024-05-01T00:00:00+00:00"


def test_an_empty_blog_has_a_fixed_date(feeds: Feeds) -> None:
    """Atom requires one, and a file without posts must not change at each build."""
    assert _parsed(feeds()["atom"]).findtext(f"{_ATOM}updated") == "1970-01-01T00:00:00+00:00"


def test_a_post_without_summary_has_no_empty_one(post: MakePost, feeds: Feeds) -> None:
    """Readers then make their own from the content (RFC 4287 section 4.2.13 advises against repeating the title)."""
    assert _parsed(feeds(post(summary=""))["atom"]).find(f"{_ATOM}entry/{_ATOM}summary") is None
