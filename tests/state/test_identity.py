"""What a post is known by, and that no two posts are known by the same."""

from itertools import islice

import pytest

from publisher.errors import IdentityError
from publisher.state.identity import new_ids, refuse_doubles, words_digest
from tests.state.claiming import claim, listed


def test_words_are_known_by_a_digest() -> None:
    """The same words give the same digest, other words another one."""
    assert words_digest("Rest.") == words_digest("Rest.") != words_digest("Sleep.")


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_post_without_words_is_not_known_by_them(text: str) -> None:
    """Two pictures have the same text, none."""
    assert words_digest(text) == ""


def test_new_id_is_the_address_first() -> None:
    """Then names at its host and day, without end."""
    assert list(islice(new_ids(claim()), 3)) == [
        "https://blog.example.com/rest/",
        "tag:blog.example.com,2024-03-04:rest",
        "tag:blog.example.com,2024-03-04:rest-2",
    ]


def test_different_posts_are_no_doubles() -> None:
    """Nothing is said of posts that can be told apart."""
    refuse_doubles([listed("rest"), listed("sleep"), listed("moxa", url="https://blog.example.com/a%2fb/")])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("rest", "rest", id="the same"),
        pytest.param("rest", "REST", id="in another case"),
        pytest.param("caf%C3%A9", "cafe%CC%81", id="in another Unicode form"),
        pytest.param("caf%c3%a9", "caf%C3%A9", id="escaped in another case"),
        pytest.param("caf%65", "cafe", id="escaped without need"),
    ],
)
def test_two_posts_at_one_address_are_refused(first: str, second: str) -> None:  # hostile input 19; feed practice B3
    """Some file systems take both for one folder, so one page would overwrite the other; both files are named."""
    posts = [listed(name, url=f"https://blog.example.com/{slug}/") for slug, name in ((second, "b"), (first, "a"))]
    with pytest.raises(IdentityError) as caught:
        refuse_doubles(posts)
    (problem,) = caught.value.problems
    assert problem.source == "posts/b.md"
    assert "same address as posts/a.md" in problem.text
    assert "'slug'" in problem.text


def test_two_posts_with_one_id_are_refused() -> None:  # fault: duplicate id or slug
    """A copied front matter; both files are named, and the key to change."""
    with pytest.raises(IdentityError) as caught:
        refuse_doubles([listed("b", id="tag:example.com,2020:x"), listed("a", id="tag:example.com,2020:x")])
    (problem,) = caught.value.problems
    assert problem.source == "posts/b.md"
    assert "same id as posts/a.md: tag:example.com,2020:x" in problem.text
    assert "'id'" in problem.text


def test_every_double_is_named() -> None:
    """Three files at one address are two problems, told together, whatever the order they come in."""
    posts = [listed(name, url="https://blog.example.com/rest/") for name in "bca"]
    with pytest.raises(IdentityError) as caught:
        refuse_doubles(posts)
    assert [(one.source, "posts/a.md" in one.text) for one in caught.value.problems] == [
        ("posts/b.md", True),
        ("posts/c.md", True),
    ]


def test_file_with_two_doubles_is_told_of_both() -> None:
    """Who mends the one must not stumble over the other."""
    posts = [listed("a"), listed("b", id="x"), listed("c", url=listed("a").url, id="x")]
    with pytest.raises(IdentityError) as caught:
        refuse_doubles(posts)
    texts = [problem.text for problem in caught.value.problems]
    assert ["same address as posts/a.md" in texts[0], "same id as posts/b.md" in texts[1]] == [True, True]
