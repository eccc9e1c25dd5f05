"""A file's path says when a post appeared, what it is called, and in Jekyll what it is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.content.filenames import FileName, read


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("posts/rest.md", FileName("", "rest")),
        ("posts/2024-03-04-rest.md", FileName("2024-03-04", "rest")),
        ("posts/2024/3-rest.v2.markdown", FileName("", "3-rest.v2")),
        ("posts/2024-03-04-rest/index.md", FileName("2024-03-04", "rest")),
        ("posts/rest/index.de.md", FileName("", "rest-de")),
        ("posts/index.md", FileName("", "posts")),
        ("posts/_posts/2024-03-04-rest.md", FileName("2024-03-04", "rest", in_jekyll=True)),
        ("posts/news/far/_posts/x/2024-03-04-rest.md", FileName("2024-03-04", "rest", ("news", "far"), in_jekyll=True)),
        ("posts/_drafts/rest.md", FileName("", "rest", in_drafts=True, in_jekyll=True)),
        ("posts/2024/Drafts/x/rest.md", FileName("", "rest", in_drafts=True)),
        ("posts/drafts/index.md", FileName("", "drafts", in_drafts=True)),
        ("posts/drafts.md", FileName("", "drafts")),
        ("posts/my-drafts/rest.md", FileName("", "rest")),
        ("posts/about_posts.md", FileName("", "about_posts")),
    ],
)
def test_what_a_path_says(source: str, expected: FileName) -> None:
    """The posts folder itself is no category."""
    assert read(source, "posts") == expected


def test_the_posts_folder_may_be_jekylls() -> None:
    """A site whose posts folder is `_posts` is read as Jekyll would."""
    assert read("_posts/2024-03-04-rest.md", "_posts") == FileName("2024-03-04", "rest", in_jekyll=True)


@given(st.text(min_size=1))
def test_any_path_has_a_name(source: str) -> None:
    """Whatever the path is, there is something to make a slug of."""
    assert isinstance(read(source, "posts").name, str)
