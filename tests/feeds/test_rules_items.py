"""Feeds as other programs write them, read to take over their ids."""

from collections.abc import Callable

import pytest

from publisher.feeds.rules import items
from publisher.feeds.rules.reading import MAX_BYTES
from publisher.model import Post

BLOG = "https://blog.example.com/"

Told = tuple[str, str, str, str]

WORDPRESS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>A blog</title><link>https://blog.example.com</link><description/>
<item><title>Sleep &#8211; and tea</title><link>https://blog.example.com/2020/05/sleep/</link>
<dc:creator><![CDATA[Ada]]></dc:creator><pubDate>Fri, 01 May 2020 08:30:00 +0000</pubDate>
<guid isPermaLink="false">https://blog.example.com/?p=42</guid>
<description><![CDATA[Short.]]></description><content:encoded><![CDATA[<p>Long.</p>]]></content:encoded></item>
<item><title>No guid</title><link> /relative/ </link><pubDate>1 May 2020 04:30:00 EST</pubDate></item>
<item><title>A guid alone</title><guid>https://blog.example.com/alone/</guid></item>
</channel></rss>"""
JEKYLL = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example.com/">
<title type="html">A blog</title><id>https://blog.example.com/feed.xml</id><updated>2020-05-02T00:00:00+02:00</updated>
<entry><title type="html">Q&amp;amp;A &lt;em&gt;now&lt;/em&gt;</title>
<link href="2020/05/01/sleep.html" rel="alternate" type="text/html" title="x"/>
<published>2020-05-01T10:30:00+02:00</published><updated>2020-05-01T10:30:00.5+02:00</updated>
<id>https://blog.example.com/2020/05/01/sleep</id><content type="html">x</content></entry>
<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">In <b>bold</b></div></title>
<link href="https://blog.example.com/b"/><id>tag:example.com,2020:b</id><updated>2020-05-01T08:30:00Z</updated></entry></feed>"""
MICRO = """{"version": "https://jsonfeed.org/version/1", "title": "A blog", "home_page_url": "https://blog.example.com/",
"items": [{"id": 42, "url": "https://blog.example.com/42", "content_text": "x",
 "date_published": "2020-05-01T08:30:00Z"},
{"id": "b", "external_url": "https://example.org/b", "title": "B", "content_html": ""}, 7]}"""
OLD = """<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>A blog</title>
<item><title>Caf\xe9</title><link>https://blog.example.com/cafe</link></item></channel></rss>""".encode("latin-1")
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>A blog</title></channel>
<item rdf:about="https://blog.example.com/a#id"><title>A</title><link>https://blog.example.com/a</link>
<dc:date>2020-05-01T10:30+02:00</dc:date></item></rdf:RDF>"""
_MAY = "2020-05-01T08:30:00+00:00"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(
            WORDPRESS.encode(),
            [
                (f"{BLOG}?p=42", f"{BLOG}2020/05/sleep/", "Sleep – and tea", _MAY),
                (f"{BLOG}relative/", f"{BLOG}relative/", "No guid", "2020-05-01T09:30:00+00:00"),
                (f"{BLOG}alone/", f"{BLOG}alone/", "A guid alone", ""),
            ],
            id="wordpress",
        ),
        pytest.param(
            JEKYLL.encode(),
            [
                (f"{BLOG}2020/05/01/sleep", f"{BLOG}2020/05/01/sleep.html", "Q&A now", _MAY),
                ("tag:example.com,2020:b", f"{BLOG}b", "In bold", _MAY),
            ],
            id="jekyll",
        ),
        pytest.param(
            MICRO.encode(),
            [
                ("42", f"{BLOG}42", "", _MAY),
                ("b", "https://example.org/b", "B", ""),
            ],
            id="json-1.0",
        ),
        pytest.param(OLD, [(f"{BLOG}cafe", f"{BLOG}cafe", "Café", "")], id="rss-0.91"),
        pytest.param(RDF.encode(), [(f"{BLOG}a#id", f"{BLOG}a", "A", _MAY)], id="rss-1.0"),
        pytest.param(b"\xef\xbb\xbf" + MICRO.encode(), None, id="byte-order-mark"),
        pytest.param(WORDPRESS.replace("UTF-8", "UTF-16").encode("utf-16"), None, id="utf-16"),
    ],
)  # fmt: skip
def test_what_readers_know_a_post_by(content: bytes, told: list[Told] | None) -> None:
    """Id, address, title as text, and when it appeared; what is missing is empty, a relative address is made whole."""
    found = [(one.id, one.url, one.title, one.published.isoformat() if one.published else "") for one in items(content)]
    assert found == told if told is not None else found


def test_feedburner_names_the_post_itself() -> None:
    """Its own link only counts clicks."""
    extra = (
        '<o:origLink xmlns:o="http://rssnamespace.org/feedburner/ext/1.0">https://blog.example.com/own/</o:origLink>'
    )
    (first, *_) = items(WORDPRESS.replace("<dc:creator>", f"{extra}<dc:creator>", 1).encode())
    assert first.url == "https://blog.example.com/own/"


# feed practice B1
def test_our_own_feeds_give_back_their_ids(
    rich_post: Post, dated: Callable[..., Post], feeds: Callable[..., dict[str, bytes]]
) -> None:
    """In every format, with titles and dates as they are."""
    posts = [rich_post, dated("a", 1, id="tag:example.org,2020-01-01:a", title="Q&amp;A <b>")]
    for content in feeds(*posts).values():
        assert [(one.id, one.url, one.title, one.published) for one in items(content)] == [
            (post.id, post.url, post.title, post.published) for post in posts
        ]


_BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><rss version="2.0">&b;</rss>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"hello", "well-formed"),
        (b"<html><body/></html>", "a web page, not a feed"),
        (b"<p/>", "neither RSS, Atom nor JSON Feed: the root is p"),
        (b'<opml version="2.0"/>', "neither RSS, Atom"),
        (b"{", "not JSON"),
        (b'{"a": "\xff"}', "not JSON in UTF-8"),
        (_BOMB.encode(), "defines entities"),
        (_BOMB.encode("utf-16"), "defines entities"),
        (b'{"a":' * 100_000, "nested too deep"),
        (b'{"a": ' + b"1" * 5_000 + b"}", "not JSON"),
        (b"{" + b" " * MAX_BYTES, "longer than 50,000,000 bytes"),
        (b" " * (MAX_BYTES + 1), "longer than 50,000,000 bytes"),
        (b"<?xml version='1.0' encoding='klingon'?><rss/>", "well-formed"),
        (b"<rss>&nbsp;</rss>", "well-formed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_is_no_feed_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    """One sentence for the person who gave the file; nothing is expanded and nothing runs out."""
    with pytest.raises(ValueError, match=reason):
        items(content)


def test_fifty_thousand_levels_are_read() -> None:
    """Depth is no error of XML, and nobody falls over it."""
    item = "<item><link>https://a.example.com/</link></item>"
    deep = f"<rss version='2.0'><channel>{'<x>' * 50_000}{'</x>' * 50_000}{item}</channel></rss>"
    assert [one.id for one in items(deep.encode())] == ["https://a.example.com/"]
