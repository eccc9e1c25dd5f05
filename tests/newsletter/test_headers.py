"""Header values, and what is kept out of them."""

from collections.abc import Callable
from email import message_from_string, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.errors import LetterError
from publisher.newsletter.headers import mailbox, named, raw, text

# what a title may hold: everything but the characters that end a line for somebody
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp", "Cs")), min_size=1, max_size=150)


def read_back(name: str, value: str) -> str:
    return str(message_from_string(f"{name}: {value}\r\n\r\n", policy=policy.default)[name])


@settings(max_examples=100)
@given(WORDS.filter(lambda words: "=?" not in words and not words.isascii()))
def test_any_words_are_read_back(words: str) -> None:
    """Encoded words give back what was written, in lines of 76 columns and words of 75."""
    value = text("Subject", words)
    assert read_back("Subject", value) == words
    assert all(len(line) <= 76 for line in f"Subject: {value}".split("\r\n"))
    assert all(len(word) <= 75 for word in value.split())


def test_long_ascii_is_folded_at_spaces() -> None:
    """Nothing is encoded that need not be, and a double space survives."""
    words = "Rest  is part of the treatment, " * 4 + "rest"
    value = text("Subject", words)
    assert all(len(line) <= 76 for line in f"Subject: {value}".split("\r\n"))
    assert value.replace("\r\n", "") == words


def test_character_is_never_cut() -> None:
    """Each encoded word holds whole characters (RFC 2047 section 5)."""
    value = text("Subject", "👩\u200d⚕️" * 30)
    assert all(read_back("Subject", word) for word in value.split("\r\n "))
    assert "\ufffd" not in "".join(read_back("Subject", word) for word in value.split("\r\n "))


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Dr Ada", "Dr Ada <a@example.com>"),
        ('Dr. "Ada" \\', '"Dr. \\"Ada\\" \\\\" <a@example.com>'),
        ("Ärztin", "=?utf-8?b?w4RyenRpbg==?= <a@example.com>"),
        ("", "a@example.com"),
    ],
)
def test_name_is_quoted_where_it_must_be(words: str, written: str) -> None:
    """A full stop or a comma in a name would otherwise end it."""
    assert mailbox("From", words, "a@example.com") == written
    parsed = message_from_string(f"From: {written}\r\n\r\n", policy=policy.default)["From"].addresses[0]
    assert (parsed.display_name, parsed.addr_spec) == (words, "a@example.com")


HOSTILE = {
    "line feed": "a\nBcc: x@example.net",
    "carriage return": "a\rBcc: x@example.net",
    "both": "a\r\n\r\nbody",
    "NUL": "a\0b",
    "vertical tab": "a\x0bb",
    "next line": "a\x85b",
    "line separator": "a\u2028b",
    "paragraph separator": "a\u2029b",
    "surrogate": "a\ud800b",
    "encoded word": "=?utf-8?q?a=0ABcc=3A_x=40example.net?=",
    "half an encoded word": "a =?",
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_value_that_could_begin_a_header_is_refused(value: str) -> None:
    """In words, names, ids and addresses; the error quotes nothing of it."""
    writers: tuple[Callable[[], str], ...] = (
        lambda: text("Subject", value),
        lambda: named("List-ID", value, "letter.example.com"),
        lambda: mailbox("To", value, "maya@example.org"),
        lambda: mailbox("To", "Maya", f"maya{value}@example.org"),
        lambda: raw("Message-ID", value),
    )
    for write in writers:
        with pytest.raises(LetterError) as refused:
            write()
        assert "example" not in str(refused.value)


@pytest.mark.parametrize(
    "address", ["", "maya", "Maya <maya@example.org>", "a@example.org,b@example.org", "mäya@example.org"]
)
def test_address_that_is_not_plain_is_refused(address: str) -> None:
    """Two readers in one header would see each other; the error names neither."""
    with pytest.raises(LetterError) as refused:
        mailbox("To", "", address)
    assert "example" not in str(refused.value)


@pytest.mark.parametrize("value", ["a b", "ä"])
def test_id_with_more_than_ascii_is_refused(value: str) -> None:
    """An id is one ASCII word."""
    with pytest.raises(LetterError):
        raw("Message-ID", value)
