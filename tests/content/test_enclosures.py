"""An enclosure is announced only when it can be fetched."""

import pytest

from publisher.content.addresses import Addresses
from publisher.content.beside import FileBeside
from publisher.content.enclosures import duration_s, read
from publisher.content.frontmatter import split
from publisher.content.keys import Keys
from publisher.content.nearby import Files
from publisher.model import Enclosure

URL = "https://blog.example.com/rest/"
THERE = {
    "posts/talk.mp3": FileBeside(5_000),
    "posts/a b.PDF": FileBeside(70),
    "posts/empty.mp3": FileBeside(0),
    "posts/notes": FileBeside(9),
    "posts/page.html": FileBeside(9),
}


def enclosures(head: str) -> tuple[tuple[Enclosure, ...], list[str], dict[str, str]]:
    keys = Keys(split("posts/rest.md", f"---\n{head}\n---\n"), "posts/rest.md")
    files = Files(home=URL, home_path="rest/", source="posts/rest.md", folder="posts", beside=THERE.get)
    found = read(keys, Addresses(url=URL, prefix="rest-", files=files))
    assert keys.problems == []
    return found, [str(one) for one in keys.warnings], files.assets


def one(head: str) -> Enclosure:
    [found], warnings, _ = enclosures(head)
    assert warnings == []
    return found


GONE = "is not beside the post, is empty, or is of a kind that is not published"
TALK = Enclosure(url=URL + "talk.mp3", length=5_000, media_type="audio/mpeg")


@pytest.mark.parametrize("key", ["enclosure", "audio", "podcast", "file", "enclosures"])
def test_a_file_beside_the_post(key: str) -> None:
    """Its true length is measured, and it is published with the post. (feed practice D3)"""
    assert one(f"{key}: talk.mp3") == TALK
    assert enclosures(f"{key}: talk.mp3")[2] == {"rest/talk.mp3": "posts/talk.mp3"}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param("audio: {src: talk.mp3, length: 7}", TALK, id="what is measured goes before what is said"),
        pytest.param("audio:\n  file: talk.mp3\n  duration: '31:04'", (5_000, "audio/mpeg", 1864), id="duration"),
        pytest.param("audio: talk.mp3\nduration: 1:02:03", (5_000, "audio/mpeg", 3723), id="duration beside it"),
        pytest.param("file: a b.PDF", (70, "application/pdf", None), id="paper with a space"),
        pytest.param("audio: {url: 'https://example.org/a.mp3', length: 77}", (77, "audio/mpeg", None), id="elsewhere"),
        pytest.param("audio: https://example.org/a.mp3", (0, "audio/mpeg", None), id="elsewhere, length unknown"),
        pytest.param(
            "audio: {url: 'https://example.org/a', type: Audio/Ogg}", (0, "audio/ogg", None), id="type stated"
        ),
        pytest.param(
            "audio: {url: 'https://example.org/a.mp3?x=1', length: x}", (0, "audio/mpeg", None), id="odd length"
        ),
        pytest.param("audio: /media/a.mp3", (0, "audio/mpeg", None), id="elsewhere on the site"),
    ],
)
def test_what_is_known_of_it(head: str, expected: Enclosure | tuple[int, str, int | None]) -> None:
    """A length is 0 only for a file elsewhere whose length nobody said. (hostile input 28)"""
    found = one(head)
    assert expected in (found, (found.length, found.media_type, found.duration_s))


def test_several() -> None:
    """In their order, each once. (feed practice D3)"""
    found, _, _ = enclosures("enclosure:\n- talk.mp3\n- url: a b.PDF\n- talk.mp3")
    assert [enclosure.url for enclosure in found] == [URL + "talk.mp3", URL + "a%20b.PDF"]


@pytest.mark.parametrize(
    ("head", "why"),
    [
        pytest.param("audio: missing.mp3", GONE, id="missing"),
        pytest.param("audio: empty.mp3", GONE, id="empty"),
        pytest.param("file: notes", GONE, id="no ending"),
        pytest.param("file: page.html", GONE, id="a page"),
        pytest.param(
            "audio: https://example.org/a", "is of an unknown kind; say so with 'type: audio/mpeg'", id="unknown kind"
        ),
        pytest.param("audio: javascript:x.mp3", "is no file beside the post and no https address", id="script"),
        pytest.param("audio: 'http://[x/a.mp3'", "is no file beside the post and no https address", id="no address"),
        pytest.param("file: ../../etc/passwd.pdf", None, id="way out"),
    ],
)
def test_what_cannot_be_fetched_is_not_announced(head: str, why: str | None) -> None:
    """The author is told, the post appears without it. (hostile input 28)"""
    found, warnings, assets = enclosures(head)
    assert assets == {}
    if why:
        assert found == ()
        assert [text.partition(": it ")[2] for text in warnings] == [why]


@pytest.mark.parametrize(
    "head", ["title: Rest", "audio: ''", "audio: []", "audio: {}", "audio: [[]]", "file: [{x: y}]"]
)
def test_nothing_said(head: str) -> None:
    """An empty field of a form is no enclosure."""
    assert enclosures(head) == ((), [], {})


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("31:04", 1864),
        ("1:02:03", 3723),
        ("90", 90),
        ("90.5", 90),
        ("0:05", 5),
        ("", None),
        ("an hour", None),
        ("1:2", None),
    ],
)
def test_duration(text: str, seconds: int | None) -> None:
    """As podcasts write it."""
    assert duration_s(text) == seconds


def test_an_odd_duration_is_named() -> None:
    """It is left out, the recording stays."""
    found, warnings, _ = enclosures("audio: {src: talk.mp3, duration: an hour}")
    assert found == (TALK,)
    assert warnings == ["posts/rest.md:2: warning: the duration 'an hour' was left out; write it like 31:04 or 1:02:03"]
