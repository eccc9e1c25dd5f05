"""What is due: missed moments collapse into the latest, and a boundary belongs to the later side."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.schedule.plan import Turn, turn
from publisher.schedule.rules import parse

MONTHLY = parse("monthly on the first Monday at 09:00", ZoneInfo("UTC"))
DAILY = parse("daily at 09:00", ZoneInfo("UTC"))
MARCH = datetime(2024, 3, 4, 9, tzinfo=UTC)
APRIL = datetime(2024, 4, 1, 9, tzinfo=UTC)
SECOND, BLINK = timedelta(seconds=1), timedelta(microseconds=1)


def waiting(slot: datetime) -> Turn:
    return Turn(period=MONTHLY.period(slot), slot=slot, is_due=False, next_due=slot)


def due(slot: datetime, following: datetime) -> Turn:
    return Turn(period=MONTHLY.period(slot), slot=slot, is_due=True, next_due=following)


@pytest.mark.parametrize(
    ("checked_until", "now", "expected"),
    [
        pytest.param(MARCH - SECOND, MARCH - SECOND, waiting(MARCH), id="a second too early"),
        pytest.param(MARCH - 2 * BLINK, MARCH - BLINK, waiting(MARCH), id="a blink too early"),
        pytest.param(MARCH - SECOND, MARCH, due(MARCH, APRIL), id="on the second"),
        pytest.param(MARCH - BLINK, MARCH, due(MARCH, APRIL), id="a blink after the last look"),
        pytest.param(MARCH - SECOND, MARCH + BLINK, due(MARCH, APRIL), id="a blink late"),
        pytest.param(MARCH - SECOND, APRIL - BLINK, due(MARCH, APRIL), id="almost a month late"),
        pytest.param(MARCH, MARCH, waiting(APRIL), id="settled this second"),
        pytest.param(MARCH, APRIL - SECOND, waiting(APRIL), id="settled, and the next not yet"),
        pytest.param(MARCH, APRIL, due(APRIL, datetime(2024, 5, 6, 9, tzinfo=UTC)), id="settled, and the next now"),
    ],
)
def test_boundaries(checked_until: datetime, now: datetime, expected: Turn) -> None:
    """A slot is due from its own moment on, once, and not before."""
    assert turn(MONTHLY, checked_until, now) == expected


def test_missed_slots_collapse_into_the_latest() -> None:
    """After three months of silence one issue goes out, not four."""
    found = turn(MONTHLY, MARCH - SECOND, datetime(2024, 6, 20, tzinfo=UTC))
    assert (found.period, found.slot) == ("2024-06", datetime(2024, 6, 3, 9, tzinfo=UTC))
    assert found.next_due == datetime(2024, 7, 1, 9, tzinfo=UTC)


def test_first_run_without_a_past_waits() -> None:
    """A newsletter that begins now is not due before its next moment."""
    assert turn(MONTHLY, MARCH + SECOND, MARCH + SECOND) == waiting(APRIL)


def test_first_run_with_a_past_is_due() -> None:
    """A newsletter whose posts count from a day on has missed the moments since."""
    assert turn(MONTHLY, datetime(2024, 1, 1, tzinfo=UTC), MARCH + SECOND) == due(MARCH, APRIL)


def test_clock_set_back_makes_nothing_due() -> None:
    """What was settled in the future that never was stays settled until then."""
    assert not turn(DAILY, APRIL, MARCH).is_due


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 90 * 24 * 3600), min_size=1, max_size=10).map(sorted))
def test_each_period_is_due_at_most_once(looks: list[int]) -> None:
    """However often and however late somebody looks, no period comes twice, and the latest is never left out."""
    start = datetime(2024, 1, 1, tzinfo=UTC)
    checked, periods = start, list[str]()
    for seconds in looks:
        now = start + timedelta(seconds=seconds)
        found = turn(DAILY, checked, now)
        periods += [found.period] if found.is_due else []
        checked = now
    assert len(periods) == len(set(periods))
    latest = turn(DAILY, start, checked)
    assert periods[-1:] == ([latest.period] if latest.is_due else [])
