"""What a mail that came back means; nothing else is taken for a report."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.delivery.returned import Returned, read

TAG = f"{'a' * 26}-{'b' * 8}-{'c' * 13}"
BOUNCES = f"bounce+{TAG}@news.example.com"
TOKEN = "d" * 60


def report(*blocks: str, to: str = BOUNCES, kind: str = "delivery-status") -> bytes:
    """A report as servers write them (RFC 3464)."""
    status = "\n\n".join(("Reporting-MTA: dns; mx.example.org", *blocks))
    return f"""From: MAILER-DAEMON@mx.example.org
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b"

--b
Content-Type: text/plain

Your message could not be delivered to maya@example.org.

--b
Content-Type: message/{kind}

{status}

--b
Content-Type: text/rfc822-headers

To: maya@example.org
Return-Path: <{BOUNCES}>

--b--
""".replace("\n", "\r\n").encode()


def block(status: str, action: str = "failed") -> str:
    return f"Final-Recipient: rfc822; maya@example.org\nAction: {action}\nStatus: {status}"


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("5.1.1", "hard"),
        ("5.1.10", "hard"),
        ("5.2.1", "hard"),
        ("5.2.2", "soft"),
        ("5.7.1", "soft"),
        ("5.0.0", "soft"),
        ("4.4.7", "soft"),
        ("5.1.1 (no such user)", "hard"),
    ],
)
def test_failure(status: str, kind: str) -> None:
    """Only an address that is not there, or closed, is dead; a policy or a full mailbox is not."""
    assert read(report(block(status))) == Returned(kind, TAG, status.split(" ")[0])


def test_gravest_of_several_counts() -> None:
    """A report may be about two stations of one way."""
    assert read(report(block("5.4.4"), block("5.1.1"))) == Returned("hard", TAG, "5.1.1")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", ""])
def test_what_did_not_fail_is_no_failure(action: str) -> None:
    """A server that tries on has not given up."""
    assert read(report(block("4.4.1", action))) is None


def test_report_without_a_status_is_for_a_person() -> None:
    """Nothing is guessed."""
    assert read(report("Action: failed")) is None
    assert read(report(block("odd"))) is None


@pytest.mark.parametrize("header", ["Delivered-To", "X-Original-To", "Envelope-To"])
def test_tag_may_stand_in_another_header(header: str) -> None:
    """As mail servers note where a mail was delivered to."""
    mail = report(block("5.1.1"), to="bounce@news.example.com")
    assert read(mail) is None
    assert read(f"{header}: {BOUNCES.upper()}\r\n".encode() + mail) == Returned("hard", TAG, "5.1.1")


def test_report_of_spam() -> None:
    """Sent to the owner of the machine; the tag stands in what it quotes (RFC 5965)."""
    mail = report("Feedback-Type: abuse\nUser-Agent: Example/1.0", to="abuse@example.com", kind="feedback-report")
    assert read(mail) == Returned("complaint", TAG)


@pytest.mark.parametrize("kind", ["text/rfc822-headers\r\n", "message/rfc822\r\n"])
def test_report_of_spam_that_hides_the_reader(kind: str) -> None:
    """The letter's own way out, which it quotes, says whom it was sent to."""
    letter = f"List-Unsubscribe: <https://example.com/u/{TOKEN}>,\n <mailto:leave@example.com?subject=unsubscribe%20x>"
    mail = report("Feedback-Type: abuse", to="abuse@example.com", kind="feedback-report").decode()
    hidden = mail.replace(f"Return-Path: <{BOUNCES}>", letter.replace("\n", "\r\n"))
    quoted = hidden.replace("text/rfc822-headers\r\n", kind)
    assert read(quoted.encode()) == Returned("complaint", TOKEN)


QMAIL = """Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<maya@example.org>:
{words}

--- Below this line is a copy of the message.
"""


@pytest.mark.parametrize(
    ("words", "returned"),
    [
        ("Sorry, no mailbox here by that name. (#5.1.1)", Returned("hard", TAG, "5.1.1")),
        ("This account is closed. (#5.2.1)", Returned("hard", TAG, "5.2.1")),
        ("Mailbox is full.", Returned("soft", TAG)),
        ("Connected to 5.1.2.3 but my name was rejected. (#5.7.1)", Returned("soft", TAG)),
    ],
)
def test_failure_in_words_alone(words: str, returned: Returned) -> None:
    """As old servers write them; dead only where a status says so."""
    head = f"From: MAILER-DAEMON@mx.example.org\nTo: {BOUNCES}\nSubject: failure notice\n\n"
    assert read((head + QMAIL.format(words=words)).encode()) == returned


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                b"To: ",
                b"Subject: ",
                b"\r\n",
                b"=?utf-8?q?=",
                b"?=",
                BOUNCES.encode(),
                b"(",
                b'"',
                b"<",
                b"Content-Type: multipart/report; boundary=b",
                b"--b",
                b"Content-Type: message/delivery-status",
                b"Status: 5.1.1",
                b"Content-Type: message/feedback-report",
                b"Action: failed",
                b"[",
                b":;,",
                b"\xff",
                b"@",
            ]
        ),
        max_size=40,
    )
)
def test_no_mail_is_an_exception(pieces: list[bytes]) -> None:
    """Anybody may write anything there: it means something, or nothing."""
    read(b"".join(pieces))


@pytest.mark.parametrize(
    ("subject", "is_one"),
    [
        (f"unsubscribe {TOKEN}", True),
        (f"  Unsubscribe  {TOKEN.upper()} ", True),
        (f"Re: unsubscribe {TOKEN}", False),
        ("unsubscribe", False),
        (f"please unsubscribe {TOKEN}", False),
    ],
)
def test_mail_that_unsubscribes(subject: str, is_one: bool) -> None:
    """Its subject is the one that the letter's link writes, and nothing more."""
    mail = f"From: maya@example.org\r\nSubject: {subject}\r\n\r\n\r\n".encode()
    assert read(mail) == (Returned("unsubscribe", TOKEN) if is_one else None)


@pytest.mark.parametrize(
    "mail",
    [
        f"To: {BOUNCES}\r\nSubject: Out of office\r\nAuto-Submitted: auto-replied\r\n\r\nUntil Monday.\r\n".encode(),
        f"To: {BOUNCES}\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\n".encode(),
        b"",
        b"\xff\xfe\x00",
        b"Subject: =?utf-8?b?dW5zdWJzY3JpYmU=?=\r\n\r\n",
    ],
    ids=["holiday", "torn", "empty", "bytes", "encoded"],
)
def test_anything_else_means_nothing(mail: bytes) -> None:
    """An answer by a machine is no failure."""
    assert read(mail) is None
