"""The catalog remembers files, what became of them, and which ids were given out."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.errors import IdentityError, Problem
from publisher.model import Post
from publisher.state.catalog import Catalog, Rendering, Seen
from publisher.state.database import open_database, open_in_memory
from tests.conftest import make_post

NOW = datetime(2024, 3, 4, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def catalog() -> Catalog:
    """An empty catalog."""
    return Catalog(open_in_memory())


def look(path: str, size: int = 1) -> Seen:
    return Seen(path=path, size=size, mtime_ns=2, ctime_ns=3, inode=4)


def put(catalog: Catalog, post: Post, *, draft: bool = False, own_id: bool = False) -> None:
    rendering = Rendering(key=f"key of {post.text}", post=post, draft=draft, has_own_id=own_id)
    catalog.put(look(post.source), rendering)


def at(moment: datetime, slug: str = "rest") -> Post:
    return make_post(slug=slug, text=slug, published=moment, updated=moment)


def slugs(posts: Sequence[Post]) -> list[str]:
    return [post.slug for post in posts]


def test_fact_is_remembered_until_it_changes(catalog: Catalog) -> None:
    """The last word counts; what was never said is empty."""
    catalog.set_fact("inputs", "a")
    catalog.set_fact("inputs", "b")
    assert (catalog.fact("inputs"), catalog.fact("other")) == ("b", "")


def test_file_is_remembered_as_it_looked(catalog: Catalog, tmp_path: Path) -> None:
    """All that a look shows of a file comes back, also numbers as large as file systems make them."""
    path = tmp_path / "rest.md"
    path.write_text("Rest.")
    os.utime(path, ns=(1, 9 * 10**18))
    seen = Seen.of("posts/rest.md", path.stat())
    catalog.put(seen, Rendering())
    assert (catalog.seen(), catalog.problems()) == ({"posts/rest.md": seen}, [])


def test_touched_file_keeps_what_it_became(catalog: Catalog) -> None:
    """A new time on the old bytes costs no rendering."""
    put(catalog, make_post())
    catalog.touch(look("posts/rest.md", size=9))
    assert catalog.seen()["posts/rest.md"].size == 9
    assert slugs(catalog.publish(NOW)) == ["rest"]


def test_rendering_is_found_by_its_key(catalog: Catalog) -> None:
    """The key says what a rendering was made from; a file without one has none."""
    put(catalog, make_post(text="Sleep."))
    assert (catalog.key("posts/rest.md"), catalog.key("posts/other.md")) == ("key of Sleep.", "")


def test_problems_come_back_in_order(catalog: Catalog) -> None:
    """What was wrong with a file is told at every run, without reading it again."""
    later = Problem(source="posts/b.md", line=3, text="'date' is missing")
    sooner = [Problem(source="posts/a.md", line=7, text="b"), Problem(source="posts/a.md", text="a")]
    catalog.put(look("posts/b.md"), Rendering(problems=(later,)))
    catalog.put(look("posts/a.md"), Rendering(problems=tuple(sooner)))
    assert catalog.problems() == [sooner[1], sooner[0], later]


def test_mended_file_has_no_problems(catalog: Catalog) -> None:
    """A complaint goes when its cause goes."""
    catalog.put(look("posts/rest.md"), Rendering(problems=(Problem(source="posts/rest.md", text="bad"),)))
    put(catalog, make_post())
    assert catalog.problems() == []
    assert slugs(catalog.publish(NOW)) == ["rest"]


def test_broken_file_shows_no_older_version(catalog: Catalog) -> None:
    """What cannot be read now is not published as it was: nobody knows whether the change took something back."""
    put(catalog, make_post())
    catalog.put(look("posts/rest.md"), Rendering(problems=(Problem(source="posts/rest.md", text="bad"),)))
    assert catalog.publish(NOW) == ()
    assert catalog.key("posts/rest.md") == ""


def test_forgotten_file_is_gone(catalog: Catalog) -> None:
    """Its post is not public any more, and nothing of its text stays."""
    put(catalog, make_post())
    catalog.forget(["posts/rest.md"])
    assert (catalog.seen(), catalog.problems()) == ({}, [])
    assert catalog.key("posts/rest.md") == ""
    assert catalog.publish(NOW) == ()


def test_post_comes_back_as_it_was_put(catalog: Catalog) -> None:
    """A post from the cache gives the bytes that a fresh one gives."""
    post = make_post()
    put(catalog, post)
    assert catalog.publish(NOW) == (post,)


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(5)))
def test_newest_first_whatever_the_order_of_reading(order: list[int]) -> None:
    """Posts of one moment stand by id, so that every build gives the same order."""
    catalog = Catalog(open_in_memory())
    moments = {0: NOW, 1: NOW - SECOND, 2: NOW - SECOND, 3: NOW - SECOND, 4: NOW - 2 * SECOND}
    for number in order:
        put(catalog, at(moments[number], f"post-{number}"))
    assert slugs(catalog.publish(NOW)) == ["post-0", "post-3", "post-2", "post-1", "post-4"]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        pytest.param(NOW - SECOND, ["rest"], id="a second ago"),
        pytest.param(NOW, ["rest"], id="this second"),
        pytest.param(NOW + SECOND, [], id="in a second"),
        pytest.param(datetime(1969, 12, 31, tzinfo=UTC), ["rest"], id="before computers counted"),
        pytest.param(datetime(9999, 1, 1, tzinfo=UTC), [], id="at the end of time"),
    ],
)
def test_post_is_public_from_its_moment_on(catalog: Catalog, published: datetime, expected: list[str]) -> None:
    """Not a second before, and at that very second."""
    put(catalog, at(published))
    assert slugs(catalog.publish(NOW)) == expected


def test_draft_stays_out(catalog: Catalog) -> None:
    """A draft goes nowhere, whatever its date, and gets no id."""
    put(catalog, make_post(), draft=True)
    assert catalog.publish(NOW) == ()
    assert catalog.identities() == []


def test_counts_public_and_waiting_posts(catalog: Catalog) -> None:
    """Drafts and broken files are neither."""
    put(catalog, at(NOW, "now"))
    put(catalog, at(NOW + SECOND, "soon"))
    put(catalog, at(NOW + 2 * SECOND, "later"))
    put(catalog, at(NOW + SECOND, "draft"), draft=True)
    catalog.put(look("posts/broken.md"), Rendering())
    assert catalog.count(NOW) == (1, 2)


def test_next_publication_is_the_nearest_waiting_post(catalog: Catalog) -> None:
    """Until then nothing changes by itself; drafts do not count."""
    put(catalog, at(NOW, "now"))
    put(catalog, at(NOW + 9 * SECOND, "later"))
    put(catalog, at(NOW + 5 * SECOND, "soon"))
    put(catalog, at(NOW + SECOND, "draft"), draft=True)
    assert catalog.next_publication(NOW) == NOW + 5 * SECOND
    assert catalog.next_publication(NOW + 9 * SECOND) is None


def test_id_survives_a_time_as_draft(catalog: Catalog) -> None:
    """A post that was taken back and returns, changed all over, is the same post, and as old."""
    put(catalog, make_post())
    catalog.publish(NOW)
    changed = make_post(slug="pause", source="posts/rest.md", text="Sleep.")
    put(catalog, changed, draft=True)
    catalog.publish(NOW + SECOND)
    put(catalog, changed)
    assert [post.id for post in catalog.publish(NOW + 2 * SECOND)] == ["https://blog.example.com/rest/"]
    assert [identity.first_public for identity in catalog.identities()] == [NOW]


def test_id_of_a_draft_is_not_inherited(catalog: Catalog) -> None:
    """While a post is a draft its file is there, so a copy of its words is another post."""
    put(catalog, make_post())
    catalog.publish(NOW)
    put(catalog, make_post(), draft=True)
    put(catalog, make_post(slug="copy"))
    assert [post.id for post in catalog.publish(NOW)] == ["https://blog.example.com/copy/"]


def test_renamed_file_keeps_its_id(catalog: Catalog) -> None:
    """The file is forgotten, its post's id is not."""
    put(catalog, make_post())
    catalog.publish(NOW)
    catalog.forget(["posts/rest.md"])
    put(catalog, make_post(slug="pause"))
    assert [post.id for post in catalog.publish(NOW)] == ["https://blog.example.com/rest/"]


def test_own_id_holds(catalog: Catalog) -> None:
    """What the author fixed goes through the database unchanged."""
    put(catalog, make_post(id="tag:example.com,2020:rest"), own_id=True)
    assert [post.id for post in catalog.publish(NOW)] == ["tag:example.com,2020:rest"]


def test_id_in_a_cached_post_is_no_own_id(catalog: Catalog) -> None:
    """The address that stood there when the file was read does not win over the remembered id."""
    put(catalog, make_post())
    catalog.publish(NOW)
    put(catalog, replace(make_post(slug="pause"), source="posts/rest.md"))
    assert [post.id for post in catalog.publish(NOW)] == ["https://blog.example.com/rest/"]


def test_two_posts_at_one_address_leave_nothing_remembered(catalog: Catalog) -> None:
    """Which of them has the id is not decided by chance."""
    for name in ("a", "b"):
        put(catalog, make_post(source=f"posts/{name}.md", text=name))
    with pytest.raises(IdentityError):
        catalog.publish(NOW)
    assert catalog.identities() == []


def test_second_publication_writes_nothing(tmp_path: Path) -> None:
    """A run without news costs no durable commit."""
    connection = open_database(tmp_path)
    catalog = Catalog(connection)
    put(catalog, make_post())
    catalog.publish(NOW)
    before = connection.total_changes
    catalog.publish(NOW + SECOND)
    assert connection.total_changes == before


def test_artifacts_are_what_was_added_and_not_removed(catalog: Catalog) -> None:
    """Adding twice or removing what is not there is no error: a killed run does both again."""
    catalog.note_artifacts(["a", "b"], [])
    catalog.note_artifacts(["b", "c"], ["a", "x"])
    assert catalog.artifacts() == {"b", "c"}
