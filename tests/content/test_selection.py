"""A file's path says whether it is a post; what only looks like one is named, with what to do."""

import pytest

from publisher.content.options import Options
from publisher.content.selection import Selection

SKIP = ("pages/*", "README.md", "2019/*/notes-??.md")


def chosen(*, folder: str = "posts", skip: tuple[str, ...] = SKIP) -> Selection:
    return Selection(Options(folder=folder, skip=skip), ("monthly",))


@pytest.mark.parametrize(
    "path",
    ["posts/rest.md", "posts/2024/rest.MARKDOWN", "posts/rest/index.md", "posts/my-pages/a.md", "posts/readme.md"],
)
def test_markdown_is_a_post(path: str) -> None:
    """In any folder, with any capitals in its ending."""
    assert (chosen().is_post(path), chosen().is_skipped(path), chosen().passed_over(path)) == (True, False, "")


@pytest.mark.parametrize(
    "path",
    ["posts/pages/about.md", "posts/pages/a/b.md", "posts/README.md", "posts/a/README.md", "posts/2019/x/notes-01.md"],
)
def test_what_the_settings_skip_is_no_post(path: str) -> None:
    """It is left alone without a word, but counted."""
    assert (chosen().is_post(path), chosen().is_skipped(path), chosen().passed_over(path)) == (False, True, "")
    assert chosen(skip=()).is_post(path)


def test_pages_of_pelican_are_no_posts() -> None:
    """Unless the settings say otherwise, and wherever the posts lie."""
    selection = Selection(Options(folder="content/pages"), ())
    assert selection.is_post("content/pages/rest.md")
    assert not selection.is_post("content/pages/pages/about.md")


@pytest.mark.parametrize(
    "path", ["posts/_index.md", "posts/a.png", "posts/_notes.html", "posts/blog.11tydata.js", "posts/pages/x.html"]
)
def test_other_files_are_left_alone(path: str) -> None:
    """They lie beside posts, or belong to another tool."""
    assert (chosen().is_post(path), chosen().is_skipped(path), chosen().passed_over(path)) == (False, False, "")


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("posts/rest.html", "make one of it with 'publisher import posts/rest.html'"),
        ("posts/2024/rest.TXT", "make one of it with 'publisher import posts/2024/rest.TXT'"),
        ("posts/rest.mdx", "rename it to .md if it is one"),
        ("posts/rest.rst", "save it as Markdown (.md) if it is one"),
    ],
)
def test_text_of_another_kind_is_named(path: str, way: str) -> None:
    """With what would make a post of it, and what would silence the warning."""
    assert not chosen().is_post(path)
    assert chosen().passed_over(path) == f"is not read as a post: {way}, or name it under 'skip' in [content]"


@pytest.mark.parametrize("name", ["2024-03.md", "weekly/2024-03.md"])
def test_post_among_the_notes_is_named(name: str) -> None:
    """A section of a blog may be called 'newsletters': nobody would know why its posts are missing."""
    text = "posts/newsletters/ is for notes to the newsletters. Move it out of there if it is one"
    assert not chosen().is_post(f"posts/newsletters/{name}")
    assert chosen().passed_over(f"posts/newsletters/{name}") == f"is not read as a post: {text}"


def test_note_to_a_newsletter_is_left_alone() -> None:
    """It lies in a folder of the newsletter's name."""
    assert not chosen().is_post("posts/newsletters/monthly/2024-03.md")
    assert chosen().passed_over("posts/newsletters/monthly/2024-03.md") == ""
