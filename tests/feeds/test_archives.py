from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.feeds.archives import ArchiveStart, archive_starts, archives
from publisher.model import Listing, Publication, Site
from tests.feeds.conftest import a_site

MakeSite = Callable[..., Site]


def _listing(number: int, **changes: object) -> Listing:
    """A post of the given hour since 2024."""
    moment = int((datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=number)).timestamp())
    facts = {
        "source": f"posts/{number}.md",
        "id": f"https://blog.example.com/n{number:05}/",
        "url": f"https://blog.example.com/n{number:05}/",
        "slug": f"n{number:05}",
        "title": "T",
        "published_s": moment,
        "updated_s": moment,
        "authors": (),
        "tags": (),
        "language": "en",
        "in_lists": True,
        "in_feeds": True,
        "key": str(number),
    }
    return Listing(**(facts | changes))  # type: ignore[arg-type]


def _publication(site: MakeSite, numbers: Sequence[int]) -> Publication:
    newest_first = sorted(map(_listing, numbers), key=lambda one: (one.published_s, one.id), reverse=True)
    return Publication(site=site(), posts=tuple(newest_first))


def _sizes(publication: Publication, starts: Sequence[ArchiveStart]) -> list[int]:
    return [len(archive.posts) for archive in archives(publication.in_feeds, starts)]


# feed practice F3; hostile input 32
@pytest.mark.parametrize(
    ("posts", "sizes"),
    [(0, []), (1, [1]), (100, [100]), (101, [100, 1]), (200, [100, 100]), (250, [100, 100, 50])],
)
def test_a_first_time_fills_archives_from_the_oldest(posts: int, sizes: list[int], site: MakeSite) -> None:
    """A hundred each, and the newest takes the rest; none is empty."""
    made = _publication(site, range(posts))
    starts = archive_starts(made, ())
    assert _sizes(made, starts) == sizes
    assert [start.serial for start in starts] == [*range(1, len(sizes) + 1)]


def test_neighbours_know_each_other(site: MakeSite) -> None:
    """Each archive names the one before and the one after; the ends name none."""
    made = _publication(site, range(250))
    found = archives(made.in_feeds, archive_starts(made, ()))
    assert [(archive.older, archive.serial, archive.newer) for archive in found] == [(0, 1, 2), (1, 2, 3), (2, 3, 0)]


def test_a_new_post_goes_into_the_newest_archive(site: MakeSite) -> None:
    """Until that holds a hundred; with the next, another opens."""
    before = _publication(site, range(199))
    starts = archive_starts(before, ())
    full = _publication(site, range(200))
    assert archive_starts(full, starts) == starts
    opened = archive_starts(_publication(site, range(201)), starts)
    assert opened[:-1] == starts
    assert opened[-1] == ArchiveStart(3, _listing(200).published_s, _listing(200).id)


# hostile input 33
def test_a_back_dated_post_changes_one_archive(site: MakeSite) -> None:
    """It joins the archive of its time, however full, and the others keep their posts."""
    hours = range(0, 500, 2)
    starts = archive_starts(_publication(site, hours), ())
    more = _publication(site, [*hours, 11])
    assert archive_starts(more, starts) == starts
    assert _sizes(more, starts) == [101, 100, 50]


def test_older_than_the_oldest_belongs_to_the_oldest_archive(site: MakeSite) -> None:
    """There is no archive before it."""
    starts = archive_starts(_publication(site, range(100, 350)), ())
    more = _publication(site, [5, *range(100, 350)])
    assert [start.serial for start in archive_starts(more, starts)] == [1, 2, 3]
    assert _sizes(more, archive_starts(more, starts)) == [101, 100, 50]


# hostile input 33
def test_a_deleted_post_changes_one_archive(site: MakeSite) -> None:
    """Even the one that an archive began with: its start is a place, not a post."""
    starts = archive_starts(_publication(site, range(250)), ())
    fewer = _publication(site, [number for number in range(250) if number != 100])
    assert archive_starts(fewer, starts) == starts
    assert _sizes(fewer, starts) == [100, 99, 50]


def test_an_archive_whose_posts_are_all_gone_is_gone(site: MakeSite) -> None:
    """The others keep their names, and its number is not the next to be given out."""
    starts = archive_starts(_publication(site, range(350)), ())
    left = _publication(site, [*range(100), *range(200, 350)])
    assert [start.serial for start in archive_starts(left, starts)] == [1, 3, 4]
    without_first = _publication(site, range(100, 350))
    assert [start.serial for start in archive_starts(without_first, starts)] == [2, 3, 4]


def test_an_old_archive_splits_only_beyond_twice_its_size(site: MakeSite) -> None:
    """Two hundred posts can be bad luck; more are an import, which makes archives of its own."""
    starts = archive_starts(_publication(site, range(1000, 1250)), ())
    twice = _publication(site, [*range(900, 1000), *range(1000, 1250)])
    assert _sizes(twice, archive_starts(twice, starts)) == [200, 100, 50]
    beyond = _publication(site, [*range(899, 1000), *range(1000, 1250)])
    split = archive_starts(beyond, starts)
    assert [start.serial for start in split] == [1, 4, 2, 3]
    assert _sizes(beyond, split) == [100, 101, 100, 50]


def test_posts_kept_out_of_feeds_count_for_nothing(site: MakeSite) -> None:
    """Neither those that only have a page nor those that ask for no feed."""
    posts = (_listing(3, in_feeds=False), _listing(2, in_lists=False), _listing(1))
    made = Publication(site=site(), posts=posts)
    assert [post.slug for post in made.in_feeds] == ["n00001"]
    assert archive_starts(made, ())[0].post_id == posts[2].id


_CHANGES = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "import"]), st.integers(0, 3000), st.integers(1, 250)), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(first=st.integers(0, 320), changes=_CHANGES)
def test_whatever_happens_every_post_is_in_one_archive(first: int, changes: list[tuple[str, int, int]]) -> None:
    """After any history: all posts, in order, none twice, sizes bounded, names unique, and nothing more to change."""
    numbers = set(range(1000, 1000 + first))
    starts: tuple[ArchiveStart, ...] = ()
    for what, place, many in [("add", 5000, 1), *changes]:
        if what == "remove":
            numbers -= set(range(place, place + many))
        else:
            numbers |= set(range(place, place + (1 if what == "add" else many)))
        made = _publication(a_site, sorted(numbers))
        starts = archive_starts(made, starts)
        found = archives(made.in_feeds, starts)
        assert [post for archive in reversed(found) for post in archive.posts] == list(made.posts)
        assert all(0 < len(archive.posts) <= 200 for archive in found)
        assert all(len(archive.posts) <= 100 for archive in found[-1:])
        assert len({start.serial for start in starts}) == len(starts) == len(found)
        assert archive_starts(made, starts) == starts
