"""Plain text as Markdown that reads as exactly that text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publisher.content.addresses import Addresses
from publisher.content.importers.escaping import hashes_kept, literal, literal_with_links
from publisher.content.importers.imported import one_line
from publisher.content.nearby import Files
from publisher.content.prose import render
from publisher.textblocks import text

_MARKS = st.text(st.sampled_from("\\`*_[]<>~#|&;:=+-.()!1 ab\n$^\"'/{}"), max_size=30)
_ANY = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30)

NOWHERE = Addresses(url="https://example.com/", prefix="", files=Files(home="https://example.com/"))


def _shown(markdown: str) -> str:
    return one_line(text(render(markdown, NOWHERE).html))


def _lines(text: str) -> str:
    return "\n".join(filter(None, map(one_line, text.split("\n"))))


@given(text=st.one_of(_MARKS, _ANY).map(_lines))
@example(text="1\n-:")
@settings(max_examples=100, deadline=None)
def test_any_text_is_shown_as_it_was(text: str) -> None:
    """The renderer gives back every character, whatever Markdown would have made of it."""
    assert _shown(literal(text)) == one_line(text)


@given(text=_MARKS.map(one_line).filter(bool))
@settings(max_examples=100, deadline=None)
def test_any_heading_is_shown_as_it_was(text: str) -> None:
    """Behind the hashes too, where a hash at the end would be dropped."""
    assert _shown(f"## {hashes_kept(literal(text))}") == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("snake_case and 5 > 4 & so on", "snake_case and 5 > 4 & so on"),
        ("1. not a list, 2. neither", r"1\. not a list, 2. neither"),
        ("It's 2 - 1 + 3 = 4, at 50% (or so)!", "It's 2 - 1 + 3 = 4, at 50% (or so)!"),
        ("#rest is a tag", "#rest is a tag"),
        ("# rest", r"\# rest"),
        ("Rest\n-:", "Rest\n\\-:"),  # would make a table of the line before
        ("a|b\n-|-", "a|b\n\\-|-"),
    ],
)
def test_what_is_no_markup_keeps_its_looks(text: str, markdown: str) -> None:
    """A person will edit the file, so no backslash stands where none is needed."""
    assert literal(text) == markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("See https://example.org/a_b/_c_.", "See <https://example.org/a_b/_c_>."),
        ("(https://example.org/x)", "(<https://example.org/x>)"),
        ("https://example.org/?a=1&copy=2, *so*", r"<https://example.org/?a=1&copy=2>, \*so\*"),
    ],
)
def test_addresses_become_links(text: str, markdown: str) -> None:
    """A web address in a text is a link that shows itself; the punctuation behind it is not part of it."""
    assert literal_with_links(text) == markdown
