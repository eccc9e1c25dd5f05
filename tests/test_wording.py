"""How letters and pages write days and directions."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from publisher.model import Site
from publisher.wording import day, direction


@pytest.mark.parametrize(
    ("zone", "text", "machine"),
    [
        ("America/New_York", "3 March 2024", "2024-03-03T23:30:00-05:00"),
        ("Europe/Berlin", "4 March 2024", "2024-03-04T05:30:00+01:00"),
        ("Asia/Tokyo", "4 March 2024", "2024-03-04T13:30:00+09:00"),
    ],
)
def test_day_is_that_of_the_site(zone: str, text: str, machine: str, site: Callable[..., Site]) -> None:
    """The day is read from the calendar on the site's own wall."""
    shown = day(datetime(2024, 3, 4, 4, 30, tzinfo=UTC), site(zone=ZoneInfo(zone)))
    assert (shown.text, shown.machine) == (text, machine)


@pytest.mark.parametrize("language", ["de", "sr-Latn-RS", "enm"])
def test_day_in_another_language_is_in_figures(language: str, site: Callable[..., Site]) -> None:
    """A page that is not in English shows no English month."""
    assert day(datetime(2024, 3, 4, 12, tzinfo=UTC), site(language=language)).text == "2024-03-04"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "ltr"),
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("az-Arab", "rtl"),
        ("ur-Latn", "ltr"),
        ("ks-Deva", "ltr"),
        ("FA", "rtl"),
    ],
)
def test_direction_follows_language_and_script(language: str, expected: str) -> None:
    """A script named in the tag decides, else the language."""
    assert direction(language) == expected
