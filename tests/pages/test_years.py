"""Posts by year."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from publisher.model import Listing, Post, Publication
from publisher.pages.years import years
from tests.conftest import make_post

MakePost = Callable[..., Post]
MakePublication = Callable[..., Publication]
NEW_YORK = ZoneInfo("America/New_York")
_ZONES = ["UTC", "America/New_York", "Pacific/Apia", "Pacific/Kiritimati", "Africa/Monrovia", "Asia/Kolkata"]
_MOMENTS = st.datetimes(datetime(1905, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 Hypothesis adds it
_NEW_YEAR = st.builds(
    lambda year, hours: datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=hours),
    st.integers(1905, 2100),
    st.integers(-15, 15),
)


def listed(moment: datetime) -> Listing:
    return Listing("", "", "", "", "", int(moment.timestamp()), int(moment.timestamp()), (), (), "en", True, True, "")


def test_years_know_their_neighbours(post: MakePost, publication: MakePublication) -> None:
    """The newest year comes first, a year without posts is not there, and each leads to those beside it."""
    days = [datetime(year, 6, 1, tzinfo=UTC) for year in (2019, 2021, 2022, 2022)]
    posts = publication(*(post(slug=f"p{n}", published=day, updated=day) for n, day in enumerate(days))).posts
    found = [(year.name, year.newer, year.older, [p.slug for p in year.posts]) for year in years(posts, NEW_YORK)]
    assert found == [("2022", "", "2021", ["p3", "p2"]), ("2021", "2022", "2019", ["p1"]), ("2019", "2021", "", ["p0"])]


def test_no_posts_no_years() -> None:
    """An empty blog has no list of any year."""
    assert years((), NEW_YORK) == []


def test_year_ends_at_the_sites_midnight(publication: MakePublication) -> None:
    """What appeared in New York on the evening of 31 December belongs to the old year, whatever the hour is in UTC."""
    evening, midnight = datetime(2024, 1, 1, 4, 59, 59, tzinfo=UTC), datetime(2024, 1, 1, 5, tzinfo=UTC)
    posts = publication(*(make_post(slug=f"p{m.hour}", published=m, updated=m) for m in (evening, midnight))).posts
    assert [(year.name, [p.slug for p in year.posts]) for year in years(posts, NEW_YORK)] == [
        ("2024", ["p5"]),
        ("2023", ["p4"]),
    ]


@given(st.lists(_MOMENTS | _NEW_YEAR, max_size=30), st.sampled_from(_ZONES))
def test_every_post_stands_in_its_own_year(moments: list[datetime], zone_name: str) -> None:
    """Each post is in one year, that of its day on the site's calendar, and the order stays."""
    zone = ZoneInfo(zone_name)
    posts = [listed(moment) for moment in sorted(moments, reverse=True)]
    found = years(posts, zone)
    assert [post for year in found for post in year.posts] == posts
    assert len({year.name for year in found}) == len(found)
    assert all(str(post.published.astimezone(zone).year) == year.name for year in found for post in year.posts)
