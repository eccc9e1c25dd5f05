"""Factories for inputs: a test names only what it is about."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from publisher.model import Post, Publication, Site


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


def make_post(**changes: Any) -> Post:
    """A public post of two paragraphs; `slug` names it and its address."""
    slug = changes.get("slug", "rest")
    facts: dict[str, Any] = {
        "id": f"https://blog.example.com/{slug}/",
        "slug": slug,
        "url": f"https://blog.example.com/{slug}/",
        "source": f"posts/{slug}.md",
        "title": "Rest is part of the treatment",
        "html": "<p>Needles come out after half an hour.</p>\n<p>Then you rest for a while.</p>\n",
        "text": "Needles come out after half an hour.\n\nThen you rest for a while.",
        "summary": "Needles come out after half an hour.",
        "sentences": ("Needles come out after half an hour.", "Then you rest for a while."),
        "published": datetime(2024, 3, 4, 5, tzinfo=UTC),
        "updated": datetime(2024, 3, 4, 5, tzinfo=UTC),
        "authors": ("Dr. Ada",),
        "tags": ("rest",),
        "language": "en",
    }
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
    """Make a publication of the posts given, newest first."""

    def make(*posts: Post, **site_changes: Any) -> Publication:
        newest_first = sorted(posts, key=lambda p: (p.published, p.id), reverse=True)
        return Publication(site=make_site(**site_changes), posts=tuple(newest_first))

    return make
