"""Factories for inputs: a test names only what it is about."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from publisher.app import App, open_app
from publisher.model import Post, Publication, Site, Subscriber, listing
from publisher.state.database import open_database
from publisher.state.subscribers import Consent, Subscribers
from publisher.tokens import subscriber_id


def make_site(**changes: Any) -> Site:
    """A small clinic's site under example.com."""
    facts: dict[str, Any] = {
        "title": "A Quiet Clinic",
        "url": "https://blog.example.com/",
        "description": "Notes on acupuncture.",
        "author": "Dr. Ada",
        "language": "en",
        "zone": ZoneInfo("America/New_York"),
        "postal_address": "1 Main Street, Springfield",
        "disclaimer": "This letter is information, not medical advice.",
    }
    return Site(**(facts | changes))


def make_post(*, paragraphs: Iterable[str] | None = None, **changes: Any) -> Post:
    """A public post of two paragraphs, or of those given; `slug` names it and its address."""
    slug = changes.get("slug", "rest")
    facts: dict[str, Any] = {
        "id": f"https://blog.example.com/{slug}/",
        "slug": slug,
        "url": f"https://blog.example.com/{slug}/",
        "source": f"posts/{slug}.md",
        "title": "Rest is part of the treatment",
        "html": "<p>Needles come out after half an hour.</p>\n<p>Then you rest for a while.</p>\n",
        "summary": "Needles come out after half an hour.",
        "markdown": "Needles come out after half an hour.\n\nThen you rest for a while.\n",
        "published": datetime(2024, 3, 4, 5, tzinfo=UTC),
        "updated": datetime(2024, 3, 4, 5, tzinfo=UTC),
        "authors": ("Dr. Ada",),
        "tags": ("rest",),
        "language": "en",
    }
    if paragraphs is not None:
        told = list(paragraphs)
        facts["html"] = "".join(f"<p>{escape(paragraph, quote=False)}</p>\n" for paragraph in told)
        facts["summary"] = told[0] if told else changes.get("title", facts["title"])
    return Post(**(facts | changes))


@pytest.fixture
def site() -> Callable[..., Site]:
    """Make a site; name what matters."""
    return make_site


@pytest.fixture
def post() -> Callable[..., Post]:
    """Make a post; name what matters."""
    return make_post


@pytest.fixture
def publication() -> Callable[..., Publication]:
    """Make a publication that lists the posts given, newest first; each under its id as key."""

    def make(*posts: Post, **site_changes: Any) -> Publication:
        newest_first = sorted(posts, key=lambda p: (p.published, p.id), reverse=True)
        return Publication(site=make_site(**site_changes), posts=tuple(listing(post, post.id) for post in newest_first))

    return make


LETTER_SETTINGS = """
[newsletter.monthly]
title = "A quiet letter"
sender = "letter@example.com"
reply_to = "ada@example.com"
schedule = "monthly on the first Monday at 09:00"
since = 2024-01-01
unsubscribe_mail = "leave@example.com"
"""

_SITE_SETTINGS = """
[site]
title = "A Quiet Clinic"
url = "https://blog.example.com/"
author = "Dr. Ada"
postal_address = "1 Main Street, Springfield"
zone = "America/New_York"
disclaimer = "This is information, not medical advice."
"""
SETTINGS = f"{_SITE_SETTINGS}{LETTER_SETTINGS}"

# everybody on the list of a site in tests
MAYA, NOOR = ("maya@example.org", "Maya"), ("noor@example.net", "")
KEY = "ab" * 32


def subscribe(root: Path, *people: tuple[str, str], newsletter: str = "monthly") -> None:
    """Put people, by address and name, on the list of a site's newsletter."""
    with closing(open_database(root / ".publisher")) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for address, name in people:
            who = Subscriber(id=subscriber_id(bytes.fromhex(KEY), address), address=address, name=name)
            Subscribers(connection).add(who, newsletter, Consent("a form"), datetime(2024, 1, 1, tzinfo=UTC))


class SiteFolder:
    """A site on disk, and ways to change it as its owner would."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._apps: list[App] = []
        self.write("config/publisher.toml", SETTINGS)
        (root / "posts").mkdir()
        subscribe(root, MAYA, NOOR)

    def write(self, name: str, text: str) -> Path:
        """Save a file of the site."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def post(self, name: str, *, title: str = "Rest", date: str = "2024-03-04", body: str = "Rest well.") -> Path:
        """Save a post under `posts/<name>.md`."""
        return self.write(f"posts/{name}.md", f"---\ntitle: {title}\ndate: {date}\n---\n\n{body}\n")

    def change_settings(self, old: str, new: str) -> None:
        """Replace a piece of the settings."""
        text = (self.root / "config/publisher.toml").read_text("utf-8")
        assert old in text
        self.write("config/publisher.toml", text.replace(old, new))

    def app(self) -> App:
        """The site opened anew, as another process would find it."""
        self._apps.append(open_app(self.root, environment={"PUBLISHER_KEY": KEY}, random_bytes=bytes))
        return self._apps[-1]

    def close(self) -> None:
        """Close what the test opened."""
        for app in self._apps:
            app.close()

    def read(self, name: str) -> str:
        """A file below out/."""
        return (self.root / "out" / name).read_text("utf-8")

    def files(self, below: str = "") -> dict[str, bytes]:
        """Every file below out/, by its path there."""
        top = self.root / "out"
        found = sorted(path for path in (top / below).rglob("*") if path.is_file())
        return {path.relative_to(top).as_posix(): path.read_bytes() for path in found}

    def times(self) -> dict[str, int]:
        """When each file of the site was last changed, in nanoseconds."""
        return {str(path): path.stat().st_mtime_ns for path in sorted(self.root.rglob("*")) if path.is_file()}


@pytest.fixture
def site_folder(tmp_path: Path) -> Iterator[SiteFolder]:
    """A site with settings and two readers, and no post yet."""
    folder = SiteFolder(tmp_path / "site")
    yield folder
    folder.close()
