import json

import pytest

from publisher.feeds.rules import Broken, broken_rules, differences


@pytest.mark.parametrize("format_name", ["rss", "atom", "json"])
def test_a_good_feed_breaks_no_rule(format_name: str, good: dict[str, bytes], addresses: dict[str, str]) -> None:
    """What we write is what we ask of others."""
    assert broken_rules(good[format_name], addresses[format_name]) == []


@pytest.mark.parametrize("format_name", ["rss", "atom", "json"])
def test_half_a_feed_is_never_a_good_one(format_name: str, good: dict[str, bytes], addresses: dict[str, str]) -> None:
    """Cutting the file off anywhere is noticed, and is never an error of the checker."""
    content = good[format_name]
    for end in range(0, len(content) - 1, 97):
        assert broken_rules(content[:end], addresses[format_name])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"<rss/>",
        b"<html/>",
        b"\xff",
        b"<?xml version='1.0' encoding='UmF-8'?><rss/>",
        b'{"items": [1, {"tags": 3, "authors": null, "language": 7}]}',
    ],
)
def test_what_is_no_feed_is_said_to_be_none(content: bytes) -> None:
    """Anything can lie at an address; the checker answers for all of it."""
    assert broken_rules(content, "https://blog.example.com/rss.xml")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf \n", "the file is empty", id="blank"),
        pytest.param(b"\x1f\x8b\x08\x00more", "the file is compressed; unpack it first", id="gzip"),
        pytest.param(b"PK\x03\x04more", "the file is compressed; unpack it first", id="zip"),
        pytest.param(
            b"\n<!doctype HTML><title>x",
            _PAGE := 'a web page, not a feed; its <link rel="alternate"> may name the feed',
            id="page",
        ),
        pytest.param(
            b"<?xml version='1.0'?>\n<!-- x --><html xmlns='http://www.w3.org/1999/xhtml'/>", _PAGE, id="XHTML"
        ),
    ],
)
def test_what_a_download_often_is_instead_is_said(content: bytes, text: str) -> None:
    """No word of XML for a file that never was any."""
    assert [rule.text for rule in broken_rules(content, None) if not rule.is_advice] == [text]


def test_differences_between_formats_are_named(good: dict[str, bytes]) -> None:
    """The same posts, ids, titles, addresses and dates in the same order, or it is said which feed differs."""
    assert differences(good) == []
    document = json.loads(good["json"])
    document["items"].reverse()
    changed = good | {"json": json.dumps(document).encode()}
    assert differences(changed) == ["json does not tell the posts as rss does"]


_ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x-mine:1</id>
<title type="html">T</title><updated>2024-03-04T05:00:00.5+01:00</updated><link href="https://blog.example.com/"/>
<entry><id>urn:x-mine:2</id><title type="html">T</title><updated>2024-03-04T05:00:00Z</updated>
<author><name>Ada</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x</div></content>
</entry></feed>"""
_RSS = """<rss version="2.0"><channel><title>T</title><link>https://blog.example.com/</link><description>D</description>
<item><description>No title, no guid. &lt;iframe src="https://example.org/"&gt;</description>
<link>https://blog.example.com/a/</link><author>ada@example.com (Ada)</author>
<pubDate>4 Mar 24 05:00 EST</pubDate></item></channel></rss>"""
_JSON = """{"version": "https://jsonfeed.org/version/1", "title": "T", "home_page_url": "https://blog.example.com/",
"items": [{"id": "1", "content_text": "\\u00e9", "date_published": "2024-03-04T05:00:00+01:00"}]}"""


@pytest.mark.parametrize("content", [_ATOM, _RSS, _JSON], ids=["atom", "rss", "json"])
def test_what_a_format_allows_is_advice(content: str) -> None:
    """A stranger's feed may have another taste than ours, and is told so without being called wrong."""
    broken = broken_rules(content.encode(), None)
    assert len(broken) > 5
    assert [str(one) for one in broken if not one.is_advice] == []


@pytest.mark.parametrize(
    ("content", "old", "new"),
    [
        (_ATOM, "<id>urn:x-mine:2</id>", ""),
        (_ATOM, "<name>Ada</name>", ""),
        (_ATOM, '<content type="xhtml">', '<content type="CDATA">'),
        (_ATOM, "05:00:00Z", "05:00:00"),
        (_RSS, "<description>D</description>", ""),
        (_RSS, "4 Mar 24", "34 Mar 24"),
        (_RSS, "ada@example.com (Ada)", "Ada"),
        (_RSS, "https://example.org/", "/embed"),
        (_RSS, "<pubDate>4 Mar 24 05:00 EST</pubDate>", ""),
        (_RSS, "<item>", "<item><guid>1</guid>"),
        (_JSON, '"id": "1", ', ""),
        (_JSON, '"content_text"', '"_text"'),
        (_JSON, "+01:00", ""),
    ],
)
def test_what_a_format_forbids_or_readers_misread_is_an_error(content: str, old: str, new: str) -> None:
    """One such thing among the advice is told as what it is."""
    assert old in content
    assert [one for one in broken_rules(content.replace(old, new).encode(), None) if not one.is_advice]


def test_where_a_file_stands_is_judged_only_when_it_is_known(good: dict[str, bytes]) -> None:
    """A file on somebody's disk may call itself what it likes."""
    for content in good.values():
        assert broken_rules(content, None) == []
        assert any("stands at" in one.text for one in broken_rules(content, "https://example.org/x.xml"))


# feed practice F1
def test_a_feed_over_a_megabyte_is_advised_against(good: dict[str, bytes]) -> None:
    """Every reader fetches it again and again; an archive, fetched once, may be five times as large."""
    large = good["atom"].replace(b"</feed>", b" " * 1_000_000 + b"</feed>")
    (advice,) = broken_rules(large, None)
    assert advice.is_advice
    assert "every reader fetches it every hour" in advice.text
    links = b'<fh:archive/><link href="https://blog.example.com/a.xml" rel="current"/><entry>'
    archive = large.replace(b"<entry>", links, 1).replace(
        b"<feed ", b'<feed xmlns:fh="http://purl.org/syndication/history/1.0" '
    )
    assert broken_rules(archive, None) == []
    assert broken_rules(archive.replace(b"</feed>", b" " * 4_000_000 + b"</feed>"), None)


def test_a_complaint_is_told_as_place_and_text() -> None:
    """As a line for a person."""
    assert str(Broken("item 3", "it has no title")) == "item 3: it has no title"
