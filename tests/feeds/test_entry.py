from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from html import escape

import pytest

from publisher.feeds import atom, jsonfeed, rss
from publisher.feeds.entry import FEED_BYTES, feed_of, feed_path
from publisher.feeds.rules import broken_rules
from publisher.model import Enclosure, Image, Post, Publication

MakePost = Callable[..., Post]
MakePublication = Callable[..., Publication]
Write = Callable[[Publication], dict[str, bytes]]


def _day(number: int) -> datetime:
    return datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=number)


def _dated(post: MakePost, slug: str, day: int, **changes: object) -> Post:
    return post(slug=slug, published=_day(day), updated=_day(day), **changes)


def test_newest_first_and_ties_by_id(post: MakePost, publication: MakePublication) -> None:
    """Posts of one second stand in the order of their ids, whatever order they came in."""
    older, tie_a, tie_b = _dated(post, "older", 1), _dated(post, "a", 2), _dated(post, "b", 2)
    feed = feed_of(publication(tie_a, older, tie_b), path="rss.xml", count=20)
    assert [entry.id[-3:] for entry in feed.entries] == ["/b/", "/a/", "er/"]


@pytest.mark.parametrize("posts", [0, 1, 19, 20, 21])
def test_holds_the_newest_posts_only(posts: int, post: MakePost, publication: MakePublication) -> None:
    """At most the number asked for, and the newest of them."""
    made = [_dated(post, f"n{day:02}", day) for day in range(posts)]
    feed = feed_of(publication(*made), path="rss.xml", count=20)
    assert [entry.id[-4:-1] for entry in feed.entries] == [f"n{day:02}" for day in reversed(range(posts))][:20]


def test_dates_are_whole_seconds_in_utc(post: MakePost, publication: MakePublication) -> None:
    """Fractions and zones of the author's clock do not reach a feed."""
    moment = datetime(2024, 3, 4, 7, 30, 15, 999_999, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    (entry,) = feed_of(publication(post(published=moment, updated=moment)), path="rss.xml", count=1).entries
    assert entry.published.isoformat() == "2024-03-04T02:00:15+00:00"


def test_a_feed_is_as_old_as_its_own_latest_change(post: MakePost, publication: MakePublication) -> None:
    """A change to a post that fell out of the feed does not touch the file."""
    old = post(slug="old", published=_day(1), updated=_day(9))
    feed = feed_of(publication(old, _dated(post, "new", 5)), path="rss.xml", count=1)
    assert feed.updated == _day(5)


def test_an_empty_blog_never_changed(publication: MakePublication) -> None:
    """Atom needs a date; without posts it is a fixed one, because the clock's would change the file."""
    assert feed_of(publication(), path="rss.xml", count=20).updated == datetime(1970, 1, 1, tzinfo=UTC)


def test_addresses_are_uris(post: MakePost, publication: MakePublication) -> None:
    """Letters outside ASCII are percent-encoded or punycode, in every address but the id, which is left as it was."""
    odd = post(
        id="tag:blog.example.com,2020-01-01:old",
        url="https://blog.example.com/ñ a/",
        image=Image(url="https://bücher.example.com/i.png", alt=""),
        enclosures=(Enclosure(url="https://example.org/é.mp3", length=1, media_type="audio/mpeg"),),
    )
    (entry,) = feed_of(publication(odd), path="rss.xml", count=1).entries
    assert entry.url == "https://blog.example.com/%C3%B1%20a/"
    assert entry.image is not None
    assert entry.image.url == "https://xn--bcher-kva.example.com/i.png"
    assert entry.enclosures[0].url == "https://example.org/%C3%A9.mp3"
    assert entry.id == "tag:blog.example.com,2020-01-01:old"


def test_the_feeds_own_address_lies_below_the_site(publication: MakePublication) -> None:
    """A site in a folder keeps its folder; the id is the site's address, whatever the file is called."""
    feed = feed_of(publication(url="https://example.org/blog/"), path="feeds/all.xml", count=1)
    assert (feed.id, feed.site_url) == ("https://example.org/blog/",) * 2
    assert feed.self_url == "https://example.org/blog/feeds/all.xml"


def test_tags_are_trimmed_and_stand_once(post: MakePost, publication: MakePublication) -> None:
    """Empty tags go, of two that differ in case the first stays, `C` and `C#` are two, the order is the author's."""
    tagged = post(tags=(" Qi ", "", "C#", "qi", "C", "two\nlines", "\x00"))
    (entry,) = feed_of(publication(tagged), path="rss.xml", count=1).entries
    assert entry.tags == ("Qi", "C#", "C", "two lines")


def test_authors_are_names_on_one_line(post: MakePost, publication: MakePublication) -> None:
    """A line break in a name cannot begin another line; without a name the site's author signs."""
    signed = post(slug="signed", authors=("Ada\r\nX: y", " ", "Bo <bo@example.com>"))
    anonymous = post(slug="anonymous", authors=())
    entries = feed_of(publication(signed, anonymous), path="rss.xml", count=2).entries
    assert [entry.authors for entry in entries] == [("Ada X: y", "Bo <bo@example.com>"), ("Dr. Ada",)]


def test_a_site_that_says_little_still_has_valid_feeds(
    post: MakePost, publication: MakePublication, write: Write, addresses: dict[str, str]
) -> None:
    """Formats require a title, a description and an author; the address stands in for what was left empty."""
    feeds = write(publication(post(authors=()), title="", description="", author=""))
    assert [broken_rules(content, addresses[name]) for name, content in feeds.items()] == [[], [], []]


def test_a_title_of_nothing_readable_becomes_the_address(post: MakePost, publication: MakePublication) -> None:
    """No feed has an empty title, whatever was pasted."""
    (entry,) = feed_of(publication(post(title=" \x00\n")), path="rss.xml", count=1).entries
    assert entry.title == "https://blog.example.com/rest/"


def test_a_post_too_long_for_readers_is_given_as_its_summary(
    post: MakePost, publication: MakePublication, write: Write
) -> None:
    """Over a megabyte the content stays at its address, and no element pretends to be the whole post."""
    long_post = post(html=f"<p>{'x' * 1_000_000}</p>", summary="The start.")
    feeds = write(publication(long_post))
    assert all(len(content) < 5_000 and b"The start." in content for content in feeds.values())
    assert b"<content" not in feeds["rss"] + feeds["atom"]
    assert b"content_html" not in feeds["json"]


@pytest.mark.parametrize(
    "filling",
    [
        pytest.param("word ", id="words"),
        pytest.param("<b>&amp;</b>", id="markup"),
        pytest.param('"\\\n', id="json-escapes"),
        pytest.param("ñ漢👩", id="other-scripts"),
    ],
)
def test_the_oldest_give_way_to_the_byte_limit(
    filling: str, post: MakePost, publication: MakePublication, write: Write
) -> None:
    """No format passes the limit, all hold the same posts, and little room is wasted."""
    html = filling * (60_000 // len(filling))
    posts = [_dated(post, f"n{day:02}", day, html=html, summary=escape(filling) * 40) for day in range(20)]
    feeds = write(publication(*posts))
    kept = {content.count(b"Rest is part of the treatment") for content in feeds.values()}
    assert len(kept) == 1
    assert 0 < kept.pop() < 20
    assert FEED_BYTES / 2 < max(map(len, feeds.values())) <= FEED_BYTES
    assert all(b"/n19/" in content for content in feeds.values())


def test_one_post_always_stays(post: MakePost, publication: MakePublication) -> None:
    """A feed over the limit is better than an empty one."""
    posts = [_dated(post, f"n{day}", day) for day in range(3)]
    assert len(feed_of(publication(*posts), path="rss.xml", count=3, byte_limit=1).entries) == 1


@pytest.mark.parametrize("path", ["../rss.xml", "/rss.xml", "a//b.xml", "a\\b", "a b.xml", "x?y", "", ".hidden", "ñ"])
def test_a_feed_stays_below_the_site(path: str) -> None:
    """A path that leaves the folder, or that an address would have to escape, is refused."""
    with pytest.raises(ValueError, match="plain path"):
        feed_path(path)


@pytest.mark.parametrize("options", [rss.Options, atom.Options, jsonfeed.Options], ids=["rss", "atom", "json"])
def test_a_feed_of_no_posts_cannot_be_asked_for(options: Callable[..., object]) -> None:
    """The smallest feed holds one post."""
    with pytest.raises(ValueError, match="count must be 1 or more"):
        options(count=0)
