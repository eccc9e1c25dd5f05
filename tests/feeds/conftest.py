"""The feeds of some posts, and where each will stand."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from publisher.feeds.archives import ArchiveStart, archive_starts
from publisher.feeds.options import Options
from publisher.feeds.outputs import output
from publisher.model import Enclosure, Image, Post, Publication, Site, listing
from tests.outputs import make_all

SITE = "https://blog.example.com/"
ADDRESSES = {"rss": f"{SITE}rss.xml", "atom": f"{SITE}atom.xml", "json": f"{SITE}feed.json"}


_ALL = Options()
_MAIN = Options(by=())

Files = Callable[..., dict[str, bytes]]


def a_site(**changes: Any) -> Site:
    """A site, for tests whose many examples cannot share a fixture."""
    facts: dict[str, Any] = {"title": "T", "url": SITE, "description": "", "author": "Ada", "language": "en"}
    return Site(**(facts | {"zone": ZoneInfo("UTC"), "postal_address": "", "disclaimer": ""} | changes))


@pytest.fixture
def addresses() -> dict[str, str]:
    """Public address of each feed, by format."""
    return ADDRESSES


@pytest.fixture
def write(site: Callable[..., Site]) -> Files:
    """Write every file that the feeds of some posts have, by its path below the site's address, as a build does.

    Takes posts in any order, and `options`, `known` archives, `moved` addresses, facts of the site.
    """

    def all_files(
        *posts: Post,
        options: Options = _ALL,
        known: Sequence[ArchiveStart] = (),
        moved: Sequence[tuple[str, str]] = (),
        **site_changes: Any,
    ) -> dict[str, bytes]:
        made_for = site(**site_changes)
        starts = archive_starts(listed(made_for, posts), known)
        artifacts = make_all(output(made_for, options, archives=starts, moved=moved), made_for, posts)
        return {artifact.path.removeprefix("public/"): artifact.content for artifact in artifacts}

    return all_files


@pytest.fixture
def feeds(write: Files) -> Files:
    """Write the main feed of some posts in each format, by format."""

    def main_feeds(*posts: Post, options: Options = _MAIN, **site_changes: Any) -> dict[str, bytes]:
        files = write(*posts, options=options, **site_changes)
        paths = {"rss": options.rss.path, "atom": options.atom.path, "json": options.json.path}
        return {name: files[path] for name, path in paths.items()}

    return main_feeds


def listed(site: Site, posts: Sequence[Post]) -> Publication:
    """The posts as a publication lists them, each under its id as key."""
    newest_first = sorted(posts, key=lambda post: (int(post.published.timestamp()), post.id), reverse=True)
    return Publication(site=site, posts=tuple(listing(post, post.id) for post in newest_first))


@pytest.fixture
def dated(post: Callable[..., Post]) -> Callable[..., Post]:
    """Make a post of a certain day, counted from the first of January 2024."""

    def make(slug: str, day: int, **changes: Any) -> Post:
        moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=day)
        return post(slug=slug, **{"published": moment, "updated": moment} | changes)

    return make


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
            Enclosure(
                url="https://blog.example.com/needles/talk.mp3", length=123456, media_type="audio/mpeg", duration_s=95
            ),
            Enclosure(url="https://blog.example.com/needles/notes.pdf", length=999, media_type="application/pdf"),
        ),
    )


@pytest.fixture
def good(rich_post: Post, post: Callable[..., Post], feeds: Files) -> dict[str, bytes]:
    """The feeds of two posts of two days, by format."""
    newer = post(slug="rest", published=datetime(2024, 3, 5, tzinfo=UTC), updated=datetime(2024, 3, 6, tzinfo=UTC))
    return feeds(newer, rich_post)
