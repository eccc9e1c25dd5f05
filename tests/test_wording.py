"""How letters and pages write days and periods."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from publisher.bundled import bundled
from publisher.model import Site
from publisher.wording import day, period
from publisher.words import Words, words_for

BUNDLED = bundled("templates")
NOON = datetime(2024, 3, 4, 12, tzinfo=UTC)


def own_words(folder: Path, text: str) -> Words:
    """The words of a site with a file of its own."""
    (folder / "newsletter").mkdir()
    (folder / "newsletter/words.toml").write_text(text, "utf-8")
    return words_for("fi", [folder, BUNDLED])


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


@pytest.mark.parametrize(
    ("language", "of_day", "of_month", "of_week"),
    [
        ("en", "4 March 2024", "March 2024", "Week 9 of 2024"),
        ("en-US", "March 4, 2024", "March 2024", "Week 9 of 2024"),
        ("de", "4. März 2024", "März 2024", "Woche 9 des Jahres 2024"),
        ("es", "4 de marzo de 2024", "marzo de 2024", "semana 9 de 2024"),
        ("pl", "4 marca 2024", "marzec 2024", "9. tydzień 2024 roku"),
        ("ru", "4 марта 2024\u00a0г.", "март 2024\u00a0г.", "9-я неделя 2024\u00a0г."),
        ("he", "4 במרץ 2024", "מרץ 2024", "שבוע 9 בשנת 2024"),
        ("ja", "2024年3月4日", "2024年3月", "2024年第9週"),
        ("zh-TW", "2024年3月4日", "2024年3月", "2024年第9週"),
        ("fi", "2024-03-04", "2024-03", "2024-w09"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(
    language: str, of_day: str, of_month: str, of_week: str, site: Callable[..., Site]
) -> None:
    """Months in the case that a day asks for; in figures where we know no way."""
    words = words_for(language, [BUNDLED])
    assert day(NOON, site(language=language)).text == of_day
    assert [period(name, words) for name in ("2024-03-04", "2024-03", "2024-w09")] == [of_day, of_month, of_week]


@pytest.mark.parametrize("language", ["sr-Latn-RS", "enm"])
def test_day_in_a_language_without_a_pattern_is_in_figures(language: str, site: Callable[..., Site]) -> None:
    """A page that is not in English shows no English month."""
    assert day(NOON, site(language=language)).text == "2024-03-04"


def test_own_dates(tmp_path: Path, site: Callable[..., Site]) -> None:
    """A language that we cannot write dates in learns it from a site."""
    months = ", ".join(f'"{number}. kuuta"' for number in range(1, 13))
    words = own_words(tmp_path, f'[fi]\nmonths = [{months}]\ndate = "{{day}}. {{month}} {{year}}"\n')
    assert day(NOON, site(language="fi"), words).text == "4. 3. kuuta 2024"
