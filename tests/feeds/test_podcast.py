from collections.abc import Callable
from typing import Any

import feedparser
import pytest
from lxml import etree

from publisher.feeds.namespaces import ITUNES
from publisher.feeds.options import Options, Podcast
from publisher.feeds.rules import broken_rules
from publisher.model import Enclosure, Post

MakePost = Callable[..., Post]
Files = Callable[..., dict[str, bytes]]

SHOW = Podcast(image="cover.jpg", category="Health & Fitness > Medicine", owner="show@example.com")
_TALK = Enclosure(url="https://blog.example.com/a.mp3", length=9, media_type="audio/mpeg", duration_s=95)
_NOTES = Enclosure(url="https://blog.example.com/a.pdf", length=9, media_type="application/pdf")


def _told(element: "etree._Element") -> list[tuple[str, Any]]:
    """What it says in the podcasts' vocabulary."""
    own = [child for child in element if isinstance(child.tag, str) and child.tag.startswith(f"{{{ITUNES}}}")]
    return [(etree.QName(child).localname, dict(child.attrib) or child.text) for child in own]


def _channel(files: dict[str, bytes]) -> "etree._Element":
    return etree.fromstring(files["rss.xml"])[0]


# feed practice D3
def test_a_show_says_what_directories_ask(post: MakePost, write: Files) -> None:
    """Author, cover, category within category, whether it is explicit in today's words, and whom to write to."""
    files = write(post(enclosures=(_TALK,)), options=Options(podcast=SHOW))
    channel = _channel(files)
    assert _told(channel)[:4] == [
        ("author", "Dr. Ada"),
        ("image", {"href": "https://blog.example.com/cover.jpg"}),
        ("category", {"text": "Health & Fitness"}),
        ("explicit", "false"),
    ]
    assert [dict(part.attrib) for part in channel.findall(f"{{{ITUNES}}}category/{{{ITUNES}}}category")] == [
        {"text": "Medicine"}
    ]
    assert channel.findtext(f"{{{ITUNES}}}owner/{{{ITUNES}}}email") == "show@example.com"
    assert broken_rules(files["rss.xml"], "https://blog.example.com/rss.xml") == []


# feed practice D3
def test_an_episode_says_how_long_it_is(post: MakePost, write: Files) -> None:
    """A post without a recording says nothing, one of unknown length no length."""
    remote = Enclosure(url="https://example.org/b.mp3", length=0, media_type="audio/mpeg")
    posts = [post(slug="c", enclosures=(_TALK,)), post(slug="b", enclosures=(remote,)), post(slug="a", enclosures=())]
    channel = _channel(write(*posts, options=Options(podcast=SHOW)))
    assert [_told(item) for item in channel.findall("item")] == [
        [("explicit", "false"), ("duration", "95")],
        [("explicit", "false")],
        [],
    ]


# feed practice D3
def test_rss_names_the_recording_and_the_other_formats_every_file(post: MakePost, feeds: Files) -> None:
    """RSS has room for one, so it is the one that can be played."""
    made = feeds(post(enclosures=(_NOTES, _TALK)))
    (in_rss,), (in_atom,) = (feedparser.parse(made[name]).entries for name in ("rss", "atom"))
    assert [file.href for file in in_rss.enclosures] == [_TALK.url]
    assert [file.href for file in in_atom.enclosures] == [_NOTES.url, _TALK.url]
    assert b'"duration_in_seconds": 95' in made["json"]


@pytest.mark.parametrize("options", [Options(), Options(podcast=None)])
def test_a_blog_that_is_no_podcast_says_nothing(options: Options, post: MakePost, write: Files) -> None:
    """Directories list only what asks for it."""
    assert b"itunes" not in write(post(enclosures=(_TALK,)), options=options)["rss.xml"]


# feed practice D2
def test_the_editor_is_named_with_a_public_address_only(post: MakePost, write: Files) -> None:
    """RSS wants a mail address there, so without one it says nothing."""
    assert b"managingEditor" not in write(post())["rss.xml"]
    content = write(post(), options=Options(contact="hello@example.com"))["rss.xml"]
    assert b"<managingEditor>hello@example.com (Dr. Ada)</managingEditor>" in content
    assert broken_rules(content, None) == []


# feed practice C8
def test_markdown_is_given_when_asked_for(post: MakePost, write: Files) -> None:
    """In RSS, as its author wrote it."""
    written = post(markdown="Rest *well*.\r\n\n- ]]> <b>\x00")
    assert b"markdown" not in write(written)["rss.xml"]
    files = write(written, options=Options(source_markdown=True))
    item = _channel(files).find("item")
    assert item is not None
    assert item.findtext("{http://source.scripting.com/}markdown") == "Rest *well*.\n\n- ]]> <b>"
    assert b"well*" not in files["atom.xml"] + files["feed.json"]
    assert broken_rules(files["rss.xml"], None) == []
