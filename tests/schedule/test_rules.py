"""Words and cron lines become moments, also where clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.schedule.rules import Rule, last_slot, local_midnight, next_slot, parse

UTC_ZONE = ZoneInfo("UTC")
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2024, 3, 4, 12, tzinfo=UTC)  # the first Monday of a month, at noon
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def slots(rule: Rule, after: datetime, count: int) -> list[datetime]:
    found: list[datetime] = []
    while len(found) < count:
        found.append(next_slot(rule, found[-1] if found else after))
    return found


def days(text: str, count: int) -> list[str]:
    """The days of the next slots after a Monday, in UTC."""
    return [f"{slot:%a %m-%d}" for slot in slots(parse(text, UTC_ZONE), MONDAY, count)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("daily at 18:00", "2024-03-04 18:00", id="daily, today"),
        pytest.param("daily at 9:05", "2024-03-05 09:05", id="daily, tomorrow; one digit"),
        pytest.param("daily at 00:00", "2024-03-05 00:00", id="midnight"),
        pytest.param("weekly on Friday at 08:30", "2024-03-08 08:30", id="weekly"),
        pytest.param("weekly on Monday at 12:00", "2024-03-11 12:00", id="weekly, this very moment is over"),
        pytest.param("weekly on sunday at 23:59", "2024-03-10 23:59", id="lower case"),
        pytest.param("  Weekly  on\tTUESDAY at 08:30 ", "2024-03-05 08:30", id="upper case and blanks"),
        pytest.param("monthly on the first Monday at 09:00", "2024-04-01 09:00", id="first Monday"),
        pytest.param("monthly on the second Monday at 09:00", "2024-03-11 09:00", id="second Monday"),
        pytest.param("monthly on the third Wednesday at 09:00", "2024-03-20 09:00", id="third Wednesday"),
        pytest.param("monthly on the fourth Saturday at 09:00", "2024-03-23 09:00", id="fourth Saturday"),
        pytest.param("monthly on the last Thursday at 09:00", "2024-03-28 09:00", id="last Thursday"),
        pytest.param("monthly on the first day at 09:00", "2024-04-01 09:00", id="first day"),
        pytest.param("monthly on the third day at 09:00", "2024-04-03 09:00", id="third day"),
        pytest.param("monthly on the last day at 09:00", "2024-03-31 09:00", id="last day"),
        pytest.param("monthly on day 1 at 09:00", "2024-04-01 09:00", id="day 1"),
        pytest.param("monthly on day 15 at 09:00", "2024-03-15 09:00", id="day 15"),
        pytest.param("0 9 1 * *", "2024-04-01 09:00", id="cron: day of the month"),
        pytest.param("30 8 * * 5", "2024-03-08 08:30", id="cron: weekday by number"),
        pytest.param("30 8 * * FRI", "2024-03-08 08:30", id="cron: weekday by name"),
        pytest.param("0 18 * * *", "2024-03-04 18:00", id="cron: every day"),
        pytest.param("*/20 * * * *", "2024-03-04 12:20", id="cron: steps"),
        pytest.param("15,45 13-15 * * *", "2024-03-04 13:15", id="cron: list and range"),
        pytest.param("0 9 1 jan,jul *", "2024-07-01 09:00", id="cron: months by name"),
        pytest.param("0 9 1 1-12/6 *", "2024-07-01 09:00", id="cron: months by step"),
        pytest.param("0 9 29 2 *", "2028-02-29 09:00", id="cron: leap day"),
        pytest.param("0 9 last * *", "2024-03-31 09:00", id="cron: last day, as the calculator says it"),
    ],
)
def test_next_slot_of_every_form(text: str, expected: str) -> None:
    """What a person may write, and when that is next."""
    assert f"{next_slot(parse(text, UTC_ZONE), MONDAY):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        pytest.param("0", ["Sun"], id="0 is Sunday"),
        pytest.param("7", ["Sun"], id="7 is Sunday"),
        pytest.param("sun", ["Sun"], id="by name"),
        pytest.param("1", ["Mon"], id="1 is Monday"),
        pytest.param("6", ["Sat"], id="6 is Saturday"),
        pytest.param("1-5", ["Tue", "Wed", "Thu", "Fri", "Mon"], id="range"),
        pytest.param("mon-fri", ["Tue", "Wed", "Thu", "Fri", "Mon"], id="range by name"),
        pytest.param("0-2", ["Tue", "Sun", "Mon"], id="range from Sunday as 0"),
        pytest.param("5-7", ["Fri", "Sat", "Sun"], id="range to Sunday as 7"),
        pytest.param("sat-mon", ["Sat", "Sun", "Mon"], id="range over the week's end"),
        pytest.param("0-6", ["Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon"], id="all, from 0"),
        pytest.param("1-7", ["Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Mon"], id="all, to 7"),
        pytest.param("0,3,7", ["Wed", "Sun"], id="list with Sunday twice"),
        pytest.param("*/2", ["Tue", "Thu", "Sat", "Sun"], id="step, counted from Sunday"),
        pytest.param("1-5/2", ["Wed", "Fri", "Mon"], id="range with a step"),
        pytest.param("mon-fri/2", ["Wed", "Fri", "Mon"], id="range by name with a step"),
    ],
)
def test_weekdays_of_cron(field: str, expected: list[str]) -> None:
    """As crontab(5) counts them, in the order in which they come after a Monday noon."""
    assert [day[:3] for day in days(f"0 9 * * {field}", len(expected) * 2)] == expected * 2


@pytest.mark.parametrize("text", ["monthly on day 31 at 09:00", "monthly on the last day at 09:00"])
def test_day_31_is_the_last_day(text: str) -> None:
    """A monthly letter comes every month, also in the short ones."""
    assert days(text, 4) == ["Sun 03-31", "Tue 04-30", "Fri 05-31", "Sun 06-30"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("monthly", id="half"),
        pytest.param("daily at 25:00", id="hour 25"),
        pytest.param("daily at 09:60", id="minute 60"),
        pytest.param("daily at 9", id="no minutes"),
        pytest.param("daily at 9:5", id="one digit of minutes"),
        pytest.param("daily at 09:00 please", id="a word more"),
        pytest.param("weekly on Fryday at 09:00", id="no such weekday"),
        pytest.param("weekly on day at 09:00", id="day is no weekday"),
        pytest.param("monthly on the fifth Monday at 09:00", id="not every month has a fifth"),
        pytest.param("monthly on the first Mon at 09:00", id="a short name"),
        pytest.param("monthly on day 0 at 09:00", id="day 0"),
        pytest.param("monthly on day 32 at 09:00", id="day 32"),
        pytest.param("@monthly", id="nickname"),
        pytest.param("0 9 1 *", id="four fields"),
        pytest.param("0 9 1 * * *", id="six fields"),
        pytest.param("60 9 1 * *", id="cron minute 60"),
        pytest.param("0 24 1 * *", id="cron hour 24"),
        pytest.param("0 9 0 * *", id="cron day 0"),
        pytest.param("0 9 1 13 *", id="month 13"),
        pytest.param("0 9 * * 8", id="weekday 8"),
        pytest.param("0 9 * * funday", id="no such name"),
        pytest.param("0 9 * * mon-fry", id="no such name in a range"),
        pytest.param("0 9 1 january *", id="a long name"),
        pytest.param("0 9 20-10 * *", id="a range backwards"),
        pytest.param("0 9 */0 * *", id="no step"),
        pytest.param("0 9 1,,2 * *", id="an empty piece"),
        pytest.param("0 9 L * *", id="another dialect"),
        pytest.param("0 9 lastfri * *", id="something behind a name"),
        pytest.param("0 9 last31 * *", id="a number behind a name"),
        pytest.param("0 9 * * 5#1", id="yet another dialect"),
        pytest.param("0 9 1/2 * *", id="a step without a range"),
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    """The error shows what can be written; nothing is guessed or dropped."""
    with pytest.raises(ValueError, match=r"^must be words such as 'monthly on the first Monday at 09:00'"):
        parse(text, UTC_ZONE)


def test_day_and_weekday_together_are_refused() -> None:
    """Cron sends on either, the calculator only on both."""
    with pytest.raises(ValueError, match="not both"):
        parse("0 9 1 * 1", UTC_ZONE)


@pytest.mark.parametrize("text", ["0 9 31 2 *", "0 9 30 feb *", "0 9 31 4,6,9,11 *"])
def test_rule_that_never_comes_round_is_refused(text: str) -> None:
    """When it is read, not when somebody waits for a letter."""
    with pytest.raises(ValueError, match="never comes round"):
        parse(text, UTC_ZONE)


@pytest.mark.parametrize(
    ("text", "moment", "period"),
    [
        pytest.param("monthly on the first Monday at 09:00", "2024-03-04T09:00", "2024-03", id="monthly"),
        pytest.param("weekly on Monday at 09:00", "2024-12-30T09:00", "2025-w01", id="weekly, in the ISO year"),
        pytest.param("weekly on Friday at 09:00", "2024-03-08T09:00", "2024-w10", id="weekly"),
        pytest.param("daily at 09:00", "2024-03-04T09:00", "2024-03-04", id="daily"),
        pytest.param("0 9 1 * *", "2024-03-01T09:00", "2024-03", id="cron, one day of the month"),
        pytest.param("0 9 last * *", "2024-03-31T09:00", "2024-03", id="cron, last day of the month"),
        pytest.param("0 9 1 */3 *", "2024-04-01T09:00", "2024-04", id="cron, one day of some months"),
        pytest.param("0 9 * * 5", "2024-03-08T09:00", "2024-w10", id="cron, one weekday"),
        pytest.param("0 9 * 3 fri", "2024-03-08T09:00", "2024-w10", id="cron, one weekday of some months"),
        pytest.param("0 9,18 * * *", "2024-03-04T18:00", "2024-03-04", id="cron, twice a day"),
        pytest.param("0 9 1,15 * *", "2024-03-15T09:00", "2024-03-15", id="cron, twice a month"),
        pytest.param("0 9 * * 1,4", "2024-03-07T09:00", "2024-03-07", id="cron, twice a week"),
        pytest.param("0 9 * 3 *", "2024-03-04T09:00", "2024-03-04", id="cron, every day of some months"),
    ],
)
def test_period_is_the_span_of_one_issue(text: str, moment: str, period: str) -> None:
    """The longest that holds one day of sending: a second day in it would never be sent."""
    slot = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert parse(text, UTC_ZONE).period(slot) == period


def test_period_is_named_in_the_rules_zone() -> None:
    """The evening of the last of March is March to its readers, though it is April in UTC."""
    rule = parse("monthly on the last day at 22:00", ZoneInfo("America/New_York"))
    slot = next_slot(rule, datetime(2024, 3, 15, tzinfo=UTC))
    assert (slot, rule.period(slot)) == (datetime(2024, 4, 1, 2, tzinfo=UTC), "2024-03")


# Hours that come twice or not at all: at 1, 2 and 3, at midnight, by half an hour, on both halves of the Earth.
CHANGING = [
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/Santiago",
    "America/Havana",
    "Africa/Cairo",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
]


@pytest.mark.parametrize("time", ["00:00", "00:30", "01:30", "02:15", "02:30", "03:00", "23:30"])
@pytest.mark.parametrize("zone", CHANGING)
def test_daily_rule_has_one_slot_a_local_day(zone: str, time: str) -> None:
    """All through a year with both its clock changes: no day is skipped, and none comes twice."""
    rule = parse(f"daily at {time}", ZoneInfo(zone))
    first, end = local_midnight(date(2024, 1, 1), rule.zone), local_midnight(date(2025, 1, 1), rule.zone)
    periods = []
    slot = next_slot(rule, first - MINUTE)
    while slot < end:
        periods.append(rule.period(slot))
        slot = next_slot(rule, slot)
    every_day = [f"{date(2024, 1, 1) + DAY * number}" for number in range(366)]
    assert periods == every_day


@pytest.mark.parametrize("text", ["0 0 1 * *", "monthly on the first day at 00:59", "30 0 1 * *"])
@pytest.mark.parametrize("zone", CHANGING)
def test_monthly_rule_comes_every_month(zone: str, text: str) -> None:
    """Also early on a day after a clock change, and when the change lies between two months."""
    rule = parse(text, ZoneInfo(zone))
    found = slots(rule, local_midnight(date(2024, 1, 1), rule.zone) - MINUTE, 24)
    assert [rule.period(slot) for slot in found] == [f"{2024 + n // 12}-{n % 12 + 1:02}" for n in range(24)]


def test_hour_that_is_skipped_comes_as_long_after_the_change() -> None:
    """There is no 02:30 on that night in Berlin; the letter leaves when clocks show 03:30."""
    rule = parse("daily at 02:30", BERLIN)
    assert slots(rule, datetime(2024, 3, 30, 12, tzinfo=UTC), 2) == [
        datetime(2024, 3, 31, 1, 30, tzinfo=UTC),
        datetime(2024, 4, 1, 0, 30, tzinfo=UTC),
    ]


def test_skipped_hour_is_still_to_come_after_the_change() -> None:
    """Whoever asks when clocks show 03:10 is told 03:30 of that night, not of the next."""
    rule = parse("daily at 02:30", BERLIN)
    assert next_slot(rule, datetime(2024, 3, 31, 1, 10, tzinfo=UTC)) == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)


def test_hour_that_comes_twice_counts_once() -> None:
    """The letter leaves at the first 02:30 of that night."""
    rule = parse("daily at 02:30", BERLIN)
    assert slots(rule, datetime(2024, 10, 26, 12, tzinfo=UTC), 2) == [
        datetime(2024, 10, 27, 0, 30, tzinfo=UTC),
        datetime(2024, 10, 28, 1, 30, tzinfo=UTC),
    ]


def test_nothing_is_due_in_an_hour_that_comes_again() -> None:
    """All that a clock can show then it has shown before."""
    rule = parse("* * * * *", BERLIN)
    assert next_slot(rule, datetime(2024, 10, 27, 1, 10, tzinfo=UTC)) == datetime(2024, 10, 27, 2, tzinfo=UTC)


def test_day_that_a_zone_left_out_is_no_period() -> None:
    """Samoa had no 30 December in 2011."""
    rule = parse("daily at 18:00", ZoneInfo("Pacific/Apia"))
    found = [rule.period(slot) for slot in slots(rule, datetime(2011, 12, 29, 12, tzinfo=UTC), 3)]
    assert found == ["2011-12-29", "2011-12-31", "2012-01-01"]


TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
WEEKDAYS = st.sampled_from("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
WORDS = st.one_of(
    st.builds("daily at {}".format, TIMES),
    st.builds("weekly on {} at {}".format, WEEKDAYS, TIMES),
    st.builds("monthly on day {} at {}".format, st.integers(1, 31), TIMES),
    st.builds(
        "monthly on the {} {} at {}".format,
        st.sampled_from("first second third fourth last".split()),
        WEEKDAYS | st.just("day"),
        TIMES,
    ),
)
CRON = st.one_of(
    st.builds("{} {} {} * *".format, st.integers(0, 59), st.integers(0, 23), st.integers(1, 31)),
    st.builds("{} {} * * {}".format, st.integers(0, 59), st.integers(0, 23), st.integers(0, 7)),
    st.sampled_from(["*/7 * * * *", "30 1,2,3 * * *", "0 9 1,15 * *", "15 2 * 3,10 sun", "0 0 * * 1-5"]),
)
RULES = st.builds(parse, WORDS | CRON, st.sampled_from([ZoneInfo(name) for name in ("UTC", *CHANGING)]))
# Any minute of some years, and often one near a clock change of that year.
MOMENTS = st.one_of(
    st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: datetime(2023, 1, 1, tzinfo=UTC) + minutes * MINUTE),
    st.builds(
        lambda change, minutes: change + minutes * MINUTE,
        st.sampled_from([datetime(2024, 3, 31, 1, tzinfo=UTC), datetime(2024, 10, 27, 1, tzinfo=UTC)]),
        st.integers(-180, 180),
    ),
)


@settings(max_examples=100, deadline=None)
@given(RULES, MOMENTS, st.integers(0, 59_999_999))
def test_next_slot_is_later_and_the_first(rule: Rule, after: datetime, more: int) -> None:
    """Whatever part of a minute has passed, and nothing is left out between the two."""
    after += timedelta(microseconds=more)
    slot = next_slot(rule, after)
    assert slot > after
    assert slot.second == slot.microsecond == 0
    assert next_slot(rule, slot - timedelta(microseconds=1)) == slot
    assert next_slot(rule, after + (slot - after) / 2) == slot


@settings(max_examples=100, deadline=None)
@given(RULES, MOMENTS, st.integers(0, 60 * 24 * 60))
def test_next_slot_never_goes_back(rule: Rule, after: datetime, minutes: int) -> None:
    """Asking later never gives an earlier moment."""
    assert next_slot(rule, after + minutes * MINUTE) >= next_slot(rule, after)


@settings(max_examples=100, deadline=None)
@given(RULES, MOMENTS, st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"]))
def test_zone_of_the_question_does_not_matter(rule: Rule, after: datetime, zone: str) -> None:
    """A moment is a moment, so its slot and its period are the same wherever it is asked."""
    elsewhere = after.astimezone(ZoneInfo(zone))
    slot = next_slot(rule, after)
    assert next_slot(rule, elsewhere) == slot
    assert rule.period(slot.astimezone(elsewhere.tzinfo)) == rule.period(slot)


@settings(max_examples=100, deadline=None)
@given(RULES, MOMENTS)
def test_no_two_days_share_a_period(rule: Rule, after: datetime) -> None:
    """Otherwise the letter of the second day would never be sent."""
    found = slots(rule, after, 20)
    for slot, following in pairwise(found):
        if slot.astimezone(rule.zone).date() != following.astimezone(rule.zone).date():
            assert rule.period(slot) != rule.period(following)


@settings(max_examples=100, deadline=None)
@given(RULES, MOMENTS, st.integers(-60, 20 * 24 * 60))
def test_last_slot_is_the_last_of_all(rule: Rule, after: datetime, minutes: int) -> None:
    """The quick search finds what a walk through every slot finds."""
    until = after + minutes * MINUTE / 7
    walked, slot = None, next_slot(rule, after)
    while slot <= until:
        walked, slot = slot, next_slot(rule, slot)
    assert last_slot(rule, after, until) == walked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("* * * * *", datetime(2024, 5, 1, tzinfo=UTC), id="every minute"),
        pytest.param("* * * 1 *", datetime(2024, 1, 31, 23, 59, tzinfo=UTC), id="every minute of January"),
        pytest.param("0 9 29 2 *", datetime(2024, 2, 29, 9, tzinfo=UTC), id="leap day"),
        pytest.param("0 9 1 6 *", datetime(2023, 6, 1, 9, tzinfo=UTC), id="yearly"),
    ],
)
def test_last_slot_after_years(text: str, expected: datetime) -> None:
    """Millions of missed slots, or none for years, and still the latest is found."""
    assert (
        last_slot(parse(text, UTC_ZONE), datetime(2001, 1, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC)) == expected
    )


def test_last_slot_asks_a_few_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that was off for a year over a rule of every minute does not think for a minute."""
    asked: list[datetime] = []

    def counted(rule: Rule, after: datetime) -> datetime:
        asked.append(after)
        return next_slot(rule, after)

    monkeypatch.setattr("publisher.schedule.rules.next_slot", counted)
    last_slot(parse("* * * * *", UTC_ZONE), MONDAY - 365 * DAY, MONDAY)
    assert len(asked) < 40


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        pytest.param(date(2024, 3, 4), "America/New_York", "2024-03-04T05:00:00+00:00", id="winter"),
        pytest.param(date(2024, 6, 3), "Europe/Berlin", "2024-06-02T22:00:00+00:00", id="summer"),
        pytest.param(date(2024, 9, 8), "America/Santiago", "2024-09-08T04:00:00+00:00", id="a day that begins at 1"),
    ],
)
def test_midnight_of_a_zone(day: date, zone: str, expected: str) -> None:
    """When a day begins there, in UTC."""
    assert local_midnight(day, ZoneInfo(zone)).isoformat() == expected
