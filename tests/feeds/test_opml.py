from collections.abc import Callable
from xml.etree import ElementTree

from publisher.feeds.opml import opml
from publisher.feeds.options import Options
from publisher.feeds.rules import broken_rules
from publisher.model import FeedLink, Post

MakePost = Callable[..., Post]
Files = Callable[..., dict[str, bytes]]


def _outlines(content: bytes) -> list[dict[str, str]]:
    return [dict(outline.attrib) for outline in ElementTree.fromstring(content).iter("outline")]  # noqa: S314 - ours


# feed practice E4
def test_every_feed_is_listed(dated: MakePost, write: Files) -> None:
    """Each with its title, its address and the site's, under the type that OPML has for any feed."""
    files = write(dated("a", 1, tags=("Qi & rest",)))
    outlines = _outlines(files["feeds.opml"])
    assert [outline["xmlUrl"] for outline in outlines] == [
        "https://blog.example.com/rss.xml",
        "https://blog.example.com/atom.xml",
        "https://blog.example.com/feed.json",
        "https://blog.example.com/feeds/tag/qi-rest-1d17da2f25.xml",
    ]
    assert outlines[3] == {
        "type": "rss",
        "text": "A Quiet Clinic: Qi & rest (RSS)",
        "title": "A Quiet Clinic: Qi & rest (RSS)",
        "xmlUrl": "https://blog.example.com/feeds/tag/qi-rest-1d17da2f25.xml",
        "htmlUrl": "https://blog.example.com/",
    }
    assert broken_rules(files["feeds.opml"], None) == []


def test_a_new_post_leaves_the_list_as_it_is(dated: MakePost, write: Files) -> None:
    """It bears no date, so only a feed that comes, goes or is renamed changes it."""
    before, after = write(dated("a", 1)), write(dated("a", 1), dated("b", 2))
    assert before["feeds.opml"] == after["feeds.opml"]


def test_titles_are_escaped_once() -> None:
    """Quotes, ampersands and line breaks come out as they went in."""
    title = "\"A\" & 'B' <c>"
    content = opml(title, "https://example.com/", [FeedLink("RSS", title, "https://example.com/?a=1&b", "x/y")])
    assert ElementTree.fromstring(content).findtext("head/title") == title  # noqa: S314 - ours
    assert [(outline["text"], outline["xmlUrl"]) for outline in _outlines(content)] == [
        (title, "https://example.com/?a=1&b")
    ]


def test_it_stands_where_it_is_wanted(dated: MakePost, write: Files) -> None:
    """At a path of one's own."""
    assert "lists/all.opml" in write(dated("a", 1), options=Options(opml="lists/all.opml"))
