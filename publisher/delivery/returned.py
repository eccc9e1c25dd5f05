"""What comes back as mail: reports of failure (RFC 3464), reports of spam (RFC 5965), and mails that unsubscribe."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import NamedTuple

_TO = ("delivered-to", "x-original-to", "envelope-to", "to")
_TAGGED = re.compile(r"[\w.=-]+\+([a-z2-7]{26}-[a-z2-7]{8}-[a-z2-7]{13})@", re.IGNORECASE)
_UNSUBSCRIBE = re.compile(r"\s*unsubscribe\s+([a-z2-7]{20,120})\s*", re.IGNORECASE)
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_DEAD = re.compile(r"5\.(1\.\d+|2\.1)")  # no such address, or one that is closed (RFC 3463)


class Returned(NamedTuple):
    """A mail that means something: `kind` is "hard", "soft", "complaint" or "unsubscribe", `token` what it carries to
    say about whom, not verified here; `status` as RFC 3463 has it.
    """

    kind: str
    token: str
    status: str = ""


def read(content: bytes) -> Returned | None:
    """What a mail means; `None` for one that is no report and unsubscribes nobody, such as an answer by a machine."""
    mail = message_from_bytes(content, policy=policy.default)
    if found := _UNSUBSCRIBE.fullmatch(str(mail.get("subject", ""))):
        return Returned("unsubscribe", found[1].lower())
    tag = _tag(mail, content)
    if not tag:
        return None
    if _part(mail, "message/feedback-report"):
        return Returned("complaint", tag)
    report = _part(mail, "message/delivery-status")
    return _failure(report, tag) if report else None


def _failure(report: Message, tag: str) -> Returned | None:
    """The gravest failure in a report; a delay is none, because the server tries on."""
    statuses = [
        found[1]
        for block in report.walk()
        if str(block.get("action", "")).strip().lower() == "failed"
        if (found := _STATUS.match(str(block.get("status", ""))))
    ]
    if not statuses:
        return None
    dead = [status for status in statuses if _DEAD.fullmatch(status)]
    return Returned("hard", tag, dead[0]) if dead else Returned("soft", tag, statuses[0])


def _tag(mail: EmailMessage | Message, content: bytes) -> str:
    """The tag of the address it came to; a report of spam was sent to another, and quotes the mail it is about."""
    for name in _TO:
        for value in mail.get_all(name, []):
            if found := _TAGGED.search(str(value)):
                return found[1].lower()
    is_report = _part(mail, "message/feedback-report") is not None
    found = _TAGGED.search(content.decode("ascii", "replace")) if is_report else None
    return found[1].lower() if found else ""


def _part(mail: Message, kind: str) -> Message | None:
    return next((part for part in mail.walk() if part.get_content_type() == kind), None)
