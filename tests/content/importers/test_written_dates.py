"""Dates as people write them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.content.importers.origin import DateOrder
from publisher.content.importers.written_dates import find, spelled


@pytest.mark.parametrize(
    "text",
    [
        "2024-11-05",
        "2024/11/5",
        "November 5, 2024",
        "november 5 2024",
        "Nov. 5th, 2024",
        "Tuesday, November 5, 2024",
        "5 November 2024",
        "5th of November, 2024",
        "05-Nov-2024",
        "2024年11月5日",
        "on 2024-11-05T09:00:00Z",
        "32/13/2024, no: 5 Nov 2024",
    ],
)
def test_one_meaning_needs_no_note(text: str) -> None:
    """ISO dates and named months are read as what they are; a date of no calendar is passed over."""
    found = find(text, "month-first")
    assert found
    assert (found.day, found.note) == (date(2024, 11, 5), "")


@pytest.mark.parametrize(
    ("text", "order", "day", "note"),
    [
        (
            "3/4/2024",
            "month-first",
            date(2024, 3, 4),
            "The date 3/4/2024 was read month first: March 4, 2024; read day first it would be April 3, 2024. "
            "Correct the date if that was meant.",
        ),
        (
            "3.4.2024",
            "day-first",
            date(2024, 4, 3),
            "The date 3.4.2024 was read day first: April 3, 2024; read month first it would be March 4, 2024. "
            "Correct the date if that was meant.",
        ),
        ("3/25/24", "month-first", date(2024, 3, 25), "The date 3/25/24 was read month first: March 25, 2024."),
        (
            "25/3/2024",
            "month-first",
            date(2024, 3, 25),
            "The date 25/3/2024 cannot be month first, so it was read day first: March 25, 2024.",
        ),
        (
            "2-29-1999, 2-28-1999",
            "day-first",
            date(1999, 2, 28),
            "The date 2-28-1999 cannot be day first, so it was read month first: February 28, 1999.",
        ),
        ("7/7/2024", "month-first", date(2024, 7, 7), ""),
    ],
)
def test_numbers_say_how_they_were_read(text: str, order: DateOrder, day: date, note: str) -> None:
    """The order in force wins where it can; the note names it, and the other reading where there is one."""
    found = find(text, order)
    assert found
    assert (found.day, found.note) == (day, note)


@pytest.mark.parametrize(
    "text", ["", "a 24/7 service", "1/2/3/4", "13.5.2", "May 2024", "call 555-10-2024", "2024-13-01"]
)
def test_what_is_no_date_is_left_alone(text: str) -> None:
    """Hours, versions, fractions and telephone numbers are no dates."""
    assert find(text, "month-first") is None


@given(day=st.dates(min_value=date(1970, 1, 1), max_value=date(2068, 12, 31)), mark=st.sampled_from("/.-"))
@settings(max_examples=60)
def test_each_order_reads_what_it_wrote(day: date, mark: str) -> None:
    """A date written in an order and read in the same one is the same day, with two digits of the year too."""
    month_first = f"{day.month}{mark}{day.day}{mark}{day.year}"
    day_first = f"{day:%d{mark}%m{mark}%y}"
    found = [find(month_first, "month-first"), find(day_first, "day-first"), find(spelled(day), "day-first")]
    assert [one.day for one in found if one] == [day] * 3
