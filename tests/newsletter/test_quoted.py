"""Quoted-printable in pieces that can stand beside one another."""

from quopri import decodestring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.newsletter.quoted import closed, quoted

_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=200)


@given(st.lists(_TEXT | st.text("a=.F \n", max_size=90), max_size=4))
def test_pieces_decode_to_what_they_were(texts: list[str]) -> None:
    """In whatever order they are put together, and in lines that everybody accepts."""
    encoded = b"".join(closed(quoted(text)) for text in texts)
    assert decodestring(encoded).replace(b"\r\n", b"\n").decode() == "".join(texts)
    lines = encoded.split(b"\r\n")
    assert all(len(line) <= 76 and line.isascii() and line == line.rstrip() for line in lines)
    assert not any(line.startswith((b".", b"From ")) for line in lines)


@pytest.mark.parametrize("length", range(70, 82))
@pytest.mark.parametrize("end", ["a", "ü", "=", " ", "."])
def test_lines_around_the_limit(length: int, end: str) -> None:
    """An encoded octet is never cut in two."""
    text = "." + "x" * length + end
    encoded = closed(quoted(text))
    assert decodestring(encoded).decode() == text
    assert all(len(line) <= 76 for line in encoded.split(b"\r\n"))


@pytest.mark.parametrize("begin", ["", ".", "From "])
@pytest.mark.parametrize("end", [".", "From you", "=.", "=From you"])
def test_no_line_begins_with_a_dot_wherever_it_is_cut(begin: str, end: str) -> None:
    """Also the second line of one that had to be broken."""
    for length in range(80):
        text = begin + "x" * length + end * 3
        encoded = closed(quoted(text))
        assert decodestring(encoded).decode() == text
        lines = encoded.split(b"\r\n")
        assert all(len(line) <= 76 for line in lines)
        assert not any(line.startswith((b".", b"From ")) for line in lines)
