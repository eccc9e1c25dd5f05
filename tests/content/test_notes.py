"""An editor's note, read from its file."""

from collections.abc import Callable
from textwrap import dedent

import pytest

from publisher.content.beside import FileBeside
from publisher.content.notes import NoteFile, read
from publisher.content.options import Options
from publisher.errors import ContentError
from publisher.model import Asset, Site

SOURCE = "posts/newsletters/monthly/2024-06.md"
URL = "https://blog.example.com/newsletters/monthly-2024-06/"


@pytest.fixture
def note(site: Callable[..., Site]) -> Callable[..., NoteFile]:
    """Read a note; a picture `door.jpg` lies beside it."""

    def beside(path: str) -> FileBeside | None:
        return FileBeside(900, 40, 30) if path == "posts/newsletters/monthly/door.jpg" else None

    def make(text: str) -> NoteFile:
        return read(SOURCE, dedent(text).encode(), site(), url=URL, options=Options(), beside=beside)

    return make


def test_everything_a_note_may_say(note: Callable[..., NoteFile]) -> None:
    """Its subject and preheader, the posts in order, and words before and behind them."""
    read = note("""\
        ---
        subject: Summer hours
        preheader: We close in August
        posts: [sleep, rest]
        ---
        Dear *all*,

        <!-- posts -->

        See you soon.
        """).note
    assert (read.subject, read.preheader, read.posts) == ("Summer hours", "We close in August", ("sleep", "rest"))
    assert (read.intro, read.closing) == ("<p>Dear <em>all</em>,</p>\n", "<p>See you soon.</p>\n")


def test_note_is_all_before_the_posts_unless_it_says_so(note: Callable[..., NoteFile]) -> None:
    """No front matter is needed either."""
    read = note("Hello.").note
    assert (read.intro, read.closing, read.subject, read.posts) == ("<p>Hello.</p>\n", "", "", ())


def test_pictures_of_a_note_are_published_with_its_issue(note: Callable[..., NoteFile]) -> None:
    """A letter's pictures must be on the web."""
    read = note("![The door](door.jpg)").note
    assert f'src="{URL}door.jpg"' in read.intro
    assert read.assets == (
        Asset(source="posts/newsletters/monthly/door.jpg", path="newsletters/monthly-2024-06/door.jpg"),
    )


def test_missing_picture_holds_the_letter_back(note: Callable[..., NoteFile]) -> None:
    """It is named with its line."""
    (problem,) = note("Hello.\n\n![x](gone.jpg)").warnings
    assert (problem.is_warning, problem.line) == (False, 3)
    assert "gone.jpg" in problem.text


def test_unknown_key_is_pointed_out(note: Callable[..., NoteFile]) -> None:
    """A slip would otherwise be an empty subject."""
    (problem,) = note("---\nsubjct: Summer\n---\nHello.").warnings
    assert (problem.is_warning, problem.line, "subject" in problem.text) == (True, 2, True)


def test_lines_of_what_stands_behind_the_posts_are_right(note: Callable[..., NoteFile]) -> None:
    """Counted from the top of the file."""
    (problem,) = note("---\nsubject: a\n---\nHello.\n<!-- posts -->\n\n![x](gone.jpg)").warnings
    assert problem.line == 7


def test_front_matter_that_cannot_be_read_is_an_error(note: Callable[..., NoteFile]) -> None:
    """With file and line."""
    with pytest.raises(ContentError, match=r"2024-06\.md:1: the front matter is never closed"):
        note("---\nsubject: a\n")
