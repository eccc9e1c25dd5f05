"""Every fault put into a good RSS feed is named: a checker that passes everything is worth nothing."""

import pytest

from publisher.feeds.rules import broken_rules

_ITEM_ID = '<guid isPermaLink="true">https://blog.example.com/rest/</guid>'
_RSS_SELF = '<atom:link href="https://blog.example.com/rss.xml" rel="self" type="application/rss+xml"/>'
_FILE = '<enclosure url="https://blog.example.com/needles/talk.mp3" length="123456" type="audio/mpeg"/>'
_NEWER = "Tue, 05 Mar 2024 00:00:00 +0000"

# what, a text of the good feed, what stands there instead, part of the complaint
FAULTS = [
    ("broken XML", "</channel>", "", "not well-formed"),
    ("doctype", "<rss", "<!DOCTYPE rss><rss", "DOCTYPE"),
    ("no declaration", "<?xml version='1.0' encoding='UTF-8'?>\n", "", "XML declaration"),
    ("byte order mark", "<?xml", "\ufeff<?xml", "byte order mark"),
    ("another encoding", "'UTF-8'", "'ISO-8859-1'", "UTF-8"),
    ("another version", 'version="2.0"', 'version="0.9"', "2.0"),
    ("no feed title", "<title>A Quiet Clinic</title>", "", "exactly one title"),
    ("two descriptions", "<language>", "<description>x</description><language>", "exactly one description"),
    ("no site link", "<link>https://blog.example.com/</link>", "", "exactly one link"),
    (
        "site link to the feed",
        "<link>https://blog.example.com/</",
        "<link>https://blog.example.com/rss.xml</",
        "itself",
    ),
    ("relative site link", "<link>https://blog.example.com/</link>", "<link>/</link>", "not a whole address"),
    ("no language", "<language>en</language>", "", "language"),
    ("language with underscore", "<language>en<", "<language>en_US<", "language tag"),
    ("no self link", _RSS_SELF, "", "self"),
    ("another self link", "blog.example.com/rss.xml", "www.example.com/rss.xml", "own address"),
    ("two self links", _RSS_SELF, _RSS_SELF * 2, "self"),
    ("self link of another type", "application/rss+xml", "text/xml", "application/rss+xml"),
    ("stale feed date", "<lastBuildDate>Wed, 06 Mar 2024", "<lastBuildDate>Mon, 04 Mar 2024", "older"),
    ("misspelt element", "<lastBuildDate>", "<pubdate>x</pubdate><lastBuildDate>", "pubdate is not an element"),
    ("misspelt element of an item", "<guid", "<GUID>x</GUID><guid", "GUID is not an element"),
    ("link without an address", _RSS_SELF, _RSS_SELF + "<atom:link rel='hub'/>", "needs an href"),
    ("metadata after an item", "</channel>", "<ttl>60</ttl></channel>", "after the first item"),
    ("no item title", "<title>Rest is part of the treatment</title>", "", "exactly one title"),
    ("empty item title", "<title>Rest is part of the treatment</title>", "<title> </title>", "exactly one title"),
    ("no guid", _ITEM_ID, "", "exactly one guid"),
    ("id twice", _ITEM_ID, _ITEM_ID.replace("rest", "needles").replace("true", "false"), "stands 2 times"),
    ("no permanent id", _ITEM_ID, '<guid isPermaLink="false">rest</guid>', "neither a whole address"),
    ("tag: id without date", _ITEM_ID, '<guid isPermaLink="false">tag:example.com,rest</guid>', "neither"),
    ("wrong isPermaLink", 'isPermaLink="true"', 'isPermaLink="false"', "isPermaLink must be true"),
    ("no item link", "<link>https://blog.example.com/rest/</link>", "", "exactly one link"),
    ("IRI", "<link>https://blog.example.com/rest/", "<link>https://blog.example.com/ñ/", "not a whole address"),
    ("no item date", f"<pubDate>{_NEWER}</pubDate>", "", "exactly one pubDate"),
    ("wrong day of the week", _NEWER, _NEWER.replace("Tue", "Mon"), "is not a date"),
    ("two-digit year", _NEWER, _NEWER.replace("2024", "24"), "is better written as"),
    ("named zone", _NEWER, _NEWER.replace("+0000", "GMT"), "is better written as"),
    ("local zone", _NEWER, _NEWER.replace("+0000", "+0100"), "is better written as"),
    ("month thirteen", _NEWER, "2024-13-05", "is not a date"),
    ("implausible year", _NEWER, "Tue, 05 Mar 1968 00:00:00 +0000", "implausible"),
    ("oldest first", _NEWER, "Sat, 02 Mar 2024 00:00:00 +0000", "newest first"),
    ("no creator", "<dc:creator>Dr. Ada, Bo &lt;bo&gt;</dc:creator>", "", "exactly one creator"),
    ("author", "<dc:creator>", "<author>Ada</author><dc:creator>", "dc:creator"),
    (
        "content before description",
        "<description>Needles",
        "<content:encoded>x</content:encoded><description>Needles",
        "before",
    ),
    (
        "two contents",
        "<content:encoded>",
        "<content:encoded>x</content:encoded><content:encoded>",
        "more than one encoded",
    ),
    ("two enclosures", _FILE, _FILE * 2, "more than one enclosure"),
    ("enclosure without length", 'length="123456" ', "", "length in bytes"),
    ("enclosure without type", ' type="audio/mpeg"', "", "media type"),
    ("relative enclosure", "https://blog.example.com/needles/talk.mp3", "talk.mp3", "not a whole address"),
    ("relative picture", "https://blog.example.com/needles/cover.png", "cover.png", "not a whole address"),
    ("empty category", "<category>C</category>", "<category/>", "empty or untrimmed tag"),
    ("category twice", "<category>C</category>", "<category>c#</category>", "tag twice"),
    ("script", "&lt;p&gt;ñ", "&lt;script&gt;x&lt;/script&gt;", "<script>"),
    ("script in an attribute", "&lt;p&gt;ñ", "&lt;p onclick=x&gt;", "onclick"),
    ("script in a link", "https://example.org/?a=1", "javascript:x?a=1", "not a whole address"),
    ("relative link in the text", "https://example.org/?a=1", "/x?a=1", "not a whole address"),
    ("footnote in the text", "https://example.org/?a=1&amp;amp;b=2", "#fn1", "not a whole address"),
    ("link without scheme", "https://example.org/?a=1", "//example.org/?a=1", "not a whole address"),
    ("broken address in the text", "https://example.org/?a=1", "http://[", "not a whole address"),
    ("a form of HTML that is none", "&lt;p&gt;ñ", "&lt;![x[&gt;&lt;script&gt;", "<script>"),
    ("relative srcset", "&lt;p&gt;ñ", '&lt;img srcset="https://example.org/a 1x, b.png 2x"&gt;', "'b.png'"),
    ("windows-1252 left", "Rest is", "It\x92s", "control characters"),
    ("another root", "rss xmlns:dc", "html xmlns:dc", "not well-formed"),
]


# feed practice B3; feed practice B7; feed practice C3; feed practice C5; hostile input 22; hostile input 23
@pytest.mark.parametrize(("old", "new", "expected"), [pytest.param(*fault, id=what) for what, *fault in FAULTS])
def test_each_fault_is_named(
    old: str, new: str, expected: str, good: dict[str, bytes], addresses: dict[str, str]
) -> None:
    """One change to a good feed is enough for a complaint that says what is wrong."""
    text = good["rss"].decode()
    assert old in text
    broken = broken_rules(text.replace(old, new, 1).encode(), addresses["rss"])
    assert any(expected in str(rule) for rule in broken), broken
