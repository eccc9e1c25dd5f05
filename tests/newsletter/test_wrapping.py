"""Plain text in lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.newsletter.wrapping import columns, indent, underline, wrap

LONG = "https://blog.example.com/" + "a-very-long-path/" * 8 + "?q=ä"


def test_lines_are_at_most_72_columns() -> None:
    """Words move to the next line whole."""
    lines = wrap("rest well and drink warm water " * 10).split("\n")
    assert max(map(len, lines)) <= 72
    assert " ".join(lines) == ("rest well and drink warm water " * 10).strip()


def test_address_is_never_broken() -> None:
    """A long address has a line of its own, hyphens or not."""
    assert wrap(f"See {LONG} for more.").split("\n") == ["See", LONG, "for more."]


def test_script_without_spaces_is_wrapped() -> None:
    """A Japanese paragraph is not one line of 200 columns."""
    lines = wrap("休息は治療の一部です。" * 20).split("\n")
    assert max(map(columns, lines)) <= 74  # a full stop may hang behind the end
    assert not any(line.startswith("。") for line in lines)
    assert "".join(lines) == "休息は治療の一部です。" * 20


@pytest.mark.parametrize(
    ("text", "width"), [("rest", 4), ("休息", 4), ("é", 1), ("e\u0301", 1), ("שָׁלוֹם", 4), ("ｱ", 1), ("", 0)]
)
def test_columns_are_those_of_a_screen(text: str, width: int) -> None:
    """Chinese and Japanese take two each, marks over a letter none."""
    assert columns(text) == width


def test_marks_stay_with_their_letter() -> None:
    """Where a word without spaces is broken."""
    assert all(line[0] == "e" for line in wrap("e\u0301" * 100).split("\n"))


def test_own_line_feeds_stay() -> None:
    """The lines of a poem are the poet's."""
    assert wrap("a\nb\n\nc") == "a\nb\n\nc"


@settings(max_examples=100)
@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"))), st.integers(-5, 100))
def test_no_word_is_lost(text: str, width: int) -> None:
    """At any width the same characters come out in the same order."""
    assert "".join(wrap(text, width).split()) == "".join(text.split())


def test_underline_is_as_long_as_the_longest_line() -> None:
    """Also below a heading of two lines."""
    heading, rule = underline("winter " * 14, "=").rsplit("\n", 1)
    assert rule == "=" * max(map(len, heading.split("\n")))


@pytest.mark.parametrize(("text", "indented"), [("a\nb", "- a\n  b"), ("a\n\nb", "- a\n\n  b"), ("", "-")])
def test_indent_leaves_no_space_at_a_lines_end(text: str, indented: str) -> None:
    """A blank line stays blank."""
    assert indent(text, "- ", "  ") == indented
