"""A title is one line of plain text."""

import pytest

from publisher.content.frontmatter import split
from publisher.content.keys import Keys
from publisher.content.titles import TITLE_LIMIT, Titled, from_text, read, shortened


def titled(text: str) -> Titled:
    return read(Keys(split("posts/rest.md", text), "posts/rest.md"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("---\ntitle: On *rest*\n---\nWell.", ("On rest", "Well.", 4), id="front matter"),
        pytest.param("# On rest\n\nWell.", ("On rest", "\nWell.", 2), id="heading"),
        pytest.param("\nOn rest\n=======\nWell.", ("On rest", "Well.", 4), id="underlined heading"),
        pytest.param("# On rest {#on}\nWell.", ("On rest", "Well.", 2), id="heading with an id"),
        pytest.param("---\ntitle: Rest\n---\n# Rest #\nWell.", ("Rest", "Well.", 5), id="said twice"),
        pytest.param("- a\n===\n", ("", "- a\n===\n", 1), id="a list is no heading"),
        pytest.param("a\nb\n===\n", ("", "a\nb\n===\n", 1), id="two lines are none"),
        pytest.param("Well.", ("", "Well.", 1), id="none"),
    ],
)
def test_read(text: str, expected: tuple[str, str, int]) -> None:
    """From the front matter or the first heading, which is not said again. (hostile inputs 8, 10)"""
    assert titled(text) == expected


def test_a_title_of_two_kilobytes_is_shortened() -> None:
    """At a word, with an ellipsis and a warning. (hostile input 8)"""
    keys = Keys(split("posts/rest.md", f"---\na: b\ntitle: {'rest ' * 400}\n---\n"), "posts/rest.md")
    title = read(keys).title
    assert len(title) <= TITLE_LIMIT
    assert title.endswith("rest…")
    assert [str(one) for one in keys.warnings] == [
        f"posts/rest.md:3: warning: the title is longer than {TITLE_LIMIT} characters and was shortened"
    ]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [("rest well", 9, "rest well"), ("rest well", 8, "rest…"), ("restwell", 5, "rest…"), ("rest, well", 8, "rest…")],
)
def test_shortened(text: str, limit: int, expected: str) -> None:
    """Never longer than the limit."""
    assert shortened(text, limit) == expected


def test_first_words() -> None:
    """A post without a title may be called by its first words. (hostile input 9)"""
    assert from_text("Rest is part of the treatment, and it always was so in our small clinic.") == (
        "Rest is part of the treatment, and it always was so in our…"
    )
    assert from_text("\n") == ""
