"""A file's text is UTF-8 in one form, and what is no text is named with its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.characters import unfit
from publisher.content.sourcetext import SIZE_LIMIT, _is_unfit, decode
from publisher.errors import ContentError

SOURCE = "posts/rest.md"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(b"\xef\xbb\xbfa\n", "a\n", id="byte order mark"),
        pytest.param(b"a\r\nb\r\n", "a\nb\n", id="Windows line ends"),
        pytest.param(b"a\rb\r", "a\nb\n", id="old Mac line ends"),
        pytest.param("e\u0301".encode(), "é", id="composed"),
        pytest.param(b"a\x01b\x0cc\td", "abc\td", id="control codes"),
        pytest.param("It\x92s \x85".encode(), "It’s …", id="windows-1252"),
        pytest.param("a\ufffeb\uffff".encode(), "a\ufffdb\ufffd", id="no characters"),
        pytest.param("👩‍⚕️🇨🇭\u202eשלום".encode(), "👩‍⚕️🇨🇭\u202eשלום", id="joiners and directions"),
    ],
)
def test_decode(content: bytes, text: str) -> None:
    """A file's text is UTF-8 in one form, with one kind of line end. (hostile input 4; fault: BOM, CRLF, NFD)"""
    assert decode(SOURCE, content).text == text


def test_the_largest_file_is_read() -> None:
    """The limit itself is within the limit."""
    assert len(decode(SOURCE, b"a" * SIZE_LIMIT).text) == SIZE_LIMIT


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        pytest.param(b"a\ncaf\xe9 b", 2, "is not UTF-8 at byte 5; save it as UTF-8", id="Latin-1"),
        pytest.param(b"a\xc3", 1, "is not UTF-8 at byte 1; save it as UTF-8", id="cut in a letter"),
        pytest.param(b"\xed\xa0\x80", 1, "is not UTF-8 at byte 0; save it as UTF-8", id="half a character"),
        pytest.param(b"\xc0\xaf", 1, "is not UTF-8 at byte 0; save it as UTF-8", id="overlong slash"),
        pytest.param(b"\xff\xfea\0", 1, "is UTF-16 from byte 0 on", id="UTF-16 LE"),
        pytest.param(b"\xfe\xff\0a", 1, "is UTF-16 from byte 0 on; save it as UTF-8", id="UTF-16 BE"),
        pytest.param(
            "title".encode("utf-16-le"), 1, "holds a NUL at byte 1: it looks like UTF-16; save it", id="UTF-16, no mark"
        ),
        pytest.param(b"abc\n\0def", 2, "holds a NUL at byte 4: the file is damaged or no text", id="NUL"),
    ],
)
def test_a_file_in_another_encoding_is_refused(content: bytes, line: int, problem: str) -> None:
    """File, line and byte are named and nothing is guessed. (hostile input 5; fault: bad UTF-8, UTF-16, NUL)"""
    with pytest.raises(ContentError) as refused:
        decode(SOURCE, content)
    assert str(refused.value).startswith(f"{SOURCE}:{line}: {problem}")


def test_a_file_beyond_the_limit_is_refused() -> None:
    """A hundred megabytes are no post. (fault: 100 MB post)"""
    with pytest.raises(ContentError, match=f"^{SOURCE}: is larger than 1024 KiB; split it$"):
        decode(SOURCE, b"a" * (SIZE_LIMIT + 1))


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        pytest.param(b"a\n\x0bb", "2: warning: holds 1 control characters, which were removed", id="hostile input 1"),
        pytest.param("a\ufffe".encode(), "1: warning: holds 1 codes that are no characters", id="hostile input 2"),
        pytest.param("a\n\nIt\x92s".encode(), "3: warning: holds 1 characters of Windows-1252", id="hostile input 3"),
        pytest.param(b"a\n\x7f", "2: warning: holds 1 control characters, which were removed", id="delete"),
    ],
)
def test_what_was_taken_out_is_named_with_its_place(content: bytes, warning: str) -> None:
    """A paste from a PDF is mended, and its author may look at it."""
    [told] = decode(SOURCE, content).warnings
    assert str(told).startswith(f"{SOURCE}:{warning}")


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_bytes_tell_what_letters_would(text: str) -> None:
    """The quick look at the bytes never misses what the letters hold."""
    assert _is_unfit(text.encode()) == bool(list(unfit(text)))
