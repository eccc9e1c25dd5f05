"""What goes into a feed comes out of it again, whatever it is, to parsers that others wrote."""

import json
from calendar import timegm
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import fastfeedparser
import feedparser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.feeds.entry import Entry, entry_of
from publisher.feeds.rules import broken_rules, differences
from publisher.links import to_uri
from publisher.model import Enclosure, Image, Post
from tests.feeds.conftest import a_site

Feeds = Callable[..., dict[str, bytes]]

_ANYTHING = st.text(alphabet=st.characters(exclude_categories=[]), max_size=60)
_MARKUP = st.sampled_from(
    [
        *("<b>", "</p>", "<!--", "-->", "]]>", "<![CDATA[", "&amp;", "&", "&lt;", "&nbsp;", "&#1;", "\u2028", "<br/>"),
        *("</content:encoded>", "</div></div>", "</item>", "</channel></rss>", '"}', "\\u0041", "\x92", "\r\n", "\r"),
    ]
)
_TEXT = st.lists(_ANYTHING | _MARKUP, max_size=5).map("".join)
_WORDS = st.text(alphabet="abc ñ漢👩‍⚕️שלé'\"&<,", max_size=30)
_FIRST, _LAST = datetime(1970, 1, 2), datetime(2100, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
_MOMENT = st.datetimes(_FIRST, _LAST, timezones=st.just(UTC))
_PATH = st.text(alphabet="abcñ漢é%/-.~ 7", max_size=20).map(lambda path: f"https://blog.example.com/{path}")
_ID = _PATH.map(to_uri) | st.from_regex(r"tag:example\.org,20[0-9]{2}-01-01:[a-zA-Z0-9/]{1,10}", fullmatch=True)
_FILE = st.builds(
    Enclosure,
    url=_PATH,
    length=st.integers(0, 10**12),
    media_type=st.sampled_from(["audio/mpeg", "application/pdf", "video/mp4"]),
    duration_s=st.none() | st.integers(1, 100_000),
)


@st.composite
def _posts(draw: st.DrawFn) -> Post:
    """A post with anything that the model allows."""
    published = draw(_MOMENT)
    return Post(
        id=draw(_ID),
        slug="s",
        url=draw(_PATH),
        source="posts/s.md",
        title=draw(_TEXT),
        html=draw(_TEXT),
        summary=draw(_TEXT),
        published=published,
        updated=published + timedelta(seconds=draw(st.integers(0, 10**8))),
        authors=tuple(draw(st.lists(_TEXT, max_size=3))),
        tags=tuple(draw(st.lists(_TEXT, max_size=3))),
        language=draw(st.sampled_from(["en", "de-CH", "zh-Hant"])),
        markdown=draw(_TEXT),
        image=draw(st.none() | st.builds(Image, url=_PATH, alt=_TEXT)),
        enclosures=tuple(draw(st.lists(_FILE, max_size=3))),
    )


_pure_fixtures = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


# feed practice C2; hostile input 6; hostile input 7; hostile input 23; hostile input 24
@_pure_fixtures
@given(made=_posts())
def test_every_format_tells_what_the_post_says(made: Post, feeds: Feeds, addresses: dict[str, str]) -> None:
    """Anything at all: each format gives back the same id, address, texts and date, to two parsers."""
    files, entry = feeds(made), entry_of(made, a_site(author="Dr. Ada"))
    _expect_feedparser_atom(files["atom"], entry)
    _expect_feedparser_rss(files["rss"], entry)
    _expect_json(files["json"], entry)
    for content in files.values():
        _expect_fastfeedparser(content, entry)
    assert differences(files) == []
    for name, content in files.items():  # what an author writes into HTML is judged elsewhere; all the rest is good
        texts = ("has no place in a feed", "is not a whole address", "is script", "neither a whole address")
        assert [one for one in broken_rules(content, addresses[name]) if not any(t in one.text for t in texts)] == []


# hostile input 24
@_pure_fixtures
@given(made=st.lists(_posts(), min_size=2, max_size=4))
def test_one_post_cannot_leak_into_the_next(made: list[Post], feeds: Feeds) -> None:
    """As many entries as posts, each with its own content, whatever markup one of them leaves open."""
    posts = [
        replace(post, id=f"https://blog.example.com/{number}/", url=f"https://blog.example.com/{number}/")
        for number, post in enumerate(made)
    ]
    files = feeds(*posts)
    expected = {post.id: entry_of(post, a_site()).content for post in posts}
    for name in ("rss", "atom"):
        read = feedparser.parse(files[name], sanitize_html=False, resolve_relative_uris=False).entries
        assert {one.id: one.content[0].value for one in read} == {key: _shown(text) for key, text in expected.items()}
    for content in files.values():
        assert {one.id for one in fastfeedparser.parse(content).entries} == expected.keys()
    assert {item["id"]: item["content_html"] for item in json.loads(files["json"])["items"]} == expected


@_pure_fixtures
@given(title=_WORDS, summary=_WORDS, tags=st.lists(_WORDS, max_size=4), authors=st.lists(_WORDS, max_size=3))
def test_any_words_make_feeds_that_break_no_rule(
    title: str,
    summary: str,
    tags: list[str],
    authors: list[str],
    post: Callable[..., Post],
    write: Callable[..., dict[str, bytes]],
) -> None:
    """Titles, tags and names from any script are good in every feed, those by tag and author too."""
    files = write(post(title=title, summary=summary, tags=tuple(tags), authors=tuple(authors)))
    judged = {path: content for path, content in files.items() if path.endswith(("xml", "json", "opml"))}
    assert [broken_rules(content, f"https://blog.example.com/{path}") for path, content in judged.items()] == (
        [[]] * len(judged)
    )


def _parsed(content: bytes) -> Any:
    """What feedparser reads; its sanitizer and its mending of addresses are off, to compare the bare text."""
    parsed = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    assert parsed.bozo == 0
    (entry,) = parsed.entries
    return entry


def _shown(text: str | None) -> str:
    """As feedparser shows it: trimmed, and mended where it could be UTF-8 that was read as Latin-1."""
    trimmed = (text or "").strip()
    try:
        return trimmed.encode("latin-1").decode()
    except UnicodeError:
        return trimmed


def _expect_feedparser_atom(content: bytes, entry: Entry) -> None:
    read = _parsed(content)
    assert (read.id, read.link, read.title) == (entry.id, entry.url, _shown(entry.title))
    assert read.get("summary", "") in (_shown(entry.summary), _shown(entry.content))  # it falls back to the content
    assert read.content[0].value == _shown(entry.content)
    assert datetime.fromtimestamp(timegm(read.published_parsed), UTC) == entry.published
    assert [file.href for file in read.enclosures] == [file.url for file in entry.enclosures]


def _expect_feedparser_rss(content: bytes, entry: Entry) -> None:
    read = _parsed(content)
    assert (read.id, read.link) == (entry.id, entry.url)
    assert unescape(read.title) == unescape(_shown(entry.title))  # it takes a title that looks like HTML for HTML
    assert read.content[0].value == _shown(entry.content)
    assert unescape(read.summary) == _shown(entry.summary or entry.title)
    assert datetime.fromtimestamp(timegm(read.published_parsed), UTC) == entry.published
    assert len(read.enclosures) == min(len(entry.enclosures), 1)


def _expect_json(content: bytes, entry: Entry) -> None:
    (item,) = json.loads(content)["items"]
    assert (item["id"], item["url"], item["title"]) == (entry.id, entry.url, entry.title)
    assert (item.get("summary", ""), item["content_html"]) == (entry.summary, entry.content)
    assert datetime.fromisoformat(item["date_published"]) == entry.published
    assert [file["url"] for file in item.get("attachments", [])] == [file.url for file in entry.enclosures]


def _expect_fastfeedparser(content: bytes, entry: Entry) -> None:
    (read,) = fastfeedparser.parse(content).entries
    assert (read.id, read.link) == (entry.id, entry.url)
    assert read.title == entry.title
    assert datetime.fromisoformat(read.published) == entry.published
    value = read.content[0]["value"] if "content" in read else ""  # it leaves empty content out of JSON
    assert _line_ends(value) == _line_ends(entry.content or "")


def _line_ends(text: str) -> str:
    """It turns two rare line separators into line feeds."""
    return text.replace("\u2028", "\n").replace("\u2029", "\n")
