"""The next slots of a rule, and what the clocks do around them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from publisher.schedule.rules import parse
from publisher.schedule.timetable import upcoming

BERLIN = ZoneInfo("Europe/Berlin")


def test_slots_follow_each_other() -> None:
    """Later than the moment asked, each with its period; two months in UTC an hour apart, for one local time."""
    rule = parse("monthly on day 15 at 09:00", BERLIN)
    found = upcoming(rule, datetime(2024, 2, 15, 8, tzinfo=UTC), 3)
    assert [(slot.period, slot.at) for slot in found] == [
        ("2024-03", datetime(2024, 3, 15, 8, tzinfo=UTC)),
        ("2024-04", datetime(2024, 4, 15, 7, tzinfo=UTC)),
        ("2024-05", datetime(2024, 5, 15, 7, tzinfo=UTC)),
    ]
    assert [slot.note for slot in found] == ["", "the clocks go forward before it", ""]


@pytest.mark.parametrize(
    ("text", "after", "at", "note"),
    [
        (
            "daily at 02:30",
            datetime(2024, 3, 30, 12, tzinfo=UTC),
            datetime(2024, 3, 31, 1, 30, tzinfo=UTC),
            "02:30 is skipped that day: as long after the change",
        ),
        (
            "daily at 02:30",
            datetime(2024, 10, 26, 12, tzinfo=UTC),
            datetime(2024, 10, 27, 0, 30, tzinfo=UTC),
            "this hour comes twice: the first time counts",
        ),
        (
            "weekly on Monday at 09:00",
            datetime(2024, 10, 22, tzinfo=UTC),
            datetime(2024, 10, 28, 8, tzinfo=UTC),
            "the clocks go back before it",
        ),
        ("0 9 * * 1", datetime(2024, 6, 4, tzinfo=UTC), datetime(2024, 6, 10, 7, tzinfo=UTC), ""),
        ("*/30 * * * *", datetime(2024, 6, 4, tzinfo=UTC), datetime(2024, 6, 4, 0, 30, tzinfo=UTC), ""),
    ],
)
def test_changes_of_the_clocks_are_told(text: str, after: datetime, at: datetime, note: str) -> None:
    """Where the hour is not there, is there twice, or was moved since the slot before."""
    (slot,) = upcoming(parse(text, BERLIN), after, 1)
    assert (slot.at, slot.note) == (at, note)
