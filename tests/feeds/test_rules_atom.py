"""Every fault put into a good Atom feed is named: a checker that passes everything is worth nothing."""

import re

import pytest

from publisher.feeds.rules import broken_rules
from publisher.feeds.rules.broken import advice

_ATOM_SELF = '<link href="https://blog.example.com/atom.xml" rel="self" type="application/atom+xml"/>'
_ENTRY_LINK = '<link href="https://blog.example.com/rest/" rel="alternate" type="text/html"/>'
_FEED_DATE = "<updated>2024-03-06T00:00:00+00:00</updated>\n  <author>"

# what, a text of the good feed, what stands there instead, part of the complaint
FAULTS = [
    ("no feed id", "<id>https://blog.example.com/</id>", "", "exactly one id"),
    ("feed id not permanent", "<id>https://blog.example.com/</id>", "<id>blog</id>", "not a URI"),
    ("feed id of another kind", "<id>https://blog.example.com/</id>", "<id>urn:blog</id>", "permanent"),
    ("no author", "<author>\n    <name>Dr. Ada</name>\n  </author>\n  <link", "<link", "needs an author"),
    ("no self link", _ATOM_SELF, "", "self"),
    ("the clock's date", _FEED_DATE, _FEED_DATE.replace("2024-03-06", "2025-01-01"), "time of a build"),
    ("stale feed date", _FEED_DATE, _FEED_DATE.replace("2024-03-06", "2024-03-01"), "older"),
    ("no entry date", "<published>2024-03-05T00:00:00+00:00</published>", "", "exactly one published"),
    ("no zone", "<published>2024-03-05T00:00:00+00:00", "<published>2024-03-05T00:00:00", "is not a date"),
    ("fractions", "<published>2024-03-05T00:00:00+", "<published>2024-03-05T00:00:00.5+", "fractions"),
    ("no such day", "<published>2024-03-05T", "<published>2024-02-30T", "is not a date"),
    ("changed before published", "<published>2024-03-05T", "<published>2024-03-07T", "changed before"),
    ("CDATA as type", '<content type="html">', '<content type="CDATA">', "type html"),
    ("content as text", '<content type="html">', "<content>", "type html"),
    ("title as html", "<title>Rest", '<title type="html">Rest', "type text"),
    ("links without rel", ' rel="enclosure" type="audio/mpeg" length="123456"', "", "one alternate link"),
    ("no alternate link", _ENTRY_LINK, "", "one alternate link"),
    ("enclosure without length", ' length="123456"', "", "length in bytes"),
    ("entry language", 'xml:lang="es"', 'xml:lang="es_ES"', "language tag"),
    ("metadata after an entry", "</feed>", "<rights>x</rights></feed>", "after the first item"),
    (
        "id twice",
        "<id>https://blog.example.com/rest/</id>",
        "<id>https://blog.example.com/needles/</id>",
        "stands 2 times",
    ),
    ("two summaries", "<summary>", "<summary>x</summary><summary>", "more than one summary"),
    ("another namespace", "http://www.w3.org/2005/Atom", "http://example.com/", "neither RSS, Atom nor"),
]


@pytest.mark.parametrize(("old", "new", "expected"), [pytest.param(*fault, id=what) for what, *fault in FAULTS])
def test_each_fault_is_named(
    old: str, new: str, expected: str, good: dict[str, bytes], addresses: dict[str, str]
) -> None:
    """One change to a good feed is enough for a complaint that says what is wrong."""
    text = good["atom"].decode()
    assert old in text
    broken = broken_rules(text.replace(old, new, 1).encode(), addresses["atom"])
    assert any(expected in str(rule) for rule in broken), broken


def test_an_entry_without_any_text_is_named(good: dict[str, bytes], addresses: dict[str, str]) -> None:
    """A title alone is not worth a reader's visit."""
    bare = re.sub(rb"<(content|summary).*?</\1>", b"", good["atom"], flags=re.DOTALL)
    assert advice("item 1", "needs content, or at least a summary") in broken_rules(bare, addresses["atom"])
