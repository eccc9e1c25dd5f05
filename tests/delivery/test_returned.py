"""What a mail that came back means; nothing else is taken for a report."""

import pytest

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
