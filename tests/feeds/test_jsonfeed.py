import json
from collections.abc import Callable
from typing import Any

from publisher.model import Enclosure, Post

MakePost = Callable[..., Post]
Feeds = Callable[..., dict[str, bytes]]


def _document(made: dict[str, bytes]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(made["json"])
    return document


# feed practice H1
def test_the_feed_says_what_version_1_1_wants(feeds: Feeds) -> None:
    """An empty blog is a feed too, with an empty list."""
    assert _document(feeds()) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "A Quiet Clinic",
        "home_page_url": "https://blog.example.com/",
        "feed_url": "https://blog.example.com/feed.json",
        "description": "Notes on acupuncture.",
        "language": "en",
        "authors": [{"name": "Dr. Ada"}],
        "items": [],
    }


def test_an_item_tells_the_whole_post(rich_post: Post, feeds: Feeds) -> None:
    """Everything a post has, under the names of the format."""
    (item,) = _document(feeds(rich_post))["items"]
    assert item == {
        "id": "https://blog.example.com/needles/",
        "url": "https://blog.example.com/needles/",
        "title": "AT&T, <b> and “quotes” 👩‍⚕️",
        "content_html": '<p>ñ <a href="https://example.org/?a=1&amp;b=2">more</a> ]]&gt;</p>\n',
        "summary": "Is 3 < 4 & 5 > 4? ¡Sí!",
        "image": "https://blog.example.com/needles/cover.png",
        "date_published": "2024-03-04T05:00:00+00:00",
        "date_modified": "2024-03-04T05:00:00+00:00",
        "authors": [{"name": "Dr. Ada"}, {"name": "Bo <bo>"}],
        "tags": ["C#", "C", "Qi & rest"],
        "language": "es",
        "attachments": [
            {
                "url": "https://blog.example.com/needles/talk.mp3",
                "mime_type": "audio/mpeg",
                "size_in_bytes": 123456,
                "duration_in_seconds": 95,
            },
            {
                "url": "https://blog.example.com/needles/notes.pdf",
                "mime_type": "application/pdf",
                "size_in_bytes": 999,
            },
        ],
    }


def test_what_a_post_does_not_have_is_not_written(post: MakePost, feeds: Feeds) -> None:
    """No empty lists, no nulls, and no size where it is unknown; the content may be empty but is there."""
    remote = Enclosure(url="https://example.org/a.mp3", length=0, media_type="audio/mpeg")
    (item,) = _document(feeds(post(html="", summary="", tags=(), enclosures=(remote,))))["items"]
    assert sorted(item) == [
        "attachments", "authors", "content_html", "date_modified", "date_published", "id", "title", "url",
    ]  # fmt: skip
    assert item["attachments"] == [{"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg"}]


# feed practice H1
def test_characters_are_written_as_they_are(rich_post: Post, feeds: Feeds) -> None:
    """UTF-8, so that a person can read the file too."""
    assert "“quotes” 👩‍⚕️".encode() in feeds(rich_post)["json"]
