"""Dates are read in the shapes that posts use, and in no other."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content.dates import parse

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("2024-05-01", "2024-05-01T04:00", id="a day begins at home"),
        pytest.param("2024-1-9", "2024-01-09T05:00", id="single digits"),
        pytest.param("2023-2-07T08:30:00Z", "2023-02-07T08:30", id="single digit with a time"),
        pytest.param("2024-05-01T09:00", "2024-05-01T13:00", id="local time"),
        pytest.param("2024-05-01t09:00", "2024-05-01T13:00", id="lower-case t"),
        pytest.param("2024-05-01   9:05", "2024-05-01T13:05", id="spaces"),
        pytest.param("2014-03-21T12:00:00-04:00", "2014-03-21T16:00", id="offset with a colon"),
        pytest.param("2016-01-28 17:21:50 -0800", "2016-01-29T01:21:50", id="offset without a colon"),
        pytest.param("2015-03-17 14:00:00 -4", "2015-03-17T18:00", id="offset of one digit"),
        pytest.param("2024-05-01 09:00 +930", "2024-04-30T23:30", id="offset of three digits"),
        pytest.param("2024-05-01 09:00+14", "2024-04-30T19:00", id="farthest east"),
        pytest.param("2024-05-01T09:00:01.999999Z", "2024-05-01T09:00:01", id="fractions are cut"),
        pytest.param("2024-05-01T09:00:01,5z", "2024-05-01T09:00:01", id="fraction with a comma"),
        pytest.param(" 2024-05-01\n", "2024-05-01T04:00", id="white space around it"),
        pytest.param("2024-03-10 02:30", "2024-03-10T07:30", id="an hour that is skipped"),
        pytest.param("2024-11-03 01:30", "2024-11-03T05:30", id="an hour that comes twice"),
        pytest.param("0099-06-01T00:00Z", "0099-06-01T00:00", id="a long time ago"),
        pytest.param("9999-12-31T00:00Z", "9999-12-31T00:00", id="a long time ahead"),
        pytest.param("1970-01-01T00:00Z", "1970-01-01T00:00", id="the first second of the clock"),
        pytest.param("Jul 08 2022", "2022-07-08T04:00", id="month's name first"),
        pytest.param("July 8, 2022", "2022-07-08T04:00", id="with a comma"),
        pytest.param("8 July 2022", "2022-07-08T04:00", id="day first"),
        pytest.param("1st sept. 2022", "2022-09-01T04:00", id="ordinal and full stop"),
        pytest.param("Fri, 08 Jul 2022 10:00:00 GMT", "2022-07-08T10:00", id="as mail writes it"),
        pytest.param("May 1, 2024 9:30 +0200", "2024-05-01T07:30", id="with a time"),
        pytest.param("2024-05-01 09:00 UTC", "2024-05-01T09:00", id="UTC by name"),
        pytest.param(date(2024, 5, 1), "2024-05-01T04:00", id="a TOML date"),
        pytest.param(datetime(2024, 5, 1, 9), "2024-05-01T13:00", id="a TOML local time"),  # noqa: DTZ001
        pytest.param(
            datetime(2024, 5, 1, 9, microsecond=5, tzinfo=timezone(timedelta(hours=2))),
            "2024-05-01T07:00",
            id="a TOML time with an offset",
        ),
    ],
)
def test_parse(value: Any, expected: str) -> None:
    """Every shape gives its moment in UTC, to the second; what names no zone is local. (hostile inputs 13, 15)"""
    assert parse(value, NEW_YORK) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        *("01/02/2025", "1.2.2025", "10 Nov", "yesterday", "", "2024", "2024-05", "20240501"),
        *("2023-01-29 18:30:22 2023 -0800", "2024-05-01T", "2024-05-01T9", "2024-05-01 09:00 EST", "2024-05-01Z"),
        *("8 Juli 2022", "July 2022", "Jul 8", "8 Jul 22", "Jul 8 2022 EST", "08/Jul/2022", "July 8th of 2022"),
        *("24-05-01", "2024-05-01 9:5", "2024-05-01 +02:00", "12024-05-01"),
        *(20240501, True, time(9), ["2024-05-01"], {"date": "2024-05-01"}),
    ],
)
def test_a_date_is_never_guessed(value: Any) -> None:
    """Another shape is refused, and the message shows what would be read. (hostile input 12)"""
    with pytest.raises(ValueError, match=r"must be written like 2024-05-01 or 2024-05-01T09:00\+02:00, not "):
        parse(value, NEW_YORK)


@pytest.mark.parametrize("word", ["Created", "Last Modified", "git Created", "git Last Modified", "git last modified"])
def test_a_date_is_not_asked_of_the_disk(word: str) -> None:
    """Eleventy's words would give every copy of the folder new dates, so they are refused with the reason."""
    with pytest.raises(ValueError, match=f"^must be a date: '{word}' asks the disk or git, and a copy would be new"):
        parse(word, NEW_YORK)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        pytest.param("Feb 30 2024", "no date of the calendar", id="30 February by name"),
        pytest.param("2025-13-45", "no date of the calendar", id="month 13"),
        pytest.param("2023-02-29", "no date of the calendar", id="no leap year"),
        pytest.param("0000-01-01", "no date of the calendar", id="year 0"),
        pytest.param("2024-05-01T24:00", "no date of the calendar", id="hour 24"),
        pytest.param("2024-05-01T23:59:60Z", "no date of the calendar", id="leap second"),
        pytest.param("2024-05-01 09:00 +15:00", "no place on Earth", id="offset of 15 hours"),
        pytest.param("2024-05-01 09:00 +99", "no place on Earth", id="offset of 99 hours"),
        pytest.param("2024-05-01 09:00 +01:60", "no place on Earth", id="offset of 60 minutes"),
        pytest.param("0001-01-01T00:00+02:00", "too far from today", id="before the first year"),
        pytest.param("9999-12-31T23:59-02:00", "too far from today", id="after the last year"),
    ],
)
def test_what_no_calendar_has_is_refused(value: str, problem: str) -> None:
    """A slip of the hand is named, not rounded."""
    with pytest.raises(ValueError, match=problem):
        parse(value, NEW_YORK)


moments = st.datetimes(
    min_value=datetime(1, 1, 3),  # noqa: DTZ001
    max_value=datetime(9999, 12, 29),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)


@settings(max_examples=100, deadline=None)
@given(moments)
def test_iso_text_comes_back_as_its_moment(moment: datetime) -> None:
    """What Python writes with an offset is read as the same moment, to the second."""
    assert parse(moment.isoformat(), NEW_YORK) == moment.replace(microsecond=0)


@settings(max_examples=100, deadline=None)
@given(moments)
def test_a_moment_read_once_stays(moment: datetime) -> None:
    """The moment in UTC, written down again, is the same in any zone."""
    once = parse(moment, NEW_YORK)
    assert once.utcoffset() == timedelta(0)
    assert parse(once.isoformat(), ZoneInfo("Pacific/Apia")) == once


@settings(max_examples=100, deadline=None)
@given(st.text() | st.from_regex(r"\d{4}-\d\d?-\d\d?([T ]\d\d?:\d\d(:\d\d)?( ?[+-]\d{1,4})?)?", fullmatch=True))
def test_any_text_is_a_moment_or_a_complaint(text: str) -> None:
    """Nothing but `ValueError` escapes, and what comes back knows its zone."""
    try:
        moment = parse(text, NEW_YORK)
    except ValueError:
        return
    assert moment.utcoffset() == timedelta(0)
