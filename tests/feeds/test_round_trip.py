"""What goes into a feed comes out of it again, whatever it is."""

import json
from calendar import timegm
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

import fastfeedparser
import feedparser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.feeds.entry import Entry, feed_of
from publisher.feeds.rules import broken_rules, differences
from publisher.model import Post, Publication

_ANYTHING = st.text(alphabet=st.characters(exclude_categories=[]), max_size=60)
_MARKUP = st.sampled_from(
    ["<b>", "</p>", "<!--", "]]>", "<![CDATA[", "&amp;", "&", "&lt;", "&nbsp;", "&#1;", "\u2028", "<br/>"]
)
_TEXT = st.lists(_ANYTHING | _MARKUP, max_size=5).map("".join)
_WORDS = st.text(alphabet="abc ñ漢👩‍⚕️שلé'\"", max_size=30)
_FIRST, _LAST = datetime(1970, 1, 2), datetime(2100, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
_MOMENT = st.datetimes(_FIRST, _LAST, timezones=st.just(UTC))

_pure_fixtures = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_pure_fixtures
@given(title=_TEXT, summary=_TEXT, html=_TEXT, moment=_MOMENT)
def test_every_format_tells_what_the_post_says(
    title: str,
    summary: str,
    html: str,
    moment: datetime,
    post: Callable[..., Post],
    publication: Callable[..., Publication],
    write: Callable[[Publication], dict[str, bytes]],
) -> None:
    """Any text: both XML formats and JSON give back the same id, address, texts and date, to two parsers."""
    made = publication(post(title=title, summary=summary, html=html, published=moment, updated=moment))
    (entry,) = feed_of(made, path="rss.xml", count=1).entries
    feeds = write(made)
    _expect_feedparser_atom(feeds["atom"], entry)
    _expect_feedparser_rss(feeds["rss"], entry)
    _expect_json(feeds["json"], entry)
    for content in feeds.values():
        _expect_fastfeedparser(content, entry)
    assert differences(feeds) == []


@_pure_fixtures
@given(title=_WORDS, summary=_WORDS, tags=st.lists(_WORDS, max_size=4), authors=st.lists(_WORDS, max_size=3))
def test_any_words_make_feeds_that_break_no_rule(
    title: str,
    summary: str,
    tags: list[str],
    authors: list[str],
    post: Callable[..., Post],
    publication: Callable[..., Publication],
    write: Callable[[Publication], dict[str, bytes]],
    addresses: dict[str, str],
) -> None:
    """Titles, tags and names from any script are good in every format."""
    feeds = write(publication(post(title=title, summary=summary, tags=tuple(tags), authors=tuple(authors))))
    assert [broken_rules(content, addresses[name]) for name, content in feeds.items()] == [[], [], []]


def _parsed(content: bytes) -> feedparser.FeedParserDict:
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


def _expect_feedparser_rss(content: bytes, entry: Entry) -> None:
    read = _parsed(content)
    assert (read.id, read.link) == (entry.id, entry.url)
    assert unescape(read.title) == unescape(_shown(entry.title))  # it takes a title that looks like HTML for HTML
    assert read.content[0].value == _shown(entry.content)
    assert unescape(read.summary) == _shown(entry.summary or entry.title)
    assert datetime.fromtimestamp(timegm(read.published_parsed), UTC) == entry.published


def _expect_json(content: bytes, entry: Entry) -> None:
    (item,) = json.loads(content)["items"]
    assert (item["id"], item["url"], item["title"]) == (entry.id, entry.url, entry.title)
    assert (item.get("summary", ""), item["content_html"]) == (entry.summary, entry.content)
    assert datetime.fromisoformat(item["date_published"]) == entry.published


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
