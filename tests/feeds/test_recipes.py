"""How few files a change rewrites, at scale: told by the keys of recipes, without writing a file."""

import re
from datetime import UTC, datetime
from time import process_time

import pytest

from publisher.feeds.archives import archive_starts
from publisher.feeds.options import Json, Options, Rss
from publisher.feeds.outputs import output
from publisher.model import Listing, Publication
from tests.feeds.conftest import SITE, a_site


def _listings(numbers: range, tags: int = 50) -> tuple[Listing, ...]:
    """Posts of one an hour, newest first, each with three tags."""
    first = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
    return tuple(
        Listing(
            source=f"posts/{number}.md",
            id=f"{SITE}n{number}/",
            url=f"{SITE}n{number}/",
            slug=f"n{number}",
            title=f"Post {number}",
            published_s=first + 3600 * number,
            updated_s=first + 3600 * number,
            authors=("Ada", "Bo"),
            tags=tuple(f"tag {(number + step) % tags}" for step in (0, 7, 31)),
            language="en",
            in_lists=True,
            in_feeds=True,
            key=f"{number:032x}",
        )
        for number in reversed(numbers)
    )


def _keys(posts: tuple[Listing, ...], known: tuple = ()) -> tuple[dict[str, str], tuple]:  # type: ignore[type-arg]
    """The keys of all recipes by name, and the archives they are made with."""
    made = Publication(site=a_site(), posts=posts)
    starts = archive_starts(made, known)
    every = Options(rss=Rss(archive=True), json=Json(archive=True), by_formats=("rss", "atom", "json"))
    recipes = list(output(made.site, every, archives=starts, moved=()).recipes(made))
    assert len({recipe.name for recipe in recipes}) == len(recipes)
    return {recipe.name: recipe.key for recipe in recipes}, starts


def _changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


# feed practice F3; hostile input 34
@pytest.mark.parametrize(("posts", "opens"), [(10_050, False), (10_000, True)])
def test_one_more_post_of_ten_thousand_rewrites_two_files_a_feed(posts: int, opens: bool) -> None:
    """The feed and the newest archive; three when another archive opens. Of further feeds those it belongs to."""
    before, starts = _keys(_listings(range(posts)))
    after, _ = _keys(_listings(range(posts + 1)), starts)
    changed = _changed(before, after)
    for name in ("rss", "atom", "json"):
        own = [recipe for recipe in changed if re.fullmatch(rf"{name}( archive \d+)?", recipe)]
        assert len(own) == (3 if opens else 2), own
    assert len([recipe for recipe in changed if re.match(r"\w+ (tag|author) ", recipe)]) == 3 * (3 + 2)
    assert len(changed) == 3 * (3 if opens else 2) + 3 * 5


# hostile input 33
def test_a_back_dated_changed_or_deleted_post_rewrites_one_archive() -> None:
    """Whether it is added to, changed in or taken from the middle of ten thousand."""
    posts = _listings(range(10_000))
    before, starts = _keys(posts)
    back_dated = posts[5_000]._replace(id=f"{SITE}new/", key="new", published_s=posts[5_000].published_s + 1)
    after_adding, _ = _keys((*posts[:5_000], back_dated, *posts[5_000:]), starts)
    after_a_change, _ = _keys((*posts[:5_000], posts[5_000]._replace(key="changed"), *posts[5_001:]), starts)
    after_deleting, _ = _keys((*posts[:5_000], *posts[5_001:]), starts)
    for after in (after_adding, after_a_change, after_deleting):
        assert _changed(before, after) == ["atom archive 50", "json archive 50", "rss archive 50"]


# feed practice F3; hostile input 34
def test_a_key_changes_with_everything_a_file_is_made_from() -> None:
    """The order and bytes of its posts, its neighbours, its name; and with nothing else."""
    posts = _listings(range(150))
    before, starts = _keys(posts)
    assert _keys(posts, starts) == (before, starts)
    for other in (
        (posts[1], posts[0], *posts[2:]),
        (posts[0]._replace(key="x"), *posts[1:]),
        (posts[0]._replace(in_feeds=False), *posts[1:]),
    ):
        assert {"rss", "atom", "json"} <= set(_changed(before, _keys(other, starts)[0]))
    retagged = (posts[0]._replace(tags=("tag 1",)), *posts[1:])
    assert "opml" not in _changed(before, _keys(retagged, starts)[0])
    renamed = tuple(post._replace(tags=tuple(tag.replace("tag 1", "Tag 1") for tag in post.tags)) for post in posts)
    changed = _changed(before, _keys(renamed, starts)[0])
    assert "rss tag tag-1" in changed
    assert "opml" in changed
    assert "rss" not in changed


# hostile input 34
def test_fifty_thousand_posts_and_five_thousand_tags_are_placed_in_a_moment() -> None:
    """What a build without news has to look at grows with the posts, and no faster."""
    few, many = _listings(range(5_000), tags=500), _listings(range(50_000), tags=5_000)
    times = []
    for posts in (few, many):
        began = process_time()
        names, _ = _keys(posts)
        times.append(process_time() - began)
    assert len(names) > 3 * (5_000 + 500)
    assert times[1] < 25 * max(times[0], 0.01)
