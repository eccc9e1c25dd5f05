"""Names and links made with the key: always the same, never guessed, and nothing to read inside."""

import base64
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.tokens import message_id, read_unsubscribe_token, subscriber_id, unsubscribe_token

KEY = bytes(range(32))
OTHER_KEY = bytes(32)
MAYA = "maya@example.org"
TOKEN = unsubscribe_token(KEY, "s_maya", "monthly")


def decoded(token: str) -> bytes:
    return base64.b32decode(token.upper() + "=" * (-len(token) % 8))


def test_names_do_not_change() -> None:
    """Links in letters sent years ago still work, and a message keeps its id: these values stay for good."""
    assert subscriber_id(KEY, MAYA) == "s_kp24pxtabyi3u6m7hcjkwr7qd4"
    assert message_id(KEY, "monthly/2024-05", "s_maya", "example.com") == "<es3sokzikkairkl6pazbx7beue@example.com>"
    assert unsubscribe_token(KEY, "s_maya", "monthly") == "afyxqikxz3zib5ntnxprv6ftyloxgx3nmf4wcl3nn5xhi2dmpe"


def test_a_token_names_who_leaves_what() -> None:
    """What was signed comes back."""
    assert read_unsubscribe_token(KEY, TOKEN) == ("s_maya", "monthly")


def test_case_does_not_matter() -> None:
    """Mail programs that fold case do no harm."""
    assert read_unsubscribe_token(KEY, TOKEN.upper()) == ("s_maya", "monthly")


def test_a_token_of_another_key_is_refused() -> None:
    """Nobody else can sign."""
    assert read_unsubscribe_token(OTHER_KEY, TOKEN) is None


@pytest.mark.parametrize("length", range(len(TOKEN)))
def test_a_token_cut_short_is_refused(length: int) -> None:
    """A link broken over two lines unsubscribes nobody."""
    assert read_unsubscribe_token(KEY, TOKEN[:length]) is None


@pytest.mark.parametrize("place", range(len(decoded(TOKEN))))
def test_a_token_with_one_bit_changed_is_refused(place: int) -> None:
    """Version, signature and names are all covered."""
    raw = bytearray(decoded(TOKEN))
    raw[place] ^= 1
    forged = base64.b32encode(raw).decode().rstrip("=").lower()
    assert read_unsubscribe_token(KEY, forged) is None


@pytest.mark.parametrize(
    "token",
    [
        "",
        "=",
        "a",
        TOKEN + "a",
        TOKEN + "aaaaaaaa",
        " " + TOKEN,
        TOKEN + "ß",
        "1" * 40,
        "é",
        "\0",
        "ı" * 8,
    ],
)
def test_what_is_no_token_is_refused(token: str) -> None:
    """Anything a browser may send is answered, never with an error."""
    assert read_unsubscribe_token(KEY, token) is None


@settings(max_examples=100, deadline=None)
@given(st.text(), st.sampled_from(["", TOKEN]))
def test_no_text_is_a_token(text: str, start: str) -> None:
    """Only what was signed is read, alone or as a beginning."""
    assert read_unsubscribe_token(KEY, start + text) in ({None} if text.strip("=") else {None, ("s_maya", "monthly")})


@settings(max_examples=100, deadline=None)
@given(st.from_regex(r"s_[a-z2-7]{26}", fullmatch=True), st.text(min_size=1))
def test_any_newsletter_can_be_left(subscriber: str, newsletter: str) -> None:
    """The name of a newsletter may hold anything, also a slash."""
    assert read_unsubscribe_token(KEY, unsubscribe_token(KEY, subscriber, newsletter)) == (subscriber, newsletter)


def test_each_purpose_has_names_of_its_own() -> None:
    """One value signed for two purposes gives two names, so that none stands in for another."""
    names = {
        subscriber_id(KEY, "s_maya/monthly").removeprefix("s_"),
        message_id(KEY, "s_maya/monthly", "", "example.com")[1:].partition("@")[0],
        message_id(KEY, "", "s_maya/monthly", "example.com")[1:].partition("@")[0],
        base64.b32encode(decoded(TOKEN)[1:17]).decode().rstrip("=").lower(),
    }
    assert len(names) == 4


def test_parts_do_not_run_into_each_other() -> None:
    """The end of one part is not the beginning of the next."""
    assert message_id(KEY, "ab", "c", "example.com") != message_id(KEY, "a", "bc", "example.com")


@pytest.mark.parametrize("change", ["key", "address"])
def test_ids_are_keyed(change: str) -> None:
    """Without the key nobody can look an address up by its id."""
    key, address = (OTHER_KEY, MAYA) if change == "key" else (KEY, "noor@example.net")
    assert subscriber_id(key, address) != subscriber_id(KEY, MAYA)


def test_no_address_can_be_read_inside() -> None:
    """Neither the id, nor the token made with it, shows the address in any spelling."""
    subscriber = subscriber_id(KEY, MAYA)
    token = unsubscribe_token(KEY, subscriber, "monthly")
    for text in (subscriber, token, decoded(token).decode("latin-1")):
        assert not re.search("maya|example|@", text, re.IGNORECASE)


def test_a_message_id_is_one_for_mail() -> None:
    """It stands in brackets, with the site's domain, and holds nothing that a header would fold or quote."""
    assert re.fullmatch(
        r"<[a-z2-7]{26}@letters\.example\.com>", message_id(KEY, "monthly/2024-05", "s_maya", "letters.example.com")
    )
