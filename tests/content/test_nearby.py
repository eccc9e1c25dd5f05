"""A reference means a file beside the post, or it does not; only those that may be published are."""

import pytest

from publisher.content.beside import FileBeside, nothing_beside
from publisher.content.nearby import Files

HOME = "https://blog.example.com/rest/"
THERE = {
    "posts/2024/a.png": FileBeside(100, 30, 20),
    "posts/2024/b c/ä.pdf": FileBeside(5),
    "posts/images/a.png": FileBeside(100, 3, 2),
    "posts/a.html": FileBeside(1),
    "other/a.png": FileBeside(1),
}


def files(source: str = "posts/2024/rest.md") -> Files:
    return Files(home=HOME, home_path="rest/", source=source, folder="posts", beside=THERE.get)


@pytest.mark.parametrize(
    ("reference", "address", "source", "path"),
    [
        ("a.png", "a.png", "posts/2024/a.png", "rest/a.png"),
        ("./a.png", "a.png", "posts/2024/a.png", "rest/a.png"),
        ("a.png?v=ñ#x", "a.png?v=%C3%B1#x", "posts/2024/a.png", "rest/a.png"),
        ("b%20c/%C3%A4.pdf", "b%20c/%C3%A4.pdf", "posts/2024/b c/ä.pdf", "rest/b c/ä.pdf"),
        ("b c/ä.pdf", "b%20c/%C3%A4.pdf", "posts/2024/b c/ä.pdf", "rest/b c/ä.pdf"),
        ("../images/a.png", "images/a.png", "posts/images/a.png", "rest/images/a.png"),
        ("{static}/images/a.png", "images/a.png", "posts/images/a.png", "rest/images/a.png"),
        ("%7Battach%7Da.png", "a.png", "posts/2024/a.png", "rest/a.png"),
        ("|filename|a.png", "a.png", "posts/2024/a.png", "rest/a.png"),
    ],
)
def test_a_file_is_found(reference: str, address: str, source: str, path: str) -> None:
    """It gets an address below the post's own, and is listed with the place it comes from."""
    beside = files()
    found = beside.find(reference)
    assert found == (THERE[source], HOME + address)
    assert (beside.assets, list(beside.uses)) == ({path: source}, [source])
    assert beside.sizes == ({HOME + address: (THERE[source].width, THERE[source].height)} if "png" in source else {})


@pytest.mark.parametrize(
    "reference",
    [
        *("/a.png", "//example.org/a.png", "https://example.org/a.png", "?a.png", "#a.png", "", "data:image/png,a.png"),
        *("../a.html", "../../other/a.png", "../../../other/a.png", "..%2f..%2fother%2fa.png", "a.png%00.png", "b.png"),
        *("..\\a.png", "a%5c.png", "../..", "."),
    ],
)
def test_anything_else_is_not(reference: str) -> None:
    """Not a page, not what lies outside of the posts folder, however it is written. (R16; hostile input 38)"""
    beside = files()
    assert beside.find(reference) is None
    assert beside.assets == {}


def test_what_is_outside_is_not_even_asked_for() -> None:
    """No file beyond the folder is touched."""
    beside = files()
    beside.find("../../other/a.png")
    assert beside.uses == {}


def test_what_was_looked_for_in_vain_is_known() -> None:
    """When the file appears, the post is to be read again."""
    beside = files()
    beside.find("b.png")
    assert beside.uses == {"posts/2024/b.png": None}


def test_a_file_is_looked_at_once() -> None:
    """Ten pictures of one file cost one look."""
    beside = files()
    first = beside.find("a.png")
    beside.beside = nothing_beside
    assert beside.find("a.png") == first


def test_two_files_at_one_path_are_named() -> None:
    """One would overwrite the other."""
    beside = files("posts/2024/rest.md")
    beside.beside = lambda _: FileBeside(1)
    beside.find("a.png")
    beside.find("../a.png")
    assert list(beside.clashing) == ["a.png"]


@pytest.mark.parametrize(
    ("reference", "missing", "astray"),
    [
        ("b.png?v=1", {"b.png": HOME + "b.png?v=1"}, []),
        ("b%20c.png", {"b c.png": HOME + "b%20c.png"}, []),
        ("b.html", {}, ["b.html"]),
        ("..%2fb.png", {}, ["../b.png"]),
        ("../b.png", {}, []),
        ("/b.png", {}, []),
        ("https://example.org/b.png", {}, []),
    ],
)
def test_what_was_to_be_shown_and_is_not_there(reference: str, missing: dict[str, str], astray: list[str]) -> None:
    """Only what can mean nothing but a file beside the post is missed."""
    beside = files()
    beside.miss(reference)
    assert (beside.missing, list(beside.astray)) == (missing, astray)
