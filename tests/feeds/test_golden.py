from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from publisher.model import Enclosure, Image, Post

GOLDEN = Path(__file__).parents[1] / "golden" / "feeds"
FILES = {"rss": "rss.xml", "atom": "atom.xml", "json": "feed.json"}


@pytest.fixture
def made(
    post: Callable[..., Post],
    feeds: Callable[..., dict[str, bytes]],
) -> dict[str, bytes]:
    """A plain post that was changed, and an older one in Spanish with a picture, a recording and an id of its own."""
    plain = post(
        html='<p>Rest <a href="https://blog.example.com/needles/">afterwards</a>.</p>\n',
        summary="Rest afterwards.",
        updated=datetime(2024, 3, 10, 9, 30, tzinfo=UTC),
    )
    spanish = post(
        slug="agujas",
        id="tag:blog.example.com,2023-12-31:needles",
        title="¿Duele? Q&A",
        html="<p>Casi nada: 1 &lt; 10.</p>\n",
        summary="Casi nada: 1 < 10.",
        authors=("Dr. Ada", "Bo"),
        tags=("agujas", "Q&A"),
        language="es",
        published=datetime(2023, 12, 31, 23, tzinfo=UTC),
        updated=datetime(2023, 12, 31, 23, tzinfo=UTC),
        image=Image(url="https://blog.example.com/agujas/mano.jpg", alt="Una mano", width=1200, height=630),
        enclosures=(Enclosure(url="https://blog.example.com/agujas/voz.mp3", length=5120, media_type="audio/mpeg"),),
    )
    return feeds(spanish, plain)


@pytest.mark.parametrize("format_name", FILES)
def test_two_posts_look_as_on_the_page_we_agreed_on(format_name: str, made: dict[str, bytes]) -> None:
    """The files in tests/golden/feeds, byte for byte; a change there is a change for every reader."""
    assert made[format_name].decode() == (GOLDEN / FILES[format_name]).read_text("utf-8")
