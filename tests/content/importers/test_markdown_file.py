"""Markdown files of other tools."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from publisher.content.importers import Imported, file_name
from publisher.errors import ImporterError


def test_front_matter_and_body(bring: Callable[..., Imported]) -> None:
    """What has a field goes there, the rest is kept as written, and the body is not touched."""
    text = (
        "---\ntitle: 'Low *Tide*'\nby: Ada Roe\npubdate: 2024-03-04\ncategories: mud, sea\nexcerpt: Mud.\n"
        "slug: Ebb\ndraft: true\nweight: 3\n---\n\nMud  \n\n* a\n* b\n"
    )
    found = bring("a.md", text)
    assert found == Imported(
        title="Low Tide",
        slug="ebb",
        body="Mud  \n\n* a\n* b",
        authors=("Ada Roe",),
        published=date(2024, 3, 4),
        tags=("mud", "sea"),
        summary="Mud.",
        extra={"draft": "true", "weight": "3"},
    )


def test_toml_front_matter(bring: Callable[..., Imported]) -> None:
    """Hugo's other form; values keep their types."""
    found = bring("a.md", '+++\ntitle = "Tide"\ndate = 2024-03-04T09:00:00Z\nweight = 3\n+++\nMud.')
    assert (found.published, found.extra) == (datetime(2024, 3, 4, 9, tzinfo=UTC), {"weight": 3})


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("# Low *Tide* #\n\nMud.", "Low Tide", "Mud."),
        ("## Low Tide {#tide}\nMud.", "Low Tide", "Mud."),
        ("Low Tide\n========\n\nMud.", "Low Tide", "Mud."),
        ("Mud.\n\n# Low Tide\n\nMore.", "Low Tide", "Mud.\n\nMore."),
        ("```\n# not this\n```\n\n# Low Tide #1\nMud.", "Low Tide #1", "```\n# not this\n```\n\nMud."),
        ("---\ntitle: Low tide\n---\n# Low Tide!\n\nMud.", "Low tide", "Mud."),
        ("---\ntitle: Low tide\n---\n# Mud\n\nMud.", "Low tide", "# Mud\n\nMud."),
        ("Mud.\n\n## Section\n\nMore.", "My tide", "Mud.\n\n## Section\n\nMore."),
    ],
)
def test_the_title_stands_once(bring: Callable[..., Imported], text: str, title: str, body: str) -> None:
    """The heading that is the title leaves the body, any other one stays; without either, the file's name serves."""
    found = bring("my_tide.md", text)
    assert (found.title, found.body) == (title, body)
    assert bool(found.notes) == (title == "My tide")


def test_a_dated_name_serves_where_the_file_is_silent(bring: Callable[..., Imported]) -> None:
    """Jekyll keeps date and address in the name; both survive a new title."""
    assert file_name(bring("2024-03-04-ebb.md", "# Low Tide\n\nMud.")) == "2024-03-04-ebb.md"


@pytest.mark.parametrize(
    ("stated", "zone", "published", "note"),
    [
        ("2024-03-04T23:30+01:00", None, "2024-03-04T23:30:00+01:00", None),
        ("2024-03-04 23:30", "Asia/Tokyo", "2024-03-04T23:30:00+09:00", None),
        ("2024-03-04T23:30Z", "Asia/Tokyo", "2024-03-05T08:30:00+09:00", None),
        ("2024-03-04 23:30", None, "2024-03-04", "names no time zone"),
        ("3/4/2024", None, "2024-03-04", "read day first it would be April 3, 2024"),
        ("March 4, 2024 at noon", None, "2024-03-04", "only the day was kept"),
        ("soon", None, None, "“soon” could not be read"),
        ("0001-01-01T00:00Z", "America/New_York", "0001-01-01T00:00:00+00:00", None),
    ],
)
def test_a_date_keeps_its_day(
    bring: Callable[..., Imported], stated: str, zone: str | None, published: str | None, note: str | None
) -> None:
    """A moment is one with a zone, in the site's where that is known; what was decided or lost is in the notes."""
    found = bring("a.md", f"---\ndate: {stated}\n---\n# T\nMud.", zone=ZoneInfo(zone) if zone else None)
    assert (found.published.isoformat() if found.published else None) == published
    assert len(found.notes) == bool(note)
    assert (note or "") in "".join(found.notes)


def test_a_stated_offset_stays(bring: Callable[..., Imported]) -> None:
    """Without the site's zone the post keeps the one it was written in."""
    found: Any = bring("a.md", "---\ndate: 2024-03-04T23:30+01:00\n---\n# T\nMud.").published
    assert found.utcoffset() == timedelta(hours=1)


def test_a_value_that_does_not_fit_becomes_a_note(bring: Callable[..., Imported]) -> None:
    """One odd key does not keep a post out; it is named."""
    found = bring("a.md", "---\nsummary: [a, b]\n---\n# T\nMud.")
    assert found.notes == ("Left out: 'summary' must be one text, not a list.",)


def test_front_matter_that_cannot_be_read_is_refused(bring: Callable[..., Imported]) -> None:
    """The message keeps file and line of the front matter's own reader."""
    with pytest.raises(ImporterError, match=r"^a\.md:1: .*never closed"):
        bring("a.md", "---\ntitle: T\n\nMud.")
