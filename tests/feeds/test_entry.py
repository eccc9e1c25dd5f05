import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from html import escape

import pytest

from publisher.feeds.entry import entry_of, warnings
from publisher.feeds.options import Options, Rss
from publisher.feeds.rules import broken_rules
from publisher.feeds.sizes import FEED_BYTES, fitting, shortened
from publisher.model import Enclosure, Image, Post, Site

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]
Feeds = Callable[..., dict[str, bytes]]


def _ids(content: bytes) -> list[str]:
    return re.findall(r"<guid[^>]*>https://blog.example.com/([^<]*)/<", content.decode())


# feed practice B6; hostile input 18
def test_newest_first_and_ties_by_id(dated: MakePost, feeds: Feeds) -> None:
    """Posts of one second stand in the order of their ids, whatever order they came in."""
    older, tie_a, tie_b = dated("older", 1), dated("a", 2), dated("b", 2)
    assert _ids(feeds(tie_a, older, tie_b)["rss"]) == ["b", "a", "older"]
    assert feeds(tie_b, tie_a, older) == feeds(older, tie_a, tie_b)


# feed practice F1; hostile input 32
@pytest.mark.parametrize("posts", [0, 1, 19, 20, 21])
def test_holds_the_newest_posts_only(posts: int, dated: MakePost, feeds: Feeds) -> None:
    """At most the number asked for, and the newest of them."""
    made = [dated(f"n{day:02}", day) for day in range(posts)]
    assert _ids(feeds(*made)["rss"]) == [f"n{day:02}" for day in reversed(range(posts))][:20]


# hostile input 15
def test_dates_are_whole_seconds_in_utc(post: MakePost, site: MakeSite) -> None:
    """Fractions and zones of the author's clock do not reach a feed."""
    moment = datetime(2024, 3, 4, 7, 30, 15, 999_999, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    entry = entry_of(post(published=moment, updated=moment), site())
    assert entry.published.isoformat() == "2024-03-04T02:00:15+00:00"


# feed practice A4
def test_a_feed_is_as_old_as_its_own_latest_change(dated: MakePost, feeds: Feeds) -> None:
    """A change to a post that fell out of the feed does not touch the file, and no build puts its own time in."""
    old = dated("old", 1, updated=datetime(2024, 1, 10, tzinfo=UTC))
    content = feeds(old, dated("new", 5), options=Options(by=(), rss=Rss(count=1)))["rss"]
    assert b"<lastBuildDate>Sat, 06 Jan 2024 00:00:00 +0000<" in content


# feed practice A7
def test_an_empty_blog_never_changed(feeds: Feeds) -> None:
    """Atom needs a date; without posts it is a fixed one, because the clock's would change the file."""
    assert b"<updated>1970-01-01T00:00:00+00:00</updated>" in feeds()["atom"]


# feed practice C4; hostile input 21
def test_addresses_are_uris(post: MakePost, site: MakeSite) -> None:
    """Letters outside ASCII are percent-encoded or punycode, in every address but the id, which is left as it was."""
    odd = post(
        id="tag:blog.example.com,2020-01-01:old",
        url="https://blog.example.com/ñ a/",
        image=Image(url="https://bücher.example.com/i.png", alt=""),
        enclosures=(Enclosure(url="https://example.org/é.mp3", length=1, media_type="audio/mpeg"),),
    )
    entry = entry_of(odd, site())
    assert entry.url == "https://blog.example.com/%C3%B1%20a/"
    assert entry.image is not None
    assert entry.image.url == "https://xn--bcher-kva.example.com/i.png"
    assert entry.enclosures[0].url == "https://example.org/%C3%A9.mp3"
    assert entry.id == "tag:blog.example.com,2020-01-01:old"


# feed practice E1; hostile input 35
def test_the_feeds_own_address_lies_below_the_site(feeds: Feeds) -> None:
    """A site in a folder keeps its folder; the id is the site's address, whatever the file is called."""
    made = feeds(url="https://example.org/blog/", options=Options(by=(), rss=Rss(path="feeds/all.xml")))
    assert b"<link>https://example.org/blog/</link>" in made["rss"]
    assert b'<atom:link href="https://example.org/blog/feeds/all.xml" rel="self"' in made["rss"]
    assert b"<id>https://example.org/blog/</id>" in made["atom"]


# feed practice D5; hostile input 30
def test_tags_are_trimmed_and_stand_once(post: MakePost, site: MakeSite) -> None:
    """Empty tags go, of two that differ in case the first stays, `C` and `C#` are two, the order is the author's."""
    tagged = post(tags=(" Qi ", "", "C#", "qi", "C", "two\nlines", "\x00"))
    entry = entry_of(tagged, site())
    assert entry.tags == ("Qi", "C#", "C", "two lines")


# hostile input 29
def test_authors_are_names_on_one_line(post: MakePost, site: MakeSite) -> None:
    """A line break in a name cannot begin another line; without a name the site's author signs."""
    signed = post(slug="signed", authors=("Ada\r\nX: y", " ", "Bo <bo@example.com>"))
    anonymous = post(slug="anonymous", authors=())
    assert [entry_of(one, site()).authors for one in (signed, anonymous)] == [
        ("Ada X: y", "Bo <bo@example.com>"),
        ("Dr. Ada",),
    ]


def test_a_site_that_says_little_still_has_valid_feeds(post: MakePost, feeds: Feeds, addresses: dict[str, str]) -> None:
    """Formats require a title, a description and an author; the address stands in for what was left empty."""
    made = feeds(post(authors=()), title="", description="", author="")
    assert [broken_rules(content, addresses[name]) for name, content in made.items()] == [[], [], []]


def test_a_title_of_nothing_readable_becomes_the_address(post: MakePost, site: MakeSite) -> None:
    """No feed has an empty title, whatever was pasted."""
    entry = entry_of(post(title=" \x00\n"), site())
    assert entry.title == "https://blog.example.com/rest/"


# hostile input 27
def test_a_post_too_long_for_readers_is_given_as_its_summary(post: MakePost, feeds: Feeds) -> None:
    """Over a megabyte the content stays at its address, no element pretends to be the whole post, and it is told."""
    long_post = post(html=f"<p>{'x' * 1_000_000}</p>", summary="The start.")
    made = feeds(long_post)
    assert all(len(content) < 5_000 and b"The start." in content for content in made.values())
    assert b"<content" not in made["rss"] + made["atom"]
    assert b"content_html" not in made["json"]
    (warning,) = warnings(long_post)
    assert str(warning).startswith("posts/rest.md: warning: is longer than 1,000,000 bytes")
    assert warnings(post()) == []


def test_a_long_post_without_summary_still_says_something(post: MakePost, feeds: Feeds) -> None:
    """Its title stands in, because every format wants a text."""
    made = feeds(post(html="x" * 1_000_001, summary="", title="The title"))
    assert b"<summary>The title<" in made["atom"]
    assert b'"content_text": "The title"' in made["json"]


# feed practice F1
@pytest.mark.parametrize(
    "filling",
    [
        pytest.param("word ", id="words"),
        pytest.param("<b>&amp;</b>", id="markup"),
        pytest.param('"\\\n', id="json-escapes"),
        pytest.param("ñ漢👩", id="other-scripts"),
    ],
)
def test_the_oldest_give_way_to_the_byte_limit(filling: str, dated: MakePost, feeds: Feeds) -> None:
    """No format passes the limit, all hold the same posts, and little room is wasted."""
    html = filling * (60_000 // len(filling))
    posts = [dated(f"n{day:02}", day, html=html, markdown=html, summary=escape(filling) * 40) for day in range(20)]
    for options in (Options(by=()), Options(by=(), source_markdown=True)):
        made = feeds(*posts, options=options)
        kept = {content.count(b"Rest is part of the treatment") for content in made.values()}
        assert len(kept) == 1
        assert 0 < kept.pop() < 20
        assert FEED_BYTES / 2 < max(map(len, made.values())) <= FEED_BYTES
        assert all(b"/n19/" in content for content in made.values())


def test_one_post_always_stays(dated: MakePost, site: MakeSite) -> None:
    """A feed over the limit is better than an empty one."""
    entries = [entry_of(dated(f"n{day}", day), site()) for day in (2, 1, 0)]
    assert fitting(entries, byte_limit=1) == (entries[0],)


def test_an_archive_shortens_its_newest_posts_first(dated: MakePost, site: MakeSite) -> None:
    """What stood in it in full stays so when a post is added, and nothing is left out of it."""
    entries = [entry_of(dated(f"n{day}", day, html="x" * 1_000), site()) for day in (2, 1, 0)]
    before = shortened(entries[1:], byte_limit=11_500)
    after = shortened(entries, byte_limit=11_500)
    assert [entry.content is not None for entry in after] == [False, True, True]
    assert after[1:] == before


# hostile input 22
@pytest.mark.parametrize(
    "url",
    [
        "javascript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://[oops/",
        "mailto:x@example.com",
        "ftp://example.org/a.mp3",
        "",
    ],
)
def test_files_and_pictures_without_a_web_address_are_left_out(url: str, post: MakePost, site: MakeSite) -> None:
    """Readers could not fetch them, and one of them must not keep the post from the feed."""
    file = Enclosure(url=url, length=1, media_type="audio/mpeg")
    entry = entry_of(post(image=Image(url=url, alt=""), enclosures=(file,)), site())
    assert (entry.image, entry.enclosures) == (None, ())


# hostile input 11
def test_a_title_cannot_turn_round_the_list_that_shows_it(post: MakePost, site: MakeSite) -> None:
    """Marks that override or embed a direction go from what stands in lists; letters and emoji stay as they are."""
    text = "שלום \u202eabc\u202c \u2067x\u2069 👩‍⚕️ e\u0301 🇨🇭"
    entry = entry_of(post(title=text, summary=text, tags=(text,), authors=(text,)), site())
    expected = "שלום abc x 👩‍⚕️ e\u0301 🇨🇭"
    assert (entry.title, entry.summary, entry.tags, entry.authors) == (expected, expected, (expected,), (expected,))


# feed practice B2; hostile input 20
def test_an_id_is_never_written_anew(post: MakePost, site: MakeSite) -> None:
    """It was given once and outlives slug, address and domain; readers compare it character by character."""
    for given in (
        "https://old.example.org/?p=7&x=%c3%b1",
        "HTTPS://Old.example.org/ñ",
        "tag:example.org,2020-01-01:a",
        "urn:uuid:" + "0" * 8,
    ):
        assert entry_of(post(id=given, url="https://blog.example.com/new/"), site()).id == given
