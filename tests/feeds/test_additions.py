"""What is added to the elements that feedgen writes."""

from datetime import UTC, datetime
from email.utils import format_datetime

from hypothesis import given
from hypothesis import strategies as some

from publisher.feeds.additions import rfc_822


@given(some.datetimes(timezones=some.just(UTC)))
def test_dates_are_those_of_the_standard_library(moment: datetime) -> None:
    """The same text, for any year from 1 to 9999."""
    assert rfc_822(moment) == format_datetime(moment)
