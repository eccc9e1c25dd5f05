"""One reader's letter as a mail, judged by the standard library's parser."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.errors import LetterError
from publisher.model import Newsletter, Subscriber
from publisher.newsletter.message import Envelope, message

LETTER = Newsletter(
    issue_id="monthly-2024-03",
    subject="The Quiet Letter: Rest",
    html='<!DOCTYPE html>\n<p>Ruhe für <a href="SLOT">alle</a></p>\n',
    text="Ruhe für alle\n\nSLOT\n",
    slot="SLOT",
    slots_html=1,
    slots_text=1,
)
NAMES = [
    *("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "List-ID", "List-Unsubscribe"),
    *("List-Unsubscribe-Post", "Precedence", "MIME-Version", "Content-Type"),
]
ToMaya = Callable[..., Envelope]


def parsed(written: bytes) -> EmailMessage:
    mail = message_from_bytes(written, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert not any(part.defects for part in mail.walk())
    return mail


def head(written: bytes) -> str:
    return written.partition(b"\r\n\r\n")[0].decode("ascii")


def test_headers_are_those_and_no_others(to_maya: ToMaya) -> None:
    """Each header that a letter needs, exactly once."""
    mail = parsed(message(LETTER, to_maya()))
    assert mail.keys() == NAMES
    assert (mail["From"], mail["To"]) == ("A Quiet Clinic <letter@news.example.com>", "Maya <maya@example.org>")
    assert (mail["Reply-To"], mail["Subject"]) == ("ada@example.com", "The Quiet Letter: Rest")
    assert (mail["Date"], mail["Message-ID"]) == ("Mon, 04 Mar 2024 09:00:00 +0000", "<abc@news.example.com>")
    assert (mail["List-ID"], mail["Precedence"]) == ("The Quiet Letter <monthly.news.example.com>", "bulk")


def test_text_comes_first_and_html_last(to_maya: ToMaya) -> None:
    """Programs show the last part they understand (RFC 2046 section 5.1.4)."""
    mail = parsed(message(LETTER, to_maya()))
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert {part.get_content_charset() for part in mail.iter_parts()} == {"utf-8"}


def test_reader_finds_the_own_way_out_everywhere(to_maya: ToMaya) -> None:
    """The link in both parts is the address in the header."""
    mail = parsed(message(LETTER, to_maya(token="xyz")))  # noqa: S106
    address = "https://blog.example.com/unsubscribe?t=xyz"
    assert f"<{address}>" in mail["List-Unsubscribe"]
    assert all(address in part.get_content() for part in mail.iter_parts())


def test_one_click_is_promised_with_https(to_maya: ToMaya) -> None:
    """Https first, mail second, on lines of their own, in plain ASCII."""
    assert (
        "List-Unsubscribe: <https://blog.example.com/unsubscribe?t=abc234>,\r\n"
        " <mailto:leave@example.com?subject=unsubscribe%20abc234>\r\n"
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    ) in head(message(LETTER, to_maya()))


def test_without_https_no_click_is_promised(to_maya: ToMaya) -> None:
    """A mail alone takes the reader off the list, in header and letter."""
    mail = parsed(message(LETTER, to_maya(unsubscribe_url="")))
    assert mail["List-Unsubscribe"] == "<mailto:leave@example.com?subject=unsubscribe%20abc234>"
    assert "List-Unsubscribe-Post" not in mail
    assert "mailto:leave@example.com?subject=unsubscribe%20abc234" in next(mail.iter_parts()).get_content()


def test_long_unsubscribe_address_stays_whole(to_maya: ToMaya) -> None:
    """Folded or encoded, one click would not find it."""
    written = message(LETTER, to_maya(token="a" * 700))
    assert f"<https://blog.example.com/unsubscribe?t={'a' * 700}>,\r\n" in head(written)
    assert "=?" not in head(written).replace("boundary", "")


def test_header_longer_than_a_line_may_be_stops_the_letter(to_maya: ToMaya) -> None:
    """998 octets are the limit of RFC 5322."""
    with pytest.raises(LetterError, match="998"):
        message(LETTER, to_maya(token="a" * 1000))


def test_same_letter_to_the_same_reader_is_the_same_bytes(to_maya: ToMaya) -> None:
    """A second try sends what the first one sent."""
    assert message(LETTER, to_maya()) == message(LETTER, to_maya())


def test_boundary_differs_by_message(to_maya: ToMaya) -> None:
    """Two messages in one mail box file share no boundary."""
    one, other = (parsed(message(LETTER, to_maya(message_id=name))) for name in ("<a@example.com>", "<b@example.com>"))
    assert one.get_boundary() != other.get_boundary()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=300))
def test_content_survives_the_way(to_maya: ToMaya, words: str) -> None:
    """Decoded, both parts are what was rendered; no line is over 76, none ends in white space, none is 8-bit."""
    written = message(replace(LETTER, html=f"{words}SLOT", text=f"{words}SLOT\n.\n-- \n"), to_maya())
    plain, html = parsed(written).iter_parts()
    address = "https://blog.example.com/unsubscribe?t=abc234"
    assert plain.get_payload(decode=True) == f"{words}{address}\n.\n-- \n".replace("\n", "\r\n").encode()
    assert html.get_payload(decode=True) == f"{words}{address}".replace("\n", "\r\n").encode()
    body = written.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert all(len(line) <= 76 and line == line.rstrip() for line in body)


def test_lines_end_in_crlf_alone(to_maya: ToMaya) -> None:
    """A bare CR or LF is how messages are smuggled into others."""
    written = message(replace(LETTER, text="a\rb\r\nc\nSLOT"), to_maya())
    without_pairs = written.replace(b"\r\n", b"")
    assert b"\r" not in without_pairs
    assert b"\n" not in without_pairs
    assert written.isascii()


@pytest.mark.parametrize("subject", ["Rest\r\nBcc: x@example.net", "=?utf-8?q?a=0ABcc=3A_x=40example.net?=", "Rest\0"])
def test_subject_cannot_become_another_header(to_maya: ToMaya, subject: str) -> None:
    """Neither directly nor as an encoded word that CPython decodes and writes again."""
    with pytest.raises(LetterError, match="Subject"):
        message(replace(LETTER, subject=subject), to_maya())


@pytest.mark.skipif(
    sys.version_info >= (3, 13)
    or (3, 12, 5) <= sys.version_info < (3, 13)
    or (3, 11, 10) <= sys.version_info < (3, 12),
    reason="this Python has the fault mended (CVE-2024-6923)",
)
def test_encoded_line_feed_would_become_a_header() -> None:
    """The fault of the standard library that `=?` is refused for."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["Subject"] = "=?utf-8?q?a=0ABcc=3A_x=40example=2Enet?="
    assert b"\nBcc: x@example.net" in mail.as_bytes()


@pytest.mark.parametrize("name", ["Maya\r\nBcc: x@example.net", "Maya =?utf-8?q?x?=", "Ma\u2028ya"])
def test_readers_name_cannot_become_a_header(to_maya: ToMaya, name: str) -> None:
    """The error names the header and not the reader."""
    reader = Subscriber(id="s_maya", address="maya@example.org", name=name)
    with pytest.raises(LetterError, match="header To") as refused:
        message(LETTER, to_maya(to=reader))
    assert "aya" not in str(refused.value)


def test_readers_address_is_in_no_error(to_maya: ToMaya) -> None:
    """A list with a broken address tells the log nothing about its reader."""
    with pytest.raises(LetterError) as refused:
        message(LETTER, to_maya(to=Subscriber(id="s_maya", address="maya@example.org, noor@example.net")))
    assert "maya" not in str(refused.value)


def test_names_beyond_ascii_are_read_back(to_maya: ToMaya) -> None:
    """The clinic's and the reader's names, and the subject."""
    envelope = to_maya(site_title="Praxis für Ruhe", to=Subscriber(id="s", address="maya@example.org", name="Maya Ōta"))
    mail = parsed(message(replace(LETTER, subject="Ruhe 👩\u200d⚕️ und Wärme"), envelope))
    assert mail["From"].addresses[0].display_name == "Praxis für Ruhe"
    assert mail["To"].addresses[0].display_name == "Maya Ōta"
    assert mail["Subject"] == "Ruhe 👩\u200d⚕️ und Wärme"


def test_damaged_letter_is_not_sent(to_maya: ToMaya) -> None:
    """A letter whose slot was lost has no way out."""
    with pytest.raises(LetterError, match="unsubscribe"):
        message(replace(LETTER, text="nothing here"), to_maya())


def test_envelope_needs_a_time_zone(to_maya: ToMaya) -> None:
    """A Date without one would be read as the server's."""
    with pytest.raises(ValueError, match="time zone"):
        to_maya(date=datetime(2024, 3, 4, 9))  # noqa: DTZ001


def test_envelope_needs_https(to_maya: ToMaya) -> None:
    """One click over http would be refused by every mail program."""
    with pytest.raises(ValueError, match="https"):
        to_maya(unsubscribe_url="http://blog.example.com/u?t=")
