"""The cache remembers files, what became of them and what was made; it may be lost, and never lies."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.errors import Problem
from publisher.model import Listing, Post
from publisher.state.cache import Cache, Made, Reading, open_cache, open_cache_in_memory, row_of
from publisher.state.packing import pack, unpack
from tests.conftest import make_post

NOW = datetime(2024, 3, 4, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def cache() -> Cache:
    """An empty cache."""
    return Cache(open_cache_in_memory())


def put(cache: Cache, post: Post, *, draft: bool = False, settled: bool = True, uses: tuple[str, ...] = ()) -> None:
    row = row_of(post, f"key of {post.html}", "words", draft=draft, has_own_id=False)
    assets = tuple((asset.source, asset.path) for asset in post.assets)
    cache.put([Reading(post.source, "look", row=row, body=pack(post), uses=uses, assets=assets)])
    if settled:
        cache.settle({post.source: post.id})


def trouble(cache: Cache, path: str, *complaints: tuple[int, str, bool]) -> None:
    cache.put([Reading(path, "look", complaints=complaints)])


def at(moment: datetime, slug: str = "rest") -> Post:
    return make_post(slug=slug, html=slug, published=moment, updated=moment)


def slugs(posts: Sequence[Listing]) -> list[str]:
    return [post.slug for post in posts]


def test_fact_is_remembered_until_it_changes(cache: Cache) -> None:
    """The last word counts; what was never said is empty."""
    cache.set_facts(inputs="a")
    cache.set_facts(inputs="b")
    assert (cache.fact("inputs"), cache.fact("other")) == ("b", "")


def test_post_comes_back_as_it_was_put(cache: Cache) -> None:
    """The whole post comes back under its settled id, and its listing says what lists need."""
    post = make_post(tags=("rest", "sleep"), authors=("Ann", "Bea"), in_feeds=False)
    put(cache, post)
    (listing,) = cache.listings(NOW)
    assert unpack(cache.bodies([listing.source])[listing.source], post_id=listing.id) == post
    assert (listing.tags, listing.authors, listing.in_lists, listing.in_feeds) == (post.tags, post.authors, True, False)
    assert (listing.published, listing.title) == (post.published, post.title)


def test_same_file_keeps_what_it_became(cache: Cache) -> None:
    """A new look of the old bytes costs no rendering."""
    put(cache, make_post())
    cache.put([Reading("posts/rest.md", "another look", is_same=True)])
    assert dict(cache.looks()) == {"posts/rest.md": "another look"}
    assert slugs(cache.listings(NOW)) == ["rest"]


def test_key_of_a_listing_changes_with_the_post_and_its_id(cache: Cache) -> None:
    """Whatever is made from a post must be made again when its words change, or its id."""
    keys = []
    for text, post_id in (("Rest.", "a"), ("Sleep.", "a"), ("Sleep.", "b")):
        put(cache, make_post(html=text), settled=False)
        cache.settle({"posts/rest.md": post_id})
        keys.append(cache.listings(NOW)[0].key)
    assert len(set(keys)) == 3


def test_complaints_come_back_in_order_and_go_with_their_cause(cache: Cache) -> None:
    """Problems are sorted by file and line, a warning stays one, and a mended file has none."""
    trouble(cache, "posts/b.md", (2, "bad", False))
    trouble(cache, "posts/a.md", (9, "odd", True), (1, "worse", False))
    assert cache.complaints() == [
        Problem(source="posts/a.md", line=1, text="worse"),
        Problem(source="posts/a.md", line=9, text="odd", is_warning=True),
        Problem(source="posts/b.md", line=2, text="bad"),
    ]
    put(cache, make_post(source="posts/a.md"))
    assert [problem.source for problem in cache.complaints()] == ["posts/b.md"]


def test_broken_file_shows_no_older_version(cache: Cache) -> None:
    """A post that became unreadable is not published as it was before."""
    put(cache, make_post())
    trouble(cache, "posts/rest.md", (1, "bad", False))
    assert (cache.listings(NOW), cache.key("posts/rest.md")) == ((), "")


def test_forgotten_file_is_gone(cache: Cache) -> None:
    """Nothing of a removed file is left."""
    put(cache, make_post(), uses=("posts/a.png",))
    cache.forget(["posts/rest.md"])
    assert (dict(cache.looks()), cache.key("posts/rest.md"), cache.users(["posts/a.png"])) == ({}, "", set())
    assert cache.listings(NOW) == ()


@pytest.mark.parametrize(
    ("published", "expected"),
    [(NOW - SECOND, ["rest"]), (NOW, ["rest"]), (NOW + SECOND, [])],
    ids=["past", "now", "future"],
)
def test_post_is_public_from_its_moment_on(cache: Cache, published: datetime, expected: list[str]) -> None:
    """A future post waits for its second, not for its day."""
    put(cache, at(published))
    assert slugs(cache.listings(NOW)) == expected


def test_draft_stays_out(cache: Cache) -> None:
    """A draft is neither public nor waiting; it claims no id, but is shown once to those who may have known it."""
    put(cache, make_post(), draft=True, settled=False)
    assert (cache.listings(NOW), cache.count(NOW)) == ((), (0, 0, 1))
    (claim,) = cache.claims(NOW)
    assert not claim.is_public
    cache.settle({claim.source: ""})
    assert cache.claims(NOW) == []


def test_waiting_post_claims_its_id_when_its_time_comes(cache: Cache) -> None:
    """Without being read again; until then it is on no list."""
    tomorrow = NOW + timedelta(days=1)
    post = make_post(published=tomorrow, updated=tomorrow)
    put(cache, post, settled=False)
    cache.settle({post.source: ""})
    later = NOW + timedelta(days=2)
    assert (cache.claims(NOW), cache.listings(later)) == ([], ())
    assert [claim.is_public for claim in cache.claims(later)] == [True]


def test_new_words_ask_for_their_id_again(cache: Cache) -> None:
    """A changed post has to be told apart from another one in the same file."""
    put(cache, make_post())
    assert cache.claims(NOW) == []
    put(cache, make_post(html="Sleep."), settled=False)
    assert [claim.source for claim in cache.claims(NOW)] == ["posts/rest.md"]


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(5)))
def test_order_is_by_date_then_id(order: list[int]) -> None:
    """Newest first, posts of one second by id from the highest, in whatever order they were read."""
    cache = Cache(open_cache_in_memory())
    moments = [NOW, NOW - SECOND, NOW - SECOND, NOW - SECOND, NOW - 2 * SECOND]
    for number in order:
        put(cache, at(moments[number], f"post-{number}"))
    assert slugs(cache.listings(NOW)) == ["post-0", "post-3", "post-2", "post-1", "post-4"]


def test_the_next_publication_is_the_nearest(cache: Cache) -> None:
    """Of two waiting posts the sooner one wakes the site; without any nothing does."""
    assert cache.next_publication(NOW) is None
    put(cache, at(NOW + 3 * SECOND, "later"))
    put(cache, at(NOW + SECOND, "sooner"))
    assert (cache.next_publication(NOW), cache.count(NOW)) == (NOW + SECOND, (0, 2, 0))


def test_files_belong_to_the_recipe_that_made_them(cache: Cache) -> None:
    """What we wrote is known by its recipe, until it is removed."""
    cache.note_made([Made("pages:rest", "k", ("public/rest/index.html", "public/rest/old.html"))])
    cache.claim_made(["public/rest/index.html", "public/stray.html"], "unfinished")
    assert cache.makers(["public/rest/index.html", "none"]) == {"public/rest/index.html": "pages:rest"}
    cache.drop_made(["public/rest/old.html"])
    assert cache.files_made_by(["pages:rest"]) == {"public/rest/index.html": "pages:rest"}
    assert (cache.recipes(), cache.files_made_by(["unfinished"])) == (
        {"pages:rest": "k"},
        {"public/stray.html": "unfinished"},
    )


@pytest.mark.parametrize("harm", ["garbage", "older form", "cut off"])
def test_a_cache_that_cannot_be_used_is_begun_anew(tmp_path: Path, harm: str) -> None:
    """Unlike the state, a cache is no loss: whatever is wrong with it, a new one takes its place."""
    connection = open_cache(tmp_path)
    Cache(connection).set_facts(built="1")
    if harm == "older form":
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    path = tmp_path / "cache.db"
    if harm == "garbage":
        path.write_bytes(b"no database" * 500)
    elif harm == "cut off":
        path.write_bytes(path.read_bytes()[:1500])
    again = open_cache(tmp_path)
    assert Cache(again).fact("built") == ""
    assert path.stat().st_mode & 0o777 == 0o600
    again.close()


def test_a_transaction_is_all_or_nothing(cache: Cache) -> None:
    """What is remembered together is forgotten together when something fails."""

    def fail() -> None:
        with cache.transaction():
            cache.set_facts(built="1")
            raise sqlite3.OperationalError

    with pytest.raises(sqlite3.OperationalError):
        fail()
    assert cache.fact("built") == ""
