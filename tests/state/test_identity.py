"""A post's id is decided once, and belongs to one post for ever."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from publisher.errors import IdentityError
from publisher.model import Post
from publisher.state.identity import Identity, settle
from tests.conftest import make_post

FIRST = datetime(2024, 3, 4, 9, tzinfo=UTC)
LATER = datetime(2024, 5, 6, 9, tzinfo=UTC)
REST = make_post(slug="rest")
REST_ID = REST.id


def seen(*posts: Post) -> list[Identity]:
    """What is remembered of posts that were public together, and whose ids are their own `id`."""
    return settle([(post, True) for post in posts], [], {post.source for post in posts}, FIRST)[1]


def ids(posts: Sequence[Post], known: Iterable[Identity], also_there: Iterable[str] = ()) -> list[str]:
    """The ids of posts whose authors fixed none, when these files and no others are in the folder."""
    paths = {*(post.source for post in posts), *also_there}
    return [post.id for post in settle([(post, False) for post in posts], known, paths, LATER)[0]]


def test_first_id_is_the_address() -> None:
    """A new post is known by where it is."""
    assert ids([REST], []) == ["https://blog.example.com/rest/"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"title": "Rest well"}, id="title"),
        pytest.param({"slug": "pause", "source": "posts/rest.md"}, id="slug"),
        pytest.param({"published": LATER, "updated": LATER}, id="date"),
        pytest.param({"text": "Sleep."}, id="words"),
        pytest.param({"url": "https://clinic.example.org/rest/"}, id="domain"),
        pytest.param({"source": "posts/2024/rest.md"}, id="file name, same address and words"),
        pytest.param({"source": "posts/2024/rest.md", "text": "Sleep."}, id="file name, same address"),
        pytest.param({"slug": "pause", "title": "Pause"}, id="file name, address and title, same words"),
        pytest.param(
            {"source": "posts/2024/rest.md", "url": "https://clinic.example.org/rest/", "title": "Pause"},
            id="file name, domain and title, same words",
        ),
        pytest.param(
            {"slug": "pause", "source": "posts/rest.md", "title": "Pause", "text": "Sleep.", "published": FIRST},
            id="all but the file name",
        ),
    ],
)
def test_id_outlives_a_change(changes: dict[str, Any]) -> None:
    """A reader's feed program sees the same post, and nobody is mailed it again."""
    changed = make_post(**({"updated": LATER} | changes))
    assert ids([changed], seen(REST)) == [REST_ID]


def test_id_outlives_one_change_after_the_other() -> None:
    """What counts is how the post was last seen, not how it began."""
    moved = make_post(slug="pause")
    known = settle([(moved, False)], seen(REST), {moved.source}, LATER)[1]
    rewritten = make_post(slug="pause", source="posts/new.md", text="Sleep.")
    assert ids([rewritten], known) == [REST_ID]


def test_own_id_wins() -> None:
    """What the author fixed by hand holds, whatever was remembered of the file."""
    post = make_post(id="tag:example.com,2020:rest")
    assert settle([(post, True)], seen(REST), {post.source}, LATER)[0][0].id == "tag:example.com,2020:rest"


def test_own_id_of_an_older_post_is_not_given_to_its_successor() -> None:
    """The author moved a post with its id by hand; the new one in its file, at its address, is another post."""
    moved = make_post(slug="pause", id=REST_ID)
    successor = make_post(text="Sleep.")
    known, paths = seen(REST), {moved.source, successor.source}
    settled, _ = settle([(moved, True), (successor, False)], known, paths, LATER)
    assert [post.id for post in settled] == [REST_ID, "tag:blog.example.com,2024-03-04:rest"]


def test_deleted_posts_id_is_not_given_to_another_post() -> None:
    """A new post in a new file, with words and an address of its own, is new."""
    assert ids([make_post(slug="sleep", text="Sleep.")], seen(REST)) == ["https://blog.example.com/sleep/"]


def test_posts_without_words_are_not_taken_for_each_other() -> None:
    """Two pictures have the same text, none; a new one does not inherit a deleted one's id."""
    old, new = make_post(slug="needles", text="\n"), make_post(slug="moxa", text="\n")
    assert ids([new], seen(old)) == [new.url]


def test_file_that_is_still_there_keeps_its_id_to_itself() -> None:
    """A copy of a post is another post: the original is not gone, though it may be a draft at the moment."""
    copy = make_post(slug="copy")
    assert ids([copy], seen(REST), also_there=[REST.source]) == [copy.url]


def test_of_two_copies_of_a_gone_post_one_has_its_id() -> None:
    """Both cannot have it, and an error would help nobody: either is as good as the other."""
    copies = [make_post(slug="copy-a"), make_post(slug="copy-b")]
    assert ids(copies, seen(REST)) == [REST_ID, copies[1].url]


@pytest.mark.parametrize("turned", [False, True], ids=["address first", "words first"])
def test_address_is_a_stronger_claim_than_words(turned: bool) -> None:
    """Of two new files the one at the old address has the id, whichever comes first."""
    same_address = make_post(source="posts/new.md", text="Sleep.")
    same_words = make_post(slug="copy")
    posts = [same_words, same_address] if turned else [same_address, same_words]
    by_source = dict(zip([post.source for post in posts], ids(posts, seen(REST)), strict=True))
    assert by_source == {"posts/new.md": REST_ID, "posts/copy.md": same_words.url}


def test_address_that_once_meant_another_post_is_no_id() -> None:
    """The older post moved away and took the id along; its successor gets a name at the same host and day."""
    moved = make_post(slug="pause", source="posts/rest.md")
    successor = make_post(slug="rest", source="posts/new.md", text="Sleep.")
    assert ids([moved, successor], seen(REST)) == [REST_ID, "tag:blog.example.com,2024-03-04:rest"]


def test_third_post_at_an_address_has_an_id_of_its_own() -> None:
    """The name at the host and day may be taken too, also by a post that is gone."""
    moved = make_post(slug="pause", source="posts/rest.md")
    second = make_post(slug="away", id="tag:blog.example.com,2024-03-04:rest", text="Gone.")
    third = make_post(slug="rest", source="posts/third.md", text="Sleep.")
    assert ids([moved, third], seen(REST, second))[1] == "tag:blog.example.com,2024-03-04:rest-2"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("rest", "rest", id="the same"),
        pytest.param("rest", "REST", id="in another case"),
        pytest.param("caf%C3%A9", "cafe%CC%81", id="in another Unicode form"),
        pytest.param("caf%c3%a9", "caf%C3%A9", id="escaped in another case"),
    ],
)
def test_two_posts_at_one_address_are_refused(first: str, second: str) -> None:
    """Some file systems take both for one folder, so one page would overwrite the other; both files are named."""
    posts = [
        make_post(url=f"https://blog.example.com/{slug}/", source=f"posts/{name}.md", text=name)
        for slug, name in ((first, "a"), (second, "b"))
    ]
    with pytest.raises(IdentityError) as caught:
        ids(posts, [])
    (problem,) = caught.value.problems
    assert problem.source == "posts/b.md"
    assert "same address as posts/a.md" in problem.text
    assert "'slug'" in problem.text


def test_two_posts_with_one_own_id_are_refused() -> None:
    """A copied front matter; both files are named, and the key to change."""
    posts = [(make_post(slug=slug, id="tag:example.com,2020:x"), True) for slug in ("a", "b")]
    with pytest.raises(IdentityError) as caught:
        settle(posts, [], {"posts/a.md", "posts/b.md"}, FIRST)
    (problem,) = caught.value.problems
    assert problem.source == "posts/b.md"
    assert "same id as posts/a.md" in problem.text
    assert "'id'" in problem.text


def test_every_double_is_named() -> None:
    """Three files at one address are two problems, told together."""
    posts = [make_post(source=f"posts/{name}.md", text=name) for name in "abc"]
    with pytest.raises(IdentityError) as caught:
        ids(posts, [])
    assert [problem.source for problem in caught.value.problems] == ["posts/b.md", "posts/c.md"]


def test_first_public_never_changes() -> None:
    """Whether readers have seen a post is decided by the first time, not by the last."""
    (identity,) = settle([(make_post(text="Sleep."), False)], seen(REST), {REST.source}, LATER)[1]
    assert identity.first_public == FIRST


def test_own_id_given_later_keeps_first_public() -> None:
    """An author who fixes the id of an old post does not make it news."""
    post = make_post(id="tag:example.com,2020:rest")
    (identity,) = settle([(post, True)], seen(REST), {post.source}, LATER)[1]
    assert (identity.post_id, identity.first_public) == (post.id, FIRST)
