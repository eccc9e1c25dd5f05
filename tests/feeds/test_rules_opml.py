"""Every fault put into a good list of feeds is named."""

from collections.abc import Callable

import pytest

from publisher.feeds.rules import broken_rules
from publisher.model import Post

FAULTS = [
    ("another version", 'version="2.0"', 'version="3.0"', "version of opml"),
    ("no title", "<title>A Quiet Clinic</title>", "", "exactly one title"),
    ("no head", "<head>\n    <title>A Quiet Clinic</title>\n  </head>", "", "one head, then one body"),
    ("another type", 'type="rss"', 'type="atom"', "type must be rss"),
    ("no type", 'type="rss" ', "", "type must be rss"),
    ("no text", ' text="A Quiet Clinic (RSS)"', "", "needs a text"),
    ("no address", 'xmlUrl="https://blog.example.com/rss.xml" ', "", "xmlUrl ''"),
    ("relative address", "https://blog.example.com/rss.xml", "rss.xml", "xmlUrl 'rss.xml'"),
    ("relative site", 'htmlUrl="https://blog.example.com/"', 'htmlUrl="/"', "htmlUrl must be"),
    ("no site", 'htmlUrl="https://blog.example.com/"', "", "htmlUrl must be"),
    ("a feed twice", "/atom.xml", "/rss.xml", "stands 2 times"),
    ("no declaration", "<?xml version='1.0' encoding='UTF-8'?>\n", "", "XML declaration"),
    ("broken XML", "</body>", "", "not well-formed"),
]


@pytest.mark.parametrize(("old", "new", "expected"), [pytest.param(*fault, id=what) for what, *fault in FAULTS])
def test_each_fault_is_named(
    old: str, new: str, expected: str, post: Callable[..., Post], write: Callable[..., dict[str, bytes]]
) -> None:
    """One change to a good list is enough for a complaint that says what is wrong."""
    text = write(post())["feeds.opml"].decode()
    assert old in text
    assert broken_rules(text.encode(), None) == []
    broken = broken_rules(text.replace(old, new, 1).encode(), None)
    assert any(expected in str(rule) for rule in broken), broken


def test_an_empty_list_is_named() -> None:
    """Readers would import nothing and say nothing."""
    content = b"<?xml version='1.0' encoding='UTF-8'?>\n<opml version='2.0'><head><title>T</title></head><body/></opml>"
    assert [str(rule) for rule in broken_rules(content, None)] == ["file: it lists no feed"]
