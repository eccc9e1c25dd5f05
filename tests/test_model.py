"""An impossible value cannot be built, and nothing personal shows by accident."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta, timezone

import pytest

from publisher.model import Artifact, Delivery, Post, Subscriber, listing, utc

MakePost = Callable[..., Post]
NAIVE = datetime(2024, 3, 4)  # noqa: DTZ001


@pytest.mark.parametrize("name", ["published", "updated"])
def test_a_post_needs_a_time_zone(post: MakePost, name: str) -> None:
    """A moment without a zone is refused once, so that nobody checks again."""
    with pytest.raises(ValueError, match=f"{name} needs a time zone, got 2024-03-04T00:00:00"):
        post(**{name: NAIVE})


def test_a_post_is_not_changed_before_it_is_published(post: MakePost) -> None:
    """Time does not run backwards."""
    with pytest.raises(ValueError, match="is before published"):
        post(updated=datetime(2024, 3, 3, tzinfo=UTC))


def test_a_post_is_frozen(post: MakePost) -> None:
    """Nobody fills in or mends a value on its way; not even its tables."""
    made = post()
    with pytest.raises(FrozenInstanceError):
        made.title = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        made.extra["x"] = 1  # type: ignore[index]


def test_a_listing_says_of_a_post_what_lists_need(post: MakePost) -> None:
    """It names the post in every list and feed without its words; moments come in UTC, cut to seconds."""
    made = post(slug="rest", tags=("a", "b"), in_feeds=False)
    known = listing(made, "key")
    assert (known.source, known.id, known.url, known.slug) == (made.source, made.id, made.url, "rest")
    assert (known.published, known.updated, known.tags) == (made.published, made.updated, ("a", "b"))
    assert (known.in_lists, known.in_feeds, known.key) == (True, False, "key")


@pytest.mark.parametrize("path", ["feed.xml", "public/rest/index.html", ".well-known/x", "a..b", "針/ä ö.png", "..."])
def test_artifacts_lie_below_the_output_folder(path: str) -> None:
    """A relative path with forward slashes is a place for a file."""
    assert Artifact(path=path, media_type="", content=b"").path == path


@pytest.mark.parametrize(
    "path",
    ["", "/", "/etc/passwd", "../a", "a/../b", "a/..", "./a", "a/./b", "a//b", "a/", "a\\b", "..\\a", "a\0b", "."],
)
def test_artifacts_never_lie_elsewhere(path: str) -> None:
    """No spelling of a path leads out, ends in a folder, or means something else on another system."""
    with pytest.raises(ValueError, match="an output path must stay inside the output folder"):
        Artifact(path=path, media_type="", content=b"")


def test_addresses_hide() -> None:
    """A subscriber in a log or a traceback is an id; so is the one inside a delivery."""
    subscriber = Subscriber(id="s_abc", address="maya@example.org", name="Maya")
    delivery = Delivery(issue_id="monthly/2024-05", subscriber=subscriber, attempts=1)
    assert repr(subscriber) == "Subscriber(id='s_abc')"
    assert "aya" not in repr(delivery)


def test_utc_cuts_to_seconds() -> None:
    """Feeds and mail carry neither fractions nor other zones."""
    moment = datetime(2024, 5, 1, 9, 0, 1, 999_999, tzinfo=timezone(timedelta(hours=2)))
    assert utc(moment) == datetime(2024, 5, 1, 7, 0, 1, tzinfo=UTC)


def test_utc_refuses_a_moment_without_a_zone() -> None:
    """What has no zone is no moment."""
    with pytest.raises(ValueError, match="moment needs a time zone"):
        utc(NAIVE)
