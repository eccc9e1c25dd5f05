"""The three feeds of a publication, and where each will stand."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from publisher.feeds import atom, jsonfeed, rss
from publisher.model import Enclosure, Image, Post, Publication

ADDRESSES = {
    "rss": "https://blog.example.com/rss.xml",
    "atom": "https://blog.example.com/atom.xml",
    "json": "https://blog.example.com/feed.json",
}


@pytest.fixture
def addresses() -> dict[str, str]:
    """Public address of each feed, by format."""
    return ADDRESSES


@pytest.fixture
def write() -> Callable[[Publication], dict[str, bytes]]:
    """Write all three feeds of a publication, by format."""
    return _write


def _write(publication: Publication) -> dict[str, bytes]:
    artifacts = {
        "rss": rss.render(publication, rss.Options()),
        "atom": atom.render(publication, atom.Options()),
        "json": jsonfeed.render(publication, jsonfeed.Options()),
    }
    return {name: artifact.content for name, (artifact,) in artifacts.items()}


@pytest.fixture
def rich_post(post: Callable[..., Post]) -> Post:
    """A post with everything a feed can show."""
    return post(
        slug="needles",
        title="AT&T, <b> and “quotes” 👩‍⚕️",
        summary="Is 3 < 4 & 5 > 4? ¡Sí!",
        html='<p>ñ <a href="https://example.org/?a=1&amp;b=2">more</a> ]]&gt;</p>\n',
        authors=("Dr. Ada", "Bo <bo>"),
        tags=("C#", "C", "Qi & rest"),
        language="es",
        image=Image(url="https://blog.example.com/needles/cover.png", alt="A needle", width=1200, height=630),
        enclosures=(
            Enclosure(url="https://blog.example.com/needles/talk.mp3", length=123456, media_type="audio/mpeg"),
            Enclosure(url="https://blog.example.com/needles/notes.pdf", length=999, media_type="application/pdf"),
        ),
    )


@pytest.fixture
def good(rich_post: Post, post: Callable[..., Post], publication: Callable[..., Publication]) -> dict[str, bytes]:
    """The feeds of two posts of two days, by format."""
    newer = post(slug="rest", published=datetime(2024, 3, 5, tzinfo=UTC), updated=datetime(2024, 3, 6, tzinfo=UTC))
    return _write(publication(newer, rich_post))
