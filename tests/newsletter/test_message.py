"""One reader's letter as a mail, judged by the standard library's parser."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publisher.errors import LetterError
from publisher.model import Newsletter, Slot, Subscriber

UNSUBSCRIBE = Slot(name="unsubscribe", mark="SLOT", in_html=1, in_text=1)
GREETING = Slot(name="greeting", mark="GREET", in_html=1, in_text=1)
LETTER = Newsletter(
    issue_id="monthly-2024-03",
    subject="The Quiet Letter: Rest",
    html='<!DOCTYPE html>\n<p>Ruhe für <a href="SLOT">alle</a></p>\n',
    text="Ruhe für alle\n\nSLOT\n",
    slots=(UNSUBSCRIBE,),
)
GREETED = replace(LETTER, html="<p>GREET</p> SLOT", text="GREET\n\nSLOT", slots=(GREETING, UNSUBSCRIBE))
NAMES = [
    *("To", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "From", "Reply-To", "Subject", "Date"),
    *("List-ID", "Feedback-ID", "Precedence", "MIME-Version", "Content-Type"),
]
ADDRESS = "https://blog.example.com/unsubscribe?t=abc234"
Mailed = Callable[..., bytes]


def parsed(written: bytes) -> EmailMessage:
    mail = message_from_bytes(written, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert not any(part.defects for part in mail.walk())
    return mail


def decoded(written: bytes) -> list[str]:
    """Text and html as they were before they were encoded."""
    parts = [part.get_payload(decode=True) for part in parsed(written).iter_parts()]
    return [part.decode().replace("\r\n", "\n") for part in parts if isinstance(part, bytes)]


def head(written: bytes) -> str:
    return written.partition(b"\r\n\r\n")[0].decode("ascii")


def reader(name: str) -> Subscriber:
    return Subscriber(id="s_maya", address="maya@example.org", name=name)


def test_headers_are_those_and_no_others(mailed: Mailed) -> None:
    """M2, M6: each header that a letter needs, exactly once."""
    mail = parsed(mailed(LETTER))
    assert mail.keys() == NAMES
    assert (mail["From"], mail["To"]) == ("A Quiet Clinic <letter@news.example.com>", "Maya <maya@example.org>")
    assert (mail["Reply-To"], mail["Subject"]) == ("ada@example.com", "The Quiet Letter: Rest")
    assert (mail["Date"], mail["Message-ID"]) == ("Mon, 04 Mar 2024 09:00:00 +0000", "<abc@news.example.com>")
    assert (mail["List-ID"], mail["Precedence"]) == ("The Quiet Letter <monthly.news.example.com>", "bulk")


def test_text_comes_first_and_html_last(mailed: Mailed) -> None:
    """M9, M10: programs show the last part they understand (RFC 2046 section 5.1.4); both are UTF-8."""
    mail = parsed(mailed(LETTER))
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert {part.get_content_charset() for part in mail.iter_parts()} == {"utf-8"}


def test_reader_finds_the_own_way_out_everywhere(mailed: Mailed) -> None:
    """The link in both parts is the address in the header."""
    mail = parsed(mailed(LETTER, token="xyz"))  # noqa: S106
    address = "https://blog.example.com/unsubscribe?t=xyz"
    assert f"<{address}>" in mail["List-Unsubscribe"]
    assert all(address in part.get_content() for part in mail.iter_parts())


def test_one_click_is_promised_with_https(mailed: Mailed) -> None:
    """M4, M5: https first, mail second, on lines of their own, in plain ASCII."""
    assert (
        "List-Unsubscribe: <https://blog.example.com/unsubscribe?t=abc234>,\r\n"
        " <mailto:leave@example.com?subject=unsubscribe%20abc234>\r\n"
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    ) in head(mailed(LETTER))


def test_without_https_no_click_is_promised(mailed: Mailed) -> None:
    """A mail alone takes the reader off the list, in header and letter."""
    mail = parsed(mailed(LETTER, unsubscribe_url=""))
    assert mail["List-Unsubscribe"] == "<mailto:leave@example.com?subject=unsubscribe%20abc234>"
    assert "List-Unsubscribe-Post" not in mail
    assert "mailto:leave@example.com?subject=unsubscribe%20abc234" in next(mail.iter_parts()).get_content()


def test_long_unsubscribe_address_stays_whole(mailed: Mailed) -> None:
    """Folded or encoded, one click would not find it."""
    written = mailed(LETTER, token="a" * 700)
    assert f"<https://blog.example.com/unsubscribe?t={'a' * 700}>,\r\n" in head(written)
    assert "=?" not in head(written)


def test_header_longer_than_a_line_may_be_stops_the_letter(mailed: Mailed) -> None:
    """M1: 998 octets are the limit of RFC 5322."""
    with pytest.raises(LetterError, match="998"):
        mailed(LETTER, token="a" * 1000)


def test_same_letter_to_the_same_reader_is_the_same_bytes(mailed: Mailed) -> None:
    """M3: a second try sends what the first one sent."""
    assert mailed(LETTER) == mailed(LETTER)


def test_boundary_differs_by_message(mailed: Mailed) -> None:
    """Two messages in one mail box file share no boundary."""
    one, other = (parsed(mailed(LETTER, message_id=name)) for name in ("<a@example.com>", "<b@example.com>"))
    assert one.get_boundary() != other.get_boundary()


def test_reports_of_spam_name_the_issue_and_no_reader(mailed: Mailed) -> None:
    """S4: four fields, the last one the same for ever, none of them a reader's."""
    one, other = (parsed(mailed(LETTER, to=reader(name), token=name))["Feedback-ID"] for name in ("Maya", "Noor"))
    assert one == other
    issue, newsletter, kind, sender = one.split(":")
    assert (issue, newsletter, kind) == ("monthly-2024-03", "monthly", "newsletter")
    assert 5 <= len(sender) <= 15


def test_reader_is_greeted_by_name(mailed: Mailed) -> None:
    """In both parts; who gave no name is greeted without."""
    greeting = {"greeting": "Dear {name},", "greeting_without_name": "Hello,"}
    assert decoded(mailed(GREETED, **greeting)) == [f"Dear Maya,\n\n{ADDRESS}", f"<p>Dear Maya,</p> {ADDRESS}"]
    assert decoded(mailed(GREETED, to=reader(" "), **greeting))[0] == f"Hello,\n\n{ADDRESS}"


def test_name_is_text_in_html(mailed: Mailed) -> None:
    """Nobody signs up with a script in the name to run it in the letter."""
    text, html = decoded(mailed(GREETED, to=reader("<b>M & a"), greeting="Dear {name},"))
    assert text.startswith("Dear <b>M & a,\n")
    assert html.startswith("<p>Dear &lt;b&gt;M &amp; a,</p>")


def test_long_name_is_shortened_in_the_greeting(mailed: Mailed) -> None:
    """Whoever wrote three hundred characters did not mean a name."""
    assert decoded(mailed(GREETED, to=reader("M" * 300), greeting="Dear {name},"))[0].startswith(f"Dear {'M' * 60},\n")


_NAMES = st.text(st.characters(codec="utf-8", exclude_characters="=?"), max_size=80).map(
    lambda name: "".join(filter(str.isprintable, name)).strip()
)
_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=300)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=_WORDS, behind=_WORDS, token=st.text("abc=.", max_size=200))
def test_content_survives_the_way(mailed: Mailed, before: str, behind: str, token: str) -> None:
    """M11: decoded, both parts are what was rendered; no line is over 76, none ends in white space, none is 8-bit."""
    letter = replace(LETTER, html=f"{before}SLOT{behind}", text=f"{before}SLOT\n.\n-- \nFrom {behind}")
    written = mailed(letter, token=token)
    address = f"https://blog.example.com/unsubscribe?t={token}"
    assert decoded(written) == [f"{before}{address}\n.\n-- \nFrom {behind}", f"{before}{escape(address)}{behind}"]
    body = written.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert all(len(line) <= 76 and line == line.rstrip() for line in body)
    assert not any(line.startswith((b".", b"From ")) for line in body)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=_WORDS, name=_WORDS.map(lambda name: "".join(c for c in name if c.isprintable() and c not in "=?").strip())
)
def test_each_readers_own_part_changes_nothing_else(mailed: Mailed, words: str, name: str) -> None:
    """The encoding of the rest never depends on who reads it."""
    letter = replace(GREETED, text=f"{words}GREET{words}SLOT", html=f"{words}GREET{words}SLOT")
    text, _ = decoded(mailed(letter, to=reader(name), greeting="Dear {name}.", greeting_without_name="."))
    assert text.startswith(words)
    assert text.endswith(f"{words}{ADDRESS}")


def test_lines_end_in_crlf_alone(mailed: Mailed) -> None:
    """M1: a bare CR or LF is how messages are smuggled into others."""
    written = mailed(replace(LETTER, text="a\rb\r\nc\nSLOT"))
    without_pairs = written.replace(b"\r\n", b"")
    assert b"\r" not in without_pairs
    assert b"\n" not in without_pairs
    assert written.isascii()


@pytest.mark.parametrize("subject", ["Rest\r\nBcc: x@example.net", "=?utf-8?q?a=0ABcc=3A_x=40example.net?=", "Rest\0"])
def test_subject_cannot_become_another_header(mailed: Mailed, subject: str) -> None:
    """M7: neither directly nor as an encoded word that CPython decodes and writes again."""
    with pytest.raises(LetterError, match="Subject"):
        mailed(replace(LETTER, subject=subject))


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
def test_readers_name_cannot_become_a_header(mailed: Mailed, name: str) -> None:
    """The error names the header and not the reader."""
    with pytest.raises(LetterError, match="header To") as refused:
        mailed(LETTER, to=reader(name))
    assert "aya" not in str(refused.value)


def test_readers_address_is_in_no_error(mailed: Mailed) -> None:
    """A list with a broken address tells the log nothing about its reader."""
    with pytest.raises(LetterError) as refused:
        mailed(LETTER, to=Subscriber(id="s_maya", address="maya@example.org, noor@example.net"))
    assert "maya" not in str(refused.value)


def test_address_beyond_ascii_is_written_as_it_is(mailed: Mailed) -> None:
    """RFC 6532: the address alone, beside an encoded name; everything else stays ASCII."""
    written = mailed(LETTER, to=Subscriber(id="s_maya", address="mäya@xn--mnchen-3ya.example", name="Maya Ōta"))
    (line,) = [line for line in written.splitlines() if not line.isascii()]
    assert line.startswith(b"To: =?utf-8?b?")
    assert line.endswith(" <mäya@xn--mnchen-3ya.example>".encode())
    assert str(parsed(written)["To"]) == "Maya Ōta <mäya@xn--mnchen-3ya.example>"


@pytest.mark.parametrize("address", ["mäya@exämple.org", "mäya <x>@example.org", "mä\r\nya@example.org", "mäya"])
def test_address_beyond_ascii_is_looked_at(mailed: Mailed, address: str) -> None:
    """What no list would have kept stands in no header, and in no error."""
    with pytest.raises(LetterError, match="header To") as refused:
        mailed(LETTER, to=Subscriber(id="s_maya", address=address))
    assert "ya" not in str(refused.value)


def test_names_beyond_ascii_are_read_back(mailed: Mailed) -> None:
    """The clinic's and the reader's names, and the subject, whose encoded words part no character (row 5)."""
    letter = replace(LETTER, subject="Ruhe 👩\u200d⚕️ und Wärme " + "👨‍👩‍👧‍👦" * 12)
    written = mailed(letter, site_title="Praxis für Ruhe", to=reader("Maya Ōta"))
    mail = parsed(written)
    assert mail["From"].addresses[0].display_name == "Praxis für Ruhe"
    assert mail["To"].addresses[0].display_name == "Maya Ōta"
    assert mail["Subject"] == letter.subject


def test_damaged_letter_is_not_sent(mailed: Mailed) -> None:
    """A letter whose slot was lost has no way out."""
    with pytest.raises(LetterError, match="unsubscribe"):
        mailed(replace(LETTER, text="nothing here"))


def test_date_needs_a_time_zone(mailed: Mailed) -> None:
    """Without one it would be read as the server's."""
    with pytest.raises(ValueError, match="time zone"):
        mailed(LETTER, date=datetime(2024, 3, 4, 9))  # noqa: DTZ001
