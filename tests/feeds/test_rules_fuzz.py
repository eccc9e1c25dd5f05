"""Whatever bytes are given, the checker answers, and never with an error of its own."""

import json
from time import process_time
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.feeds.rules import Broken, broken_rules, items

_TAGS = "rss channel item title link guid pubDate description enclosure feed entry id updated author name content opml"
_WORDS = st.sampled_from(
    [
        *(f"<{tag}>" for tag in _TAGS.split()),
        *(f"</{tag}>" for tag in _TAGS.split()),
        *("<?xml version='1.0'?>", '<rss version="2.0">', '<feed xmlns="http://www.w3.org/2005/Atom">', "&lt;", "&"),
        *("<!DOCTYPE rss>", "<!--", "<![CDATA[", "]]>", "&lt;![x[", "<br", "http://[", "javascript:x", "a:b//", "\x00"),
        *("Mon, 04 Mar 2024 05:00:00 +0000", "99", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "//"),
        *('<enclosure url="', '"/>', "<link href='", "'/>", '<guid isPermaLink="', '">', "&lt;img srcset=' ,'&gt;"),
    ]
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "items id url title authors name tags attachments version date_published _archive self".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
_URLS = st.none() | st.sampled_from(["", "http://[", "https://blog.example.com/rss.xml"]) | st.text(max_size=20)

many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _judge(content: bytes, url: str | None) -> None:
    broken = broken_rules(content, url)
    assert all(isinstance(one, Broken) and one.place and one.text for one in broken)
    try:
        items(content)
    except ValueError:  # then it is no feed, and that is an error, not advice
        assert b"opml" in content or not all(one.is_advice for one in broken)


@many
@given(st.binary(max_size=200), _URLS)
def test_any_bytes(content: bytes, url: str | None) -> None:
    """Noise is no feed, and is said to be none."""
    _judge(content, url)


@many
@given(st.lists(_WORDS | st.text(max_size=5), max_size=30).map("".join), _URLS)
def test_any_shreds_of_feeds(text: str, url: str | None) -> None:
    """Half markup, broken nesting, dates at the ends of time."""
    _judge(text.encode("utf-8", "surrogatepass"), url)


@many
@given(st.lists(_WORDS | st.text(max_size=5), max_size=12).map("".join), _URLS)
def test_any_texts_in_a_feed_that_can_be_read(text: str, url: str | None) -> None:
    """Every element of an item may hold anything."""
    plain = escape("".join(letter for letter in text if letter.isprintable()), {'"': "&quot;", "'": "&apos;"})
    inside = "".join(f"<{tag}>{plain}</{tag}>" for tag in ("title", "link", "guid", "pubDate", "description"))
    rss = f'<rss version="2.0"><channel><item>{inside}<enclosure url="{plain}"/></item></channel></rss>'
    _judge(rss.encode(), url)
    inside = "".join(f"<{tag}>{plain}</{tag}>" for tag in ("title", "id", "updated", "published"))
    inside += f'<content type="html">{plain}</content><link href="{plain}"/>'
    _judge(f'<feed xmlns="http://www.w3.org/2005/Atom"><entry xml:base="{plain}">{inside}</entry></feed>'.encode(), url)


@many
@given(
    st.dictionaries(st.sampled_from(["version", "title", "items", "authors", "home_page_url", "_archive"]), _JSON),
    _URLS,
)
def test_any_json(document: dict[str, Any], url: str | None) -> None:
    """Any value under any name of the format."""
    _judge(json.dumps(document).encode(), url)


@many
@given(data=st.data())
@pytest.mark.parametrize("format_name", ["rss", "atom", "json"])
def test_a_good_feed_with_some_bytes_changed(
    format_name: str, data: st.DataObject, good: dict[str, bytes], addresses: dict[str, str]
) -> None:
    """A byte flipped, cut out or put in, anywhere."""
    content = bytearray(good[format_name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=5))
    _judge(bytes(content), addresses[format_name])


def test_hostile_markup_takes_no_time(good: dict[str, bytes], addresses: dict[str, str]) -> None:
    """A text that the standard parser would chew on for hours is judged at once."""
    began = process_time()
    for text in ("&lt;" * 200_000, "&lt;!--" * 100_000, "&lt;a " * 100_000, "&lt;a b='" * 50_000, "&amp;" * 200_000):
        broken_rules(good["rss"].replace(b"Needles", text.encode()), addresses["rss"])
    assert process_time() - began < 20
