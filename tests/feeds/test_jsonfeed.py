import json
from collections.abc import Callable
from typing import Any

from publisher.feeds import jsonfeed
from publisher.model import Enclosure, Post, Publication

MakePost = Callable[..., Post]
MakePublication = Callable[..., Publication]


def _document(made: Publication) -> dict[str, Any]:
    (artifact,) = jsonfeed.render(made, jsonfeed.Options())
    document: dict[str, Any] = json.loads(artifact.content)
    return document


def test_is_one_json_feed_below_public(publication: MakePublication) -> None:
    """JSON Feed has a media type of its own, and the file ends like any text file."""
    (artifact,) = jsonfeed.render(publication(), jsonfeed.Options())
    assert (artifact.path, artifact.media_type) == ("public/feed.json", "application/feed+json")
    assert artifact.content.endswith(b"}\n")


def test_the_feed_says_what_version_1_1_wants(publication: MakePublication) -> None:
    """An empty blog is a feed too, with an empty list."""
    assert _document(publication()) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "A Quiet Clinic",
        "home_page_url": "https://blog.example.com/",
        "feed_url": "https://blog.example.com/feed.json",
        "description": "Notes on acupuncture.",
        "language": "en",
        "authors": [{"name": "Dr. Ada"}],
        "items": [],
    }


def test_an_item_tells_the_whole_post(rich_post: Post, publication: MakePublication) -> None:
    """Everything a post has, under the names of the format."""
    (item,) = _document(publication(rich_post))["items"]
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
            },
            {
                "url": "https://blog.example.com/needles/notes.pdf",
                "mime_type": "application/pdf",
                "size_in_bytes": 999,
            },
        ],
    }


def test_what_a_post_does_not_have_is_not_written(post: MakePost, publication: MakePublication) -> None:
    """No empty lists, no nulls, and no size where it is unknown; the content may be empty but is there."""
    remote = Enclosure(url="https://example.org/a.mp3", length=0, media_type="audio/mpeg")
    (item,) = _document(publication(post(html="", summary="", tags=(), enclosures=(remote,))))["items"]
    assert sorted(item) == [
        "attachments", "authors", "content_html", "date_modified", "date_published", "id", "title", "url",
    ]  # fmt: skip
    assert item["attachments"] == [{"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg"}]


def test_characters_are_written_as_they_are(rich_post: Post, publication: MakePublication) -> None:
    """UTF-8, so that a person can read the file too."""
    (artifact,) = jsonfeed.render(publication(rich_post), jsonfeed.Options())
    assert "“quotes” 👩‍⚕️".encode() in artifact.content
